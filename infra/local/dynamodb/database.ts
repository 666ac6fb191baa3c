import { accessSync, constants, mkdirSync } from 'node:fs'
import type { Clock } from '../clock.ts'
import {
  type Batch,
  type DynaliteStore,
  type Item,
  itemKey,
  type Level,
  openStore,
  type TableDescription,
} from './dynalite.ts'
import { type Change, changeOf } from './indexes.ts'
import { Lock } from './lock.ts'
import { StreamJournal, type StreamOrigin } from './streams.ts'
import { RequestTokens } from './tokens.ts'
import { Expiries } from './ttl.ts'
import { Workspace } from './workspace.ts'

const tablePrefix = 'table~'
const sweptAtOnce = 100
const loadedAtOnce = 5_000

/** Where the tables lie, and what is streamed to whom. */
export interface DatabaseOptions {
  dataDir: string
  /** The table whose changes are streamed. */
  tableName: string
  streamConsumers: string[]
  clock: Clock
}

/**
 * The tables on disk. Everything that writes runs under `lock` and ends in one `commit`, a single LevelDB batch of
 * items, index rows, stream records and tokens: a kill at any moment leaves all of it or none.
 */
export class Database {
  readonly lock = new Lock()
  /** dynalite's own view of the files, for what it does itself: creating tables. */
  readonly store: DynaliteStore
  readonly level: Level
  readonly clock: Clock
  readonly tables: Map<string, TableDescription>
  readonly stream: StreamJournal
  readonly expiries: Expiries
  readonly tokens: RequestTokens
  readonly streamedTable: string

  private constructor(store: DynaliteStore, options: DatabaseOptions, stored: StoredState) {
    this.store = store
    this.level = store.db
    this.clock = options.clock
    this.streamedTable = options.tableName
    this.tables = stored.tables
    this.stream = stored.stream
    this.expiries = stored.expiries
    this.tokens = stored.tokens
  }

  /** Throws one line saying what is wrong with the folder when it cannot be used. */
  static async open(options: DatabaseOptions): Promise<Database> {
    const store = await openFiles(options.dataDir)
    const level = store.db
    try {
      const stored = {
        tables: await readTables(level),
        stream: await StreamJournal.open(level, options.streamConsumers),
        expiries: await Expiries.open(level),
        tokens: await RequestTokens.open(level),
      }
      return new Database(store, options, stored)
    } catch (error) {
      await level.close().catch(() => undefined)
      throw unreadable(options.dataDir, error)
    }
  }

  workspace(): Workspace {
    return new Workspace(this.level, this.tables)
  }

  /** Writes all changes of a workspace, and `more`, or nothing. Only under the lock. */
  async commit(workspace: Workspace, more: Batch[] = [], origin: StreamOrigin = 'request'): Promise<void> {
    const streamed = workspace.changes.filter(change => change.table.TableName === this.streamedTable)
    const records = this.stream.records(streamed, origin, this.clock.now())
    const items = workspace.changes.flatMap(change => this.#batchOf(change))
    const batch = [...items, ...records, ...more]
    if (batch.length > 0) await this.level.batch(batch)
    this.stream.appended(records.length)
  }

  /**
   * Puts many items that the streamed table does not have yet, as a restore does: no stream record tells of them
   * and nobody is charged. The items are trusted, which makes it some twenty times as fast as requests.
   */
  async load(items: Iterable<Item>): Promise<void> {
    const table = this.workspace().table(this.streamedTable)
    await this.lock.run(async () => {
      let batch: Batch[] = []
      for (const item of items) {
        batch.push(...this.#batchOf(changeOf(table, itemKey(item, table), undefined, item)))
        if (batch.length < loadedAtOnce) continue
        await this.level.batch(batch)
        batch = []
      }
      await this.level.batch(batch)
    })
  }

  #batchOf(change: Change): Batch[] {
    const key = `item-${change.table.TableName}~${change.key}`
    const { after } = change
    const item: Batch = after ? { type: 'put', key, value: after } : { type: 'del', key }
    return [item, ...change.indexes.flatMap(index => index.batch), ...this.expiries.changes(change)]
  }

  /** Deletes what is past its time to live by the desk's clock; answers how many items. */
  async sweepExpired(): Promise<number> {
    let swept = 0
    for (const table of this.expiries.tables()) {
      for (let count = sweptAtOnce; count === sweptAtOnce; swept += count) {
        count = await this.lock.run(() => this.#sweepSome(table))
      }
    }
    return swept
  }

  async #sweepSome(name: string): Promise<number> {
    const workspace = this.workspace()
    const table = workspace.table(name)
    for (const key of await this.expiries.due(name, this.clock.now(), sweptAtOnce)) {
      const before = workspace.item(name, key)
      workspace.changes.push(changeOf(table, key, before, undefined))
    }
    await this.commit(workspace, [], 'expiry')
    return workspace.changes.length
  }

  /** Waits for writes under way, then closes the files. */
  async close(): Promise<void> {
    await this.lock.run(() => this.level.close())
  }
}

interface StoredState {
  tables: Map<string, TableDescription>
  stream: StreamJournal
  expiries: Expiries
  tokens: RequestTokens
}

async function openFiles(dataDir: string): Promise<DynaliteStore> {
  try {
    mkdirSync(dataDir, { recursive: true })
    accessSync(dataDir, constants.R_OK | constants.W_OK)
  } catch (error) {
    throw new Error(`cannot write to the data folder ${dataDir}: ${wordsOf(error)}`)
  }
  const store = openStore(dataDir)
  try {
    await store.db.open()
  } catch (error) {
    throw unreadable(dataDir, error)
  }
  return store
}

async function readTables(level: Level): Promise<Map<string, TableDescription>> {
  const stored = await level.values({ gt: tablePrefix, lt: `${tablePrefix}~` }).all()
  const tables = (stored as TableDescription[]).map(table => {
    // A process killed right after CreateTable leaves the table CREATING, though nothing is left to be done.
    const ready = { ...table, TableStatus: 'ACTIVE' }
    for (const index of ready.GlobalSecondaryIndexes ?? []) index.IndexStatus = 'ACTIVE'
    return [table.TableName, ready] as const
  })
  return new Map(tables)
}

function unreadable(dataDir: string, error: unknown): Error {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_LOCKED') {
    return new Error(`the data folder ${dataDir} is in use by another process`)
  }
  return new Error(`the data folder ${dataDir} cannot be read (${wordsOf(cause)}): delete it to start afresh`)
}

function wordsOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error)
  return words.split('\n')[0] ?? ''
}
