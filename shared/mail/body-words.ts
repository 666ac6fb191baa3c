import { decodeCharset } from './charset.ts'
import { cutWhole } from './clean-text.ts'
import { newWordsOfHtml } from './html-reply.ts'
import { htmlToText } from './html-text.ts'
import type { FoundFile } from './incoming-file.ts'
import type { MimePart } from './mime-parts.ts'
import { readClearSigned } from './pgp-text.ts'
import { newWords } from './reply-text.ts'
import { sanitiseHtml } from './sanitise-html.ts'
import type { SortedParts } from './sort-parts.ts'
import { takeUuencoded, textLengthMax, unflow } from './text-body.ts'
import { textToHtml } from './text-html.ts'

/** The words of a mail, and the files that lay in its text. */
export interface BodyWords {
  text: string
  newText: string
  html?: string
  files: FoundFile[]
}

/** Reads the bodies; where a mail has both forms, the text is its text and the HTML its HTML. */
export function readBodyWords({ textBody, htmlBody }: Pick<SortedParts, 'textBody' | 'htmlBody'>): BodyWords {
  const written = htmlBody.some(isHtml) ? cutWhole(htmlBody.map(asHtml).join('<br>\n'), textLengthMax) : ''
  const html = written.trim() === '' ? undefined : sanitiseHtml(written)
  const isHtmlOnly = textBody.every(isHtml)
  // Sanitising a megabyte takes a second: the text of a mail that is HTML alone is made of what was sanitised.
  const ownText = isHtmlOnly ? htmlToText(html ?? '') : textBody.map(asText).join('\n')
  const plain = takeUuencoded(cutWhole(ownText, textLengthMax))
  const files = plain.files.map(({ name, content }) => ({
    contentType: 'application/octet-stream',
    filename: name,
    contentId: undefined,
    content,
  }))
  const words = isHtmlOnly ? '' : plain.text.trim()
  if (html === undefined) return { text: words, newText: newWords(words).newText, files }
  const text = words !== '' ? words : isHtmlOnly ? ownText : htmlToText(html)
  return { text, newText: newWordsOfHtml(written).newText || newWords(text).newText, html, files }
}

function isHtml({ contentType }: MimePart): boolean {
  return contentType === 'text/html'
}

function asText(part: MimePart): string {
  const text = decodedText(part)
  if (isHtml(part)) return htmlToText(sanitiseHtml(text))
  const isFlowed = part.params.format?.toLowerCase() === 'flowed'
  return readClearSigned(isFlowed ? unflow(text, part.params.delsp?.toLowerCase() === 'yes') : text)
}

function asHtml(part: MimePart): string {
  return isHtml(part) ? decodedText(part) : textToHtml(takeUuencoded(asText(part)).text)
}

function decodedText({ content, params }: MimePart): string {
  const bytes = content.subarray(0, textLengthMax * 4)
  return cutWhole(
    decodeCharset(bytes, params.charset).replace(/\r\n?/g, '\n').replaceAll('\0', ''),
    textLengthMax,
  )
}
