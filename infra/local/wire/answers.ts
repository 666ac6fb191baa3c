/** What S3 answers to one call, before it goes on the wire. */
export interface WireAnswer {
  status: number
  headers: Record<string, string>
  body: Buffer
}

/** A refusal as S3 words it: a code, its HTTP status and a message. */
export class S3Error extends Error {
  readonly code: keyof typeof statusOf

  constructor(code: keyof typeof statusOf, message: string) {
    super(message)
    this.code = code
  }
}

const statusOf = {
  AccessDenied: 403,
  BadDigest: 400,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidArgument: 400,
  InvalidPolicyDocument: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  KeyTooLongError: 400,
  MalformedPOSTRequest: 400,
  MalformedXML: 400,
  MethodNotAllowed: 405,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NotImplemented: 501,
  OperationAborted: 409,
  PreconditionFailed: 412,
  SignatureDoesNotMatch: 403,
  SlowDown: 503,
  XAmzContentSHA256Mismatch: 400,
} as const

/** An answer without a body. */
export function emptyAnswer(status: number, headers: Record<string, string> = {}): WireAnswer {
  return { status, headers, body: Buffer.alloc(0) }
}

/** An answer in XML; `content` is the inside of the root element, already escaped. */
export function xmlAnswer(status: number, root: string, content: string): WireAnswer {
  const namespace = root === 'Error' ? '' : ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${namespace}>${content}</${root}>`
  return { status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(text) }
}

/** The XML answer that carries a refusal. */
export function errorAnswer(error: S3Error, resource: string): WireAnswer {
  const content = element('Code', error.code) + element('Message', error.message)
  return xmlAnswer(statusOf[error.code], 'Error', content + element('Resource', resource))
}

/** One XML element with its text escaped. */
export function element(name: string, text: string | number): string {
  return `<${name}>${escapeXml(String(text))}</${name}>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escapeXml(text: string): string {
  // Control characters are illegal in XML 1.0 even as references, yet S3 writes them so and SDKs read them.
  return text.replace(/[&<>"]|\p{Cc}/gu, char => entities[char] ?? `&#x${char.charCodeAt(0).toString(16)};`)
}

/** The text of XML with its entities resolved. */
export function unescapeXml(text: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
  return text.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16))
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)))
    return named[name] ?? whole
  })
}
