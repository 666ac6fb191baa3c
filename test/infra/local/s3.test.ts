import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MovableClock } from '../../../infra/local/clock.ts'
import { Faults } from '../../../infra/local/faults.ts'
import { type LocalS3, localSecretAccessKey, startS3 } from '../../../infra/local/s3/s3.ts'
import { Usage } from '../../../infra/local/usage.ts'

const Bucket = 'mail'
let dataDir: string
let usage: Usage
let created: string[]
let s3: LocalS3
let client: S3Client

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'docket-s3-'))
  await boot()
})

afterEach(async () => {
  await shut()
  rmSync(dataDir, { recursive: true })
})

async function boot() {
  usage = new Usage()
  created = []
  s3 = await startS3({
    dataDir,
    buckets: [Bucket, 'files'],
    clock: new MovableClock(),
    usage,
    faults: new Faults(),
    onObjectCreated: (bucket, key) => created.push(`${bucket}/${key}`),
  })
  client = new S3Client({
    endpoint: s3.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAINSTANCE1', secretAccessKey: localSecretAccessKey },
  })
}

async function shut() {
  client.destroy()
  await s3.close()
}

const put = (Key: string, Body: string | Buffer = 'hello') =>
  client.send(new PutObjectCommand({ Bucket, Key, Body }))
const read = async (Key: string) =>
  (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()

test('the SDK reaches the endpoint by path without being told to', async () => {
  const url = new URL(s3.endpoint)
  expect(url.hostname).toBe('127.0.0.1')
  await put('a')
  expect(await read('a')).toBe('hello')
})

test('an object keeps its bytes, type, disposition and metadata', async () => {
  const Body = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
  const about = { ContentType: 'image/png', ContentDisposition: 'attachment; filename="a.png"' }
  const { ETag } = await client.send(
    new PutObjectCommand({ Bucket, Key: 'k', Body, ...about, Metadata: { ticket: '7' } }),
  )
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'k' }))
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Body)
  expect(got).toMatchObject({ ...about, ContentLength: 256, Metadata: { ticket: '7' }, ETag })
  expect(ETag).toBe('"e2c865db4162bed963bfaa9ef6ac18f0"')
  const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'k' }))
  expect(head).toMatchObject({ ...about, ContentLength: 256, Metadata: { ticket: '7' }, ETag })
  expect(created).toEqual(['mail/k'])
})

test('a stream sent in chunks with a trailing checksum arrives without its framing', async () => {
  const Body = Readable.from([Buffer.alloc(70_000, 'a'), Buffer.alloc(70_000, 'b')])
  await client.send(new PutObjectCommand({ Bucket, Key: 'stream', Body, ContentLength: 140_000 }))
  expect(await read('stream')).toBe('a'.repeat(70_000) + 'b'.repeat(70_000))
})

test('a body that fails its checksum is refused and not stored', async () => {
  const wrong = new PutObjectCommand({ Bucket, Key: 'k', Body: 'hello', ChecksumCRC32: 'AAAAAA==' })
  await expect(client.send(wrong)).rejects.toMatchObject({ name: 'BadDigest' })
  expect(s3.listKeys(Bucket)).toEqual([])
})

test('a range answers its part, and one past the end is refused', async () => {
  await put('k', '0123456789')
  const part = async (Range: string) =>
    client.send(new GetObjectCommand({ Bucket, Key: 'k', Range })).then(got => got.Body?.transformToString())
  expect(await part('bytes=2-4')).toBe('234')
  expect(await part('bytes=7-')).toBe('789')
  expect(await part('bytes=-2')).toBe('89')
  await expect(part('bytes=10-')).rejects.toMatchObject({ name: 'InvalidRange' })
})

test('what has not changed is not sent again', async () => {
  const { ETag } = await put('k')
  const get = new GetObjectCommand({ Bucket, Key: 'k', IfNoneMatch: ETag })
  await expect(client.send(get)).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } })
})

test('a key written once is kept when the writer asks for that', async () => {
  const once = (Body: string) =>
    client.send(new PutObjectCommand({ Bucket, Key: 'k', Body, IfNoneMatch: '*' }))
  await once('first')
  await expect(once('second')).rejects.toMatchObject({ name: 'PreconditionFailed' })
  expect(await read('k')).toBe('first')
})

test('what is missing is said in S3’s words', async () => {
  await expect(read('nope')).rejects.toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } })
  await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'nope' }))).rejects.toMatchObject({
    name: 'NotFound',
  })
  await expect(client.send(new GetObjectCommand({ Bucket: 'other', Key: 'k' }))).rejects.toMatchObject({
    name: 'NoSuchBucket',
  })
})

test('deleted objects are gone, one or many, and deleting twice is no error', async () => {
  await Promise.all([put('a'), put('b & <c>'), put('d')])
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }))
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }))
  const many = [{ Key: 'b & <c>' }, { Key: 'nope' }]
  const answer = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: many } }))
  expect(answer.Deleted).toEqual(many)
  expect(s3.listKeys(Bucket)).toEqual(['d'])
})

test('a listing goes by prefix, in the order of UTF-8, a page at a time', async () => {
  const keys = ['p/1', 'p/\u{1F600}', 'p/\uFF5E', 'p/ä', 'q']
  await Promise.all(keys.map(key => put(key)))
  const seen: unknown[] = []
  let ContinuationToken: string | undefined
  do {
    const input = { Bucket, Prefix: 'p/', MaxKeys: 3, ContinuationToken }
    const page = await client.send(new ListObjectsV2Command(input))
    seen.push(page.Contents?.map(object => object.Key))
    ContinuationToken = page.NextContinuationToken
  } while (ContinuationToken)
  expect(seen).toEqual([['p/1', 'p/ä', 'p/\uFF5E'], ['p/\u{1F600}']])
})

test('a listing by delimiter folds what lies below into prefixes, over pages too', async () => {
  await Promise.all(['a/1', 'a/2', 'b', 'c/1'].map(key => put(key)))
  const list = (more: object) => client.send(new ListObjectsV2Command({ Bucket, Delimiter: '/', ...more }))
  const first = await list({ MaxKeys: 1 })
  expect(first.CommonPrefixes).toEqual([{ Prefix: 'a/' }])
  const rest = await list({ ContinuationToken: first.NextContinuationToken })
  expect(rest.Contents?.map(object => object.Key)).toEqual(['b'])
  expect(rest.CommonPrefixes).toEqual([{ Prefix: 'c/' }])
})

test('a copy keeps bytes and metadata', async () => {
  await client.send(new PutObjectCommand({ Bucket, Key: 'ä /1', Body: 'x', ContentType: 'text/csv' }))
  await client.send(
    new CopyObjectCommand({
      Bucket: 'files',
      Key: '2',
      CopySource: `${Bucket}/${encodeURIComponent('ä /1')}`,
    }),
  )
  const copy = await client.send(new GetObjectCommand({ Bucket: 'files', Key: '2' }))
  expect(copy.ContentType).toBe('text/csv')
  expect(await copy.Body?.transformToString()).toBe('x')
})

test('any key is stored and none leaves the folder', async () => {
  const keys = [
    '../../escape',
    'a//b',
    '.',
    '..',
    'ü+&%20 ~!\'()*"<>',
    '日本/😀',
    'x'.repeat(1024),
    'a\u0001\nb',
  ]
  for (const key of keys) {
    await s3.putObject(Bucket, key, Buffer.from(key))
    expect((await s3.readObject(Bucket, key))?.toString()).toBe(key)
  }
  for (const key of keys.slice(4, 7)) expect(await read(key)).toBe(key)
  expect(readdirSync(dataDir).sort()).toEqual(['files', 'mail'])
  const listed = await client.send(new ListObjectsV2Command({ Bucket }))
  expect(listed.Contents?.map(object => object.Key).sort()).toEqual([...keys].sort())
  await expect(put('x'.repeat(1025))).rejects.toMatchObject({ name: 'KeyTooLongError' })
})

test('everything is there after a restart', async () => {
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'a\nb', ContentType: 'text/plain' }))
  await shut()
  await boot()
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'k' }))
  expect([got.ContentType, await got.Body?.transformToString()]).toEqual(['text/plain', 'a\nb'])
})

test('a write killed in the middle leaves the object as it was', async () => {
  await put('k', 'whole')
  await shut()
  const half = `require('fs').writeFileSync(${JSON.stringify(join(dataDir, Bucket, 'x.tmp'))}, '{"key":"k"')
    process.kill(process.pid, 'SIGKILL')`
  expect(spawnSync(process.execPath, ['-e', half]).signal).toBe('SIGKILL')
  await boot()
  expect(await read('k')).toBe('whole')
  expect(s3.listKeys(Bucket)).toEqual(['k'])
})

test('usage counts calls and bytes', async () => {
  await put('k', 'hello')
  await read('k')
  expect(usage.report().s3).toEqual({
    calls: 2,
    bytesIn: 5,
    bytesOut: 5,
    byOperation: { PutObject: 1, GetObject: 1 },
  })
})

test('lists the one version of each object by prefix, a page at a time, and deletes it by its name', async () => {
  for (const key of ['a/1', 'a/2 &', 'a/3', 'b']) await put(key)
  const keys: (string | undefined)[] = []
  let KeyMarker: string | undefined
  do {
    const page = await client.send(
      new ListObjectVersionsCommand({ Bucket, Prefix: 'a/', MaxKeys: 2, ...(KeyMarker && { KeyMarker }) }),
    )
    for (const { Key, VersionId, IsLatest } of page.Versions ?? []) {
      expect({ VersionId, IsLatest }).toEqual({ VersionId: 'null', IsLatest: true })
      keys.push(Key)
    }
    KeyMarker = page.NextKeyMarker
  } while (KeyMarker !== undefined)
  expect(keys).toEqual(['a/1', 'a/2 &', 'a/3'])
  const Objects = keys.map(Key => ({ Key, VersionId: 'null' }))
  await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
  expect(s3.listKeys(Bucket)).toEqual(['b'])
})
