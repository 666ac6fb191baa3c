import { fillWords, isBlock, isInsideTag, isUrl, type MailWording } from '../domain/mail-template.ts'
import { partsOf } from '../domain/placeholders.ts'
import { headerLine } from './clean-text.ts'
import { escapeHtml, textToHtml } from './text-html.ts'

/** What one mail says. */
export interface MailWords {
  subject: string
  text: string
  html: string
}

/** Everything above this line of an answer is new; everything below is ours. */
export const replyMarker = '##- Please type your reply above this line -##'

/** Paragraphs in both forms; the HTML is safe. */
export interface Block {
  text: string
  html: string
}

/** What stands in the place of the placeholders. */
export interface Filling {
  values: Readonly<Record<string, string>>
  blocks: Readonly<Record<string, Block>>
}

/** A file that did not go along, and where it can be had. */
export interface LinkedFile {
  name: string
  size: string
  url: string
  /** The day until which the link holds, as people read it. */
  until: string
}

/** What goes around the words of a mail, whatever its template says. */
export interface Frame {
  /** `TCK-1042` */
  reference: string
  asksForReply: boolean
  foot: string
  files?: readonly LinkedFile[]
}

/**
 * A mail from its template: the reference begins the subject, the reply marker and the foot are there, and every
 * value is text, whatever is in it. Error: `placeholder.unknown` for a template that cannot be filled in.
 */
export function renderMail(wording: MailWording, filling: Filling, frame: Frame): MailWords {
  const files = (frame.files ?? []).length === 0 ? [] : [filesBlock(frame.files ?? [])]
  const foot: Block = { text: `${frame.foot}\n`, html: faintly(frame.foot) }
  const marker: Block[] = frame.asksForReply ? [{ text: replyMarker, html: faintly(replyMarker) }] : []
  const text = textBlocks(wording.text, filling)
  const html =
    wording.html === undefined ? text.map(block => block.html).join('\n') : fillHtml(wording.html, filling)
  return {
    subject: subjectOf(wording.subject, filling, frame),
    text: [...marker, ...text, ...files, foot].map(block => block.text).join('\n\n'),
    html: page(
      [...marker.map(block => block.html), html, ...files.map(block => block.html), foot.html].join('\n'),
    ),
  }
}

/** Somebody's words as a quotation: plain text only, as they were not written for a mail of ours. */
export function quotation(words: string): Block {
  const quoted = words.trim()
  if (quoted === '') return { text: '', html: '' }
  return {
    text: quoted.replace(/^/gm, '> '),
    html: `<blockquote style="margin:0;padding-left:12px;border-left:3px solid #767676">${textToHtml(quoted)}</blockquote>`,
  }
}

/** Plain paragraphs, one below the other. */
export function paragraphs(lines: readonly string[]): Block {
  const text = lines.join('\n\n')
  return { text, html: textToHtml(text) }
}

/** Carries a one-time code and the link that does the same. */
export function signInCode(facts: {
  deskName: string
  code: string
  url: string
  /** For a contact. */
  portal?: true
}): MailWords {
  const what = facts.portal === true ? `the portal of ${facts.deskName}` : facts.deskName
  const lines = [
    `Your code to sign in to ${what}:`,
    facts.code,
    'Type it into the page that asked for it, or open this link in the same browser:',
    facts.url,
    'Both hold for 10 minutes and work once. If you did not ask for a code, ignore this mail.',
  ]
  return {
    subject: `${facts.code} is your code for ${what}`,
    text: `${lines.join('\n\n')}\n`,
    html: page(lines.map(textToHtml).join('')),
  }
}

/** Characters of a subject besides its reference. */
const subjectCharactersMax = 500

function subjectOf(template: string, { values }: Filling, { reference }: Frame): string {
  return `[${reference}] ${headerLine(fillWords(template, values), subjectCharactersMax)}`.trimEnd()
}

/** The text between the blocks, and the blocks, in their order; what is empty is left out. */
function textBlocks(template: string, { values, blocks }: Filling): Block[] {
  const found: Block[] = []
  let words = ''
  const flush = () => {
    const text = fillWords(words, values).trim()
    if (text !== '') found.push({ text, html: textToHtml(text) })
    words = ''
  }
  for (const part of partsOf(template)) {
    words += part.words
    if (part.name === undefined) continue
    const block = blockOf(blocks, part.name)
    if (block === undefined) words += `{{${part.name}}}`
    else {
      flush()
      if (block.text.trim() !== '') found.push(block)
    }
  }
  flush()
  return found
}

/**
 * The HTML of a template was sanitised when it was saved, and writes no tag but its own: a value is escaped, and
 * inside of a tag, where it can only be part of a link, fit for an address.
 */
function fillHtml(template: string, { values, blocks }: Filling): string {
  const html = Object.fromEntries(Object.entries(blocks).map(([name, block]) => [name, block.html]))
  // Of a value that ends in `>` nothing is left unescaped: only the template's own tags are counted.
  return fillWords(template, { ...values, ...html }, (value, before, name) => {
    if (isBlock(name)) return value
    return escapeHtml(isInsideTag(before) && !isUrl(name) ? encodeURIComponent(value) : value)
  })
}

function blockOf(blocks: Filling['blocks'], name: string): Block | undefined {
  return Object.hasOwn(blocks, name) ? blocks[name] : undefined
}

function filesBlock(files: readonly LinkedFile[]): Block {
  const until = files[0]?.until ?? ''
  const heading = `Too large to send by mail, to be downloaded until ${until}:`
  return {
    text: `${heading}\n${files.map(({ name, size, url }) => `- ${name} (${size}): ${url}`).join('\n')}`,
    html: `<p>${escapeHtml(heading)}</p><ul>${files.map(fileItem).join('')}</ul>`,
  }
}

function fileItem({ name, size, url }: LinkedFile): string {
  return `<li><a href="${escapeHtml(url)}">${escapeHtml(name)}</a> (${escapeHtml(size)})</li>`
}

function faintly(text: string): string {
  return `<p style="color:#767676;font-size:13px">${escapeHtml(text)}</p>`
}

function page(inner: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head><body style="font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:15px;line-height:1.5">${inner}</body></html>`
}
