import {
  type Batch,
  type IndexDescription,
  type Item,
  indexOrder,
  itemKey,
  type TableDescription,
} from './dynalite.ts'
import { validationError } from './errors.ts'
import { sameItem } from './images.ts'
import { indexWriteUnits } from './units.ts'

/** An item as it was and as it is to be; either is missing where there was or will be none. */
export interface Change {
  table: TableDescription
  key: string
  before: Item | undefined
  after: Item | undefined
  /** What follows in every index of the table: the rows to write, and their write units. */
  indexes: IndexChange[]
}

interface IndexChange {
  index: string
  units: number
  batch: Batch[]
}

/** The change of one item with all that follows from it in the indexes. */
export function changeOf(
  table: TableDescription,
  key: string,
  before: Item | undefined,
  after: Item | undefined,
): Change {
  return { table, key, before, after, indexes: indexChanges(table, before, after) }
}

function indexChanges(
  table: TableDescription,
  before: Item | undefined,
  after: Item | undefined,
): IndexChange[] {
  return indexesOf(table).flatMap(({ kind, index }) => {
    const old = indexRow(before, table, index)
    const row = indexRow(after, table, index)
    if (!old && !row) return []
    const prefix = indexPrefix(kind, table.TableName, index.IndexName)
    const oldKey = old && prefix + rowKey(old, table, index)
    const key = row && prefix + rowKey(row, table, index)
    const moved = old !== undefined && row !== undefined && oldKey !== key
    const changed = !old || !row || !sameItem(old, row)
    const batch: Batch[] = []
    if (oldKey && oldKey !== key) batch.push({ type: 'del', key: oldKey })
    if (key && changed) batch.push({ type: 'put', key, value: row })
    const units = indexWriteUnits({ before: old, after: row, moved, changed })
    return [{ index: index.IndexName, units, batch }]
  })
}

/** Throws AWS's words when an index key of the item is an empty string, which dynalite lets through. */
export function checkIndexKeys(table: TableDescription, item: Item): void {
  for (const { index } of indexesOf(table)) {
    for (const { AttributeName: name } of index.KeySchema) {
      if (item[name]?.S !== '') continue
      throw validationError(
        'One or more parameter values are not valid. A value specified for a secondary index key is not ' +
          'supported. The AttributeValue for a key attribute cannot contain an empty string value. ' +
          `IndexName: ${index.IndexName}, IndexKey: ${name}`,
      )
    }
  }
}

/** The part of a LevelDB key that says which index a row belongs to; dynalite's own layout. */
export function indexPrefix(kind: string, table: string, index: string): string {
  return `index-${kind.toLowerCase()}~${table}~${index}~`
}

/**
 * Where a row stands in its index. dynalite's key ends in 24 bits of a hash, so that of a few thousand items with
 * equal index keys two would share one row; the item's whole key behind it keeps them apart.
 */
export function rowKey(row: Item, table: TableDescription, index: IndexDescription): string {
  return `${indexOrder(row, table, index)}/${itemKey(pick(row, namesOf(table.KeySchema)), table)}`
}

/** The indexes of a table, with the word dynalite files them under. */
export function indexesOf(table: TableDescription): { kind: string; index: IndexDescription }[] {
  const global = (table.GlobalSecondaryIndexes ?? []).map(index => ({ kind: 'Global', index }))
  const local = (table.LocalSecondaryIndexes ?? []).map(index => ({ kind: 'Local', index }))
  return [...global, ...local]
}

/** The row an item leaves in an index: its projected attributes, none if it lacks one of the index's keys. */
function indexRow(
  item: Item | undefined,
  table: TableDescription,
  index: IndexDescription,
): Item | undefined {
  const keys = namesOf(index.KeySchema)
  if (!item || keys.some(name => item[name] === undefined)) return undefined
  if (index.Projection.ProjectionType === 'ALL') return item
  return pick(item, [...keys, ...namesOf(table.KeySchema), ...(index.Projection.NonKeyAttributes ?? [])])
}

function namesOf(keys: TableDescription['KeySchema']): string[] {
  return keys.map(key => key.AttributeName)
}

/** The named attributes of an item, those it has. */
export function pick(item: Item, names: string[]): Item {
  const picked: Item = {}
  for (const name of names) {
    const value = item[name]
    if (value !== undefined) picked[name] = value
  }
  return picked
}
