import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch'
import middy from '@middy/core'
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { readConfig } from '../../shared/runtime/config.ts'
import { openDesk } from '../../shared/runtime/desk.ts'
import { recordFeedback } from '../../shared/use-cases/record-feedback.ts'
import { readFeedback } from './feedback.ts'

const desk = openDesk(readConfig(process.env), 'mail-feedback')
const processor = new BatchProcessor(EventType.SQS)

/** Takes back what SES reports of mail it sent; one report that fails is retried without the others. */
export const handler = middy<SQSEvent, SQSBatchResponse>().handler((event: SQSEvent, context: Context) =>
  processPartialResponse(event, takeBack, processor, { context, throwOnFullBatchFailure: false }),
)

async function takeBack(record: SQSRecord): Promise<void> {
  const feedback = readFeedback(record.body, desk.config.region)
  if (feedback === undefined) return
  await recordFeedback(desk, feedback)
  desk.log.info('A report on sent mail was taken in', {
    state: feedback.state,
    recipients: feedback.recipients.length,
  })
}
