import type { DynamoDBRecord } from 'aws-lambda'
import type { Batch, Level } from './dynalite.ts'
import { sameItem } from './images.ts'
import { type Change, pick } from './indexes.ts'
import { itemSize } from './units.ts'

const recordPrefix = 'docket-stream~'
const checkpointPrefix = 'docket-checkpoint~'

/** The table's changes, in order, for consumers of this process; each keeps its place across restarts. */
export interface LocalStream {
  /** The records behind the consumer's checkpoint, oldest first; again and again until acknowledged. */
  read(consumer: string, maxRecords: number): Promise<DynamoDBRecord[]>
  acknowledge(consumer: string, throughSequenceNumber: string): Promise<void>
  /** Calls the listener each time records were appended. */
  onRecords(listener: () => void): void
  isDrained(consumer: string): boolean
}

/** Who changed an item: nobody in particular, or the engine because its time to live was over. */
export type StreamOrigin = 'request' | 'expiry'

/**
 * The journal of one table. Its records are written in the same LevelDB batch as the items they tell of, so that
 * neither is ever there without the other; what every consumer acknowledged is dropped.
 */
export class StreamJournal implements LocalStream {
  readonly #level: Level
  readonly #checkpoints: Map<string, string>
  readonly #listeners: (() => void)[] = []
  /** Number of the newest committed record. */
  #newest: number
  #dropped = ''

  private constructor(level: Level, checkpoints: Map<string, string>, newest: number) {
    this.#level = level
    this.#checkpoints = checkpoints
    this.#newest = newest
  }

  /** A consumer named for the first time starts with the oldest record that is still kept. */
  static async open(level: Level, consumers: string[]): Promise<StreamJournal> {
    const range = { gt: recordPrefix, lt: `${recordPrefix}~` }
    const [newest] = await level.keys({ ...range, reverse: true, limit: 1 }).all()
    const stored = await level.iterator({ gt: checkpointPrefix, lt: `${checkpointPrefix}~` }).all()
    const known = new Map(stored.map(([key, value]) => [key.slice(checkpointPrefix.length), String(value)]))
    const last = [newest?.slice(recordPrefix.length) ?? '', ...known.values()].sort().at(-1)
    const head = last ? Number(last.slice(1)) : 0
    const start = newest === undefined ? sequenceNumber(head) : ''
    const checkpoints = new Map(consumers.map(name => [name, known.get(name) ?? start]))
    return new StreamJournal(level, checkpoints, head)
  }

  async read(consumer: string, maxRecords: number): Promise<DynamoDBRecord[]> {
    if (this.isDrained(consumer)) return []
    const range = { gt: recordPrefix + this.#checkpoint(consumer), lt: `${recordPrefix}~` }
    return (await this.#level.values({ ...range, limit: maxRecords }).all()) as DynamoDBRecord[]
  }

  async acknowledge(consumer: string, throughSequenceNumber: string): Promise<void> {
    if (throughSequenceNumber <= this.#checkpoint(consumer)) return
    this.#checkpoints.set(consumer, throughSequenceNumber)
    await this.#level.put(checkpointPrefix + consumer, throughSequenceNumber)
    const oldest = [...this.#checkpoints.values()].sort()[0] ?? ''
    if (oldest <= this.#dropped) return
    const range = { gt: recordPrefix + this.#dropped, lte: recordPrefix + oldest }
    this.#dropped = oldest
    await this.#level.clear(range)
  }

  onRecords(listener: () => void): void {
    this.#listeners.push(listener)
  }

  isDrained(consumer: string): boolean {
    return this.#checkpoint(consumer) >= sequenceNumber(this.#newest)
  }

  /** The batch that records these changes, to be committed with them under the write lock; then `appended`. */
  records(changes: Change[], origin: StreamOrigin, at: Date): Batch[] {
    if (this.#checkpoints.size === 0) return []
    return changes
      .filter(change => !sameItem(change.before, change.after))
      .map((change, position) => {
        const sequence = sequenceNumber(this.#newest + position + 1)
        return { type: 'put', key: recordPrefix + sequence, value: record(change, sequence, origin, at) }
      })
  }

  /** Makes so many committed records known to the consumers. */
  appended(count: number): void {
    if (count === 0) return
    this.#newest += count
    for (const listener of this.#listeners) listener()
  }

  #checkpoint(consumer: string): string {
    const checkpoint = this.#checkpoints.get(consumer)
    if (checkpoint === undefined) throw new Error(`the stream knows no consumer named ${consumer}`)
    return checkpoint
  }
}

function sequenceNumber(count: number): string {
  return `1${String(count).padStart(20, '0')}`
}

function record(change: Change, sequence: string, origin: StreamOrigin, at: Date): DynamoDBRecord {
  const { table, before, after } = change
  const names = table.KeySchema.map(key => key.AttributeName)
  const keys = pick(after ?? before ?? {}, names)
  return {
    eventID: sequence,
    eventName: !before ? 'INSERT' : after ? 'MODIFY' : 'REMOVE',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(at.getTime() / 1000),
      Keys: keys,
      ...(after && { NewImage: after }),
      ...(before && { OldImage: before }),
      SequenceNumber: sequence,
      SizeBytes: itemSize(keys) + (before ? itemSize(before) : 0) + (after ? itemSize(after) : 0),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: `${table.TableArn}/stream/${new Date(table.CreationDateTime * 1000).toISOString().slice(0, -1)}`,
    ...(origin === 'expiry' && {
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    }),
  }
}
