import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { bucketNames } from '../../infra/local/cloud/names.ts'
import { wholeTable } from './whole-table.ts'

/**
 * Every row and every file of the test desk that was opened last, as text: what is not in here, the desk does not
 * have. Equal before and after means that nothing was written.
 */
export async function everything(): Promise<string> {
  const [rows, files] = await Promise.all([
    wholeTable(),
    Promise.all(Object.values(bucketNames).map(allFiles)),
  ])
  return [...Object.values(rows), ...files.flat()].join('\n')
}

async function allFiles(bucket: string): Promise<string[]> {
  const client = new S3Client({ forcePathStyle: true })
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }))
  return await Promise.all(
    Contents.map(async ({ Key = '' }) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }))
      return `${bucket}/${Key} ${await Body?.transformToString()}`
    }),
  )
}
