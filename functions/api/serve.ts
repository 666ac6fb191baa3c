import type { Context, Hono } from 'hono'
import * as z from 'zod'
import type { Operation } from '../../shared/contract/operation.ts'
import { type Actor, mayDo } from '../../shared/domain/actor.ts'
import { DeskError } from '../../shared/domain/errors.ts'
import type { Desk } from '../../shared/runtime/desk.ts'
import { apiPath } from './api-path.ts'
import { authenticate } from './authenticate.ts'
import { parse, pointerOf, readJson } from './parse.ts'
import { answerOnce, idempotentRequest, type RepeatableSecret } from './repeats.ts'
import { deskOfRequest, requestIdOf } from './request-id.ts'
import { type Answer, respond, versionOfTag } from './respond.ts'
import { askPermission } from './route-permissions.ts'
import { readShape, type Shape } from './shape.ts'

export type { Answer } from './respond.ts'

/** One call of an operation, parsed by its contract and asked by somebody who may. */
export interface Call<T extends Operation> {
  desk: Desk
  actor: Actor
  params: Parsed<T['params']>
  query: Parsed<T['query']>
  body: Parsed<T['body']>
  /** From If-Match. */
  ifVersion: { ifVersion?: number }
  /** What the caller wants put beside the ids of the answer. */
  expand: readonly ExpansionOf<T>[]
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined
type ExpansionOf<T extends Operation> =
  T['expands'] extends Record<string, z.ZodType> ? Extract<keyof T['expands'], string> : never

/** What an operation without a body of its own takes: nothing, or an empty object. */
const noBody = z.strictObject({})

/**
 * Puts one operation on its route: who asks, may they, what do they ask, then the use case, then the answer. An
 * operation without a permission is not served. `secret`: what its answer tells this once and nothing keeps.
 */
export function serve<const T extends Operation>(
  app: Hono,
  ground: Desk,
  operation: T,
  handler: (call: Call<T>) => Promise<Answer>,
  secret?: RepeatableSecret,
): void {
  const method = operation.method.toUpperCase()
  const path = `${apiPath}${operation.path.replace(/\{(\w+)\}/g, ':$1')}`
  askPermission(app, `${method} ${path}`, operation.permission)
  app.on(method, path, async c => {
    const actor = await authenticate(c, ground)
    if (operation.permission !== 'public' && !mayDo(actor, operation.permission)) {
      throw new DeskError('resource.missing')
    }
    const desk = deskOfRequest(ground, requestIdOf(c))
    const { raw, json } = await readJson(c)
    const params = parseParams(operation, c)
    const { query, shape } = parseQuery(operation, c)
    const call = {
      desk,
      actor,
      params,
      query,
      body: parse(operation.body ?? noBody, json === undefined ? {} : json),
      ifVersion: ifVersionOf(c),
      expand: shape.expand,
    } as Call<T>
    const request = idempotentRequest(c, operation, actor, raw)
    if (request === undefined) return respond(c, operation, await handler(call), shape)
    const repeatable = { desk, operation, request, ...(secret === undefined ? {} : { secret }) }
    return await answerOnce(app, c, repeatable, async () =>
      respond(c, operation, await handler({ ...call, desk: { ...desk, request } })),
    )
  })
}

/** What cannot be an id of anything is answered like an id that is nobody's. */
function parseParams(operation: Operation, c: Context): unknown {
  if (operation.params === undefined) return undefined
  const result = operation.params.safeParse(c.req.param())
  if (!result.success) throw new DeskError('resource.missing')
  return result.data
}

function parseQuery(operation: Operation, c: Context): { query: unknown; shape: Shape } {
  for (const [name, { length }] of Object.entries(c.req.queries())) {
    if (length > 1) throw refused(name, 'is given more than once')
  }
  const { shape, rest } = readShape(operation, c.req.query())
  if (operation.query !== undefined) return { query: parse(operation.query, rest), shape }
  const [name] = Object.keys(rest)
  if (name !== undefined) throw refused(name, 'is not a parameter of this request')
  return { query: undefined, shape }
}

function refused(parameter: string, message: string): DeskError {
  return new DeskError('request.invalid', undefined, [{ pointer: pointerOf([parameter]), message }])
}

function ifVersionOf(c: Context): { ifVersion?: number } {
  const header = c.req.header('if-match')
  if (header === undefined || header === '*') return {}
  // An ETag that no version of ours ever had matches none.
  return { ifVersion: versionOfTag(header) ?? -1 }
}
