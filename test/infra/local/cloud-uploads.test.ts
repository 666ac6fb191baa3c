import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bucketNames } from '../../../infra/local/cloud/names.ts'
import { localSecretAccessKey } from '../../../infra/local/s3/s3.ts'
import { openTestCloud, type TestCloud } from '../../support/cloud.ts'

let cloud: TestCloud
beforeAll(async () => {
  cloud = await openTestCloud({ demo: false })
}, 60_000)
afterAll(() => cloud.close())

async function uploaded(name: string): Promise<string> {
  const body = { name, size: 5, type: 'text/plain' }
  const { json } = await cloud.api('/attachments', { method: 'POST', body })
  const form = new FormData()
  for (const [field, value] of Object.entries<string>(json.upload.fields)) form.set(field, value)
  form.set('file', new Blob(['bytes']), name)
  expect((await fetch(json.upload.url, { method: 'POST', body: form })).status).toBe(204)
  return json.id
}

async function filesOf(id: string): Promise<string[]> {
  const client = new S3Client({
    endpoint: cloud.endpoints.s3,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: localSecretAccessKey },
  })
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucketNames.files }))
  client.destroy()
  return Contents.map(({ Key = '' }) => Key).filter(key => key.includes(id))
}

test('the functions take a file by form, keep it with its ticket, and sweep away the one that no ticket took', async () => {
  const { json: client } = await cloud.api('/clients', { method: 'POST', body: { name: 'Northwind' } })
  const [used, unused] = [await uploaded('used.txt'), await uploaded('unused.txt')]
  const ticket = {
    clientId: client.id,
    subject: 'Disk full',
    descriptionText: 'See the file.',
    attachmentIds: [used],
  }
  expect((await cloud.api('/tickets', { method: 'POST', body: ticket })).status).toBe(201)
  const time = new Date(cloud.clock.now().getTime() + 26 * 3_600_000).toISOString()
  const fired = await fetch(`${cloud.url}/_local/schedules/uploads`, {
    method: 'POST',
    body: JSON.stringify({ time }),
  })
  expect(fired.ok).toBe(true)
  expect(await filesOf(unused)).toEqual([])
  expect(await filesOf(used)).toEqual([expect.stringMatching(`^attachments/${used}/`)])
  expect((await cloud.api(`/attachments/${unused}/upload`)).status).toBe(404)
  expect(cloud.errors).toEqual([])
})
