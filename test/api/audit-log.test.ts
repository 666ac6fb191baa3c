import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../shared/domain/actor.ts'
import { keys } from '../../shared/store/keys.ts'
import { listAuditLog } from '../../shared/use-cases/audit-log.ts'
import { admin } from '../support/desk.ts'
import { type Api, type Json, made, makeSite, openTestApi, type Site } from './door.ts'

let api: Api
let site: Site
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
})
afterAll(() => api.close())

const newest = async (count: number): Promise<Json[]> =>
  (await api.get(`/audit-log?limit=${count}`)).body.data
const rows = async () =>
  (await api.desk.table.query({ partition: { name: 'pk', value: keys.audit('').pk }, limit: 1_000 })).items

describe('the audit log', () => {
  it('says who changed which setting, from what to what', async () => {
    await api.patch('/settings', { autoCloseHours: 24, deskName: 'Our desk' })
    const [entry] = await newest(1)
    expect(entry).toMatchObject({
      by: { kind: 'key', name: 'Test' },
      action: 'changed',
      resource: 'settings',
      changes: [
        { field: 'deskName', from: 'Helpdesk', to: 'Our desk' },
        { field: 'autoCloseHours', from: '72', to: '24' },
      ],
    })
  })

  const lives: [string, (api: Api, site: Site) => Promise<[path: string, input: Json]>, Json | undefined][] =
    [
      ['clients', async () => ['/clients', { name: 'New' }], { name: 'Newer' }],
      [
        'contacts',
        async (api, { clientId, domain }) => [
          `/clients/${clientId}/contacts`,
          { name: 'Cas', email: `cas${api.next()}@${domain}` },
        ],
        { roles: ['billing'] },
      ],
      ['statuses', async () => ['/statuses', { name: 'At the vendor', status: 'hold' }], { active: false }],
      ['categories', async () => ['/categories', { name: 'Network' }], { name: 'Networks' }],
      ['tags', async () => ['/tags', { name: 'vpn' }], undefined],
      ['custom-fields', async () => ['/custom-fields', { name: 'Floor', type: 'text' }], { name: 'Storey' }],
      [
        'templates',
        async () => ['/templates', { name: 'T', subject: 'S', descriptionText: 'D' }],
        { subject: 'Z' },
      ],
      [
        'canned-replies',
        async () => ['/canned-replies', { name: 'Hi', bodyText: 'Hello' }],
        { bodyText: 'Hi' },
      ],
    ]
  it.each(lives)('tells the whole life of one of the %s', async (resource, creation, changes) => {
    const [path, input] = await creation(api, site)
    const id = await made(api, path, input)
    if (changes !== undefined) expect((await api.patch(`/${resource}/${id}`, changes)).status).toBe(200)
    expect((await api.call('DELETE', `/${resource}/${id}`)).status).toBe(204)
    const told = await newest(changes === undefined ? 2 : 3)
    expect(told.map(({ action }) => action)).toEqual(
      changes === undefined ? ['deleted', 'created'] : ['deleted', 'changed', 'created'],
    )
    expect(new Set(told.map(each => each.resource))).toEqual(new Set([`${resource}/${id}`]))
  })

  it('tells of agents and keys, and of no secret', async () => {
    const agent = await made(api, '/agents', { name: 'Noor', email: 'noor@desk.example', role: 'technician' })
    await api.patch(`/agents/${agent}`, { role: 'read-only', disabled: true })
    const { status, body } = await api.post('/api-keys', { name: 'Monitoring', scopes: ['tickets:read'] })
    expect(status).toBe(201)
    await api.call('DELETE', `/api-keys/${body.id}`)
    const told = await newest(4)
    expect(told.map(({ resource, action }) => [resource, action])).toEqual([
      [`api-keys/${body.id}`, 'deleted'],
      [`api-keys/${body.id}`, 'created'],
      [`agents/${agent}`, 'changed'],
      [`agents/${agent}`, 'created'],
    ])
    expect(told[2]?.changes).toEqual([
      { field: 'role', from: 'technician', to: 'read-only' },
      { field: 'disabled', from: 'false', to: 'true' },
      { field: 'signedOutAt', from: null, to: expect.any(String) },
    ])
    const kept = JSON.stringify(await rows())
    expect(kept).not.toContain(body.secret)
    expect(kept).not.toMatch(/secret|sha256/i)
  })

  it('has nothing of what was refused or changed nothing', async () => {
    const id = await made(api, '/categories', { name: 'Same' })
    const before = await rows()
    await api.patch(`/categories/${id}`, { name: 'Same' })
    await api.patch(`/categories/${id}`, { name: 'Other' }, { headers: { 'If-Match': '"99"' } })
    await api.post('/categories', { name: '' })
    await api.post('/agents', { name: 'Twin', email: site.contactEmail, role: 'billing' })
    const reader = await api.makeKey(['settings:read'])
    await api.post('/categories', { name: 'Nope' }, { key: reader.secret })
    expect((await rows()).filter(row => row.resource !== `api-keys/${reader.apiKey.id}`)).toEqual(before)
  })

  it('has one entry for each change of those at once that took effect', async () => {
    const id = await made(api, '/categories', { name: 'Race' })
    const before = await rows()
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_each, index) => api.patch(`/categories/${id}`, { name: `Race ${index}` })),
    )
    const won = replies.filter(({ status }) => status === 200)
    expect(won.length).toBeGreaterThan(0)
    const told = (await rows()).slice(before.length).map(({ changes }) => changes)
    expect(told).toHaveLength(won.length)
    expect(told.at(-1)).toMatchObject([{ field: 'name', to: (await api.get(`/categories/${id}`)).body.name }])
  })

  it('is for admins who see every client', async () => {
    const agent = (more: object): Actor => ({ ...admin, ...more }) as Actor
    await expect(listAuditLog(api.desk, agent({}), { limit: 1 })).resolves.toMatchObject({ entries: [{}] })
    for (const other of [{ role: 'technician' }, { role: 'billing' }, { clientIds: [site.clientId] }]) {
      await expect(listAuditLog(api.desk, agent(other), { limit: 1 })).rejects.toMatchObject({
        code: 'resource.missing',
      })
    }
  })
})

describe('the next ticket number', () => {
  const settings = async () => (await api.get('/settings')).body
  const open = async () =>
    (await api.post('/tickets', { clientId: site.clientId, subject: 'S', descriptionText: 'D' })).body.number

  it('can be raised, and the next ticket has it', async () => {
    const number = await open()
    expect((await settings()).nextTicketNumber).toBe(number + 1)
    const { status, body } = await api.patch('/settings', { nextTicketNumber: number + 1_000 })
    expect([status, body.nextTicketNumber]).toEqual([200, number + 1_000])
    expect(await open()).toBe(number + 1_000)
  })

  it('is never lowered', async () => {
    const number = await open()
    for (const lower of [1, number]) {
      const { status, body } = await api.patch('/settings', { nextTicketNumber: lower, deskName: 'Lower' })
      expect([status, body.code, body.errors[0].pointer]).toEqual([409, 'number.lower', '/nextTicketNumber'])
    }
    expect((await settings()).deskName).not.toBe('Lower')
    expect(await open()).toBe(number + 1)
  })

  it('stays where tickets are opened while it is raised', async () => {
    const first = await open()
    const [raised, ...numbers] = await Promise.all([
      api.patch('/settings', { nextTicketNumber: first + 3 }),
      ...Array.from({ length: 10 }, open),
    ])
    expect([200, 409]).toContain(raised.status)
    const all = [first, ...numbers, await open()]
    expect(new Set(all).size).toBe(all.length)
  })

  it('can be set before the first ticket', async () => {
    const fresh = await openTestApi()
    const client = await made(fresh, '/clients', { name: 'First' })
    expect((await fresh.patch('/settings', { nextTicketNumber: 5_000 })).status).toBe(200)
    const { body } = await fresh.post('/tickets', { clientId: client, subject: 'S', descriptionText: 'D' })
    expect(body.number).toBe(5_000)
    await fresh.close()
  })
})
