const ESC = 0x1b
const shiftOut = 0x0e
const shiftIn = 0x0f

/** Decodes charsets of 7-bit mail that TextDecoder does not know: UTF-7, HZ and ISO-2022-KR; undefined for others. */
export function decodeShifted(charset: string, bytes: Uint8Array): string | undefined {
  if (/^(?:(?:cs)?unicode-?(?:1-?1-?)?)?-?utf-?7$/.test(charset)) return decodeUtf7(bytes, '+', '/')
  if (/^utf-?7-?imap$/.test(charset)) return decodeUtf7(bytes, '&', ',')
  if (charset === 'hz-gb-2312' || charset === 'hz') return decodeHz(bytes)
  if (charset === 'iso-2022-kr' || charset === 'csiso2022kr') return decodeIso2022Kr(bytes)
  return undefined
}

/** RFC 2152. What comes out is text like any other, and goes through every filter that text goes through. */
function decodeUtf7(bytes: Uint8Array, shift: string, slash: string): string {
  const pattern = shift === '+' ? /\+([A-Za-z0-9+/]*)-?/g : /&([A-Za-z0-9+,]*)-?/g
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(pattern, (_, encoded: string) => {
      if (encoded === '') return shift
      const units = Buffer.from(encoded.replaceAll(slash, '/'), 'base64')
      return new TextDecoder('utf-16be').decode(units.subarray(0, units.length - (units.length % 2)))
    })
    .toWellFormed()
}

/** RFC 1843: GB 2312 without its high bits between `~{` and `~}`. */
function decodeHz(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1')
  const raised = text.replace(/~(?:\{([^\n~]*)(?:~\}|(?=\n)|$)|(~)|\r?\n)/g, (_, shifted = '', tilde = '') =>
    shifted === '' ? tilde : raise(shifted),
  )
  return new TextDecoder('gbk').decode(Buffer.from(raised, 'latin1'))
}

/** RFC 1557: KS X 1001 without its high bits between shift-out and shift-in. */
function decodeIso2022Kr(bytes: Uint8Array): string {
  const raised: number[] = []
  let isShifted = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte === ESC) at += 3
    else if (byte === shiftOut || byte === shiftIn) isShifted = byte === shiftOut
    else raised.push(isShifted && byte > 0x20 ? byte | 0x80 : byte)
  }
  return new TextDecoder('euc-kr').decode(Uint8Array.from(raised))
}

function raise(text: string): string {
  return text.replace(/[!-~]/g, character => String.fromCharCode(character.charCodeAt(0) | 0x80))
}
