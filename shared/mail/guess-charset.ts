import { analyse } from 'chardet'

/** Statistics need no more of a text than this. */
const sampleBytesMax = 16_384
/** Fewer bytes above ASCII say nothing about a language. */
const highBytesMin = 6
/** By experiment with short mails: right answers stand above, chance hits below. */
const confidenceMin = 40

/** Charsets that are told from Latin ones by their bytes; those that look like Latin are left to the label. */
const decoders: Record<string, string> = {
  'KOI8-R': 'koi8-r',
  'windows-1251': 'windows-1251',
  GB18030: 'gb18030',
  Big5: 'big5',
  'EUC-KR': 'euc-kr',
  'EUC-JP': 'euc-jp',
  Shift_JIS: 'shift_jis',
}

/** The charset of text that is neither labelled nor UTF-8, by its statistics; undefined where it is likely Latin. */
export function guessCharset(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, sampleBytesMax)
  if (countHigh(sample) < highBytesMin || highShare(sample) < 0.3) return undefined
  const [best] = analyse(sample)
  return best !== undefined && best.confidence >= confidenceMin ? decoders[best.name] : undefined
}

/** Most of the text is above ASCII: no Latin language is written like that, whatever the label says. */
export function isMostlyHigh(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, sampleBytesMax)
  return countHigh(sample) >= highBytesMin && highShare(sample) > 0.5
}

function countHigh(bytes: Uint8Array): number {
  return bytes.reduce((count, byte) => count + (byte >= 0x80 ? 1 : 0), 0)
}

function highShare(bytes: Uint8Array): number {
  const letters = bytes.reduce(
    (count, byte) => count + (byte >= 0x80 || ((byte | 0x20) - 0x61 < 26 && byte > 0x40) ? 1 : 0),
    0,
  )
  return letters === 0 ? 0 : countHigh(bytes) / letters
}
