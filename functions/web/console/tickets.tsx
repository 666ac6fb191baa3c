import { listTickets } from '../../../shared/use-cases/list-tickets.ts'
import { answerPage } from '../answer-page.tsx'
import type { ConsoleDoor, Visit } from '../door.ts'
import { routes } from '../routes.ts'
import { agentOptions, clientOptions } from './options.ts'
import { filterOf, type ListRequest, readListRequest } from './ticket-filter.ts'
import { TicketsPage } from './tickets-page.tsx'

const rowsOnPage = 50

/** Hangs up the list of all tickets, and the box that goes to one by its number. */
export function hangTickets(door: ConsoleDoor): void {
  door.get(routes.home, 'tickets:read', ({ c }) => c.redirect(routes.tickets.href({}), 303))

  door.get(routes.tickets, 'tickets:read', async visit => {
    const { c, view } = visit
    const request = readListRequest(c.req.query())
    const [list, clients] = await Promise.all([readList(visit, request), clientOptions(visit)])
    return answerPage(
      c,
      <TicketsPage
        view={view}
        {...list}
        clients={clients}
        notFound={c.req.query('not-found')?.slice(0, 40)}
      />,
    )
  })

  door.get(routes.goToTicket, 'tickets:read', ({ c }) => {
    const asked = (c.req.query('reference') ?? '').trim()
    const number = /(?:^|\D)([1-9]\d{0,8})$/.exec(asked)?.[1]
    if (asked === '') return c.redirect(routes.tickets.href({}), 303)
    return number === undefined
      ? c.redirect(routes.tickets.href({}, { 'not-found': asked.slice(0, 40) }), 303)
      : c.redirect(routes.ticket.href({ number }), 303)
  })
}

/** One page of a list of tickets, with the agents its filter offers. */
export async function readList(visit: Visit, request: ListRequest, more: { assetId?: string } = {}) {
  const { desk, agent } = visit
  const [{ tickets, nextCursor }, agents] = await Promise.all([
    listTickets(
      desk,
      agent,
      { ...filterOf(request, agent.id), ...more },
      {
        limit: rowsOnPage,
        ...(request.cursor === undefined ? {} : { cursor: request.cursor }),
      },
    ),
    agentOptions(visit),
  ])
  return { request, rows: tickets, nextCursor, agents }
}
