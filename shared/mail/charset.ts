/** Never decoded from: UTF-7 turns `+ADw-script+AD4-` into markup behind every filter's back. */
const refused = /^(?:(?:cs)?unicode11)?utf-?7(?:-?imap)?$/

/** Labels that mail uses and the WHATWG registry does not know. */
const aliases: Record<string, string> = {
  'iso-8859-8-i': 'iso-8859-8',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1252: 'windows-1252',
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  'ks_c_5601-1987': 'euc-kr',
  ansi_x3: 'windows-1252',
  latin: 'windows-1252',
  'iso-8859-1-windows-3.1-latin-1': 'windows-1252',
}

/** Labels that senders also write when they mean something else: the bytes are asked first. */
const unsure = new Set([
  '',
  'utf-8',
  'utf8',
  'ascii',
  'us-ascii',
  'unknown-8bit',
  'x-unknown',
  'default',
  'binary',
])

/** The bytes as text, whatever the label claims; never fails. */
export function decodeCharset(bytes: Uint8Array, label: string | undefined): string {
  const charset = (label ?? '')
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '')
  if (looksLikeIso2022Jp(bytes) && (unsure.has(charset) || charset.startsWith('iso-2022'))) {
    return decodeAs('iso-2022-jp', bytes) ?? guess(bytes)
  }
  if (unsure.has(charset) || refused.test(charset)) return guess(bytes)
  const text = decodeAs(aliases[charset] ?? charset, bytes)
  if (text === undefined) return guess(bytes)
  return text.includes('\uFFFD') || isDoubtfulLatin(charset, bytes) ? (strictUtf8(bytes) ?? text) : text
}

/** UTF-8 where the bytes are that, else Windows-1252, which every byte sequence is. */
function guess(bytes: Uint8Array): string {
  return strictUtf8(bytes) ?? new TextDecoder('windows-1252').decode(bytes)
}

function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function decodeAs(charset: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(charset).decode(charset === 'iso-2022-jp' ? withoutIdleEscapes(bytes) : bytes)
  } catch {
    return undefined
  }
}

/** Latin text that happens to be valid multi-byte UTF-8 is UTF-8 with the wrong label. */
function isDoubtfulLatin(charset: string, bytes: Uint8Array): boolean {
  return /^(?:iso-8859-15?|windows-1252|cp1252|latin1)$/.test(charset) && bytes.some(byte => byte >= 0x80)
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
