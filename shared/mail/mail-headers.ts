import { decodeCharset } from './charset.ts'
import { cutWhole } from './clean-text.ts'

/** References beyond these are padding; the oldest entry (our thread's root) and the latest are kept. */
const referencesMax = 100
const messageIdLengthMax = 998

/** The fields of one header block (RFC 5322), unfolded, not decoded, by lower-case name. */
export interface MailHeaders {
  /** The first field of that name. */
  get(name: string): string | undefined
  all(name: string): string[]
}

/** Reads a header block; the bytes of a field that are not ASCII are read as UTF-8, else as what they look like. */
export function readHeaders(block: Uint8Array): MailHeaders {
  const fields = new Map<string, string[]>()
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength)
  let name: string | undefined
  let parts: string[] = []
  const flush = () => {
    const value = name === undefined ? '' : readable(withoutBlanks(parts.join(' ')))
    const values = name === undefined ? undefined : fields.get(name)
    if (values) values.push(value)
    else if (name !== undefined) fields.set(name, [value])
    parts = []
  }
  for (const line of bytes.toString('latin1').split(/\r?\n/)) {
    if (line === '') continue
    if (/^[ \t]/.test(line)) {
      parts.push(withoutBlanks(line))
      continue
    }
    flush()
    const colon = line.indexOf(':')
    name = colon > 0 ? line.slice(0, colon).trim().toLowerCase() : undefined
    parts = [withoutBlanks(line.slice(colon + 1))]
  }
  flush()
  return { get: wanted => fields.get(wanted)?.[0], all: wanted => fields.get(wanted) ?? [] }
}

/** Only blanks: a byte of a character may look like a no-break space. */
function withoutBlanks(line: string): string {
  let [start, end] = [0, line.length]
  while (start < end && ' \t'.includes(line.charAt(start))) start++
  while (end > start && ' \t'.includes(line.charAt(end - 1))) end--
  return line.slice(start, end)
}

/** Each field by itself: one in another charset must not spoil the others. */
function readable(latin: string): string {
  const isAscii = !latin.includes('\u001B') && !/[\u0080-\u00FF]/.test(latin)
  return isAscii ? latin : decodeCharset(Buffer.from(latin, 'latin1'), undefined)
}

/** The message ids (RFC 5322, 3.6.4) in a field, without brackets, each once, at most 100. */
export function readMessageIds(values: readonly string[]): string[] {
  const text = values.join(' ')
  const bracketed = [...text.matchAll(/<([^<>]+)>/g)].map(match => match[1] ?? '')
  const found = bracketed.length > 0 ? bracketed : text.split(/[\s,]+/).filter(word => word.includes('@'))
  const ids = [...new Set(found.map(id => id.replace(/[\s\p{Cc}]+/gu, '')))].filter(
    id => id !== '' && id.length <= messageIdLengthMax,
  )
  return ids.length <= referencesMax ? ids : [...ids.slice(0, 1), ...ids.slice(1 - referencesMax)]
}

/** The Message-ID without brackets, also where it is not well formed; absent where there is none. */
export function readMessageId(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  const [id] = readMessageIds([value])
  const bare = cutWhole(value.replace(/[<>\s\p{Cc}]+/gu, ''), messageIdLengthMax)
  return id ?? (bare === '' ? undefined : bare)
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const zoneHours: Record<string, number> = {
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
}
const dateTime =
  /^(?:[a-z]{2,9}\.?,?\s*)?(\d{1,2})[\s-]+([a-z]{3})[a-z]{0,6}\.?[\s-]+(\d{2,4})\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*([+-]\d{4}|[a-z]{1,5})?/i

/** An RFC 5322 date (also its obsolete forms) as an ISO UTC instant; absent where it is none. */
export function readDate(value: string | undefined): string | undefined {
  const match = dateTime.exec(
    (value ?? '')
      .slice(0, 200)
      .replace(/\([^()]*\)/g, ' ')
      .trim(),
  )
  if (!match) return undefined
  const [, day, month = '', year = '', hour, minute, second = '0', zone = ''] = match
  const monthIndex = months.indexOf(month.toLowerCase())
  if (monthIndex === -1) return undefined
  const years =
    Number(year) + (year.length > 2 ? (year.length === 3 ? 1900 : 0) : Number(year) < 50 ? 2000 : 1900)
  const local = Date.UTC(years, monthIndex, Number(day), Number(hour), Number(minute), Number(second))
  const instant = new Date(local - offsetMinutes(zone.toUpperCase()) * 60_000)
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString()
}

function offsetMinutes(zone: string): number {
  const hours = zoneHours[zone]
  if (hours !== undefined) return hours * 60
  const digits = /^([+-])(\d{2})(\d{2})$/.exec(zone)
  if (!digits) return 0
  return (digits[1] === '-' ? -1 : 1) * (Number(digits[2]) * 60 + Number(digits[3]))
}
