import { createHash } from 'node:crypto'
import type { Context, Hono } from 'hono'
import * as z from 'zod'
import type { Operation } from '../../shared/contract/operation.ts'
import { type Actor, mayDo } from '../../shared/domain/actor.ts'
import { DeskError } from '../../shared/domain/errors.ts'
import type { Desk, IdempotentRequest } from '../../shared/runtime/desk.ts'
import { actorOfSecret } from '../../shared/use-cases/api-keys.ts'
import { type AnsweredRequest, findAnswered, keepAnswer } from '../../shared/use-cases/repeated-requests.ts'
import { parse, pointerOf, readJson } from './parse.ts'

/** One call of an operation, parsed by its contract and asked by somebody who may. */
export interface Call<T extends Operation> {
  desk: Desk
  actor: Actor
  params: Parsed<T['params']>
  query: Parsed<T['query']>
  body: Parsed<T['body']>
  /** From If-Match. */
  ifVersion: { ifVersion?: number }
}

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

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined

export const apiPath = '/api/v1'

/** What an operation without a body of its own takes: nothing, or an empty object. */
const noBody = z.strictObject({})

/** Puts one operation on its route: who asks, may they, what do they ask, then the use case, then the answer. */
export function serve<const T extends Operation>(
  app: Hono,
  desk: Desk,
  operation: T,
  handler: (call: Call<T>) => Promise<Answer>,
): void {
  const path = `${apiPath}${operation.path.replace(/\{(\w+)\}/g, ':$1')}`
  app.on(operation.method.toUpperCase(), path, async c => {
    const actor = await authenticate(c, desk)
    if (operation.permission !== 'public' && !mayDo(actor, operation.permission)) {
      throw new DeskError('resource.missing')
    }
    const { raw, json } = await readJson(c)
    const call = {
      desk,
      actor,
      params: parseParams(operation, c),
      query: operation.query === undefined ? noQuery(c) : parse(operation.query, c.req.query()),
      body: parse(operation.body ?? noBody, json === undefined ? {} : json),
      ifVersion: ifVersionOf(c),
    } as Call<T>
    const request = idempotentRequest(c, operation, actor, raw)
    if (request === undefined) return await respond(c, operation, await handler(call))
    return await answerOnce(app, c, { desk, operation, request }, () =>
      handler({ ...call, desk: { ...desk, request } }),
    )
  })
}

async function authenticate(c: Context, desk: Desk): Promise<Actor> {
  const [, secret] = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(c.req.header('authorization') ?? '') ?? []
  if (secret === undefined) throw new DeskError('auth.required', 'Send an API key: Authorization: Bearer …')
  return await actorOfSecret(desk, secret)
}

/** What cannot be an id of anything is answered like an id that is nobody's. */
function parseParams(operation: Operation, c: Context): unknown {
  if (operation.params === undefined) return undefined
  const result = operation.params.safeParse(c.req.param())
  if (!result.success) throw new DeskError('resource.missing')
  return result.data
}

function noQuery(c: Context): undefined {
  const [name] = Object.keys(c.req.query())
  if (name === undefined) return undefined
  throw new DeskError('request.invalid', undefined, [
    { pointer: pointerOf([name]), message: 'is not a parameter of this request' },
  ])
}

function ifVersionOf(c: Context): { ifVersion?: number } {
  const header = c.req.header('if-match')
  if (header === undefined || header === '*') return {}
  const [, version] = /^(?:W\/)?"(\d{1,15})"$/.exec(header.trim()) ?? []
  // An ETag that no version of ours ever had matches none.
  return { ifVersion: version === undefined ? -1 : Number(version) }
}

async function respond(c: Context, operation: Operation, answer: Answer): Promise<Response> {
  const { status } = operation.answer
  if (answer.redirect !== undefined) return c.redirect(answer.redirect, 302)
  if (answer.location !== undefined) c.header('Location', `${apiPath}${answer.location}`)
  if (answer.body === undefined) return c.body(null, status)
  if (answer.body instanceof Uint8Array) {
    c.header('Content-Type', operation.answer.contentType ?? 'application/octet-stream')
    c.header('Content-Disposition', 'attachment')
    return c.newResponse(answer.body, status)
  }
  const json = JSON.stringify(answer.body)
  const etag = answer.version === undefined ? `W/"${shortHash(json)}"` : `"${answer.version}"`
  c.header('ETag', etag)
  c.header('Content-Type', 'application/json')
  if (c.req.method === 'GET' && matches(c.req.header('if-none-match'), etag)) return c.body(null, 304)
  return c.newResponse(json, status)
}

/** RFC 9110, 13.1.2: the weak comparison. */
function matches(header: string | undefined, etag: string): boolean {
  const strong = (tag: string) => tag.trim().replace(/^W\//, '')
  return (header?.split(',') ?? []).some(tag => tag.trim() === '*' || strong(tag) === strong(etag))
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}

function idempotentRequest(
  c: Context,
  operation: Operation,
  actor: Actor,
  raw: string,
): IdempotentRequest | undefined {
  const key = c.req.header('idempotency-key')
  if (operation.method !== 'post' || key === undefined) return undefined
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new DeskError('request.invalid', 'Idempotency-Key must be 1 to 255 printable ASCII characters.')
  }
  return {
    principal: 'id' in actor ? actor.id : actor.name,
    idempotencyKey: key,
    bodySha256: createHash('sha256').update(`${c.req.path}\n${raw}`).digest('hex'),
  }
}

interface Repeatable {
  desk: Desk
  operation: Operation
  request: IdempotentRequest
}

/** Does what is asked unless it was done before under the same key; answers the same either way. */
async function answerOnce(
  app: Hono,
  c: Context,
  repeatable: Repeatable,
  act: () => Promise<Answer>,
): Promise<Response> {
  const { desk, operation, request } = repeatable
  const before = await findAnswered(desk, request)
  if (before !== undefined) return await replay(app, c, operation, before)
  try {
    const response = await respond(c, operation, await act())
    const body = await response.clone().text()
    await keepAnswer(desk, request, { status: response.status, body, headers: keptHeaders(response) })
    return response
  } catch (error) {
    // Another request with the key may have committed between our look and our write: what refused ours, an
    // address that is taken or a version that is stale, can be that one's effect.
    const now = error instanceof DeskError ? await findAnswered(desk, request) : undefined
    if (now === undefined) throw error
    return await replay(app, c, operation, now)
  }
}

/** The kept answer; where the desk broke before keeping it, the resource that was made, as it is. */
async function replay(
  app: Hono,
  c: Context,
  operation: Operation,
  before: AnsweredRequest,
): Promise<Response> {
  const { answer } = before
  if (answer !== undefined) {
    return c.newResponse(answer.body === '' ? null : answer.body, {
      status: operation.answer.status,
      headers: { ...answer.headers, 'Idempotent-Replayed': 'true' },
    })
  }
  const made = await app.request(`${apiPath}/${before.made}`, {
    headers: { Authorization: c.req.header('authorization') ?? '' },
  })
  if (!made.ok) return made
  return c.newResponse(await made.text(), {
    status: operation.answer.status,
    headers: { ...keptHeaders(made), Location: `${apiPath}/${before.made}`, 'Idempotent-Replayed': 'true' },
  })
}

function keptHeaders(response: Response): Record<string, string> {
  const names = ['Content-Type', 'ETag', 'Location']
  return Object.fromEntries(
    names.flatMap(name => {
      const value = response.headers.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )
}
