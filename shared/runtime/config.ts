import type { Reach } from './outside-address.ts'

/** What a function is told by its environment; the same names on AWS and on one machine. */
export interface Config {
  tableName: string
  /** Raw mail as SES wrote it. */
  mailBucket: string
  /** Attachments. */
  filesBucket: string
  /** The desk's mail domain; its address is `support@` it. */
  domain: string
  /** Origin of the console and the API, without a trailing slash. */
  publicUrl: string
  /** Where browsers post files to, by forms that the desk signed: the bucket of attachments. */
  uploadUrl: string
  sesConfigurationSet: string
  /** URL of the queue that wakes deliveries to webhooks. */
  deliveryQueueUrl: string
  /** URL of the queue that receipts of mail wait in. */
  inboundQueueUrl: string
  /** URL of the queue in which mails that are held wait for their time. */
  heldMailQueueUrl: string
  /** How far requests to addresses that people name may go. */
  webhookReach: Reach
  region: string
}

/** The name of each environment variable, by the config field it fills. */
export const environmentNames = {
  tableName: 'TABLE_NAME',
  mailBucket: 'MAIL_BUCKET',
  filesBucket: 'FILES_BUCKET',
  domain: 'DESK_DOMAIN',
  publicUrl: 'PUBLIC_URL',
  uploadUrl: 'UPLOAD_URL',
  sesConfigurationSet: 'SES_CONFIGURATION_SET',
  deliveryQueueUrl: 'DELIVERY_QUEUE_URL',
  inboundQueueUrl: 'INBOUND_QUEUE_URL',
  heldMailQueueUrl: 'HELD_MAIL_QUEUE_URL',
  webhookReach: 'WEBHOOK_REACH',
  region: 'AWS_REGION',
} as const satisfies Record<keyof Config, string>

/** Reads the environment of a function; throws naming the first variable that is missing. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const read = (name: string): string => {
    const value = environment[name]
    if (value === undefined || value === '') throw new Error(`Environment variable ${name} is missing`)
    return value
  }
  return {
    tableName: read(environmentNames.tableName),
    mailBucket: read(environmentNames.mailBucket),
    filesBucket: read(environmentNames.filesBucket),
    domain: read(environmentNames.domain),
    publicUrl: read(environmentNames.publicUrl),
    uploadUrl: read(environmentNames.uploadUrl),
    sesConfigurationSet: read(environmentNames.sesConfigurationSet),
    deliveryQueueUrl: read(environmentNames.deliveryQueueUrl),
    inboundQueueUrl: read(environmentNames.inboundQueueUrl),
    heldMailQueueUrl: read(environmentNames.heldMailQueueUrl),
    webhookReach: reachOf(read(environmentNames.webhookReach)),
    region: read(environmentNames.region),
  }
}

/** Whatever is not plainly the wider reach is the narrow one. */
function reachOf(text: string): Reach {
  return text === 'internet-and-loopback' ? text : 'internet'
}
