import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { Operation } from '../../shared/contract/operation.ts'
import { apiPath } from './api-path.ts'
import { type Shape, shaped } from './shape.ts'

export interface Answer {
  /** JSON, or bytes of the operation's content type. */
  body?: object | Uint8Array<ArrayBuffer>
  /** Becomes the ETag; a list is tagged by its content. */
  version?: number
  /** Path below `/api/v1` of what was made. */
  location?: string
  /** Where the answer is instead, for five minutes. */
  redirect?: string
}

/** The answer as HTTP has it, in the shape that was asked for. */
export function respond(
  c: Context,
  operation: Operation,
  answer: Answer,
  shape: Shape = { expand: [] },
): Response {
  const { status } = operation.answer
  if (answer.redirect !== undefined) return c.redirect(answer.redirect, 302)
  if (answer.location !== undefined) c.header('Location', `${apiPath}${answer.location}`)
  if (answer.body === undefined) return c.body(null, status)
  if (answer.body instanceof Uint8Array) {
    c.header('Content-Type', operation.answer.contentType ?? 'application/octet-stream')
    c.header('Content-Disposition', 'attachment')
    return c.newResponse(answer.body, status)
  }
  const content = JSON.stringify(shaped(operation, answer.body, shape))
  const etag = etagOf(answer, content, shape)
  return respondTagged(c, { content, contentType: 'application/json', status, etag })
}

interface Tagged {
  content: string
  contentType: string
  status: Operation['answer']['status']
  etag: string
}

/** Text with its ETag; 304 to whoever has it already. */
export function respondTagged(c: Context, { content, contentType, status, etag }: Tagged): Response {
  c.header('ETag', etag)
  if (c.req.method === 'GET' && matches(c.req.header('if-none-match'), etag)) return c.body(null, 304)
  c.header('Content-Type', contentType)
  return c.newResponse(content, status)
}

/** A weak ETag of some content. */
export function contentTag(content: string): string {
  return `W/"${shortHash(content)}"`
}

/** The version that an ETag of ours stands for, whatever shape it was given with. */
export function versionOfTag(etag: string): number | undefined {
  const [, version] = /^(?:W\/)?"(\d{1,15})(?:\.[\w-]{1,64})?"$/.exec(etag.trim()) ?? []
  return version === undefined ? undefined : Number(version)
}

/**
 * A resource's version; in another shape its content besides, since that differs by what was asked for and can
 * change without the resource, as a client's name does.
 */
function etagOf({ version }: Answer, json: string, { fields, expand }: Shape): string {
  if (version === undefined) return contentTag(json)
  return fields === undefined && expand.length === 0 ? `"${version}"` : `"${version}.${shortHash(json)}"`
}

/** RFC 9110, 13.1.2: the weak comparison. */
function matches(header: string | undefined, etag: string): boolean {
  const strong = (tag: string) => tag.trim().replace(/^W\//, '')
  return (header?.split(',') ?? []).some(tag => tag.trim() === '*' || strong(tag) === strong(etag))
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}
