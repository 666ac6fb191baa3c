import { signedTicketSorts } from '../../shared/domain/ticket-sort.ts'
import type { Desk } from '../../shared/runtime/desk.ts'
import { paddedOrder } from '../../shared/store/keys.ts'
import type { TicketFilter } from '../../shared/store/ticket-filter.ts'
import { listTickets } from '../../shared/store/ticket-lists.ts'
import { filledAt, filledId, oneIn } from './fill.ts'

const limit = 50
const client = { clientId: filledId('clt', 1) }
const active: TicketFilter = { status: ['open', 'working', 'hold'] }

/** Each filter alone, the common ones together, and each sort. */
const firstPages: Record<string, TicketFilter> = {
  all: {},
  'one status': { status: ['open'] },
  closed: { status: ['closed'] },
  'active, three statuses': active,
  'one client': client,
  'one contact': { contactId: filledId('con', 1) },
  'one assignee': { assigneeId: filledId('agt', 1) },
  unassigned: { assigneeId: null },
  'one priority': { priority: 'high' },
  'one tag': { tag: 'Fill-1' },
  'one asset': { assetId: filledId('ast', 1) },
  'one category': { categoryId: filledId('cat', 1) },
  'one client, active': { ...client, ...active },
  'one client, closed': { ...client, status: ['closed'] },
  'unassigned, active': { assigneeId: null, ...active },
  'one priority, active': { priority: 'high', ...active },
  'a word': { q: 'printer' },
  'the beginning of a word': { q: 'prin' },
  'two words': { q: 'backup printer' },
  'a reference': { q: 'TCK-42' },
  'a word, closed': { q: 'printer', status: ['closed'] },
  ...Object.fromEntries(
    signedTicketSorts.flatMap(sort => [
      [`all by ${sort}`, { sort }],
      [`one client by ${sort}`, { sort, ...client }],
    ]),
  ),
}

type Place = [number, string | number]
const lastOfGroup = limit * oneIn + 1
/** Ten of every twenty are nobody's. */
const lastUnassigned = limit * 2 + 10

/** Where the last page of a list begins: tickets are as old at its end, however many there are. */
const lastPages: Record<string, { filter: TicketFilter; at: Place }> = {
  all: { filter: {}, at: [limit + 1, limit + 1] },
  closed: { filter: { status: ['closed'] }, at: [limit + 1, filledAt(limit + 1)] },
  'one client': { filter: client, at: [lastOfGroup, lastOfGroup] },
  'one contact': { filter: { contactId: filledId('con', 1) }, at: [lastOfGroup, lastOfGroup] },
  unassigned: { filter: { assigneeId: null }, at: [lastUnassigned, lastUnassigned] },
  'one tag': { filter: { tag: 'fill-1' }, at: [0, paddedOrder(lastOfGroup)] },
}

/** Every list that is counted, by its name. */
export const lists: Record<string, (desk: Desk, shards?: readonly string[]) => Promise<unknown>> =
  Object.fromEntries([
    ...Object.entries(firstPages).map(([name, filter]) => [
      `list: ${name}`,
      (desk: Desk, shards?: readonly string[]) => listTickets(desk.table, filter, { limit }, shards),
    ]),
    ...Object.entries(lastPages).map(([name, { filter, at }]) => [
      `list: ${name}, last page`,
      (desk: Desk) => listTickets(desk.table, filter, { limit, after: { segment: 0, at: [at] } }),
    ]),
  ])

/** Those that are counted in four shards too. */
export const shardedLists = ['list: all', 'list: one status', 'list: one priority', 'list: unassigned']
