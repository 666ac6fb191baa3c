import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mergedFromMax } from '../../shared/domain/merge.ts'
import type { IdempotentRequest } from '../../shared/runtime/desk.ts'
import { changeManyTickets } from '../../shared/use-cases/change-many-tickets.ts'
import { admin } from '../support/desk.ts'
import { everything } from '../support/everything.ts'
import { entriesOf, mailsTo, rowsOf } from '../use-cases/given.ts'
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

const bulk = (body: Json, headers: Record<string, string> = {}, key = api.secret) =>
  api.post('/tickets/bulk', body, { headers, key })
const ticket = async (number: number) => (await api.get(`/tickets/${number}`)).body
const several = async (count: number, more: Json = {}) => {
  const numbers: number[] = []
  for (let made = 0; made < count; made += 1) numbers.push(await opened(api, site, more))
  return numbers
}
const close = async (number: number) => {
  for (const step of ['resolve', 'close']) await api.post(`/tickets/${number}/${step}`)
}
const done = (number: number, version: number) => ({
  ...{ number, ok: true, version, code: null, detail: null },
  changes: expect.any(Array),
  undo: expect.toSatisfy(() => true),
})
const refusal = { changes: [], undo: null }
const newKey = () => ({ 'Idempotency-Key': `bulk-${api.next()}` })

describe('a bulk change', () => {
  it('does all of it to each ticket, in one step with its mails', async () => {
    const numbers = await several(2, { contactId: site.contactId, tags: ['hardware', 'old'] })
    await api.sendMails()
    const { body } = await bulk({
      numbers,
      set: { priority: 'urgent', addTags: ['outage'], removeTags: ['old'], status: 'resolved' },
      reply: { visibility: 'public', bodyText: 'Power is back.' },
    })
    expect(body.results).toEqual(numbers.map(number => done(number, 2)))
    for (const number of numbers) {
      const tags = ['hardware', 'outage']
      expect(await ticket(number)).toMatchObject({ priority: 'urgent', tags, status: 'resolved', version: 2 })
      const entries = await entriesOf(api, number)
      expect(entries.map(({ kind, change }) => change?.field ?? kind)).toEqual([
        'reply',
        'reply',
        'status',
        'priority',
        'tags',
      ])
    }
    await api.sendMails()
    const mails = mailsTo(api, site.contactEmail).filter(({ text }) => text.includes('Power is back.'))
    expect(mails).toHaveLength(2)
  })

  it('has a result for each, and what is refused stops no other and changes nothing of its own', async () => {
    const [good, closed, gated, last] = (await several(4)) as [number, number, number, number]
    const foreign = await opened(api, otherSite)
    await close(closed)
    await api.post(`/tickets/${gated}/tasks`, { title: 'Call back', required: true })
    const refused = [closed, gated, foreign]
    const before = await Promise.all(refused.map(number => rowsOf(api, number)))
    const { secret } = await api.makeKey(['tickets:write'], [site.clientId])
    const numbers = [good, closed, gated, foreign, 999_999_998, last]
    const { status, body } = await bulk({ numbers, set: { status: 'resolved' } }, {}, secret)
    expect(status).toBe(200)
    const not = (number: number, code: string, detail: unknown) => {
      return { number, ok: false, version: null, code, detail, ...refusal }
    }
    expect(body.results).toEqual([
      done(good, 2),
      not(closed, 'ticket.closed', expect.any(String)),
      not(gated, 'ticket.tasks-open', expect.stringContaining('Call back')),
      not(foreign, 'resource.missing', null),
      not(999_999_998, 'resource.missing', null),
      done(last, 2),
    ])
    expect(await Promise.all(refused.map(number => rowsOf(api, number)))).toEqual(before)
  })

  it('leaves alone what is so already', async () => {
    const [number = 0] = await several(1)
    const before = await rowsOf(api, number)
    const { body } = await bulk({ numbers: [number], set: { priority: 'medium', removeTags: ['x'] } })
    expect(body.results).toEqual([done(number, 1)])
    expect(await rowsOf(api, number)).toEqual(before)
  })

  it.each([
    ['a ticket named twice', { numbers: [1, 1], set: { priority: 'low' } }, '/numbers'],
    ['nothing to do', { numbers: [1], set: {} }, '/set'],
    ['no ticket', { numbers: [], set: { priority: 'low' } }, '/numbers'],
    [
      'more than a hundred',
      { numbers: Array.from({ length: 101 }, (_, i) => i + 1), set: { priority: 'low' } },
      '/numbers',
    ],
    [
      'a merge with a reply',
      { numbers: [1], mergeInto: 2, reply: { visibility: 'internal', bodyText: 'x' } },
      '/mergeInto',
    ],
    ['a merge with changes', { numbers: [1], mergeInto: 2, set: { priority: 'low' } }, '/mergeInto'],
    ['a field it does not know', { numbers: [1], set: { subject: 'x' } }, '/set/subject'],
  ])('is refused whole for %s, and nothing is written', async (_name, body, pointer) => {
    const before = await everything()
    const refused = await bulk(body)
    expect(refused.body).toMatchObject({ status: 400, code: 'request.invalid' })
    expect(refused.body.errors.map((issue: { pointer: string }) => issue.pointer)).toContain(pointer)
    expect((await everything()) === before).toBe(true)
  })

  it('gives a category and takes it away', async () => {
    const numbers = await several(2)
    const category = await made(api, '/categories', { name: `Hardware ${api.next()}` })
    const given = await bulk({ numbers, set: { categoryId: category } })
    expect(given.body.results).toEqual(numbers.map(number => done(number, 2)))
    for (const number of numbers) expect((await ticket(number)).categoryId).toBe(category)
    const taken = await bulk({ numbers, set: { categoryId: null } })
    expect(taken.body.results).toEqual(numbers.map(number => done(number, 3)))
    const [number = 0] = numbers
    expect(await ticket(number)).toMatchObject({ categoryId: null, categoryName: null })
    const changes = (await entriesOf(api, number)).flatMap(({ change }) => change ?? [])
    expect(changes.map(({ field }) => field)).toEqual(['category', 'category'])
    const before = await rowsOf(api, number)
    const { body } = await bulk({ numbers: [number], set: { categoryId: 'cat_none' } })
    expect(body.results).toMatchObject([{ number, ok: false, code: 'request.invalid' }])
    expect(await rowsOf(api, number)).toEqual(before)
  })

  it('wins against a writer who comes between: it decides again', async () => {
    const numbers = await several(3)
    const [both] = await Promise.all([
      bulk({ numbers, set: { priority: 'high' } }),
      ...numbers.map(number => api.patch(`/tickets/${number}`, { subject: 'Meanwhile' })),
    ])
    expect(both.body.results.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, true, true])
    for (const number of numbers) expect((await ticket(number)).priority).toBe('high')
  })
})

describe('a bulk merge', () => {
  it('merges each into the one that survives, with a result for each', async () => {
    const [one, two, closed, target] = (await several(4)) as [number, number, number, number]
    await close(closed)
    const foreign = await opened(api, otherSite)
    const { secret } = await api.makeKey(['tickets:write'], [site.clientId])
    const before = await rowsOf(api, closed)
    const numbers = [one, closed, target, foreign, two]
    const { status, body } = await bulk({ numbers, mergeInto: target }, {}, secret)
    expect(status).toBe(200)
    const not = (number: number, code: string) => ({ number, ok: false, version: null, code, ...refusal })
    expect(body.results).toMatchObject([
      done(one, 2),
      not(closed, 'ticket.closed'),
      not(target, 'merge.into-itself'),
      not(foreign, 'resource.missing'),
      done(two, 2),
    ])
    expect(await ticket(two)).toMatchObject({ status: 'closed', mergedInto: target })
    expect(await ticket(target)).toMatchObject({ mergedFrom: [one, two], version: 3 })
    expect(await rowsOf(api, closed)).toEqual(before)
    const again = await bulk({ numbers: [one], mergeInto: target })
    expect(again.body.results).toMatchObject([not(one, 'ticket.merged')])
    await api.post(`/tickets/${one}/unmerge`)
    expect((await ticket(one)).status).toBe('open')
  })

  it('into what is not the key’s to know, or not there, merges nothing', async () => {
    const [number = 0] = await several(1)
    const foreign = await opened(api, otherSite)
    const { secret } = await api.makeKey(['tickets:write'], [site.clientId])
    const before = await everything()
    for (const mergeInto of [foreign, 999_999_998]) {
      const { body } = await bulk({ numbers: [number], mergeInto }, {}, secret)
      expect(body.results).toEqual([
        {
          ...{ number, ok: false, version: null, ...refusal, code: 'request.invalid' },
          detail: 'The ticket to merge into does not exist.',
        },
      ])
    }
    expect((await everything()) === before).toBe(true)
  })

  it('says of each that finds no room why', async () => {
    const numbers = await several(mergedFromMax + 2)
    const target = await opened(api, site)
    const { body } = await bulk({ numbers, mergeInto: target })
    const codes = body.results.map(({ code }: { code: string | null }) => code)
    expect(codes).toEqual([...Array(mergedFromMax).fill(null), 'merge.too-many', 'merge.too-many'])
  })

  it('with an Idempotency-Key finishes what broke off, does nothing again, and tells the same', async () => {
    const numbers = await several(6)
    const target = await opened(api, site)
    const headers = newKey()
    // Every attempt of the third: the SDK makes six of each.
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      api.faults.arm({ service: 'dynamodb', operation: 'TransactWriteItems', kind: 'error', nth: 3 })
    }
    expect((await bulk({ numbers, mergeInto: target }, headers)).status).toBe(500)
    api.faults.clear()
    expect((await ticket(target)).mergedFrom).toEqual(numbers.slice(0, 2))
    const repeat = await bulk({ numbers, mergeInto: target }, headers)
    expect(repeat.body.results).toEqual(numbers.map(number => done(number, 2)))
    expect(await ticket(target)).toMatchObject({ mergedFrom: numbers, version: 7 })
    await api.post(`/tickets/${numbers[0]}/unmerge`)
    const before = await rowsOf(api, target)
    expect((await bulk({ numbers, mergeInto: target }, headers)).raw).toBe(repeat.raw)
    expect(await rowsOf(api, target)).toEqual(before)
  }, 60_000)

  it('asked for by several at the same time is done once', async () => {
    const numbers = await several(3)
    const target = await opened(api, site)
    const headers = newKey()
    const replies = await Promise.all([1, 2].map(() => bulk({ numbers, mergeInto: target }, headers)))
    expect(new Set(replies.map(({ raw }) => raw))).toEqual(new Set([replies[0]?.raw]))
    expect(replies[0]?.body.results).toEqual(numbers.map(number => done(number, 2)))
    expect((await ticket(target)).mergedFrom.toSorted()).toEqual(numbers.toSorted())
  })
})

describe('a bulk change with an Idempotency-Key', () => {
  const reply = { visibility: 'internal', bodyText: 'Noted.' }
  const notes = async (number: number) =>
    (await entriesOf(api, number)).filter(({ kind }) => kind === 'note').length

  it('is done once, and a repeat is answered the same to the byte', async () => {
    const [one = 0, closed = 0, two = 0] = await several(3)
    await close(closed)
    const [headers, body] = [newKey(), { numbers: [one, closed, two], reply }]
    const first = await bulk(body, headers)
    await api.patch(`/tickets/${one}`, { priority: 'low' })
    const repeat = await bulk(body, headers)
    expect(repeat.raw).toBe(first.raw)
    expect(repeat.headers.get('idempotent-replayed')).toBe('true')
    expect(repeat.headers.get('etag')).toBe(first.headers.get('etag'))
    expect([await notes(one), await notes(two)]).toEqual([1, 1])
    expect((await bulk({ ...body, numbers: [one] }, headers)).body.code).toBe('idempotency.other-body')
  })

  it('is done once by several at the same time', async () => {
    const numbers = await several(7)
    const headers = newKey()
    const replies = await Promise.all([1, 2, 3].map(() => bulk({ numbers, reply }, headers)))
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(new Set(replies.map(({ raw }) => raw)).size).toBe(1)
    for (const number of numbers) expect(await notes(number)).toBe(1)
  })

  it('goes on where it broke off, and does nothing again', async () => {
    const numbers = await several(12)
    const headers = newKey()
    // Every attempt of the second five: the SDK makes six of each.
    for (let attempt = 1; attempt <= 30; attempt += 1) {
      api.faults.arm({ service: 'dynamodb', operation: 'TransactWriteItems', kind: 'error', nth: 6 })
    }
    const broken = await bulk({ numbers, reply }, headers)
    api.faults.clear()
    expect(broken.status).toBe(500)
    const halfway = await Promise.all(numbers.map(notes))
    expect(halfway.filter(count => count === 1).length).toBeLessThan(numbers.length)
    expect(halfway.slice(0, 5)).toEqual([1, 1, 1, 1, 1])
    await api.patch(`/tickets/${numbers[0]}`, { priority: 'low' })
    const repeat = await bulk({ numbers, reply }, headers)
    expect(repeat.body.results).toEqual(numbers.map(number => done(number, 2)))
    expect(await Promise.all(numbers.map(notes))).toEqual(numbers.map(() => 1))
    expect((await bulk({ numbers, reply }, headers)).raw).toBe(repeat.raw)
  }, 60_000)

  it('that ran out of time says what it did not reach, and a repeat does that', async () => {
    const numbers = await several(8)
    const request: IdempotentRequest = { principal: 'agt_admin', idempotencyKey: 'slow', bodySha256: 'a' }
    const desk = { ...api.desk, request }
    const input = { numbers, reply: { visibility: 'internal', bodyText: 'Noted.' } } as const
    let asked = 0
    const first = await changeManyTickets(desk, admin, input, () => ++asked === 1)
    expect(first.map(({ code }) => code)).toEqual([
      ...Array(5).fill(null),
      ...Array(3).fill('bulk.not-reached'),
    ])
    const second = await changeManyTickets(desk, admin, input)
    expect(second).toEqual(numbers.map(number => done(number, 2)))
    expect(await Promise.all(numbers.map(notes))).toEqual(numbers.map(() => 1))
  })

  it('meets no other request’s key', async () => {
    const [number = 0] = await several(1)
    const headers = newKey()
    const key = `${headers['Idempotency-Key']}#${number}`
    const note = (idempotencyKey: string) =>
      api.post(`/tickets/${number}/replies`, reply, { headers: { 'Idempotency-Key': idempotencyKey } })
    expect((await note(key)).status).toBe(201)
    expect((await bulk({ numbers: [number], reply }, headers)).body.results[0].ok).toBe(true)
    expect(await notes(number)).toBe(2)
  })
})
