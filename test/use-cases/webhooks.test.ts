import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../../shared/domain/actor.ts'
import { nextTryAt, retrySeconds } from '../../shared/domain/webhook.ts'
import { Outside } from '../../shared/runtime/outside.ts'
import { changeTicket } from '../../shared/use-cases/change-ticket.ts'
import { createClient } from '../../shared/use-cases/clients.ts'
import { deliverEvent } from '../../shared/use-cases/deliver-event.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { publishEvents } from '../../shared/use-cases/publish-events.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { wakeDueDeliveries } from '../../shared/use-cases/wake-deliveries.ts'
import {
  listDeliveries,
  readDelivery,
  replayDelivery,
  testWebhook,
} from '../../shared/use-cases/webhook-deliveries.ts'
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  readWebhook,
  rotateSecret,
  type WebhookInput,
} from '../../shared/use-cases/webhooks.ts'
import { admin, openTestDesk, type TestDesk } from '../support/desk.ts'
import { openReceiver, type Receiver } from '../support/receiver.ts'

let test: TestDesk
let receiver: Receiver
beforeEach(async () => {
  test = await openTestDesk()
  receiver = await openReceiver()
})
afterEach(async () => {
  await receiver.close()
  await test.close()
})

const hook = (more: Partial<WebhookInput> = {}, actor: Actor = admin) =>
  createWebhook(test.desk, actor, { name: 'Chat', url: receiver.url, events: ['*'], ...more })

const keyFor = (clientIds?: string[], scopes: readonly ('*' | 'settings:write')[] = ['*']): Actor => ({
  kind: 'key',
  id: 'key_x',
  name: 'Key',
  scopes,
  ...(clientIds === undefined ? {} : { clientIds }),
})

async function site(name = 'Northwind') {
  const client = await createClient(test.desk, admin, { name })
  const ticket = await openTicket(test.desk, admin, {
    clientId: client.id,
    subject: 'Printer',
    descriptionText: 'words',
  })
  return { clientId: client.id, number: ticket.number }
}

const typesReceived = () => receiver.received.map(({ body }) => JSON.parse(body).type)
const deliveriesOf = async (webhookId: string) =>
  (await listDeliveries(test.desk, admin, webhookId, { limit: 100 })).deliveries

async function publishAndDeliver() {
  await test.publish()
  return await test.deliverWebhooks()
}

function later(seconds: number): void {
  test.clock.moveTo(new Date(test.clock.now().getTime() + seconds * 1000))
}

/** What the schedule does: wakes what is due, which is then sent. */
async function sweep() {
  await wakeDueDeliveries(test.desk)
  return await test.deliverWebhooks()
}

describe('a webhook', () => {
  it('is told of what it asked for, signed so that Standard Webhooks’ own library takes it', async () => {
    const { webhook, secret } = await hook({ events: ['ticket.created', 'ticket.replied'] })
    const { clientId, number } = await site()
    await replyToTicket(test.desk, admin, { number, visibility: 'public', bodyText: 'Hello' })
    await changeTicket(test.desk, admin, { number, changes: { priority: 'low' } })
    expect(await publishAndDeliver()).toEqual(['delivered', 'delivered'])
    expect(typesReceived().toSorted()).toEqual(['ticket.created', 'ticket.replied'])
    for (const message of receiver.received) {
      expect(receiver.verify(secret, message)).toMatchObject({ data: { clientId } })
      expect(message.headers['content-type']).toBe('application/json')
      expect(JSON.parse(message.body).data.id).toBe(message.headers['webhook-id'])
      expect(() => receiver.verify(secret, { ...message, body: `${message.body} ` })).toThrow()
      const renamed = { ...message.headers, 'webhook-id': 'evt_other' }
      expect(() => receiver.verify(secret, { ...message, headers: renamed })).toThrow()
    }
    const [delivery] = await deliveriesOf(webhook.id)
    expect(delivery).toMatchObject({ state: 'delivered', attempts: 1, tries: [{ status: 204 }] })
    expect(delivery?.dueAt).toBeUndefined()
  })

  it('for some clients is told of theirs, and never of a note', async () => {
    const [one, other] = [await site(), await site('Southwind')]
    await test.publish()
    await hook({ clientIds: [one.clientId] })
    for (const { number } of [one, other]) {
      await replyToTicket(test.desk, admin, { number, visibility: 'internal', bodyText: 'CANARY' })
      await replyToTicket(test.desk, admin, { number, visibility: 'public', bodyText: 'Hello' })
    }
    await publishAndDeliver()
    expect(typesReceived().toSorted()).toEqual(['ticket.changed', 'ticket.replied'])
    expect(JSON.stringify(receiver.received)).not.toMatch(/CANARY|noted|internal/)
    expect(JSON.stringify(receiver.received)).not.toContain(other.clientId)
  })

  it('of the whole desk is told of notes, marked as internal and without their words', async () => {
    const { number } = await site()
    await test.publish()
    await hook({ events: ['ticket.noted'] })
    await replyToTicket(test.desk, admin, { number, visibility: 'internal', bodyText: 'CANARY' })
    await publishAndDeliver()
    const [message] = receiver.received
    expect(JSON.parse(message?.body ?? '')).toMatchObject({
      type: 'ticket.noted',
      data: { visibility: 'internal' },
    })
    expect(message?.body).not.toContain('CANARY')
  })

  it('keeps no secret in the table, and shows none again', async () => {
    const { webhook, secret } = await hook()
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const { items } = await test.desk.table.query({
      partition: { name: 'pk', value: `WEBHOOK#${webhook.id}` },
      limit: 10,
    })
    expect(JSON.stringify(items)).not.toContain(secret.slice('whsec_'.length))
    expect(await readWebhook(test.desk, admin, webhook.id)).not.toHaveProperty('secret')
    expect((await hook()).secret).not.toBe(secret)
  })

  it('signs with both secrets for a day after a new one was made, then with the new one alone', async () => {
    const { webhook, secret: old } = await hook()
    const { secret } = await rotateSecret(test.desk, admin, webhook.id)
    await testWebhook(test.desk, admin, webhook.id)
    await test.deliverWebhooks()
    const [both] = receiver.received
    if (both === undefined) throw new Error('Nothing came')
    receiver.verify(old, both)
    receiver.verify(secret, both)
    expect(both.headers['webhook-signature']?.split(' ')).toHaveLength(2)

    later(24 * 3600 + 1)
    await testWebhook(test.desk, admin, webhook.id)
    await test.deliverWebhooks()
    const signatures = receiver.received.map(({ headers }) => headers['webhook-signature'] ?? '')
    expect(signatures[1]?.split(' ')).toHaveLength(1)
  })

  it('has two live secrets at most', async () => {
    const { webhook, secret: first } = await hook()
    await rotateSecret(test.desk, admin, webhook.id)
    await rotateSecret(test.desk, admin, webhook.id)
    await testWebhook(test.desk, admin, webhook.id)
    await test.deliverWebhooks()
    const [message] = receiver.received
    if (message === undefined) throw new Error('Nothing came')
    expect(() => receiver.verify(first, message)).toThrow('No matching signature found')
  })

  it('that is switched off or removed is sent nothing, not even what was on its way', async () => {
    const { number } = await site()
    const [off, gone] = [await hook(), await hook()]
    await test.publish()
    await changeWebhook(test.desk, admin, { id: off.webhook.id, changes: { active: false } })
    await deleteWebhook(test.desk, admin, gone.webhook.id)
    expect(new Set(await test.deliverWebhooks())).toEqual(new Set(['failed']))
    expect(receiver.received).toEqual([])
    const [delivery] = await deliveriesOf(off.webhook.id)
    expect(delivery?.tries).toMatchObject([{ failure: 'The webhook is switched off.' }])
    await changeTicket(test.desk, admin, { number, changes: { priority: 'low' } })
    expect(await publishAndDeliver()).toEqual([])
    await expect(testWebhook(test.desk, admin, off.webhook.id)).rejects.toMatchObject({
      code: 'webhook.inactive',
    })
    await expect(replayDelivery(test.desk, admin, off.webhook.id, delivery?.id ?? '')).rejects.toMatchObject({
      code: 'webhook.inactive',
    })
  })
})

describe('who makes a webhook', () => {
  it('has nothing sent out that they may not read', async () => {
    const { clientId } = await site()
    const missing = { code: 'resource.missing' }
    await expect(hook({}, keyFor(undefined, ['settings:write']))).rejects.toMatchObject(missing)
    await expect(hook({ clientIds: ['clt_other'] }, keyFor([clientId]))).rejects.toMatchObject(missing)
    const { webhook } = await hook({}, keyFor([clientId]))
    expect(webhook.clientIds).toEqual([clientId])
    const widened = await changeWebhook(test.desk, keyFor([clientId]), {
      id: webhook.id,
      changes: { clientIds: null },
    })
    expect(widened.clientIds).toEqual([clientId])
    const whole = await hook()
    for (const act of [
      () => readWebhook(test.desk, keyFor([clientId]), whole.webhook.id),
      () => rotateSecret(test.desk, keyFor([clientId]), whole.webhook.id),
      () => testWebhook(test.desk, keyFor([clientId]), whole.webhook.id),
      () => deleteWebhook(test.desk, keyFor([clientId]), whole.webhook.id),
      () => readWebhook(test.desk, keyFor(['clt_other']), webhook.id),
    ]) {
      await expect(act()).rejects.toMatchObject(missing)
    }
  })

  it('names clients that exist and an address that is on the internet', async () => {
    await expect(hook({ clientIds: ['clt_nobody'] })).rejects.toMatchObject({
      code: 'request.invalid',
      issues: [{ pointer: '/clientIds/0' }],
    })
    const refused = [
      'http://8.8.8.8/',
      'https://10.0.0.1/',
      'https://[fd00::1]/',
      'https://u:p@8.8.8.8/',
      'http://169.254.169.254/latest/meta-data/',
    ]
    for (const url of refused) {
      await expect(hook({ url })).rejects.toMatchObject({
        code: 'webhook.address',
        issues: [{ pointer: '/url' }],
      })
    }
    const { webhook } = await hook()
    await expect(
      changeWebhook(test.desk, admin, { id: webhook.id, changes: { url: 'https://10.0.0.1/' } }),
    ).rejects.toMatchObject({ code: 'webhook.address' })
    expect(await readWebhook(test.desk, admin, webhook.id)).toEqual(webhook)
  })
})

describe('what is not taken', () => {
  it('is tried again for three days, each wait as long as said or up to a fifth longer', async () => {
    receiver.answerWith(500)
    const { webhook } = await hook()
    const { id } = await testWebhook(test.desk, admin, webhook.id)
    expect(await test.deliverWebhooks()).toEqual(['postponed'])
    for (const [index, wait] of retrySeconds.entries()) {
      const { dueAt = '', attempts } = await readDelivery(test.desk, admin, webhook.id, id)
      const waited = (Date.parse(dueAt) - test.clock.now().getTime()) / 1000
      expect(attempts).toBe(index + 1)
      expect(waited).toBeGreaterThan(wait - 2)
      expect(waited).toBeLessThan(wait * 1.2 + 1)
      if (wait > 60) {
        later(wait - 60)
        expect(await sweep(), 'too early').toEqual([])
        later(60)
      } else later(wait)
      later(wait * 0.2 + 2)
      expect(await sweep()).toEqual([index === retrySeconds.length - 1 ? 'failed' : 'postponed'])
    }
    expect(receiver.received).toHaveLength(10)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    const delivery = await readDelivery(test.desk, admin, webhook.id, id)
    expect(delivery).toMatchObject({ state: 'failed', attempts: 10 })
    expect(delivery.tries.at(-1)?.failure).toMatch(/Answered 500.*switched off/)
    const off = await readWebhook(test.desk, admin, webhook.id)
    expect(off).toMatchObject({ active: false, switchedOff: { why: expect.stringMatching(/days/) } })
    const on = await changeWebhook(test.desk, admin, { id: webhook.id, changes: { active: true } })
    expect(on).toMatchObject({ active: true })
    expect(on.switchedOff).toBeUndefined()
  }, 60_000)

  it('does not come back all at once', () => {
    const times = Array.from({ length: 50 }, (_, index) =>
      nextTryAt({ id: `dlv_${index}`, attempts: 5 }, '2026-11-25T00:00:00.000Z'),
    )
    expect(new Set(times).size).toBeGreaterThan(30)
  })

  it('leaves a webhook on that takes other things meanwhile', async () => {
    receiver.answerWith(({ body }) => ({ status: JSON.parse(body).type === 'ticket.created' ? 500 : 200 }))
    const { webhook } = await hook({ events: ['ticket.created', 'ticket.changed'] })
    const { number } = await site()
    await publishAndDeliver()
    await changeTicket(test.desk, admin, { number, changes: { priority: 'low' } })
    await publishAndDeliver()
    for (const wait of retrySeconds) {
      later(wait * 1.2 + 2)
      await sweep()
    }
    expect((await readWebhook(test.desk, admin, webhook.id)).active).toBe(true)
    expect((await deliveriesOf(webhook.id)).map(({ state }) => state)).toEqual(['delivered', 'failed'])
  }, 60_000)

  it('with 410 is not tried again, and the webhook is switched off', async () => {
    receiver.answerWith(410)
    const { webhook } = await hook()
    await testWebhook(test.desk, admin, webhook.id)
    expect(await test.deliverWebhooks()).toEqual(['failed'])
    const off = await readWebhook(test.desk, admin, webhook.id)
    expect(off).toMatchObject({ active: false, switchedOff: { why: expect.stringMatching(/410/) } })
    later(3600)
    expect(await sweep()).toEqual([])
    expect(receiver.received).toHaveLength(1)
  })

  it('by a redirection is not sent where that leads', async () => {
    receiver.answerWith(({ path }) =>
      path === '/hook'
        ? { status: 307, headers: { location: `${receiver.url}/elsewhere` } }
        : { status: 200 },
    )
    const { webhook } = await hook()
    const { id } = await testWebhook(test.desk, admin, webhook.id)
    expect(await test.deliverWebhooks()).toEqual(['postponed'])
    expect(receiver.received).toHaveLength(1)
    const { tries } = await readDelivery(test.desk, admin, webhook.id, id)
    expect(tries).toMatchObject([{ status: 307, failure: expect.stringMatching(/not followed/) }])
  })

  it('because its name has come to lead inside is not sent, whatever it was when it was saved', async () => {
    const { webhook } = await hook()
    await testWebhook(test.desk, admin, webhook.id)
    const inside = new Outside({
      reach: 'internet-and-loopback',
      resolve: async () => [{ address: '10.0.0.1', family: 4 }],
    })
    const [{ id: deliveryId } = { id: '' }] = await deliveriesOf(webhook.id)
    const outcome = await deliverEvent(
      { ...test.desk, outside: inside },
      { webhookId: webhook.id, deliveryId },
    )
    expect(outcome).toBe('postponed')
    expect(receiver.received).toEqual([])
    const [delivery] = await deliveriesOf(webhook.id)
    expect(delivery?.tries).toMatchObject([{ failure: expect.stringMatching(/not on the internet/) }])
  })

  it('by a server that hangs up, or that nobody runs, says so in the log', async () => {
    const rude: Server = createServer(socket => socket.destroy())
    await new Promise<void>(resolve => rude.listen(0, '127.0.0.1', resolve))
    const { port } = rude.address() as AddressInfo
    const { webhook } = await hook({ url: `http://127.0.0.1:${port}/` })
    await testWebhook(test.desk, admin, webhook.id)
    expect(await test.deliverWebhooks()).toEqual(['postponed'])
    await new Promise(resolve => rude.close(resolve))
    later(30)
    expect(await sweep()).toEqual(['postponed'])
    const [delivery] = await deliveriesOf(webhook.id)
    expect(delivery?.tries.map(({ failure }) => failure)).toEqual([
      expect.stringMatching(/^No answer: /),
      expect.stringMatching(/^No answer: .*ECONNREFUSED/),
    ])
  })
})

describe('a delivery', () => {
  it('is made once, however often the stream tells of its event', async () => {
    const { webhook } = await hook()
    await site()
    const changes = await test.changes()
    for (let turn = 0; turn < 3; turn += 1) await publishEvents.follow(test.desk, changes)
    const outcomes = await test.deliverWebhooks()
    expect(outcomes.filter(outcome => outcome === 'delivered')).toHaveLength(2)
    expect(receiver.received).toHaveLength(2)
    expect(await deliveriesOf(webhook.id)).toHaveLength(2)
  })

  it('whose wake-up got lost is found by the sweep', async () => {
    await hook({ events: ['ticket.created'] })
    await site()
    test.faults.arm({ service: 'sqs', kind: 'error' })
    await test.publish()
    test.faults.clear()
    expect(await sweep(), 'not before the wake-up had its time').toEqual([])
    later(121)
    expect(await sweep()).toEqual(['delivered'])
    later(3600)
    expect(await sweep()).toEqual([])
  })

  it('of which two senders hear at once is sent by one', async () => {
    const { webhook } = await hook()
    const { id: deliveryId } = await testWebhook(test.desk, admin, webhook.id)
    const name = { webhookId: webhook.id, deliveryId }
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => deliverEvent(test.desk, name)))
    expect(outcomes.filter(outcome => outcome === 'delivered')).toHaveLength(1)
    expect(receiver.received).toHaveLength(1)
  })

  it('reaches its webhook whichever call of its sender fails or dies, twice only where the mark got lost', async () => {
    const { webhook } = await hook()
    for (const kind of ['error', 'crash-before', 'crash-after'] as const) {
      for (let nth = 1; nth <= 4; nth += 1) {
        const before = receiver.received.length
        const { id: deliveryId } = await testWebhook(test.desk, admin, webhook.id)
        test.faults.arm({ service: 'dynamodb', kind, nth })
        await deliverEvent(test.desk, { webhookId: webhook.id, deliveryId }).catch(() => undefined)
        test.faults.clear()
        later(130)
        await sweep()
        const { state } = await readDelivery(test.desk, admin, webhook.id, deliveryId)
        expect([kind, nth, state]).toEqual([kind, nth, 'delivered'])
        expect(receiver.received.length - before).toBeLessThanOrEqual(2)
      }
    }
  }, 60_000)

  it('is sent anew on demand, under the same id, with all its tries before it', async () => {
    const { webhook, secret } = await hook()
    const { id } = await testWebhook(test.desk, admin, webhook.id)
    await test.deliverWebhooks()
    const replayed = await replayDelivery(test.desk, admin, webhook.id, id)
    expect(replayed).toMatchObject({ state: 'waiting', attempts: 0, tries: [{ status: 204 }] })
    expect(await test.deliverWebhooks()).toEqual(['delivered'])
    const [first, second] = receiver.received
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    if (second !== undefined) receiver.verify(secret, second)
    const again = await readDelivery(test.desk, admin, webhook.id, id)
    expect(again).toMatchObject({ state: 'delivered', attempts: 1, tries: [{}, {}] })
    await expect(replayDelivery(test.desk, admin, webhook.id, 'dlv_nothing')).rejects.toMatchObject({
      code: 'resource.missing',
    })
  })
})
