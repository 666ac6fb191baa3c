import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url))

const shared = `
  const load = name => require(${JSON.stringify(modules)} + '/@aws-sdk/' + name)
  const { DynamoDBClient, PutItemCommand } = load('client-dynamodb')
  const table = new DynamoDBClient({})
  const put = (pk, sk, type, more = {}) => table.send(new PutItemCommand({
    TableName: process.env.TABLE_NAME,
    Item: { pk: { S: pk }, sk: { S: sk }, itemType: { S: type }, at: { S: new Date().toISOString() }, ...more },
  }))
`

const handlers = {
  api: 'exports.handler = async event => ({ path: event.rawPath })',
  web: 'exports.handler = async () => ({ statusCode: 200, body: process.env.PUBLIC_URL })',
  /** Reads the stored mail and writes a row that asks for an answer. */
  'mail-in': `${shared}
    const { S3Client, GetObjectCommand } = load('client-s3')
    const s3 = new S3Client({ forcePathStyle: true })
    exports.handler = async event => {
      for (const record of event.Records) {
        const { bucketName, objectKey } = JSON.parse(JSON.parse(record.body).Message).receipt.action
        const stored = await s3.send(new GetObjectCommand({ Bucket: bucketName, Key: objectKey }))
        const raw = await stored.Body.transformToString()
        await put('MAIL#' + objectKey, 'A', 'outbox', { subject: { S: /^Subject: (.*)$/m.exec(raw)[1].trim() } })
      }
      return { batchItemFailures: [] }
    }`,
  'mail-out': `${shared}
    const { SESClient, SendRawEmailCommand } = load('client-ses')
    const ses = new SESClient({ maxAttempts: 1 })
    exports.handler = async event => {
      for (const { dynamodb: { NewImage: row } } of event.Records) {
        const raw = 'From: support@desk.example\\r\\nTo: mia@client.example\\r\\nSubject: Re: ' + row.subject.S + '\\r\\n\\r\\nThanks'
        await ses.send(new SendRawEmailCommand({
          Source: 'support@desk.example', Destinations: ['mia@client.example'], RawMessage: { Data: Buffer.from(raw) },
        }))
      }
    }`,
  'mail-feedback': 'exports.handler = async () => {}',
  'ticket-changes': 'exports.handler = async () => {}',
  webhooks: 'exports.handler = async () => {}',
  schedules: `${shared}
    exports.handler = async ({ schedule, time }) => {
      await put('RUNS', time + ' ' + schedule, 'run')
    }`,
}

/** Writes a little stand-in for each function of the parts list, into a folder per function. */
export async function buildStandIns(folder: string): Promise<string> {
  for (const [name, code] of Object.entries(handlers)) {
    mkdirSync(join(folder, name), { recursive: true })
    writeFileSync(join(folder, name, 'index.js'), code)
  }
  return folder
}
