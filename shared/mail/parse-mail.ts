import { createHash } from 'node:crypto'
import { DeskError } from '../domain/errors.ts'
import type { IncomingMail } from '../domain/incoming-mail.ts'
import { type BodyWords, readBodyWords } from './body-words.ts'
import { headerLine } from './clean-text.ts'
import { decodeEncodedWords } from './encoded-words.ts'
import { encryptionNotice, encryptionOf } from './encryption.ts'
import { incomingFile, shownContentIds } from './incoming-file.ts'
import { recogniseMachineMail } from './machine-mail.ts'
import { type MailHeaders, readDate, readHeaders, readMessageId, readMessageIds } from './mail-headers.ts'
import { splitSource } from './mail-source.ts'
import { readAddressList, readSoleMailbox } from './mailboxes.ts'
import { readMime } from './mime-parts.ts'
import { openSigned, openTnef } from './opened-parts.ts'
import { sortParts } from './sort-parts.ts'

/** More files are a flood, wherever in the mail they lay: the rest stays in the raw mail. */
const filesMax = 1000

/** Reads a raw mail (RFC 5322, MIME); throws `mail.unreadable` only where there is nothing to read. */
export async function parseMail(raw: Uint8Array): Promise<IncomingMail> {
  if (!raw.some(byte => byte > 0x20)) throw new DeskError('mail.unreadable', 'The mail is empty')
  const { header, body } = splitSource(raw)
  const headers = readHeaders(header)
  const root = await openSigned(await readMime(header, body))
  const sorted = openTnef(sortParts(root))
  const words = withNotice(readBodyWords(sorted), encryptionOf(root))
  const shown = shownContentIds(words.html ?? '')
  const files = [...sorted.files, ...words.files].slice(0, filesMax)
  const attachments = files.map(file => incomingFile(file, shown))
  const subject = headerLine(decodeEncodedWords(headers.get('subject') ?? ''))
  const messageId = readMessageId(headers.get('message-id'))
  const sentAt = readDate(headers.get('date'))
  const from = readSoleMailbox(headers.all('from'))
  const machine = recogniseMachineMail(headers, {
    subject,
    text: words.text,
    attachments,
    ...(from && { from }),
  })
  return {
    ...(messageId === undefined ? {} : { messageId }),
    bodyDigest: createHash('sha256').update(body).digest('hex'),
    inReplyTo: readMessageIds(headers.all('in-reply-to')),
    references: readMessageIds(headers.all('references')),
    ...(from && { from }),
    replyTo: mailboxesOf(headers, 'reply-to'),
    to: mailboxesOf(headers, 'to'),
    cc: mailboxesOf(headers, 'cc'),
    subject,
    ...(sentAt === undefined ? {} : { sentAt }),
    text: words.text,
    newText: words.newText,
    ...(words.html === undefined ? {} : { html: words.html }),
    attachments,
    ...(machine && { machine }),
  }
}

/** The same; undefined where there is nothing to read. */
export async function parseIfReadable(raw: Uint8Array): Promise<IncomingMail | undefined> {
  try {
    return await parseMail(raw)
  } catch (error) {
    if (error instanceof DeskError && error.code === 'mail.unreadable') return undefined
    throw error
  }
}

function withNotice(words: BodyWords, encryption: string | undefined): BodyWords {
  if (encryption === undefined || words.text !== '') return words
  const text = encryptionNotice(encryption)
  return { ...words, text, newText: text }
}

function mailboxesOf(headers: MailHeaders, name: string) {
  return readAddressList(headers.all(name).join(', ')).mailboxes
}
