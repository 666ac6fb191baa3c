import { DeskError } from '../domain/errors.ts'
import type { IncomingAttachment, IncomingMail } from '../domain/incoming-mail.ts'
import { cleanAttachmentName, extensionOf } from './attachment-name.ts'
import { decodeCharset } from './charset.ts'
import { cutWhole, headerLine } from './clean-text.ts'
import { sniffContentType } from './content-type.ts'
import { decodeEncodedWords } from './encoded-words.ts'
import { newWordsOfHtml } from './html-reply.ts'
import { htmlToText } from './html-text.ts'
import { recogniseMachineMail } from './machine-mail.ts'
import { type MailHeaders, readDate, readHeaders, readMessageId, readMessageIds } from './mail-headers.ts'
import { cutParts, mimeFields, splitSource } from './mail-source.ts'
import { readAddressList, readSoleMailbox } from './mailboxes.ts'
import { type MimePart, readParts } from './mime-parts.ts'
import { newWords } from './reply-text.ts'
import { sanitiseHtml } from './sanitise-html.ts'
import { takeUuencoded, textLengthMax, unflow } from './text-body.ts'
import { textToHtml } from './text-html.ts'

/** A mail that has more boundaries than mailparser bears is read up to this many. */
const boundaryLinesMax = 900

/** Reads a raw mail (RFC 5322, MIME); throws `mail.unreadable` only where there is nothing to read. */
export async function parseMail(raw: Uint8Array): Promise<IncomingMail> {
  if (!raw.some(byte => byte > 0x20)) throw new DeskError('mail.unreadable', 'The mail is empty')
  const { header, body } = splitSource(raw)
  const headers = readHeaders(header)
  const parts = await readAll(header, body)
  const { bodies, others } = sortParts(parts)
  const words = readBodies(bodies, isAlternative(raw))
  const attachments = [...others.map(attachmentOf), ...words.attachments]
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

async function readAll(header: Uint8Array, body: Uint8Array): Promise<MimePart[]> {
  const fields = mimeFields(header)
  const whole = await readParts([fields, body])
  if (whole.isWhole && whole.parts.length > 0) return whole.parts
  const cut = await readParts([fields, cutParts(body, boundaryLinesMax)])
  const best = cut.parts.length >= whole.parts.length ? cut : whole
  if (best.parts.length > 0) return best.parts
  // A structure nothing can be made of is still shown: as the text it is.
  return body.length === 0 ? [] : [plainPart(body.subarray(0, textLengthMax))]
}

function plainPart(content: Uint8Array): MimePart {
  return {
    contentType: 'text/plain',
    params: {},
    disposition: undefined,
    filename: undefined,
    contentId: undefined,
    isRelated: false,
    content,
  }
}

/** A named text is a file, unless it is all the text there is. */
function sortParts(parts: readonly MimePart[]): { bodies: MimePart[]; others: MimePart[] } {
  const texts = parts.filter(isBodyText)
  const unnamed = texts.filter(({ filename }) => filename === undefined)
  const bodies = unnamed.length > 0 ? unnamed : texts.slice(0, 1)
  return { bodies, others: parts.filter(part => !bodies.includes(part)) }
}

function isBodyText({ contentType, disposition }: MimePart): boolean {
  return (contentType === 'text/plain' || contentType === 'text/html') && disposition !== 'attachment'
}

interface Words {
  text: string
  newText: string
  html?: string
  attachments: IncomingAttachment[]
}

function readBodies(bodies: readonly MimePart[], isAlternative: boolean): Words {
  const plain = bodies.filter(({ contentType }) => contentType === 'text/plain').map(plainText)
  const { text, files } = takeUuencoded(cutWhole(plain.join('\n'), textLengthMax))
  const attachments = files.map(({ name, content }) =>
    attachmentOf({ ...plainPart(content), contentType: 'application/octet-stream', filename: name }),
  )
  const written = bodies
    .filter(({ contentType }) => contentType === 'text/html')
    .map(decodedText)
    .join('<br>\n')
  if (written.trim() === '') return { text: text.trim(), newText: newWords(text).newText, attachments }
  const isBoth = !isAlternative && text.trim() !== ''
  const source = isBoth ? `${textToHtml(text)}<br>\n${written}` : written
  const html = sanitiseHtml(source)
  const whole = isAlternative && text.trim() !== '' ? text.trim() : htmlToText(html)
  const newText = newWordsOfHtml(source).newText || newWords(whole).newText
  return { text: whole, newText, html, attachments }
}

/** Without a multipart/alternative a plain and an HTML part are two texts, not two forms of one. */
function isAlternative(raw: Uint8Array): boolean {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const spellings = ['alternative', 'Alternative', 'ALTERNATIVE']
  return spellings.some(name => bytes.includes(`/${name}`))
}

function plainText(part: MimePart): string {
  const text = decodedText(part)
  const isFlowed = part.params.format?.toLowerCase() === 'flowed'
  return isFlowed ? unflow(text, part.params.delsp?.toLowerCase() === 'yes') : text
}

function decodedText({ content, params }: MimePart): string {
  const bytes = content.subarray(0, textLengthMax * 4)
  return cutWhole(
    decodeCharset(bytes, params.charset).replace(/\r\n?/g, '\n').replaceAll('\0', ''),
    textLengthMax,
  )
}

function attachmentOf(part: MimePart): IncomingAttachment {
  const contentType =
    part.contentType === 'message/rfc822'
      ? part.contentType
      : sniffContentType(part.content, part.contentType)
  const name = part.filename ?? (contentType === 'message/rfc822' ? subjectName(part.content) : '')
  const contentId = part.contentId?.replace(/[<>\s]/g, '').slice(0, 998)
  return {
    name: cleanAttachmentName(decodeEncodedWords(name), contentType),
    contentType,
    content: part.content,
    ...(contentId === undefined || contentId === '' ? {} : { contentId }),
    inline: contentId !== undefined && contentType.startsWith('image/') && part.disposition !== 'attachment',
  }
}

function subjectName(content: Uint8Array): string {
  const subject = readHeaders(splitSource(content.subarray(0, 65_536)).header).get('subject') ?? ''
  const words = headerLine(decodeEncodedWords(subject), 150)
  return words === '' ? '' : `${words}${extensionOf('message/rfc822')}`
}

function mailboxesOf(headers: MailHeaders, name: string) {
  return readAddressList(headers.all(name).join(', ')).mailboxes
}
