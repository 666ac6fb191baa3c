import { DeskError, invalid } from './errors.ts'
import type { Ticket } from './ticket.ts'

/** For so long the mails of a reply can be held, so that it can be taken back. */
export const holdSecondsMax = 30

/** For so long the console holds each public reply. */
export const consoleHoldSeconds = 10

/** Refuses to hold what cannot be taken back: closed is final, on this door too. */
export function assertMayHold(before: Ticket, after: Ticket): void {
  if (after.status !== 'closed' || before.status === 'closed') return
  throw invalid('/holdSeconds', 'cannot be given where the reply closes the ticket')
}

/**
 * The ticket as it was before a reply that is taken back; its version goes on. Errors: `undo.too-late` from the
 * instant on at which the mails may go, `undo.overtaken` where anything else was done to the ticket since.
 */
export function ticketWithoutReply(
  now: Ticket,
  undo: { before: Ticket; version: number; until: string },
  at: string,
): Ticket {
  if (at >= undo.until) throw tooLate()
  if (now.version !== undo.version) {
    throw new DeskError('undo.overtaken', 'The ticket was changed since; the reply is on its way.')
  }
  return { ...undo.before, updatedAt: at, version: now.version + 1 }
}

/** The reply has gone, or is about to. */
export function tooLate(): DeskError {
  return new DeskError('undo.too-late', 'This reply can no longer be taken back.')
}
