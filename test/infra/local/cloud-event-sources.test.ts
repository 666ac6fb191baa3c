import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DynamoDBRecord, SQSRecord } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Faults } from '../../../infra/local/faults.ts'
import { type EventSource, pumpQueue } from '../../../infra/local/lambda/event-sources.ts'
import { pumpStream } from '../../../infra/local/lambda/event-sources-stream.ts'
import { FailedEvents } from '../../../infra/local/lambda/failed-events.ts'
import { FunctionFailure } from '../../../infra/local/lambda/lambda.ts'
import { openQueue, type Queue } from '../../../infra/local/queue.ts'

let dir: string
let source: EventSource

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'docket-sources-'))
})

afterEach(() => {
  source.close()
  rmSync(dir, { recursive: true })
})

const rest = () => expect.poll(() => source.isDrained(), { timeout: 5000 }).toBe(true)

describe('a queue’s function', () => {
  let queue: Queue
  let dead: Queue
  let batches: string[][]

  beforeEach(() => {
    const shared = { dataDir: dir, maxReceiveCount: 3, faults: new Faults() }
    dead = openQueue({ ...shared, name: 'dead' })
    queue = openQueue({ ...shared, name: 'work', deadLetter: dead })
    batches = []
  })

  afterEach(() => queue.close())

  async function work(bodies: string[], answer: (records: SQSRecord[]) => unknown) {
    for (const body of bodies) await queue.send(body)
    source = pumpQueue({
      name: 'work',
      queue,
      batchSize: 2,
      concurrency: 1,
      invoke: async event => {
        const { Records } = event as { Records: SQSRecord[] }
        batches.push(Records.map(record => record.body))
        return answer(Records)
      },
    })
    await rest()
  }

  const failing = (records: SQSRecord[], body: string) => ({
    batchItemFailures: records
      .filter(record => record.body === body)
      .map(({ messageId }) => ({ itemIdentifier: messageId })),
  })

  test('gets batches, and what it worked off is gone', async () => {
    await work(['a', 'b', 'c'], () => undefined)
    expect(batches).toEqual([['a', 'b'], ['c']])
    expect(queue.all()).toEqual([])
  })

  test('gets again only the message it reports as failed, until it succeeds', async () => {
    let turns = 0
    await work(['a', 'b'], records => (turns++ === 0 ? failing(records, 'b') : { batchItemFailures: [] }))
    expect(batches).toEqual([['a', 'b'], ['b']])
    expect(dead.all()).toEqual([])
  })

  test('that throws gets the batch again, which then lands in the dead letter queue', async () => {
    await work(['a', 'b'], () => {
      throw new Error('always')
    })
    expect(batches.flat().toSorted()).toEqual(['a', 'a', 'a', 'b', 'b', 'b'])
    expect(dead.all().map(message => message.body)).toEqual(['a', 'b'])
  })

  test('whose report makes no sense gets the whole batch again', async () => {
    let turns = 0
    await work(['a', 'b'], () => (turns++ === 0 ? { batchItemFailures: [{ itemIdentifier: 'who?' }] } : null))
    expect(batches.flat().toSorted()).toEqual(['a', 'a', 'b', 'b'])
  })
})

describe('the stream’s function', () => {
  let stream: ReturnType<typeof memoryStream>
  let batches: string[][]
  const failedPath = () => join(dir, 'failed.jsonl')

  beforeEach(() => {
    stream = memoryStream()
    batches = []
  })

  async function work(answer: (ids: string[]) => unknown) {
    source = pumpStream({
      stream,
      consumer: 'worker',
      batchSize: 4,
      maxRetryAttempts: 2,
      filters: [{ eventName: ['INSERT'], dynamodb: { NewImage: { type: { S: ['outbox'] } } } }],
      invoke: async event => {
        const ids = (event as { Records: DynamoDBRecord[] }).Records.map(
          record => record.dynamodb?.SequenceNumber ?? '',
        )
        batches.push(ids)
        return answer(ids)
      },
      failedEvents: new FailedEvents(failedPath(), () => new Date()),
    })
    await rest()
  }

  const throwOn = (wanted: string) => (ids: string[]) => {
    if (ids.includes(wanted)) throw new Error(`cannot take ${wanted}`)
  }

  test('gets the records that pass the filter in order, and the checkpoint passes all', async () => {
    stream.append('outbox', 'ticket', 'outbox', 'outbox', 'outbox', 'outbox', 'ticket')
    stream.append({ eventName: 'MODIFY', type: 'outbox' })
    await work(() => undefined)
    expect(batches).toEqual([['1', '3', '4', '5'], ['6']])
    expect(stream.checkpoint()).toBe('8')
  })

  test('gets records that are appended later', async () => {
    await work(() => undefined)
    stream.append('outbox')
    await rest()
    expect(batches).toEqual([['1']])
  })

  test('that throws has its batch halved, and only the record to blame ends in the failed events', async () => {
    stream.append('outbox', 'outbox', 'outbox', 'outbox')
    await work(throwOn('3'))
    expect(batches).toEqual([['1', '2', '3', '4'], ['1', '2'], ['3', '4'], ['3'], ['3'], ['3'], ['4']])
    const failed = readFileSync(failedPath(), 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(failed).toMatchObject([
      {
        source: 'stream of worker',
        event: { dynamodb: { SequenceNumber: '3' } },
        error: { message: 'cannot take 3' },
      },
    ])
    expect(stream.checkpoint()).toBe('4')
  })

  test('gets again only from the record it reports as failed', async () => {
    stream.append('outbox', 'outbox', 'outbox')
    let turns = 0
    await work(() => (turns++ === 0 ? { batchItemFailures: [{ itemIdentifier: '2' }] } : undefined))
    expect(batches).toEqual([['1', '2', '3'], ['2'], ['3']])
  })

  test('that is throttled loses no attempt', async () => {
    stream.append('outbox')
    let turns = 0
    await work(() => {
      if (turns++ < 4) throw new FunctionFailure('throttled', 'TooManyRequestsException', 'Rate Exceeded.')
    })
    expect(batches).toHaveLength(5)
    expect(stream.checkpoint()).toBe('1')
  })

  test('cut off by a close keeps the checkpoint, so that nothing is lost', async () => {
    stream.append('outbox')
    const begun = Promise.withResolvers<void>()
    const cut = Promise.withResolvers<void>()
    const rested = work(async () => {
      begun.resolve()
      await cut.promise
      throw new Error('killed')
    })
    await begun.promise
    source.close()
    cut.resolve()
    await expect.poll(() => batches.length).toBe(1)
    expect(stream.checkpoint()).toBe('')
    stream.acknowledge('worker', '1')
    await rested
  })
})

function memoryStream() {
  const records: DynamoDBRecord[] = []
  const listeners: (() => void)[] = []
  let checkpoint = ''
  const behind = () => records.filter(record => Number(record.dynamodb?.SequenceNumber) > Number(checkpoint))
  return {
    append(...added: (string | { eventName: 'INSERT' | 'MODIFY'; type: string })[]) {
      for (const one of added) {
        const { eventName, type } =
          typeof one === 'string' ? { eventName: 'INSERT' as const, type: one } : one
        const dynamodb = { SequenceNumber: String(records.length + 1), NewImage: { type: { S: type } } }
        records.push({ eventName, dynamodb })
      }
      for (const listener of listeners) listener()
    },
    checkpoint: () => checkpoint,
    read: async (_consumer: string, max: number) => behind().slice(0, max),
    acknowledge: async (_consumer: string, through: string) => {
      checkpoint = through
    },
    onRecords: (listener: () => void) => {
      listeners.push(listener)
    },
    isDrained: () => behind().length === 0,
  }
}
