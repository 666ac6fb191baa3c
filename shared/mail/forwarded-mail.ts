import type { IncomingAttachment, IncomingMail, Mailbox } from '../domain/incoming-mail.ts'
import { headerLine, visibleLine } from './clean-text.ts'
import { decodeEncodedWords } from './encoded-words.ts'
import { findForward } from './find-forward.ts'
import { bareSubject, kindOfSubject } from './forward-patterns.ts'
import type { HeaderFields } from './header-block.ts'
import { htmlToText } from './html-text.ts'
import { readDate, readHeaders } from './mail-headers.ts'
import { splitSource } from './mail-source.ts'
import { readSoleMailbox } from './mailboxes.ts'
import { newWords } from './reply-text.ts'
import { readWrittenMailbox } from './written-mailbox.ts'

/** A mail that somebody passed on, as the one who passed it on sent it: nothing of it is proven. */
export interface ForwardedMail {
  /** Who wrote it first; absent where the forward names no address, or several. */
  from?: Mailbox
  /** Without the prefixes of forwards; empty where nothing names it. */
  subject: string
  /** When it was first sent, as the forward says it; at most 200 characters. */
  dateText?: string
  /** The same as an ISO UTC instant, where date and zone can be read. */
  sentAt?: string
  /** Its words; empty for a mail that lies in an attachment. */
  text: string
  /** The mail itself (message/rfc822), where it was attached instead of quoted. */
  attached?: IncomingAttachment
  /** What the one who passed it on wrote themselves. */
  note: string
}

type ReadMail = Pick<IncomingMail, 'subject' | 'text' | 'newText' | 'attachments'> & { html?: string }

/**
 * The mail that this one forwards, quoted below its own words or attached; undefined where it forwards none, or
 * several. Knows Apple Mail, Gmail, Outlook, Thunderbird, Yahoo and Proton in some twenty languages. Linear in
 * the length of the mail.
 */
export function readForward(mail: ReadMail): ForwardedMail | undefined {
  const kind = kindOfSubject(mail.subject)
  // An answer to a forward quotes it too.
  if (kind === 'reply') return undefined
  const found =
    findForward(mail.text, kind) ??
    (mail.html === undefined ? undefined : findForward(htmlToText(mail.html), kind))
  if (found === undefined) return attachedMail(mail, kind)
  const { fields, text, note } = found
  return {
    ...whoAndWhen(fields, readWrittenMailbox(fields.from ?? '')),
    subject: bareSubject(headerLine(fields.subject ?? mail.subject)),
    text,
    note,
  }
}

function whoAndWhen({ date }: HeaderFields, from: Mailbox | undefined) {
  const sentAt = date !== undefined && /[+-]\d{4}\b|\b(?:GMT|UTC)\b/.test(date) ? readDate(date) : undefined
  return {
    ...(from === undefined ? {} : { from }),
    ...(date === undefined ? {} : { dateText: visibleLine(date, 200) }),
    ...(sentAt === undefined ? {} : { sentAt }),
  }
}

const headerBytesMax = 262_144

/**
 * A mail may be attached as an example of something: it is a forward where the mail around it says so, or nothing.
 * Fixtures: attached-mail, attached-mail-same-subject, attached-mail-and-no-words, attached-mail-as-an-example-only, two-attached-mails.
 */
function attachedMail(mail: ReadMail, kind: 'forward' | undefined): ForwardedMail | undefined {
  const { subject, newText, attachments } = mail
  const mails = attachments.filter(({ contentType }) => contentType === 'message/rfc822')
  const [attached] = mails
  if (attached === undefined || mails.length > 1) return undefined
  const headers = readHeaders(splitSource(attached.content.subarray(0, headerBytesMax)).header)
  const date = headers.get('date')
  const original = headerLine(decodeEncodedWords(headers.get('subject') ?? ''))
  const isSame = bareSubject(original).toLowerCase() === bareSubject(subject).toLowerCase()
  if (kind === undefined && !isSame && newText.trim() !== '') return undefined
  return {
    ...whoAndWhen(date === undefined ? {} : { date }, readSoleMailbox(headers.all('from'))),
    subject: bareSubject(original) || bareSubject(subject),
    text: '',
    attached,
    note: newWords(newText).newText,
  }
}
