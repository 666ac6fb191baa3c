import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MovableClock } from '../../../infra/local/clock.ts'
import { Faults } from '../../../infra/local/faults.ts'
import { openQueue, type Queue } from '../../../infra/local/queue.ts'
import { type LocalSqs, startSqs } from '../../../infra/local/sqs/sqs.ts'
import { Usage } from '../../../infra/local/usage.ts'

let dir: string
let queue: Queue
let sqs: LocalSqs
let faults: Faults
let usage: Usage
let crashed: string[]

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'docket-sqs-'))
  faults = new Faults()
  usage = new Usage()
  crashed = []
  queue = openQueue({ name: 'work', dataDir: dir, maxReceiveCount: 3, faults })
  const onCrash = (key: string) => crashed.push(key)
  sqs = await startSqs({ queues: [queue], clock: new MovableClock(), usage, faults, onCrash })
})

afterEach(async () => {
  await sqs.close()
  queue.close()
  rmSync(dir, { recursive: true })
})

const client = (secretAccessKey = 'docket-local') =>
  new SQSClient({
    endpoint: sqs.endpoint,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'worker', secretAccessKey },
  })
const url = (name = 'work') => `${sqs.endpoint}/000000000000/${name}`
const bodies = () => queue.all().map(({ body }) => body)
const entries = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Id: `e${index}`, MessageBody: `ä ${index}` }))

test('a message that is sent is in the queue, under the id that was answered', async () => {
  // The SDK compares the digest of the body by itself.
  const { MessageId } = await client().send(new SendMessageCommand({ QueueUrl: url(), MessageBody: 'ä' }))
  expect(queue.all()).toMatchObject([{ messageId: MessageId, body: 'ä' }])
})

test('a batch is taken whole, in order', async () => {
  const { Successful, Failed } = await client().send(
    new SendMessageBatchCommand({ QueueUrl: url(), Entries: entries(10) }),
  )
  expect([Successful?.map(({ Id }) => Id), Failed]).toEqual([entries(10).map(({ Id }) => Id), []])
  expect(bodies()).toEqual(entries(10).map(({ MessageBody }) => MessageBody))
  expect(usage.report().sqs).toEqual({ calls: 1, messages: 10 })
})

test('what SQS would refuse is refused, and nothing is in the queue', async () => {
  const [first = { Id: '', MessageBody: '' }] = entries(1)
  const refused: [string, SendMessageBatchCommand][] = [
    ['TooManyEntriesInBatchRequest', new SendMessageBatchCommand({ QueueUrl: url(), Entries: entries(11) })],
    ['EmptyBatchRequest', new SendMessageBatchCommand({ QueueUrl: url(), Entries: [] })],
    ['BatchEntryIdsNotDistinct', new SendMessageBatchCommand({ QueueUrl: url(), Entries: [first, first] })],
    ['QueueDoesNotExist', new SendMessageBatchCommand({ QueueUrl: url('other'), Entries: entries(1) })],
  ]
  for (const [name, command] of refused) {
    await expect(client().send(command)).rejects.toMatchObject({ name })
  }
  const forged = new SendMessageCommand({ QueueUrl: url(), MessageBody: 'x' })
  await expect(client('another secret').send(forged)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
  expect(bodies()).toEqual([])
})

test('faults strike it as they strike other services', async () => {
  const send = () => client().send(new SendMessageCommand({ QueueUrl: url(), MessageBody: 'x' }))
  for (const kind of ['error', 'throttle', 'conflict', 'crash-before', 'crash-after'] as const) {
    faults.arm({ service: 'sqs', operation: 'SendMessage', kind, nth: 1 })
    await expect(send()).rejects.toThrow()
    faults.clear()
  }
  expect(crashed).toEqual(['worker', 'worker'])
  expect(bodies()).toEqual(['x'])
})
