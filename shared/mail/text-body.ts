/** Text is cut here: nobody reads a megabyte, and every reader pays for it. */
export const textLengthMax = 1_000_000
/** A text body may hold so many uuencoded files; more are left in the text. */
const uuencodedMax = 50

/** Joins the soft line breaks of format=flowed (RFC 3676). */
export function unflow(text: string, isDelSp: boolean): string {
  const paragraphs: string[][] = []
  let isOpen = false
  let openDepth = ''
  for (const line of text.split('\n')) {
    const depth = /^>*/.exec(line)?.[0] ?? ''
    const rest = line.slice(depth.length)
    const content = rest.startsWith(' ') ? rest.slice(1) : rest
    const isSignature = content === '-- '
    const isSoft = content.endsWith(' ') && !isSignature
    const words = isSoft && isDelSp ? content.slice(0, -1) : content
    if (isOpen && depth === openDepth && !isSignature) paragraphs.at(-1)?.push(words)
    else paragraphs.push([depth === '' ? words : `${depth} ${words}`])
    isOpen = isSoft
    openDepth = depth
  }
  return paragraphs.map(lines => lines.join('')).join('\n')
}

export interface UuencodedFile {
  name: string
  content: Uint8Array
}

/** Takes uuencoded files out of a text body; what is not well formed stays text. */
export function takeUuencoded(text: string): { text: string; files: UuencodedFile[] } {
  if (!/^begin [0-7]{3,4} /m.test(text)) return { text, files: [] }
  const files: UuencodedFile[] = []
  const kept: string[] = []
  const lines = text.split('\n')
  // Without an end line nothing is a file: looking for one from each begin line would be quadratic.
  const lastEnd = lines.findLastIndex(line => line.trim() === 'end')
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const name =
      at < lastEnd && files.length < uuencodedMax
        ? /^begin [0-7]{3,4} (.{1,255})$/.exec(line)?.[1]
        : undefined
    const end = name === undefined ? -1 : endOfFile(lines, at + 1)
    if (name === undefined || end === -1) {
      kept.push(line)
      continue
    }
    files.push({ name: name.trim(), content: Buffer.concat(lines.slice(at + 1, end).map(decodeLine)) })
    at = end
  }
  return { text: kept.join('\n'), files }
}

/** The index of the end line; -1 where a line comes first that is none of a uuencoded file. */
function endOfFile(lines: readonly string[], from: number): number {
  for (let at = from; at < lines.length; at++) {
    const line = (lines[at] ?? '').trimEnd()
    if (line === 'end') return at
    if (line !== '' && !/^[ -`]{1,90}$/.test(line)) return -1
  }
  return -1
}

function decodeLine(line: string): Uint8Array {
  const values = [...line.trimEnd()].map(character => (character.charCodeAt(0) - 32) & 63)
  const [length = 0, ...sextets] = values
  const bytes: number[] = []
  for (let at = 0; bytes.length < length; at += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = sextets.slice(at, at + 4)
    bytes.push((a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d)
  }
  return Uint8Array.from(bytes.slice(0, length))
}
