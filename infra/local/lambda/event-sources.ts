import type { SQSBatchResponse, SQSRecord } from 'aws-lambda'

/** Something that turns what arrives into invocations, by itself. */
export interface EventSource {
  readonly name: string
  /** Nothing waits and nothing runs. */
  isDrained(): boolean
  /** Starts nothing more. */
  close(): void
}

export type Invoke = (event: unknown) => Promise<unknown>

const backoffFirstMs = 100
const backoffMaxMs = 5000

/** 100 ms, doubled with each attempt: AWS's minutes would teach a machine of one's own nothing. */
export function backoffMs(attempt: number): number {
  return Math.min(backoffFirstMs * 2 ** attempt, backoffMaxMs)
}

/** The identifiers of a batch that its function reports as failed; every one, if the report makes no sense. */
export function failuresIn(result: unknown, identifiers: readonly string[]): Set<string> {
  if (result === null || result === undefined) return new Set()
  const { batchItemFailures } = result as Partial<SQSBatchResponse>
  if (batchItemFailures === undefined || batchItemFailures === null) return new Set()
  if (!Array.isArray(batchItemFailures)) return new Set(identifiers)
  const failed = batchItemFailures.map(failure => failure?.itemIdentifier)
  return new Set(failed.every(one => identifiers.includes(one)) ? failed : identifiers)
}

interface SourceQueue {
  receive(max: number): SQSRecord[]
  delete(receiptHandle: string): void
  release(receiptHandle: string, delayMs: number): void
  onVisible(listener: () => void): () => void
  isDrained(): boolean
}

export interface QueueSourceOptions {
  name: string
  queue: SourceQueue
  batchSize: number
  invoke: Invoke
  /** Batches at work at a time. */
  concurrency?: number
  /** Told after each batch. */
  onBatch?: () => void
}

/** Lambda's event source of a queue: batches, of which only what failed is tried again. */
export function pumpQueue(options: QueueSourceOptions): EventSource {
  const { name, queue, batchSize, invoke, concurrency = 2, onBatch = () => {} } = options
  let running = 0
  let closed = false
  const start = (): void => {
    while (!closed && running < concurrency) {
      const records = queue.receive(batchSize)
      if (records.length === 0) return
      running += 1
      void work(records, queue, invoke).finally(() => {
        running -= 1
        onBatch()
        start()
      })
    }
  }
  const stop = queue.onVisible(start)
  return {
    name: `queue ${name}`,
    isDrained: () => running === 0 && queue.isDrained(),
    close: () => {
      closed = true
      stop()
    },
  }
}

async function work(records: SQSRecord[], queue: SourceQueue, invoke: Invoke): Promise<void> {
  const ids = records.map(record => record.messageId)
  const failed = await invoke({ Records: records }).then(
    result => failuresIn(result, ids),
    () => new Set(ids),
  )
  for (const { messageId, receiptHandle, attributes } of records) {
    if (!failed.has(messageId)) queue.delete(receiptHandle)
    else queue.release(receiptHandle, backoffMs(Number(attributes.ApproximateReceiveCount) - 1))
  }
}
