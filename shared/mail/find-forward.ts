import { afterForwardLine } from './forward-patterns.ts'
import { type HeaderFields, readHeaderBlock, unglue } from './header-block.ts'
import { readHeaderLine } from './header-keys.ts'
import {
  type Attribution,
  findAttributions,
  isBlank,
  isHeaderBlock,
  isQuoteLine,
  isRule,
  trimBlankLines,
} from './quoted-lines.ts'
import { isOriginalMessageLine } from './reply-patterns.ts'
import { newWords } from './reply-text.ts'

/** A forwarded mail as it was found in a text. */
export interface FoundForward {
  fields: HeaderFields
  text: string
  /** The words around it. */
  note: string
}

const textLengthMax = 1_000_000

/**
 * The forwarded mail that a text holds. A line that announces one is enough; a header block alone, as Outlook
 * writes it above answers too, and a line like "On Monday Anna wrote:" count only under the subject of a forward.
 * Fixtures: gmail-without-a-prefix-in-the-subject, no-forward-answer-to-a-forward, no-forward-block-without-prefix, gmail-nested-forward-is-of-the-outer-sender.
 */
export function findForward(text: string, subject: 'forward' | undefined): FoundForward | undefined {
  const lines = text.slice(0, textLengthMax).replace(/\r\n?/g, '\n').replaceAll('\u00A0', ' ').split('\n')
  const attribution = findAttributions(lines).find(({ isStrong }) => isStrong)
  const before = attribution?.start ?? lines.length
  for (let at = 0, isInQuote = false; at < before; at++) {
    const line = lines[at] ?? ''
    const isQuoted = isQuoteLine(line)
    if (isQuoted && isInQuote) continue
    const start = startAt(lines, at, subject)
    if (start !== undefined) return whole(lines, at, start)
    isInQuote ||= isQuoted && unquoted(line).trim() !== ''
  }
  return attribution === undefined || subject === undefined ? undefined : attributed(lines, attribution)
}

interface Start {
  /** The lines of the forward, its quote marks gone. */
  inside: string[]
  after: string[]
  /** What stands on the announcing line itself. */
  first: string[]
}

/** What begins at a line, if a forward does. */
function startAt(lines: readonly string[], at: number, subject: 'forward' | undefined): Start | undefined {
  const line = unquoted(lines[at] ?? '')
  const rest = afterForwardLine(line)
  if (rest !== undefined) return { ...insideOf(lines, at, at + 1), first: unglue(rest) }
  if (subject === undefined) return undefined
  if (isOriginalMessageLine(line)) return { ...insideOf(lines, at, at + 1), first: [] }
  if (readHeaderLine(line)?.role !== 'from') return undefined
  const isBlock = isHeaderBlock(lines.slice(at, at + 12).map(unquoted), 0)
  return isBlock ? { ...insideOf(lines, at, at), first: [] } : undefined
}

function whole(
  lines: readonly string[],
  at: number,
  { inside, after, first }: Start,
): FoundForward | undefined {
  const written = first.length === 0 ? inside : [...first, '', ...inside]
  const block = readHeaderBlock(written, 0)
  if (block === undefined) return undefined
  return {
    fields: block.fields,
    text: trimBlankLines(written.slice(block.end)),
    note: noteOf(lines.slice(0, at), after),
  }
}

/**
 * Windows Mail and others announce a forward as they do an answer.
 * Fixtures: outlook-windows-mail-attribution.
 */
function attributed(lines: readonly string[], { start, end }: Attribution): FoundForward | undefined {
  const joined = lines.slice(start, end).join(' ')
  if (!joined.includes('@')) return undefined
  const { inside, after } = insideOf(lines, end, end)
  const text = trimBlankLines(inside.map(line => line.replace(/^ {4}/, '')))
  const from = mailboxIn(joined)
  const date = /\d[^<>]{0,80}\d/.exec(joined.replace(from, ' '))?.[0]
  return {
    fields: { from, ...(date === undefined ? {} : { date }) },
    text,
    note: noteOf(lines.slice(0, start), after),
  }
}

/** The name and address within "On 3 March at 9:01, Anna Berg <a@b> wrote:". */
function mailboxIn(attribution: string): string {
  const quoted = /["„“«]([^"”“»<>]{1,100})["”“»]\s{0,3}([<[(][^\s<>[\]()]{1,320}[>\])])/u.exec(attribution)
  if (quoted) return `${quoted[1]} ${quoted[2]}`
  const at = /[<[(][^\s<>[\]()@]{1,100}@/.exec(attribution)?.index
  if (at === undefined) return attribution
  // Between the date and the address stands the name: behind the last digit or comma.
  const name = /(?:^|[\d,])[^\d,]{1,100}$/.exec(attribution.slice(0, at).slice(-120))?.[0] ?? ''
  return `${name.replace(/^[\d,]/, '').replace(/^\s{0,20}(?:schrieb|skrev|schreef|napsal|om|uhr)\s/i, '')} ${attribution.slice(at)}`
}

/**
 * A quoted forward goes as far as its quote marks do; what stands below is the forwarder's again.
 * Fixtures: apple-words-below-the-quote, ionos-quoted-original-message.
 */
function insideOf(
  lines: readonly string[],
  mark: number,
  from: number,
): { inside: string[]; after: string[] } {
  const first = lines
    .slice(mark, mark + 6)
    .find((line, index) => (index > 0 || from === mark) && !isBlank(line))
  if (first === undefined || !isQuoteLine(first)) return { inside: lines.slice(from), after: [] }
  let end = from
  while (end < lines.length && (isQuoteLine(lines[end] ?? '') || isBlank(lines[end] ?? ''))) end++
  return { inside: lines.slice(from, end).map(unquoted), after: lines.slice(end) }
}

function unquoted(line: string): string {
  return line.replace(/^\s{0,3}> ?/, '')
}

function noteOf(above: readonly string[], below: readonly string[]): string {
  const last = above.findLastIndex(line => !isBlank(line) && !isRule(line))
  const own = [above.slice(0, last + 1), below]
    .map(part => part.join('\n').trim())
    .filter(part => part !== '')
  return own.length === 0 ? '' : newWords(own.join('\n\n')).newText
}
