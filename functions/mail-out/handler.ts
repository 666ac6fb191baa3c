import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch'
import middy from '@middy/core'
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { readConfig } from '../../shared/runtime/config.ts'
import { openDesk } from '../../shared/runtime/desk.ts'
import { sendMail } from '../../shared/use-cases/send-mail.ts'

const desk = openDesk(readConfig(process.env), 'mail-out')
const processor = new BatchProcessor(EventType.DynamoDBStreams)

/** Sends each new row of the outbox; the stream tries a row again that could not even be claimed or marked. */
export const handler = middy<DynamoDBStreamEvent, DynamoDBBatchResponse>().handler(
  (event: DynamoDBStreamEvent, context: Context) =>
    processPartialResponse(event, send, processor, { context, throwOnFullBatchFailure: false }),
)

async function send(record: DynamoDBRecord): Promise<void> {
  const { pk, sk } = record.dynamodb?.Keys ?? {}
  if (pk?.S === undefined || sk?.S === undefined) throw new Error('A stream record without the table’s keys')
  const outcome = await sendMail(desk, { pk: pk.S, sk: sk.S })
  desk.log.info('A row of the outbox was handled', { row: sk.S, outcome })
}
