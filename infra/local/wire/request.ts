import type { IncomingMessage } from 'node:http'
import { decodeBody } from '../s3/body.ts'
import { S3Error } from './answers.ts'

/** One call as it came over the wire, addressed by path (`/bucket/key`). */
export interface S3Request {
  method: string
  /** The path as sent, still percent-encoded: what the caller signed. */
  rawPath: string
  /** Decoded name and value pairs in the order sent. */
  query: [name: string, value: string][]
  headers: Record<string, string>
  bucket: string
  key: string
  /** As sent; `body` is what remains after aws-chunked framing. */
  wireBody: Buffer
  body: Buffer
}

const largestBodyBytes = 512 * 1024 * 1024

/** Reads a whole call; throws S3Error for a body that is too large, badly framed or fails its checksum. */
export async function readRequest(message: IncomingMessage): Promise<S3Request> {
  const target = message.url ?? '/'
  const mark = target.indexOf('?')
  const rawPath = mark < 0 ? target : target.slice(0, mark)
  const query = readQuery(mark < 0 ? '' : target.slice(mark + 1))
  const headers = readHeaders(message)
  const wireBody = await readBody(message)
  const slash = rawPath.indexOf('/', 1)
  const bucket = decodePart(slash < 0 ? rawPath.slice(1) : rawPath.slice(1, slash))
  const key = slash < 0 ? '' : decodePart(rawPath.slice(slash + 1))
  const body = decodeBody(wireBody, name => headers[name] ?? queryValue(query, name))
  return { method: message.method ?? 'GET', rawPath, query, headers, bucket, key, wireBody, body }
}

/** The value of a query parameter, its name compared without case as S3 does for X-Amz-…. */
export function queryValue(query: S3Request['query'], name: string): string | undefined {
  return query.find(([found]) => found.toLowerCase() === name)?.[1]
}

/** The operation a call asks for, as AWS spells it in SDKs and fault orders. */
export function operationOf(request: S3Request): string {
  const { method, key, headers, query } = request
  const asks = (name: string): boolean => queryValue(query, name) !== undefined
  if (method === 'PUT' && key !== '') return headers['x-amz-copy-source'] ? 'CopyObject' : 'PutObject'
  if (method === 'GET')
    return key !== '' ? 'GetObject' : asks('versions') ? 'ListObjectVersions' : 'ListObjectsV2'
  if (method === 'HEAD') return key !== '' ? 'HeadObject' : 'HeadBucket'
  if (method === 'DELETE' && key !== '') return 'DeleteObject'
  if (method === 'POST' && key === '') return asks('delete') ? 'DeleteObjects' : 'PostObject'
  throw new S3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.')
}

/** The headers of a call, names in lower case, repeated ones joined by commas. */
export function readHeaders(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    if (values !== undefined) headers[name] = values.join(',')
  }
  return headers
}

function readQuery(text: string): S3Request['query'] {
  const parts = text.split('&').filter(part => part !== '')
  return parts.map(part => {
    const equals = part.indexOf('=')
    if (equals < 0) return [decodePart(part), '']
    return [decodePart(part.slice(0, equals)), decodePart(part.slice(equals + 1))]
  })
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new S3Error('InvalidArgument', "Couldn't parse the specified URI.")
  }
}

/** The whole body of a call; throws EntityTooLarge beyond what this machine should hold. */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message) {
    size += chunk.length
    if (size > largestBodyBytes) throw new S3Error('EntityTooLarge', 'Your proposed upload is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
