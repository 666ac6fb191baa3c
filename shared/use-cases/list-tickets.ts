import { type Actor, assertMay, keptTo } from '../domain/actor.ts'
import type { CustomStatus } from '../domain/catalogue.ts'
import { DeskError, invalid } from '../domain/errors.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Table } from '../runtime/table.ts'
import { readFromCatalogue } from '../store/catalogue.ts'
import type * as filters from '../store/ticket-filter.ts'
import * as store from '../store/ticket-lists.ts'
import type * as tickets from '../store/tickets.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'

export type TicketRow = tickets.TicketRow
export type TicketFilter = Omit<filters.TicketFilter, 'withinClientIds'>

/**
 * One page of the tickets that the actor may know. Errors: `cursor.invalid`, `list.too-broad`, `resource.missing`
 * for a client that is not theirs to know, `request.invalid` for a span that ends before it begins.
 */
export async function listTickets(
  desk: Desk,
  actor: Actor,
  filter: TicketFilter,
  page: CursorPage,
): Promise<{ tickets: TicketRow[]; nextCursor: string | null }> {
  assertMay(actor, 'tickets:read', 'any')
  const scoped = await scopedFilter(desk.table, actor, filter)
  if (scoped === undefined) return { tickets: [], nextCursor: null }
  const scope = cursorScope('tickets', actor, filter)
  const { rows, next } = await store.listTickets(desk.table, scoped, await openCursor(desk, scope, page))
  return { tickets: rows, nextCursor: await sealCursor(desk, scope, next) }
}

/** How many tickets a list holds; with `isMore`, so many at least. */
export interface TicketCount {
  count: number
  isMore: boolean
}

/** So far a list is counted by reading it. */
export const countedMax = 50

/**
 * How many tickets a list holds, as far as one read of each of its ranges tells, and up to `countedMax`.
 * Errors: those of `listTickets`.
 */
export async function countTickets(desk: Desk, actor: Actor, filter: TicketFilter): Promise<TicketCount> {
  assertMay(actor, 'tickets:read', 'any')
  const scoped = await scopedFilter(desk.table, actor, asCounted(filter))
  if (scoped === undefined) return { count: 0, isMore: false }
  const { rows, next } = await store.listTickets(desk.table, scoped, { limit: countedMax + 1, rounds: 1 })
  return { count: Math.min(rows.length, countedMax), isMore: rows.length > countedMax || next !== undefined }
}

/** Due tickets of the whole desk have an index, which an order by when they are due reads. */
function asCounted({ sort: _sort, ...filter }: TicketFilter): TicketFilter {
  const { dueFrom, dueTo, assetId, contactId, tag, clientId, assigneeId, q } = filter
  const isNarrow = [assetId, contactId, tag, clientId, assigneeId, q].some(part => part !== undefined)
  return isNarrow || (dueFrom ?? dueTo) === undefined ? filter : { ...filter, sort: 'due' }
}

/** The filter as far as the actor's clients go; undefined where they have none. */
async function scopedFilter(
  table: Table,
  actor: Actor,
  filter: TicketFilter,
): Promise<filters.TicketFilter | undefined> {
  for (const [from, to] of spans) {
    const [begin, end] = [filter[from], filter[to]]
    if (begin !== undefined && end !== undefined && begin > end)
      throw invalid(`/${to}`, 'is before the beginning')
  }
  const clientIds = keptTo(actor)
  if (clientIds !== undefined && filter.clientId !== undefined && !clientIds.includes(filter.clientId)) {
    throw new DeskError('resource.missing')
  }
  if (clientIds?.length === 0) return undefined
  return {
    ...(await withStatus(table, filter)),
    ...(clientIds === undefined ? {} : { withinClientIds: clientIds }),
  }
}

const spans = [
  ['createdFrom', 'createdTo'],
  ['updatedFrom', 'updatedTo'],
  ['dueFrom', 'dueTo'],
] as const

/** A custom status is one of the five, and only that one's list is read for it. */
async function withStatus(table: Table, filter: TicketFilter): Promise<TicketFilter> {
  if (filter.statusId === undefined || filter.status !== undefined) return filter
  const custom = await readFromCatalogue<CustomStatus>(table, 'statuses', filter.statusId)
  return custom === undefined ? filter : { ...filter, status: [custom.status] }
}
