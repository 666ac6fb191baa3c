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
  const { id, upload } = await cloud.docket.prepareUpload({ body: { name, size: 5, type: 'text/plain' } })
  const form = new FormData()
  for (const [field, value] of Object.entries(upload.fields)) form.set(field, value)
  form.set('file', new Blob(['bytes']), name)
  expect((await fetch(upload.url, { method: 'POST', body: form })).status).toBe(204)
  return id
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
  const client = await cloud.docket.createClient({ body: { name: 'Northwind' } })
  const [used, unused] = [await uploaded('used.txt'), await uploaded('unused.txt')]
  const ticket = {
    clientId: client.id,
    subject: 'Disk full',
    descriptionText: 'See the file.',
    attachmentIds: [used],
  }
  await cloud.docket.openTicket({ body: ticket })
  const time = new Date(cloud.clock.now().getTime() + 26 * 3_600_000).toISOString()
  const fired = await fetch(`${cloud.url}/_local/schedules/uploads`, {
    method: 'POST',
    body: JSON.stringify({ time }),
  })
  expect(fired.ok).toBe(true)
  expect(await filesOf(unused)).toEqual([])
  expect(await filesOf(used)).toEqual([expect.stringMatching(`^attachments/${used}/`)])
  await expect(cloud.docket.renewUpload({ params: { id: unused } })).rejects.toMatchObject({
    code: 'resource.missing',
  })
  expect(cloud.errors).toEqual([])
})
