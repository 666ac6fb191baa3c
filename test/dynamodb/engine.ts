import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DynamoDBClient,
  DynamoDBServiceException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb'
import { MovableClock } from '../../infra/local/clock.ts'
import { startDynamoDb } from '../../infra/local/dynamodb/dynamodb.ts'
import { Faults } from '../../infra/local/faults.ts'
import { Usage } from '../../infra/local/usage.ts'

/** One table of an engine, and the clients to reach it. */
export interface Engine {
  client: DynamoDBClient
  documents: DynamoDBDocument
  /** A table of this run only; deleted by `close`. */
  table: string
  close(): Promise<void>
}

/** A temporary table at `DYNAMODB_ENDPOINT`, else at our own engine booted in a temporary folder. */
export async function openEngine(): Promise<Engine> {
  const given = process.env.DYNAMODB_ENDPOINT
  const own = given ? undefined : await bootOwn()
  const client = new DynamoDBClient({
    endpoint: given ?? own?.endpoint ?? '',
    region: process.env.AWS_REGION ?? 'us-east-1',
    ...(!process.env.AWS_ACCESS_KEY_ID && {
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
  })
  const table = `docket-conformance-${randomUUID()}`
  const documents = DynamoDBDocument.from(client)
  await createTable(client, table)
  const close = async () => {
    await documents.send(new DeleteTableCommand({ TableName: table }))
    client.destroy()
    await own?.close()
  }
  return { client, documents, table, close }
}

/** What an error of the engine carries. */
export interface Refusal {
  name: string
  message: string
  Item: unknown
  CancellationReasons: unknown
}

/** The error a call ends in; fails when it ends in none, or in one that is not the engine's. */
export async function errorOf(call: Promise<unknown>): Promise<Refusal> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof DynamoDBServiceException)) throw error ?? new Error('the call was expected to fail')
  return {
    name: error.name,
    message: error.message,
    Item: 'Item' in error ? error.Item : undefined,
    CancellationReasons: 'CancellationReasons' in error ? error.CancellationReasons : undefined,
  }
}

async function bootOwn(): Promise<{ endpoint: string; close(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'docket-conformance-'))
  const local = await startDynamoDb({
    dataDir,
    tableName: 'main',
    schema: {
      partitionKey: { name: 'pk', type: 'S' },
      sortKey: { name: 'sk', type: 'S' },
      timeToLiveAttribute: 'expiresAtSeconds',
      stream: 'NEW_AND_OLD_IMAGES',
      indexes: [],
    },
    streamConsumers: [],
    clock: new MovableClock(),
    usage: new Usage(),
    faults: new Faults(),
  })
  const close = async () => {
    await local.close()
    await rm(dataDir, { recursive: true })
  }
  return { endpoint: local.endpoint, close }
}

async function createTable(client: DynamoDBClient, table: string): Promise<void> {
  const index = (name: string, partition: string, sort: string) => ({
    IndexName: name,
    KeySchema: [
      { AttributeName: partition, KeyType: 'HASH' as const },
      { AttributeName: sort, KeyType: 'RANGE' as const },
    ],
  })
  const input: CreateTableCommandInput = {
    TableName: table,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
      { AttributeName: 'owner', AttributeType: 'S' },
      { AttributeName: 'rank', AttributeType: 'N' },
    ],
    GlobalSecondaryIndexes: [
      {
        ...index('by-owner', 'owner', 'rank'),
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['title'] },
      },
      { ...index('by-owner-all', 'owner', 'rank'), Projection: { ProjectionType: 'ALL' } },
    ],
  }
  await client.send(new CreateTableCommand(input))
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName: table })
}
