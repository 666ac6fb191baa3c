import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch'
import middy from '@middy/core'
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import * as z from 'zod'
import { readConfig } from '../../shared/runtime/config.ts'
import { openDesk } from '../../shared/runtime/desk.ts'
import { deliverEvent } from '../../shared/use-cases/deliver-event.ts'

const desk = openDesk(readConfig(process.env), 'webhooks')
const processor = new BatchProcessor(EventType.SQS)
const wakeUp = z.object({ webhookId: z.string(), deliveryId: z.string() })

/** Sends each delivery that a message names, side by side; what an address answers fails no message. */
export const handler = middy<SQSEvent, SQSBatchResponse>().handler((event: SQSEvent, context: Context) =>
  processPartialResponse(event, deliver, processor, { context, throwOnFullBatchFailure: false }),
)

async function deliver({ body }: SQSRecord): Promise<void> {
  const name = wakeUp.parse(JSON.parse(body))
  const outcome = await deliverEvent(desk, name)
  desk.log.info('A delivery was handled', { ...name, outcome })
}
