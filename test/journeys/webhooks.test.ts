import { afterAll, beforeAll, expect, it } from 'vitest'
import { apiKey, openTestCloud, type TestCloud } from '../support/cloud.ts'
import { openReceiver, type Receiver } from '../support/receiver.ts'

let cloud: TestCloud
let receiver: Receiver
beforeAll(async () => {
  receiver = await openReceiver()
  cloud = await openTestCloud({ demo: false })
}, 60_000)
afterAll(async () => {
  await cloud?.close()
  await receiver.close()
})

/** A call to the API as it is on the wire: what a receiver of webhooks is told must fit what any program reads. */
async function call(path: string, { method = 'GET', body }: { method?: string; body?: unknown } = {}) {
  const response = await fetch(`${cloud.url}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, json: await response.json() }
}
const post = (path: string, body?: unknown) => call(path, { method: 'POST', body })

it('a mail is told to a webhook and in the feed, and what was not taken is tried again', async () => {
  const client = await post('/clients', { name: 'Northwind', domains: ['northwind.example'] })
  const made = await post('/webhooks', {
    name: 'Chat',
    url: receiver.url,
    events: ['ticket.created', 'ticket.replied'],
  })
  expect(made.status).toBe(201)
  const { id, secret } = made.json
  const { json: start } = await call('/events?after=latest')

  await cloud.sendMail({
    from: 'Anna <anna@northwind.example>',
    to: 'support@desk.example',
    subject: 'Printer',
    text: 'It is on fire.',
  })
  await cloud.settle()
  const [message] = receiver.received
  if (message === undefined) throw new Error('Nothing came')
  expect(receiver.verify(secret, message)).toMatchObject({
    type: 'ticket.created',
    data: { clientId: client.json.id, about: { kind: 'ticket' } },
  })
  const { json: feed } = await call(`/events?after=${start.nextCursor}`)
  const told = feed.data.filter(({ type }: { type: string }) => type === 'ticket.created')
  expect(told).toMatchObject([{ id: message.headers['webhook-id'] }])

  receiver.answerWith(503)
  const number = told[0].about.id
  await post(`/tickets/${number}/replies`, { visibility: 'public', bodyText: 'Use water.' })
  // A delivery that waits for its next try is no reason not to come to rest.
  await cloud.settle()
  const waiting = await call(`/webhooks/${id}/deliveries`)
  expect(waiting.json.data[0]).toMatchObject({
    status: 'waiting',
    event: { type: 'ticket.replied' },
    tries: [{ responseStatus: 503 }],
  })

  receiver.answerWith(200)
  await cloud.moveClock(new Date(cloud.clock.now().getTime() + 15 * 60_000))
  await cloud.settle()
  const log = await call(`/webhooks/${id}/deliveries`)
  expect(log.json.data.map(({ status }: { status: string }) => status)).toEqual(['delivered', 'delivered'])
  expect(receiver.received).toHaveLength(3)

  const { id: deliveryId } = log.json.data[0]
  await post(`/webhooks/${id}/deliveries/${deliveryId}/replay`)
  await cloud.settle()
  expect(receiver.received).toHaveLength(4)
  expect(cloud.errors).toEqual([])
}, 60_000)

it('a function that dies while it sends leaves nothing unsent', async () => {
  const made = await post('/webhooks', { name: 'Brittle', url: receiver.url, events: ['client.created'] })
  cloud.faults.arm({ service: 'lambda', operation: 'webhooks', kind: 'crash-before', nth: 1 })
  cloud.faults.arm({ service: 'sqs', operation: 'SendMessageBatch', kind: 'error', nth: 1 })
  const before = receiver.received.length
  const client = await post('/clients', { name: 'Southwind' })
  await cloud.settle()
  cloud.faults.clear()
  await cloud.moveClock(new Date(cloud.clock.now().getTime() + 15 * 60_000))
  await cloud.settle()
  const messages = receiver.received.slice(before).filter(({ body }) => body.includes(client.json.id))
  expect(new Set(messages.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  const log = await call(`/webhooks/${made.json.id}/deliveries`)
  expect(log.json.data).toMatchObject([{ status: 'delivered' }])
}, 60_000)
