import type { Hono } from 'hono'
import { given } from '../../../shared/contract/given.ts'
import * as contract from '../../../shared/contract/tickets.ts'
import type { Ticket } from '../../../shared/domain/ticket.ts'
import { versionOf } from '../../../shared/domain/timeline.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import {
  changeTicket,
  closeTicket,
  reopenTicket,
  resolveTicket,
} from '../../../shared/use-cases/change-ticket.ts'
import { listTickets } from '../../../shared/use-cases/list-tickets.ts'
import { openTicket } from '../../../shared/use-cases/open-ticket.ts'
import { readEntry, readTicket, readTimeline } from '../../../shared/use-cases/read-ticket.ts'
import { replyToTicket } from '../../../shared/use-cases/reply-to-ticket.ts'
import { expandTickets } from '../expand-tickets.ts'
import { presentEntry, presentTicket, presentTicketRow } from '../present.ts'
import { type Answer, serve } from '../serve.ts'

export function serveTickets(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listTickets, async ({ desk, actor, query, expand }) => {
    const { limit, cursor, assigneeId, ...filter } = given(query)
    const assignee = assigneeId === undefined ? {} : { assigneeId: assigneeId === 'none' ? null : assigneeId }
    const page = await listTickets(desk, actor, { ...filter, ...assignee }, given({ limit, cursor }))
    const data = await expandTickets(desk, actor, page.tickets.map(presentTicketRow), expand)
    return { body: { data, nextCursor: page.nextCursor } }
  })
  serve(app, ground, contract.openTicket, async ({ desk, actor, body }) => {
    const ticket = await openTicket(desk, actor, given(body))
    return { ...ticketAnswerOf(ticket), location: `/tickets/${ticket.number}` }
  })
  serve(app, ground, contract.readTicket, async ({ desk, actor, params, expand }) => {
    const ticket = presentTicket(await readTicket(desk, actor, params.number))
    const [body = ticket] = await expandTickets(desk, actor, [ticket], expand)
    return { body, version: ticket.version }
  })
  serve(app, ground, contract.changeTicket, async ({ desk, actor, params, body, ifVersion }) =>
    ticketAnswerOf(
      await changeTicket(desk, actor, { number: params.number, changes: given(body), ...ifVersion }),
    ),
  )
  serve(app, ground, contract.readTimeline, async ({ desk, actor, params, query }) => {
    const { order, kind: kinds, ...asked } = query
    const wish = { newestFirst: order === 'newest', ...given({ kinds }) }
    const page = await readTimeline(desk, actor, params.number, { ...given(asked), ...wish })
    return { body: { data: page.entries.map(presentEntry), nextCursor: page.nextCursor } }
  })
  serve(app, ground, contract.readEntry, async ({ desk, actor, params }) => {
    const entry = await readEntry(desk, actor, params.number, params.entryId)
    return { body: presentEntry(entry), version: versionOf(entry) }
  })
  serve(app, ground, contract.replyToTicket, async ({ desk, actor, params, body, ifVersion }) => {
    const { entry } = await replyToTicket(desk, actor, {
      number: params.number,
      ...given(body),
      ...ifVersion,
    })
    const location = `/tickets/${params.number}/timeline/${entry.id}`
    return { body: presentEntry(entry), version: versionOf(entry), location }
  })
  serveActions(app, ground)
}

function serveActions(app: Hono, ground: Desk): void {
  const actions = [
    [contract.resolveTicket, resolveTicket],
    [contract.reopenTicket, reopenTicket],
    [contract.closeTicket, closeTicket],
  ] as const
  for (const [operation, act] of actions) {
    serve(app, ground, operation, async ({ desk, actor, params, ifVersion }) =>
      ticketAnswerOf(await act(desk, actor, params.number, ifVersion.ifVersion)),
    )
  }
}

/** A ticket as an answer, with its version. */
export function ticketAnswerOf(ticket: Ticket): Answer {
  return { body: presentTicket(ticket), version: ticket.version }
}
