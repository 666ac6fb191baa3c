import { decodeCharset } from './charset.ts'

/** RFC 2047 with what mailers really write: blanks inside Q, language tags (RFC 2231), split characters. */
const encodedWord = /=\?([^?\s*]{1,40})(?:\*[^?\s]{0,40})?\?([bq])\?([^?]*)\?=/gi

/** Decodes the encoded words of a header value (RFC 2047); what cannot be decoded stays as it is. */
export function decodeEncodedWords(value: string): string {
  let text = ''
  let end = 0
  let run: { charset: string; bytes: Uint8Array[] } | undefined
  const flush = () => {
    if (run) text += decodeCharset(Buffer.concat(run.bytes), run.charset)
    run = undefined
  }
  for (const match of value.matchAll(encodedWord)) {
    const [whole, charset = '', encoding = '', payload = ''] = match
    const between = value.slice(end, match.index)
    const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(payload, 'base64') : decodeQ(payload)
    // Blanks between two encoded words are not text; words of one charset may share a character.
    if (run === undefined || between.trim() !== '') {
      flush()
      text += between
    } else if (run.charset !== charset.toLowerCase()) {
      flush()
    }
    run = { charset: charset.toLowerCase(), bytes: [...takeBytes(run), bytes] }
    end = match.index + whole.length
  }
  flush()
  return text + value.slice(end)
}

function takeBytes(run: { bytes: Uint8Array[] } | undefined): Uint8Array[] {
  return run?.bytes ?? []
}

function decodeQ(payload: string): Uint8Array {
  const bytes: number[] = []
  for (let at = 0; at < payload.length; at++) {
    const character = payload.charAt(at)
    const hex = payload.slice(at + 1, at + 3)
    if (character === '=' && /^[0-9a-f]{2}$/i.test(hex)) {
      bytes.push(Number.parseInt(hex, 16))
      at += 2
    } else if (character === '_') bytes.push(0x20)
    else bytes.push(...Buffer.from(character))
  }
  return Uint8Array.from(bytes)
}
