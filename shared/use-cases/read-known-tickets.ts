import { type Actor, assertMay, mayKnowClient } from '../domain/actor.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { Desk } from '../runtime/desk.ts'
import { readTickets } from '../store/tickets.ts'

/** Of these tickets, at most 100, those that are the actor's to know, by their numbers. */
export async function readKnownTickets(
  desk: Desk,
  actor: Actor,
  numbers: readonly number[],
): Promise<Map<number, Ticket>> {
  assertMay(actor, 'tickets:read', 'any')
  const tickets = (await readTickets(desk.table, numbers, false)).filter(ticket => ticket !== undefined)
  const known = tickets.filter(({ clientId }) => mayKnowClient(actor, clientId))
  return new Map(known.map(ticket => [ticket.number, ticket]))
}
