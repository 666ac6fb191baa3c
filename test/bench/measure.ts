import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { bundleAll } from '../../infra/bundle.ts'
import { functions } from '../../infra/parts.ts'
import type { Ticket } from '../../shared/domain/ticket.ts'
import { replyAddress } from '../../shared/mail/reply-token.ts'
import { createTicket } from '../../shared/store/tickets.ts'
import { appendEntry } from '../../shared/store/timeline.ts'
import { changeTicket } from '../../shared/use-cases/change-ticket.ts'
import { createClient } from '../../shared/use-cases/clients.ts'
import { createContact } from '../../shared/use-cases/contacts.ts'
import { listTickets } from '../../shared/use-cases/list-tickets.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { publishEvents } from '../../shared/use-cases/publish-events.ts'
import { readEvents } from '../../shared/use-cases/read-events.ts'
import { readTicketPage } from '../../shared/use-cases/read-ticket.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { admin, openTestDesk, type TestDesk } from '../support/desk.ts'

/** What one pattern of use costs: calls to the table, read and write units, indexes included. */
export interface Cost {
  calls: number
  rru: number
  wru: number
}

const perClient = 100

/** Counts every pattern on a desk that already has so many tickets. */
export async function measurePatterns(tickets: number): Promise<Record<string, Cost>> {
  const test = await openTestDesk()
  try {
    const { desk } = test
    const client = await createClient(desk, admin, { name: 'Northwind', domains: ['northwind.example'] })
    const contact = await createContact(desk, admin, client.id, {
      name: 'Anna',
      email: 'anna@northwind.example',
    })
    await fill(test, tickets)
    const target = await openTicket(desk, admin, {
      contactId: contact.id,
      subject: 'Printer',
      descriptionText: 'x',
    })
    // What every function reads once per cold start is not part of a pattern.
    const secret = await desk.secrets.signingKey()
    const token = replyAddress({
      desk: 'support@desk.example',
      ticketNumber: target.number,
      recipient: contact.email,
      secret,
    })
    const page = { limit: 50 }
    const count = (act: () => Promise<unknown>) => costOf(test, act)
    const costs: Record<string, Cost> = {}
    costs['ticket page'] = await count(() => readTicketPage(desk, admin, 1))
    costs['list: all'] = await count(() => listTickets(desk, admin, {}, page))
    costs['list: one status'] = await count(() => listTickets(desk, admin, { status: ['open'] }, page))
    costs['list: active, three statuses'] = await count(() =>
      listTickets(desk, admin, { status: ['open', 'working', 'hold'] }, page),
    )
    costs['list: one client'] = await count(() => listTickets(desk, admin, { clientId: 'clt_fill_0' }, page))
    costs['list: one contact'] = await count(() =>
      listTickets(desk, admin, { contactId: 'con_fill_0' }, page),
    )
    costs['list: unassigned'] = await count(() => listTickets(desk, admin, { assigneeId: null }, page))
    costs['list: all, last page'] = await count(() => lastPage(test))
    costs['create by API'] = await count(() =>
      openTicket(desk, admin, {
        contactId: contact.id,
        subject: 'Printer',
        descriptionText: 'It is on fire.',
      }),
    )
    costs['agent reply'] = await count(() =>
      replyToTicket(desk, admin, { number: target.number, visibility: 'public', bodyText: 'Use water.' }),
    )
    costs['inbound mail, new ticket'] = await count(() => test.deliver(mail('bench-1')))
    costs['inbound mail, reply with a valid token'] = await count(() =>
      test.deliver(mail('bench-2'), { recipients: [token] }),
    )
    // What the stream told of before is nobody's here; the first batch of a feed is like no other.
    await test.changes()
    await changeTicket(desk, admin, { number: target.number, changes: { priority: 'high' } })
    await test.publish()
    await changeTicket(desk, admin, { number: target.number, changes: { priority: 'low' } })
    const changes = await test.changes()
    costs['a change told in the feed'] = await count(() => publishEvents.follow(desk, changes))
    const { nextCursor } = await readEvents(desk, admin, page)
    costs['feed read, nothing new'] = await count(() =>
      readEvents(desk, admin, { ...page, after: nextCursor }),
    )
    return costs
  } finally {
    await test.close()
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

async function costOf(test: TestDesk, act: () => Promise<unknown>): Promise<Cost> {
  test.usage.reset()
  await act()
  const { calls, rru, wru } = test.usage.report().dynamodb
  return { calls, rru, wru }
}

/** Jumps to the end as a reader does who followed every cursor: the last key is the same kind of key as the first. */
async function lastPage({ desk }: TestDesk): Promise<unknown> {
  return await desk.table.query({
    index: 'tickets',
    partition: { name: 'ticketShard', value: '0' },
    newestFirst: true,
    limit: 50,
    after: { pk: 'TICKET#51', sk: 'HEAD', ticketShard: '0', ticketNumber: 51 },
  })
}

/** Tickets of the size that real ones have, with five entries each on the first. */
async function fill({ desk }: TestDesk, count: number): Promise<void> {
  for (let first = 1; first <= count; first += 25) {
    const writes = Array.from({ length: Math.min(25, count - first + 1) }, (_, index) =>
      createTicket(fillTicket(first + index)),
    )
    await desk.table.commit(writes)
  }
  for (let index = 0; index < 5; index += 1) {
    const entry = {
      id: desk.newUlid(),
      kind: 'reply' as const,
      visibility: 'public' as const,
      at: desk.now(),
      by: { kind: 'agent' as const, name: 'Alex' },
      text: 'x'.repeat(2_400),
      attachments: [],
    }
    await desk.table.commit([await appendEntry(desk.files, 1, entry)])
  }
  await desk.table.increment({ pk: 'DESK', sk: 'SETTINGS' }, 'lastTicketNumber', {
    by: 10_000_000,
  })
}

function fillTicket(number: number): Ticket {
  const at = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString()
  const group = Math.floor(number / perClient)
  return {
    number,
    prefix: 'TCK-',
    subject: 'Backup failed on the server in the main office',
    clientId: `clt_fill_${group % 10}`,
    clientName: 'Northwind Traders',
    contactId: `con_fill_${group % 10}`,
    contactName: 'Anna Berg',
    contactEmail: 'anna.berg@northwind.example',
    status: (['open', 'working', 'hold', 'open', 'closed'] as const)[number % 5] ?? 'open',
    priority: 'medium',
    source: 'email',
    billable: true,
    assetIds: [],
    tags: [],
    watchers: [],
    minutesWorked: 0,
    createdAt: at,
    updatedAt: at,
    lastReplyBy: 'client',
    version: 1,
  }
}

function mail(id: string): string {
  return `From: Anna <anna@northwind.example>\r\nTo: support@desk.example\r\nSubject: Printer\r\nMessage-ID: <${id}@northwind.example>\r\n\r\nIt is on fire again.\r\n`
}
