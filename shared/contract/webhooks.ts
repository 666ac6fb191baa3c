import * as z from 'zod'
import { eventTypes } from '../domain/desk-event.ts'
import { eventAnswer } from './events.ts'
import { id, idParams, instant, line, listOf, pageQuery, version } from './fields.ts'
import { operation } from './operation.ts'

const url = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .meta({ description: 'https; its host must lie on the internet' })
const events = z
  .array(z.enum([...eventTypes, '*']))
  .min(1)
  .max(eventTypes.length + 1)
const clientIds = z.array(id).min(1).max(100)

export const webhookAnswer = z
  .object({
    id,
    name: z.string(),
    url: z.string(),
    events: z.array(z.enum([...eventTypes, '*'])),
    clientIds: z.array(id).nullable(),
    active: z.boolean(),
    switchedOff: z
      .object({ at: instant, why: z.string() })
      .nullable()
      .meta({ description: 'Set where the desk itself switched it off' }),
    previousSecretUntil: instant
      .nullable()
      .meta({ description: 'Until then messages are signed with the secret before as well' }),
    createdAt: instant,
    version,
  })
  .meta({ id: 'Webhook' })

export const webhookWithSecret = webhookAnswer
  .extend({ secret: z.string().meta({ description: 'Shown this once' }) })
  .meta({ id: 'WebhookWithSecret' })

export const deliveryAnswer = z
  .object({
    id,
    event: eventAnswer,
    status: z.enum(['waiting', 'sending', 'delivered', 'failed']),
    attempts: z.int(),
    tries: z
      .array(z.object({ at: instant, responseStatus: z.int().nullable(), failure: z.string().nullable() }))
      .meta({ description: 'Oldest first, those before a replay included' }),
    nextTryAt: instant.nullable().meta({ description: 'At the latest; the first try goes out at once' }),
    createdAt: instant,
    deliveredAt: instant.nullable(),
  })
  .meta({ id: 'Delivery' })

const deliveryParams = z.strictObject({ id, deliveryId: id })
const page = z.strictObject(pageQuery)
const shared = { tag: 'Webhooks' } as const

export const listWebhooks = operation({
  ...shared,
  id: 'listWebhooks',
  method: 'get',
  path: '/webhooks',
  summary: 'Webhooks, by name, without their secrets',
  permission: 'settings:read',
  query: page,
  answer: { status: 200, schema: listOf(webhookAnswer), description: 'A page of webhooks' },
  errors: ['cursor.invalid'],
})

export const createWebhook = operation({
  ...shared,
  id: 'createWebhook',
  method: 'post',
  path: '/webhooks',
  summary: 'Makes a webhook; its secret is in this answer only',
  permission: 'settings:write',
  body: z.strictObject({
    name: line(100),
    url,
    events,
    clientIds: clientIds.optional(),
    active: z.boolean().optional(),
  }),
  answer: { status: 201, schema: webhookWithSecret, description: 'The webhook and its secret' },
  errors: ['webhook.address'],
})

export const readWebhook = operation({
  ...shared,
  id: 'readWebhook',
  method: 'get',
  path: '/webhooks/{id}',
  summary: 'One webhook',
  permission: 'settings:read',
  params: idParams,
  answer: { status: 200, schema: webhookAnswer, description: 'The webhook' },
  errors: ['resource.missing'],
})

export const changeWebhook = operation({
  ...shared,
  id: 'changeWebhook',
  method: 'patch',
  path: '/webhooks/{id}',
  summary: 'Changes a webhook; active: true switches it on again',
  permission: 'settings:write',
  params: idParams,
  body: z
    .strictObject({ name: line(100), url, events, clientIds: clientIds.nullable(), active: z.boolean() })
    .partial(),
  answer: { status: 200, schema: webhookAnswer, description: 'The webhook as it is now' },
  errors: ['resource.missing', 'webhook.address', 'version.stale'],
})

export const deleteWebhook = operation({
  ...shared,
  id: 'deleteWebhook',
  method: 'delete',
  path: '/webhooks/{id}',
  summary: 'Removes a webhook',
  permission: 'settings:write',
  params: idParams,
  answer: { status: 204, description: 'It is gone' },
  errors: ['resource.missing', 'version.stale'],
})

export const rotateSecret = operation({
  ...shared,
  id: 'rotateSecret',
  method: 'post',
  path: '/webhooks/{id}/rotate-secret',
  summary: 'Gives a webhook a new secret; for 24 hours the one before signs as well',
  permission: 'settings:write',
  params: idParams,
  answer: { status: 200, schema: webhookWithSecret, description: 'The webhook and its new secret' },
  errors: ['resource.missing', 'version.stale'],
})

export const testWebhook = operation({
  ...shared,
  id: 'testWebhook',
  method: 'post',
  path: '/webhooks/{id}/test',
  summary: 'Sends the webhook an event of its own, webhook.test',
  permission: 'settings:write',
  params: idParams,
  answer: { status: 201, schema: deliveryAnswer, description: 'The delivery, on its way' },
  errors: ['resource.missing', 'webhook.inactive'],
})

export const listDeliveries = operation({
  ...shared,
  id: 'listDeliveries',
  method: 'get',
  path: '/webhooks/{id}/deliveries',
  summary: 'What the webhook was sent in the last 30 days, newest event first',
  permission: 'settings:read',
  params: idParams,
  query: page,
  answer: { status: 200, schema: listOf(deliveryAnswer), description: 'A page of deliveries' },
  errors: ['resource.missing', 'cursor.invalid'],
})

export const readDelivery = operation({
  ...shared,
  id: 'readDelivery',
  method: 'get',
  path: '/webhooks/{id}/deliveries/{deliveryId}',
  summary: 'One delivery',
  permission: 'settings:read',
  params: deliveryParams,
  answer: { status: 200, schema: deliveryAnswer, description: 'The delivery' },
  errors: ['resource.missing'],
})

export const replayDelivery = operation({
  ...shared,
  id: 'replayDelivery',
  method: 'post',
  path: '/webhooks/{id}/deliveries/{deliveryId}/replay',
  summary: 'Sends a delivery anew, with all its tries before it',
  permission: 'settings:write',
  params: deliveryParams,
  answer: { status: 200, schema: deliveryAnswer, description: 'The delivery, on its way again' },
  errors: ['resource.missing', 'webhook.inactive', 'write.conflict'],
})
