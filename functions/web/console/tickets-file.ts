import { stringify } from 'csv-stringify/sync'
import type { ViewColumn } from '../../../shared/domain/saved-view.ts'
import { referenceOf } from '../../../shared/domain/ticket.ts'
import { listTickets, type TicketRow } from '../../../shared/use-cases/list-tickets.ts'
import type { Visit } from '../door.ts'
import { routes } from '../routes.ts'
import { downloadHeaders } from '../security/headers.ts'
import type { Strings } from '../strings.ts'
import { tasteOf } from './read-list.ts'
import { filterOf, queryOf, readListRequest } from './ticket-filter.ts'
import { fileRowsMax } from './ticket-list.tsx'

const rowsAtOnce = 100
/** The function has 20 seconds. */
const millisecondsMax = 12_000

/**
 * The list as a file of comma-separated values (RFC 4180), the columns as they are shown and the ids behind them.
 * What a spreadsheet would run as a formula is text in it. A list that goes on behind `fileRowsMax` rows says
 * where, as `Link: …; rel="next"` (RFC 8288).
 */
export async function answerFile(visit: Visit): Promise<Response> {
  const { c, desk, agent, view, strings } = visit
  const request = readListRequest(new URL(c.req.url).searchParams)
  const { columns } = tasteOf(visit, request)
  const filter = filterOf(request, { agentId: agent.id, timeZone: view.timeZone })
  const end = Date.now() + millisecondsMax
  const rows: TicketRow[] = []
  let cursor: string | null | undefined = request.cursor
  do {
    const page = await listTickets(desk, agent, filter, {
      limit: rowsAtOnce,
      ...(typeof cursor === 'string' ? { cursor } : {}),
    })
    rows.push(...page.tickets)
    cursor = page.nextCursor
  } while (cursor !== null && rows.length < fileRowsMax && Date.now() < end)
  const text = stringify([headsOf(strings, columns), ...rows.map(row => cellsOf(row, columns, visit))], {
    escape_formulas: true,
    bom: true,
    record_delimiter: 'windows',
  })
  const next =
    cursor === null
      ? {}
      : { Link: `<${routes.ticketsFile.href({}, queryOf({ ...request, cursor }))}>; rel="next"` }
  return c.body(text, 200, {
    ...downloadHeaders,
    ...next,
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="tickets-${view.now.slice(0, 10)}.csv"`,
  })
}

function headsOf(strings: Strings, columns: readonly ViewColumn[]): string[] {
  const { column } = strings.lists
  return [
    'number',
    'reference',
    strings.newTicket.subject,
    ...columns.map(name => column[name]),
    'clientId',
    'contactId',
    'assigneeId',
    'categoryId',
    'statusId',
    'createdAt',
    'updatedAt',
    'due',
  ]
}

function cellsOf(row: TicketRow, columns: readonly ViewColumn[], { strings, view }: Visit) {
  return [
    row.number,
    referenceOf(row),
    row.subject,
    ...columns.map(column => shown(row, column, { strings, timeZone: view.timeZone })),
    row.clientId,
    row.contactId,
    row.assigneeId,
    row.categoryId,
    row.statusId,
    row.createdAt,
    row.updatedAt,
    row.due,
  ]
}

function shown(
  row: TicketRow,
  column: ViewColumn,
  { strings, timeZone }: { strings: Strings; timeZone: string },
): string {
  switch (column) {
    case 'client':
      return row.clientName ?? ''
    case 'contact':
      return row.contactName ?? ''
    case 'priority':
      return strings.priority[row.priority]
    case 'status':
      return row.statusName ?? strings.status[row.status]
    case 'assignee':
      return row.assigneeName ?? ''
    case 'category':
      return row.categoryName ?? ''
    case 'tags':
      return row.tags.join(', ')
    case 'due':
      return row.due === undefined ? '' : deskTime(row.due, timeZone)
    case 'created':
      return deskTime(row.createdAt, timeZone)
    case 'updated':
      return deskTime(row.updatedAt, timeZone)
    case 'source':
      return strings.source[row.source]
    case 'billable':
      return row.billable ? strings.lists.yes : strings.lists.no
  }
}

/** `2026-11-25 14:05`, which spreadsheets take for a time. */
function deskTime(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(
    new Date(at),
  )
}
