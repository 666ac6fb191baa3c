/**
 * The parts list of the desk: every function, what starts it and what it may touch. `infra/aws` turns it into
 * CloudFormation, `infra/local` into processes on one machine; neither knows a part that is not named here.
 */

export type FunctionName =
  | 'api'
  | 'web'
  | 'mail-in'
  | 'mail-out'
  | 'mail-feedback'
  | 'ticket-changes'
  | 'webhooks'
  | 'schedules'
export type QueueName = 'inbound-mail' | 'mail-feedback' | 'held-mail' | 'webhook-deliveries'
export type BucketName = 'mail' | 'files'
export type ScheduleName = 'auto-close' | 'counts' | 'outbox' | 'reconcile-mail' | 'uploads' | 'webhooks'

export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem'

export interface FunctionPart {
  /** What it is for, shown as the function's description. */
  purpose: string
  entry: string
  memoryMb: number
  timeoutSeconds: number
  may: {
    table: readonly TableAction[]
    /** `delete` is of every version, for good. */
    buckets?: Partial<Record<BucketName, readonly ('read' | 'write' | 'delete')[]>>
    sendMail?: boolean
    /** Queues it may put messages into. */
    fill?: readonly QueueName[]
  }
}

const readAndWrite = [
  'GetItem',
  'BatchGetItem',
  'Query',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'ConditionCheckItem',
] as const

export const functions: Record<FunctionName, FunctionPart> = {
  api: {
    purpose: 'JSON API under /api/v1',
    entry: 'functions/api/handler.ts',
    memoryMb: 512,
    timeoutSeconds: 20,
    may: {
      table: readAndWrite,
      buckets: { mail: ['read', 'delete'], files: ['read', 'write', 'delete'] },
      fill: ['inbound-mail', 'webhook-deliveries'],
    },
  },
  web: {
    purpose: 'Pages of the console',
    entry: 'functions/web/handler.ts',
    memoryMb: 512,
    timeoutSeconds: 20,
    may: {
      table: readAndWrite,
      buckets: { mail: ['read'], files: ['read', 'write', 'delete'] },
      fill: ['inbound-mail'],
    },
  },
  'mail-in': {
    purpose: 'Turns each received mail into its one outcome',
    entry: 'functions/mail-in/handler.ts',
    memoryMb: 1024,
    timeoutSeconds: 60,
    may: { table: readAndWrite, buckets: { mail: ['read'], files: ['write'] } },
  },
  'mail-out': {
    purpose: 'Sends each outbox row through SES',
    entry: 'functions/mail-out/handler.ts',
    memoryMb: 512,
    timeoutSeconds: 60,
    may: { table: readAndWrite, buckets: { files: ['read'] }, sendMail: true, fill: ['held-mail'] },
  },
  'mail-feedback': {
    purpose: 'Takes back bounces and complaints that SES reports',
    entry: 'functions/mail-feedback/handler.ts',
    memoryMb: 256,
    timeoutSeconds: 30,
    may: { table: readAndWrite },
  },
  'ticket-changes': {
    purpose:
      'Follows what changed: the feed of events, deliveries to webhooks, and what is listed, searched and counted',
    entry: 'functions/ticket-changes/handler.ts',
    memoryMb: 512,
    timeoutSeconds: 60,
    may: {
      table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      fill: ['webhook-deliveries'],
    },
  },
  webhooks: {
    purpose: 'Sends each delivery to its webhook',
    entry: 'functions/webhooks/handler.ts',
    memoryMb: 256,
    timeoutSeconds: 60,
    may: { table: ['GetItem', 'Query', 'PutItem'] },
  },
  schedules: {
    purpose: 'The jobs that EventBridge Scheduler starts',
    entry: 'functions/schedules/handler.ts',
    memoryMb: 512,
    timeoutSeconds: 120,
    may: {
      table: readAndWrite,
      buckets: { mail: ['read'], files: ['read', 'delete'] },
      sendMail: true,
      fill: ['inbound-mail', 'webhook-deliveries'],
    },
  },
}

/** HTTP API routes, most specific first, as API Gateway spells them. */
export const httpRoutes: readonly { route: string; function: FunctionName }[] = [
  { route: 'ANY /api/v1/{proxy+}', function: 'api' },
  { route: '$default', function: 'web' },
]

export interface QueuePart {
  purpose: string
  function: FunctionName
  batchSize: number
  /** Receives before a message goes to the dead letter queue. */
  maxReceiveCount: number
  /** Batches at work at a time; as many as there are unless told. */
  maxConcurrency?: number
}

/** A queue's visibility time-out is six times its function's time-out, as AWS advises. */
export const queues: Record<QueueName, QueuePart> = {
  'inbound-mail': {
    purpose: 'Receipts of mail that SES stored',
    function: 'mail-in',
    batchSize: 5,
    maxReceiveCount: 5,
  },
  'mail-feedback': {
    purpose: 'Bounces and complaints that SES reports',
    function: 'mail-feedback',
    batchSize: 10,
    maxReceiveCount: 5,
  },
  'held-mail': {
    purpose: 'Mails of replies that could still be taken back',
    function: 'mail-out',
    batchSize: 10,
    maxReceiveCount: 5,
    // The least there is: what SES takes at a time is shared with the stream.
    maxConcurrency: 2,
  },
  'webhook-deliveries': {
    purpose: 'Deliveries to webhooks that are to be sent now',
    function: 'webhooks',
    batchSize: 10,
    maxReceiveCount: 5,
    // Addresses that do not answer must not take the account's functions away from everything else.
    maxConcurrency: 5,
  },
}

export interface StreamPart {
  function: FunctionName
  batchSize: number
  maxRetryAttempts: number
  /** Lambda's event filters (EventBridge patterns over the stream record): a record passes by any of them. */
  filters: readonly StreamFilter[]
}

export interface StreamFilter {
  eventName: readonly string[]
  dynamodb: Partial<Record<'NewImage' | 'OldImage', { itemType: { S: readonly string[] } }>>
}

/** What the desk's rows stand for that people know of. */
const toldOf = { itemType: { S: ['ticket', 'entry', 'client', 'contact', 'asset'] } }

export const streams: readonly StreamPart[] = [
  {
    function: 'mail-out',
    batchSize: 10,
    maxRetryAttempts: 4,
    filters: [{ eventName: ['INSERT'], dynamodb: { NewImage: { itemType: { S: ['outbox'] } } } }],
  },
  {
    function: 'ticket-changes',
    batchSize: 100,
    // A record that is given up would be missing from the feed for good: it is tried until the stream forgets it.
    maxRetryAttempts: 10_000,
    filters: [
      { eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: toldOf } },
      { eventName: ['REMOVE'], dynamodb: { OldImage: toldOf } },
    ],
  },
]

export interface SchedulePart {
  purpose: string
  function: FunctionName
  everyMinutes: number
}

/** Each starts its function with `{ "schedule": name, "time": the scheduled instant }`. */
export const schedules: Record<ScheduleName, SchedulePart> = {
  'auto-close': {
    purpose: 'Closes resolved tickets at their due time',
    function: 'schedules',
    everyMinutes: 5,
  },
  counts: {
    purpose: 'Sets the counters of live tickets right where they are not',
    function: 'schedules',
    everyMinutes: 24 * 60,
  },
  outbox: {
    purpose: 'Sends what the stream did not get out, and retries what SES refused',
    function: 'schedules',
    everyMinutes: 5,
  },
  'reconcile-mail': {
    purpose: 'Finds stored mail of which nothing became, and queues it',
    function: 'schedules',
    everyMinutes: 24 * 60,
  },
  uploads: {
    purpose: 'Deletes uploads that no reply or ticket took',
    function: 'schedules',
    everyMinutes: 60,
  },
  webhooks: {
    purpose: 'Wakes deliveries to webhooks that are due, and keeps the feed of events from running empty',
    function: 'schedules',
    everyMinutes: 5,
  },
}

export interface BucketPart {
  purpose: string
  keepDays?: number
  /** What lies below a prefix is kept for fewer days. */
  passing?: { prefix: string; keepDays: number }
  /** The console's pages may post files to it, by forms that the desk signed. */
  takesForms?: true
}

export const buckets: Record<BucketName, BucketPart> = {
  mail: { purpose: 'Raw mail as SES wrote it', keepDays: 400 },
  // Each upload that was used lies elsewhere too; the schedule deletes the rest long before.
  files: { purpose: 'Attachments', passing: { prefix: 'uploads/', keepDays: 3 }, takesForms: true },
}

/** How every function is bundled, on AWS and here; the reasons are in docs/decisions. */
export const bundling = {
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  bundle: true,
  minify: true,
  sourcemap: 'external',
  mainFields: ['module', 'main'],
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
} as const
