import { decodeCharset } from './charset.ts'
import { decodeEncodedWords } from './encoded-words.ts'

/** More parameters than these, or a longer field, are no field of a mail program. */
const paramsMax = 100
const fieldLengthMax = 32_768

/** A structured MIME field (RFC 2045, 5.1): its value in lower case, its parameters decoded, by lower-case name. */
export interface MimeField {
  value: string
  params: Record<string, string>
}

/** Reads a Content-Type or Content-Disposition, with continuations and charsets (RFC 2231), and what mailers write instead. */
export function readMimeField(field: string): MimeField {
  const [value = '', ...pieces] = splitPieces(field.slice(0, fieldLengthMax))
  const segments = new Map<string, Segment[]>()
  for (const piece of pieces) {
    const named = /^\s*([^\s=*"]{1,60})(?:\*(\d{1,3}))?(\*)?\s*=\s*([\s\S]*)$/.exec(piece)
    const name = named?.[1]?.toLowerCase()
    if (name === undefined) continue
    const isNumbered = named?.[2] !== undefined
    const segment = {
      index: isNumbered ? Number(named?.[2]) : -1,
      isEncoded: named?.[3] === '*',
      text: unquote(named?.[4] ?? ''),
    }
    segments.set(name, [...(segments.get(name) ?? []), segment])
  }
  const params = [...segments].map(([name, list]) => [name, joinSegments(list)] as const)
  return { value: value.trim().toLowerCase(), params: Object.fromEntries(params) }
}

interface Segment {
  /** Its place among the continuations; -1 for a parameter that stands alone. */
  index: number
  isEncoded: boolean
  text: string
}

/** The pieces between semicolons, comments left out; a quoted string is never cut. */
function splitPieces(field: string): string[] {
  const pieces: string[] = []
  let piece = ''
  for (let at = 0; at < field.length && pieces.length <= paramsMax; ) {
    const character = field.charAt(at)
    if (character === ';') {
      pieces.push(piece)
      piece = ''
      at++
    } else if (character === '"') {
      const end = quotedEnd(field, at)
      piece += field.slice(at, end)
      // Some leave out the semicolon after a quoted value.
      if (/^\s+[\w-]{1,60}\*?\d*\*?=/.test(field.slice(end, end + 80)) && piece.includes('=')) {
        pieces.push(piece)
        piece = ''
      }
      at = end
    } else if (character === '(' && /(?:^|\s)$/.test(piece.slice(-1))) at = commentEnd(field, at)
    else {
      piece += character
      at++
    }
  }
  pieces.push(piece)
  return pieces
}

/** A quote that is never closed belongs to the text. */
function quotedEnd(field: string, start: number): number {
  for (let at = start + 1; at < field.length; at++) {
    const character = field.charAt(at)
    if (character === '\\') at++
    else if (character === '"') return at + 1
  }
  return start + 1
}

/** A parenthesis that is never closed belongs to the text, as in an unquoted `name=a (1.pdf`. */
function commentEnd(field: string, start: number): number {
  const end = field.indexOf(')', start)
  return end === -1 || field.slice(start, end).includes('=') ? start + 1 : end + 1
}

/** Outlook writes quotes of Windows paths unescaped, so that only `\"` and `\\` are escapes. */
function unquote(text: string): string {
  const trimmed = text.trim()
  const quoted = /^"([\s\S]*?)"?$/.exec(trimmed)?.[1]
  return quoted === undefined ? trimmed : quoted.replace(/\\(["\\])/g, '$1')
}

/** The continuations in their order, else the encoded form, else the first plain one. */
function joinSegments(segments: readonly Segment[]): string {
  const numbered = segments.filter(({ index }) => index >= 0).sort((a, b) => a.index - b.index)
  const alone = segments.filter(({ index }) => index < 0)
  const chosen = alone.find(({ isEncoded }) => isEncoded) ?? (numbered.length > 0 ? undefined : alone[0])
  const parts = chosen === undefined ? numbered : [chosen]
  const [first] = parts
  if (first === undefined) return ''
  if (!parts.some(({ isEncoded }) => isEncoded)) {
    return decodeEncodedWords(parts.map(({ text }) => text).join(''))
  }
  const label = /^([^']{0,40})'[^']{0,40}'/.exec(first.text)
  const bytes = parts.map(({ text, isEncoded }, at) => {
    const payload = at === 0 && label ? text.slice(label[0].length) : text
    return isEncoded ? percentBytes(payload) : Buffer.from(payload)
  })
  return decodeCharset(Buffer.concat(bytes), label?.[1] ?? '')
}

function percentBytes(text: string): Uint8Array {
  return Buffer.concat(
    text
      .split(/(%[0-9a-f]{2})/i)
      .map(piece =>
        /^%[0-9a-f]{2}$/i.test(piece) ? Buffer.from(piece.slice(1), 'hex') : Buffer.from(piece),
      ),
  )
}
