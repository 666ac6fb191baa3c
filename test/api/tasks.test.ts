import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tasksMax } from '../../shared/domain/task.ts'
import { rowsOf } from '../use-cases/given.ts'
import { type Api, type Json, makeSite, opened, openTestApi, type Site } from './door.ts'

let api: Api
let site: Site
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
})
afterAll(() => api.close())

const ticket = async (number: number) => (await api.get(`/tickets/${number}`)).body
const add = async (number: number, body: Json) => (await api.post(`/tickets/${number}/tasks`, body)).body
const titles = async (number: number): Promise<string[]> =>
  (await api.get(`/tickets/${number}/tasks`)).body.data.map(({ title }: { title: string }) => title)
const changesOf = async (number: number) =>
  (await api.get(`/tickets/${number}/timeline`)).body.data.flatMap(
    ({ change }: { change: unknown }) => change ?? [],
  )

describe('the checklist of a ticket', () => {
  it('is counted in the header, in the same step, and each change is an activity', async () => {
    const number = await opened(api, site)
    const fan = await add(number, { title: 'Replace the fan', required: true })
    await add(number, { title: 'Dust the case' })
    expect(await ticket(number)).toMatchObject({ tasksOpen: 2, requiredTasksOpen: 1, version: 3 })
    const done = await api.patch(`/tickets/${number}/tasks/${fan.id}`, { done: true })
    expect(done.body).toMatchObject({ done: true, doneBy: { kind: 'key' }, version: 2 })
    expect(await ticket(number)).toMatchObject({ tasksOpen: 1, requiredTasksOpen: 0 })
    const undone = await api.patch(`/tickets/${number}/tasks/${fan.id}`, { done: false })
    expect(undone.body).toMatchObject({ done: false, doneAt: null, doneBy: null, version: 3 })
    await api.call('DELETE', `/tickets/${number}/tasks/${fan.id}`)
    expect(await ticket(number)).toMatchObject({ tasksOpen: 1, requiredTasksOpen: 0, version: 6 })
    const shown = (state: string) => `Replace the fan (required, ${state})`
    expect(await changesOf(number)).toEqual([
      { field: 'task', from: null, to: shown('open') },
      { field: 'task', from: null, to: 'Dust the case (open)' },
      { field: 'task', from: shown('open'), to: shown('done') },
      { field: 'task', from: shown('done'), to: shown('open') },
      { field: 'task', from: shown('open'), to: null },
    ])
  })

  it('keeps the order it is given', async () => {
    const number = await opened(api, site)
    const first = await add(number, { title: 'a' })
    await add(number, { title: 'b' })
    await add(number, { title: 'c', position: 0 })
    expect(await titles(number)).toEqual(['c', 'a', 'b'])
    await api.patch(`/tickets/${number}/tasks/${first.id}`, { position: 49 })
    expect(await titles(number)).toEqual(['c', 'b', 'a'])
  })

  it('writes nothing for a change that changes nothing', async () => {
    const number = await opened(api, site)
    const task = await add(number, { title: 'a' })
    const before = await rowsOf(api, number)
    expect(
      (await api.patch(`/tickets/${number}/tasks/${task.id}`, { title: 'a', position: 0 })).body,
    ).toEqual(task)
    expect(await rowsOf(api, number)).toEqual(before)
  })

  it(`has at most ${tasksMax} tasks`, async () => {
    const number = await opened(api, site)
    for (let count = 0; count < tasksMax; count += 1) await add(number, { title: `Task ${count}` })
    const before = await rowsOf(api, number)
    const refused = await api.post(`/tickets/${number}/tasks`, { title: 'One more' })
    expect(refused.body).toMatchObject({ status: 409, code: 'tasks.full' })
    expect(await rowsOf(api, number)).toEqual(before)
  })

  it('is changed only from the version that was seen, and never once the ticket is closed', async () => {
    const number = await opened(api, site)
    const task = await add(number, { title: 'a' })
    const path = `/tickets/${number}/tasks/${task.id}`
    await api.patch(path, { done: true })
    const stale = { headers: { 'If-Match': '"1"' } }
    expect((await api.patch(path, { title: 'b' }, stale)).body).toMatchObject({ status: 412 })
    expect((await api.call('DELETE', path, stale)).body).toMatchObject({ status: 412 })
    await api.post(`/tickets/${number}/resolve`)
    await api.post(`/tickets/${number}/close`)
    const before = await rowsOf(api, number)
    for (const reply of [
      await api.post(`/tickets/${number}/tasks`, { title: 'b' }),
      await api.patch(path, { title: 'b' }),
      await api.call('DELETE', path),
    ]) {
      expect(reply.body).toMatchObject({ status: 409, code: 'ticket.closed' })
    }
    expect(await rowsOf(api, number)).toEqual(before)
  })

  it('loses no task of two that are added at once', async () => {
    const number = await opened(api, site)
    const replies = await Promise.all(
      ['a', 'b', 'c', 'd'].map(title => api.post(`/tickets/${number}/tasks`, { title })),
    )
    const taken = replies.filter(({ status }) => status === 201).map(({ body }) => body.title)
    expect(taken.length).toBeGreaterThan(0)
    expect((await titles(number)).sort()).toEqual(taken.sort())
    expect(await ticket(number)).toMatchObject({ tasksOpen: taken.length })
  })
})

describe('a ticket with an open required task', () => {
  const doors: [string, (number: number) => Promise<{ body: Json }>][] = [
    ['resolving it', number => api.post(`/tickets/${number}/resolve`)],
    ['changing its status', number => api.patch(`/tickets/${number}`, { status: 'resolved' })],
    [
      'a reply that resolves',
      number =>
        api.post(`/tickets/${number}/replies`, {
          visibility: 'public',
          bodyText: 'Done.',
          status: 'resolved',
        }),
    ],
  ]
  it.each(doors)('is not resolved by %s, and nothing is written', async (_name, resolve) => {
    const number = await opened(api, site)
    const { id } = await add(number, { title: 'Replace the fan', required: true })
    await add(number, { title: 'Not needed' })
    const before = await rowsOf(api, number)
    const { body } = await resolve(number)
    expect(body).toMatchObject({ status: 409, code: 'ticket.tasks-open' })
    expect(body.detail).toContain('“Replace the fan”')
    expect(body.detail).not.toContain('Not needed')
    expect(await rowsOf(api, number)).toEqual(before)
    await api.patch(`/tickets/${number}/tasks/${id}`, { done: true })
    await resolve(number)
    expect((await ticket(number)).status).toBe('resolved')
  })
})

describe('a public reply that says what its writer saw', () => {
  const write = (number: number, more: Json) =>
    api.post(`/tickets/${number}/replies`, { visibility: 'public', bodyText: 'Words.', ...more })

  it('is refused where a public reply came since, and then nothing is written', async () => {
    const number = await opened(api, site)
    const first = await write(number, { seenReplyId: null })
    expect(first.status).toBe(201)
    expect((await ticket(number)).lastReplyId).toBe(first.body.id)
    const before = await rowsOf(api, number)
    const refused = await write(number, { seenReplyId: null })
    expect(refused.body).toMatchObject({ status: 409, code: 'reply.overtaken' })
    expect(await rowsOf(api, number)).toEqual(before)
    expect((await write(number, { seenReplyId: first.body.id })).status).toBe(201)
    expect((await write(number, { seenReplyId: first.body.id })).body.code).toBe('reply.overtaken')
  })

  it('is sent on purpose all the same', async () => {
    const number = await opened(api, site)
    await write(number, {})
    expect((await write(number, { seenReplyId: null, evenIfOvertaken: true })).status).toBe(201)
  })

  it('is not overtaken by a note, and a note not by a reply', async () => {
    const number = await opened(api, site)
    await write(number, { visibility: 'internal' })
    expect((await write(number, { seenReplyId: null })).status).toBe(201)
    expect((await write(number, { seenReplyId: null, visibility: 'internal' })).status).toBe(201)
  })

  it('lets one of two through that were written at once', async () => {
    const number = await opened(api, site)
    const replies = await Promise.all([1, 2, 3].map(() => write(number, { seenReplyId: null })))
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(replies.filter(({ status }) => status === 409)).toHaveLength(2)
  })

  it('is overtaken by what the client wrote by mail', async () => {
    const number = await opened(api, site, { contactId: site.contactId })
    const mail = `From: ${site.contactEmail}\r\nTo: support@desk.example\r\nSubject: Re: [TCK-${number}] x\r\nMessage-ID: <${api.next()}@x.example>\r\n\r\nNever mind.\r\n`
    expect(await api.deliver(mail)).toMatchObject({ outcome: 'reply' })
    expect((await write(number, { seenReplyId: null })).body.code).toBe('reply.overtaken')
  })
})
