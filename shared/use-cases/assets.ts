import { type Actor, assertMay, mayKnowClient, type Permission } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import type { Asset } from '../domain/people.ts'
import type { Desk } from '../runtime/desk.ts'
import * as store from '../store/assets.ts'
import { type ArchivedPage, withArchived } from './archive.ts'
import { recordAudit } from './audit-log.ts'
import { clientFor, readClient } from './clients.ts'
import { cursorScope, openCursor, sealCursor } from './cursor.ts'
import { commitAgain } from './effect.ts'
import { assertVersion } from './tickets.ts'

export interface AssetInput {
  name: string
  type: string
}

export interface AssetChanges extends Partial<AssetInput> {
  archived?: boolean
}

/** A client's assets, by name: those in use, or those that are archived. */
export async function listAssets(
  desk: Desk,
  actor: Actor,
  clientId: string,
  { archived: isArchived = false, ...page }: ArchivedPage,
): Promise<{ assets: Asset[]; nextCursor: string | null }> {
  await readClient(desk, actor, clientId)
  const scope = cursorScope('assets', actor, { clientId, isArchived })
  const { records, next } = await store.listAssets(
    desk.table,
    { clientId, isArchived },
    await openCursor(desk, scope, page),
  )
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
  const resource = `assets/${asset.id}`
  const audit = recordAudit(desk, actor, { resource, after: asset })
  await commitAgain(desk, [...store.createAsset(asset), ...audit], resource)
  return asset
}

/** Error: `version.stale`. */
export async function changeAsset(
  desk: Desk,
  actor: Actor,
  id: string,
  { archived, ...changes }: AssetChanges,
  ifVersion?: number,
): Promise<Asset> {
  const before = await assetFor(desk, actor, id, 'clients:write')
  assertVersion(before.version, ifVersion)
  const kept = withArchived(before, archived, desk.now())
  const after: Asset = { ...kept, ...changes, version: before.version + 1 }
  const audit = recordAudit(desk, actor, { resource: `assets/${id}`, before, after })
  await desk.table.commit([store.saveAsset(before, after), ...audit])
  return after
}

export async function deleteAsset(desk: Desk, actor: Actor, id: string, ifVersion?: number): Promise<void> {
  const asset = await assetFor(desk, actor, id, 'clients:write')
  assertVersion(asset.version, ifVersion)
  const audit = recordAudit(desk, actor, { resource: `assets/${id}`, before: asset })
  await desk.table.commit([store.deleteAsset(asset), ...audit])
}

async function assetFor(desk: Desk, actor: Actor, id: string, permission: Permission): Promise<Asset> {
  const asset = await store.readAsset(desk.table, id)
  if (asset === undefined) throw new DeskError('resource.missing')
  assertMay(actor, permission, asset.clientId)
  return asset
}
