import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { everything } from '../support/everything.ts'
import { type Api, makeSite, opened, openTestApi, type Site } from './door.ts'

let api: Api
let site: Site
let number = 0
const ids = { entry: '', task: '', visit: '' }

/** A closed ticket that had a public reply since, with one of each thing that has a version of its own. */
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
  number = await opened(api, site)
  const made = async (path: string, body: object) =>
    (await api.post(`/tickets/${number}/${path}`, body)).body.id
  ids.entry = await made('replies', { visibility: 'public', bodyText: 'Words.' })
  ids.task = await made('tasks', { title: 'Call back' })
  ids.visit = await made('visits', { startAt: '2027-01-04T09:00:00Z', endAt: '2027-01-04T10:00:00Z' })
  for (const step of ['resolve', 'close']) await api.post(`/tickets/${number}/${step}`)
})
afterAll(() => api.close())

describe('an If-Match that does not hold', () => {
  const words = { bodyText: 'Other words.' }
  it.each([
    ['a change', 'PATCH /', { priority: 'low' }],
    ['a reply that was overtaken', 'POST /replies', { visibility: 'public', seenReplyId: null, ...words }],
    ['reopening', 'POST /reopen', undefined],
    ['resolving', 'POST /resolve', undefined],
    ['an edit', 'PATCH /timeline/{entry}', words],
    ['a change of a task', 'PATCH /tasks/{task}', { done: true }],
    ['taking a task off', 'DELETE /tasks/{task}', undefined],
    ['a change of a visit', 'PATCH /visits/{visit}', { note: 'Bring a fan' }],
    ['calling a visit off', 'DELETE /visits/{visit}', undefined],
    ['a split', 'POST /split', { entryIds: ['any'] }],
  ])('is told before all else that stands against %s', async (_name, what, body) => {
    const before = await everything()
    const [method = '', path = ''] = what.split(' ')
    const place = Object.entries(ids).reduce((all, [name, id]) => all.replace(`{${name}}`, id), path)
    const headers = { 'If-Match': '"99"' }
    const refused = await api.call(method, `/tickets/${number}${place.replace(/\/$/, '')}`, { body, headers })
    expect(refused.body).toMatchObject({ status: 412, code: 'version.stale' })
    expect((await everything()) === before).toBe(true)
  })

  it('and one that holds lets the other reason be told', async () => {
    const open = await opened(api, site)
    await api.post(`/tickets/${open}/replies`, { visibility: 'public', ...words })
    const late = { visibility: 'public', seenReplyId: null, ...words }
    const refused = await api.post(`/tickets/${open}/replies`, late, { headers: { 'If-Match': '"2"' } })
    expect(refused.body).toMatchObject({ status: 409, code: 'reply.overtaken' })
  })
})
