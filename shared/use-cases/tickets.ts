import { type Actor, assertMay, type Permission } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { Desk } from '../runtime/desk.ts'
import { readTicket } from '../store/tickets.ts'

/** The ticket, if it exists and is the actor's to read or write; `resource.missing` alike if it does not or is not. */
export async function ticketFor(
  desk: Desk,
  actor: Actor,
  number: number,
  permission: Permission,
): Promise<Ticket> {
  const ticket = await readTicket(desk.table, number)
  if (ticket === undefined) throw new DeskError('resource.missing')
  assertMay(actor, permission, ticket.clientId)
  return ticket
}

/** Refuses a write that was made from an older reading than the caller thinks. */
export function assertVersion(version: number, ifVersion: number | undefined): void {
  if (ifVersion !== undefined && ifVersion !== version) throw new DeskError('version.stale')
}
