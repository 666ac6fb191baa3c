import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowsOf } from '../use-cases/given.ts'
import { type Api, made, makeSite, opened, openTestApi, type Site } from './door.ts'

let api: Api
let site: Site
let otherSite: Site
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
  otherSite = await makeSite(api)
})
afterAll(() => api.close())

describe('a preview of a merge', () => {
  it('tells what the merge then does, and does nothing itself', async () => {
    const number = await opened(api, site, { contactId: site.contactId, watchers: ['wim@watch.example'] })
    const into = await opened(api, otherSite, { watchers: ['wim@watch.example'] })
    await api.post(`/tickets/${number}/replies`, {
      ...{ visibility: 'internal', bodyText: 'Looked at it.', minutesWorked: 20 },
    })
    const before = [await rowsOf(api, number), await rowsOf(api, into)]
    const { status, body } = await api.get(`/tickets/${number}/merge/${into}`)
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        from: { number },
        into: { number: into },
        watchersAdded: [{ email: site.contactEmail, name: 'Anna Berg' }],
        minutesAdded: 20,
        acrossClients: true,
      },
    })
    expect([await rowsOf(api, number), await rowsOf(api, into)]).toEqual(before)
    await api.post(`/tickets/${number}/merge`, { into })
    const merged = (await api.get(`/tickets/${into}`)).body
    expect(merged.watchers).toContainEqual({ email: site.contactEmail, name: 'Anna Berg' })
    expect(merged.minutesWorked).toBe(20)
  })

  it('is refused where the merge would be', async () => {
    const [number, into] = [await opened(api, site), await opened(api, site)]
    expect((await api.get(`/tickets/${number}/merge/${number}`)).body).toMatchObject({
      code: 'merge.into-itself',
    })
    await api.post(`/tickets/${number}/merge`, { into })
    expect((await api.get(`/tickets/${number}/merge/${into}`)).body).toMatchObject({ code: 'ticket.merged' })
    expect((await api.get(`/tickets/${into}/merge/${number}`)).body).toMatchObject({ code: 'ticket.merged' })
    expect((await api.get(`/tickets/${into}/merge/99999`)).status).toBe(404)
  })
})

describe('a preview of a move', () => {
  it('tells what the move then drops, and moves nothing', async () => {
    const assigneeId = await made(api, '/agents', {
      ...{ name: 'Noor', email: `noor${api.next()}@desk.example`, role: 'technician' },
      clientIds: [site.clientId],
    })
    const about = { contactId: site.contactId, assetIds: [site.assetId], assigneeId }
    const number = await opened(api, site, { ...about, watchers: ['wim@watch.example'] })
    const { body } = await api.get(`/tickets/${number}/move/${otherSite.clientId}`)
    expect(body).toMatchObject({
      clientId: otherSite.clientId,
      contactDropped: { email: site.contactEmail, name: 'Anna Berg' },
      watchersDropped: [{ email: 'wim@watch.example' }],
      assetIdsDropped: [site.assetId],
      assigneeDropped: 'Noor',
    })
    expect((await api.get(`/tickets/${number}`)).body).toMatchObject({ clientId: site.clientId, version: 1 })
    await api.patch(`/tickets/${number}`, { clientId: otherSite.clientId })
    expect((await api.get(`/tickets/${number}`)).body).toMatchObject({
      ...{ contactId: null, watchers: [], assetIds: [], assigneeId: null },
    })
  })

  it('to its own client drops nothing; to none that there is, is missing', async () => {
    const number = await opened(api, site, { contactId: site.contactId })
    expect((await api.get(`/tickets/${number}/move/${site.clientId}`)).body).toMatchObject({
      ...{ contactDropped: null, watchersDropped: [], assetIdsDropped: [], assigneeDropped: null },
    })
    expect((await api.get(`/tickets/${number}/move/clt_nothing`)).status).toBe(404)
  })
})

describe('a timeline', () => {
  const numbers = (body: { data: { text: string }[] }) => body.data.map(({ text }) => text)
  const note = (number: number, bodyText: string) =>
    api.post(`/tickets/${number}/replies`, { visibility: 'internal', bodyText })
  const pages = async (path: string) => {
    const all: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await api.get(`${path}${cursor === '' ? '' : `&cursor=${cursor}`}`)
      all.push(...numbers(body))
      cursor = body.nextCursor
    }
    return all
  }

  it('is read newest first as well, each entry once', async () => {
    const number = await opened(api, site)
    for (const words of ['one', 'two', 'three']) await note(number, words)
    const oldest = await pages(`/tickets/${number}/timeline?limit=2`)
    expect(oldest).toEqual(['It is on fire.', 'one', 'two', 'three'])
    expect(await pages(`/tickets/${number}/timeline?limit=2&order=newest`)).toEqual(oldest.toReversed())
  })

  it('of some kinds alone leaves none of them out, whatever was merged in and lies between', async () => {
    const [number, merged] = [await opened(api, site), await opened(api, site)]
    await note(merged, 'first')
    for (let count = 0; count < 25; count += 1) {
      await api.patch(`/tickets/${number}`, { priority: count % 2 === 0 ? 'high' : 'low' })
    }
    await note(merged, 'second')
    await note(number, 'third')
    await api.post(`/tickets/${merged}/merge`, { into: number })
    const notes = `/tickets/${number}/timeline?limit=1&kind=note`
    expect(await pages(notes)).toEqual(['first', 'second', 'third'])
    expect(await pages(`${notes}&order=newest`)).toEqual(['third', 'second', 'first'])
    expect((await api.get(`/tickets/${number}/timeline?kind=gossip`)).body).toMatchObject({ status: 400 })
  })
})
