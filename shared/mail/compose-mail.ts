import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import { DeskError } from '../domain/errors.ts'
import type { Mailbox } from '../domain/incoming-mail.ts'
import { cleanAttachmentName } from './attachment-name.ts'
import { headerLine } from './clean-text.ts'
import { canonicalAddress } from './mailboxes.ts'

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
  automatic: boolean | 'auto-replied'
  /** `TCK-1042` */
  reference?: string
  attachments?: OutgoingAttachment[]
  /** iCalendar: goes as an alternative of the text, which calendars read, and as a file, which people open. */
  invitation?: { method: 'REQUEST' | 'CANCEL'; content: string }
  /** Made up where absent; SES replaces it. */
  messageId?: string
  /** ISO UTC; SES replaces it. */
  sentAt?: string
}

export interface OutgoingAttachment {
  name: string
  contentType: string
  content: Uint8Array
  /** Shown in the HTML's place that names it as `cid:`. */
  contentId?: string
}

/**
 * The mail as RFC 5322 bytes. No value can start a header line of its own or add a recipient: line breaks of
 * every kind become spaces, and an address that is not one is refused with `request.invalid` (To, From) or left out.
 * SES replaces Message-ID and Date.
 */
export async function composeMail(mail: OutgoingMail): Promise<Uint8Array> {
  const composer = new MailComposer({
    from: addressOf(mail.from),
    to: mail.to.map(addressOf),
    cc: mail.cc.filter(({ address }) => canonicalAddress(address) !== undefined).map(addressOf),
    ...(mail.replyTo === undefined ? {} : { replyTo: addressOf(mail.replyTo) }),
    ...(mail.messageId === undefined ? {} : { messageId: bracketed(mail.messageId) }),
    ...(mail.sentAt === undefined ? {} : { date: mail.sentAt }),
    subject: literally(headerLine(mail.subject)),
    text: mail.text,
    html: mail.html,
    ...threading(mail.references),
    headers: {
      ...(mail.reference === undefined ? {} : { 'X-Docket-Ticket': headerLine(mail.reference) }),
      ...automaticHeaders(mail.automatic),
    },
    attachments: (mail.attachments ?? []).map(fileOf),
    ...(mail.invitation === undefined ? {} : { icalEvent: { ...mail.invitation, filename: 'invite.ics' } }),
    // Nothing a mail holds makes the desk fetch or read anything.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return await composer.compile().build()
}

/** RFC 3834, and what Exchange goes by. */
function automaticHeaders(automatic: OutgoingMail['automatic']): Record<string, string> {
  if (automatic === false) return {}
  const keyword = automatic === true ? 'auto-generated' : automatic
  return { 'Auto-Submitted': keyword, 'X-Auto-Response-Suppress': 'All' }
}

function fileOf({ name, contentType, content, contentId }: OutgoingAttachment) {
  return {
    filename: cleanAttachmentName(name, contentType),
    // A part of these types would be read as more of the mail, and is never in base64.
    contentType: /^(?!message\/|multipart\/)[a-z0-9.+_-]{1,80}\/[a-z0-9.+_-]{1,80}$/i.test(contentType)
      ? contentType
      : 'application/octet-stream',
    content: Buffer.from(content),
    ...(contentId === undefined ? {} : { cid: contentId.replace(/[<>\s\p{Cc}]+/gu, '') }),
  }
}

function threading(references: readonly string[]) {
  const ids = references.map(bracketed).filter(id => id !== '<>')
  const last = ids.at(-1)
  return last === undefined ? {} : { references: ids, inReplyTo: last }
}

function bracketed(id: string): string {
  return `<${id.replace(/[<>\s\p{Cc}\u2028\u2029]+/gu, '')}>`
}

function addressOf({ name, address }: Mailbox) {
  const canonical = canonicalAddress(address)
  if (canonical === undefined) throw new DeskError('request.invalid', 'Not a mail address')
  // In a name nothing is lost by it; readers decode encoded words even in quotes, where RFC 2047 forbids it.
  return { name: headerLine(name, 200).replaceAll('=?', '= ?'), address: canonical }
}

/** Text that looks like an encoded word (RFC 2047) would be decoded by whoever reads it: it is encoded itself. */
function literally(text: string): string {
  return text.includes('=?') ? encodedWords(text) : text
}

/** An encoded word has 75 characters at most: 45 bytes in base64 and what is around them. */
const wordBytesMax = 45

function encodedWords(text: string): string {
  const chunks: string[] = []
  let chunk = ''
  for (const character of text) {
    if (Buffer.byteLength(chunk + character) > wordBytesMax) {
      chunks.push(chunk)
      chunk = ''
    }
    chunk += character
  }
  return [...chunks, chunk].map(each => `=?UTF-8?B?${Buffer.from(each).toString('base64')}?=`).join(' ')
}
