import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wholeTable } from '../support/whole-table.ts'
import { type Api, type Json, made, makeSite, opened, openTestApi, type Site } from './door.ts'

let api: Api
let site: Site
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
})
afterAll(() => api.close())

const ticket = async (number: number) => (await api.get(`/tickets/${number}`)).body
const results = async (path: string, body: Json) => (await api.post(path, body)).body.results
const bulk = (body: Json) => results('/tickets/bulk', body)
const undo = (tickets: readonly Json[], more: Json = {}) =>
  results('/tickets/bulk/undo', { tickets, ...more })
const undosOf = (made: { undo: Json | null }[]) =>
  made.flatMap(each => (each.undo === null ? [] : [each.undo]))

/** What a ticket has of what a bulk change can set. */
const setting = async (number: number) => {
  const { assigneeId, priority, categoryId, tags, status, statusId } = await ticket(number)
  return { assigneeId, priority, categoryId, tags, status, statusId }
}

describe('a dry run of a bulk change', () => {
  it('says of each ticket what would come of it, and writes nothing', async () => {
    const [good, closed] = [await opened(api, site, { tags: ['old'] }), await opened(api, site)]
    for (const step of ['resolve', 'close']) await api.post(`/tickets/${closed}/${step}`)
    const before = await wholeTable()
    const [would, not, absent] = await bulk({
      numbers: [good, closed, 999_999_998],
      set: { priority: 'urgent', addTags: ['outage'], status: 'resolved' },
      reply: { visibility: 'public', bodyText: 'We are at it.' },
      dryRun: true,
    })
    expect(would).toMatchObject({ number: good, ok: true, version: 1 })
    expect(would.changes).toEqual([
      { field: 'status', from: 'open', to: 'resolved' },
      { field: 'priority', from: 'medium', to: 'urgent' },
      { field: 'tags', from: 'old', to: 'old, outage' },
    ])
    expect(not).toMatchObject({ ok: false, code: 'ticket.closed', changes: [], undo: null })
    expect(absent).toMatchObject({ ok: false, code: 'resource.missing' })
    const [merged] = await bulk({ numbers: [good], mergeInto: closed, dryRun: true })
    expect(merged).toMatchObject({ ok: false, code: 'ticket.closed' })
    expect(await wholeTable()).toEqual(before)
  })
})

describe('the undo of a bulk change', () => {
  it('gives back what was taken, custom statuses included', async () => {
    const statusId = await made(api, '/statuses', { name: 'At the vendor', status: 'hold' })
    const assigneeId = await made(api, '/agents', {
      name: 'Noor',
      email: 'noor@desk.example',
      role: 'technician',
    })
    const categoryId = await made(api, '/categories', { name: 'Network' })
    const numbers = [
      await opened(api, site, { tags: ['old'], assigneeId, categoryId }),
      await opened(api, site),
    ]
    await api.patch(`/tickets/${numbers[0]}`, { statusId })
    const before = await Promise.all(numbers.map(setting))
    const set = {
      assigneeId: null,
      priority: 'urgent',
      categoryId: null,
      addTags: ['new'],
      status: 'resolved',
    }
    const done = await bulk({ numbers, set })
    expect(done.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, true])
    expect(await Promise.all(numbers.map(setting))).not.toEqual(before)
    expect((await undo(undosOf(done), { dryRun: true })).map(({ ok }: { ok: boolean }) => ok)).toEqual([
      true,
      true,
    ])
    const undone = await undo(undosOf(done))
    expect(undone.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, true])
    expect(await Promise.all(numbers.map(setting))).toEqual(before)
    // And it can be taken back in its turn.
    expect((await undo(undosOf(undone)))[1]).toMatchObject({ ok: true })
    expect(await setting(numbers[1] ?? 0)).toMatchObject({ priority: 'urgent', status: 'resolved' })
  })

  it('leaves what somebody wrote to since, and what is closed', async () => {
    const numbers = [await opened(api, site), await opened(api, site), await opened(api, site)]
    const [touched = 0, closed = 0, kept = 0] = numbers
    const done = await bulk({ numbers, set: { priority: 'low', status: 'resolved' } })
    await api.post(`/tickets/${touched}/replies`, { visibility: 'internal', bodyText: 'Wait.' })
    await api.post(`/tickets/${closed}/close`)
    const undone = await undo(undosOf(done))
    expect(undone).toMatchObject([
      { number: touched, ok: false, code: 'version.stale' },
      { number: closed, ok: false, code: 'version.stale' },
      { number: kept, ok: true },
    ])
    expect(await setting(kept)).toMatchObject({ priority: 'medium', status: 'open' })
    const version = (await ticket(closed)).version
    const [refused] = await undo([{ number: closed, version, set: { priority: 'medium' } }])
    expect(refused).toMatchObject({ ok: false, code: 'ticket.closed' })
  })

  it('parts what was merged', async () => {
    const [into, ...numbers] = [await opened(api, site), await opened(api, site), await opened(api, site)]
    const done = await bulk({ numbers, mergeInto: into })
    expect(await ticket(numbers[0] ?? 0)).toMatchObject({ status: 'closed', mergedInto: into })
    const undone = await undo(undosOf(done))
    expect(undone).toMatchObject([{ ok: true }, { ok: true }])
    for (const number of numbers)
      expect(await ticket(number)).toMatchObject({ status: 'open', mergedInto: null })
    expect((await ticket(into ?? 0)).mergedFrom).toEqual([])
  })

  it('has nothing to give back where nothing changed, or only words were said', async () => {
    const number = await opened(api, site)
    const reply = { visibility: 'internal', bodyText: 'Seen.' }
    expect(await bulk({ numbers: [number], reply })).toMatchObject([{ ok: true, undo: null }])
    expect(await bulk({ numbers: [number], set: { priority: 'medium' } })).toMatchObject([
      { ok: true, undo: null },
    ])
  })

  it('is told again by the same Idempotency-Key, and done once', async () => {
    const number = await opened(api, site)
    const done = await bulk({ numbers: [number], set: { priority: 'urgent' } })
    const options = { headers: { 'Idempotency-Key': 'undo-once-1' } }
    const [first, again] = [
      await api.post('/tickets/bulk/undo', { tickets: undosOf(done) }, options),
      await api.post('/tickets/bulk/undo', { tickets: undosOf(done) }, options),
    ]
    expect(first.body.results).toMatchObject([{ ok: true, version: 3 }])
    expect(again.raw).toBe(first.raw)
  })

  it('refuses what says nothing, both, or a ticket twice', async () => {
    const number = await opened(api, site)
    for (const tickets of [
      [],
      [{ number, version: 1 }],
      [{ number, version: 1, set: { priority: 'low' }, unmerge: true }],
      [{ number, set: { priority: 'low' } }],
      [
        { number, version: 1, set: {} },
        { number, version: 1, set: {} },
      ],
    ]) {
      expect((await api.post('/tickets/bulk/undo', { tickets })).body).toMatchObject({
        code: 'request.invalid',
      })
    }
  })
})
