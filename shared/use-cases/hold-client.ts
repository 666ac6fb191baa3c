import { hoursAfter } from '../domain/instants.ts'
import type { Client } from '../domain/people.ts'
import type { Desk } from '../runtime/desk.ts'
import { allowTickets } from '../store/clients.ts'

/** Longer than any step that found its client held can still be writing, and than any list is behind. */
const marginHours = 1

/** A client that had tickets and has none any more can be deleted so much later. */
const heldHours = 7 * 24

/**
 * Keeps a client from being deleted while a ticket is made for it; asked before the ticket's transaction.
 * `write.conflict` where it was deleted in this moment.
 */
export async function holdClient(
  desk: Desk,
  { id, ticketsUntil = '' }: Pick<Client, 'id' | 'ticketsUntil'>,
): Promise<void> {
  const now = desk.now()
  // A look at the client's row in each ticket's transaction would be two write units of each ticket's fourteen, a
  // count in it three, and all tickets of a client would meet there. This is two, once in a week.
  if (ticketsUntil > hoursAfter(now, marginHours)) return
  await desk.table.commit([allowTickets(id, hoursAfter(now, marginHours + heldHours))])
}
