import type { AttributeValue } from 'aws-lambda'
import type { DynamoDbUse } from '../usage.ts'
import type { Item } from './dynalite.ts'

/**
 * Bytes an item counts for (Developer Guide, "Item sizes and formats"): UTF-8 names and values, numbers by
 * their digits, lists and maps 3 bytes and 1 per element besides their contents.
 */
export function itemSize(item: Item): number {
  let bytes = 0
  for (const [name, value] of Object.entries(item)) bytes += Buffer.byteLength(name) + valueSize(value)
  return bytes
}

function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S)
  if (value.N !== undefined) return numberSize(value.N)
  if (value.B !== undefined) return Buffer.byteLength(value.B, 'base64')
  if (value.SS !== undefined) return sum(value.SS, text => Buffer.byteLength(text))
  if (value.NS !== undefined) return sum(value.NS, numberSize)
  if (value.BS !== undefined) return sum(value.BS, bytes => Buffer.byteLength(bytes, 'base64'))
  if (value.L !== undefined) return 3 + sum(value.L, element => 1 + valueSize(element))
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemSize(value.M)
  return 1
}

/** Two digits a byte, aligned to the decimal point as the engine stores them, and one byte for the exponent. */
function numberSize(number: string): number {
  const negative = number.startsWith('-')
  const [whole = '', fraction = ''] = (negative ? number.slice(1) : number).split('.')
  const digits = (whole.length % 2 ? `0${whole}` : whole) + (fraction.length % 2 ? `${fraction}0` : fraction)
  const significant = digits.replace(/^(00)+/, '').replace(/(00)+$/, '')
  if (/^0*$/.test(significant)) return 1
  return significant.length / 2 + 1 + (negative ? 1 : 0)
}

/** Write units of an item that was or became this large. */
export function writeUnits(before: Item | undefined, after: Item | undefined): number {
  const bytes = Math.max(before ? itemSize(before) : 0, after ? itemSize(after) : 0)
  return Math.max(1, Math.ceil(bytes / 1024))
}

/** Strongly consistent read units of so many bytes read at once; half of it when eventually consistent. */
export function readUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 4096))
}

/**
 * Units to keep one index in step (Developer Guide, "Write capacity units" of global secondary indexes): a row
 * inserted, changed or deleted 1 per KB, a row whose key changed a delete and a put, an unchanged row nothing.
 */
export function indexWriteUnits(rows: {
  before: Item | undefined
  after: Item | undefined
  moved: boolean
  changed: boolean
}): number {
  if (!rows.changed) return 0
  if (!rows.moved) return writeUnits(rows.before, rows.after)
  return writeUnits(rows.before, undefined) + writeUnits(undefined, rows.after)
}

interface Units {
  rru: number
  wru: number
}

/** What one request consumed, split by table and index. */
export class Consumption {
  #tables = new Map<string, Map<string, Units>>()

  /** `target` is `table` or an index's name. */
  add(table: string, target: string, units: Partial<Units>): void {
    const targets = this.#tables.get(table) ?? new Map<string, Units>()
    const total = targets.get(target) ?? { rru: 0, wru: 0 }
    targets.set(target, { rru: total.rru + (units.rru ?? 0), wru: total.wru + (units.wru ?? 0) })
    this.#tables.set(table, targets)
  }

  uses(operation: string): DynamoDbUse[] {
    const merged = new Map<string, DynamoDbUse>()
    for (const targets of this.#tables.values()) {
      for (const [target, { rru, wru }] of targets) {
        const use = merged.get(target) ?? { operation, target, rru: 0, wru: 0 }
        merged.set(target, { operation, target, rru: use.rru + rru, wru: use.wru + wru })
      }
    }
    return [...merged.values()]
  }

  /** ConsumedCapacity as an answer carries it, one entry per table; AWS splits read from write in transactions. */
  capacities(detail: string | undefined, transactional = false): Record<string, unknown>[] | undefined {
    if (detail !== 'TOTAL' && detail !== 'INDEXES') return undefined
    return [...this.#tables].map(([table, targets]) => {
      const all = [...targets.values()]
      const total = { rru: sum(all, units => units.rru), wru: sum(all, units => units.wru) }
      const answer = { TableName: table, ...capacity(total, transactional) }
      if (detail === 'TOTAL') return answer
      const indexes = [...targets].filter(([target]) => target !== 'table')
      const own = targets.get('table') ?? { rru: 0, wru: 0 }
      return {
        ...answer,
        Table: capacity(own, transactional),
        ...(indexes.length > 0 && {
          GlobalSecondaryIndexes: Object.fromEntries(
            indexes.map(([name, units]) => [name, capacity(units, transactional)]),
          ),
        }),
      }
    })
  }
}

function capacity({ rru, wru }: Units, transactional: boolean): Record<string, number> {
  return {
    CapacityUnits: rru + wru,
    ...(transactional && rru > 0 && { ReadCapacityUnits: rru }),
    ...(transactional && wru > 0 && { WriteCapacityUnits: wru }),
  }
}

function sum<T>(values: readonly T[], measure: (value: T) => number): number {
  let total = 0
  for (const value of values) total += measure(value)
  return total
}
