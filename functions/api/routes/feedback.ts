import type { Hono } from 'hono'
import * as contract from '../../../shared/contract/feedback.ts'
import { given } from '../../../shared/contract/given.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { rateTicket } from '../../../shared/use-cases/rate-ticket.ts'
import { presentTicket } from '../present.ts'
import { serve } from '../serve.ts'

export function serveFeedback(app: Hono, ground: Desk): void {
  serve(app, ground, contract.rateTicket, async ({ desk, actor, params, body, ifVersion }) => {
    const ticket = await rateTicket(desk, actor, { number: params.number, ...given(body), ...ifVersion })
    return { body: presentTicket(ticket), version: ticket.version }
  })
}
