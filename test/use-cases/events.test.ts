import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../../shared/domain/actor.ts'
import type { DeskEvent } from '../../shared/domain/desk-event.ts'
import { DeskError } from '../../shared/domain/errors.ts'
import type { Key } from '../../shared/runtime/table.ts'
import { sweptThrough } from '../../shared/store/due.ts'
import { saveTicket } from '../../shared/store/tickets.ts'
import { appendToFeed } from '../../shared/use-cases/append-to-feed.ts'
import { createAsset, deleteAsset } from '../../shared/use-cases/assets.ts'
import { changeTicket, resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import { changeClient, createClient, deleteClient } from '../../shared/use-cases/clients.ts'
import { changeContact, createContact, deleteContact } from '../../shared/use-cases/contacts.ts'
import { followChanges, type RowChange } from '../../shared/use-cases/follow-changes.ts'
import { mergeTickets } from '../../shared/use-cases/merge-tickets.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { publishEvents } from '../../shared/use-cases/publish-events.ts'
import { type EventsPage, readEvents } from '../../shared/use-cases/read-events.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { splitTicket } from '../../shared/use-cases/split-ticket.ts'
import { wakeDueDeliveries } from '../../shared/use-cases/wake-deliveries.ts'
import { admin, openTestDesk, type TestDesk } from '../support/desk.ts'

let test: TestDesk
beforeEach(async () => {
  test = await openTestDesk()
})
afterEach(() => test.close())

const keyFor = (clientIds?: string[], scopes: readonly ('*' | 'tickets:read')[] = ['*']): Actor => ({
  kind: 'key',
  id: 'key_reader',
  name: 'Reader',
  scopes,
  ...(clientIds === undefined ? {} : { clientIds }),
})

const read = (options: { after?: string; limit?: number } = {}, actor: Actor = admin) =>
  readEvents(test.desk, actor, { limit: 100, ...options })

/** Every event, page by page. */
async function readAll(actor: Actor = admin, limit = 100): Promise<DeskEvent[]> {
  const all: DeskEvent[] = []
  let page: EventsPage = await read({ limit }, actor)
  all.push(...page.events)
  while (page.hasMore) {
    page = await read({ limit, after: page.nextCursor }, actor)
    all.push(...page.events)
  }
  return all
}

const typesOf = (events: DeskEvent[]) => events.map(({ type }) => type)

async function ticketOf(clientName = 'Northwind', subject = 'Printer') {
  const client = await createClient(test.desk, admin, { name: clientName })
  const ticket = await openTicket(test.desk, admin, {
    clientId: client.id,
    subject,
    descriptionText: 'secret words',
  })
  return { client, ticket }
}

describe('what happens to a ticket', () => {
  it('is told in order, with the fields that changed and without anybody’s words', async () => {
    const { client, ticket } = await ticketOf()
    const { number } = ticket
    await changeTicket(test.desk, admin, { number, changes: { priority: 'urgent', tags: ['vip'] } })
    const reply = await replyToTicket(test.desk, admin, {
      number,
      visibility: 'public',
      bodyText: 'secret words',
    })
    await replyToTicket(test.desk, admin, { number, visibility: 'internal', bodyText: 'secret words' })
    await resolveTicket(test.desk, admin, number)
    await test.publish()
    const events = (await readAll()).filter(({ about }) => about.kind === 'ticket')
    expect(typesOf(events)).toEqual([
      'ticket.created',
      'ticket.changed',
      'ticket.changed',
      'ticket.replied',
      'ticket.noted',
      'ticket.changed',
    ])
    expect(events.map(({ visibility }) => visibility)).toEqual([
      ...['public', 'public', 'public', 'public', 'internal', 'public'],
    ])
    expect(events[0]).toMatchObject({
      clientId: client.id,
      about: { kind: 'ticket', id: String(number), reference: `TCK-${number}`, version: 1 },
    })
    expect(events[0]?.changes).toContainEqual({ field: 'subject', from: null, to: 'Printer' })
    expect(events[1]?.changes).toEqual([
      { field: 'priority', from: 'medium', to: 'urgent' },
      { field: 'tags', from: null, to: ['vip'] },
    ])
    expect(events[2]?.changes.map(({ field }) => field)).toEqual(['firstResponseAt'])
    expect(events[3]?.entry).toEqual({
      id: reply.entry.id,
      by: { kind: 'agent', id: 'agt_admin', name: 'Alex Moreau' },
    })
    expect(events[5]?.changes[0]).toEqual({ field: 'status', from: 'open', to: 'resolved' })
    expect(JSON.stringify(events)).not.toContain('secret')
  })

  it('is told when an entry is changed, to those who may see the entry', async () => {
    const { client, ticket } = await ticketOf()
    for (const visibility of ['public', 'internal'] as const) {
      const { entry } = await replyToTicket(test.desk, admin, {
        number: ticket.number,
        visibility,
        bodyText: 'hasty words',
      })
      const key = { pk: `TICKET#${ticket.number}`, sk: `E#${entry.id}` }
      await test.desk.table.commit([{ update: key, set: { text: 'other words' } }])
    }
    await test.publish()
    const changed = (await readAll()).filter(({ type }) => type === 'ticket.entry-changed')
    expect(changed.map(({ visibility }) => visibility)).toEqual(['public', 'internal'])
    expect(JSON.stringify(changed)).not.toContain('words')
    const theirs = (await readAll(keyFor([client.id]))).filter(({ type }) => type === 'ticket.entry-changed')
    expect(theirs).toEqual(changed.slice(0, 1))
  })

  it('by a split or a merge is told without telling old words as new ones', async () => {
    const { client, ticket } = await ticketOf()
    const { number } = ticket
    const { entry } = await replyToTicket(test.desk, admin, { number, visibility: 'public', bodyText: 'Hi' })
    await test.publish()
    const { nextCursor } = await read({ after: 'latest' })
    test.clock.moveTo(new Date(test.clock.now().getTime() + 1000))
    const made = await splitTicket(test.desk, admin, { number, entryIds: [entry.id] })
    await test.publish()
    const { events } = await read({ after: nextCursor })
    expect(typesOf(events).toSorted()).toEqual([
      ...['ticket.changed', 'ticket.created', 'ticket.entry-changed', 'ticket.entry-changed'],
    ])
    const told = events.filter(({ entry: about }) => about?.id === entry.id)
    expect(new Set(told.map(({ about }) => about.id))).toEqual(new Set([`${number}`, `${made.number}`]))
    const after = await read({ after: 'latest' })
    await mergeTickets(test.desk, admin, { number: made.number, into: number })
    await test.publish()
    const merged = (await read({ after: after.nextCursor }, keyFor())).events
    expect(new Set(typesOf(merged))).toEqual(new Set(['ticket.changed']))
    expect(merged.flatMap(({ changes }) => changes)).toContainEqual({
      field: 'mergedInto',
      from: null,
      to: number,
    })
    expect(merged.every(({ clientId }) => clientId === client.id)).toBe(true)
  })

  it('is told of clients, contacts and assets too, but not of agents', async () => {
    const { desk } = test
    const client = await createClient(desk, admin, { name: 'Northwind' })
    await changeClient(desk, admin, client.id, { name: 'Northwind Ltd' })
    const contact = await createContact(desk, admin, client.id, { name: 'Anna', email: 'anna@n.example' })
    await changeContact(desk, admin, contact.id, { name: 'Anna Berg' })
    await deleteContact(desk, admin, contact.id)
    const asset = await createAsset(desk, admin, client.id, { name: 'SRV-01', type: 'server' })
    await deleteAsset(desk, admin, asset.id)
    await deleteClient(desk, admin, client.id)
    await test.publish()
    const events = await readAll()
    expect(typesOf(events)).toEqual([
      ...['client.created', 'client.changed', 'contact.created', 'contact.changed', 'contact.deleted'],
      ...['asset.created', 'asset.deleted', 'client.deleted'],
    ])
    expect(new Set(events.map(({ clientId }) => clientId))).toEqual(new Set([client.id]))
    expect(events[1]?.changes).toEqual([{ field: 'name', from: 'Northwind', to: 'Northwind Ltd' }])
    expect(events[7]?.changes).toEqual([{ field: 'name', from: 'Northwind Ltd', to: null }])
  })

  it('on its way to another client is told to each side without the other’s', async () => {
    const { client, ticket } = await ticketOf()
    const other = await createClient(test.desk, admin, { name: 'Southwind' })
    await changeTicket(test.desk, admin, {
      number: ticket.number,
      changes: { watchers: [{ email: 'spy@northwind.example', name: 'Spy' }] },
    })
    await test.publish()
    const before = await read()
    const watched = { ...ticket, watchers: [{ email: 'spy@northwind.example', name: 'Spy' }], version: 2 }
    const moved = { ...ticket, clientId: other.id, clientName: 'Southwind', version: 3 }
    await test.desk.table.commit(saveTicket(watched, moved))
    await test.publish()
    const told = (actor: Actor) => read({ after: before.nextCursor }, actor)
    const toldTo = async (clientId: string) => {
      const start = await readAll(keyFor([clientId]))
      return start.filter(({ type }) => /left|arrived/.test(type))
    }
    expect(typesOf((await told(admin)).events)).toEqual(['ticket.changed', 'ticket.left', 'ticket.arrived'])
    expect(await toldTo(client.id)).toMatchObject([{ type: 'ticket.left', changes: [] }])
    const [arrived] = await toldTo(other.id)
    expect(arrived).toMatchObject({ type: 'ticket.arrived', clientId: other.id })
    expect(JSON.stringify(await readAll(keyFor([other.id])))).not.toMatch(/spy|Northwind/)
    expect(JSON.stringify(await readAll(keyFor([other.id])))).not.toContain(client.id)
  })
})

describe('a reader', () => {
  it('for some clients gets theirs alone, and never a note', async () => {
    const { client, ticket } = await ticketOf()
    const foreign = await ticketOf('Southwind', 'Scanner')
    for (const { number } of [ticket, foreign.ticket]) {
      await replyToTicket(test.desk, admin, { number, visibility: 'internal', bodyText: 'CANARY' })
      await replyToTicket(test.desk, admin, { number, visibility: 'public', bodyText: 'Hello' })
    }
    await test.publish()
    const events = await readAll(keyFor([client.id]))
    expect(new Set(events.map(({ clientId }) => clientId))).toEqual(new Set([client.id]))
    expect(typesOf(events)).toContain('ticket.replied')
    expect(typesOf(events)).not.toContain('ticket.noted')
    expect(await readAll(keyFor([]))).toEqual([])
    expect(typesOf(await readAll(keyFor()))).toContain('ticket.noted')
  })

  it('without the right to clients hears of tickets only, and without the right to tickets nothing', async () => {
    await ticketOf()
    await test.publish()
    expect(typesOf(await readAll(keyFor(undefined, ['tickets:read'])))).toEqual(['ticket.created'])
    await expect(readAll({ ...keyFor(), kind: 'key', scopes: ['settings:read'] } as Actor)).rejects.toThrow(
      'resource.missing',
    )
  })

  it('gets the same events whatever the size of its pages', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { ticket } = await ticketOf(`Client ${round}`)
      await changeTicket(test.desk, admin, { number: ticket.number, changes: { priority: 'low' } })
      await test.publish()
    }
    const all = await readAll()
    expect(all).toHaveLength(9)
    for (const limit of [1, 2, 4, 9]) expect(await readAll(admin, limit)).toEqual(all)
  })

  it('may begin at the end, and its cursor is good for its clients only', async () => {
    const { client, ticket } = await ticketOf()
    await test.publish()
    const end = await read({ after: 'latest' })
    expect(end).toMatchObject({ events: [], hasMore: false })
    await resolveTicket(test.desk, admin, ticket.number)
    await test.publish()
    expect(typesOf((await read({ after: end.nextCursor })).events)).toEqual(['ticket.changed'])
    expect(
      (await read({ after: end.nextCursor }, { ...keyFor(), id: 'key_other' } as Actor)).events,
    ).toHaveLength(1)
    for (const after of [end.nextCursor, 'x', `${end.nextCursor}x`]) {
      await expect(read({ after }, keyFor([client.id]))).rejects.toThrow(/does not belong/)
    }
  })

  it('is told when what it missed is no longer kept, and is not when nothing is missing', async () => {
    const { ticket } = await ticketOf()
    await test.publish()
    const early = await read({ limit: 1 })
    const whole = await read()
    await later(60)
    await resolveTicket(test.desk, admin, ticket.number)
    await test.publish()
    await later(40)
    expect((await read({ after: whole.nextCursor })).events).toHaveLength(1)
    await expect(read({ after: early.nextCursor })).rejects.toMatchObject({ code: 'events.expired' })
    expect(typesOf((await read()).events)).toEqual(['ticket.changed'])
  })

  it('of a desk at rest for a year keeps its place', async () => {
    const { ticket } = await ticketOf()
    await test.publish()
    const { nextCursor } = await read()
    for (let month = 0; month < 12; month += 1) {
      await later(30)
      // As the schedule would have left it an hour ago.
      await test.desk.table.commit([sweptThrough('webhooks', test.desk.now())])
      await wakeDueDeliveries(test.desk)
    }
    // It must come by now and then; a place so old would be lost.
    await expect(read({ after: nextCursor })).rejects.toMatchObject({ code: 'events.expired' })
    const { nextCursor: place } = await read()
    await resolveTicket(test.desk, admin, ticket.number)
    await test.publish()
    expect(typesOf((await read({ after: place })).events)).toEqual(['ticket.changed'])
  })
})

async function later(days: number): Promise<void> {
  test.clock.moveTo(new Date(test.clock.now().getTime() + days * 86_400_000))
}

describe('the feed has no holes', () => {
  it('under writers at the same moment: a reader on the way misses nothing and sees each ticket in order', async () => {
    const tickets = await Promise.all(Array.from({ length: 6 }, (_, index) => ticketOf(`Client ${index}`)))
    await test.publish()
    for (const priority of ['low', 'high', 'urgent', 'medium'] as const) {
      await Promise.all(
        tickets.map(({ ticket: { number } }) =>
          changeTicket(test.desk, admin, { number, changes: { priority } }),
        ),
      )
    }
    const changes = await test.changes()
    // Each ticket's changes come by one shard, in order; six shards are worked off at once.
    const shards = new Map<string, RowChange[]>()
    for (const change of changes) {
      const pk = String((change.after as Key | undefined)?.pk)
      shards.set(pk, [...(shards.get(pk) ?? []), change])
    }
    const { nextCursor } = await read({ after: 'latest' })
    let isWriting = true
    const writers = [...shards.values()].map(async shard => {
      for (const change of shard) await publishEvents.follow(test.desk, [change])
    })
    const reader = (async () => {
      const seen: DeskEvent[] = []
      let after = nextCursor
      for (let isLast = false; !isLast; ) {
        isLast = !isWriting
        const page = await read({ after, limit: 7 })
        seen.push(...page.events)
        after = page.nextCursor
        if (page.hasMore) isLast = false
      }
      return seen
    })()
    await Promise.all(writers)
    isWriting = false
    const seen = await reader
    expect(seen).toHaveLength(24)
    for (const { ticket } of tickets) {
      const own = seen.filter(({ about }) => about.id === String(ticket.number))
      expect(own.map(({ about }) => about.version)).toEqual([2, 3, 4, 5])
    }
  })

  it('when a batch is delivered again, halved or whole: the same ids, and nothing twice where it was the last', async () => {
    const { ticket } = await ticketOf()
    await changeTicket(test.desk, admin, { number: ticket.number, changes: { priority: 'low' } })
    const changes = await test.changes()
    await publishEvents.follow(test.desk, changes)
    const first = await readAll()
    await publishEvents.follow(test.desk, changes)
    await publishEvents.follow(test.desk, changes.slice(0, 2))
    await publishEvents.follow(test.desk, changes.slice(2))
    expect(await readAll()).toEqual(first)
    // Another shard wrote in between: now it is told twice, under the same ids.
    await ticketOf('Other')
    await test.publish()
    await publishEvents.follow(test.desk, changes)
    const all = await readAll()
    expect(all.slice(-first.length)).toEqual(first)
  })

  it('whichever call to the table fails or dies on the way, once the stream has come again', async () => {
    const { ticket } = await ticketOf()
    await test.publish()
    let tried = 0
    for (const kind of ['error', 'crash-before', 'crash-after', 'timeout'] as const) {
      for (let nth = 1; nth <= 4; nth += 1) {
        const start = await read({ after: 'latest' })
        await replyToTicket(test.desk, admin, {
          number: ticket.number,
          visibility: 'public',
          bodyText: `${kind} ${nth}`,
        })
        const changes = await test.changes()
        test.faults.arm({ service: 'dynamodb', kind, nth })
        await publishEvents.follow(test.desk, changes).catch(() => undefined)
        test.faults.clear()
        await publishEvents.follow(test.desk, changes)
        const { events } = await read({ after: start.nextCursor })
        const replied = events.filter(({ type }) => type === 'ticket.replied')
        expect(new Set(replied.map(({ id }) => id)).size, `${kind} at ${nth}`).toBe(1)
        tried += 1
      }
    }
    expect(tried).toBe(16)
  }, 60_000)

  it('when a batch has more to tell than fits', async () => {
    const { ticket } = await ticketOf()
    for (let round = 0; round < 40; round += 1) {
      await changeTicket(test.desk, admin, {
        number: ticket.number,
        changes: { subject: `${round} ${'x'.repeat(490)}` },
      })
    }
    await test.publish()
    const events = (await readAll(admin, 10)).filter(({ type }) => type === 'ticket.changed')
    expect(events.map(({ about }) => about.version)).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 2),
    )
  })

  it('and costs one write unit for a small batch', async () => {
    const { ticket } = await ticketOf()
    await test.publish()
    await resolveTicket(test.desk, admin, ticket.number)
    const changes = await test.changes()
    test.usage.reset()
    await publishEvents.follow(test.desk, changes)
    const { calls, wru, rru } = test.usage.report().dynamodb
    expect({ calls, wru, rru }).toEqual({ calls: 3, wru: 1, rru: 1.5 })
    const { nextCursor } = await read()
    test.usage.reset()
    await read({ after: nextCursor })
    expect(test.usage.report().dynamodb).toMatchObject({ calls: 1, rru: 1 })
  })
})

describe('followers', () => {
  it('are each told, also when one of them fails, which the stream then hears of', async () => {
    const told: string[] = []
    const follower = (name: string, fails = false) => ({
      name,
      follow: async () => {
        told.push(name)
        if (fails) throw new Error(`${name} fails`)
      },
    })
    const all = [follower('one'), follower('two', true), follower('three')]
    const silent = { ...test.desk, log: { info: () => {}, warn: () => {}, error: () => {} } }
    await expect(followChanges(silent, [], all)).rejects.toThrow('two fails')
    expect(told).toEqual(['one', 'two', 'three'])
  })
})

it('a place in the feed that is always taken by others is given up as a conflict, for the stream to come again', async () => {
  const taken = {
    ...test.desk,
    table: Object.assign(Object.create(test.desk.table), {
      query: (query: Parameters<typeof test.desk.table.query>[0]) => test.desk.table.query(query),
      commit: () => Promise.reject(new DeskError('write.conflict')),
    }),
  }
  await expect(appendToFeed(taken, [])).rejects.toMatchObject({ code: 'write.conflict' })
})
