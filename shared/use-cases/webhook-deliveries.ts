import type { Actor } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import { type Delivery, newDelivery, testEvent, type Webhook } from '../domain/webhook.ts'
import type { Desk } from '../runtime/desk.ts'
import * as store from '../store/deliveries.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'
import { commitEffect } from './effect.ts'
import { wakeDeliveries } from './wake-deliveries.ts'
import { webhookFor } from './webhooks.ts'

/** What a webhook was sent in the last 30 days, newest event first. */
export async function listDeliveries(
  desk: Desk,
  actor: Actor,
  webhookId: string,
  page: CursorPage,
): Promise<{ deliveries: Delivery[]; nextCursor: string | null }> {
  const scope = cursorScope('deliveries', actor, { webhookId })
  const [request] = await Promise.all([
    openCursor(desk, scope, page),
    webhookFor(desk, actor, webhookId, 'settings:read'),
  ])
  const { records, next } = await store.listDeliveries(desk.table, webhookId, request)
  return { deliveries: records, nextCursor: await sealCursor(desk, scope, next) }
}

export async function readDelivery(
  desk: Desk,
  actor: Actor,
  webhookId: string,
  id: string,
): Promise<Delivery> {
  const [delivery] = await Promise.all([
    store.readDelivery(desk.table, webhookId, id),
    webhookFor(desk, actor, webhookId, 'settings:read'),
  ])
  if (delivery === undefined) throw new DeskError('resource.missing')
  return delivery
}

/**
 * Sends a delivery anew, with all its tries before it, whatever came of it so far.
 * Errors: `webhook.inactive`; `write.conflict` while it is being sent.
 */
export async function replayDelivery(
  desk: Desk,
  actor: Actor,
  webhookId: string,
  id: string,
): Promise<Delivery> {
  const webhook = await webhookFor(desk, actor, webhookId, 'settings:write')
  const before = await store.readDelivery(desk.table, webhookId, id)
  if (before === undefined) throw new DeskError('resource.missing')
  assertActive(webhook)
  const now = desk.now()
  if (before.state === 'sending' && before.dueAt !== undefined && before.dueAt > now) {
    throw new DeskError('write.conflict', 'It is being sent at this moment.')
  }
  const { dueAt, createdAt: _createdAt } = newDelivery(webhook, before.event, now)
  const { deliveredAt: _delivered, ...rest } = before
  const after: Delivery = {
    ...rest,
    state: 'waiting',
    attempts: 0,
    ...(dueAt === undefined ? {} : { dueAt }),
  }
  await commitEffect(desk, [store.replaceDelivery(before, after)], pathOf(after))
  await wakeDeliveries(desk, [{ webhookId, deliveryId: id }])
  return after
}

/** Sends a webhook an event of its own, `webhook.test`. Error: `webhook.inactive`. */
export async function testWebhook(desk: Desk, actor: Actor, webhookId: string): Promise<Delivery> {
  const webhook = await webhookFor(desk, actor, webhookId, 'settings:write')
  assertActive(webhook)
  const now = desk.now()
  const delivery = newDelivery(webhook, testEvent(webhook, desk.newId('evt'), now), now)
  await commitEffect(desk, [store.createDelivery(delivery)], pathOf(delivery))
  await wakeDeliveries(desk, [{ webhookId, deliveryId: delivery.id }])
  return delivery
}

function assertActive({ active }: Webhook): void {
  if (!active) throw new DeskError('webhook.inactive', 'The webhook is switched off.')
}

function pathOf({ webhookId, id }: Delivery): string {
  return `webhooks/${webhookId}/deliveries/${id}`
}
