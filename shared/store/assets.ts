import type { Asset } from '../domain/people.ts'
import type { Table, Write } from '../runtime/table.ts'
import { countBelonging } from './clients.ts'
import { listDirectory, type PageRequest, type RecordPage } from './directory.ts'
import { archived, directories, keys } from './keys.ts'
import { directoryFor, itemOf, listedIn, recordOf } from './records.ts'

export async function readAsset(table: Table, id: string): Promise<Asset | undefined> {
  const item = await table.get(keys.asset(id))
  return item && recordOf<Asset>(item)
}

export async function readAssets(table: Table, ids: readonly string[]): Promise<(Asset | undefined)[]> {
  if (ids.length === 0) return []
  return (await table.getMany(ids.map(keys.asset))).map(item => item && recordOf<Asset>(item))
}

/** A client's assets by name: those in use, or those that are archived. */
export function listAssets(
  table: Table,
  { clientId, isArchived = false }: { clientId: string; isArchived?: boolean },
  page: PageRequest,
): Promise<RecordPage<Asset>> {
  const inUse = directories.assets(clientId)
  return listDirectory<Asset>(table, isArchived ? archived(inUse) : inUse, page)
}

/** Refused with `resource.missing` without a client. */
export function createAsset(asset: Asset): Write[] {
  return [
    { put: itemOfAsset(asset), onlyIf: { absent: true } },
    countBelonging(asset.clientId, keys.asset(asset.id)),
  ]
}

export function saveAsset(before: Asset, after: Asset): Write {
  return {
    put: itemOfAsset(after),
    onlyIf: { equals: { version: before.version } },
    otherwise: 'version.stale',
  }
}

export function deleteAsset(asset: Asset): Write {
  return {
    delete: keys.asset(asset.id),
    onlyIf: { equals: { version: asset.version } },
    otherwise: 'version.stale',
  }
}

function itemOfAsset(asset: Asset) {
  return itemOf(
    keys.asset(asset.id),
    'asset',
    asset,
    listedIn(directoryFor(directories.assets(asset.clientId), asset), asset.name, asset.id),
  )
}
