import { randomBytes } from 'node:crypto'
import { type Actor, assertMay, type Permission } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import type { ApiKey } from '../domain/people.ts'
import type { Desk } from '../runtime/desk.ts'
import * as store from '../store/api-keys.ts'
import { apiKeyIdOf } from '../store/keys.ts'
import { recordAudit } from './audit-log.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'

export interface ApiKeyInput {
  name: string
  scopes: readonly (Permission | '*')[]
  /** Absent: every client. */
  clientIds?: readonly string[]
  expiresAt?: string
  itflow?: boolean
}

/** Who a secret speaks for; `auth.invalid` alike for one that is unknown, revoked or expired. */
export async function actorOfSecret(desk: Desk, secret: string): Promise<Actor> {
  const key = await store.readApiKey(desk.table, secret)
  if (key === undefined || (key.expiresAt !== undefined && key.expiresAt <= desk.now())) {
    throw new DeskError('auth.invalid', 'This API key is not valid.')
  }
  return {
    kind: 'key',
    id: key.id,
    name: key.name,
    scopes: key.scopes,
    ...(key.clientIds === undefined ? {} : { clientIds: key.clientIds }),
  }
}

export async function listApiKeys(
  desk: Desk,
  actor: Actor,
  page: CursorPage,
): Promise<{ apiKeys: ApiKey[]; nextCursor: string | null }> {
  assertMay(actor, 'settings:read')
  const scope = cursorScope('api-keys', actor)
  const { records, next } = await store.listApiKeys(desk.table, await openCursor(desk, scope, page))
  return { apiKeys: records, nextCursor: await sealCursor(desk, scope, next) }
}

/** Makes a key and answers its secret, this once; nobody can give a key more than they have themselves. */
export async function createApiKey(
  desk: Desk,
  actor: Actor,
  input: ApiKeyInput,
): Promise<{ apiKey: ApiKey; secret: string }> {
  assertMay(actor, 'settings:write')
  assertHas(actor, input.scopes)
  const secret = `docket_${randomBytes(32).toString('base64url')}`
  const apiKey = apiKeyFrom(input, secret, desk.now())
  // No claim of an Idempotency-Key: its row would have to keep the secret to answer the same again.
  const audit = recordAudit(desk, actor, { resource: `api-keys/${apiKey.id}`, after: apiKey })
  await desk.table.commit([store.createApiKey(apiKey, secret), ...audit])
  return { apiKey, secret }
}

/** Revokes a key at once; nobody revokes a key that may do more than they may. */
export async function deleteApiKey(desk: Desk, actor: Actor, id: string): Promise<void> {
  assertMay(actor, 'settings:write')
  const key = await store.readApiKeyById(desk.table, id)
  if (key === undefined) throw new DeskError('resource.missing')
  assertHas(actor, key.scopes)
  const audit = recordAudit(desk, actor, { resource: `api-keys/${id}`, before: key })
  await desk.table.commit([store.deleteApiKey(id), ...audit])
}

/** What a key may do, its maker or its revoker may do as well. */
function assertHas(actor: Actor, scopes: readonly (Permission | '*')[]): void {
  if (actor.kind !== 'key' || actor.scopes.includes('*')) return
  if (scopes.some(scope => !actor.scopes.includes(scope))) throw new DeskError('resource.missing')
}

/** A key with a secret that somebody else chose. */
export function apiKeyFrom(input: ApiKeyInput, secret: string, at: string): ApiKey {
  return {
    id: apiKeyIdOf(secret),
    name: input.name,
    scopes: [...input.scopes],
    ...(input.clientIds === undefined ? {} : { clientIds: [...input.clientIds] }),
    ...(input.expiresAt === undefined ? {} : { expiresAt: new Date(input.expiresAt).toISOString() }),
    itflow: input.itflow ?? false,
    createdAt: at,
    version: 1,
  }
}
