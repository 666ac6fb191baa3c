import { DynamoDBClient, ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { bucketNames, tableName } from '../../infra/local/cloud/names.ts'

/**
 * Every row and every file of the test desk that was opened last, as text: what is not in here, the desk does not
 * have. Equal before and after means that nothing was written.
 */
export async function everything(): Promise<string> {
  const [rows, files] = await Promise.all([allRows(), Promise.all(Object.values(bucketNames).map(allFiles))])
  return [...rows, ...files.flat()].join('\n')
}

async function allRows(): Promise<string[]> {
  const client = new DynamoDBClient({})
  const rows: string[] = []
  let after: ScanCommandOutput['LastEvaluatedKey']
  do {
    const page: ScanCommandOutput = await client.send(
      new ScanCommand({ TableName: tableName, ...(after && { ExclusiveStartKey: after }) }),
    )
    rows.push(...(page.Items ?? []).map(item => JSON.stringify(item)))
    after = page.LastEvaluatedKey
  } while (after !== undefined)
  return rows
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
