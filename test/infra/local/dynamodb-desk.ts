import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb'
import { afterAll } from 'vitest'
import { MovableClock } from '../../../infra/local/clock.ts'
import { type LocalDynamoDb, startDynamoDb } from '../../../infra/local/dynamodb/dynamodb.ts'
import { Faults } from '../../../infra/local/faults.ts'
import { Usage } from '../../../infra/local/usage.ts'
import { smallSchema } from './dynamodb-small-schema.ts'

const folders: string[] = []
// Registered first, so run last: when the tests' own hooks have closed the files.
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A booted table with everything a test moves or looks at. */
export interface TestDesk {
  local: LocalDynamoDb
  documents: DynamoDBDocument
  clock: MovableClock
  usage: Usage
  faults: Faults
  crashed: string[]
}

/** An empty folder of its own under the system's temporary one; gone when the tests of this file are over. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'docket-dynamodb-'))
  folders.push(folder)
  return folder
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
