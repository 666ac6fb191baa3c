import type { IncomingMail } from '../../../shared/domain/incoming-mail.ts'
import { htmlToText } from '../../../shared/mail/html-text.ts'
import type { ExpectedMail } from './expected-mail.ts'

/** One field of a mail as both parsers read it. */
export interface FieldComparison {
  field: string
  agrees: boolean
  ours: string
  theirs: string
}

/** Compares what we read with what another parser read, field by field; fields it says nothing of are left out. */
export function compareMail(mail: IncomingMail, expected: ExpectedMail): FieldComparison[] {
  const { from, to, cc, names, files } = expected
  const rows: [string, unknown, unknown][] = [
    ['subject', mail.subject, expected.subject],
    // Ours names an author only where there is exactly one.
    ['from', mail.from?.address, from && (from.length === 1 ? from[0] : null)],
    ['from name', mail.from?.name, from?.length === 1 ? names?.[0] : undefined],
    ['to', addresses(mail.to), to],
    ['cc', addresses(mail.cc), cc],
    ['date', mail.sentAt, expected.date],
    ['message-id', mail.messageId, expected.messageId],
    ['in-reply-to', mail.inReplyTo, expected.inReplyTo],
    ['references', mail.references, expected.references],
    ['text', words(mail.text), expected.text === undefined ? undefined : words(expected.text)],
    [
      'html',
      words(htmlToText(mail.html ?? '')),
      expected.html === undefined ? undefined : words(expected.html),
    ],
    ['attachments count', mail.attachments.length, files.length],
    [
      'attachments names',
      sorted(mail.attachments.map(({ name }) => name)),
      sorted(files.map(({ name }) => name)),
    ],
    ['attachments sizes', ...fileSizes(mail, files)],
  ]
  return rows
    .filter(([, , theirs]) => theirs !== undefined)
    .map(([field, ours, theirs]) => {
      const [a, b] = [JSON.stringify(ours ?? null), JSON.stringify(theirs)]
      return { field, agrees: a === b || isUnreadHere(a, b), ours: a, theirs: b }
    })
}

/** Where they read a character as none (U+FFFD) and we read one, they say nothing to differ from. */
function isUnreadHere(ours: string, theirs: string): boolean {
  if (!theirs.includes('\uFFFD')) return false
  const pieces = theirs.split(/\uFFFD+/).map(piece => piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${pieces.join('.{1,8}')}$`, 's').test(ours)
}

function addresses(boxes: readonly { address: string }[]): string[] {
  return boxes.map(({ address }) => address)
}

/** White space is no difference: a flowed text, a cut line end, two texts joined. */
function words(text: string): string {
  return text.replaceAll('\0', '').replace(/\s+/g, ' ').trim()
}

/** The order of files is no difference; of ours, as many are left out as they leave the size open of. */
function fileSizes(mail: IncomingMail, files: ExpectedMail['files']): [string[], string[]] {
  const theirs = sorted(files.flatMap(({ bytes }) => (bytes === undefined ? [] : [String(bytes)])))
  const ours = sorted(mail.attachments.map(({ content }) => String(content.byteLength)))
  const left = [...ours]
  const matched = theirs.filter(size => left.includes(size) && left.splice(left.indexOf(size), 1).length > 0)
  const isOpen = matched.length === theirs.length && left.length === files.length - theirs.length
  return [isOpen ? theirs : ours, theirs]
}

function sorted(texts: readonly string[]): string[] {
  return [...texts].sort()
}
