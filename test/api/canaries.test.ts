import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { everything } from '../support/everything.ts'
import { openReceiver, type Receiver } from '../support/receiver.ts'
import { wholeTable } from '../support/whole-table.ts'
import { type Api, makeSite, opened, openTestApi, type Reply, type Site } from './door.ts'
import { uploaded } from './uploaded.ts'

let api: Api
let site: Site
let receiver: Receiver
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
  receiver = await openReceiver()
  const hook = { name: 'Chat', url: receiver.url, events: ['*'] }
  expect((await api.post('/webhooks', hook)).status).toBe(201)
})
afterAll(async () => {
  await receiver.close()
  await api.close()
})

const long = (words: string) => `${words} ${'x '.repeat(4_000)}`
const key = () => ({ headers: { 'Idempotency-Key': `canary-${api.next()}` } })
const reply = (number: number, visibility: string, bodyText: string, more = {}): Promise<Reply> =>
  api.post(`/tickets/${number}/replies`, { visibility, bodyText, ...more }, key())
const ids = async (number: number): Promise<string[]> =>
  (await api.get(`/tickets/${number}/timeline?limit=100`)).body.data
    .filter(({ kind }: { kind: string }) => kind !== 'activity')
    .map(({ id }: { id: string }) => id)

/** Lets the feed and the webhooks tell of everything, and answers all that they said. */
async function told(): Promise<string> {
  await api.publish()
  await api.deliverWebhooks()
  const feed = await api.get('/events?limit=100')
  expect(feed.body.data.length).toBeGreaterThan(0)
  expect(receiver.received.length).toBeGreaterThan(0)
  return JSON.stringify([feed.body, receiver.received])
}

/** The kinds of rows that hold these words: the head of the partition and of the sort key. */
async function rowsWith(words: string): Promise<string[]> {
  const found = Object.entries(await wholeTable()).filter(([, row]) => row.includes(words))
  const kind = (part = '') => part.replace(/[#\d].*/, '')
  return [...new Set(found.map(([name]) => name.split(' ').map(kind).join(' ').trim()))].toSorted()
}

/** Ways in which words come to the desk, each on a ticket of its own; answers the tickets they are on. */
const ways: Record<string, (words: string) => Promise<number[]>> = {
  'a description': async words => {
    const body = { clientId: site.clientId, subject: 'Printer', descriptionText: words }
    return [(await api.post('/tickets', body, key())).body.number]
  },
  'a public reply with a file, edited since': async words => {
    const number = await opened(api, site, { contactId: site.contactId })
    const attachmentIds = [await uploaded(api, { name: `${words.slice(0, 7)}.txt`, content: words })]
    const { body } = await reply(number, 'public', words, { attachmentIds })
    await api.patch(`/tickets/${number}/timeline/${body.id}`, { bodyText: `Once more: ${words}` })
    await api.patch(`/tickets/${number}/timeline/${body.id}`, { bodyText: 'Other words.' })
    return [number]
  },
  'an internal note that a split took along': async words => {
    const number = await opened(api, site)
    const { body } = await reply(number, 'internal', words)
    const split = await api.post(`/tickets/${number}/split`, { entryIds: [body.id] }, key())
    return [number, split.body.number]
  },
  'a note on many at once, one of them merged since': async words => {
    const numbers = [await opened(api, site), await opened(api, site)]
    await api.post('/tickets/bulk', { numbers, reply: { visibility: 'internal', bodyText: words } }, key())
    await api.post(`/tickets/${numbers[0]}/merge`, { into: numbers[1] }, key())
    return numbers
  },
  'a mail from quarantine': async words => {
    const { mailKey } = await api.deliver(
      `From: lee${api.next()}@unknown.example\r\nTo: support@desk.example\r\nSubject: Hello\r\nMessage-ID: <${api.next()}@x.example>\r\n\r\n${words}\r\n`,
    )
    const as = { as: 'ticket', clientId: site.clientId }
    return [(await api.post(`/quarantine/${mailKey}/release`, as, key())).body.number]
  },
}

describe.each(Object.entries(ways))('the words of %s', (_name, write) => {
  it.each([
    ['short', (words: string) => words],
    ['long', long],
  ])('are told by no event, and are nowhere once they are redacted: %s', async (_length, form) => {
    const words = `CANARY${api.next()}X`
    const numbers = await write(form(words))
    await api.sendMails()
    expect(await told()).not.toContain(words)
    expect(await everything()).toContain(words)
    for (const number of numbers) {
      for (const id of await ids(number)) {
        const redacted = await api.post(`/tickets/${number}/timeline/${id}/redact`, { attachments: true })
        expect([200, 404]).toContain(redacted.status)
      }
    }
    await api.sendMails()
    expect(await told()).not.toContain(words)
    expect(await rowsWith(words)).toEqual([])
    expect(await everything()).not.toContain(words)
  })
})

it('an internal note is in its ticket, and in the answer kept for its own writer’s repeat, and nowhere else', async () => {
  const words = `CANARY${api.next()}X`
  const number = await opened(api, site, { contactId: site.contactId })
  const { body } = await reply(number, 'internal', words, { status: 'resolved' })
  await api.patch(`/tickets/${number}/timeline/${body.id}`, { bodyText: `${words} again` })
  await api.patch(`/tickets/${number}`, { subject: 'Another subject', priority: 'high' })
  await api.sendMails()
  expect(await told()).not.toContain(words)
  expect(await rowsWith(words)).toEqual(['REQUEST A', 'TICKET E', 'TICKET PAST'])
  expect(JSON.stringify(api.outbox.list())).not.toContain(words)
})

it('a subject that was changed stays in the record of the change alone: activity, feed, deliveries', async () => {
  const old = `CANARY${api.next()}X`
  const number = await opened(api, site, { subject: old, contactId: site.contactId })
  await api.patch(`/tickets/${number}`, { subject: 'Another subject' })
  await api.sendMails()
  await told()
  expect(await rowsWith(old)).toEqual(['FEED', 'TICKET E', 'WEBHOOK D'])
})
