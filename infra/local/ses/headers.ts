import addressparser from 'nodemailer/lib/addressparser'

/** One header field of a mail as it stands on the wire. */
export interface HeaderField {
  name: string
  /** Unfolded, one character per byte. */
  value: string
  /** All its lines with their ends, one character per byte. */
  source: string
}

export interface SplitMail {
  fields: HeaderField[]
  /** Lines of the header block that are no header field. */
  strayLines: string[]
  /** What follows the blank line. */
  body: Buffer
}

const blankLines = ['\r\n\r\n', '\n\n', '\r\r', '\n\r\n']

/** Parts a raw mail at its first blank line and reads its header fields, whatever its line ends. */
export function splitMail(raw: Buffer): SplitMail {
  const ends = blankLines.map(blank => ({ at: raw.indexOf(blank), blank })).filter(({ at }) => at >= 0)
  const first = ends.sort((left, right) => left.at - right.at)[0]
  const lineEnd = first?.blank.startsWith('\r\n') ? 2 : 1
  const head = raw.toString('latin1', 0, first === undefined ? raw.length : first.at + lineEnd)
  const body = first === undefined ? Buffer.alloc(0) : raw.subarray(first.at + first.blank.length)
  const fields: HeaderField[] = []
  const strayLines: string[] = []
  for (const source of head.match(/[^\r\n]*(?:\r\n|\n|\r)(?:[ \t][^\r\n]*(?:\r\n|\n|\r))*|[^\r\n]+$/g) ??
    []) {
    const parts = /^([!-9;-~]+)[ \t]*:([\s\S]*)$/.exec(source)
    if (parts === null) strayLines.push(source)
    else fields.push({ name: parts[1] ?? '', value: unfold(parts[2] ?? ''), source })
  }
  return { fields, strayLines, body }
}

/** The mailboxes of address headers, groups resolved; one without an address stands as the word it is. */
export function addressesIn(values: readonly string[]): string[] {
  const parsed = values.flatMap(value => addressparser(value, { flatten: true }))
  return parsed.map(({ address, name }) => address || name).filter(address => address !== '')
}

function unfold(value: string): string {
  // By lines, not by one expression: a megabyte of spaces would make that quadratic.
  const lines = value.split(/\r\n|\n|\r/).map(line => line.trim())
  return lines.filter(line => line !== '').join(' ')
}
