import { type Actor, assertMay, mayKnowClient } from '../domain/actor.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { Desk } from '../runtime/desk.ts'
import { readTickets } from '../store/tickets.ts'

/** Of at most 100 tickets those that exist and are the actor's to know, by their numbers, in one read. */
export async function readKnownTickets(
  desk: Desk,
  actor: Actor,
  numbers: readonly number[],
): Promise<Map<number, Ticket>> {
  assertMay(actor, 'tickets:read', 'any')
  const tickets = await readTickets(desk.table, [...new Set(numbers)], false)
  return new Map(
    tickets
      .filter(ticket => ticket !== undefined)
      .filter(({ clientId }) => mayKnowClient(actor, clientId))
      .map(ticket => [ticket.number, ticket]),
  )
}
