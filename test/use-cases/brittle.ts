import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { SESClient } from '@aws-sdk/client-ses'
import type { Desk } from '../../shared/runtime/desk.ts'
import { Files } from '../../shared/runtime/files.ts'
import { Mailer } from '../../shared/runtime/mailer.ts'
import { DynamoDbTable } from '../../shared/runtime/table.ts'

/** The same desk whose AWS clients try once: the first fault ends the step, as the end of its process would. */
export function withoutRetries(desk: Desk): Desk {
  const s3 = new S3Client({ forcePathStyle: true, maxAttempts: 1 })
  const { tableName, filesBucket, mailBucket, sesConfigurationSet, region } = desk.config
  return {
    ...desk,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    table: new DynamoDbTable(new DynamoDBClient({ maxAttempts: 1 }), tableName),
    files: new Files(s3, filesBucket),
    rawMail: new Files(s3, mailBucket),
    mailer: new Mailer(new SESClient({ maxAttempts: 1 }), { configurationSet: sesConfigurationSet, region }),
  }
}

/** The same desk, on which something happens just before each commit. */
export function interrupted(desk: Desk, meanwhile: () => Promise<unknown>): Desk {
  const { table } = desk
  return {
    ...desk,
    table: {
      get: (...call) => table.get(...call),
      getMany: (...call) => table.getMany(...call),
      query: (...call) => table.query(...call),
      increment: (...call) => table.increment(...call),
      commit: async writes => {
        await meanwhile()
        await table.commit(writes)
      },
    },
  }
}
