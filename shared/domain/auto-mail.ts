import { minutesAfter } from './instants.ts'
import type { SuppressionReason } from './outbox.ts'

/** Mails by which the desk answered an address's own mails by itself: what could go round between two desks. */
export interface AutoMails {
  sent: { mailId: string; at: string }[]
  version: number
}

/** A forger can have the desk acknowledge many mails in one name: one of them is told to its owner. */
export const acknowledgementMinutes = 10
/** Two desks that answer each other end here, whatever their mails look like. */
export const autoMailsPerDay = 3

/**
 * What is sent by then if this mail goes out as well, or why it must not. A mail that was let through before is
 * let through again: it may be sent anew.
 */
export function admitAutoMail(
  known: AutoMails | undefined,
  mailId: string,
  now: string,
): AutoMails | 'admitted' | Extract<SuppressionReason, 'acknowledged-lately' | 'automatic-mail-limit'> {
  const sent = (known?.sent ?? []).filter(({ at }) => at > minutesAfter(now, -24 * 60))
  if (sent.some(mail => mail.mailId === mailId)) return 'admitted'
  if (sent.some(({ at }) => at > minutesAfter(now, -acknowledgementMinutes))) return 'acknowledged-lately'
  if (sent.length >= autoMailsPerDay) return 'automatic-mail-limit'
  return { sent: [...sent, { mailId, at: now }], version: (known?.version ?? 0) + 1 }
}
