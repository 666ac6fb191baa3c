import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linksMax } from '../../shared/domain/link.ts'
import { linkKinds } from '../../shared/domain/ticket.ts'
import { rowsOf } from '../use-cases/given.ts'
import { type Api, makeSite, opened, openTestApi, type Site } from './door.ts'

let api: Api
let site: Site
let otherSite: Site
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
  otherSite = await makeSite(api)
})
afterAll(() => api.close())

const two = async () => [await opened(api, site), await opened(api, site)] as const
const link = (number: number, other: number, kind: string, options = {}) =>
  api.post(`/tickets/${number}/links`, { number: other, kind }, options)
const linksOf = async (number: number) => (await api.get(`/tickets/${number}`)).body.links
const changesOf = async (number: number) =>
  (await api.get(`/tickets/${number}/timeline`)).body.data.flatMap(
    ({ change }: { change: unknown }) => change ?? [],
  )
const bothRows = async (one: number, other: number) => [await rowsOf(api, one), await rowsOf(api, other)]

describe('a link', () => {
  it.each(linkKinds)('of kind %s is on both tickets, each saying what the other is to it', async kind => {
    const [one, other] = await two()
    const converse = {
      related: 'related',
      parent: 'child',
      child: 'parent',
      blocks: 'blocked-by',
      'blocked-by': 'blocks',
    }[kind]
    expect((await link(one, other, kind)).body.links).toEqual([{ number: other, kind }])
    expect(await linksOf(other)).toEqual([{ number: one, kind: converse }])
    expect(await changesOf(one)).toEqual([{ field: 'links', from: null, to: `${kind} ${other}` }])
    expect(await changesOf(other)).toEqual([{ field: 'links', from: null, to: `${converse} ${one}` }])
  })

  it('that is there already is left alone; of another kind it takes the place of the first', async () => {
    const [one, other] = await two()
    await link(one, other, 'blocks')
    const before = await bothRows(one, other)
    expect((await link(one, other, 'blocks')).status).toBe(200)
    expect((await link(other, one, 'blocked-by')).status).toBe(200)
    expect(await bothRows(one, other)).toEqual(before)
    await link(other, one, 'parent')
    expect([await linksOf(one), await linksOf(other)]).toEqual([
      [{ number: other, kind: 'child' }],
      [{ number: one, kind: 'parent' }],
    ])
  })

  it('is taken off both', async () => {
    const [one, other] = await two()
    await link(one, other, 'related')
    expect((await api.call('DELETE', `/tickets/${other}/links/${one}`)).status).toBe(204)
    expect([await linksOf(one), await linksOf(other)]).toEqual([[], []])
    expect((await api.call('DELETE', `/tickets/${other}/links/${one}`)).status).toBe(404)
  })

  it.each([
    ['to itself', 409, 'link.itself', async (one: number) => one],
    ['to a ticket that is not there', 404, 'resource.missing', async () => 999_999_998],
  ])('%s is refused, and nothing is written', async (_name, status, code, other) => {
    const [one] = await two()
    const before = await rowsOf(api, one)
    expect((await link(one, await other(one), 'related')).body).toMatchObject({ status, code })
    expect(await rowsOf(api, one)).toEqual(before)
  })

  it('to a ticket of a client that is not the key’s is answered as to none', async () => {
    const [one, foreign] = [await opened(api, site), await opened(api, otherSite)]
    const { secret } = await api.makeKey(['*'], [site.clientId])
    const before = await bothRows(one, foreign)
    expect((await link(one, foreign, 'related', { key: secret })).body).toMatchObject({ status: 404 })
    expect((await link(foreign, one, 'related', { key: secret })).body).toMatchObject({ status: 404 })
    expect(await bothRows(one, foreign)).toEqual(before)
  })

  it('changes no closed ticket, on neither side', async () => {
    const [one, closed] = await two()
    const linked = await opened(api, site)
    await link(linked, closed, 'related')
    for (const step of ['resolve', 'close']) await api.post(`/tickets/${closed}/${step}`)
    const before = await bothRows(one, closed)
    for (const reply of [
      await link(one, closed, 'related'),
      await link(closed, one, 'related'),
      await api.call('DELETE', `/tickets/${linked}/links/${closed}`),
    ]) {
      expect(reply.body).toMatchObject({ status: 409, code: 'ticket.closed' })
    }
    expect(await bothRows(one, closed)).toEqual(before)
  })

  it('is made from the version that was seen', async () => {
    const [one, other] = await two()
    await api.patch(`/tickets/${one}`, { priority: 'high' })
    const before = await bothRows(one, other)
    const refused = await link(one, other, 'related', { headers: { 'If-Match': '"1"' } })
    expect(refused.body).toMatchObject({ status: 412, code: 'version.stale' })
    expect(await bothRows(one, other)).toEqual(before)
  })

  it(`is refused on either side beyond ${linksMax}`, async () => {
    const [hub, extra] = await two()
    for (let count = 0; count < linksMax; count += 1) await link(hub, await opened(api, site), 'related')
    const before = await bothRows(hub, extra)
    expect((await link(hub, extra, 'related')).body).toMatchObject({ status: 409, code: 'links.full' })
    expect((await link(extra, hub, 'related')).body).toMatchObject({ status: 409, code: 'links.full' })
    expect(await bothRows(hub, extra)).toEqual(before)
  })

  it('is the same on both sides whatever is asked at once', async () => {
    const [one, other] = await two()
    await Promise.all([
      link(one, other, 'blocks'),
      link(other, one, 'parent'),
      link(one, other, 'child'),
      api.call('DELETE', `/tickets/${one}/links/${other}`),
    ])
    const [ours, theirs] = [await linksOf(one), await linksOf(other)]
    expect(ours.length).toBe(theirs.length)
    const pairs = ['blocks/blocked-by', 'child/parent']
    if (ours.length > 0) expect(pairs).toContain(`${ours[0].kind}/${theirs[0].kind}`)
  })
})
