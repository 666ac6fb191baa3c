import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import { JsonFolder } from '../durable-files.ts'
import type { Queue } from '../queue.ts'
import type { LocalS3 } from '../s3/s3.ts'
import { type IncomingMail, newReceiptId, prependSesHeaders, receiptNotification } from './receipt.ts'

export type { IncomingMail, Verdict, Verdicts } from './receipt.ts'

export interface ReceivingOptions {
  s3: Pick<LocalS3, 'putObject' | 'readObject'>
  /** The mail bucket. */
  bucket: string
  /** The inbound queue that subscribes to the topic. */
  queue: Pick<Queue, 'send'>
  /** Keeps `receipts/` while a mail is stored but not yet announced. */
  dataDir: string
  clock: Clock
  topicArn?: string
}

export interface Receiving {
  /** Stores and announces one mail as SES does; once it answers, the mail is safe and its event queued. */
  receiveMail(mail: IncomingMail): Promise<{ key: string }>
  /** Announces what was stored before a crash and not announced; answers the keys. Call at start. */
  requeueStranded(): Promise<string[]>
}

interface Receipt {
  key: string
  /** Body of the SQS message. */
  announcement: string
}

/** Opens the desk's side of SES receiving: S3 object, then SNS notification into the queue. */
export function openReceiving(options: ReceivingOptions): Receiving {
  const { s3, bucket, queue, clock } = options
  const { topicArn = 'arn:aws:sns:us-east-1:000000000000:docket-inbound-mail' } = options
  const receipts = new JsonFolder<Receipt>(join(options.dataDir, 'receipts'))
  const announce = async ({ key, announcement }: Receipt): Promise<void> => {
    await queue.send(announcement)
    receipts.delete(key)
  }
  return {
    receiveMail: async mail => {
      const reception = { id: newReceiptId(), at: clock.now(), bucketName: bucket, topicArn }
      const stored = prependSesHeaders(mail, reception)
      const notification = receiptNotification(mail, stored, reception)
      const receipt = { key: reception.id, announcement: snsEnvelope(notification, topicArn, reception.at) }
      // The receipt comes first: whatever the mail bucket holds, somebody knows how to announce it.
      receipts.write(receipt.key, receipt)
      await s3.putObject(bucket, receipt.key, stored)
      await announce(receipt)
      return { key: receipt.key }
    },
    requeueStranded: async () => {
      const keys: string[] = []
      for (const receipt of receipts.readAll()) {
        const isStored = (await s3.readObject(bucket, receipt.key)) !== undefined
        // Without its object the sender never heard OK and will send again.
        if (!isStored) receipts.delete(receipt.key)
        else await announce(receipt)
        if (isStored) keys.push(receipt.key)
      }
      return keys
    },
  }
}

/** A message as SNS puts it into a queue. */
export function snsEnvelope(
  notification: object,
  topicArn: string,
  at: Date,
  subject = 'Amazon SES Email Receipt Notification',
): string {
  return JSON.stringify({
    Type: 'Notification',
    MessageId: randomUUID(),
    TopicArn: topicArn,
    Subject: subject,
    Message: JSON.stringify(notification),
    Timestamp: at.toISOString(),
    SignatureVersion: '1',
    Signature: randomBytes(256).toString('base64'),
    SigningCertURL: 'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-local.pem',
    UnsubscribeURL: `https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${topicArn}:local`,
  })
}
