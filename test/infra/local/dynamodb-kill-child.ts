/**
 * The process that `dynamodb-kill.test.ts` kills: writes pairs, single items and deletes as fast as it can, from
 * several callers at once. Speaks the protocol by hand because the SDK would take most of its short life to load.
 */
import { randomUUID } from 'node:crypto'
import { MovableClock } from '../../../infra/local/clock.ts'
import { startDynamoDb } from '../../../infra/local/dynamodb/dynamodb.ts'
import { Faults } from '../../../infra/local/faults.ts'
import { Usage } from '../../../infra/local/usage.ts'
import { smallSchema } from './dynamodb-small-schema.ts'

const local = await startDynamoDb({
  dataDir: process.argv[2] ?? '',
  tableName: 'desk',
  schema: smallSchema,
  streamConsumers: ['mirror'],
  clock: new MovableClock(),
  usage: new Usage(),
  faults: new Faults(),
})

async function call(operation: string, body: object): Promise<void> {
  await fetch(local.endpoint, {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/dynamodb/aws4_request',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
    },
    body: JSON.stringify(body),
  })
}

async function burst(writer: number): Promise<void> {
  for (let n = 0; ; n++) {
    const [pk, value] = [`PAIR#${writer}#${n % 5}`, randomUUID()]
    const side = (sk: string) => ({
      Put: {
        TableName: 'desk',
        Item: {
          pk: { S: pk },
          sk: { S: sk },
          value: { S: value },
          group: { S: 'pairs' },
          rank: { N: String(n) },
        },
      },
    })
    await call('TransactWriteItems', {
      TransactItems: [side('left'), side('right')],
      ClientRequestToken: value,
    })
    const single = { TableName: 'desk', Key: { pk: { S: `SINGLE#${writer}#${n % 3}` }, sk: { S: 'A' } } }
    if (n % 4 === 3) await call('DeleteItem', single)
    else {
      const count = { UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': { N: '1' } } }
      await call('UpdateItem', { ...single, ...count })
    }
    // One byte for each round that was answered: the parent counts them.
    process.stdout.write('.')
  }
}

await Promise.all([0, 1, 2, 3].map(burst))
