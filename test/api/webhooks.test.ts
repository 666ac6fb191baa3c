import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, openTestApi } from './door.ts'

let api: Api
beforeAll(async () => {
  api = await openTestApi()
})
afterAll(() => api.close())

const body = { name: 'Chat', url: 'http://127.0.0.1:9/hook', events: ['*'] }
const headers = () => ({ 'Idempotency-Key': `hook-${api.next()}` })

describe('a webhook asked for with an Idempotency-Key', () => {
  it('is made once, and its secret told again, which no row holds', async () => {
    const options = { headers: headers() }
    const first = await api.post('/webhooks', body, options)
    const repeat = await api.post('/webhooks', body, options)
    expect([first.status, repeat.raw]).toEqual([201, first.raw])
    expect(repeat.headers.get('idempotent-replayed')).toBe('true')
    const { items } = await api.desk.table.query({
      partition: { name: 'pk', value: `WEBHOOK#${first.body.id}` },
      limit: 10,
    })
    expect(items).toHaveLength(1)
    expect(JSON.stringify(items)).not.toContain(first.body.secret.slice('whsec_'.length))
  })

  it('gets one new secret however often a rotation is sent, so that the one in use stays live', async () => {
    const { body: made } = await api.post('/webhooks', body)
    const options = { headers: headers() }
    const first = await api.post(`/webhooks/${made.id}/rotate-secret`, undefined, options)
    const repeat = await api.post(`/webhooks/${made.id}/rotate-secret`, undefined, options)
    expect([first.status, repeat.raw]).toEqual([200, first.raw])
    expect(first.body.secret).not.toBe(made.secret)
    expect((await api.get(`/webhooks/${made.id}`)).body.version).toBe(2)
  })
})

it('what is done to a webhook is in the audit log, without what its secrets are made from', async () => {
  const { body: made } = await api.post('/webhooks', body)
  await api.post(`/webhooks/${made.id}/rotate-secret`)
  await api.patch(`/webhooks/${made.id}`, { active: false })
  await api.call('DELETE', `/webhooks/${made.id}`)
  const { body: log } = await api.get('/audit-log')
  const own = log.data.filter(({ resource }: { resource: string }) => resource === `webhooks/${made.id}`)
  expect(own.map(({ action }: { action: string }) => action)).toEqual([
    'deleted',
    'changed',
    'changed',
    'created',
  ])
  expect(JSON.stringify(own)).not.toMatch(/seed|whsec/i)
})

it('a place in the feed that is gone is answered with 410', async () => {
  await api.post('/clients', { name: 'Northwind' })
  await api.publish()
  const { body: page } = await api.get('/events?after=latest')
  api.clock.moveTo(new Date(api.clock.now().getTime() + 100 * 86_400_000))
  const reply = await api.get(`/events?after=${page.nextCursor}`)
  expect([reply.status, reply.body.code]).toEqual([410, 'events.expired'])
})
