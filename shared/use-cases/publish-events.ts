import type { DeskEvent } from '../domain/desk-event.ts'
import { DeskError } from '../domain/errors.ts'
import { newDelivery, wantsEvent } from '../domain/webhook.ts'
import type { Desk } from '../runtime/desk.ts'
import { createDelivery } from '../store/deliveries.ts'
import { readAllWebhooks } from '../store/webhooks.ts'
import { appendToFeed } from './append-to-feed.ts'
import { deriveEvents } from './derive-events.ts'
import type { Follower } from './follow-changes.ts'
import { type DeliveryName, wakeDeliveries } from './wake-deliveries.ts'

/** Tells what happened: in the feed of events, and to the webhooks that asked for it. */
export const publishEvents: Follower = {
  name: 'events',
  follow: async (desk, changes) => {
    const events = await deriveEvents(desk, changes)
    if (events.length === 0) return
    for (const batch of intoBatches(events)) await appendToFeed(desk, batch)
    await tellWebhooks(desk, events)
  },
}

/** A reader who goes on within a batch reads it again, so that it must not be large. */
const batchBytesMax = 16_000

function intoBatches(events: readonly DeskEvent[]): DeskEvent[][] {
  const batches: DeskEvent[][] = []
  let bytes = 0
  for (const event of events) {
    const more = Buffer.byteLength(JSON.stringify(event))
    const batch = batches.at(-1)
    if (batch === undefined || bytes + more > batchBytesMax) {
      batches.push([event])
      bytes = more
    } else {
      batch.push(event)
      bytes += more
    }
  }
  return batches
}

async function tellWebhooks(desk: Desk, events: readonly DeskEvent[]): Promise<void> {
  const webhooks = await readAllWebhooks(desk.table)
  const deliveries = events.flatMap(event =>
    webhooks
      .filter(webhook => wantsEvent(webhook, event))
      .map(webhook => newDelivery(webhook, event, desk.now())),
  )
  const names: DeliveryName[] = []
  for (let first = 0; first < deliveries.length; first += writesAtOnce) {
    const some = deliveries.slice(first, first + writesAtOnce)
    await Promise.all(some.map(delivery => unlessThere(desk.table.commit([createDelivery(delivery)]))))
    names.push(...some.map(({ webhookId, id }) => ({ webhookId, deliveryId: id })))
  }
  await wakeDeliveries(desk, names)
}

const writesAtOnce = 25

async function unlessThere(write: Promise<void>): Promise<void> {
  try {
    await write
  } catch (error) {
    if (!(error instanceof DeskError && error.code === 'write.conflict')) throw error
  }
}
