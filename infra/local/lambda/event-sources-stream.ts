import { setTimeout as sleep } from 'node:timers/promises'
import type { DynamoDBRecord } from 'aws-lambda'
import type { LocalStream } from '../dynamodb/streams.ts'
import { backoffMs, type EventSource, failuresIn, type Invoke } from './event-sources.ts'
import type { FailedEvents } from './failed-events.ts'
import { FunctionFailure } from './failure.ts'

export interface StreamSourceOptions {
  stream: LocalStream
  /** Whose checkpoint moves; also the name of the function. */
  consumer: string
  batchSize: number
  /** Attempts after the first, per record. */
  maxRetryAttempts: number
  /** A record passes by any of them. */
  filters: readonly object[]
  invoke: Invoke
  failedEvents: FailedEvents
  /** Told after each batch. */
  onBatch?: () => void
}

const readMax = 200

/** Lambda's event source of the table's stream: one shard, in order, failing batches halved until one is to blame. */
export function pumpStream(options: StreamSourceOptions): EventSource {
  const { stream, consumer, onBatch = () => {} } = options
  const closing = new AbortController()
  let running = false
  const pump = async (): Promise<void> => {
    if (running || closing.signal.aborted) return
    running = true
    try {
      while (!closing.signal.aborted && !stream.isDrained(consumer)) await advance(options, closing.signal)
    } catch (error) {
      if (!closing.signal.aborted) console.error(`stream of ${consumer}:`, error)
    } finally {
      running = false
      onBatch()
    }
  }
  stream.onRecords(() => void pump())
  void pump()
  return {
    name: `stream of ${consumer}`,
    isDrained: () => !running && stream.isDrained(consumer),
    close: () => closing.abort(),
  }
}

/** Works off the next batch of records that pass the filter, and those it skips on the way. */
async function advance(options: StreamSourceOptions, closing: AbortSignal): Promise<void> {
  const { stream, consumer, batchSize, filters } = options
  const records = await stream.read(consumer, readMax)
  const batch: DynamoDBRecord[] = []
  let last: DynamoDBRecord | undefined
  for (const record of records) {
    if (batch.length === batchSize) break
    if (filters.some(filter => passes(record, filter))) batch.push(record)
    last = record
  }
  if (batch.length > 0) await work(batch, 0, options, closing)
  const through = last?.dynamodb?.SequenceNumber
  if (through !== undefined) await stream.acknowledge(consumer, through)
}

async function work(
  batch: DynamoDBRecord[],
  attempt: number,
  options: StreamSourceOptions,
  closing: AbortSignal,
): Promise<void> {
  const { error, done, thrown } = await invokeOn(batch, options, closing)
  const [first, ...rest] = batch.slice(done)
  if (first === undefined) return
  if (thrown && rest.length > 0) {
    // Whose fault it was is not known; halving costs no attempt, as on AWS.
    const half = Math.ceil(batch.length / 2)
    await work(batch.slice(0, half), attempt, options, closing)
    return work(batch.slice(half), attempt, options, closing)
  }
  if (attempt < options.maxRetryAttempts) {
    await sleep(backoffMs(attempt), undefined, { signal: closing })
    await work([first], attempt + 1, options, closing)
  } else {
    const source = `stream of ${options.consumer}`
    options.failedEvents.record({ source, function: options.consumer, event: first, error })
  }
  if (rest.length > 0) await work(rest, 0, options, closing)
}

/** How many records from the start of the batch are done; a refused invocation is tried until it is taken. */
async function invokeOn(batch: DynamoDBRecord[], { invoke }: StreamSourceOptions, closing: AbortSignal) {
  const ids = batch.map(record => record.dynamodb?.SequenceNumber ?? '')
  for (let refusals = 0; ; refusals++) {
    try {
      const failed = failuresIn(await invoke({ Records: batch }), ids)
      const done = ids.findIndex(id => failed.has(id))
      const error = 'reported in batchItemFailures'
      return { done: done === -1 ? batch.length : done, thrown: failed.size === ids.length, error }
    } catch (error) {
      // Nothing may be acknowledged that a closing cloud cut off.
      closing.throwIfAborted()
      const throttled = error instanceof FunctionFailure && error.kind === 'throttled'
      if (!throttled) return { done: 0, thrown: true, error }
      await sleep(backoffMs(refusals), undefined, { signal: closing })
    }
  }
}

/** EventBridge's pattern as far as it is used here: arrays list the values taken, objects go deeper. */
function passes(value: unknown, pattern: object): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
    return Array.isArray(wanted) ? wanted.includes(found) : passes(found, wanted)
  })
}
