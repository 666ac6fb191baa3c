import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb'
import { MovableClock } from '../../../infra/local/clock.ts'
import { type LocalDynamoDb, startDynamoDb } from '../../../infra/local/dynamodb.ts'
import { Faults } from '../../../infra/local/faults.ts'
import { Usage } from '../../../infra/local/usage.ts'
import type { TableSchema } from '../../../shared/store/schema.ts'

/** A small table with one index of each projection. */
export const smallSchema: TableSchema = {
  partitionKey: { name: 'pk', type: 'S' },
  sortKey: { name: 'sk', type: 'S' },
  timeToLiveAttribute: 'expiresAtSeconds',
  stream: 'NEW_AND_OLD_IMAGES',
  indexes: [
    {
      name: 'rows',
      partitionKey: { name: 'group', type: 'S' },
      sortKey: { name: 'rank', type: 'N' },
      projection: ['title'],
    },
    {
      name: 'whole',
      partitionKey: { name: 'list', type: 'S' },
      sortKey: { name: 'rank', type: 'N' },
      projection: 'all',
    },
  ],
}

export interface TestDesk {
  local: LocalDynamoDb
  documents: DynamoDBDocument
  clock: MovableClock
  usage: Usage
  faults: Faults
  crashed: string[]
}

/** An empty folder of its own under the system's temporary one. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'docket-dynamodb-'))
}

/** Boots the table in the folder, with a client that tries each call once. */
export async function openDesk(
  dataDir = emptyFolder(),
  streamConsumers = ['mail', 'search'],
): Promise<TestDesk> {
  const [clock, usage, faults, crashed] = [new MovableClock(), new Usage(), new Faults(), [] as string[]]
  const local = await startDynamoDb({
    dataDir,
    tableName: 'desk',
    schema: smallSchema,
    streamConsumers,
    clock,
    usage,
    faults,
    onCrash: accessKeyId => crashed.push(accessKeyId),
  })
  const client = new DynamoDBClient({
    endpoint: local.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDMAILIN', secretAccessKey: 'secret' },
    maxAttempts: 1,
  })
  return { local, documents: DynamoDBDocument.from(client), clock, usage, faults, crashed }
}
