import type { Status, Ticket } from '../domain/ticket.ts'
import type { Item, Query, Table, Write } from '../runtime/table.ts'
import type { PageRequest } from './directory.ts'
import { dueBucket, keys, ticketShardOf, ticketShards } from './keys.ts'
import { itemOf, recordOf } from './records.ts'

/** Stands in the assignee index for tickets that nobody has. */
const nobody = 'nobody'

export async function readTicket(table: Table, number: number): Promise<Ticket | undefined> {
  const item = await table.get(keys.ticket(number))
  return item && ticketOf(item)
}

export async function readTickets(table: Table, numbers: readonly number[]): Promise<(Ticket | undefined)[]> {
  if (numbers.length === 0) return []
  const items = await table.getMany(numbers.map(keys.ticket))
  return items.map(item => item && ticketOf(item))
}

/** Refused with `number.taken` where the number is in use. */
export function createTicket(ticket: Ticket): Write {
  return { put: itemOfTicket(ticket), onlyIf: { absent: true }, otherwise: 'number.taken' }
}

/** Replaces the header as it was read; `version.stale` if anybody wrote to it since. */
export function saveTicket(before: Ticket, after: Ticket): Write {
  return {
    put: itemOfTicket(after),
    onlyIf: { equals: { version: before.version } },
    otherwise: 'version.stale',
  }
}

export interface TicketFilter {
  status?: readonly Status[]
  clientId?: string
  contactId?: string
  /** An agent's id, or null for tickets that nobody has. */
  assigneeId?: string | null
  priority?: string
  /** Never shows tickets of other clients. */
  withinClientIds?: readonly string[]
}

/** What a list shows of a ticket. */
export type TicketRow = Omit<
  Ticket,
  | 'contactEmail'
  | 'assigneeEmail'
  | 'billable'
  | 'assetIds'
  | 'watchers'
  | 'minutesWorked'
  | 'firstResponseAt'
  | 'lastReplyAt'
>

export interface TicketPage {
  rows: TicketRow[]
  next?: Record<string, unknown>
}

/**
 * One page of tickets: newest first; by status alone, last touched first. One query, whatever the size of the
 * desk: each of contact, assignee, client and status has its own index, the narrowest is read and
 * the other filters are applied to its rows.
 */
export async function listTickets(
  table: Table,
  filter: TicketFilter,
  page: PageRequest,
): Promise<TicketPage> {
  const { status, ...others } = filter
  if (status !== undefined && status.length > 1 && Object.keys(others).length === 0) {
    return await mergeStatuses(table, status, page)
  }
  const { items, next } = await table.query({ ...indexFor(filter), newestFirst: true, ...page })
  return { rows: items.map(ticketOf), ...(next === undefined ? {} : { next }) }
}

/** Several statuses at once, last touched first: a query each, merged; the cursor says how far each was used. */
async function mergeStatuses(
  table: Table,
  statuses: readonly Status[],
  { limit, after = {} }: PageRequest,
): Promise<TicketPage> {
  const lists = await Promise.all(
    statuses
      .filter(status => after[status] !== 'end')
      .map(async status => {
        const start = after[status] as Record<string, unknown> | undefined
        const query = { ...indexFor({ status: [status] }), newestFirst: true, limit }
        const page = await table.query(start === undefined ? query : { ...query, after: start })
        return { status, start, ...page }
      }),
  )
  const merged = lists
    .flatMap(({ status, items }) => items.map(item => ({ status, item })))
    // Equal instants keep their order: the cursor says of each list how much of its beginning was used.
    .sort((a, b) => compare(String(b.item.updatedAt), String(a.item.updatedAt)))
    .slice(0, limit)
  const ends = lists.map(({ status, start, items, next }) => {
    const used = merged.filter(each => each.status === status)
    const last = used.at(-1)?.item
    const isUsedUp = used.length === items.length && next === undefined
    return [status, isUsedUp ? 'end' : last === undefined ? start : statusIndexKey(last)] as const
  })
  const unfinished = ends.some(([, end]) => end !== 'end')
  const done = statuses.filter(status => after[status] === 'end').map(status => [status, 'end'] as const)
  return {
    rows: merged.map(({ item }) => ticketOf(item)),
    ...(unfinished ? { next: Object.fromEntries([...done, ...ends]) } : {}),
  }
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

function statusIndexKey({ pk, sk, statusShard, updatedAt }: Item): Record<string, unknown> {
  return { pk, sk, statusShard, updatedAt }
}

function indexFor(filter: TicketFilter): Pick<Query, 'index' | 'partition' | 'where'> {
  const where: Record<string, readonly string[]> = {}
  if (filter.status !== undefined) where.status = filter.status
  if (filter.priority !== undefined) where.priority = [filter.priority]
  if (filter.withinClientIds !== undefined) where.clientId = filter.withinClientIds
  if (filter.clientId !== undefined) where.clientId = [filter.clientId]
  if (filter.assigneeId !== undefined) where.assigneeId = [filter.assigneeId ?? nobody]
  const read = (index: string, name: string, value: string, done: string) => {
    const { [done]: _covered, ...rest } = where
    return { index, partition: { name, value }, ...(Object.keys(rest).length === 0 ? {} : { where: rest }) }
  }
  if (filter.contactId !== undefined) return read('tickets-by-contact', 'contactId', filter.contactId, '')
  if (filter.assigneeId !== undefined) {
    return read('tickets-by-assignee', 'assigneeId', filter.assigneeId ?? nobody, 'assigneeId')
  }
  if (filter.clientId !== undefined) {
    return read('tickets-by-client', 'clientId', filter.clientId, 'clientId')
  }
  const [status, ...others] = filter.status ?? []
  if (status !== undefined && others.length === 0) {
    return read('tickets-by-status', 'statusShard', `${status}#${ticketShards[0]}`, 'status')
  }
  return read('tickets', 'ticketShard', ticketShards[0], '')
}

function itemOfTicket(ticket: Ticket): Item {
  const { number, assigneeId, ...rest } = ticket
  return itemOf(keys.ticket(number), 'ticket', rest, {
    ticketNumber: number,
    assigneeId: assigneeId ?? nobody,
    ticketShard: ticketShardOf(number),
    statusShard: `${ticket.status}#${ticketShardOf(number)}`,
    ...(ticket.autoCloseAt === undefined
      ? {}
      : {
          // An undone merge can bring back a time that is long past: the sweep does not look there any more.
          dueBucket: dueBucket('auto-close', later(ticket.autoCloseAt, ticket.updatedAt)),
          dueAt: `${ticket.autoCloseAt}#${number}`,
          dueKind: 'auto-close',
        }),
  })
}

function later(a: string, b: string): string {
  return a < b ? b : a
}

/** The header that `createTicket` or `saveTicket` wrote. */
export function ticketOf(item: Item): Ticket {
  const {
    ticketNumber,
    assigneeId,
    dueAt: _due,
    ...rest
  } = recordOf<Omit<Ticket, 'number'> & { ticketNumber: number; dueAt?: string }>(item)
  return {
    ...rest,
    number: ticketNumber,
    ...(assigneeId === undefined || assigneeId === nobody ? {} : { assigneeId }),
  }
}
