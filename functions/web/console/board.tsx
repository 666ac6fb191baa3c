import * as z from 'zod'
import { DeskError } from '../../../shared/domain/errors.ts'
import { statuses } from '../../../shared/domain/ticket.ts'
import { type LiveStatus, liveStatuses } from '../../../shared/domain/ticket-counts.ts'
import { changeTicket } from '../../../shared/use-cases/change-ticket.ts'
import { listTickets } from '../../../shared/use-cases/list-tickets.ts'
import { answerPage } from '../answer-page.tsx'
import { type ConsoleDoor, ticketNumberOf, type Visit } from '../door.ts'
import { attempt, parseForm } from '../form.ts'
import { routes } from '../routes.ts'
import { safeNextPath } from '../security/next-path.ts'
import type { Strings } from '../strings.ts'
import { BoardPage, type Column } from './board-page.tsx'
import { agentOptions, clientOptions } from './options.ts'
import { filterOf, type ListRequest, readListRequest } from './ticket-filter.ts'

const cardsInColumn = 20

const moveForm = ({ form }: Strings) =>
  z.strictObject({
    status: z.enum(statuses, form.notAllowed),
    version: z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
    back: z.string().max(4_000),
  })

/** Hangs up the board: a column for each status, a page of each, and what moves a card. */
export function hangBoard(door: ConsoleDoor): void {
  door.get(routes.board, 'tickets:read', visit => show(visit, boardRequest(new URL(visit.c.req.url))))

  door.post(routes.moveTicket, 'tickets:write', async (visit, form) => {
    const { desk, agent, c, strings } = visit
    const parsed = parseForm(moveForm(strings), form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    const { status, version, back } = parsed.data
    const number = ticketNumberOf(c)
    const path = safeNextPath(back) ?? routes.board.href({})
    const moved = await attempt(
      changeTicket(desk, agent, { number, changes: { status }, ifVersion: version }),
    )
    if (!(moved instanceof DeskError)) return c.redirect(path, 303)
    const why = moved.kind === 'conflict' ? strings.board.moved : (refusalOf(strings, moved) ?? moved.message)
    return await show(visit, boardRequest(new URL(path, c.req.url)), why)
  })
}

interface BoardRequest {
  list: ListRequest
  cursors: Partial<Record<LiveStatus, string>>
}

function boardRequest({ searchParams }: URL): BoardRequest {
  const cursors = Object.fromEntries(
    liveStatuses.flatMap(status => {
      const cursor = searchParams.get(`after-${status}`)
      return cursor === null || cursor === '' ? [] : [[status, cursor]]
    }),
  )
  // Each column is a status: of the views only whose tickets they are is left.
  const { status: _status, statusId: _own, view, ...list } = readListRequest(searchParams)
  return { list: { ...list, view: view === 'mine' || view === 'unassigned' ? view : 'all' }, cursors }
}

async function show(visit: Visit, { list, cursors }: BoardRequest, refused?: string): Promise<Response> {
  const [clients, agents, ...columns] = await Promise.all([
    clientOptions(visit),
    agentOptions(visit),
    ...liveStatuses.map(status => readColumn(visit, list, { status, cursor: cursors[status] })),
  ])
  const page = { view: visit.view, request: list, cursors, columns, clients, agents }
  return await answerPage(
    visit.c,
    <BoardPage {...page} refused={refused} />,
    refused === undefined ? 200 : 409,
  )
}

async function readColumn(
  { desk, agent, view }: Visit,
  request: ListRequest,
  { status, cursor }: { status: LiveStatus; cursor: string | undefined },
): Promise<Column> {
  const filter = filterOf(request, { agentId: agent.id, timeZone: view.timeZone })
  const { sort: _sort, ...rest } = filter
  const { tickets, nextCursor } = await listTickets(
    desk,
    agent,
    { ...rest, status: [status] },
    { limit: cardsInColumn, ...(cursor === undefined ? {} : { cursor }) },
  )
  return { status, cards: tickets, nextCursor, isFirst: cursor === undefined }
}

function refusalOf(strings: Strings, { code }: DeskError): string | undefined {
  const codes: Partial<Record<string, string>> = strings.bulk.codes
  return codes[code]
}
