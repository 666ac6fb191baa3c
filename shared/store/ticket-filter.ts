import type { ViewFilter } from '../domain/saved-view.ts'
import { isWaitingForUs } from '../domain/ticket.ts'
import type { SignedTicketSort } from '../domain/ticket-sort.ts'
import { foldedTag } from './keys.ts'
import type { TicketRow } from './tickets.ts'

/** The bounds of a span are instants: from one on, and up to but not including the other. */
export interface TicketFilter extends Omit<ViewFilter, 'assigneeId'> {
  /** An agent's id, or null for tickets that nobody has. */
  assigneeId?: string | null
  sort?: SignedTicketSort
  /** Never shows tickets of other clients. */
  withinClientIds?: readonly string[]
}

/** Whether a ticket is one that the filter asks for, its words aside. */
export function passesFilter(filter: TicketFilter): (row: TicketRow) => boolean {
  const { status, clientId, contactId, assigneeId, assetId, priority, categoryId, withinClientIds } = filter
  const tag = filter.tag === undefined ? undefined : foldedTag(filter.tag)
  return row =>
    (status === undefined || status.includes(row.status)) &&
    (clientId === undefined || row.clientId === clientId) &&
    (withinClientIds === undefined ||
      (row.clientId !== undefined && withinClientIds.includes(row.clientId))) &&
    (contactId === undefined || row.contactId === contactId) &&
    (assigneeId === undefined || (row.assigneeId ?? null) === assigneeId) &&
    (priority === undefined || row.priority === priority) &&
    (categoryId === undefined || row.categoryId === categoryId) &&
    (filter.statusId === undefined || row.statusId === filter.statusId) &&
    (filter.billable === undefined || row.billable === filter.billable) &&
    (filter.waiting === undefined || isWaitingForUs(row)) &&
    isWithin(row.createdAt, filter.createdFrom, filter.createdTo) &&
    isWithin(row.updatedAt, filter.updatedFrom, filter.updatedTo) &&
    isWithin(row.due, filter.dueFrom, filter.dueTo) &&
    (tag === undefined || row.tags.some(each => foldedTag(each) === tag)) &&
    (assetId === undefined || hasAsset(row, assetId))
}

/** Rows of an index do not tell; a list by asset is read from the tickets themselves, which do. */
function hasAsset(row: TicketRow & { assetIds?: readonly string[] }, assetId: string): boolean {
  return row.assetIds?.includes(assetId) ?? false
}

function isWithin(at: string | undefined, from: string | undefined, to: string | undefined): boolean {
  if (from === undefined && to === undefined) return true
  return at !== undefined && (from === undefined || at >= from) && (to === undefined || at < to)
}
