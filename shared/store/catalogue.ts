import type { CatalogueKind, CatalogueRecord } from '../domain/catalogue.ts'
import type { Table, Write } from '../runtime/table.ts'
import { listDirectory, type PageRequest, type RecordPage } from './directory.ts'
import { directories, keys } from './keys.ts'
import { itemOf, listedIn, recordOf } from './records.ts'

export async function readFromCatalogue<T extends CatalogueRecord>(
  table: Table,
  kind: CatalogueKind,
  id: string,
): Promise<T | undefined> {
  const item = await table.get(keys.catalogue(kind, id))
  return item && recordOf<T>(item)
}

/** In the order of the ids, at most 100. */
export async function readManyFromCatalogue<T extends CatalogueRecord>(
  table: Table,
  kind: CatalogueKind,
  ids: readonly string[],
): Promise<(T | undefined)[]> {
  if (ids.length === 0) return []
  const items = await table.getMany(ids.map(id => keys.catalogue(kind, id)))
  return items.map(item => item && recordOf<T>(item))
}

/** By position where its records have one, then by name. */
export function listCatalogue<T extends CatalogueRecord>(
  table: Table,
  kind: CatalogueKind,
  page: PageRequest,
): Promise<RecordPage<T>> {
  return listDirectory<T>(table, directories.catalogue(kind), page)
}

/** Refused with `name.taken` where the id, which then stands for the name, is in use. */
export function createInCatalogue(kind: CatalogueKind, record: CatalogueRecord): Write {
  return { put: itemOfRecord(kind, record), onlyIf: { absent: true }, otherwise: 'name.taken' }
}

export function saveInCatalogue(kind: CatalogueKind, before: CatalogueRecord, after: CatalogueRecord): Write {
  return {
    put: itemOfRecord(kind, after),
    onlyIf: { equals: { version: before.version } },
    otherwise: 'version.stale',
  }
}

export function deleteFromCatalogue(kind: CatalogueKind, { id, version }: CatalogueRecord): Write {
  return { delete: keys.catalogue(kind, id), onlyIf: { equals: { version } }, otherwise: 'version.stale' }
}

function itemOfRecord(kind: CatalogueKind, record: CatalogueRecord & { position?: number }) {
  const { id, name, position } = record
  const order = position === undefined ? name : `${String(position).padStart(4, '0')} ${name}`
  return itemOf(
    keys.catalogue(kind, id),
    'catalogue-record',
    record,
    listedIn(directories.catalogue(kind), order, id),
  )
}
