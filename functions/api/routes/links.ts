import type { Hono } from 'hono'
import * as contract from '../../../shared/contract/links.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { linkTickets, unlinkTickets } from '../../../shared/use-cases/links.ts'
import { presentTicket } from '../present.ts'
import { serve } from '../serve.ts'

export function serveLinks(app: Hono, ground: Desk): void {
  serve(app, ground, contract.linkTickets, async ({ desk, actor, params, body, ifVersion }) => {
    const link = { number: params.number, other: body.number, kind: body.kind }
    const ticket = await linkTickets(desk, actor, { ...link, ...ifVersion })
    return { body: presentTicket(ticket), version: ticket.version }
  })
  serve(app, ground, contract.unlinkTickets, async ({ desk, actor, params, ifVersion }) => {
    await unlinkTickets(desk, actor, { ...params, ...ifVersion })
    return {}
  })
}
