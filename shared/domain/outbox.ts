import type { Mailbox } from './incoming-mail.ts'
import { minutesAfter } from './instants.ts'
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
  signIn?: { code: string; url: string; portal?: true }
  /** `suppressed`: not sent on purpose; `failure` says why. */
  state: 'waiting' | 'sending' | 'sent' | 'failed' | 'suppressed'
  attempts: number
  /** How many of the attempts SES held back, as too many mails were sent: these do not count. */
  heldBack?: number
  createdAt: string
  /** Not sent before, so that its cause can be taken back. */
  heldUntil?: string
  /** When the sweep looks at it, should nothing else have sent it by then. */
  dueAt?: string
  failure?: string
  /** What SES reported of it since. */
  deliveryState?: DeliveryState
  deliveryAt?: string
  /** In the words of whoever reported it. */
  deliveryDetail?: string
}

/** What became of a mail that SES took, the later in the list the graver. */
export const deliveryStates = [
  'delayed',
  'delivered',
  'returned',
  'rejected',
  'bounced',
  'complained',
] as const
export type DeliveryState = (typeof deliveryStates)[number]

export interface Delivery {
  state: DeliveryState
  at: string
  detail?: string
}

/** Whether a report says more than what is known: reports come in any order, and again. */
export function saysMore(known: DeliveryState | undefined, reported: DeliveryState): boolean {
  return known === undefined || deliveryStates.indexOf(reported) > deliveryStates.indexOf(known)
}

/** Why a mail was left unsent on purpose. */
export const suppressionReasons = [
  'address-bounced',
  'address-complained',
  'acknowledged-lately',
  'automatic-mail-limit',
] as const
export type SuppressionReason = (typeof suppressionReasons)[number]

/** How long a sender may take before the mail counts as unclaimed again. */
export const sendLeaseMinutes = 3
export const sendAttemptsMax = 10

/** When to try again after so many attempts: 1, 2, 4 … minutes, at most 6 hours. */
export function retryAt(now: string, attempts: number): string {
  return minutesAfter(now, Math.min(2 ** (attempts - 1), 360))
}

/**
 * When to ask SES again that sends no more for now: after 1, 2, 4 … 15 minutes for the rate, after half an hour
 * for the day's quota, which frees up as the day goes by. Up to half as much more, by the mail: what was held
 * back together does not come back together.
 */
export function heldBackUntil(
  now: string,
  { id, heldBack = 0 }: Pick<OutboxMail, 'id' | 'heldBack'>,
  why: 'rate' | 'quota',
): string {
  const minutes = why === 'quota' ? 30 : Math.min(2 ** heldBack, 15)
  return minutesAfter(now, minutes * (1 + spread(`${id}${heldBack}`) / 2))
}

/** A number from 0 to 1 that is the same for a text, and far from that of the next one. */
function spread(text: string): number {
  let hash = 2_166_136_261
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619)
  return ((hash ^ (hash >>> 15)) >>> 0) / 4_294_967_296
}
