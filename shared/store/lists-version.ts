import type { Table } from '../runtime/table.ts'
import { keys } from './keys.ts'

/** How often any ticket of the desk was written to, as far as the stream told, and when it last told so. */
export interface ListsVersion {
  version: number
  changedAt: string
}

/** At half the price, and a moment behind. */
export async function readListsVersion(table: Table): Promise<ListsVersion> {
  const item = await table.get(keys.listsVersion(), false)
  return { version: Number(item?.version ?? 0), changedAt: String(item?.changedAt ?? '') }
}

/** To do so once too often does no harm: a list is then read that did not change. */
export async function raiseListsVersion(table: Table, at: string): Promise<void> {
  await table.increment(keys.listsVersion(), 'version', {
    set: { itemType: 'lists-version', changedAt: at },
  })
}
