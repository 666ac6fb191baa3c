import { type AttachmentStream, MailParser } from 'mailparser'
import { type MailHeaders, readHeaders } from './mail-headers.ts'
import { cutParts, mimeFields } from './mail-source.ts'
import { readMimeField } from './mime-fields.ts'
import { decodeTransfer, isStandardEncoding } from './transfer-encoding.ts'

/** mailparser gives up beyond; a mail of more parts is read up to as many boundaries. */
const nodesMax = 2000
const boundaryLinesMax = 900
/** More parts are a flood: the rest stays in the raw mail. */
const partsMax = 1000
/** What lies deeper stands at this depth. */
const depthMax = 100
/** A boundary that nobody declared is looked for in so many bytes. */
const guessBytesMax = 65_536

/** A node of the MIME tree (RFC 2046); a leaf has its transfer encoding undone, its charset not. */
export interface MimePart {
  /** Lower-case `type/subtype`. */
  contentType: string
  params: Record<string, string>
  disposition: string | undefined
  filename: string | undefined
  contentId: string | undefined
  content: Uint8Array
  /** What a multipart holds; a message in the mail is a leaf. */
  parts: MimePart[]
}

/** Takes a mail apart, whatever it holds: at most 1,000 parts, at most 100 deep, never an error. */
export async function readMime(header: Uint8Array, body: Uint8Array): Promise<MimePart> {
  const { part, encoding } = describePart(readHeaders(header), 'text/plain')
  if (!part.contentType.startsWith('multipart/')) return { ...part, content: decodeTransfer(body, encoding) }
  const root = (await readTree(mimeFields(header), body)) ?? (await readGuessed(body))
  // A structure nothing can be made of is still shown: as the text it is.
  return root ?? { ...part, contentType: 'text/plain', content: body }
}

async function readTree(fields: Uint8Array, body: Uint8Array): Promise<MimePart | undefined> {
  const whole = await parse([fields, body])
  const cut = whole.isWhole ? undefined : await parse([fields, cutParts(body, boundaryLinesMax)])
  const { root } = cut !== undefined && cut.leaves >= whole.leaves ? cut : whole
  return root?.parts.length ? root : undefined
}

/** Where the header names no boundary, or another: the first line that looks like a delimiter tells. */
async function readGuessed(body: Uint8Array): Promise<MimePart | undefined> {
  const start = Buffer.from(body.subarray(0, guessBytesMax)).toString('latin1')
  const guessed = /^--([^\s-][^\r\n]{0,200}|-[^\r\n]{1,200})\r?\ncontent-[a-z-]{2,30}:/im.exec(start)?.[1]
  if (guessed === undefined || guessed.includes('"')) return undefined
  const field = `Content-Type: multipart/mixed; boundary="${guessed.trimEnd()}"\r\n\r\n`
  return await readTree(Buffer.from(field, 'latin1'), body)
}

interface Parsed {
  root: MimePart | undefined
  leaves: number
  /** Whether mailparser read it to its end. */
  isWhole: boolean
}

/** A node as mailparser keeps it; it names the tree in no declaration. */
interface ParserNode {
  /** The same object as that of the attachment which a leaf becomes. */
  headers: object
  headerLines: { line: string }[]
  children: ParserNode[]
}

function parse(chunks: readonly Uint8Array[]): Promise<Parsed> {
  return new Promise(resolve => {
    const parser = new MailParser({
      skipHtmlToText: true,
      skipTextToHtml: true,
      skipTextLinks: true,
      skipImageLinks: true,
      // A forwarded mail is an attachment: 5,000 of them inside each other are one.
      ignoreEmbedded: true,
      keepDeliveryStatus: true,
      checksumAlgo: false,
      maxChildNodes: nodesMax,
    })
    // So that text parts come as bytes too: labels lie, and mailparser decodes only by the label.
    Object.assign(parser, { textTypes: [] })
    const contents = new Map<object, Buffer>()
    const finish = (isWhole: boolean) => {
      const { tree } = parser as unknown as { tree: ParserNode | false }
      const root =
        tree === false ? undefined : partOf(tree, contents, { standardType: 'text/plain', depth: 0 })
      resolve({ root, leaves: contents.size, isWhole: isWhole && contents.size <= partsMax })
    }
    parser.on('data', data => {
      if (data.type === 'attachment') collect(data, content => contents.set(data.headers, content))
    })
    parser.on('end', () => finish(true))
    parser.on('error', () => finish(false))
    for (const chunk of chunks) parser.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    parser.end()
  })
}

function collect(stream: AttachmentStream, keep: (content: Buffer) => void): void {
  const chunks: Buffer[] = []
  stream.content.on('data', (chunk: Buffer) => chunks.push(chunk))
  stream.content.on('end', () => {
    keep(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks))
    stream.release?.()
  })
}

function partOf(
  node: ParserNode,
  contents: ReadonlyMap<object, Buffer>,
  { standardType, depth }: { standardType: string; depth: number },
): MimePart {
  const { fields, words } = splitLines(node.headerLines.map(({ line }) => line))
  const { part, encoding } = describePart(readHeaders(fields), standardType)
  const content = contents.get(node.headers)
  if (content !== undefined || node.children.length === 0) {
    const bytes = Buffer.concat([words, content ?? Buffer.alloc(0)])
    return { ...part, content: isStandardEncoding(encoding) ? bytes : decodeTransfer(bytes, encoding) }
  }
  const inner = part.contentType === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
  const parts = node.children
    .slice(0, partsMax)
    .map(child => partOf(child, contents, { standardType: inner, depth: depth + 1 }))
  return { ...part, parts: depth < depthMax ? parts : parts.flatMap(leavesOf) }
}

/** Some programs leave the empty line below a part's header out: what is no field begins the words. */
function splitLines(lines: readonly string[]): { fields: Buffer; words: Buffer } {
  const firstWord = lines.findIndex(line => line !== '' && !/^(?:[!-9;-~]{1,100}[ \t]*:|[ \t])/.test(line))
  const at = firstWord === -1 ? lines.length : firstWord
  const bytesOf = (some: readonly string[]) => Buffer.from(some.map(line => `${line}\r\n`).join(''), 'latin1')
  return { fields: bytesOf(lines.slice(0, at)), words: bytesOf(lines.slice(at)) }
}

function leavesOf(part: MimePart): MimePart[] {
  return part.parts.length === 0 ? [part] : part.parts.flatMap(leavesOf)
}

function describePart(headers: MailHeaders, standardType: string): { part: MimePart; encoding: string } {
  const type = readMimeField(headers.get('content-type') ?? '')
  const disposition = readMimeField(headers.get('content-disposition') ?? '')
  const encoding = readMimeField(headers.get('content-transfer-encoding') ?? '').value
  const part: MimePart = {
    contentType: typeOf(type.value, standardType),
    params: type.params,
    disposition: disposition.value === '' ? undefined : disposition.value,
    filename: disposition.params.filename ?? type.params.name,
    contentId: headers.get('content-id'),
    content: Buffer.alloc(0),
    parts: [],
  }
  return { part, encoding }
}

/** RFC 2045, 5.2: a part without a type, or with one that says nothing, is plain text. */
function typeOf(declared: string, standardType: string): string {
  const type = declared.replace(/\s+/g, '').replaceAll('"', '')
  if (type === '') return standardType
  if (type === 'text') return 'text/plain'
  return type === 'multipart' ? 'multipart/mixed' : type
}
