import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../shared/domain/actor.ts'
import type { Desk } from '../../shared/runtime/desk.ts'
import { changeTicket } from '../../shared/use-cases/change-ticket.ts'
import { createClient } from '../../shared/use-cases/clients.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { keepLooking, listViewers, noteLook, readViewedPage } from '../../shared/use-cases/viewers.ts'
import { Trips } from '../bench/trips.ts'
import { admin, openTestDesk, type TestDesk } from '../support/desk.ts'

const trips = new Trips()
let world: TestDesk
let desk: Desk
let at = '2026-11-25T10:00:00.000Z'
let northwind: string
let acme: string
beforeAll(async () => {
  world = await openTestDesk(table => trips.watch(table))
  northwind = (await createClient(world.desk, admin, { name: 'Northwind' })).id
  acme = (await createClient(world.desk, admin, { name: 'Acme' })).id
  desk = { ...world.desk, now: () => at }
})
afterAll(() => world.close())

const agent = (id: string, name: string, clientIds?: string[]): Actor => ({
  kind: 'agent',
  id,
  name,
  email: `${id}@desk.example`,
  role: 'technician',
  ...(clientIds === undefined ? {} : { clientIds }),
})
const mia = agent('agt_mia', 'Mia Torres')
const noor = agent('agt_noor', 'Noor Haddad')
const open = async () => {
  const words = { subject: 'Printer', descriptionText: 'It is on fire.' }
  return (await openTicket(desk, admin, { clientId: northwind, ...words })).number
}
const look = (who: Actor, number: number, isWriting = false) => keepLooking(desk, who, { number, isWriting })
const namesAt = async (number: number, who: Actor = admin) =>
  (await listViewers(desk, who, number)).map(({ name }) => name)
const later = (seconds: number) => {
  at = new Date(Date.parse(at) + seconds * 1000).toISOString()
}
async function costOf(act: () => Promise<unknown>) {
  world.usage.reset()
  trips.take()
  await act()
  const { calls, rru, wru } = world.usage.report().dynamodb
  return { trips: trips.take(), calls, rru, wru }
}

describe('who looks at a ticket', () => {
  it('is told to the others who may see it, by name, and not to oneself', async () => {
    const number = await open()
    expect(await look(noor, number)).toEqual([])
    expect((await look(mia, number, true)).map(({ name }) => name)).toEqual(['Noor Haddad'])
    expect(await look(noor, number)).toMatchObject([{ name: 'Mia Torres', isWriting: true }])
    expect(await namesAt(number)).toEqual(['Mia Torres', 'Noor Haddad'])
  })

  it('vanishes when nothing is heard of them for a while, and is remembered to have looked', async () => {
    const number = await open()
    await look(mia, number)
    later(74)
    expect(await namesAt(number)).toEqual(['Mia Torres'])
    later(1)
    expect(await namesAt(number)).toEqual([])
    const { own } = await readViewedPage(desk, mia, number)
    expect(own?.seenAt).toBe('2026-11-25T10:00:00.000Z')
  })

  it('is never told to agents of another client, nor of a client that the ticket has left', async () => {
    const number = await open()
    await look(mia, number)
    const other = agent('agt_kim', 'Kim', [acme])
    await expect(look(other, number)).rejects.toMatchObject({ code: 'resource.missing' })
    await expect(listViewers(desk, other, number)).rejects.toMatchObject({ code: 'resource.missing' })
    expect(await namesAt(number, agent('agt_lee', 'Lee', [northwind]))).toEqual(['Mia Torres'])
    await changeTicket(desk, admin, { number, changes: { clientId: acme } })
    expect(await namesAt(number, other)).toEqual([])
    await look(mia, number)
    expect(await namesAt(number, other)).toEqual(['Mia Torres'])
  })

  it('is told to no key for some clients, and a key is no viewer', async () => {
    const number = await open()
    await look(mia, number)
    const key = { kind: 'key', id: 'key_1', name: 'Script', scopes: ['*'] } as const
    expect(await namesAt(number, { ...key, clientIds: [northwind] })).toEqual([])
    await look(key, number)
    expect(await namesAt(number, key)).toEqual(['Mia Torres'])
  })
})

describe('what it costs', () => {
  it('beside the page of a ticket: half a read unit, in the same trip', async () => {
    const number = await open()
    const alone = { trips: 1, calls: 1, rru: 0.5, wru: 0 }
    const cost = await costOf(() => readViewedPage(desk, mia, number))
    expect(cost).toEqual({ ...alone, calls: 2, rru: 1 })
  })

  it('one write unit in each half minute, however often somebody looks', async () => {
    at = '2026-11-25T11:00:00.000Z'
    const number = await open()
    const costs = []
    for (let times = 0; times < 6; times += 1) {
      costs.push((await costOf(() => look(mia, number))).wru)
      later(10)
    }
    expect(costs).toEqual([1, 0, 0, 1, 0, 0])
    const { ticket, own } = await readViewedPage(desk, mia, number)
    later(-30)
    expect(await costOf(() => noteLook(desk, mia, { ticket, own, isWriting: true }))).toMatchObject({
      wru: 0,
    })
  })
})
