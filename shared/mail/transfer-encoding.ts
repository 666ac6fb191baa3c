import { takeUuencoded } from './text-body.ts'

const EQUALS = 0x3d
const CR = 13
const LF = 10

/** Whether mailparser has undone it already. */
export function isStandardEncoding(encoding: string): boolean {
  return /^(?:base64|quoted-printable|[78]bit|binary|)$/.test(encoding.toLowerCase())
}

/** Undoes a Content-Transfer-Encoding (RFC 2045, 6); what is not in the encoding it claims is left as it is. */
export function decodeTransfer(content: Uint8Array, encoding: string): Uint8Array {
  // `base-64`, `quoted printable`: the words are right.
  const name = encoding.toLowerCase().replace(/[^a-z0-9]/g, '')
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  if (name === 'base64') return decodeBase64(bytes)
  if (name === 'quotedprintable') return bytes.includes(EQUALS) ? decodeQuotedPrintable(bytes) : content
  if (/^x?uu(?:e|encode)$/.test(name)) return decodeUuencoded(bytes)
  return content
}

/** Text under the label base64 shows at once; text below base64, as list servers add it, ends it. */
function decodeBase64(bytes: Buffer): Uint8Array {
  const start = bytes.subarray(0, 400).toString('latin1')
  const [line = ''] = start.trimStart().split(/\r?\n/, 1)
  if (/[^A-Za-z0-9+/=\s]/.test(line) || /[A-Za-z]{2} [A-Za-z]{2}/.test(line)) return bytes
  const text = bytes.toString('latin1')
  const foreign = text.search(/[^A-Za-z0-9+/=\s]/)
  const encoded = foreign === -1 ? text : text.slice(0, text.lastIndexOf('\n', foreign) + 1)
  if (!/=[^=\s]|=\s+[A-Za-z0-9+/]/.test(encoded)) return Buffer.from(encoded, 'base64')
  // Padding ends one encoded piece; another may begin on the next line.
  const pieces = encoded.split(/(?<==)[ \t]*\r?\n/)
  return Buffer.concat(pieces.map(piece => Buffer.from(piece.replace(/=[\s\S]*$/, ''), 'base64')))
}

/** RFC 2045, 6.7, and lenient: an escape that is none stays, blanks at the end of a line go. */
function decodeQuotedPrintable(bytes: Buffer): Uint8Array {
  const output = Buffer.allocUnsafe(bytes.length)
  let size = 0
  for (let at = 0; at < bytes.length; ) {
    const next = bytes.indexOf(EQUALS, at)
    const end = next === -1 ? bytes.length : next
    size += bytes.copy(output, size, at, end)
    if (next === -1) break
    const softEnd = softBreakEnd(bytes, next + 1)
    const value = hexValue(bytes[next + 1]) * 16 + hexValue(bytes[next + 2])
    if (softEnd !== undefined) at = softEnd
    else if (Number.isNaN(value)) {
      output[size++] = EQUALS
      at = next + 1
    } else {
      output[size++] = value
      at = next + 3
    }
  }
  return output.subarray(0, size)
}

/** Where the next line starts, if only blanks are left on this one (RFC 2045, 6.7, rule 5). */
function softBreakEnd(bytes: Buffer, from: number): number | undefined {
  let at = from
  while (at - from < 200 && (bytes[at] === 0x20 || bytes[at] === 0x09)) at++
  if (at >= bytes.length) return at
  if (bytes[at] === LF) return at + 1
  if (bytes[at] === CR) return bytes[at + 1] === LF ? at + 2 : at + 1
  return undefined
}

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return Number.NaN
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : Number.NaN
}

function decodeUuencoded(bytes: Buffer): Uint8Array {
  const { files } = takeUuencoded(bytes.toString('latin1').replaceAll('\r', ''))
  return files[0]?.content ?? bytes
}
