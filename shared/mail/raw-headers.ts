/** Bytes of a raw mail in which its header fields are looked for; what comes behind is not shown. */
export const headerBytesMax = 262_144

/** The header fields of a raw mail, given its beginning, as text: up to the first empty line, whatever its line ends. */
export function headerBlock(start: Uint8Array): string {
  const text = new TextDecoder().decode(start)
  const end = /\r\n\r\n|\n\r?\n|\r\r/.exec(text)?.index
  const lines = (end === undefined ? text : text.slice(0, end)).split(/\r\n|\r|\n/)
  return `${lines.map(line => line.replace(/[^\P{C}\t]/gu, '\ufffd')).join('\n')}\n`
}
