import { answerPage } from '../answer-page.tsx'
import type { ConsoleDoor } from '../door.ts'
import { routes } from '../routes.ts'
import { answerRows } from './list-fragment.tsx'
import { clientOptions } from './options.ts'
import { readList } from './read-list.ts'
import { readListRequest } from './ticket-filter.ts'
import { answerFile } from './tickets-file.ts'
import { TicketsPage } from './tickets-page.tsx'

/** Hangs up the list of all tickets, as a page, as rows alone and as a file, and the box that goes to one. */
export function hangTickets(door: ConsoleDoor): void {
  door.get(routes.home, 'tickets:read', ({ c }) => c.redirect(routes.tickets.href({}), 303))

  door.get(routes.tickets, 'tickets:read', async visit => {
    const { c, view } = visit
    const query = new URL(c.req.url).searchParams
    const request = readListRequest(query)
    const [list, clients] = await Promise.all([readList(visit, request), clientOptions(visit)])
    return answerPage(
      c,
      <TicketsPage view={view} {...list} clients={clients} allPicked={query.get('pick') === 'all'} />,
    )
  })

  door.get(routes.ticketRows, 'tickets:read', visit => answerRows(visit))

  door.get(routes.ticketsFile, 'tickets:read', visit => answerFile(visit))

  door.get(routes.goToTicket, 'tickets:read', ({ c }) => {
    const asked = (c.req.query('reference') ?? '').trim().slice(0, 200)
    if (asked === '') return c.redirect(routes.tickets.href({}), 303)
    // A number or a reference and nothing else leads to its ticket; words are looked for.
    const number = /^(?:[a-z][a-z0-9]{0,15}[-#])?#?([1-9]\d{0,8})$/i.exec(asked)?.[1]
    const href = number === undefined ? routes.search.href({}, { q: asked }) : routes.ticket.href({ number })
    return c.redirect(href, 303)
  })
}
