import { secondsAfter } from '../domain/instants.ts'
import { type Delivery, deliveryLeaseSeconds } from '../domain/webhook.ts'
import type { Item, Key, Table, Write } from '../runtime/table.ts'
import type { PageRequest, RecordPage } from './directory.ts'
import { dueBucket, keys, webhookDeliveries } from './keys.ts'
import { expiring, itemOf, recordOf } from './records.ts'

/** How long the log of a webhook goes back. */
const deliveryKeptDays = 30

/** The write of a new delivery; `write.conflict` where the event is on its way to the webhook already. */
export function createDelivery(delivery: Delivery): Write {
  return { put: itemOfDelivery(delivery), onlyIf: { absent: true } }
}

export async function readDelivery(
  table: Table,
  webhookId: string,
  id: string,
): Promise<Delivery | undefined> {
  const item = await table.get(keys.delivery(webhookId, id))
  return item && recordOf<Delivery>(item)
}

/** A webhook's deliveries, newest event first. */
export async function listDeliveries(
  table: Table,
  webhookId: string,
  page: PageRequest,
): Promise<RecordPage<Delivery>> {
  const { items, next } = await table.query({
    partition: { name: 'pk', value: keys.webhook(webhookId).pk },
    range: { name: 'sk', ...webhookDeliveries },
    newestFirst: true,
    ...page,
  })
  return { records: items.map(item => recordOf<Delivery>(item)), ...(next === undefined ? {} : { next }) }
}

/** Takes a delivery for sending, unless somebody else has it; `write.conflict` then, or when it is done. */
export async function claimDelivery(table: Table, delivery: Delivery, now: string): Promise<Delivery> {
  const claimed: Delivery = {
    ...delivery,
    state: 'sending',
    attempts: delivery.attempts + 1,
    dueAt: secondsAfter(now, deliveryLeaseSeconds),
  }
  await table.commit([replaceDelivery(delivery, claimed)])
  return claimed
}

/** Replaces a delivery as it was read; `write.conflict` if anybody took it or gave it back since. */
export function replaceDelivery(before: Delivery, after: Delivery): Write {
  const { state, attempts } = before
  return { put: itemOfDelivery(after), onlyIf: { equals: { state, attempts, tried: before.tries.length } } }
}

/** The webhook and the delivery that a key names. */
export function deliveryNamed({ pk, sk }: Key): { webhookId: string; deliveryId: string } {
  return { webhookId: pk.slice('WEBHOOK#'.length), deliveryId: sk.slice('D#'.length) }
}

function itemOfDelivery(delivery: Delivery): Item {
  const { dueAt, webhookId, id } = delivery
  return itemOf(keys.delivery(webhookId, id), 'delivery', delivery, {
    tried: delivery.tries.length,
    ...(dueAt === undefined ? {} : { dueBucket: dueBucket('webhooks', dueAt), dueKind: 'webhooks' }),
    ...expiring(dueAt ?? delivery.createdAt, deliveryKeptDays),
  })
}
