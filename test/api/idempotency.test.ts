import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Api, type Json, makeSite, opened, openTestApi, type Reply, type Site } from './door.ts'
import { rows } from './operation-rows.ts'

let api: Api
let site: Site
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
})
afterEach(() => api.faults.clear())
afterAll(() => api.close())

/** One POST that makes something: where to, with what, and how many of what it makes there are. */
interface Making {
  name: string
  path: () => Promise<string>
  body: () => Promise<Json>
  count: (path: string) => Promise<number>
}

const rowBody = (id: string) => async () => (await rows[id]?.body?.(api, site, {})) ?? {}

const makings: Making[] = [
  {
    name: 'a ticket',
    path: async () => '/tickets',
    body: rowBody('openTicket'),
    count: () => countOf(`/tickets?clientId=${site.clientId}`),
  },
  {
    name: 'a client',
    path: async () => '/clients',
    body: rowBody('createClient'),
    count: () => countOf('/clients'),
  },
  {
    name: 'a contact',
    path: async () => `/clients/${site.clientId}/contacts`,
    body: rowBody('createContact'),
    count: path => countOf(path),
  },
  {
    name: 'an asset',
    path: async () => `/clients/${site.clientId}/assets`,
    body: rowBody('createAsset'),
    count: path => countOf(path),
  },
  {
    name: 'an agent',
    path: async () => '/agents',
    body: rowBody('createAgent'),
    count: () => countOf('/agents'),
  },
  {
    name: 'a reply',
    path: async () => `/tickets/${await opened(api, site)}/replies`,
    body: rowBody('replyToTicket'),
    count: path => countOf(path.replace('/replies', '/timeline')),
  },
]

describe.each(makings)('$name asked for with an Idempotency-Key', ({ path: pathOf, body: bodyOf, count }) => {
  it('is made once, and a repeat is answered the same to the byte', async () => {
    const { path, body, ask } = await ready()
    const first = await ask(body)
    expect(first.status).toBe(201)
    expect(first.headers.get('idempotent-replayed')).toBeNull()
    const there = await count(path)
    const repeat = await ask(body)
    expectSame(repeat, first)
    expect(repeat.headers.get('idempotent-replayed')).toBe('true')
    expect(repeat.headers.get('cache-control')).toBe('no-store')
    expect(repeat.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'))
    expect(await count(path)).toBe(there)
  })

  it('is refused with 422 when the key was used for another body', async () => {
    const { path, body, ask } = await ready()
    await ask(body)
    const there = await count(path)
    const words = ['subject', 'name', 'bodyText'].filter(field => field in body)
    const reply = await ask({ ...body, ...Object.fromEntries(words.map(field => [field, 'Other'])) })
    expect(reply.body).toMatchObject({ status: 422, code: 'idempotency.other-body' })
    expect(await count(path)).toBe(there)
  })

  it('is made once by ten at the same time', async () => {
    const { path, body, ask } = await ready()
    const before = await count(path)
    const replies = await Promise.all(Array.from({ length: 10 }, () => ask(body)))
    const taken = replies.filter(({ status }) => status === 201)
    expect(taken.length).toBeGreaterThan(0)
    expect(new Set(taken.map(({ raw }) => raw)).size).toBe(1)
    const busy = replies.filter(({ status }) => status !== 201).map(reply => reply.body.code)
    expect(busy.filter(code => !['write.conflict', 'idempotency.in-flight'].includes(code))).toEqual([])
    const [first] = taken
    if (first !== undefined) expectSame(await ask(body), first)
    const after = await count(path)
    // A reply brings the activities of its status and of its new watcher along.
    expect(after - before).toBe(path.endsWith('/replies') ? 3 : 1)
  })

  it('is made once though the desk broke before it kept its answer', async () => {
    const { path, body, ask } = await ready()
    const before = await count(path)
    breakKeeping(path)
    const broken = await ask(body)
    expect(broken.body).toMatchObject({ status: 500, code: 'internal' })
    expect(broken.raw).not.toContain('Internal server error')
    api.faults.clear()
    const after = await count(path)
    const repeats = [await ask(body), await ask(body)]
    for (const repeat of repeats) {
      expect(repeat.status).toBe(201)
      const location = repeat.headers.get('location') ?? ''
      expect((await api.get(location.replace('/api/v1', ''))).raw).toBe(repeat.raw)
    }
    expect(await count(path)).toBe(after)
    expect(after - before).toBe(path.endsWith('/replies') ? 3 : 1)
  })

  it('is another thing under the same key of another API key', async () => {
    const { path, body, key, ask } = await ready()
    const first = await ask(body)
    const other = await api.makeKey(['*'])
    const headers = { 'Idempotency-Key': key }
    const reply = await api.post(path, await bodyOf(), { headers, key: other.secret })
    expect(reply.status).toBe(201)
    expect(reply.headers.get('location')).not.toBe(first.headers.get('location'))
  })

  async function ready() {
    const [path, body] = [await pathOf(), await bodyOf()]
    const key = `key-${api.next()}`
    const ask = (sent: unknown) => api.post(path, sent, { headers: { 'Idempotency-Key': key } })
    return { path, body, key, ask }
  }
})

describe('an Idempotency-Key', () => {
  it('does an action once, whatever happened to the ticket since', async () => {
    const number = await opened(api, site)
    const headers = { 'Idempotency-Key': `key-${api.next()}` }
    const first = await api.post(`/tickets/${number}/resolve`, undefined, { headers })
    await api.post(`/tickets/${number}/reopen`)
    const repeat = await api.post(`/tickets/${number}/resolve`, undefined, { headers })
    expectSame(repeat, first)
    expect((await api.get(`/tickets/${number}`)).body.status).toBe('open')
  })

  it('remembers an action that had nothing to do', async () => {
    const number = await opened(api, site)
    await api.post(`/tickets/${number}/resolve`)
    const headers = { 'Idempotency-Key': `key-${api.next()}` }
    const first = await api.post(`/tickets/${number}/resolve`, undefined, { headers })
    await api.post(`/tickets/${number}/reopen`)
    expectSame(await api.post(`/tickets/${number}/resolve`, undefined, { headers }), first)
    expect((await api.get(`/tickets/${number}`)).body.status).toBe('open')
  })

  it('releases a mail from quarantine once', async () => {
    const params = await rows.releaseFromQuarantine?.at?.(api, site)
    const path = `/quarantine/${params?.id}/release`
    const headers = { 'Idempotency-Key': `key-${api.next()}` }
    const first = await api.post(path, { as: 'ticket' }, { headers })
    expect(first.status).toBe(200)
    expectSame(await api.post(path, { as: 'ticket' }, { headers }), first)
    expect((await api.post(path, { as: 'ticket' })).body.code).toBe('quarantine.settled')
  })

  it('belongs to one path', async () => {
    const [one, other] = [await opened(api, site), await opened(api, site)]
    const headers = { 'Idempotency-Key': `key-${api.next()}` }
    await api.post(`/tickets/${one}/resolve`, undefined, { headers })
    const reply = await api.post(`/tickets/${other}/resolve`, undefined, { headers })
    expect(reply.body).toMatchObject({ status: 422, code: 'idempotency.other-body' })
  })

  it('is not used up by a request that was refused', async () => {
    const headers = { 'Idempotency-Key': `key-${api.next()}` }
    const refused = await api.post('/clients', { name: 'Webmail', domains: ['gmail.com'] }, { headers })
    expect(refused.body).toMatchObject({ status: 409, code: 'domain.public' })
    const taken = await api.post('/clients', { name: 'Webmail' }, { headers })
    expect(taken.status).toBe(201)
  })

  it('is refused when it is empty, too long, or not one word of ASCII', async () => {
    for (const key of ['', 'x'.repeat(256), 'two words', 'clé']) {
      const reply = await api.post('/clients', { name: 'No' }, { headers: { 'Idempotency-Key': key } })
      expect(reply.body).toMatchObject({ status: 400, code: 'request.invalid' })
    }
  })
})

/**
 * The answer is kept by an UpdateItem of its own, which the SDK tries six times; a ticket takes its number by
 * one before it. Orders of the same nth strike one call after the other.
 */
function breakKeeping(path: string): void {
  const nth = path === '/tickets' ? 2 : 1
  for (let attempt = 1; attempt <= 6; attempt += 1) {
    api.faults.arm({ service: 'dynamodb', operation: 'UpdateItem', kind: 'error', nth })
  }
}

function expectSame(repeat: Reply, first: Reply): void {
  const kept = ({ status, raw, headers }: Reply) => ({
    status,
    raw,
    etag: headers.get('etag'),
    location: headers.get('location'),
    type: headers.get('content-type'),
  })
  expect(kept(repeat)).toEqual(kept(first))
}

async function countOf(path: string): Promise<number> {
  let count = 0
  let cursor: string | null = ''
  while (cursor !== null) {
    const more: string = cursor === '' ? '' : `&cursor=${cursor}`
    const { body } = await api.get(`${path}${path.includes('?') ? '&' : '?'}limit=100${more}`)
    count += body.data.length
    cursor = body.nextCursor
  }
  return count
}
