import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../shared/contract/api.ts'
import { fieldsOf } from '../../shared/contract/shaping.ts'
import { type Api, made, makeSite, opened, openTestApi, type Site } from './door.ts'
import { rows } from './operation-rows.ts'

let api: Api
let site: Site
let agentId: string
let number: number
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
  agentId = await made(api, '/agents', {
    name: 'Noor',
    email: 'noor@desk.example',
    role: 'technician',
    clientIds: [site.clientId],
  })
  await rows.deleteFromQuarantine?.at?.(api, site)
  number = await opened(api, site, { contactId: site.contactId, assigneeId: agentId })
})
afterAll(() => api.close())

const shapeable = operations
  .filter(operation => fieldsOf(operation).length > 0)
  .map(operation => ({ name: operation.id, operation }))

describe.each(shapeable)('$name with fields', ({ operation }) => {
  it('answers these fields and no others, in the resource’s order', async () => {
    const path = await pathOf(operation.id, operation.path)
    const whole = await api.get(path)
    const [known] = resourcesIn(whole.body)
    const all = known === undefined ? fieldsOf(operation) : Object.keys(known)
    const names = all.slice(0, Math.min(2, all.length - 1))
    const reply = await api.get(`${path}?fields=${[...names].reverse()}`)
    expect(reply.status).toBe(200)
    for (const resource of resourcesIn(reply.body)) expect(Object.keys(resource)).toEqual(names)
    if (known !== undefined) expect(reply.headers.get('etag')).not.toBe(whole.headers.get('etag'))
    const again = await api.get(`${path}?fields=${[...names].reverse()}`, {
      headers: { 'If-None-Match': reply.headers.get('etag') ?? '' },
    })
    expect([again.status, again.raw]).toEqual([304, ''])
  })

  it('refuses a field that there is not', async () => {
    const path = await pathOf(operation.id, operation.path)
    for (const fields of ['', 'pk', '__proto__', `${fieldsOf(operation)[0]},nope`, 'Version', ' version']) {
      const reply = await api.get(`${path}?fields=${encodeURIComponent(fields)}`)
      expect(reply.body).toMatchObject({ status: 400, code: 'request.invalid' })
      expect(reply.body.errors[0].pointer).toBe('/fields')
    }
  })
})

describe('fields', () => {
  it('are refused where the answer has none', async () => {
    const reply = await api.post(`/tickets/${number}/resolve?fields=number`)
    expect(reply.body.errors).toEqual([{ pointer: '/fields', message: expect.any(String) }])
  })

  it('leave an ETag that If-Match takes for the version', async () => {
    const fresh = await opened(api, site)
    const { headers } = await api.get(`/tickets/${fresh}?fields=subject`)
    const ifMatch = { headers: { 'If-Match': headers.get('etag') ?? '' } }
    expect((await api.patch(`/tickets/${fresh}`, { priority: 'low' }, ifMatch)).status).toBe(200)
    expect((await api.patch(`/tickets/${fresh}`, { priority: 'high' }, ifMatch)).status).toBe(412)
  })

  it('keep the cursor of a list good', async () => {
    await opened(api, site)
    const first = await api.get('/tickets?fields=number&limit=1')
    const next = await api.get(`/tickets?fields=subject&limit=1&cursor=${first.body.nextCursor}`)
    expect(next.body.data).toEqual([{ subject: 'Printer' }])
  })

  it('given twice are refused, as any parameter is', async () => {
    for (const query of ['fields=number&fields=subject', 'limit=1&limit=2']) {
      const reply = await api.get(`/tickets?${query}`)
      expect(reply.body).toMatchObject({ status: 400, code: 'request.invalid' })
    }
  })
})

describe('expand', () => {
  it('puts client, contact and assignee beside their ids, as their own resources show them', async () => {
    const { body, headers } = await api.get(`/tickets/${number}?expand=client,contact,assignee`)
    expect(body.client).toEqual((await api.get(`/clients/${site.clientId}`)).body)
    expect(body.contact).toEqual((await api.get(`/contacts/${site.contactId}`)).body)
    expect(body.assignee).toEqual((await api.get(`/agents/${agentId}`)).body)
    const { client: _client, contact: _contact, assignee: _assignee, ...plain } = body
    expect(plain).toEqual((await api.get(`/tickets/${number}`)).body)
    expect(headers.get('etag')).toMatch(/^"1\.[\w-]{22}"$/)
  })

  it('does so for a page of tickets in one read of the table', async () => {
    await opened(api, site)
    await api.get('/tickets')
    const plain = await callsOf(() => api.get('/tickets'))
    const expanded = await callsOf(() => api.get('/tickets?expand=client,contact,assignee'))
    expect(expanded - plain).toBe(1)
    const { body } = await api.get('/tickets?expand=client,contact')
    const row = body.data.find((each: { number: number }) => each.number === number)
    expect(row).toMatchObject({ client: { id: site.clientId }, contact: { id: site.contactId } })
    expect(row).not.toHaveProperty('assignee')
    const alone = body.data.find((each: { contactId: string | null }) => each.contactId === null)
    expect(alone.contact).toBeNull()
  })

  it('shows null for whom the key may not know', async () => {
    const { secret } = await api.makeKey(['tickets:read'], [site.clientId])
    const { body } = await api.get(`/tickets/${number}?expand=client,contact,assignee`, { key: secret })
    expect(body).toMatchObject({ client: null, contact: null, assignee: { id: agentId } })
  })

  it('tells of an agent no client that the key may not know', async () => {
    const other = await makeSite(api)
    await api.patch(`/agents/${agentId}`, { clientIds: [site.clientId, other.clientId] })
    const { secret } = await api.makeKey(['tickets:read'], [site.clientId])
    const { body } = await api.get(`/tickets/${number}?expand=assignee`, { key: secret })
    expect(body.assignee.clientIds).toEqual([site.clientId])
  })

  it('goes together with fields', async () => {
    const { body } = await api.get(`/tickets/${number}?expand=client&fields=client,number`)
    expect(Object.keys(body)).toEqual(['number', 'client'])
  })

  it('changes the ETag when what it shows changes', async () => {
    const path = `/tickets/${number}?expand=client`
    const before = (await api.get(path)).headers.get('etag') ?? ''
    expect((await api.get(path, { headers: { 'If-None-Match': before } })).status).toBe(304)
    await api.patch(`/clients/${site.clientId}`, { name: 'Another name' })
    expect((await api.get(path, { headers: { 'If-None-Match': before } })).status).toBe(200)
  })

  it('refuses what it does not know, and operations that know none', async () => {
    for (const [path, expand] of [
      [`/tickets/${number}`, 'client,secrets'],
      ['/tickets', ''],
      ['/tickets', 'constructor'],
      ['/clients', 'client'],
    ]) {
      const reply = await api.get(`${path}?expand=${expand}`)
      expect(reply.body).toMatchObject({ status: 400, code: 'request.invalid' })
      expect(reply.body.errors[0].pointer).toBe('/expand')
    }
  })
})

async function pathOf(id: string, path: string): Promise<string> {
  const params = (await rows[id]?.at?.(api, site)) ?? {}
  return path.replace(/\{(\w+)\}/g, (_whole, name: string) => String(params[name]))
}

function resourcesIn(body: { data?: Record<string, unknown>[] } & Record<string, unknown>) {
  return body.data ?? [body]
}

async function callsOf(act: () => Promise<unknown>): Promise<number> {
  api.usage.reset()
  await act()
  return api.usage.report().dynamodb.calls
}
