import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch'
import middy from '@middy/core'
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { readConfig } from '../../shared/runtime/config.ts'
import { openDesk } from '../../shared/runtime/desk.ts'
import { receiveMail } from '../../shared/use-cases/receive-mail.ts'
import { receiveStoredMail } from '../../shared/use-cases/receive-stored-mail.ts'
import type { StoredMailMessage } from '../../shared/use-cases/stored-mail-message.ts'
import { readReceipt } from './receipt.ts'
import { readStoredMail } from './stored-mail.ts'

const desk = openDesk(readConfig(process.env), 'mail-in')
const processor = new BatchProcessor(EventType.SQS)

/** Takes in each mail whose receipt is in the batch; one that fails is retried without the others. */
export const handler = middy<SQSEvent, SQSBatchResponse>().handler((event: SQSEvent, context: Context) =>
  processPartialResponse(event, takeIn, processor, { context, throwOnFullBatchFailure: false }),
)

async function takeIn(record: SQSRecord): Promise<void> {
  const stored = readStoredMail(record.body)
  if (stored !== undefined) return await lookAgain(stored)
  const receipt = readReceipt(record.body)
  if (receipt === undefined) {
    desk.log.info('A message of SES that is no receipt was passed over', { messageId: record.messageId })
    return
  }
  const { outcome, reason, ticketNumber } = await receiveMail(desk, receipt)
  desk.log.info('A mail was taken in', { mailKey: receipt.mailKey, outcome, reason, ticketNumber })
}

async function lookAgain(stored: StoredMailMessage): Promise<void> {
  const mail = await receiveStoredMail(desk, stored)
  const { outcome = 'gone', reason, ticketNumber } = mail ?? {}
  desk.log.info('A stored mail was looked at again', {
    mailKey: stored.mailKey,
    outcome,
    reason,
    ticketNumber,
  })
}
