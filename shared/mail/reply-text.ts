import { afterForwardLine } from './forward-patterns.ts'
import { readHeaderBlock } from './header-block.ts'
import {
  type Attribution,
  findAttributions,
  findOriginal,
  isBlank,
  isQuoteLine,
  isRule,
  trimBlankLines,
} from './quoted-lines.ts'
import { isDeviceLine, isDisclaimer } from './reply-patterns.ts'
import { contactBlockStart } from './signature-lines.ts'

/** What a sender wrote newly, and what was cut from it: quoted history, signature, disclaimer. */
export interface NewWords {
  newText: string
  quoted: string
}

/** Text beyond is not looked at: a megabyte of it is nobody's reply. */
const textLengthMax = 1_000_000
const replyMarker = '##- Please type your reply above this line -##'
/** Other desks' markers, which come back where two desks talk. */
const markerWords = /^.{0,60}\breply above this line\b.{0,60}$/i

/**
 * The new words of a plain text body. Answers below or between quotes are kept, the latter with the quotes; a mail
 * that is nothing but a quote is kept whole.
 */
export function newWords(text: string): NewWords {
  const whole = text.slice(0, textLengthMax).replace(/\r\n?/g, '\n').replaceAll('\u00A0', ' ')
  const lines = whole.split('\n')
  const passedOn = forwardedWords(lines)
  if (passedOn !== undefined) return passedOn
  const end = wordsEnd(lines)
  const kept = withoutAttributions(trimmedTail(lines.slice(0, end)))
  const newText = trimBlankLines(kept.lines).replace(/^ (?! )/, '')
  if (newText === '') return { newText: trimBlankLines(lines), quoted: '' }
  const cut = [...kept.cut, ...lines.slice(kept.taken)]
  return { newText, quoted: trimBlankLines(cut) }
}

/**
 * Of a mail that only passes another on, the words of that one; who wrote it when is in what was cut.
 * Fixtures: only-a-forward-loses-its-header.
 */
function forwardedWords(lines: readonly string[]): NewWords | undefined {
  const first = lines.findIndex(line => !isBlank(line) && !isRule(line))
  if (first === -1 || afterForwardLine(lines[first] ?? '') !== '') return undefined
  const end = readHeaderBlock(lines, first + 1)?.end
  if (end === undefined || lines.slice(end).every(isBlank)) return undefined
  return { newText: trimBlankLines(lines.slice(end)), quoted: trimBlankLines(lines.slice(0, end)) }
}

/** Where an earlier mail begins that is quoted without marks; the whole length where nothing stands above it. */
function wordsEnd(lines: readonly string[]): number {
  const marker = lines.findIndex(line => !isQuoteLine(line) && isMarker(line))
  const unmarked = findAttributions(lines).find(attribution => isUnmarkedQuote(lines, attribution))
  const candidates = [marker === -1 ? undefined : marker, findOriginal(lines), unmarked?.start]
  const end = Math.min(...candidates.filter(at => at !== undefined), lines.length)
  return lines.slice(0, end).some(line => !isBlank(line) && !isRule(line)) ? end : lines.length
}

/**
 * Our own reply marker, or another desk's.
 * Fixtures: own-marker-unquoted, own-marker-in-html-without-container, marker-of-another-desk.
 */
function isMarker(line: string): boolean {
  return line.includes(replyMarker) || markerWords.test(line)
}

/**
 * A strong attribution whose quote carries no `>`; at the very top it may stand over an answer and is none.
 * Fixtures: unquoted-thread-of-three, yahoo-en-indented-attribution.
 */
function isUnmarkedQuote(lines: readonly string[], { start, end, isStrong }: Attribution): boolean {
  const next = lines.slice(end).find(line => !isBlank(line))
  const isMarked = next !== undefined && (isQuoteLine(next) || /^\s{0,3}\|/.test(next))
  return isStrong && !isMarked && lines.slice(0, start).some(line => !isBlank(line))
}

/** Takes quotes, signatures, device lines and disclaimers off the end until words stand there. */
function trimmedTail(lines: readonly string[]): string[] {
  let end = lines.length
  const attributions = findAttributions(lines)
  for (let before = -1; before !== end; ) {
    before = end
    while (end > 0 && isTailLine(lines[end - 1] ?? '')) end--
    end = signatureStart(lines, end) ?? end
    end = quoteStart(lines, end, attributions)
    end = disclaimerStart(lines, end) ?? end
    end = contactBlockStart(lines, end) ?? end
  }
  return lines.slice(0, end)
}

function isTailLine(line: string): boolean {
  return isBlank(line) || isRule(line) || isDeviceLine(line)
}

const signatureLinesMax = 25

/**
 * The line of a signature's `-- ` (RFC 3676, 4.3), or of a rule with a line or two below it.
 * Fixtures: signature-dashes-without-blank, bottom-posted-de-with-signature, no-quote-ruler-between-paragraphs.
 */
function signatureStart(lines: readonly string[], end: number): number | undefined {
  let written = 0
  for (let at = end - 1; at >= Math.max(0, end - signatureLinesMax); at--) {
    const line = lines[at] ?? ''
    if (/^(?:--|—|––)\s{0,20}$/.test(line)) return at
    if (/^_{5,80}\s{0,20}$/.test(line) && written <= 2) return at
    if (isQuoteLine(line)) return undefined
    if (!isBlank(line)) written++
  }
  return undefined
}

/**
 * The start of the quote that ends here, its attribution included.
 * Fixtures: interleaved-answers-keep-questions, no-quote-table-of-pipes.
 */
function quoteStart(lines: readonly string[], end: number, attributions: readonly Attribution[]): number {
  const isBar = (line: string) => /^\s{0,3}\|/.test(line)
  const last = lines[end - 1] ?? ''
  if (end === 0) return 0
  const own = attributions.find(attribution => attribution.end === end)
  if (own) return own.start
  if (!isQuoteLine(last) && !isBar(last)) return end
  const isPart = isQuoteLine(last) ? isQuoteLine : isBar
  let start = end
  while (start > 0 && (isPart(lines[start - 1] ?? '') || isBlank(lines[start - 1] ?? ''))) start--
  const attribution = attributions.findLast(
    candidate => candidate.end === start || candidate.end === start + 1,
  )
  if (!attribution && isPart === isBar) return end
  return attribution?.start ?? start
}

const disclaimerLinesMax = 60

/** The start of the last paragraph, where that is a legal notice. */
function disclaimerStart(lines: readonly string[], end: number): number | undefined {
  let start = end
  while (start > 0 && end - start < disclaimerLinesMax && !isBlank(lines[start - 1] ?? '')) start--
  return start < end && isDisclaimer(lines.slice(start, end).join(' ')) ? start : undefined
}

interface Kept {
  lines: string[]
  cut: string[]
  /** How many of the lines given were looked at. */
  taken: number
}

/**
 * Attributions say nothing an answer needs; a quote before the only answer goes with its own.
 * Fixtures: interleaved-with-greeting-above, gmail-html-interleaved.
 */
function withoutAttributions(lines: readonly string[]): Kept {
  const attributions = findAttributions(lines).filter(({ end, start, isStrong }) => {
    const next = lines.slice(end, end + 4).find(line => !isBlank(line))
    const isTop = lines.slice(0, start).every(isBlank)
    return (next !== undefined && isQuoteLine(next)) || (isTop && isStrong)
  })
  const skipped = new Set<number>()
  for (const { start, end } of attributions) for (let at = start; at < end; at++) skipped.add(at)
  for (const at of leadingQuote(lines, attributions[0])) skipped.add(at)
  return {
    lines: lines.filter((_, at) => !skipped.has(at)),
    cut: lines.filter((_, at) => skipped.has(at)),
    taken: lines.length,
  }
}

/**
 * The lines of a quote that comes first and is the only one: the answer stands below it.
 * Fixtures: bottom-posted-de-with-signature, thunderbird-html-bottom-posted.
 */
function leadingQuote(lines: readonly string[], attribution: Attribution | undefined): number[] {
  const start = attribution?.end ?? quotedAttribution(lines)
  if (start === undefined) return []
  if (attribution && lines.slice(0, attribution.start).some(line => !isBlank(line))) return []
  let end = start
  while (end < lines.length && (isQuoteLine(lines[end] ?? '') || isBlank(lines[end] ?? ''))) end++
  const rest = lines.slice(end)
  if (rest.some(isQuoteLine) || rest.every(isBlank)) return []
  return Array.from({ length: end - start }, (_, index) => start + index)
}

/**
 * Apple Mail marks the attribution as part of the quote: where that is the first line, the quote begins there.
 * Fixtures: bottom-posted-under-apple-quote.
 */
function quotedAttribution(lines: readonly string[]): number | undefined {
  const first = lines.findIndex(line => !isBlank(line))
  if (!isQuoteLine(lines[first] ?? '')) return undefined
  const inside = lines.slice(first, first + 3).map(line => line.replace(/^\s{0,3}> ?/, ''))
  const [attribution] = findAttributions(inside)
  return attribution?.start === 0 && attribution.isStrong ? first : undefined
}
