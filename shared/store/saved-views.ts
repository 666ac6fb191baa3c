import type { SavedView, ViewOwner } from '../domain/saved-view.ts'
import type { Table, Write } from '../runtime/table.ts'
import { listDirectory } from './directory.ts'
import { directories, keys } from './keys.ts'
import { itemOf, listedIn, recordOf } from './records.ts'
import { readSegments, type Segment } from './segments.ts'

export async function readSavedView(table: Table, id: string): Promise<SavedView | undefined> {
  const item = await table.get(keys.savedView(id))
  return item && recordOf<SavedView>(item)
}

/** One page of the desk's views and then of an owner's, each by position, then by name. */
export async function listSavedViews(
  table: Table,
  owner: ViewOwner,
  page: { limit: number; after?: Record<string, unknown> },
): Promise<{ rows: SavedView[]; next?: Record<string, unknown> }> {
  return await readSegments(table, [inDirectory(undefined), inDirectory(owner)], page)
}

/** How many views an owner has, or without one the desk. */
export async function countSavedViews(table: Table, owner: ViewOwner | undefined): Promise<number> {
  const { records } = await listDirectory<SavedView>(table, directoryOf(owner), { limit: 100 })
  return records.length
}

export function createSavedView(view: SavedView): Write {
  return { put: itemOfView(view), onlyIf: { absent: true } }
}

/** Replaces a view as it was read; `version.stale` if anybody wrote to it since. */
export function saveSavedView(before: SavedView, after: SavedView): Write {
  return {
    put: itemOfView(after),
    onlyIf: { equals: { version: before.version } },
    otherwise: 'version.stale',
  }
}

export function deleteSavedView({ id, version }: SavedView): Write {
  return { delete: keys.savedView(id), onlyIf: { equals: { version } }, otherwise: 'version.stale' }
}

function inDirectory(owner: ViewOwner | undefined): Segment<SavedView> {
  return async (table, { limit, after }) => {
    const page = await listDirectory<SavedView>(table, directoryOf(owner), {
      limit,
      // A cursor is sealed: it is what this list gave out.
      ...(after === undefined ? {} : { after: after as Record<string, unknown> }),
    })
    return { rows: page.records, ...(page.next === undefined ? {} : { next: page.next }) }
  }
}

function directoryOf(owner: ViewOwner | undefined): string {
  return owner === undefined ? directories.savedViews : directories.savedViewsOf(owner)
}

function itemOfView(view: SavedView) {
  const order = `${String(view.position).padStart(4, '0')} ${view.name}`
  return itemOf(keys.savedView(view.id), 'view', view, listedIn(directoryOf(view.owner), order, view.id))
}
