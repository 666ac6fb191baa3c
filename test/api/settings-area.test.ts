import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { indexNames } from '../../shared/use-cases/index-names.ts'
import { stopMailTo, stoppedAddresses } from '../../shared/use-cases/suppression.ts'
import { type Api, type Json, made, makeSite, opened, openTestApi, type Site } from './door.ts'

let api: Api
let site: Site
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
})
afterAll(() => api.close())

const namesIn = async (path: string): Promise<string[]> =>
  (await api.get(path)).body.data.map(({ name }: Json) => name)

/** As the stream would, once the client's row is there. */
async function index(id: string): Promise<void> {
  const after = await api.desk.table.get({ pk: `CLIENT#${id}`, sk: 'A' })
  await indexNames(api.desk, after === undefined ? {} : { after })
}

describe('what is archived', () => {
  const kinds: [kind: string, list: () => string, one: () => string, name: string][] = [
    ['client', () => '/clients', () => `/clients/${site.clientId}`, ''],
    ['contact', () => `/clients/${site.clientId}/contacts`, () => `/contacts/${site.contactId}`, 'Anna Berg'],
    ['asset', () => `/clients/${site.clientId}/assets`, () => `/assets/${site.assetId}`, 'SRV-01'],
  ]
  it.each(kinds)(
    '%s: leaves the list of those in use, and comes back as it was',
    async (_kind, list, one) => {
      const { body: before } = await api.get(one())
      expect(before.archivedAt).toBeNull()
      const { body: archived } = await api.patch(one(), { archived: true })
      expect(archived).toMatchObject({ name: before.name, archivedAt: expect.any(String) })
      expect(await namesIn(list())).not.toContain(before.name)
      expect(await namesIn(`${list()}?archived=false`)).not.toContain(before.name)
      expect(await namesIn(`${list()}?archived=true`)).toEqual([before.name])
      const { body: again } = await api.patch(one(), { archived: true })
      expect(again.archivedAt).toBe(archived.archivedAt)
      const { body: back } = await api.patch(one(), { archived: false })
      expect(back).toEqual({ ...before, version: back.version })
      expect(await namesIn(list())).toContain(before.name)
      expect(await namesIn(`${list()}?archived=true`)).toEqual([])
    },
  )

  it('keeps its tickets, and can be read as ever', async () => {
    const number = await opened(api, site, { contactId: site.contactId, assetIds: [site.assetId] })
    for (const [, , one] of kinds) await api.patch(one(), { archived: true })
    const ticket = (await api.get(`/tickets/${number}`)).body
    expect(ticket).toMatchObject({ clientId: site.clientId, contactId: site.contactId })
    expect((await api.get(`/tickets?clientId=${site.clientId}`)).body.data).toHaveLength(1)
    for (const [, , one] of kinds) await api.patch(one(), { archived: false })
  })

  it('holds its client all the same', async () => {
    const id = await made(api, '/clients', { name: 'Held' })
    const asset = await made(api, `/clients/${id}/assets`, { name: 'OLD', type: 'server' })
    const later = await made(api, `/clients/${id}/assets`, { name: 'NEW', type: 'server' })
    await api.patch(`/assets/${asset}`, { archived: true })
    await api.call('DELETE', `/assets/${later}`)
    expect((await api.call('DELETE', `/clients/${id}`)).body).toMatchObject({ code: 'client.in-use' })
    await api.call('DELETE', `/assets/${asset}`)
    expect((await api.call('DELETE', `/clients/${id}`)).status).toBe(204)
  })

  it('has the change of an asset in the audit log', async () => {
    await api.patch(`/assets/${site.assetId}`, { archived: true })
    const [entry] = (await api.get('/audit-log?limit=1')).body.data
    expect(entry).toMatchObject({ resource: `assets/${site.assetId}`, name: 'SRV-01', action: 'changed' })
    await api.patch(`/assets/${site.assetId}`, { archived: false })
  })
})

describe('a client', () => {
  it('is found by the beginnings of the words of its name, among those that the caller may know', async () => {
    const ids = []
    for (const name of ['The Acme Company', 'Acme Bakery', 'Bakery of Zürich']) {
      const id = await made(api, '/clients', { name })
      await index(id)
      ids.push(id)
    }
    expect((await namesIn('/clients?q=acm')).sort()).toEqual(['Acme Bakery', 'The Acme Company'])
    expect(await namesIn('/clients?q=acme%20bak')).toEqual(['Acme Bakery'])
    expect(await namesIn('/clients?q=nobody')).toEqual([])
    expect(await namesIn('/clients?q=...')).toEqual([])
    const { secret } = await api.makeKey(['clients:read'], [ids[1] ?? ''])
    const { body } = await api.get('/clients?q=acm', { key: secret })
    expect(body.data.map(({ name }: Json) => name)).toEqual(['Acme Bakery'])
    await api.patch(`/clients/${ids[0]}`, { archived: true })
    expect(await namesIn('/clients?q=acm')).toEqual(['Acme Bakery'])
    expect(await namesIn('/clients?q=acm&archived=true')).toEqual(['The Acme Company'])
  })

  it('loses its rate by null', async () => {
    const id = await made(api, '/clients', { name: 'Rated', hourlyRate: { amount: 5, currency: 'EUR' } })
    const { body } = await api.patch(`/clients/${id}`, { hourlyRate: null })
    expect(body.hourlyRate).toBeNull()
    expect((await api.get(`/clients/${id}`)).body.hourlyRate).toBeNull()
  })
})

describe('a suppressed address', () => {
  const stop = async (address: string) =>
    api.desk.table.commit(await stopMailTo(api.desk, address, 'address-bounced'))
  const listed = async (): Promise<Json[]> => (await api.get('/suppressed-addresses')).body.data

  it('is listed with its reason, until somebody lets mail go out again', async () => {
    await stop('gus@elsewhere.example')
    const [found] = await listed()
    expect(found).toMatchObject({
      address: 'gus@elsewhere.example',
      reason: 'address-bounced',
      until: expect.any(String),
    })
    expect((await api.call('DELETE', `/suppressed-addresses/${found?.id}`)).status).toBe(204)
    expect(await listed()).toEqual([])
    expect((await stoppedAddresses(api.desk, ['gus@elsewhere.example'])).size).toBe(0)
    expect((await api.call('DELETE', `/suppressed-addresses/${found?.id}`)).status).toBe(404)
    expect((await api.get('/audit-log?limit=1')).body.data[0]).toMatchObject({
      resource: `suppressed-addresses/${found?.id}`,
      action: 'deleted',
      name: 'gus@elsewhere.example',
    })
  })

  it('of a contact takes the marks off the contact', async () => {
    await stop(site.contactEmail)
    const [found] = await listed()
    expect(found).toMatchObject({ address: site.contactEmail, until: null })
    expect((await api.get(`/contacts/${site.contactId}`)).body.suppressedAt).not.toBeNull()
    await api.call('DELETE', `/suppressed-addresses/${found?.id}`)
    expect((await api.get(`/contacts/${site.contactId}`)).body).toMatchObject({
      undeliverableAt: null,
      suppressedAt: null,
    })
  })

  it('of a stranger is listed no more once its time is over', async () => {
    await stop('old@elsewhere.example')
    const [found] = await listed()
    api.clock.moveTo(new Date(api.clock.now().getTime() + 15 * 86_400_000))
    expect(await listed()).toEqual([])
    expect((await api.get(`/suppressed-addresses/${found?.id}`)).status).toBe(404)
  })
})

describe('the settings', () => {
  const wrong: [field: string, value: unknown, message: RegExp][] = [
    ['timeZone', 'Europe/Nowhere', /IANA name of a time zone, such as Europe\/Berlin/],
    ['timeZone', '+01:00', /IANA name/],
    ['timeZone', '', /IANA name/],
    ['currency', 'EURO', /ISO 4217 code of a currency, such as EUR/],
    ['currency', 'QQQ', /ISO 4217/],
    ['currency', 'eur', /ISO 4217/],
    ['fromName', 'two\nlines', /one line/],
    ['deskName', '', /./],
    ['defaultBillable', 'yes', /./],
    ['mailIn', null, /./],
  ]
  it.each(wrong)(
    'refuse %s %j with words for its field, and stay as they were',
    async (field, value, message) => {
      const { body: before } = await api.get('/settings')
      const { status, body } = await api.patch('/settings', { deskName: 'Other', [field]: value })
      expect(status).toBe(400)
      expect(body).toMatchObject({
        code: 'request.invalid',
        errors: [{ pointer: `/${field}`, message: expect.stringMatching(message) }],
      })
      expect((await api.get('/settings')).body).toEqual(before)
    },
  )

  it('take the zones and currencies that there are', async () => {
    const zones = ['Europe/Berlin', 'America/Argentina/Buenos_Aires', 'UTC', 'Asia/Kolkata']
    for (const timeZone of zones) expect((await api.patch('/settings', { timeZone })).status).toBe(200)
    for (const currency of ['CHF', 'JPY', 'EUR']) {
      expect((await api.patch('/settings', { currency })).body.currency).toBe(currency)
    }
  })
})

describe('the audit log', () => {
  it('is looked through by kind, by who did it, and by both', async () => {
    const { secret, apiKey } = await api.makeKey(['*'])
    await api.post('/categories', { name: 'One' })
    await api.post('/categories', { name: 'Two' }, { key: secret })
    await api.post('/tags', { name: 'three' }, { key: secret })
    const names = async (query: string) => await namesIn(`/audit-log?${query}`)
    expect(await names('kind=categories')).toEqual(['Two', 'One'])
    expect(await names(`actorId=${apiKey.id}`)).toEqual(['three', 'Two'])
    expect(await names(`kind=categories&actorId=${apiKey.id}`)).toEqual(['Two'])
    expect(await names('kind=nothing')).toEqual([])
    const first = (await api.get('/audit-log?kind=categories&limit=1')).body
    const second = await api.get(`/audit-log?kind=categories&limit=1&cursor=${first.nextCursor}`)
    expect([...first.data, ...second.body.data].map(({ name }: Json) => name)).toEqual(['Two', 'One'])
    expect((await api.get(`/audit-log?limit=1&cursor=${first.nextCursor}`)).body.code).toBe('cursor.invalid')
  })
})
