import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { AttributeValue } from 'aws-lambda'
import { monotonicFactory } from 'ulid'
import { readStoredMail } from '../../functions/mail-in/stored-mail.ts'
import { readChange } from '../../functions/ticket-changes/change.ts'
import { MovableClock } from '../../infra/local/clock.ts'
import {
  bucketNames,
  deliveryQueue,
  environmentOf,
  heldMailQueue,
  inboundQueue,
  tableName,
} from '../../infra/local/cloud/names.ts'
import { type LocalDynamoDb, startDynamoDb } from '../../infra/local/dynamodb/dynamodb.ts'
import { Faults } from '../../infra/local/faults.ts'
import { openQueue, type Queue } from '../../infra/local/queue.ts'
import { startS3 } from '../../infra/local/s3/s3.ts'
import { newReceiptId, prependSesHeaders } from '../../infra/local/ses/receipt.ts'
import { startSes } from '../../infra/local/ses/ses.ts'
import { startSqs } from '../../infra/local/sqs/sqs.ts'
import { Usage } from '../../infra/local/usage.ts'
import type { Actor } from '../../shared/domain/actor.ts'
import type { Verdict, Verdicts } from '../../shared/domain/inbound-mail.ts'
import { readConfig } from '../../shared/runtime/config.ts'
import { type Desk, openDesk } from '../../shared/runtime/desk.ts'
import type { Table, Write } from '../../shared/runtime/table.ts'
import { tableSchema } from '../../shared/store/schema.ts'
import { type DeliveryOutcome, deliverEvent } from '../../shared/use-cases/deliver-event.ts'
import type { RowChange } from '../../shared/use-cases/follow-changes.ts'
import { publishEvents } from '../../shared/use-cases/publish-events.ts'
import type { InboundMail } from '../../shared/use-cases/quarantine.ts'
import { receiveMail } from '../../shared/use-cases/receive-mail.ts'
import { receiveStoredMail } from '../../shared/use-cases/receive-stored-mail.ts'
import { sendOrWait } from '../../shared/use-cases/send-held-mail.ts'

/** May do everything; for what a test needs to be there before it begins. */
export const admin: Actor = {
  kind: 'agent',
  id: 'agt_admin',
  name: 'Alex Moreau',
  email: 'alex@desk.example',
  role: 'admin',
}

export type TestDesk = Awaited<ReturnType<typeof openTestDesk>>

/**
 * A desk on real engines in a folder of its own: table, buckets and SES of the local stack, no functions. All its
 * reads and writes go through what `watched` makes of the table.
 */
export async function openTestDesk(watched: (table: Table) => Table = table => table) {
  const dataDir = await mkdtemp(join(tmpdir(), 'docket-test-'))
  const clock = new MovableClock()
  const usage = new Usage()
  const faults = new Faults()
  const common = { clock, usage, faults }
  const wakeUps = openQueue({
    ...{ clock, faults, name: deliveryQueue, maxReceiveCount: 5 },
    dataDir: join(dataDir, 'queues'),
  })
  const mailWakeUps = openQueue({
    ...{ clock, faults, name: inboundQueue, maxReceiveCount: 5 },
    dataDir: join(dataDir, 'queues'),
  })
  const heldMails = openQueue({
    ...{ clock, faults, name: heldMailQueue, maxReceiveCount: 5 },
    dataDir: join(dataDir, 'queues'),
  })
  const [dynamodb, s3, ses, sqs] = await Promise.all([
    startDynamoDb({
      ...common,
      dataDir: join(dataDir, 'dynamodb'),
      tableName,
      schema: tableSchema,
      streamConsumers: ['mail-out', 'ticket-changes'],
    }),
    startS3({ ...common, dataDir: join(dataDir, 's3'), buckets: Object.values(bucketNames) }),
    startSes({ ...common, dataDir: join(dataDir, 'ses') }),
    startSqs({ ...common, queues: [wakeUps, mailWakeUps, heldMails] }),
  ])
  const environment = environmentOf({
    domain: 'desk.example',
    publicUrl: 'http://127.0.0.1:3000',
    endpoints: {
      dynamodb: dynamodb.endpoint,
      s3: s3.endpoint,
      ses: ses.endpoint,
      sqs: sqs.endpoint,
    },
  })
  Object.assign(process.env, environment)
  const nextUlid = monotonicFactory()
  const opened = openDesk(readConfig(environment), 'test', () => clock.now())
  const desk: Desk = {
    ...opened,
    table: watched(opened.table),
    newUlid: () => nextUlid(clock.now().getTime()),
  }
  return {
    desk,
    clock,
    usage,
    faults,
    outbox: ses.outbox,
    /** Takes a mail in as the parser function does; answers what became of it. */
    deliver: (raw: string | Uint8Array, options: DeliveryOptions = {}) => deliver(desk, s3, raw, options),
    /** Puts what the writes put, new items all of them, at once and beside the stream and the bill. */
    load: (writes: Iterable<Write>) => dynamodb.load(putItems(writes)),
    /** Sends what the stream announced since the last call, as the sending function does. */
    sendMails: () => sendMails(desk, dynamodb),
    /** Messages of the queue of held mail. */
    heldMails,
    /** The changes that the stream told of since the last call, as the function of changes reads them. */
    changes: () => readChanges(dynamodb),
    /** Tells what changed since the last call, as the function of changes does. */
    publish: async () => publishEvents.follow(desk, await readChanges(dynamodb)),
    /** Sends each delivery that a message names, as the function of webhooks does; answers what came of each. */
    deliverWebhooks: () => deliverWebhooks(desk, wakeUps),
    /** Looks at each stored mail that a message names, as the parser function does; answers what became of each. */
    lookAgain: () => lookAgain(desk, mailWakeUps),
    close: async () => {
      wakeUps.close()
      mailWakeUps.close()
      heldMails.close()
      await Promise.all([dynamodb.close(), s3.close(), ses.close(), sqs.close()])
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export interface DeliveryOptions {
  envelopeFrom?: string
  recipients?: string[]
  verdicts?: Partial<Record<keyof Verdicts, Verdict>>
}

function* putItems(writes: Iterable<Write>) {
  for (const write of writes) {
    if (!('put' in write)) throw new Error('Only what is put can be loaded')
    yield marshall(write.put) as Record<string, AttributeValue>
  }
}

async function deliver(
  desk: Desk,
  s3: { putObject(bucket: string, key: string, body: Buffer): Promise<unknown> },
  raw: string | Uint8Array,
  options: DeliveryOptions,
) {
  const mail = Buffer.from(raw)
  const from = /^From:.*?([^\s<>]+@[^\s<>]+)/im.exec(mail.toString('latin1'))?.[1] ?? ''
  const verdicts: Verdicts = {
    spam: 'PASS',
    virus: 'PASS',
    spf: 'PASS',
    dkim: 'PASS',
    dmarc: 'PASS',
    ...options.verdicts,
  }
  const { envelopeFrom = from, recipients = ['support@desk.example'] } = options
  const mailKey = newReceiptId()
  const stored = prependSesHeaders(
    { raw: mail, envelopeFrom, recipients, verdicts },
    {
      id: mailKey,
      at: new Date(desk.now()),
      bucketName: bucketNames.mail,
      topicArn: 'arn:aws:sns:us-east-1:0:mail',
    },
  )
  await s3.putObject(bucketNames.mail, mailKey, stored)
  return await receiveMail(desk, { mailKey, envelopeFrom, recipients, verdicts, receivedAt: desk.now() })
}

async function sendMails(desk: Desk, { stream }: LocalDynamoDb): Promise<number> {
  let sent = 0
  for (;;) {
    const records = await stream.read('mail-out', 100)
    const last = records.at(-1)?.dynamodb?.SequenceNumber
    if (last === undefined) return sent
    for (const { eventName, dynamodb } of records) {
      const { pk, sk } = dynamodb?.Keys ?? {}
      if (eventName !== 'INSERT' || dynamodb?.NewImage?.itemType?.S !== 'outbox') continue
      if ((await sendOrWait(desk, { pk: pk?.S ?? '', sk: sk?.S ?? '' })) === 'sent') sent += 1
    }
    await stream.acknowledge('mail-out', last)
  }
}

/** The row kinds that the parts list lets through. */
const toldOf = ['ticket', 'entry', 'client', 'contact', 'asset']

async function readChanges({ stream }: LocalDynamoDb): Promise<RowChange[]> {
  const changes: RowChange[] = []
  for (;;) {
    const records = await stream.read('ticket-changes', 100)
    const last = records.at(-1)?.dynamodb?.SequenceNumber
    if (last === undefined) return changes
    const told = records.filter(({ dynamodb }) => {
      const type = (dynamodb?.NewImage ?? dynamodb?.OldImage)?.itemType?.S
      return type !== undefined && toldOf.includes(type)
    })
    changes.push(...told.map(readChange))
    await stream.acknowledge('ticket-changes', last)
  }
}

async function deliverWebhooks(desk: Desk, wakeUps: Queue): Promise<DeliveryOutcome[]> {
  const outcomes: DeliveryOutcome[] = []
  for (;;) {
    const records = wakeUps.receive(10)
    if (records.length === 0) return outcomes
    for (const { body, receiptHandle } of records) {
      outcomes.push(await deliverEvent(desk, JSON.parse(body)))
      wakeUps.delete(receiptHandle)
    }
  }
}

async function lookAgain(desk: Desk, mailWakeUps: Queue): Promise<(InboundMail | undefined)[]> {
  const outcomes: (InboundMail | undefined)[] = []
  for (;;) {
    const records = mailWakeUps.receive(10)
    if (records.length === 0) return outcomes
    for (const { body, receiptHandle } of records) {
      const stored = readStoredMail(body)
      if (stored === undefined) throw new Error('A message that names no mail')
      outcomes.push(await receiveStoredMail(desk, stored))
      mailWakeUps.delete(receiptHandle)
    }
  }
}
