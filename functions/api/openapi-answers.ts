import type { Operation } from '../../shared/contract/operation.ts'
import type { ErrorCode } from '../../shared/domain/errors.ts'
import { statusesOf } from './problem.ts'

type Json = Record<string, unknown>

/** Headers that many answers carry, each described once. */
export const headerComponents: Json = {
  'X-Request-Id': header('Names the request in the desk’s log'),
  ETag: header('The version; of a list, and of a shape that was asked for, its content'),
  Location: header('Where the answer is'),
  'Retry-After': header('Seconds to wait'),
  RateLimit: header('`"key";r=…;t=…`: requests left, and seconds until there are more'),
  'RateLimit-Policy': header('`"key";q=…;w=60`: requests that the key may make in a minute'),
}

/** RFC 9457 */
export const problemSchema = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; see the API guide' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'message'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer, RFC 6901' },
          message: { type: 'string' },
        },
      },
    },
    requestId: { type: 'string' },
  },
}

/** The headers of an operation's answer. */
export function answerHeaders({ answer: { schema, status } }: Operation): Json {
  return referred([
    'X-Request-Id',
    'RateLimit',
    'RateLimit-Policy',
    ...(schema === undefined ? [] : ['ETag']),
    ...(status === 201 || status === 302 ? ['Location'] : []),
  ])
}

/** A response for each status that an operation can be refused with, and the codes that come with it. */
export function problemResponses(operation: Operation): Json {
  const codesByStatus = new Map<number, ErrorCode[]>()
  for (const code of codesOf(operation)) {
    for (const status of statusesOf(code)) {
      codesByStatus.set(status, [...(codesByStatus.get(status) ?? []), code])
    }
  }
  const refusals = [...codesByStatus].map(([status, codes]) => [
    status,
    problemResponse(
      codes.map(code => `\`${code}\``).join(', '),
      status === 429 ? ['X-Request-Id', 'Retry-After'] : ['X-Request-Id'],
    ),
  ])
  return { ...Object.fromEntries(refusals), 500: problemResponse('`internal`', ['X-Request-Id']) }
}

function codesOf({ permission, method, query, body, errors }: Operation): ErrorCode[] {
  const takesBody = method !== 'get' || body !== undefined
  const common: ErrorCode[] = [
    'request.invalid',
    ...(takesBody ? (['request.malformed', 'request.too-large'] as const) : []),
    ...(permission === 'public' ? [] : (['auth.required', 'auth.invalid', 'resource.missing'] as const)),
    ...(query !== undefined && 'cursor' in query.shape ? (['cursor.invalid'] as const) : []),
    ...(method === 'post' ? (['idempotency.other-body', 'idempotency.in-flight'] as const) : []),
    'request.too-many',
  ]
  return [...new Set([...errors, ...common])]
}

function problemResponse(description: string, headers: string[]): Json {
  return {
    description,
    headers: referred(headers),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
}

function referred(names: string[]): Json {
  return Object.fromEntries(names.map(name => [name, { $ref: `#/components/headers/${name}` }]))
}

function header(description: string): Json {
  return { description, schema: { type: 'string' } }
}
