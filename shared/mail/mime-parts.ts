import { type AttachmentStream, MailParser } from 'mailparser'

/** More parts are a flood: the rest stays in the raw mail. */
const attachmentsMax = 1000
/** mailparser gives up beyond; nested multiparts reach it without a single attachment. */
const nodesMax = 2000

/** One leaf of the MIME tree (RFC 2046), its transfer encoding undone, its charset not. */
export interface MimePart {
  contentType: string
  params: Record<string, string>
  disposition: string | undefined
  filename: string | undefined
  contentId: string | undefined
  isRelated: boolean
  content: Uint8Array
}

/** The leaves in order; `isWhole` is false where the mail broke a limit and the parts end there. */
export interface MimeParts {
  parts: MimePart[]
  isWhole: boolean
}

/** Takes a mail apart; never fails: what was read before an error is the answer. */
export function readParts(chunks: readonly Uint8Array[]): Promise<MimeParts> {
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
    const parts: MimePart[] = []
    let isWhole = true
    parser.on('data', data => {
      if (data.type !== 'attachment') return
      collect(data, part => {
        if (parts.length < attachmentsMax) parts.push(part)
        else isWhole = false
      })
    })
    parser.on('end', () => resolve({ parts, isWhole }))
    parser.on('error', () => resolve({ parts, isWhole: false }))
    for (const chunk of chunks) parser.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    parser.end()
  })
}

function collect(stream: AttachmentStream, keep: (part: MimePart) => void): void {
  const chunks: Buffer[] = []
  stream.content.on('data', (chunk: Buffer) => chunks.push(chunk))
  stream.content.on('end', () => {
    const declared = stream.headers.get('content-type')
    const params = typeof declared === 'object' && 'params' in declared ? declared.params : {}
    keep({
      contentType: typeOf(stream.contentType),
      params: isRecord(params) ? params : {},
      disposition: stream.contentDisposition?.toLowerCase(),
      filename: stream.filename,
      contentId: stream.cid,
      isRelated: stream.related === true,
      content: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks),
    })
    stream.release?.()
  })
}

function isRecord(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** RFC 2045, 5.2: a part without a type, or with one that says nothing, is plain text. */
function typeOf(contentType: unknown): string {
  const type = typeof contentType === 'string' ? contentType.trim().toLowerCase() : ''
  return type === '' || type === 'text' ? 'text/plain' : type
}
