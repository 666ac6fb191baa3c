import { type Actor, assertMay } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import type { Desk } from '../runtime/desk.ts'
import type * as filters from '../store/ticket-filter.ts'
import * as store from '../store/ticket-lists.ts'
import type * as tickets from '../store/tickets.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'

export type TicketRow = tickets.TicketRow
export type TicketFilter = Omit<filters.TicketFilter, 'withinClientIds'>

/** One page of the tickets that the actor may know. Errors: `cursor.invalid`, `list.too-broad`. */
export async function listTickets(
  desk: Desk,
  actor: Actor,
  filter: TicketFilter,
  page: CursorPage,
): Promise<{ tickets: TicketRow[]; nextCursor: string | null }> {
  assertMay(actor, 'tickets:read', 'any')
  const clientIds = actor.kind === 'system' ? undefined : actor.clientIds
  if (clientIds !== undefined && filter.clientId !== undefined && !clientIds.includes(filter.clientId)) {
    throw new DeskError('resource.missing')
  }
  if (clientIds?.length === 0) return { tickets: [], nextCursor: null }
  const scope = cursorScope('tickets', actor, filter)
  const { rows, next } = await store.listTickets(
    desk.table,
    { ...filter, ...(clientIds === undefined ? {} : { withinClientIds: clientIds }) },
    await openCursor(desk, scope, page),
  )
  return { tickets: rows, nextCursor: await sealCursor(desk, scope, next) }
}
