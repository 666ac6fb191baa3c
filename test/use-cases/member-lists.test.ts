import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Item } from '../../shared/runtime/table.ts'
import { keys, memberLists, paddedOrder } from '../../shared/store/keys.ts'
import { sortedMembersMax, sortedRowsMax } from '../../shared/store/ticket-segments.ts'
import { createTicket, readTicket } from '../../shared/store/tickets.ts'
import { createAsset } from '../../shared/use-cases/assets.ts'
import { changeTicket, closeTicket, resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import { listTickets, type TicketFilter } from '../../shared/use-cases/list-tickets.ts'
import { mergeTickets, undoMerge } from '../../shared/use-cases/merge-tickets.ts'
import { openTicket, type TicketInput } from '../../shared/use-cases/open-ticket.ts'
import { settleMemberLists } from '../../shared/use-cases/settle-member-lists.ts'
import { admin } from '../support/desk.ts'
import { openScene, type Scene } from './given.ts'

let scene: Scene
beforeEach(async () => {
  scene = await openScene()
})
afterEach(() => scene.close())

async function open(more: Partial<TicketInput> = {}): Promise<number> {
  const input = { contactId: scene.anna.id, subject: 'Printer', descriptionText: 'x', ...more }
  return (await openTicket(scene.desk, admin, input)).number
}

async function listed(filter: TicketFilter): Promise<number[]> {
  const { tickets } = await listTickets(scene.desk, admin, filter, { limit: 100 })
  return tickets.map(({ number }) => number)
}

async function header(number: number): Promise<Item> {
  const item = await scene.desk.table.get(keys.ticket(number))
  if (item === undefined) throw new Error('No such ticket')
  return item
}

/** Does something and tells of it what the stream tells. */
async function telling(number: number, act: () => Promise<unknown>): Promise<{ before: Item; after: Item }> {
  const before = await header(number)
  await act()
  const change = { before, after: await header(number) }
  await settleMemberLists(scene.desk, change)
  return change
}

async function placesIn(list: string): Promise<string[]> {
  const { items } = await scene.desk.table.query({ partition: { name: 'pk', value: list }, limit: 1_000 })
  return items.map(({ sk }) => sk)
}

const closed = (number: number) => paddedOrder(number)
const live = (number: number) => paddedOrder(10_000_000_000 + number)

describe('a list by tag, asset or category', () => {
  it('takes a tag in any letter case, also twice on one ticket', async () => {
    const number = await open({ tags: ['VPN', 'vpn', 'Ärger'] })
    for (const tag of ['vpn', 'Vpn', 'ÄRGER']) expect(await listed({ tag })).toEqual([number])
    expect(await listed({ tag: 'arger' })).toEqual([])
  })

  it('follows what a ticket gains and loses, in the same transaction', async () => {
    const asset = await createAsset(scene.desk, admin, scene.northwind.id, { name: 'NAS', type: 'nas' })
    const number = await open({ tags: ['a', 'b'], assetIds: [asset.id] })
    expect(await listed({ assetId: asset.id })).toEqual([number])
    await changeTicket(scene.desk, admin, { number, changes: { tags: ['B', 'c'], assetIds: [] } })
    expect([await listed({ tag: 'a' }), await listed({ tag: 'b' }), await listed({ tag: 'c' })]).toEqual([
      [],
      [number],
      [number],
    ])
    expect(await listed({ assetId: asset.id })).toEqual([])
    expect(await placesIn(memberLists.tag('a'))).toEqual([])
  })

  it('has live tickets before closed ones, once the stream has told', async () => {
    const [first, second] = [await open({ tags: ['a'] }), await open({ tags: ['a'] })]
    await resolveTicket(scene.desk, admin, second)
    const change = await telling(second, () => closeTicket(scene.desk, admin, second))
    expect(await placesIn(memberLists.tag('a'))).toEqual([closed(second), live(first)])
    expect(await listed({ tag: 'a' })).toEqual([first, second])
    expect(await listed({ tag: 'a', status: ['closed'] })).toEqual([second])
    await settleMemberLists(scene.desk, change)
    expect(await placesIn(memberLists.tag('a'))).toEqual([closed(second), live(first)])
  })

  it('is right after a merge was undone, in whatever order the stream tells of it', async () => {
    const [source, target] = [await open({ tags: ['a'] }), await open()]
    const merged = await telling(source, () =>
      mergeTickets(scene.desk, admin, { number: source, into: target }),
    )
    const undone = await telling(source, () => undoMerge(scene.desk, admin, source))
    for (const change of [undone, merged, undone, merged]) await settleMemberLists(scene.desk, change)
    expect(await placesIn(memberLists.tag('a'))).toEqual([live(source)])
  })

  it('shows no ticket in a place it has left, even before the stream tells', async () => {
    const number = await open({ tags: ['a'] })
    await resolveTicket(scene.desk, admin, number)
    await closeTicket(scene.desk, admin, number)
    expect(await listed({ tag: 'a', status: ['open', 'resolved'] })).toEqual([])
    expect(await listed({ tag: 'a' })).toEqual([number])
  })

  it('holds all of more tags and assets than fit into one transaction', async () => {
    const tags = Array.from({ length: 30 }, (_, index) => `tag-${index}`)
    const watchers = Array.from({ length: 35 }, (_, index) => ({ email: `w${index}@x.example`, name: '' }))
    const number = await open({ tags, watchers })
    await settleMemberLists(scene.desk, { after: await header(number) })
    expect(await listed({ tag: 'tag-29' })).toEqual([number])
    const others = tags.map(tag => `${tag}-b`)
    await telling(number, () => changeTicket(scene.desk, admin, { number, changes: { tags: others } }))
    expect(await listed({ tag: 'tag-29-b' })).toEqual([number])
    for (const tag of tags) expect(await placesIn(memberLists.tag(tag))).toEqual([])
  })
})

describe('a list that is sorted whole', () => {
  it('is refused where it would read too much, and goes on where closed tickets are many', async () => {
    const ticket = await readTicket(scene.desk.table, await open({ tags: ['wide'] }))
    if (ticket === undefined) throw new Error('No such ticket')
    const many = Array.from({ length: sortedRowsMax + 1 }, (_, index) => ({
      ...ticket,
      number: 1_000 + index,
    }))
    await scene.load(many.flatMap(each => createTicket(each)))
    const clientId = scene.northwind.id
    for (const filter of [{ clientId }, { tag: 'wide' }]) {
      await expect(listed({ ...filter, sort: 'updated' })).rejects.toMatchObject({ code: 'list.too-broad' })
      expect(await listed({ ...filter, sort: 'created' })).toHaveLength(100)
      expect(await listed({ ...filter, sort: 'updated', status: ['closed'] })).toEqual([])
    }
    expect(sortedMembersMax).toBeLessThan(sortedRowsMax)
  })
})
