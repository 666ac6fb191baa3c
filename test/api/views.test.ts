import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../shared/domain/actor.ts'
import { viewsMax } from '../../shared/domain/saved-view.ts'
import { countList } from '../../shared/use-cases/count-view.ts'
import { readDashboard } from '../../shared/use-cases/dashboard.ts'
import { keepCounts } from '../../shared/use-cases/keep-counts.ts'
import { listTickets } from '../../shared/use-cases/list-tickets.ts'
import * as views from '../../shared/use-cases/saved-views.ts'
import { admin } from '../support/desk.ts'
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

const agent = (id: string, role: 'technician' | 'admin', clientIds?: string[]): Actor => ({
  ...{ kind: 'agent', id, name: id, email: `${id}@desk.example`, role },
  ...(clientIds && { clientIds }),
})
const dana = agent('agt_dana', 'technician')
const names = async (actor: Actor) =>
  (await views.listViews(api.desk, actor, { limit: 100 })).views.map(({ name }) => name)
const count = async () => {
  await keepCounts.follow(api.desk, await api.changes())
}

describe('saved views', () => {
  it('are the desk’s or their maker’s alone, in their order', async () => {
    await views.createView(api.desk, admin, { name: 'Second', shared: true, position: 2 })
    await views.createView(api.desk, admin, { name: 'First', shared: true, position: 1 })
    const own = await views.createView(api.desk, dana, { name: 'Dana’s', filter: { assigneeId: 'me' } })
    await views.createView(api.desk, admin, { name: 'Alex’s' })
    expect(await names(dana)).toEqual(['First', 'Second', 'Dana’s'])
    expect(await names(admin)).toEqual(['First', 'Second', 'Alex’s'])
    await expect(views.readView(api.desk, admin, own.id)).rejects.toMatchObject({ code: 'resource.missing' })
    await expect(views.deleteView(api.desk, admin, own.id)).rejects.toMatchObject({
      code: 'resource.missing',
    })
    const [{ secret: one }, { secret: other }] = [
      await api.makeKey(['tickets:read']),
      await api.makeKey(['*']),
    ]
    const { body } = await api.post('/views', { name: 'A key’s' }, { key: one })
    expect((await api.get(`/views/${body.id}`, { key: other })).status).toBe(404)
    expect((await api.get(`/views/${body.id}`, { key: one })).body.name).toBe('A key’s')
  })

  it('of the desk are kept by who keeps its settings', async () => {
    await expect(views.createView(api.desk, dana, { name: 'x', shared: true })).rejects.toMatchObject({
      code: 'resource.missing',
    })
    const shared = await views.createView(api.desk, admin, { name: 'Shared', shared: true })
    for (const attempt of [
      views.changeView(api.desk, dana, { id: shared.id, changes: { name: 'Mine now' } }),
      views.changeView(api.desk, dana, { id: shared.id, changes: { shared: false } }),
      views.deleteView(api.desk, dana, shared.id),
    ]) {
      await expect(attempt).rejects.toMatchObject({ code: 'resource.missing' })
    }
    const own = await views.createView(api.desk, dana, { name: 'Own' })
    await expect(
      views.changeView(api.desk, dana, { id: own.id, changes: { shared: true } }),
    ).rejects.toMatchObject({ code: 'resource.missing' })
    const audit = (await api.get('/audit-log?limit=100')).body.data
    const seen = audit.filter(({ resource }: Json) => String(resource).startsWith('views/'))
    expect(seen.map(({ name }: Json) => name)).toEqual(expect.arrayContaining(['Shared', 'First', 'Second']))
    expect(seen.map(({ name }: Json) => name)).not.toContain('Own')
  })

  it('are changed by who saw their latest version, the filter as a whole', async () => {
    const { body } = await api.post('/views', {
      name: 'Urgent',
      filter: { priority: 'urgent', waiting: true },
      sort: 'due',
      columns: ['client', 'due'],
    })
    const stale = { headers: { 'If-Match': '"7"' } }
    expect((await api.patch(`/views/${body.id}`, { name: 'x' }, stale)).status).toBe(412)
    const changed = await api.patch(`/views/${body.id}`, {
      filter: { tag: 'vip' },
      sort: null,
      density: 'compact',
    })
    expect(changed.body).toEqual({
      ...{ ...body, filter: { tag: 'vip' }, sort: null, density: 'compact', version: 2 },
    })
    expect((await api.call('DELETE', `/views/${body.id}`)).status).toBe(204)
    expect((await api.get(`/views/${body.id}`)).status).toBe(404)
  })

  it('that name a client are there for nobody who may not know it', async () => {
    for (const filter of [
      { clientId: site.clientId },
      { contactId: site.contactId },
      { assetId: site.assetId },
    ]) {
      const view = await views.createView(api.desk, admin, { name: 'The site’s', shared: true, filter })
      const [own, other] = [
        agent('agt_own', 'technician', [site.clientId]),
        agent('agt_other', 'technician', [otherSite.clientId]),
      ]
      expect((await views.readView(api.desk, own, view.id)).id).toBe(view.id)
      await expect(views.readView(api.desk, other, view.id)).rejects.toMatchObject({
        code: 'resource.missing',
      })
      expect(await names(other)).not.toContain('The site’s')
      await views.deleteView(api.desk, admin, view.id)
    }
  })

  it('refuse what cannot be, field by field', async () => {
    const refusals: [Json, string][] = [
      [{ filter: {} }, '/name'],
      [{ name: '' }, '/name'],
      [{ name: 'x', filter: { status: [] } }, '/filter/status'],
      [{ name: 'x', filter: { status: ['gone'] } }, '/filter/status/0'],
      [{ name: 'x', filter: { clientId: 'clt_gone' } }, '/filter/clientId'],
      [{ name: 'x', filter: { contactId: 'con_gone' } }, '/filter/contactId'],
      [{ name: 'x', filter: { assigneeId: 'agt_gone' } }, '/filter/assigneeId'],
      [{ name: 'x', filter: { categoryId: 'cat_gone' } }, '/filter/categoryId'],
      [{ name: 'x', filter: { statusId: 'sts_gone' } }, '/filter/statusId'],
      [
        { name: 'x', filter: { dueFrom: '2026-02-01T00:00:00Z', dueTo: '2026-01-01T00:00:00Z' } },
        '/filter/dueTo',
      ],
      [{ name: 'x', filter: { surprise: 1 } }, '/filter/surprise'],
      [{ name: 'x', sort: 'name' }, '/sort'],
      [{ name: 'x', columns: ['client', 'client'] }, '/columns'],
      [{ name: 'x', columns: ['secret'] }, '/columns/0'],
      [{ name: 'x', density: 'tiny' }, '/density'],
      [{ name: 'x', position: -1 }, '/position'],
    ]
    for (const [body, pointer] of refusals) {
      const reply = await api.post('/views', body)
      expect([body, reply.status, reply.body.errors?.[0]?.pointer]).toEqual([body, 400, pointer])
    }
  })

  it('are so many at the most', async () => {
    const kim = agent('agt_kim', 'technician')
    for (let made = 0; made < viewsMax; made += 1) await views.createView(api.desk, kim, { name: `V${made}` })
    await expect(views.createView(api.desk, kim, { name: 'One more' })).rejects.toMatchObject({
      code: 'views.full',
    })
    expect(await views.createView(api.desk, dana, { name: 'Another’s' })).toMatchObject({ version: 1 })
  })
})

describe('counts', () => {
  it('are exact where a counter tells, and never more than there is elsewhere', async () => {
    const assigneeId = await made(api, '/agents', {
      name: 'Noor',
      email: 'noor@desk.example',
      role: 'technician',
    })
    for (let index = 0; index < 3; index += 1) await opened(api, site, { priority: 'urgent' })
    await opened(api, otherSite, { assigneeId, due: '2026-01-01T00:00:00Z' })
    await count()
    const scoped = agent('agt_scoped', 'technician', [site.clientId])
    const filters = [
      { status: ['open'] },
      { status: ['open', 'working', 'hold'] },
      { status: ['open'], assigneeId: null },
      { status: ['open'], assigneeId },
      { status: ['open'], clientId: site.clientId },
      { waiting: true },
      { priority: 'urgent' },
      { status: ['open'], dueTo: '2099-01-01T00:00:00Z' },
      { tag: 'nothing' },
      {},
    ] as const
    for (const actor of [admin, scoped]) {
      for (const filter of filters) {
        if ('clientId' in filter && actor === scoped && filter.clientId !== site.clientId) continue
        const { tickets } = await listTickets(api.desk, actor, filter, { limit: 100 })
        expect([filter, await countList(api.desk, actor, filter)]).toEqual([
          filter,
          { count: tickets.length, isMore: false },
        ])
      }
    }
    await expect(
      countList(api.desk, scoped, { status: ['open'], clientId: otherSite.clientId }),
    ).rejects.toMatchObject({ code: 'resource.missing' })
  })

  it('go no further than one read where no counter tells', async () => {
    for (let index = 0; index < 55; index += 1) await opened(api, site, { priority: 'low' })
    const { body } = await api.post('/views', { name: 'Low', filter: { priority: 'low' } })
    expect((await api.get(`/views/${body.id}/count`)).body).toEqual({ count: 50, isMore: true })
  })

  it('of the dashboard are what its actor may know', async () => {
    await count()
    const whole = await readDashboard(api.desk, admin)
    const own = await readDashboard(api.desk, agent('agt_s', 'technician', [otherSite.clientId]))
    expect(own.active).toEqual({ count: 1, isMore: false })
    expect(whole.active.count).toBeGreaterThan(own.active.count)
    expect(own).toMatchObject({ overdue: { count: 1 }, agents: [], dueToday: { count: 0 } })
    expect(own.clients.map(({ id }) => id)).toEqual([otherSite.clientId])
    expect(own.nextDue).toHaveLength(1)
    expect(whole.agents.map(({ name, active }) => [name, active])).toContainEqual(['Noor', 1])
    expect(whole.clients[0]).toMatchObject({ id: site.clientId })
  })
})
