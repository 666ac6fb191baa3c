import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CountsByOwner, count, countedOf } from '../../shared/domain/ticket-counts.ts'
import { readAllCounters } from '../../shared/store/counts.ts'
import { keys } from '../../shared/store/keys.ts'
import { readListsVersion } from '../../shared/store/lists-version.ts'
import { readTicket } from '../../shared/store/tickets.ts'
import { changeTicket, closeTicket, resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import type { RowChange } from '../../shared/use-cases/follow-changes.ts'
import { keepCounts } from '../../shared/use-cases/keep-counts.ts'
import { mergeTickets, undoMerge } from '../../shared/use-cases/merge-tickets.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { recountTickets } from '../../shared/use-cases/recount-tickets.ts'
import { admin } from '../support/desk.ts'
import { mail, openScene, type Scene } from './given.ts'

let scene: Scene
const numbers: number[] = []
beforeEach(async () => {
  scene = await openScene()
  numbers.length = 0
})
afterEach(() => scene.close())

async function open(): Promise<number> {
  const input = { contactId: scene.anna.id, subject: 'Printer', descriptionText: 'x' }
  const { number } = await openTicket(scene.desk, admin, input)
  numbers.push(number)
  return number
}

/** The counters as they are kept. */
async function kept() {
  const counters = await readAllCounters(scene.desk.table)
  return Object.fromEntries(
    [...counters]
      .map(([of, { counts }]) => [of, counts] as const)
      .filter(([, counts]) => Object.keys(counts).length > 0),
  )
}

/** The same counted from the tickets themselves. */
async function counted() {
  const totals: CountsByOwner = new Map()
  for await (const ticket of everyTicket()) count(totals, countedOf(ticket), 1)
  return Object.fromEntries(totals)
}

async function* everyTicket() {
  const last = Number((await scene.desk.table.get(keys.settings()))?.lastTicketNumber)
  for (let number = 1; number <= last; number += 1) {
    const ticket = await readTicket(scene.desk.table, number)
    if (ticket !== undefined) yield ticket
  }
}

async function follow(changes: readonly RowChange[]): Promise<void> {
  await keepCounts.follow(scene.desk, changes)
}

/** Does one of many things to a ticket; what is refused changes nothing, and that is fine too. */
async function doSomething(what: number, number: number, other: number): Promise<void> {
  const { desk, dana, acme } = scene
  const change = (changes: Parameters<typeof changeTicket>[2]['changes']) =>
    changeTicket(desk, admin, { number, changes })
  const deeds = [
    () => open(),
    () => change({ assigneeId: dana.id }),
    () => change({ assigneeId: null }),
    () => change({ status: 'hold' }),
    () => change({ status: 'working' }),
    () => change({ clientId: acme.id }),
    () => change({ subject: 'Scanner' }),
    () => resolveTicket(desk, admin, number),
    () => closeTicket(desk, admin, number),
    () => mergeTickets(desk, admin, { number, into: other }),
    () => undoMerge(desk, admin, number),
    () => scene.deliver(mail({ subject: `TCK-${number} again` })),
  ]
  await deeds[what % deeds.length]?.().catch(() => undefined)
}

const steps = fc.array(fc.tuple(fc.nat(11), fc.nat(30), fc.nat(30)), { minLength: 10, maxLength: 40 })
/** In which batches, and how often, the stream tells of what happened. */
const telling = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.boolean()), { minLength: 3 })

describe('the counters of live tickets', () => {
  it('are what a recount gives, after any history, told in any batches, some of them twice', async () => {
    await fc.assert(
      fc.asyncProperty(steps, telling, async (history, batches) => {
        if (numbers.length === 0) await open()
        for (const [what, one, other] of history) {
          const at = (index: number) => numbers[index % numbers.length] ?? 1
          await doSomething(what, at(one), at(other))
        }
        const changes = await scene.changes()
        for (let first = 0, turn = 0; first < changes.length; turn += 1) {
          const [size, twice] = batches[turn % batches.length] ?? [1, false]
          const batch = changes.slice(first, first + size)
          await follow(batch)
          if (twice) await follow(changes.slice(Math.max(0, first - size), first + size))
          first += size
        }
        expect(await kept()).toEqual(await counted())
        expect(await recountTickets(scene.desk)).toEqual({ recounted: 0, corrected: 0 })
      }),
      { numRuns: 12, seed: 20_261_125, endOnFailure: true },
    )
  })

  it('are right when several batches are followed at the same time', async () => {
    for (let index = 0; index < 12; index += 1) await open()
    for (const number of numbers.slice(0, 6)) {
      await changeTicket(scene.desk, admin, { number, changes: { assigneeId: scene.dana.id } })
    }
    const changes = await scene.changes()
    await Promise.all([follow(changes), follow(changes.slice(0, 9)), follow(changes.slice(9))])
    expect(await kept()).toEqual(await counted())
    expect((await kept()).desk).toEqual({ open: 12, 'nobody-open': 6 })
  })

  it('are made from nothing by the job, and set right where they are not', async () => {
    for (let index = 0; index < 7; index += 1) await open()
    await resolveTicket(scene.desk, admin, numbers[0] ?? 0)
    expect(await kept()).toEqual({})
    expect(await recountTickets(scene.desk)).toMatchObject({ recounted: 7, corrected: 0 })
    expect(await kept()).toEqual(await counted())
    await scene.desk.table.increment(keys.counts('desk'), 'open', { by: 5 })
    await scene.desk.table.increment(keys.counts('agent#agt_gone'), 'open', {
      set: { itemType: 'counts', writes: 1 },
    })
    // A ticket that closed unheard.
    await closeTicket(scene.desk, admin, numbers[0] ?? 0)
    expect(await recountTickets(scene.desk)).toEqual({ recounted: 1, corrected: 2 })
    expect(await kept()).toEqual(await counted())
    expect(await recountTickets(scene.desk, () => false)).toEqual({ recounted: 0, corrected: 0 })
  })

  it('raise the version of the lists with every change of a ticket, and with nothing else', async () => {
    const number = await open()
    await follow(await scene.changes())
    const { version } = await readListsVersion(scene.desk.table)
    await changeTicket(scene.desk, admin, { number, changes: { subject: 'Scanner' } })
    await follow(await scene.changes())
    expect((await readListsVersion(scene.desk.table)).version).toBe(version + 1)
    await follow([])
    expect((await readListsVersion(scene.desk.table)).version).toBe(version + 1)
  })
})
