import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MovableClock } from '../../../infra/local/clock.ts'
import { Faults } from '../../../infra/local/faults.ts'
import { openQueue, type Queue } from '../../../infra/local/queue.ts'

let dataDir: string
let faults: Faults
let dead: Queue
let queue: Queue

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'docket-queue-'))
  faults = new Faults()
  boot()
})

afterEach(() => {
  queue.close()
  rmSync(dataDir, { recursive: true })
})

function boot() {
  dead = openQueue({ name: 'inbound-dead', dataDir, maxReceiveCount: 1000, faults })
  const clock = new MovableClock()
  queue = openQueue({ name: 'inbound', dataDir, clock, maxReceiveCount: 2, deadLetter: dead, faults })
}

function take() {
  const [record] = queue.receive(1)
  if (record === undefined) throw new Error('Nothing was visible')
  return record
}

test('a message comes as Lambda’s SQS event has it', async () => {
  const messageId = await queue.send('hällo')
  expect(queue.receive(10)).toEqual([
    {
      messageId,
      receiptHandle: expect.any(String),
      body: 'hällo',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: expect.any(String),
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
      },
      messageAttributes: {},
      md5OfBody: '38bbce5fb3d0aec801f9eab39182fa7a',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:inbound',
      awsRegion: 'us-east-1',
    },
  ])
})

test('a message in flight is not delivered again until it is released', async () => {
  await queue.send('a')
  const { receiptHandle } = take()
  expect(queue.receive(1)).toEqual([])
  expect(queue.size()).toEqual({ visible: 0, inFlight: 1, delayed: 0 })
  queue.release(receiptHandle, 0)
  expect(take().attributes.ApproximateReceiveCount).toBe('2')
})

test('a delayed message comes back by itself and counts as not drained', async () => {
  await queue.send('a')
  queue.release(take().receiptHandle, 30)
  expect(queue.receive(1)).toEqual([])
  expect(queue.isDrained()).toBe(false)
  await sleep(60)
  queue.delete(take().receiptHandle)
  expect(queue.isDrained()).toBe(true)
})

test('after its last receive a message is a dead letter, and a redrive brings it back', async () => {
  const messageId = await queue.send('poison')
  queue.release(take().receiptHandle, 0)
  queue.release(take().receiptHandle, 60_000)
  expect(queue.isDrained()).toBe(true)
  expect(dead.all()).toMatchObject([{ messageId, body: 'poison' }])
  boot()
  expect(dead.all()).toHaveLength(1)
  expect(queue.redrive()).toBe(1)
  expect([dead.all(), dead.isDrained()]).toEqual([[], true])
  expect(take().attributes.ApproximateReceiveCount).toBe('1')
})

test('listeners hear of what was sent, released or left from before', async () => {
  let heard = 0
  await queue.send('a')
  boot()
  const stop = queue.onVisible(() => {
    heard += 1
  })
  await sleep(0)
  expect(heard).toBe(1)
  await queue.send('b')
  await sleep(0)
  expect(heard).toBe(2)
  queue.release(take().receiptHandle, 0)
  await sleep(0)
  expect(heard).toBe(3)
  stop()
  await queue.send('c')
  await sleep(0)
  expect(heard).toBe(3)
})

test('after a restart messages wait in their order, those in flight too, deleted ones do not', async () => {
  for (const body of ['a', 'b', 'c']) await queue.send(body)
  take()
  queue.delete(take().receiptHandle)
  boot()
  const records = queue.receive(10)
  expect(records.map(record => record.body)).toEqual(['a', 'c'])
  expect(records[0]?.attributes.ApproximateReceiveCount).toBe('2')
})

test('what send answered survives kill -9', async () => {
  const sender = `
    import { openQueue } from ${JSON.stringify(join(import.meta.dirname, '../../../infra/local/queue.ts'))}
    import { Faults } from ${JSON.stringify(join(import.meta.dirname, '../../../infra/local/faults.ts'))}
    const dataDir = ${JSON.stringify(dataDir)}
    const queue = openQueue({ name: 'inbound', dataDir, maxReceiveCount: 2, faults: new Faults() })
    for (let at = 0; ; at++) process.stdout.write(await queue.send('m' + at) + '\\n')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', sender])
  let answered = ''
  child.stdout.on('data', data => {
    answered += data
    if (answered.length > 2000) child.kill('SIGKILL')
  })
  await once(child, 'close')
  boot()
  const kept = new Set(queue.all().map(message => message.messageId))
  const ids = answered.split('\n').slice(0, -1)
  expect(ids.length).toBeGreaterThan(10)
  expect(ids.filter(id => !kept.has(id))).toEqual([])
})

test('a burst of 1000 messages is taken in under two seconds', async () => {
  const began = Date.now()
  await Promise.all(Array.from({ length: 1000 }, (_, at) => queue.send(String(at))))
  expect(Date.now() - began).toBeLessThan(2000)
  expect(queue.size().visible).toBe(1000)
})

test('a duplicate fault delivers the same message twice, even after the first was deleted', async () => {
  const messageId = await queue.send('a')
  faults.arm({ service: 'sqs', operation: 'ReceiveMessage', kind: 'duplicate', nth: 1 })
  queue.delete(take().receiptHandle)
  expect(queue.isDrained()).toBe(false)
  const again = take()
  expect([again.messageId, again.body]).toEqual([messageId, 'a'])
  queue.release(again.receiptHandle, 0)
  expect(queue.isDrained()).toBe(true)
  boot()
  expect(queue.all()).toEqual([])
})

test('a failed send is told to the sender, and a failed delete delivers again', async () => {
  faults.arm({ service: 'sqs', operation: 'SendMessage', kind: 'error', nth: 1 })
  await expect(queue.send('a')).rejects.toThrow('SendMessage')
  expect(queue.isDrained()).toBe(true)
  await queue.send('b')
  faults.arm({ service: 'sqs', operation: 'DeleteMessage', kind: 'error', nth: 1 })
  queue.delete(take().receiptHandle)
  queue.delete(take().receiptHandle)
  expect(queue.isDrained()).toBe(true)
})

test('a failed receive takes nothing and is tried again', async () => {
  await queue.send('a')
  await sleep(0)
  faults.arm({ service: 'sqs', operation: 'ReceiveMessage', kind: 'error', nth: 1 })
  let heard = false
  queue.onVisible(() => {
    heard = true
  })
  await sleep(0)
  heard = false
  expect(queue.receive(1)).toEqual([])
  await sleep(150)
  expect(heard).toBe(true)
  expect(take().body).toBe('a')
})
