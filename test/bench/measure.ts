import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { bundleAll } from '../../infra/bundle.ts'
import { functions } from '../../infra/parts.ts'
import type { Ticket } from '../../shared/domain/ticket.ts'
import { replyAddress } from '../../shared/mail/reply-token.ts'
import { keys } from '../../shared/store/keys.ts'
import { changeTicket, resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import { createClient } from '../../shared/use-cases/clients.ts'
import { closeDueTickets } from '../../shared/use-cases/close-due-tickets.ts'
import { createContact } from '../../shared/use-cases/contacts.ts'
import { indexTicketWords } from '../../shared/use-cases/index-ticket-words.ts'
import { mergeTickets, undoMerge } from '../../shared/use-cases/merge-tickets.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { publishEvents } from '../../shared/use-cases/publish-events.ts'
import { readEvents } from '../../shared/use-cases/read-events.ts'
import { readTicketPage } from '../../shared/use-cases/read-ticket.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { searchDesk } from '../../shared/use-cases/search-desk.ts'
import { admin, openTestDesk, type TestDesk } from '../support/desk.ts'
import { addReplies } from '../support/many-replies.ts'
import { measureCounts } from './counts.ts'
import { fill } from './fill.ts'
import { lists, shardedLists } from './lists.ts'
import { Trips } from './trips.ts'

/** What one pattern of use costs: trips one after another, calls to the table in all, read and write units. */
export interface Cost {
  trips: number
  calls: number
  rru: number
  wru: number
}

export type Costs = Record<string, Cost>

/** Counts every pattern on a desk that already has so many tickets. */
export async function measurePatterns(tickets: number): Promise<Costs> {
  return await onCountedDesk(async bench => {
    await fill(bench.test, tickets)
    // What every function reads once per cold start is not part of a pattern.
    await bench.test.desk.secrets.signingKey()
    const costs: Costs = { 'ticket page': await bench.count(() => readTicketPage(bench.test.desk, admin, 1)) }
    for (const [name, list] of Object.entries(lists)) {
      costs[name] = await bench.count(() => list(bench.test.desk))
    }
    costs['search: a word'] = await bench.count(() =>
      searchDesk(bench.test.desk, admin, 'printer', { limit: 50 }),
    )
    const { test, count } = bench
    return { ...costs, ...(await measureCounts(test, count, tickets)), ...(await countWrites(bench)) }
  })
}

/** Counts lists of the whole desk that are spread over four shards. */
export async function measureShards(tickets: number): Promise<Costs> {
  const shards = ['0', '1', '2', '3']
  return await onCountedDesk(async ({ test, count }) => {
    await fill(test, tickets, shards)
    const costs: Costs = {}
    for (const name of shardedLists) {
      costs[`${name}, four shards`] = await count(async () => lists[name]?.(test.desk, shards))
    }
    return costs
  })
}

interface Bench {
  test: TestDesk
  count: (act: () => Promise<unknown>) => Promise<Cost>
}

async function onCountedDesk(measure: (bench: Bench) => Promise<Costs>): Promise<Costs> {
  const trips = new Trips()
  const test = await openTestDesk(table => trips.watch(table))
  const count = async (act: () => Promise<unknown>): Promise<Cost> => {
    test.usage.reset()
    trips.take()
    await act()
    const { calls, rru, wru } = test.usage.report().dynamodb
    return { trips: trips.take(), calls, rru, wru }
  }
  try {
    return await measure({ test, count })
  } finally {
    await test.close()
  }
}

/** What writes, or reads in order to write. */
async function countWrites({ test, count }: Bench): Promise<Costs> {
  const { desk } = test
  const client = await createClient(desk, admin, { name: 'Northwind', domains: ['northwind.example'] })
  const contact = await createContact(desk, admin, client.id, {
    name: 'Anna',
    email: 'anna@northwind.example',
  })
  const open = (more: { tags?: string[] } = {}): Promise<Ticket> =>
    openTicket(desk, admin, {
      contactId: contact.id,
      subject: 'Printer',
      descriptionText: 'It is on fire.',
      ...more,
    })
  const target = await open()
  const other = await open()
  const secret = await desk.secrets.signingKey()
  const token = replyAddress({
    desk: 'support@desk.example',
    ticketNumber: target.number,
    recipient: contact.email,
    secret,
  })
  const costs: Costs = {}
  costs['create by API'] = await count(() => open())
  costs['create by API, one tag'] = await count(() => open({ tags: ['fire'] }))
  costs['agent reply'] = await count(() =>
    replyToTicket(desk, admin, { number: target.number, visibility: 'public', bodyText: 'Use water.' }),
  )
  costs['inbound mail, new ticket'] = await count(() => test.deliver(mail('bench-1')))
  costs['inbound mail, reply with a valid token'] = await count(() =>
    test.deliver(mail('bench-2'), { recipients: [token] }),
  )
  costs.merge = await count(() => mergeTickets(desk, admin, { number: other.number, into: target.number }))
  costs['undo merge'] = await count(() => undoMerge(desk, admin, other.number))
  for (const { number } of [target, other]) await addReplies(test, number, 5_000)
  costs['merge, 5,000 replies on each side'] = await count(() =>
    mergeTickets(desk, admin, { number: other.number, into: target.number }),
  )
  costs['ticket page, with 5,000 replies merged into 5,000'] = await count(() =>
    readTicketPage(desk, admin, target.number),
  )
  costs['undo merge, 5,000 replies on each side'] = await count(() => undoMerge(desk, admin, other.number))
  const after = await desk.table.get(keys.ticket(target.number))
  costs['stream consumer: words of a new ticket, all known'] = await count(async () => {
    if (after !== undefined) await indexTicketWords(desk, { after })
  })
  // What the stream told of before is nobody's here; the first batch of a feed is like no other.
  await test.changes()
  await changeTicket(desk, admin, { number: target.number, changes: { priority: 'high' } })
  await test.publish()
  await changeTicket(desk, admin, { number: target.number, changes: { priority: 'low' } })
  const changes = await test.changes()
  costs['a change told in the feed'] = await count(() => publishEvents.follow(desk, changes))
  const page = { limit: 50 }
  const { nextCursor } = await readEvents(desk, admin, page)
  costs['feed read, nothing new'] = await count(() => readEvents(desk, admin, { ...page, after: nextCursor }))
  return { ...costs, ...(await countSweeps({ test, count }, [target.number, other.number])) }
}

/** Sweeps over the same number of hours, with nothing due and with one ticket due. */
async function countSweeps({ test, count }: Bench, [due]: readonly number[]): Promise<Costs> {
  const { desk, clock } = test
  const sweepAfterHours = async (hours: number): Promise<Cost> => {
    clock.moveTo(new Date(Date.parse(desk.now()) + hours * 3_600_000))
    return await count(() => closeDueTickets(desk))
  }
  await sweepAfterHours(0)
  const idle = await sweepAfterHours(80)
  if (due !== undefined) await resolveTicket(desk, admin, due)
  const busy = await sweepAfterHours(80)
  const hourly = await sweepAfterHours(1)
  return {
    'auto-close sweep, nothing due': hourly,
    'auto-close sweep, each ticket closed': {
      trips: busy.trips - idle.trips,
      calls: busy.calls - idle.calls,
      rru: busy.rru - idle.rru,
      wru: busy.wru - idle.wru,
    },
  }
}

/** Size of each function's bundle in KB, gzipped, rounded up. */
export async function measureBundles(outDir: string): Promise<Record<string, number>> {
  await bundleAll({ outDir })
  return Object.fromEntries(
    Object.keys(functions).map(name => {
      const file = join(outDir, name, 'index.js')
      if (statSync(file).size === 0) throw new Error(`${name} bundled to nothing`)
      return [name, Math.ceil(gzipSync(readFileSync(file)).byteLength / 1024)]
    }),
  )
}

function mail(id: string): string {
  return `From: Anna <anna@northwind.example>\r\nTo: support@desk.example\r\nSubject: Printer\r\nMessage-ID: <${id}@northwind.example>\r\n\r\nIt is on fire again.\r\n`
}
