import type { Hono } from 'hono'
import * as contract from '../../../shared/contract/bulk.ts'
import { given } from '../../../shared/contract/given.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { changeManyTickets } from '../../../shared/use-cases/change-many-tickets.ts'
import { undoManyChanges } from '../../../shared/use-cases/undo-many-changes.ts'
import { serve } from '../serve.ts'

/** The function has 20 seconds: the rest is for what is begun by then, and for the answer. */
const bulkMillisecondsMax = 12_000

export function serveBulk(app: Hono, ground: Desk): void {
  serve(app, ground, contract.changeManyTickets, async ({ desk, actor, body }) => {
    const { numbers, set, reply, mergeInto, dryRun = false } = body
    const what = mergeInto === undefined ? given({ set: set && given(set), reply }) : { mergeInto }
    return { body: { results: await changeManyTickets(desk, actor, { numbers, dryRun, ...what }, inTime()) } }
  })
  serve(app, ground, contract.undoManyChanges, async ({ desk, actor, body }) => {
    const tickets = body.tickets.map(({ set, ...undo }) => given({ ...undo, set: set && given(set) }))
    const { dryRun = false } = body
    return { body: { results: await undoManyChanges(desk, actor, { tickets, dryRun }, inTime()) } }
  })
}

function inTime(): () => boolean {
  const end = Date.now() + bulkMillisecondsMax
  return () => Date.now() < end
}
