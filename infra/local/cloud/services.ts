import { tableSchema } from '../../../shared/store/schema.ts'
import { type BucketName, buckets, type QueueName, streams } from '../../parts.ts'
import type { MovableClock } from '../clock.ts'
import { type LocalDynamoDb, startDynamoDb } from '../dynamodb/dynamodb.ts'
import type { Faults } from '../faults.ts'
import { type LocalS3, startS3 } from '../s3/s3.ts'
import { simulatedFeedback } from '../ses/feedback.ts'
import type { SentMail } from '../ses/outbox.ts'
import { openReceiving, type Receiving } from '../ses/receiving.ts'
import { type LocalSes, startSes } from '../ses/ses.ts'
import { type LocalSqs, startSqs } from '../sqs/sqs.ts'
import type { Usage } from '../usage.ts'
import { CannotStart, type DataFolder } from './folder.ts'
import { bucketNames, tableName } from './names.ts'
import { announce, openQueues, type QueuePair } from './queues.ts'

/** AWS as far as the functions call it. */
export interface Services {
  dynamodb: LocalDynamoDb
  s3: LocalS3
  ses: LocalSes
  sqs: LocalSqs
  queues: Record<QueueName, QueuePair>
  receiving: Receiving
  close(): Promise<void>
}

export interface ServicesOptions {
  folder: DataFolder
  clock: MovableClock
  usage: Usage
  faults: Faults
  /** Where the console is. */
  publicUrl: string
  /** Kills the process that signs with this access key id. */
  onCrash(accessKeyId: string): void
}

/** What SES takes by SendRawEmail: 10 MB. */
const sesBytesMax = 10 * 1024 * 1024

const formBuckets = Object.entries(bucketNames).flatMap(([name, bucketName]) =>
  buckets[name as BucketName].takesForms === true ? [bucketName] : [],
)

/** Starts table, buckets, mail and queues over the data folder; leaves nothing running if one cannot start. */
export async function startServices({ folder, publicUrl, ...shared }: ServicesOptions): Promise<Services> {
  const closers: (() => unknown)[] = []
  const close = async () => {
    await Promise.all(closers.splice(0).map(async one => one()))
  }
  const opened = <Service extends { close(): unknown }>(service: Service): Service => {
    closers.push(() => service.close())
    return service
  }
  try {
    // One after the other, so that none is still starting when another fails.
    const dynamodb = await startDynamoDb({
      ...shared,
      dataDir: folder.path('table'),
      tableName,
      schema: tableSchema,
      streamConsumers: streams.map(part => part.function),
    }).then(opened, explain)
    const stored = { dataDir: folder.path('buckets'), buckets: Object.values(bucketNames) }
    const forms = { origin: publicUrl, buckets: formBuckets }
    const s3 = opened(await startS3({ ...shared, ...stored, forms }))
    const queues = openQueues({ ...shared, dataDir: folder.path('queues') })
    for (const pair of Object.values(queues)) opened(pair.queue)
    const sqs = opened(await startSqs({ ...shared, queues: Object.values(queues).map(({ queue }) => queue) }))
    const feedback = queues['mail-feedback'].queue
    const onSent = (mail: SentMail) => {
      for (const report of simulatedFeedback(mail, shared.clock.now())) void announce(feedback, report)
    }
    const ses = opened(
      await startSes({ ...shared, onSent, dataDir: folder.path('outbox'), maxBytes: sesBytesMax }),
    )
    const inbound = queues['inbound-mail'].queue
    const receiving = openReceiving({
      s3,
      bucket: bucketNames.mail,
      queue: { send: body => announce(inbound, body) },
      dataDir: folder.path('receiving'),
      clock: shared.clock,
    })
    return { dynamodb, s3, ses, sqs, queues, receiving, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The table's engine says in one line why it cannot use the folder. */
function explain(error: unknown): never {
  throw new CannotStart(error instanceof Error ? error.message : String(error))
}
