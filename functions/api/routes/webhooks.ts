import type { Hono } from 'hono'
import type * as z from 'zod'
import { given } from '../../../shared/contract/given.ts'
import * as contract from '../../../shared/contract/webhooks.ts'
import type { Delivery, Webhook } from '../../../shared/domain/webhook.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { showEvent } from '../../../shared/use-cases/event-payload.ts'
import * as deliveries from '../../../shared/use-cases/webhook-deliveries.ts'
import { secretAgain } from '../../../shared/use-cases/webhook-secret.ts'
import * as webhooks from '../../../shared/use-cases/webhooks.ts'
import { serve } from '../serve.ts'

export function serveWebhooks(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listWebhooks, async ({ desk, actor, query }) => {
    const page = await webhooks.listWebhooks(desk, actor, given(query))
    return { body: { data: page.webhooks.map(presentWebhook), nextCursor: page.nextCursor } }
  })
  serve(
    app,
    ground,
    contract.createWebhook,
    async ({ desk, actor, body }) => {
      const { webhook, secret } = await webhooks.createWebhook(desk, actor, given(body))
      return {
        body: { ...presentWebhook(webhook), secret },
        version: webhook.version,
        location: `/webhooks/${webhook.id}`,
      }
    },
    { field: 'secret', again: secretAgain },
  )
  serve(app, ground, contract.readWebhook, async ({ desk, actor, params }) => {
    return answerOf(await webhooks.readWebhook(desk, actor, params.id))
  })
  serve(app, ground, contract.changeWebhook, async ({ desk, actor, params, body, ifVersion }) => {
    return answerOf(
      await webhooks.changeWebhook(desk, actor, { id: params.id, changes: given(body), ...ifVersion }),
    )
  })
  serve(app, ground, contract.deleteWebhook, async ({ desk, actor, params, ifVersion }) => {
    await webhooks.deleteWebhook(desk, actor, params.id, ifVersion.ifVersion)
    return {}
  })
  serve(
    app,
    ground,
    contract.rotateSecret,
    async ({ desk, actor, params, ifVersion }) => {
      const { webhook, secret } = await webhooks.rotateSecret(desk, actor, params.id, ifVersion.ifVersion)
      return { body: { ...presentWebhook(webhook), secret }, version: webhook.version }
    },
    { field: 'secret', again: secretAgain },
  )
}

export function serveWebhookDeliveries(app: Hono, ground: Desk): void {
  serve(app, ground, contract.testWebhook, async ({ desk, actor, params }) => {
    const delivery = await deliveries.testWebhook(desk, actor, params.id)
    return { body: presentDelivery(delivery), location: `/webhooks/${params.id}/deliveries/${delivery.id}` }
  })
  serve(app, ground, contract.listDeliveries, async ({ desk, actor, params, query }) => {
    const page = await deliveries.listDeliveries(desk, actor, params.id, given(query))
    return { body: { data: page.deliveries.map(presentDelivery), nextCursor: page.nextCursor } }
  })
  serve(app, ground, contract.readDelivery, async ({ desk, actor, params }) => {
    const delivery = await deliveries.readDelivery(desk, actor, params.id, params.deliveryId)
    return { body: presentDelivery(delivery) }
  })
  serve(app, ground, contract.replayDelivery, async ({ desk, actor, params }) => {
    const delivery = await deliveries.replayDelivery(desk, actor, params.id, params.deliveryId)
    return { body: presentDelivery(delivery) }
  })
}

function answerOf(webhook: Webhook) {
  return { body: presentWebhook(webhook), version: webhook.version }
}

function presentWebhook(webhook: Webhook): z.output<typeof contract.webhookAnswer> {
  const { id, name, url, events, clientIds, active, switchedOff, previousSecret, createdAt, version } =
    webhook
  return {
    id,
    name,
    url,
    events,
    clientIds: clientIds ?? null,
    active,
    switchedOff: switchedOff ?? null,
    previousSecretUntil: previousSecret?.until ?? null,
    createdAt,
    version,
  }
}

function presentDelivery(delivery: Delivery): z.output<typeof contract.deliveryAnswer> {
  const { id, event, state, attempts, tries, dueAt, createdAt, deliveredAt } = delivery
  return {
    id,
    event: showEvent(event),
    status: state,
    attempts,
    tries: tries.map(({ at, status, failure }) => ({
      at,
      responseStatus: status ?? null,
      failure: failure ?? null,
    })),
    nextTryAt: state === 'waiting' ? (dueAt ?? null) : null,
    createdAt,
    deliveredAt: deliveredAt ?? null,
  }
}
