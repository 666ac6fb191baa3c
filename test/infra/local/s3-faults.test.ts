import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MovableClock } from '../../../infra/local/clock.ts'
import { type FaultKind, Faults } from '../../../infra/local/faults.ts'
import { type LocalS3, localSecretAccessKey, startS3 } from '../../../infra/local/s3/s3.ts'
import { Usage } from '../../../infra/local/usage.ts'

const Bucket = 'files'
let dataDir: string
let faults: Faults
let crashed: string[]
let created: string[]
let s3: LocalS3
let client: S3Client

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'docket-s3-'))
  faults = new Faults()
  crashed = []
  created = []
  s3 = await startS3({
    dataDir,
    buckets: [Bucket],
    clock: new MovableClock(),
    usage: new Usage(),
    faults,
    onCrash: id => crashed.push(id),
    onObjectCreated: (_, key) => created.push(key),
  })
  client = new S3Client({
    endpoint: s3.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIA7', secretAccessKey: localSecretAccessKey },
    maxAttempts: 1,
  })
})

afterEach(async () => {
  client.destroy()
  await s3.close()
  rmSync(dataDir, { recursive: true })
})

function putUnder(kind: FaultKind) {
  faults.arm({ service: 's3', operation: 'PutObject', kind, nth: 1 })
  return client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))
}

test.each([
  ['error', 'InternalError', 500],
  ['throttle', 'SlowDown', 503],
  ['conflict', 'OperationAborted', 409],
] as const)('%s answers %s and changes nothing', async (kind, name, httpStatusCode) => {
  await expect(putUnder(kind)).rejects.toMatchObject({ name, $metadata: { httpStatusCode } })
  expect(created).toEqual([])
})

test('a time-out stores the object and says nothing', async () => {
  const began = Date.now()
  await expect(putUnder('timeout')).rejects.toThrow()
  expect(Date.now() - began).toBeGreaterThan(900)
  expect(created).toEqual(['k'])
})

test('a crash before the effect kills the caller and stores nothing', async () => {
  await expect(putUnder('crash-before')).rejects.toThrow()
  expect([crashed, created]).toEqual([['AKIA7'], []])
})

test('a crash after the effect kills the caller and stores the object', async () => {
  await expect(putUnder('crash-after')).rejects.toThrow()
  expect([crashed, created]).toEqual([['AKIA7'], ['k']])
})

test('a delay answers late', async () => {
  const began = Date.now()
  await putUnder('delay')
  expect(Date.now() - began).toBeGreaterThan(450)
})

test('a duplicate runs twice and answers once', async () => {
  await putUnder('duplicate')
  expect(created).toEqual(['k', 'k'])
})

test('only the call that was ordered is struck', async () => {
  faults.arm({ service: 's3', operation: 'GetObject', kind: 'error' })
  faults.arm({ service: 'ses', kind: 'error' })
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))
  expect(created).toEqual(['k'])
})
