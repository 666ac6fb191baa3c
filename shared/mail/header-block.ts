import { type HeaderRole, headerNames, readHeaderLine } from './header-keys.ts'
import { isBlank } from './quoted-lines.ts'

/** What a header block in the text of a mail says. */
export type HeaderFields = Partial<Record<HeaderRole, string>>

export interface HeaderBlock {
  fields: HeaderFields
  /** Index after its last line. */
  end: number
}

const blockLinesMax = 60
const valueLengthMax = 2000

/**
 * The header block that starts at or soon after a line; undefined where none does.
 * Fixtures: thunderbird-en, no-forward-line-without-a-header.
 */
export function readHeaderBlock(lines: readonly string[], start: number): HeaderBlock | undefined {
  const first = firstWritten(lines, start)
  const fields: HeaderFields = {}
  let role: HeaderRole | undefined
  let at = first
  for (; at < Math.min(lines.length, first + blockLinesMax); at++) {
    const line = lines[at] ?? ''
    const next = isBlank(line) ? nextField(lines, at, fields) : undefined
    if (isBlank(line) && next === undefined) break
    if (next !== undefined) at = next
    const field = readHeaderLine(lines[at] ?? '') ?? unknownSender(lines[at] ?? '', fields)
    if (field !== undefined) {
      role = field.role
      // The first of a name counts: a second is of a mail further down.
      if (fields[role] !== undefined && role !== 'other') break
      fields[role] = field.value
    } else if (role !== undefined && isContinued(lines, at, fields[role] ?? '')) {
      fields[role] = `${fields[role]} ${line.trim()}`.slice(0, valueLengthMax)
    } else break
  }
  return Object.keys(fields).length >= 2 || fields.from?.includes('@') ? { fields, end: at } : undefined
}

function firstWritten(lines: readonly string[], start: number): number {
  let at = start
  while (at < Math.min(lines.length, start + 6) && isBlank(lines[at] ?? '')) at++
  return at
}

/**
 * Some programs set an empty line between fields: the next field, where it is one that is still missing.
 * Fixtures: outlook-mac-blank-lines-between-fields.
 */
function nextField(lines: readonly string[], blank: number, fields: HeaderFields): number | undefined {
  const at = firstWritten(lines, blank)
  const role = readHeaderLine(lines[at] ?? '')?.role
  const isMissing = role !== undefined && role !== 'other' && fields[role] === undefined
  return isMissing && fields.subject === undefined ? at : undefined
}

/**
 * Behind a line that announces a forward, a first field of a language unknown here is the sender if it has an address.
 * Fixtures: gmail-unknown-language-after-known-line.
 */
function unknownSender(line: string, fields: HeaderFields): { role: 'from'; value: string } | undefined {
  if (Object.keys(fields).length > 0) return undefined
  const match = /^\s{0,5}[\p{L}\p{M}' .]{1,30}[:：]\s{0,5}(.{0,400})/u.exec(line)
  const value = match?.[1] ?? ''
  return value.includes('@') ? { role: 'from', value } : undefined
}

/**
 * A field goes on where its line was too long: the address of a name, the rest of a list or of a subject.
 * Fixtures: gmail-subject-over-two-lines.
 */
function isContinued(lines: readonly string[], at: number, value: string): boolean {
  const line = lines[at] ?? ''
  const before = readHeaderLine(lines[at - 1] ?? '')
  if (/^[ \t]/.test(line) || /[,;]$/.test(value)) return true
  if (/^<?[^\s<>@]{1,100}@[^\s<>@]{1,255}>?[,;]?$/.test(line.trim())) return true
  const next = lines[at + 1]
  if (next !== undefined && readHeaderLine(next) !== undefined) return true
  return before?.role === 'subject' && value.length >= 60 && (next === undefined || isBlank(next))
}

const glued = new RegExp(
  `(^|[\\s>"'\\p{Ll}\\d])(${headerNames.map(name => name.replace(/[/().]/g, '\\$&')).join('|')})(\\s?[:：])`,
  'giu',
)

/**
 * Yahoo's text form sets all fields in one line, without a blank between them: one line per field.
 * Fixtures: yahoo-en-fields-glued-in-one-line.
 */
export function unglue(line: string): string[] {
  const starts: number[] = []
  const seen = new Set<HeaderRole>()
  for (const match of line.slice(0, valueLengthMax).matchAll(glued)) {
    const at = match.index + (match[1] ?? '').length
    const role = readHeaderLine(line.slice(at))?.role
    const last = line.charAt(at - 1)
    const isName = at === 0 || /[\s>"']/.test(last) || /\p{Lu}/u.test(line.charAt(at))
    if (role === undefined || seen.has(role) || !isName) continue
    seen.add(role)
    starts.push(at)
  }
  return starts.map((at, index) => line.slice(at, starts[index + 1] ?? line.length).trim())
}
