import { decodeDos } from './dos-charsets.ts'
import { guessCharset, isMostlyHigh } from './guess-charset.ts'
import { decodeShifted } from './shifted-charsets.ts'

/** Labels that mail uses and the WHATWG registry does not know. */
const aliases: Record<string, string> = {
  'iso-8859-8-i': 'iso-8859-8',
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  ks_c_5601: 'euc-kr',
  ansi_x3: 'windows-1252',
  latin: 'windows-1252',
  'iso-8859-1-windows-3.1-latin-1': 'windows-1252',
  'iso646-us': 'us-ascii',
  cp51932: 'euc-jp',
  utf8mb4: 'utf-8',
  utf8mb3: 'utf-8',
}

/** Labels that senders also write when they mean something else: the bytes are asked first. */
const unsure = new Set([
  '',
  'utf-8',
  'utf8',
  'ascii',
  'us-ascii',
  'ansi_x3.4-1968',
  'unknown-8bit',
  'x-unknown',
  'unknown',
  'default',
  'binary',
])

/** The bytes as text, whatever the label claims; never fails. */
export function decodeCharset(bytes: Uint8Array, label: string | undefined): string {
  const charset = normalLabel(label ?? '')
  if (looksLikeIso2022Jp(bytes) && (unsure.has(charset) || charset.startsWith('iso-2022'))) {
    return decodeAs('iso-2022-jp', bytes) ?? guess(bytes)
  }
  if (hasUtf16Mark(bytes)) return decodeAs(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be', bytes) ?? guess(bytes)
  if (unsure.has(charset)) return guess(bytes)
  const text = decodeShifted(charset, bytes) ?? decodeDos(charset, bytes) ?? decodeAs(charset, bytes)
  if (text === undefined) return guess(bytes)
  if (text.includes('\uFFFD')) return strictUtf8(bytes) ?? decodeAs(guessCharset(bytes), bytes) ?? text
  if (!isDoubtfulLatin(charset, bytes)) return text
  return strictUtf8(bytes) ?? (isMostlyHigh(bytes) ? decodeAs(guessCharset(bytes), bytes) : undefined) ?? text
}

/** The label as TextDecoder knows it, where it is one of the many ways to write one. */
function normalLabel(label: string): string {
  const bare = label
    .trim()
    .toLowerCase()
    .replace(/^["'\s]+|["'\s]+$/g, '')
  return (
    aliases[bare] ??
    bare
      .replace(/^(?:x-)?(?:cp|win|windows)-?_?(125\d)$/, 'windows-$1')
      .replace(/^(?:x-)?(?:iso)?[-_ ]?8859[-_ ](\d{1,2})$/, 'iso-8859-$1')
      .replace(/^iso-?2022-?jp.*$/, 'iso-2022-jp')
      .replace(/^(?:x-)?mac-?roman$/, 'macintosh')
      .replace(/^unicode-1-1-utf-8$|^utf_8$|^utf 8$/, 'utf-8')
  )
}

/** UTF-8 where the bytes are that, else what they look like, else Windows-1252, which every byte sequence is. */
function guess(bytes: Uint8Array): string {
  return (
    strictUtf8(bytes) ??
    decodeAs(guessCharset(bytes), bytes) ??
    mostlyUtf8(bytes) ??
    new TextDecoder('windows-1252').decode(bytes)
  )
}

function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** One broken byte in a long UTF-8 text, as a cut leaves it, does not make it another charset. */
function mostlyUtf8(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder('utf-8').decode(bytes)
  const broken = text.split('\uFFFD').length - 1
  const whole = text.match(/[\u0080-\uFFFC]/g)?.length ?? 0
  return whole > broken * 4 ? text : undefined
}

function decodeAs(charset: string | undefined, bytes: Uint8Array): string | undefined {
  if (charset === undefined) return undefined
  try {
    return new TextDecoder(charset).decode(charset === 'iso-2022-jp' ? withoutIdleEscapes(bytes) : bytes)
  } catch {
    return undefined
  }
}

/** Latin text that happens to be valid multi-byte UTF-8 is UTF-8 with the wrong label. */
function isDoubtfulLatin(charset: string, bytes: Uint8Array): boolean {
  return /^(?:iso-8859-15?|windows-1252|latin1)$/.test(charset) && bytes.some(byte => byte >= 0x80)
}

function hasUtf16Mark(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
}

function looksLikeIso2022Jp(bytes: Uint8Array): boolean {
  const at = bytes.indexOf(0x1b)
  if (at === -1) return false
  const second = bytes[at + 1]
  const third = bytes[at + 2]
  return (second === 0x24 && (third === 0x42 || third === 0x40)) || (second === 0x28 && third === 0x4a)
}

/** A return to ASCII with nothing in it is an error to the decoder, and what joined encoded words are full of. */
function withoutIdleEscapes(bytes: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('\x1b(B\x1b', '\x1b'), 'latin1')
}
