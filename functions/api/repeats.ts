import { createHash } from 'node:crypto'
import type { Context, Hono } from 'hono'
import * as z from 'zod'
import type { Operation } from '../../shared/contract/operation.ts'
import type { Actor } from '../../shared/domain/actor.ts'
import { DeskError } from '../../shared/domain/errors.ts'
import type { Desk, IdempotentRequest } from '../../shared/runtime/desk.ts'
import { type AnsweredRequest, findAnswered, keepAnswer } from '../../shared/use-cases/repeated-requests.ts'
import { apiPath } from './api-path.ts'

/** A field of an answer that is kept nowhere, and made again for a repeat of the request. */
export interface RepeatableSecret {
  /** The last field of the answer. */
  field: string
  again(desk: Desk, request: IdempotentRequest, at: string): Promise<string>
}

interface Repeatable {
  desk: Desk
  operation: Operation
  request: IdempotentRequest
  secret?: RepeatableSecret
}

/** The request as its Idempotency-Key names it; none where it carries no such key. */
export function idempotentRequest(
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

/** Does what is asked unless it was done before under the same key; answers the same either way. */
export async function answerOnce(
  app: Hono,
  c: Context,
  repeatable: Repeatable,
  act: () => Promise<Response>,
): Promise<Response> {
  const { desk, request } = repeatable
  const before = await findAnswered(desk, request)
  if (before !== undefined) return await replay(app, c, repeatable, before)
  try {
    const response = await act()
    await keep(repeatable, response)
    return response
  } catch (error) {
    // Another request with the key may have committed between our look and our write: what refused ours, an
    // address that is taken or a version that is stale, can be that one's effect.
    const now = error instanceof DeskError ? await findAnswered(desk, request) : undefined
    if (now === undefined) throw error
    return await replay(app, c, repeatable, now)
  }
}

async function keep({ desk, operation, request, secret }: Repeatable, response: Response): Promise<void> {
  const body = await response.clone().text()
  // What is told once and cannot be told again is not kept either.
  if (secret === undefined && tellsSecret(operation)) return
  const kept = secret === undefined ? body : withoutField(body, secret.field)
  await keepAnswer(desk, request, { status: response.status, body: kept, headers: keptHeaders(response) })
}

/** The kept answer; where the desk broke before keeping it, the resource that was made, as it is. */
async function replay(
  app: Hono,
  c: Context,
  { desk, operation, request, secret }: Repeatable,
  before: AnsweredRequest,
): Promise<Response> {
  const { status } = operation.answer
  const whole = async (body: string) =>
    secret === undefined ? body : withField(body, secret.field, await secret.again(desk, request, before.at))
  if (before.answer !== undefined) {
    const { body, headers } = before.answer
    return c.newResponse(body === '' ? null : await whole(body), {
      status,
      headers: { ...headers, 'Idempotent-Replayed': 'true' },
    })
  }
  const made = await app.request(`${apiPath}/${before.made}`, {
    headers: { Authorization: c.req.header('authorization') ?? '' },
  })
  if (!made.ok) return made
  return c.newResponse(await whole(await made.text()), {
    status,
    headers: { ...keptHeaders(made), Location: `${apiPath}/${before.made}`, 'Idempotent-Replayed': 'true' },
  })
}

function tellsSecret({ answer: { schema } }: Operation): boolean {
  return schema instanceof z.ZodObject && 'secret' in schema.shape
}

function withoutField(json: string, field: string): string {
  const { [field]: _left, ...rest } = JSON.parse(json) as Record<string, unknown>
  return JSON.stringify(rest)
}

function withField(json: string, field: string, value: string): string {
  return JSON.stringify({ ...(JSON.parse(json) as Record<string, unknown>), [field]: value })
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
