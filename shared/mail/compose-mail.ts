import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import type { Mailbox } from '../domain/incoming-mail.ts'

/** One message to one recipient; Message-IDs without angle brackets. */
export interface OutgoingMail {
  from: Mailbox
  to: Mailbox[]
  cc: Mailbox[]
  replyTo?: Mailbox
  subject: string
  text: string
  html?: string
  references: string[]
  /** Written by a program, not by a person: carries the headers that keep other programs from answering. */
  automatic: boolean
  /** `TCK-1042` */
  reference?: string
}

/**
 * The mail as RFC 5322 bytes. No value can start a header line of its own: line breaks of every kind in them
 * become spaces. SES replaces Message-ID and Date.
 */
export async function composeMail(mail: OutgoingMail): Promise<Uint8Array> {
  const composer = new MailComposer({
    from: addressOf(mail.from),
    to: mail.to.map(addressOf),
    cc: mail.cc.map(addressOf),
    ...(mail.replyTo === undefined ? {} : { replyTo: addressOf(mail.replyTo) }),
    subject: oneLine(mail.subject),
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    ...threading(mail.references),
    headers: {
      ...(mail.reference === undefined ? {} : { 'X-Docket-Ticket': oneLine(mail.reference) }),
      // RFC 3834, and what Exchange goes by.
      ...(mail.automatic ? { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' } : {}),
    },
    // Nothing a mail holds makes the desk fetch or read anything.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return await composer.compile().build()
}

function threading(references: readonly string[]) {
  const last = references.at(-1)
  if (last === undefined) return {}
  return { references: references.map(id => `<${id}>`), inReplyTo: `<${last}>` }
}

function addressOf({ name, address }: Mailbox) {
  return { name: oneLine(name), address: oneLine(address) }
}

/** Line and paragraph separators, NUL and other control characters flattened. */
function oneLine(value: string): string {
  return value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
