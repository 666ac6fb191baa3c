import type { Item, Key } from '../runtime/table.ts'
import { archived } from './keys.ts'

/** Attributes that the table needs and the domain does not know. */
const tableAttributes = new Set([
  'pk',
  'sk',
  'itemType',
  'directory',
  'directoryOrder',
  'ticketShard',
  'statusShard',
  'priorityShard',
  'listOrder',
  'dueShard',
  'dueOrder',
  'dueBucket',
  'dueKind',
  'expiresAtSeconds',
  'auditKind',
  'auditActor',
  'belongings',
  'lastBelonging',
])

/** A record as an item of the table; what is undefined is left out. */
export function itemOf(key: Key, itemType: string, record: object, more: Record<string, unknown> = {}): Item {
  return { ...key, itemType, ...record, ...more }
}

/** The record that `itemOf` wrote. Rows are written by this module only, so their shape is trusted. */
export function recordOf<T>(item: Item): T {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !tableAttributes.has(name))) as T
}

/** Where a thing stands in one of the named lists: by name, letter case aside, then by id. */
export function listedIn(directory: string, name: string, id: string) {
  return { directory, directoryOrder: `${name.toLowerCase().slice(0, 100).toWellFormed()}#${id}` }
}

/** The list of those in use that a record stands in, or the list of those that are archived. */
export function directoryFor(directory: string, { archivedAt }: { archivedAt?: string }): string {
  return archivedAt === undefined ? directory : archived(directory)
}

/** The TTL attribute: the engine deletes the item some time after this. */
export function expiring(at: string, days: number) {
  return { expiresAtSeconds: Math.floor(Date.parse(at) / 1000 + days * 86_400) }
}
