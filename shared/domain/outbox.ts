import type { Mailbox } from './incoming-mail.ts'
import type { VisitNotice } from './visit.ts'

/** Why a mail goes out; each has its template. */
export type MailEvent =
  | 'ticket-created'
  | 'public-reply'
  | 'resolved'
  | 'closed'
  | 'new-ticket-notice'
  | 'assigned-notice'
  | 'client-reply-notice'
  | 'visit-invitation'
  | 'visit-cancellation'
  | 'sign-in-code'

/** One message to one recipient, written in the transaction of its cause and sent from there. */
export interface OutboxMail {
  id: string
  event: MailEvent
  to: Mailbox
  /** Absent for mails that belong to no ticket. */
  ticketNumber?: number
  /** The timeline entry it carries. */
  entryId?: string
  /** Who caused it, as the mail names them. */
  actorName?: string
  /** The visit it is about, as it was then. */
  visit?: VisitNotice
  /** Only for `sign-in-code`; forgotten once sent. */
  signIn?: { code: string; url: string }
  state: 'waiting' | 'sending' | 'sent' | 'failed'
  attempts: number
  createdAt: string
  /** When the sweep looks at it, should nothing else have sent it by then. */
  dueAt?: string
  failure?: string
}

/** How long a sender may take before the mail counts as unclaimed again. */
export const sendLeaseMinutes = 3
export const sendAttemptsMax = 10

/** When to try again after so many attempts: 1, 2, 4 … minutes, at most 6 hours. */
export function retryAt(now: string, attempts: number): string {
  return minutesAfter(now, Math.min(2 ** (attempts - 1), 360))
}

export function minutesAfter(now: string, minutes: number): string {
  return new Date(Date.parse(now) + minutes * 60_000).toISOString()
}
