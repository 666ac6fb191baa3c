import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { apiKeyIdOf, keys } from '../../shared/store/keys.ts'
import { type Api, openTestApi } from './door.ts'

let api: Api
beforeAll(async () => {
  api = await openTestApi()
})
afterEach(() => api.faults.clear())
afterAll(() => api.close())

const body = { name: 'Monitoring', scopes: ['settings:read'] }

describe('an API key asked for with an Idempotency-Key', () => {
  it('is made once, and its secret told again, the same to the byte', async () => {
    const ask = asking()
    const first = await ask()
    expect(first.status).toBe(201)
    const repeat = await ask()
    expect(repeat.raw).toBe(first.raw)
    expect(repeat.headers.get('etag')).toBe(first.headers.get('etag'))
    expect(repeat.headers.get('location')).toBe(`/api/v1/api-keys/${first.body.id}`)
    expect(repeat.headers.get('idempotent-replayed')).toBe('true')
    expect((await api.get('/settings', { key: first.body.secret })).status).toBe(200)
  })

  it('is one key though ten ask at the same time', async () => {
    const ask = asking()
    const replies = await Promise.all(Array.from({ length: 10 }, ask))
    const made = replies.filter(({ status }) => status === 201)
    expect(new Set([...made, await ask()].map(({ raw }) => raw)).size).toBe(1)
  })

  it('has a secret that the table does not hold, nor what it is made from', async () => {
    const idempotencyKey = `key-${api.next()}`
    const { body: made } = await asking(idempotencyKey)()
    const stored = await Promise.all([
      api.desk.table.get(keys.request(apiKeyIdOf(api.secret), idempotencyKey)),
      api.desk.table.get(keys.apiKey(made.id)),
    ])
    expect(stored[0]).toHaveProperty('answer')
    expect(stored[1]).toHaveProperty('secretSha256')
    expect(JSON.stringify(stored)).not.toContain(made.secret)
    expect(JSON.stringify(stored)).not.toContain(idempotencyKey)
  })

  it('is told again though the desk broke before it kept its answer', async () => {
    const ask = asking()
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      api.faults.arm({ service: 'dynamodb', operation: 'UpdateItem', kind: 'error', nth: 1 })
    }
    expect((await ask()).status).toBe(500)
    api.faults.clear()
    const repeat = await ask()
    expect(repeat.status).toBe(201)
    expect((await api.get('/settings', { key: repeat.body.secret })).status).toBe(200)
    expect((await ask()).raw).toBe(repeat.raw)
  })

  it('is another key for another body, Idempotency-Key or principal', async () => {
    const ask = asking('shared')
    const first = await ask()
    const headers = { 'Idempotency-Key': 'shared' }
    const otherBody = await api.post('/api-keys', { ...body, name: 'Other' }, { headers })
    expect(otherBody.body).toMatchObject({ status: 422, code: 'idempotency.other-body' })
    const other = await api.makeKey(['*'])
    const replies = [await asking()(), await api.post('/api-keys', body, { headers, key: other.secret })]
    const secrets = [first, ...replies].map(reply => reply.body.secret)
    expect(new Set(secrets).size).toBe(3)
  })

  it('does not come back to life when it was revoked', async () => {
    const ask = asking()
    const { body: made } = await ask()
    await api.call('DELETE', `/api-keys/${made.id}`)
    expect((await ask()).body).toEqual(made)
    expect((await api.get('/settings', { key: made.secret })).body.code).toBe('auth.invalid')
  })

  it('is another key when its Idempotency-Key is used again after it was forgotten', async () => {
    const idempotencyKey = `key-${api.next()}`
    const first = await asking(idempotencyKey)()
    await api.desk.table.commit([{ delete: keys.request(apiKeyIdOf(api.secret), idempotencyKey) }])
    const second = await asking(idempotencyKey)()
    expect(second.status).toBe(201)
    expect(second.body.secret).not.toBe(first.body.secret)
  })
})

describe('an API key', () => {
  it('is changed and revoked by whoever saw it as it is', async () => {
    const { body: made } = await api.post('/api-keys', body)
    expect(made.version).toBe(1)
    const path = `/api-keys/${made.id}`
    const ifMatch = { headers: { 'If-Match': '"1"' } }
    const changed = await api.patch(path, { name: 'Renamed', ratePerMinute: null }, ifMatch)
    expect(changed.body).toMatchObject({
      name: 'Renamed',
      ratePerMinute: null,
      version: 2,
      scopes: body.scopes,
    })
    const stale = await api.patch(path, { name: 'Again' }, ifMatch)
    expect(stale.body).toMatchObject({ status: 412, code: 'version.stale' })
    expect((await api.call('DELETE', path, ifMatch)).status).toBe(412)
    expect((await api.get(path)).body).toEqual(changed.body)
    expect((await api.get('/settings', { key: made.secret })).status).toBe(200)
    expect((await api.call('DELETE', path, { headers: { 'If-Match': '"2"' } })).status).toBe(204)
    expect((await api.get(path)).status).toBe(404)
  })

  it('expires when it is told to, and lives on when it is told not to', async () => {
    const { body: made } = await api.post('/api-keys', body)
    const past = new Date(Date.parse(api.desk.now()) - 1_000).toISOString()
    const path = `/api-keys/${made.id}`
    expect((await api.patch(path, { expiresAt: past })).body.expiresAt).toBe(past)
    expect((await api.get('/settings', { key: made.secret })).body.code).toBe('auth.invalid')
    expect((await api.patch(path, { expiresAt: null })).body.expiresAt).toBeNull()
    expect((await api.get('/settings', { key: made.secret })).status).toBe(200)
  })
})

function asking(idempotencyKey = `key-${api.next()}`) {
  return () => api.post('/api-keys', body, { headers: { 'Idempotency-Key': idempotencyKey } })
}
