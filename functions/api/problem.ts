import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { DeskError, type ErrorCode, type ErrorKind, errorKinds } from '../../shared/domain/errors.ts'

const statusOfKind: Record<ErrorKind, ContentfulStatusCode> = {
  invalid: 400,
  unauthenticated: 401,
  missing: 404,
  refused: 409,
  conflict: 409,
  'too-many': 429,
}

const statusOfCode: Partial<Record<ErrorCode, ContentfulStatusCode>> = {
  'idempotency.other-body': 422,
  'request.too-large': 413,
  'attachment.too-large': 413,
  'attachment.redacted': 410,
  'events.expired': 410,
}

/** RFC 9110, 13.1.1 */
const statusOfStalePrecondition = 412

const titles: Record<ErrorKind, string> = {
  invalid: 'The request is not valid',
  unauthenticated: 'Authentication is needed',
  missing: 'There is no such resource',
  refused: 'The desk’s rules do not allow this',
  conflict: 'Somebody else was first',
  'too-many': 'Too many requests',
}

/** The statuses that a code is answered with: a stale version has two, by whether one was named. */
export function statusesOf(code: ErrorCode): ContentfulStatusCode[] {
  const status = statusOfCode[code] ?? statusOfKind[errorKinds[code]]
  return code === 'version.stale' ? [status, statusOfStalePrecondition] : [status]
}

/** Any error as problem details, RFC 9457; one that is not the caller's is logged and told without detail. */
export function problem(c: Context, error: unknown, requestId: string, log: (error: unknown) => void) {
  if (!(error instanceof DeskError)) {
    log(error)
    return problemAnswer(c, 500, { code: 'internal', title: 'Something went wrong on our side', requestId })
  }
  const { code, kind, message, issues } = error
  // A precondition that was named and does not hold is 412; a race that nobody named is 409.
  const stale = code === 'version.stale' && c.req.header('if-match') !== undefined
  const status = stale ? statusOfStalePrecondition : (statusOfCode[code] ?? statusOfKind[kind])
  if (status === 401) c.header('WWW-Authenticate', 'Bearer')
  return problemAnswer(c, status, {
    code,
    title: titles[kind],
    ...(message === code ? {} : { detail: message }),
    ...(issues.length === 0 ? {} : { errors: issues }),
    requestId,
  })
}

function problemAnswer(
  c: Context,
  status: ContentfulStatusCode,
  body: Record<string, unknown> & { code: string },
) {
  return c.body(JSON.stringify({ type: `urn:docket:problem:${body.code}`, status, ...body }), status, {
    'Content-Type': 'application/problem+json',
  })
}
