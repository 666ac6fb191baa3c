/** A header larger than this is an attack on the parser: the fields beyond are left out. */
const headerBytesMax = 262_144
/** A single field larger than this (a megabyte of recipients, one endless line) is left out. */
const fieldBytesMax = 200_000

const CR = 13
const LF = 10

/** A raw mail made fit to be parsed: its header block and its body apart, line ends and size in order. */
export interface MailSource {
  header: Uint8Array
  body: Uint8Array
}

/** Splits a raw mail at its first empty line; tolerates CR-only lines, mbox lines and leading blanks. */
export function splitSource(raw: Uint8Array): MailSource {
  const bytes = skipPreamble(withLineFeeds(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)))
  const bodyAt = findUnmarkedBody(bytes, findBody(bytes))
  const header = boundHeader(bytes.subarray(0, bodyAt))
  return looksLikeHeader(header)
    ? { header, body: bytes.subarray(bodyAt) }
    : { header: Buffer.from('\r\n'), body: bytes }
}

/** The fields that say how the body is made (RFC 2045); the others cost a MIME parser time and tell it nothing. */
export function mimeFields(header: Uint8Array): Uint8Array {
  const bytes = Buffer.from(header.buffer, header.byteOffset, header.byteLength)
  const kept: Buffer[] = []
  for (let start = 0; start < bytes.length; ) {
    const end = fieldEnd(bytes, start)
    const name = bytes
      .subarray(start, start + 13)
      .toString('latin1')
      .toLowerCase()
    if (name.startsWith('content-') || name.startsWith('mime-version')) kept.push(bytes.subarray(start, end))
    start = end
  }
  return Buffer.concat([...kept, Buffer.from('\r\n')])
}

/** The mail cut after so many lines that may be MIME boundaries: more parts only serve to exhaust us. */
export function cutParts(body: Uint8Array, boundaryLinesMax: number): Uint8Array {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  let at = bytes.indexOf('--')
  let seen = 0
  while (at !== -1) {
    if ((at === 0 || bytes[at - 1] === LF) && ++seen > boundaryLinesMax) return bytes.subarray(0, at)
    const next = bytes.indexOf(LF, at)
    if (next === -1) break
    at = bytes.indexOf('--', next)
  }
  return bytes
}

function withLineFeeds(bytes: Buffer): Buffer {
  const hasFeeds = bytes.includes(LF)
  if (hasFeeds || !bytes.includes(CR)) return bytes
  const fed = Buffer.from(bytes)
  for (let at = fed.indexOf(CR); at !== -1; at = fed.indexOf(CR, at)) fed[at] = LF
  return fed
}

function skipPreamble(bytes: Buffer): Buffer {
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  while (bytes[start] === LF || bytes[start] === CR) start++
  const line = bytes.subarray(start, start + 6).toString('latin1')
  if (!line.startsWith('From ') && line !== '>From ') return bytes.subarray(start)
  const end = bytes.indexOf(LF, start)
  return bytes.subarray(end === -1 ? bytes.length : end + 1)
}

/** Where the body starts: after the first empty line, or at the end. */
function findBody(bytes: Buffer): number {
  for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, end + 1)) {
    if (bytes[end + 1] === LF) return end + 2
    if (bytes[end + 1] === CR && bytes[end + 2] === LF) return end + 3
  }
  return bytes.length
}

const knownField =
  /^(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]{2,30}|received|return-path|reply-to|references|in-reply-to|dkim-signature|x-[a-z-]{2,50})[ \t]*:/gim
const fieldLine = /^(?:[!-9;-~]{1,100}[ \t]*:|[ \t])/

/** Some programs leave out the empty line: then the body starts at the first line below the fields that is none. */
function findUnmarkedBody(bytes: Buffer, headerEnd: number): number {
  if (headerEnd > fieldBytesMax) return headerEnd
  const header = bytes.subarray(0, headerEnd).toString('latin1')
  const last = [...header.matchAll(knownField)].at(-1)
  if (last === undefined) return headerEnd
  for (let at = last.index; at < header.length; ) {
    const feed = header.indexOf('\n', at)
    const next = feed === -1 ? header.length : feed + 1
    const line = header.slice(at, next).trimEnd()
    if (line !== '' && !fieldLine.test(line)) return at
    at = next
  }
  return headerEnd
}

function boundHeader(header: Buffer): Buffer {
  if (header.length <= fieldBytesMax) return header
  const kept: Buffer[] = []
  let size = 0
  for (let start = 0; start < header.length; ) {
    const end = fieldEnd(header, start)
    const field = header.subarray(start, end)
    if (field.length <= fieldBytesMax && size + field.length <= headerBytesMax) {
      kept.push(field)
      size += field.length
    }
    start = end
  }
  const bounded = Buffer.concat(kept)
  return /\r?\n\r?\n$/.test(bounded.subarray(-4).toString('latin1'))
    ? bounded
    : Buffer.concat([bounded, Buffer.from('\r\n')])
}

/** The end of the field that starts here: before the next line that is no continuation. */
function fieldEnd(header: Buffer, start: number): number {
  let end = header.indexOf(LF, start)
  while (end !== -1 && (header[end + 1] === 0x20 || header[end + 1] === 0x09))
    end = header.indexOf(LF, end + 1)
  return end === -1 ? header.length : end + 1
}

function looksLikeHeader(header: Buffer): boolean {
  return /^[!-9;-~]{1,200}[ \t]*:/m.test(header.subarray(0, fieldBytesMax).toString('latin1'))
}
