import type { TableSchema } from '../../../shared/store/schema.ts'
import type { Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import type { Usage } from '../usage.ts'
import { Database } from './database.ts'
import type { Item } from './dynalite.ts'
import { listen } from './server.ts'
import type { LocalStream } from './streams.ts'
import { ensureTable } from './tables.ts'

/** The running table: its endpoint for the AWS SDK, its stream for the functions behind it. */
export interface LocalDynamoDb {
  endpoint: string
  stream: LocalStream
  /** Deletes what is past its time to live by the desk's clock; answers how many items. */
  sweepExpired(): Promise<number>
  /** Puts many new items at once, without requests and stream records; see `Database.load`. */
  load(items: Iterable<Item>): Promise<void>
  close(): Promise<void>
}

/** What the table is, where it lies, and who watches it. */
export interface LocalDynamoDbOptions {
  dataDir: string
  tableName: string
  schema: TableSchema
  /** Everyone who will read the stream: records are kept until each of them has acknowledged them. */
  streamConsumers: string[]
  clock: Clock
  usage: Usage
  faults: Faults
  /** Told whose process an injected crash must take down, by the access key id of its requests. */
  onCrash?: (accessKeyId: string) => void
}

/**
 * DynamoDB on this machine: dynalite's rules for items and expressions, and around them what it lacks (atomic
 * transactions, streams, time to live, units by AWS's rules, faults), all of it proof against `kill -9`.
 * Throws one line saying what to do when the data folder cannot be used.
 */
export async function startDynamoDb(options: LocalDynamoDbOptions): Promise<LocalDynamoDb> {
  const { usage, faults, onCrash = () => undefined } = options
  const database = await Database.open(options)
  try {
    await ensureTable(database, options.tableName, options.schema)
    const server = await listen({ database, usage, faults, onCrash })
    return {
      endpoint: server.endpoint,
      stream: database.stream,
      sweepExpired: () => database.sweepExpired(),
      load: items => database.load(items),
      close: async () => {
        await server.close()
        await database.close()
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}
