import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApi } from '../../functions/api/app.ts'
import { leaseOf, ratePerMinuteDefault } from '../../shared/domain/rate-limit.ts'
import type { Desk } from '../../shared/runtime/desk.ts'
import { createApiKey } from '../../shared/use-cases/api-keys.ts'
import { RateLimits } from '../../shared/use-cases/rate-limits.ts'
import { admin } from '../support/desk.ts'
import { type Api, openTestApi } from './door.ts'

let api: Api
beforeAll(async () => {
  api = await openTestApi()
})
beforeEach(() => {
  // A minute of its own for each test, with all of it left.
  const minute = Math.ceil(api.clock.now().getTime() / 60_000) * 60_000
  api.clock.moveTo(new Date(minute + 1))
  api.faults.clear()
})
afterAll(() => api.close())

describe('a key', () => {
  it('is told its limit and what is left of it with each answer, refusals included', async () => {
    const key = await keyWith(5)
    const first = await api.get('/settings', { key })
    expect(first.headers.get('ratelimit-policy')).toBe('"key";q=5;w=60')
    expect(first.headers.get('ratelimit')).toMatch(/^"key";r=4;t=(60|59)$/)
    const second = await api.get('/tickets/999999', { key })
    expect(second.status).toBe(404)
    expect(second.headers.get('ratelimit')).toMatch(/^"key";r=3;t=\d+$/)
  })

  it('is refused beyond its limit, and let in again in the next minute', async () => {
    const key = await keyWith(3)
    for (let call = 0; call < 3; call += 1) expect((await api.get('/settings', { key })).status).toBe(200)
    const refused = await api.get('/settings', { key })
    expect(refused.body).toMatchObject({ status: 429, code: 'request.too-many' })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50)
    expect(refused.headers.get('ratelimit')).toMatch(/^"key";r=0;t=\d+$/)
    api.clock.moveTo(new Date(api.clock.now().getTime() + 60_000))
    expect((await api.get('/settings', { key })).status).toBe(200)
  })

  it('does nothing when it is refused', async () => {
    const key = await keyWith(1)
    await api.get('/settings', { key })
    expect((await api.post('/clients', { name: 'No' }, { key })).status).toBe(429)
    const { body } = await api.get('/clients?limit=100')
    expect(body.data.map(({ name }: { name: string }) => name)).not.toContain('No')
  })

  it('has one limit over all instances of the function, however they interleave', async () => {
    const limit = 50
    const key = await keyWith(limit)
    const instances = Array.from({ length: 5 }, () => createApi(instanceOf(api.desk)))
    const headers = { Authorization: `Bearer ${key}` }
    const replies = await Promise.all(
      Array.from({ length: 20 }, () =>
        instances.map(app => app.request('/api/v1/settings', { headers })),
      ).flat(),
    )
    const served = replies.filter(({ status }) => status === 200)
    expect(served).toHaveLength(limit)
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(replies.length - limit)
  })

  it('has the usual limit unless it was given another, or none', async () => {
    const { secret } = await createApiKey(api.desk, admin, { name: 'Usual', scopes: ['*'] })
    const usual = await api.get('/settings', { key: secret })
    expect(usual.headers.get('ratelimit-policy')).toBe(`"key";q=${ratePerMinuteDefault};w=60`)
    const unlimited = await api.get('/settings')
    expect(unlimited.headers.get('ratelimit')).toBeNull()
    expect(unlimited.headers.get('ratelimit-policy')).toBeNull()
  })

  it('has its new limit at once', async () => {
    const { apiKey, secret } = await createApiKey(api.desk, admin, {
      name: 'Grows',
      scopes: ['*'],
      ratePerMinute: 1,
    })
    await api.get('/settings', { key: secret })
    expect((await api.get('/settings', { key: secret })).status).toBe(429)
    await api.patch(`/api-keys/${apiKey.id}`, { ratePerMinute: 10 })
    const reply = await api.get('/settings', { key: secret })
    expect([reply.status, reply.headers.get('ratelimit')?.slice(0, 9)]).toEqual([200, '"key";r=8'])
  })

  it('costs one write unit for twenty requests at the usual limit', async () => {
    const limits = new RateLimits(api.desk)
    api.usage.reset()
    for (let call = 0; call < 600; call += 1) await limits.count('key_measured', ratePerMinuteDefault)
    const half = api.usage.report().dynamodb
    expect([half.calls, half.wru, half.rru]).toEqual([30, 30, 0])
    for (let call = 0; call < 600; call += 1) await limits.count('key_measured', ratePerMinuteDefault)
    expect(api.usage.report().dynamodb.wru).toBeLessThanOrEqual(100)
    expect((await limits.count('key_measured', ratePerMinuteDefault)).isOver).toBe(true)
    const spent = api.usage.report().dynamodb.wru
    for (let call = 0; call < 100; call += 1) await limits.count('key_measured', ratePerMinuteDefault)
    expect(api.usage.report().dynamodb.wru).toBe(spent)
  })

  it('is served though its requests cannot be counted', async () => {
    const key = await keyWith(5)
    api.faults.arm({ service: 'dynamodb', operation: 'UpdateItem', kind: 'error' })
    expect((await api.get('/settings', { key })).status).toBe(200)
  })
})

describe('an address without a good key', () => {
  const from = (address: string) => ({ 'X-Forwarded-For': `203.0.113.9, ${address}, 10.0.0.1` })

  it('is refused beyond its limit before the table is asked, and no other address with it', async () => {
    const wrong = { key: 'docket_nobody', headers: from('198.51.100.1') }
    const first = await api.get('/settings', wrong)
    expect(first.body.code).toBe('auth.invalid')
    expect(first.headers.get('ratelimit')).toMatch(/^"address";r=\d+;t=\d+$/)
    for (let call = 1; call < ratePerMinuteDefault; call += 1) {
      await api.get('/settings', { key: null, headers: from('198.51.100.1') })
    }
    api.usage.reset()
    const refused = await api.get('/settings', wrong)
    expect(refused.body).toMatchObject({ status: 429, code: 'request.too-many' })
    expect(api.usage.report().dynamodb.calls).toBe(0)
    expect((await api.get('/openapi.json', { key: null, headers: from('198.51.100.1') })).status).toBe(429)
    expect((await api.get('/settings', { key: null, headers: from('198.51.100.2') })).status).toBe(401)
  })

  it('takes nothing from a key that is at work there', async () => {
    const headers = from('198.51.100.3')
    const key = await keyWith(5_000)
    await api.get('/settings', { key, headers })
    for (let call = 0; call < ratePerMinuteDefault; call += 1) await api.get('/docs', { key: null, headers })
    expect((await api.get('/docs', { key: null, headers })).status).toBe(429)
    expect((await api.get('/settings', { key, headers })).status).toBe(200)
  })
})

describe('a lease', () => {
  it('is a second’s worth at first, and ever less towards the end', () => {
    expect([leaseOf(1_200, 0), leaseOf(1_200, 1_000), leaseOf(1_200, 1_100), leaseOf(1_200, 1_199)]).toEqual([
      20, 20, 10, 1,
    ])
    expect([leaseOf(1, 0), leaseOf(60_000, 0)]).toEqual([1, 1_000])
  })
})

async function keyWith(ratePerMinute: number): Promise<string> {
  return (await createApiKey(api.desk, admin, { name: 'Limited', scopes: ['*'], ratePerMinute })).secret
}

/** The same desk as another instance of the function holds it, with a memory of its own. */
function instanceOf(desk: Desk): Desk {
  return { ...desk }
}
