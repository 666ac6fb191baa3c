import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tokenFor } from '../use-cases/given.ts'
import { type Api, type Json, made, makeSite, opened, openTestApi, type Site } from './door.ts'

let api: Api
let site: Site
let otherSite: Site
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
  otherSite = await makeSite(api)
})
afterAll(() => api.close())

const change = (number: number, changes: Json, key = api.secret) =>
  api.patch(`/tickets/${number}`, changes, { key })
const ticket = async (number: number) => (await api.get(`/tickets/${number}`)).body
const fieldsChanged = async (number: number) => {
  const { body } = await api.get(`/tickets/${number}/timeline`)
  return body.data.flatMap(({ change }: { change: { field: string } | null }) => change?.field ?? [])
}
const withPeople = () =>
  opened(api, site, {
    contactId: site.contactId,
    assetIds: [site.assetId],
    watchers: [`wim@${site.domain}`],
  })

describe('due and external reference', () => {
  it('are set at creation, changed, and taken away by null', async () => {
    const number = await opened(api, site, { due: '2027-01-02T03:04:05Z', externalReference: ' PO-77 ' })
    expect(await ticket(number)).toMatchObject({
      due: '2027-01-02T03:04:05.000Z',
      externalReference: 'PO-77',
    })
    await change(number, { due: '2028-01-01T00:00:00Z' })
    expect((await change(number, { due: null, externalReference: null })).body).toMatchObject({
      due: null,
      externalReference: null,
    })
    expect(await fieldsChanged(number)).toEqual(['due', 'due', 'external-reference'])
  })

  it('are refused where they are none', async () => {
    const number = await opened(api, site)
    for (const changes of [
      { due: 'tomorrow' },
      { due: '2027-02-30T00:00:00Z' },
      { externalReference: 'x'.repeat(201) },
    ]) {
      const { body } = await change(number, changes)
      expect(body).toMatchObject({
        code: 'request.invalid',
        errors: [{ pointer: `/${Object.keys(changes)[0]}` }],
      })
    }
    expect((await ticket(number)).version).toBe(1)
  })
})

it('a contact is taken away by null', async () => {
  const number = await opened(api, site, { contactId: site.contactId })
  expect((await change(number, { contactId: null })).body).toMatchObject({
    contactId: null,
    contactName: null,
  })
  expect(await fieldsChanged(number)).toEqual(['contact'])
})

describe('moving a ticket to another client', () => {
  it('leaves the people and assets of the old one behind, and says so', async () => {
    const number = await withPeople()
    const { body } = await change(number, { clientId: otherSite.clientId })
    expect(body).toMatchObject({
      clientId: otherSite.clientId,
      clientName: `Site ${otherSite.domain}`,
      contactId: null,
      contactName: null,
      watchers: [],
      assetIds: [],
    })
    expect((await fieldsChanged(number)).sort()).toEqual(['assets', 'client', 'contact', 'watchers'])
  })

  it('takes the people and assets of the new one in the same step, and no others', async () => {
    const number = await withPeople()
    const { clientId, contactId, assetId } = otherSite
    const before = await ticket(number)
    const ofOld = await change(number, { clientId, contactId: site.contactId })
    expect(ofOld.body.code).toBe('contact.other-client')
    expect((await change(number, { clientId, assetIds: [site.assetId] })).body.code).toBe(
      'asset.other-client',
    )
    expect(await ticket(number)).toEqual(before)
    const { body } = await change(number, {
      clientId,
      contactId,
      assetIds: [assetId],
      watchers: ['new@x.example'],
    })
    expect(body).toMatchObject({ contactId, assetIds: [assetId], watchers: [{ email: 'new@x.example' }] })
  })

  it('takes an assignee off it who does not see the new client, and no other', async () => {
    const agent = (name: string, more: Json) =>
      made(api, '/agents', { name, email: `${name}${api.next()}@desk.example`, role: 'technician', ...more })
    const restricted = await agent('noor', { clientIds: [site.clientId] })
    const free = await agent('kim', {})
    const number = await opened(api, site, { assigneeId: restricted })
    expect((await change(number, { clientId: otherSite.clientId })).body.assigneeId).toBeNull()
    const kept = await opened(api, site, { assigneeId: free })
    expect((await change(kept, { clientId: otherSite.clientId })).body.assigneeId).toBe(free)
  })

  it('is for whoever may write for both, and answers alike for a client that is not theirs or not there', async () => {
    const number = await withPeople()
    const before = await ticket(number)
    const ofOld = await api.makeKey(['*'], [site.clientId])
    const ofNew = await api.makeKey(['*'], [otherSite.clientId])
    const ofBoth = await api.makeKey(['*'], [site.clientId, otherSite.clientId])
    for (const [key, clientId] of [
      [ofOld.secret, otherSite.clientId],
      [ofOld.secret, 'clt_none'],
      [ofNew.secret, otherSite.clientId],
    ] as const) {
      expect((await change(number, { clientId }, key)).body.code).toBe('resource.missing')
    }
    expect((await change(number, { clientId: 'clt_none' })).body).toMatchObject({
      code: 'request.invalid',
      errors: [{ pointer: '/clientId' }],
    })
    expect(await ticket(number)).toEqual(before)
    expect((await change(number, { clientId: otherSite.clientId }, ofBoth.secret)).status).toBe(200)
    expect((await api.get(`/tickets/${number}`, { key: ofOld.secret })).status).toBe(404)
    expect((await api.get(`/tickets/${number}`, { key: ofNew.secret })).status).toBe(200)
  })

  it('keeps whom a ticket is from that was nobody’s', async () => {
    await api.patch('/settings', { unknownSenders: 'accept' })
    const { ticketNumber = 0 } = await api.deliver(mailOf('lee@nowhere.example', 'Hello'))
    const { body } = await change(ticketNumber, { clientId: otherSite.clientId })
    expect(body).toMatchObject({ clientId: otherSite.clientId, contactName: '' })
    const { outcome } = await api.deliver(mailOf('lee@nowhere.example', `Re: [TCK-${ticketNumber}]`))
    expect(outcome).toBe('reply')
  })

  it('leaves no way in for the old client’s people: token, thread, reference, nor for its watchers', async () => {
    const number = await withPeople()
    await api.sendMails()
    await api.post(`/tickets/${number}/replies`, { visibility: 'public', bodyText: 'We look into it.' })
    await api.sendMails()
    const [sent] = api.outbox
      .list()
      .filter(({ envelopeTo }) => envelopeTo.includes(site.contactEmail))
      .slice(-1)
    await change(number, { clientId: otherSite.clientId })
    const before = await ticket(number)
    const watcher = `wim@${site.domain}`
    const inReply = `In-Reply-To: ${sent?.messageId}\r\n`
    const attempts = [
      api.deliver(mailOf(site.contactEmail, 'Hm'), {
        recipients: [await tokenFor(api, number, site.contactEmail)],
      }),
      api.deliver(mailOf(watcher, 'Hm'), { recipients: [await tokenFor(api, number, watcher)] }),
      api.deliver(mailOf(site.contactEmail, 'Hm', inReply)),
      api.deliver(mailOf(site.contactEmail, `Re: [TCK-${number}] Printer`)),
    ]
    for (const attempt of attempts) {
      expect(await attempt).toMatchObject({ outcome: 'quarantined', reason: 'not-a-participant' })
    }
    expect(await ticket(number)).toEqual(before)
    const sentBefore = api.outbox.list().length
    await api.post(`/tickets/${number}/replies`, {
      visibility: 'public',
      bodyText: 'For the new client only.',
    })
    await api.sendMails()
    const reached = api.outbox
      .list()
      .slice(sentBefore)
      .flatMap(({ envelopeTo }) => envelopeTo)
    expect(reached).toEqual([])
  })

  it('makes nothing public that was internal', async () => {
    const number = await withPeople()
    await api.post(`/tickets/${number}/replies`, { visibility: 'internal', bodyText: 'Between us.' })
    const visibilities = async () => {
      const { body } = await api.get(`/tickets/${number}/timeline`)
      return body.data.map(({ id, visibility }: { id: string; visibility: string }) => [id, visibility])
    }
    const before = await visibilities()
    await change(number, { clientId: otherSite.clientId })
    expect((await visibilities()).slice(0, before.length)).toEqual(before)
  })
})

function mailOf(from: string, subject: string, headers = ''): string {
  return `From: ${from}\r\nTo: support@desk.example\r\nSubject: ${subject}\r\nMessage-ID: <${api.next()}@m.example>\r\n${headers}Content-Type: text/plain\r\n\r\nAny news?\r\n`
}
