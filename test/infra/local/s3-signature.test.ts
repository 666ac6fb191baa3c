import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MovableClock } from '../../../infra/local/clock.ts'
import { Faults } from '../../../infra/local/faults.ts'
import { type LocalS3, localSecretAccessKey, startS3 } from '../../../infra/local/s3/s3.ts'
import { Usage } from '../../../infra/local/usage.ts'

const Bucket = 'files'
const clock = new MovableClock()
let dataDir: string
let s3: LocalS3
let client: S3Client

beforeEach(async () => {
  clock.moveTo(new Date())
  dataDir = mkdtempSync(join(tmpdir(), 'docket-s3-'))
  s3 = await startS3({ dataDir, buckets: [Bucket], clock, usage: new Usage(), faults: new Faults() })
  client = clientWith(localSecretAccessKey)
})

afterEach(async () => {
  client.destroy()
  await s3.close()
  rmSync(dataDir, { recursive: true })
})

function clientWith(secretAccessKey: string) {
  return new S3Client({
    endpoint: s3.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAANY', secretAccessKey, sessionToken: 'token' },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  })
}

const advance = (seconds: number) => clock.moveTo(new Date(Date.now() + seconds * 1000))
const codeOf = async (response: Response) => /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1]

async function refused(response: Response, status: number, code: string) {
  expect(response.status).toBe(status)
  expect(await codeOf(response)).toBe(code)
}

test('a call signed with another secret is refused', async () => {
  const stranger = clientWith('wrong')
  const put = new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' })
  await expect(stranger.send(put)).rejects.toMatchObject({
    name: 'SignatureDoesNotMatch',
    $metadata: { httpStatusCode: 403 },
  })
  expect(s3.listKeys(Bucket)).toEqual([])
})

test('a call without a signature is refused', async () => {
  await refused(await fetch(`${s3.endpoint}/files/k`), 403, 'AccessDenied')
  await refused(await fetch(`${s3.endpoint}/files/k`, { method: 'PUT', body: 'x' }), 403, 'AccessDenied')
})

test('a presigned download works in any browser, under the name and type it was signed for', async () => {
  await s3.putObject(Bucket, 'ä b/1', Buffer.from('x'), 'text/html')
  const disposition = `attachment; filename="r.txt"; filename*=UTF-8''%C3%A4.txt`
  const get = new GetObjectCommand({
    Bucket,
    Key: 'ä b/1',
    ResponseContentDisposition: disposition,
    ResponseContentType: 'application/octet-stream',
  })
  const response = await fetch(await getSignedUrl(client, get, { expiresIn: 60 }))
  expect(response.status).toBe(200)
  expect(response.headers.get('content-disposition')).toBe(disposition)
  expect(response.headers.get('content-type')).toBe('application/octet-stream')
  expect(await response.text()).toBe('x')
})

test('a presigned download ends with the desk’s clock', async () => {
  await s3.putObject(Bucket, 'k', Buffer.from('x'))
  const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'k' }), { expiresIn: 60 })
  advance(59)
  expect((await fetch(url)).status).toBe(200)
  advance(62)
  await refused(await fetch(url), 403, 'AccessDenied')
})

test('a presigned URL holds for nothing but what was signed', async () => {
  await s3.putObject(Bucket, 'mine', Buffer.from('x'))
  await s3.putObject(Bucket, 'yours', Buffer.from('y'))
  const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'mine' }), { expiresIn: 60 })
  await refused(await fetch(url.replace('mine', 'yours')), 403, 'SignatureDoesNotMatch')
  await refused(await fetch(`${url}&response-content-type=text/html`), 403, 'SignatureDoesNotMatch')
  await refused(await fetch(url.replace('Expires=60', 'Expires=600')), 403, 'SignatureDoesNotMatch')
  await refused(await fetch(url, { method: 'DELETE' }), 403, 'SignatureDoesNotMatch')
})

test('a presigned upload takes the type it was signed for', async () => {
  const put = new PutObjectCommand({ Bucket, Key: 'up', ContentType: 'text/csv' })
  const signableHeaders = new Set(['content-type'])
  const url = await getSignedUrl(client, put, { expiresIn: 60, signableHeaders })
  const upload = (type: string, more = {}) =>
    fetch(url, { method: 'PUT', body: 'a,b', headers: { 'content-type': type, ...more } })
  await refused(await upload('text/html'), 403, 'SignatureDoesNotMatch')
  await refused(await upload('text/csv', { 'x-amz-meta-extra': '1' }), 403, 'AccessDenied')
  expect((await upload('text/csv')).status).toBe(200)
  expect((await s3.readObject(Bucket, 'up'))?.toString()).toBe('a,b')
})

async function post(options: Partial<PresignedPostOptions>, fields: Record<string, string>, body = 'hello') {
  const signed = await createPresignedPost(client, { Bucket, Key: 'a/1', Expires: 60, ...options })
  const form = new FormData()
  for (const [name, value] of Object.entries({ ...signed.fields, ...fields })) form.set(name, value)
  form.set('file', new Blob([body], { type: 'text/plain' }), 'käse.txt')
  form.set('after', 'ignored')
  return fetch(signed.url, { method: 'POST', body: form, headers: { origin: 'http://127.0.0.1:3000' } })
}

test('a browser’s form upload within its policy is stored under the signed key', async () => {
  const Fields = { 'Content-Type': 'text/plain', 'Content-Disposition': 'attachment' }
  const response = await post({ Fields, Conditions: [['content-length-range', 1, 5]] }, {})
  expect(response.status).toBe(204)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'a/1' }))
  expect([got.ContentType, got.ContentDisposition]).toEqual(['text/plain', 'attachment'])
  expect(await got.Body?.transformToString()).toBe('hello')
})

test('a form upload that asks for 201 is told where its file went', async () => {
  const response = await post({ Fields: { success_action_status: '201' } }, {})
  expect(response.status).toBe(201)
  expect(await response.text()).toContain('<Key>a/1</Key>')
})

test('a form upload may end its key with the file’s name', async () => {
  const key = 'b/$' + '{filename}'
  expect((await post({ Key: key }, {})).status).toBe(204)
  expect(s3.listKeys(Bucket)).toEqual(['b/käse.txt'])
})

test('a form upload outside its policy is refused and not stored', async () => {
  const sized = { Conditions: [['content-length-range', 2, 4] as ['content-length-range', number, number]] }
  await refused(await post(sized, {}), 400, 'EntityTooLarge')
  await refused(await post(sized, {}, 'x'), 400, 'EntityTooSmall')
  await refused(await post({}, { key: 'a/2' }), 403, 'AccessDenied')
  await refused(await post({}, { 'Content-Type': 'text/html' }), 403, 'AccessDenied')
  const images = {
    Conditions: [['starts-with', '$Content-Type', 'image/'] as ['starts-with', string, string]],
  }
  await refused(await post(images, { 'Content-Type': 'text/html' }), 403, 'AccessDenied')
  await refused(await post({}, { 'X-Amz-Signature': '0'.repeat(64) }), 403, 'SignatureDoesNotMatch')
  const forged = Buffer.from('{"expiration":"2999-01-01T00:00:00Z","conditions":[]}').toString('base64')
  await refused(await post({}, { Policy: forged }), 403, 'SignatureDoesNotMatch')
  advance(61)
  await refused(await post({}, {}), 403, 'AccessDenied')
  expect(s3.listKeys(Bucket)).toEqual([])
})

test('a browser may ask before it uploads', async () => {
  const response = await fetch(`${s3.endpoint}/files`, {
    method: 'OPTIONS',
    headers: { origin: 'http://127.0.0.1:3000', 'access-control-request-method': 'POST' },
  })
  expect(response.status).toBe(200)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(response.headers.get('access-control-allow-methods')).toContain('POST')
})
