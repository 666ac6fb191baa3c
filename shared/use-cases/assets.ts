import { type Actor, assertMay, mayKnowClient, type Permission } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import type { Asset } from '../domain/people.ts'
import type { Desk } from '../runtime/desk.ts'
import * as store from '../store/assets.ts'
import { clientFor, readClient } from './clients.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'
import { commitAgain } from './effect.ts'
import { assertVersion } from './tickets.ts'

export interface AssetInput {
  name: string
  type: string
}

/** A client's assets, by name. */
export async function listAssets(
  desk: Desk,
  actor: Actor,
  clientId: string,
  page: CursorPage,
): Promise<{ assets: Asset[]; nextCursor: string | null }> {
  await readClient(desk, actor, clientId)
  const scope = cursorScope('assets', actor, { clientId })
  const { records, next } = await store.listAssets(desk.table, clientId, await openCursor(desk, scope, page))
  return { assets: records, nextCursor: await sealCursor(desk, scope, next) }
}

/** Those of the assets that exist and are the actor's to know. */
export async function readAssets(desk: Desk, actor: Actor, ids: readonly string[]): Promise<Asset[]> {
  assertMay(actor, 'clients:read', 'any')
  const assets = await store.readAssets(desk.table, ids)
  return assets.filter(asset => asset !== undefined).filter(({ clientId }) => mayKnowClient(actor, clientId))
}

export async function readAsset(desk: Desk, actor: Actor, id: string): Promise<Asset> {
  return await assetFor(desk, actor, id, 'clients:read')
}

export async function createAsset(
  desk: Desk,
  actor: Actor,
  clientId: string,
  input: AssetInput,
): Promise<Asset> {
  await clientFor(desk, actor, clientId, 'clients:write')
  const asset: Asset = { id: desk.newId('ast'), clientId, ...input, createdAt: desk.now(), version: 1 }
  await commitAgain(desk, store.createAsset(asset), `assets/${asset.id}`)
  return asset
}

/** Error: `version.stale`. */
export async function changeAsset(
  desk: Desk,
  actor: Actor,
  id: string,
  changes: Partial<AssetInput>,
  ifVersion?: number,
): Promise<Asset> {
  const before = await assetFor(desk, actor, id, 'clients:write')
  assertVersion(before.version, ifVersion)
  const after: Asset = { ...before, ...changes, version: before.version + 1 }
  await desk.table.commit([store.saveAsset(before, after)])
  return after
}

export async function deleteAsset(desk: Desk, actor: Actor, id: string, ifVersion?: number): Promise<void> {
  const asset = await assetFor(desk, actor, id, 'clients:write')
  assertVersion(asset.version, ifVersion)
  await desk.table.commit([store.deleteAsset(asset)])
}

async function assetFor(desk: Desk, actor: Actor, id: string, permission: Permission): Promise<Asset> {
  const asset = await store.readAsset(desk.table, id)
  if (asset === undefined) throw new DeskError('resource.missing')
  assertMay(actor, permission, asset.clientId)
  return asset
}
