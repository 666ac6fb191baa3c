import { afterForwardLine } from './forward-patterns.ts'
import { type HeaderRole, readHeaderLine } from './header-keys.ts'
import {
  addressAndTime,
  attributionStart,
  datedName,
  isOriginalMessageLine,
  nameWithAddress,
  timedAddress,
  wroteVerb,
} from './reply-patterns.ts'

/** What stands before a quote. Strong: it names a time or an address, so that no sentence of a person looks like it. */
export interface Attribution {
  /** Index of its first line. */
  start: number
  /** Index after its last line. */
  end: number
  isStrong: boolean
}

const attributionLinesMax = 6
const lineLengthMax = 300
/** Every candidate costs a dozen short matches; a mail with more of them is made to cost. */
const candidatesMax = 2000

/**
 * A line of a quote: `>`, or the initials that some programs set before it.
 * Fixtures: two-quotes-deep, netease-zh-quote-without-blanks, no-quote-shell-prompts.
 */
export function isQuoteLine(line: string): boolean {
  return /^\s{0,3}(?:>|[A-Z][A-Za-z]{0,15}>(?:\s|$))/.test(line)
}

/**
 * Nothing to see: blanks, or characters without width.
 * Fixtures: bom-and-zero-width-blanks.
 */
export function isBlank(line: string): boolean {
  return !/[^\s\u200b\u1427\ufeff]/.test(line)
}

/**
 * Every attribution that is not itself quoted, in order.
 * Fixtures: attribution-of-a-name-with-comma, gmail-en-attribution-folded-before-address, no-quote-sentence-with-wrote.
 */
export function findAttributions(lines: readonly string[]): Attribution[] {
  const found: Attribution[] = []
  let candidates = 0
  for (let last = 0; last < lines.length && candidates < candidatesMax; last++) {
    const line = trimmed(lines[last])
    if (!endsAttribution(line)) continue
    candidates++
    const floor = found.at(-1)?.end ?? 0
    const attribution = attributionEndingAt(lines, last, floor)
    if (attribution) found.push(attribution)
  }
  return found
}

/** The nearest start that makes the lines up to `last` one attribution, so that no words before it are taken. */
function attributionEndingAt(lines: readonly string[], last: number, floor: number): Attribution | undefined {
  let joined = ''
  for (let start = last; start >= floor && start > last - attributionLinesMax; start--) {
    const line = trimmed(lines[start])
    if (start < last && isQuoteLine(line)) return undefined
    joined = `${line} ${joined}`.trim()
    const isDated = attributionStart.test(line) || addressAndTime.test(line)
    if ((isDated || nameWithAddress.test(line)) && isAttribution(joined, isDated))
      return { start, end: last + 1, isStrong: isStrong(joined) }
  }
  return undefined
}

function endsAttribution(line: string): boolean {
  if (line === '' || (isQuoteLine(line) && !/^>\s{0,3}\S{0,20}\s?[:：]$/u.test(line))) return false
  return /[:：][*_\s-]{0,6}$/.test(line) || /\bwrote\s?-{0,8}$/i.test(line) || datedName.test(line)
}

function isAttribution(joined: string, isDated: boolean): boolean {
  if (joined.length > 600) return false
  if (datedName.test(joined) || (timedAddress.test(joined) && (isDated || /\b20\d\d\b/.test(joined))))
    return true
  return wroteVerb.test(joined) && (/\d/.test(joined) || nameWithAddress.test(joined))
}

function isStrong(joined: string): boolean {
  return datedName.test(joined) || /\d{1,2}[:.h]\d{2}|@|\d{4}\D{1,3}\d{1,2}/.test(joined)
}

function trimmed(line: string | undefined): string {
  return (line ?? '').slice(0, lineLengthMax).trim()
}

/**
 * Where a whole earlier mail begins: a named separator, or a block of header lines; undefined where none does.
 * Fixtures: outlook-en-block-without-rule, gmx-de-gesendet-an-block, outlook-mac-blank-lines-between-fields.
 */
export function findOriginal(lines: readonly string[]): number | undefined {
  for (let at = 0, candidates = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (isOriginalMessageLine(line) || afterForwardLine(line) !== undefined) return at
    if (candidates >= candidatesMax || isQuoteLine(line)) continue
    const role = readHeaderLine(line)?.role
    if (role !== 'from' && role !== 'date') continue
    candidates++
    if (isHeaderBlock(lines, at)) return withRule(lines, at)
  }
  return undefined
}

const blockLinesMax = 12

/**
 * Whether a header block stands at a line: three fields, among them the sender's address, or first the sender and
 * then a date and a subject. Less is what people write of journeys and holidays.
 * Fixtures: outlook-fr-blank-before-colon, no-quote-travel-request, no-quote-holiday-form, no-quote-mail-header-in-a-log.
 */
export function isHeaderBlock(lines: readonly string[], from: number): boolean {
  const roles = new Set<HeaderRole>()
  let isNamed = false
  for (const line of lines.slice(from, from + blockLinesMax)) {
    const field = readHeaderLine(line)
    if (field !== undefined) roles.add(field.role)
    if (field?.role === 'from' && field.value.includes('@')) isNamed = true
    if (field === undefined && isBlank(line) && roles.size >= 3) break
  }
  const isSenderFirst = readHeaderLine(lines[from] ?? '')?.role === 'from'
  const isDated = roles.has('date') && roles.has('subject')
  return roles.size >= 3 && (isNamed || (isSenderFirst && isDated))
}

/**
 * A rule above a header block belongs to it, and words between strokes, in whatever language.
 * Fixtures: outlook-de-block-with-rule, strokes-in-an-unknown-language-above-a-block.
 */
function withRule(lines: readonly string[], at: number): number {
  let above = at - 1
  while (above >= 0 && isBlank(lines[above] ?? '')) above--
  return above >= 0 && (isRule(lines[above] ?? '') || betweenStrokes.test(lines[above] ?? '')) ? above : at
}

const betweenStrokes = /^\s{0,10}[-—_]{4,40}[^-—_]{1,60}[-—_]{4,40}\s{0,10}$/

/** A line of nothing but strokes. */
export function isRule(line: string): boolean {
  return /^\s{0,10}[-_=*#~+]{2,200}\s{0,40}$/.test(line) || /^\s{0,5}[—–―]{1,100}\s{0,40}$/.test(line)
}

/** Lines as text, without empty ones at either end and blanks at the ends of lines. */
export function trimBlankLines(lines: readonly string[]): string {
  const first = lines.findIndex(line => !isBlank(line))
  if (first === -1) return ''
  const last = lines.findLastIndex(line => !isBlank(line))
  return lines
    .slice(first, last + 1)
    .map(line => line.trimEnd())
    .join('\n')
}
