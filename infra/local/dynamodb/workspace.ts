import { Readable } from 'node:stream'
import {
  act,
  type Callback,
  type DataStore,
  type Input,
  type Item,
  type ItemDb,
  type Level,
  type TableDescription,
} from './dynalite.ts'
import { dynamoDbError, validationError } from './errors.ts'
import { type Change, changeOf, checkIndexKeys, indexesOf, indexPrefix, rowKey } from './indexes.ts'
import { itemSize } from './units.ts'

const itemSizeMaxBytes = 400 * 1024

/**
 * One request's view of the tables: dynalite's actions read through it, and what they would write is kept as
 * changes, for the caller to commit all at once or to forget.
 */
export class Workspace {
  readonly changes: Change[] = []
  /** The rows a Query or Scan streamed, in order; dynalite may stop before the last of them. */
  readonly streamed: Item[] = []
  /** The item looked at last. */
  found: Item | undefined
  readonly #level: Level
  readonly #tables: ReadonlyMap<string, TableDescription>

  constructor(level: Level, tables: ReadonlyMap<string, TableDescription>) {
    this.#level = level
    this.#tables = tables
  }

  table(name: string): TableDescription {
    const table = this.#tables.get(name)
    if (!table) throw dynamoDbError('ResourceNotFoundException', 'Requested resource not found')
    return table
  }

  /** Reads an item as the last commit left it; the microseconds it takes are less than a thread's round trip. */
  item(table: string, key: string): Item | undefined {
    this.found = this.#level.getSync(`item-${table}~${key}`) as Item | undefined
    return this.found
  }

  /** Runs a read action. */
  read(operation: string, input: Input): Promise<Record<string, unknown>> {
    this.table(input.TableName)
    this.found = undefined
    return act(operation, this.#store(input), input)
  }

  /** Runs a write action on one item; what it changes is the last of `changes`. */
  async write(operation: string, input: Input): Promise<Record<string, unknown>> {
    const answer = await this.read(operation, input)
    const change = this.changes.at(-1)
    if (change?.after) checkStorable(change.table, change.after)
    return answer
  }

  #store(input: Input): DataStore {
    const tables = this.#tables
    return {
      options: { maxItemSize: itemSizeMaxBytes },
      getTable: (name, checkStatus, callback) => {
        const done = typeof checkStatus === 'function' ? checkStatus : callback
        const table = tables.get(name)
        done?.(
          table ? null : dynamoDbError('ResourceNotFoundException', 'Requested resource not found'),
          table,
        )
      },
      getItemDb: name => this.#itemDb(this.table(name), input),
      getIndexDb: (kind, name, index) => this.#indexDb(this.table(name), kind, index, input),
    }
  }

  #itemDb(table: TableDescription, input: Input): ItemDb {
    const change = (key: string, after: Item | undefined, callback: Callback<void>) => {
      this.changes.push(changeOf(table, key, this.found, after))
      callback(null)
    }
    return {
      lock: (_key, work) => work(callback => callback),
      get: (key, callback) => callback(null, this.item(table.TableName, key)),
      put: change,
      del: (key, callback) => change(key, undefined, callback),
      createValueStream: range => this.#stream(`item-${table.TableName}~`, range, undefined, input),
    }
  }

  /** Index rows follow from the changes at commit: what dynalite writes there is dropped. */
  #indexDb(table: TableDescription, kind: string, name: string, input: Input): ItemDb {
    const index = indexesOf(table).find(known => known.index.IndexName === name)?.index
    const start = input.ExclusiveStartKey
    return {
      lock: (_key, work) => work(callback => callback),
      get: (_key, callback) => callback(null),
      put: (_key, _item, callback) => callback(null),
      del: (_key, callback) => callback(null),
      createValueStream: range => {
        const from = index && start && rowKey(start, table, index)
        return this.#stream(indexPrefix(kind, table.TableName, name), range, from, input)
      },
    }
  }

  /** A page starts behind the very row the last one ended at, also among rows of equal index keys. */
  #stream(
    prefix: string,
    range: Parameters<ItemDb['createValueStream']>[0],
    startKey: string | undefined,
    input: Input,
  ): Readable {
    const backwards = input.ScanIndexForward === false
    const gt = (startKey && !backwards ? startKey : range.gt) ?? undefined
    const lt = (startKey && backwards ? startKey : range.lt) ?? undefined
    const values = this.#level.values({
      ...(gt !== undefined ? { gt: prefix + gt } : { gte: prefix + (range.gte ?? '') }),
      ...(range.lte !== undefined && lt === undefined
        ? { lte: prefix + range.lte }
        : { lt: prefix + (lt ?? '~') }),
      limit: range.limit ?? -1,
      reverse: range.reverse ?? false,
    })
    const streamed = this.streamed
    async function* rows() {
      try {
        for (let page = await values.nextv(64); page.length > 0; page = await values.nextv(64)) {
          for (const row of page) {
            streamed.push(row as Item)
            yield row
          }
        }
      } finally {
        await values.close()
      }
    }
    return Readable.from(rows())
  }
}

function checkStorable(table: TableDescription, item: Item): void {
  checkIndexKeys(table, item)
  if (itemSize(item) > itemSizeMaxBytes) {
    throw validationError('Item size has exceeded the maximum allowed size')
  }
}
