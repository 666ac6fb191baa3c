import type { Decision, OriginalSender, Receipt, Sender } from '../domain/inbound-mail.ts'
import type { IncomingMail } from '../domain/incoming-mail.ts'
import { cutWhole } from '../mail/clean-text.ts'
import type { InboundAnswers } from '../store/inbound-facts.ts'
import { sha256 } from '../store/keys.ts'
import type { InboundMail } from '../store/mails.ts'
import type { Again } from './decided-anew.ts'

/** Addresses in copy that are looked at. */
const copiedMax = 20

/** One mail and what SES says of it. */
export interface ReceivedMail {
  mail: IncomingMail
  receipt: Pick<Receipt, 'mailKey' | 'envelopeFrom' | 'verdicts'>
}

/** One mail with everything that was found out about it. */
export interface InboundCase extends ReceivedMail {
  receipt: Receipt
  /** The Message-ID, or for a mail without one a hash of its content. */
  messageId: string
  ancestors: string[]
  answers: InboundAnswers
  sender: Sender
  decision: Decision
  /** Set where it has an outcome already, which gives way to this one. */
  again?: Again
  /** Set where it was decided by the mail that it forwards, and not by itself. */
  forward?: ForwardOfAgent
}

/** The mail that an agent forwarded to the desk. */
export interface ForwardOfAgent {
  original: OriginalSender
  /** The forwarded mail as if its author had sent it here. */
  mail: IncomingMail
  /** What the agent wrote above it; may be empty. */
  note: string
  /** When it was first sent, in the words of the forward. */
  dateText?: string
}

/** What tells a mail from every other: its Message-ID, or for a mail without one a hash of what it says. */
export function messageIdOf(mail: IncomingMail): string {
  return mail.messageId ?? contentId(mail)
}

function contentId({ from, to, subject, sentAt, bodyDigest }: IncomingMail): string {
  const content = JSON.stringify([from, to, subject, sentAt, bodyDigest])
  return `content-${sha256(content)}`
}

/** Everyone but the sender that the mail is openly addressed to. */
export function copiedAddresses(mail: Pick<IncomingMail, 'from' | 'to' | 'cc'>): string[] {
  const addresses = [...mail.to, ...mail.cc].map(({ address }) => address)
  return [...new Set(addresses)].filter(address => address !== mail.from?.address).slice(0, copiedMax)
}

/** Characters of a mail's words that its outcome keeps, for the quarantine list. */
const previewCharacters = 500

/** The row that says what became of a mail. */
export function outcomeRow(
  receipt: Receipt,
  mail: IncomingMail | undefined,
  what: Pick<InboundMail, 'outcome' | 'reason' | 'ticketNumber'>,
): InboundMail {
  return {
    ...what,
    mailKey: receipt.mailKey,
    receivedAt: receipt.receivedAt,
    envelopeFrom: receipt.envelopeFrom,
    recipients: receipt.recipients.slice(0, 50),
    verdicts: receipt.verdicts,
    ...(receipt.lost ? { receiptLost: true as const } : {}),
    subject: cutWhole(mail?.subject ?? '', 500),
    ...(mail?.from === undefined ? {} : { from: mail.from }),
    ...(what.outcome === 'quarantined' && mail !== undefined
      ? { preview: cutWhole(mail.newText, previewCharacters) }
      : {}),
    version: 1,
  }
}
