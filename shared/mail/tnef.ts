import { decodeCharset } from './charset.ts'
import { decompressRtf } from './compressed-rtf.ts'
import type { FoundFile } from './incoming-file.ts'
import { type MapiProperties, readMapiProperties } from './mapi-properties.ts'
import { readRtf } from './rtf.ts'

/** More attributes or files than these are a flood: what was read until there is the answer. */
const attributesMax = 10_000
const filesMax = 200
/** Messages in messages: Outlook itself nests no deeper. */
const depthMax = 3

const signature = 0x223e9f78
const attributes = {
  body: 0x2800c,
  messageProperties: 0x69003,
  fileStart: 0x69002,
  fileTitle: 0x18010,
  fileData: 0x6800f,
  fileProperties: 0x69005,
  codePage: 0x69007,
}
const properties = {
  subject: 0x37,
  body: 0x1000,
  compressedRtf: 0x1009,
  html: 0x1013,
  displayName: 0x3001,
  fileData: 0x3701,
  fileName: 0x3704,
  longFileName: 0x3707,
  mimeType: 0x370e,
  contentId: 0x3712,
  codePage: 0x3fde,
}

/** What Outlook packed into a winmail.dat. */
export interface TnefContent {
  text?: string
  html?: string
  files: FoundFile[]
}

/** Unpacks TNEF (MS-OXTNEF): body and files; undefined where it is none. A damaged one gives what comes before the damage. */
export function readTnef(content: Uint8Array, depth = 1): TnefContent | undefined {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== signature) return undefined
  const found: TnefContent = { files: [] }
  let codePage = 'windows-1252'
  let file: { title?: string; data?: Buffer; properties?: MapiProperties } | undefined
  const endFile = () => {
    if (file && found.files.length < filesMax) found.files.push(...filesOf(file, depth))
    file = undefined
  }
  for (const { id, data } of attributesOf(bytes)) {
    if (id === attributes.codePage && data.length >= 4) codePage = `cp${data.readUInt32LE(0)}`
    else if (id === attributes.body) found.text = decodeCharset(data, codePage).replace(/\0+$/, '')
    else if (id === attributes.messageProperties)
      Object.assign(found, bodyOf(readMapiProperties(data, codePage), found.text))
    else if (id === attributes.fileStart) {
      endFile()
      file = {}
    } else if (file && id === attributes.fileTitle)
      file.title = decodeCharset(data, codePage).split('\0', 1)[0] ?? ''
    else if (file && id === attributes.fileData) file.data = data
    else if (file && id === attributes.fileProperties) file.properties = readMapiProperties(data, codePage)
  }
  endFile()
  return { ...found, files: found.files.slice(0, filesMax) }
}

/** Level, id, length, data, checksum; an attribute longer than what is left ends the stream. */
function* attributesOf(bytes: Buffer): Generator<{ id: number; data: Buffer }> {
  let at = 6
  for (let count = 0; count < attributesMax && at + 9 <= bytes.length; count++) {
    const id = bytes.readUInt32LE(at + 1)
    const length = bytes.readUInt32LE(at + 5)
    const dataAt = at + 9
    if (dataAt + length > bytes.length) return
    yield { id, data: bytes.subarray(dataAt, dataAt + length) }
    at = dataAt + length + 2
  }
}

function bodyOf(message: MapiProperties, known: string | undefined): { text?: string; html?: string } {
  const written = message.bytes(properties.html)
  const codePage = message.number(properties.codePage)
  const html =
    written &&
    decodeCharset(written, codePage === 65001 || codePage === undefined ? 'utf-8' : `cp${codePage}`)
  const packed = message.bytes(properties.compressedRtf)
  const rtf = packed && html === undefined ? readRtf(decompressRtf(packed)) : {}
  const text = message.text(properties.body) ?? known ?? rtf.text
  const markup = html ?? rtf.html
  return { ...(text === undefined ? {} : { text }), ...(markup === undefined ? {} : { html: markup }) }
}

function filesOf(
  { title, data, properties: written }: { title?: string; data?: Buffer; properties?: MapiProperties },
  depth: number,
): FoundFile[] {
  const name =
    written?.text(properties.longFileName) ??
    title ??
    written?.text(properties.fileName) ??
    written?.text(properties.displayName)
  const object = written?.bytes(properties.fileData)
  // A message in the message: an interface id, then TNEF of its own.
  const message = object && depth < depthMax ? readTnef(object.subarray(16), depth + 1) : undefined
  if (message) return filesOfMessage(message, name ?? '')
  const content = data ?? object
  if (content === undefined) return []
  return [
    {
      contentType: written?.text(properties.mimeType) ?? 'application/octet-stream',
      filename: name,
      contentId: written?.text(properties.contentId),
      content,
    },
  ]
}

/** What a message in the message says is kept as a file that can be read, before the files it holds. */
function filesOfMessage({ text, html, files }: TnefContent, name: string): FoundFile[] {
  const words = html ?? text
  if (words === undefined) return files
  const contentType = html === undefined ? 'text/plain' : 'text/html'
  const extension = html === undefined ? '.txt' : '.html'
  return [
    {
      contentType,
      filename: name === '' ? undefined : `${name}${extension}`,
      contentId: undefined,
      content: Buffer.from(words),
    },
    ...files,
  ]
}
