import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch'
import middy from '@middy/core'
import type {
  Context,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
  SQSRecord,
} from 'aws-lambda'
import { readConfig } from '../../shared/runtime/config.ts'
import { openDesk } from '../../shared/runtime/desk.ts'
import { sendOrWait } from '../../shared/use-cases/send-held-mail.ts'
import { rowOfMessage } from './held-row.ts'

const desk = openDesk(readConfig(process.env), 'mail-out')
const fromStream = new BatchProcessor(EventType.DynamoDBStreams)
const fromQueue = new BatchProcessor(EventType.SQS)

/**
 * Sends each new row of the outbox, and each that was held when its time has come. Stream and queue tell again of a
 * row that could not even be claimed, marked or put into the queue.
 */
export const handler = middy<
  DynamoDBStreamEvent | SQSEvent,
  DynamoDBBatchResponse | SQSBatchResponse
>().handler((event: DynamoDBStreamEvent | SQSEvent, context: Context) => {
  const options = { context, throwOnFullBatchFailure: false }
  return isOfQueue(event)
    ? processPartialResponse(event, sendHeld, fromQueue, options)
    : processPartialResponse(event, send, fromStream, options)
})

function isOfQueue(event: DynamoDBStreamEvent | SQSEvent): event is SQSEvent {
  const [record] = event.Records
  return record !== undefined && 'body' in record
}

async function send(record: DynamoDBRecord): Promise<void> {
  const { pk, sk } = record.dynamodb?.Keys ?? {}
  if (pk?.S === undefined || sk?.S === undefined) throw new Error('A stream record without the table’s keys')
  const outcome = await sendOrWait(desk, { pk: pk.S, sk: sk.S })
  desk.log.info('A row of the outbox was handled', { row: sk.S, outcome })
}

async function sendHeld({ body }: SQSRecord): Promise<void> {
  const row = rowOfMessage(body)
  const outcome = await sendOrWait(desk, row)
  desk.log.info('A held row of the outbox was handled', { row: row.sk, outcome })
}
