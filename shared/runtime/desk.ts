import { randomBytes } from 'node:crypto'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { SESClient } from '@aws-sdk/client-ses'
import { SQSClient } from '@aws-sdk/client-sqs'
import { monotonicFactory } from 'ulid'
import type { Config } from './config.ts'
import { Files } from './files.ts'
import { type Log, openLog } from './log.ts'
import { Mailer } from './mailer.ts'
import { Outside } from './outside.ts'
import { Secrets } from './secrets.ts'
import { DynamoDbTable, type Table } from './table.ts'
import { WakeUps } from './wake-ups.ts'

/** The ground under every use case, built once per cold start. */
export interface Desk {
  config: Config
  table: Table
  /** Attachments and long bodies. */
  files: Files
  /** Raw mail as SES wrote it. */
  rawMail: Files
  mailer: Mailer
  /** Wakes deliveries to webhooks. */
  wakeUps: WakeUps
  /** Has mail looked at that is stored already. */
  mailWakeUps: WakeUps
  /** Has held mail looked at when its time has come. */
  heldMailWakeUps: WakeUps
  /** Addresses that people name. */
  outside: Outside
  secrets: Secrets
  log: Log
  /** Set while a request with an Idempotency-Key is served: its effect carries the claim of that key. */
  request?: IdempotentRequest
  /** The present instant, ISO 8601 UTC. */
  now(): string
  /** A ULID: sorts by time, and after every id this desk made before. */
  newUlid(): string
  /** `clt_…`: a short unguessable id with a prefix that tells what it names. */
  newId(prefix: string): string
}

export interface IdempotentRequest {
  /** Whose key it is: the same key of another principal is another request. */
  principal: string
  idempotencyKey: string
  bodySha256: string
}

/** Endpoints and credentials come from the SDK's own environment variables, on AWS and here alike. */
export function openDesk(config: Config, serviceName: string, clock: () => Date = () => new Date()): Desk {
  const table = new DynamoDbTable(new DynamoDBClient({ maxAttempts: 6 }), config.tableName)
  // Path style: the one form of address that also works where a bucket has no host name of its own.
  const s3 = new S3Client({ forcePathStyle: true })
  const sqs = new SQSClient({ maxAttempts: 3 })
  const nextUlid = monotonicFactory()
  return {
    config,
    table,
    files: new Files(s3, config.filesBucket),
    rawMail: new Files(s3, config.mailBucket),
    mailer: new Mailer(new SESClient({ maxAttempts: 2 }), {
      configurationSet: config.sesConfigurationSet,
      region: config.region,
    }),
    wakeUps: new WakeUps(sqs, config.deliveryQueueUrl),
    mailWakeUps: new WakeUps(sqs, config.inboundQueueUrl),
    heldMailWakeUps: new WakeUps(sqs, config.heldMailQueueUrl),
    outside: new Outside({ reach: config.webhookReach }),
    secrets: new Secrets(table),
    log: openLog(serviceName),
    now: () => clock().toISOString(),
    newUlid: () => nextUlid(clock().getTime()),
    newId: prefix => `${prefix}_${randomBytes(10).toString('hex')}`,
  }
}
