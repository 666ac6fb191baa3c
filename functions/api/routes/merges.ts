import type { Hono } from 'hono'
import { given } from '../../../shared/contract/given.ts'
import * as contract from '../../../shared/contract/merges.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { mergeTickets, undoMerge } from '../../../shared/use-cases/merge-tickets.ts'
import { splitTicket } from '../../../shared/use-cases/split-ticket.ts'
import { serve } from '../serve.ts'
import { ticketAnswerOf } from './tickets.ts'

export function serveMerges(app: Hono, ground: Desk): void {
  serve(app, ground, contract.mergeTickets, async ({ desk, actor, params, body, ifVersion }) =>
    ticketAnswerOf(await mergeTickets(desk, actor, { number: params.number, into: body.into, ...ifVersion })),
  )
  serve(app, ground, contract.undoMerge, async ({ desk, actor, params, ifVersion }) =>
    ticketAnswerOf(await undoMerge(desk, actor, params.number, ifVersion.ifVersion)),
  )
  serve(app, ground, contract.splitTicket, async ({ desk, actor, params, body, ifVersion }) => {
    const ticket = await splitTicket(desk, actor, { number: params.number, ...given(body), ...ifVersion })
    return { ...ticketAnswerOf(ticket), location: `/tickets/${ticket.number}` }
  })
}
