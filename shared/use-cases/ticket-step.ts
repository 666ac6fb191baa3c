import type { Notice } from '../domain/notifications.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { Change, Person } from '../domain/timeline.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { saveTicket } from '../store/tickets.ts'
import { commitEffect, queueNotices, recordChanges } from './effect.ts'

/** What was done to a ticket besides changing its own fields. */
interface TicketStep {
  before: Ticket
  /** The header as it is to be; its version and `updatedAt` are set here. */
  after: Ticket
  changes: readonly Change[]
  writes?: readonly Write[]
  notices?: readonly Notice[]
  /** The notices are not sent before. */
  heldUntil?: string
  by: Person
  at: string
}

/**
 * Commits one step: the header one version up, an activity per change, and whatever else belongs to it.
 * `made` names what the step made: `tickets/1042/tasks/tsk_…`.
 */
export async function commitStep(desk: Desk, step: TicketStep & { made: string }): Promise<Ticket> {
  const { ticket, writes } = await writesOfStep(desk, step)
  await commitEffect(desk, writes, step.made)
  return ticket
}

/** The writes of one step, for a transaction that holds more than it. */
export async function writesOfStep(
  desk: Desk,
  step: TicketStep,
): Promise<{ ticket: Ticket; writes: Write[] }> {
  const { before, changes, by, at } = step
  const ticket: Ticket = { ...step.after, updatedAt: at, version: before.version + 1 }
  return {
    ticket,
    writes: [
      ...saveTicket(before, ticket),
      ...(step.writes ?? []),
      ...(await recordChanges(desk, ticket.number, { changes, by, at })),
      ...queueNotices(desk, ticket.number, step.notices ?? [], step.heldUntil),
    ],
  }
}
