import { isPassedOver, type Receipt } from '../domain/inbound-mail.ts'
import type { Person } from '../domain/timeline.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { type InboundMail, recordOutcome } from '../store/mails.ts'
import { recordAuditBy } from './audit-log.ts'

/** A mail that has its outcome and is decided anew: what it was, and who wants it. */
export interface Again {
  before: InboundMail
  by: Person
}

const deskItself: Person = { kind: 'system', name: 'Mail in' }

/**
 * Why a mail that has its outcome is decided anew; undefined where it keeps it, as everything does that somebody
 * took in or dealt with.
 */
export function againOf(
  before: InboundMail | undefined,
  receipt: Receipt,
  askedBy: Person | undefined,
): Again | undefined {
  if (before === undefined || before.settled !== undefined || !isPassedOver(before)) return undefined
  if (askedBy !== undefined) return { before, by: askedBy }
  return before.receiptLost && !receipt.lost ? { before, by: deskItself } : undefined
}

/** The receipt as an outcome keeps it. */
export function receiptOf(mail: InboundMail): Receipt {
  const { mailKey, envelopeFrom, recipients, verdicts, receivedAt, receiptLost } = mail
  return { mailKey, envelopeFrom, recipients, verdicts, receivedAt, ...(receiptLost ? { lost: true } : {}) }
}

/** What stands for the receipt of a mail of which only the raw form is left: nothing is checked, nobody is shown. */
export function lostReceipt(mailKey: string, storedAt: string): Receipt {
  const unknown = 'PROCESSING_FAILED'
  return {
    mailKey,
    envelopeFrom: '',
    recipients: [],
    verdicts: { spam: unknown, virus: unknown, spf: unknown, dkim: unknown, dmarc: unknown },
    receivedAt: storedAt,
    lost: true,
  }
}

/** Whether deciding anew came to the same as before. */
export function isAsBefore(outcome: InboundMail, again: Again | undefined): boolean {
  const before = again?.before
  return (
    isPassedOver(outcome) &&
    before?.outcome === outcome.outcome &&
    before.reason === outcome.reason &&
    before.receiptLost === outcome.receiptLost
  )
}

/** The writes of an outcome; where it takes the place of another, the audit log says who had it decided anew. */
export function outcomeWrites(desk: Desk, outcome: InboundMail, again: Again | undefined): Write[] {
  const { mailKey, from } = outcome
  const told = ({ outcome, reason, ticketNumber }: InboundMail) => ({ outcome, reason, ticketNumber })
  return [
    recordOutcome(outcome, again?.before),
    ...(again === undefined
      ? []
      : recordAuditBy(desk, again.by, {
          resource: `mails/${mailKey}`,
          name: from?.address ?? mailKey,
          before: told(again.before),
          after: told(outcome),
        })),
  ]
}
