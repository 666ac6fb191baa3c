import {
  attributionStart,
  datedName,
  headerKeyOf,
  isOriginalMessageLine,
  nameWithAddress,
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
/** Every candidate costs six short matches; a mail with more of them is made to cost. */
const candidatesMax = 2000

/** A line of a quote: `>`, or the initials that some programs set before it. */
export function isQuoteLine(line: string): boolean {
  return /^\s{0,3}(?:>|[A-Z][A-Za-z]{0,15}>(?:\s|$))/.test(line)
}

export function isBlank(line: string): boolean {
  return !/[^\s\u200b\u1427\ufeff]/.test(line)
}

/** Every attribution that is not itself quoted, in order. */
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
    const isStart = attributionStart.test(line) || nameWithAddress.test(line)
    if (isStart && isAttribution(joined)) return { start, end: last + 1, isStrong: isStrong(joined) }
  }
  return undefined
}

function endsAttribution(line: string): boolean {
  if (line === '' || (isQuoteLine(line) && !/^>\s{0,3}\S{0,20}\s?[:：]$/u.test(line))) return false
  return /[:：][*_\s-]{0,6}$/.test(line) || /\bwrote\s?-{0,8}$/i.test(line) || datedName.test(line)
}

function isAttribution(joined: string): boolean {
  if (joined.length > 600) return false
  if (datedName.test(joined)) return true
  return wroteVerb.test(joined) && (/\d/.test(joined) || nameWithAddress.test(joined))
}

function isStrong(joined: string): boolean {
  return datedName.test(joined) || /\d{1,2}[:.h]\d{2}|@|\d{4}\D{1,3}\d{1,2}/.test(joined)
}

function trimmed(line: string | undefined): string {
  return (line ?? '').slice(0, lineLengthMax).trim()
}

/** Where a whole earlier mail begins: a named separator, or a block of header lines; undefined where none does. */
export function findOriginal(lines: readonly string[]): number | undefined {
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (isOriginalMessageLine(line)) return at
    if (headerKeyOf(line) === 'from' && !isQuoteLine(line) && isHeaderBlock(lines, at))
      return withRule(lines, at)
  }
  return undefined
}

const blockLinesMax = 12

function isHeaderBlock(lines: readonly string[], from: number): boolean {
  const keys = new Set<string>()
  for (const line of lines.slice(from, from + blockLinesMax)) {
    if (headerKeyOf(line) !== undefined) keys.add(line.trim().slice(0, 3).toLowerCase())
    else if (isBlank(line) && keys.size >= 3) break
  }
  return keys.size >= 3
}

/** A rule above a header block belongs to it. */
function withRule(lines: readonly string[], at: number): number {
  let above = at - 1
  while (above >= 0 && isBlank(lines[above] ?? '')) above--
  return above >= 0 && isRule(lines[above] ?? '') ? above : at
}

/** A line of nothing but strokes. */
export function isRule(line: string): boolean {
  return /^\s{0,10}[-_=*#~+]{2,200}\s*$/.test(line) || /^\s{0,5}[—–―]{1,100}\s*$/.test(line)
}
