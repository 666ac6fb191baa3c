import { randomBytes } from 'node:crypto'
import { type Actor, assertMay, type Permission } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import type { ApiKey } from '../domain/people.ts'
import { ratePerMinuteDefault } from '../domain/rate-limit.ts'
import type { Desk, IdempotentRequest } from '../runtime/desk.ts'
import * as store from '../store/api-keys.ts'
import { apiKeyIdOf } from '../store/keys.ts'
import { recordAudit } from './audit-log.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'
import { commitEffect } from './effect.ts'
import { assertKnownClients } from './known-clients.ts'
import { secretOfRequest } from './repeated-requests.ts'
import { assertVersion } from './tickets.ts'

export interface ApiKeyInput {
  name: string
  scopes: readonly (Permission | '*')[]
  /** Absent: every client. */
  clientIds?: readonly string[]
  expiresAt?: string
  itflow?: boolean
  /** Absent: the usual limit; null: none. */
  ratePerMinute?: number | null
}

export interface ApiKeyChanges {
  name?: string
  /** null: it does not expire. */
  expiresAt?: string | null
  itflow?: boolean
  ratePerMinute?: number | null
}

/** Who calls by a key, and how often they may. */
export interface Caller {
  actor: Actor & { kind: 'key' }
  /** null: as often as they like. */
  ratePerMinute: number | null
}

/** Who a secret speaks for; `auth.invalid` alike for one that is unknown, revoked or expired. */
export async function callerOfSecret(desk: Desk, secret: string): Promise<Caller> {
  const key = await store.readApiKey(desk.table, secret)
  if (key === undefined || (key.expiresAt !== undefined && key.expiresAt <= desk.now())) {
    throw new DeskError('auth.invalid', 'This API key is not valid.')
  }
  const { id, name, scopes, clientIds } = key
  return {
    actor: { kind: 'key', id, name, scopes, ...(clientIds === undefined ? {} : { clientIds }) },
    ratePerMinute: ratePerMinuteOf(key),
  }
}

/** The limit that holds for a key; null for none. */
export function ratePerMinuteOf({ ratePerMinute = ratePerMinuteDefault }: ApiKey): number | null {
  return ratePerMinute
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

export async function readApiKey(desk: Desk, actor: Actor, id: string): Promise<ApiKey> {
  assertMay(actor, 'settings:read')
  return await existingApiKey(desk, id)
}

/**
 * Makes a key and answers its secret, this once; nobody can give a key more than they have themselves. Error:
 * `request.invalid` for a client that is none.
 */
export async function createApiKey(
  desk: Desk,
  actor: Actor,
  input: ApiKeyInput,
): Promise<{ apiKey: ApiKey; secret: string }> {
  assertMay(actor, 'settings:write')
  assertHas(actor, input.scopes)
  await assertKnownClients(desk, input.clientIds)
  const at = desk.now()
  const secret =
    desk.request === undefined ? keySecret(randomBytes(32)) : await secretAgain(desk, desk.request, at)
  const apiKey = apiKeyFrom(input, secret, at)
  const made = `api-keys/${apiKey.id}`
  const audit = recordAudit(desk, actor, { resource: made, after: apiKey })
  // The claim carries the very instant that the secret is made from.
  await commitEffect({ ...desk, now: () => at }, [store.createApiKey(apiKey, secret), ...audit], made)
  return { apiKey, secret }
}

/** The secret of the key that a request with an Idempotency-Key made at that instant. */
export async function secretAgain(desk: Desk, request: IdempotentRequest, at: string): Promise<string> {
  return keySecret(await secretOfRequest(desk, 'api-key', request, at))
}

/** Errors: `version.stale`. Scopes and clients stay what they are: who holds the secret was told them. */
export async function changeApiKey(
  desk: Desk,
  actor: Actor,
  id: string,
  changes: ApiKeyChanges,
  ifVersion?: number,
): Promise<ApiKey> {
  const before = await apiKeyToChange(desk, actor, id, ifVersion)
  const { expiresAt, ...rest } = { ...before, ...changes }
  const after: ApiKey = {
    ...rest,
    ...(expiresAt === undefined || expiresAt === null ? {} : { expiresAt: instantOf(expiresAt) }),
    version: before.version + 1,
  }
  const audit = recordAudit(desk, actor, { resource: `api-keys/${id}`, before, after })
  await desk.table.commit([store.saveApiKey(before, after), ...audit])
  return after
}

/** Revokes a key at once. Error: `version.stale`. */
export async function deleteApiKey(desk: Desk, actor: Actor, id: string, ifVersion?: number): Promise<void> {
  const key = await apiKeyToChange(desk, actor, id, ifVersion)
  const audit = recordAudit(desk, actor, { resource: `api-keys/${id}`, before: key })
  await desk.table.commit([store.deleteApiKey(key), ...audit])
}

/** Nobody changes or revokes a key that may do more than they may. */
async function apiKeyToChange(
  desk: Desk,
  actor: Actor,
  id: string,
  ifVersion: number | undefined,
): Promise<ApiKey> {
  assertMay(actor, 'settings:write')
  const key = await existingApiKey(desk, id)
  assertHas(actor, key.scopes)
  assertVersion(key.version, ifVersion)
  return key
}

async function existingApiKey(desk: Desk, id: string): Promise<ApiKey> {
  const key = await store.readApiKeyById(desk.table, id)
  if (key === undefined) throw new DeskError('resource.missing')
  return key
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
    ...(input.expiresAt === undefined ? {} : { expiresAt: instantOf(input.expiresAt) }),
    itflow: input.itflow ?? false,
    ratePerMinute: input.ratePerMinute === undefined ? ratePerMinuteDefault : input.ratePerMinute,
    createdAt: at,
    version: 1,
  }
}

function keySecret(bytes: Buffer): string {
  return `docket_${bytes.toString('base64url')}`
}

function instantOf(text: string): string {
  return new Date(text).toISOString()
}
