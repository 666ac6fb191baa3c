import type { Hono } from 'hono'
import * as contract from '../../../shared/contract/bulk.ts'
import { given } from '../../../shared/contract/given.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { changeManyTickets } from '../../../shared/use-cases/change-many-tickets.ts'
import { serve } from '../serve.ts'

/** The function has 20 seconds: the rest is for what is begun by then, and for the answer. */
const bulkMillisecondsMax = 12_000

export function serveBulk(app: Hono, ground: Desk): void {
  serve(app, ground, contract.changeManyTickets, async ({ desk, actor, body }) => {
    const { numbers, set, reply, mergeInto } = body
    const what = mergeInto === undefined ? given({ set: set && given(set), reply }) : { mergeInto }
    const end = Date.now() + bulkMillisecondsMax
    const results = await changeManyTickets(desk, actor, { numbers, ...what }, () => Date.now() < end)
    return { body: { results } }
  })
}
