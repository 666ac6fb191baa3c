import * as fc from 'fast-check'
import { priorities, sources, statuses, type Ticket } from '../../shared/domain/ticket.ts'
import { signedTicketSorts } from '../../shared/domain/ticket-sort.ts'
import type { TicketFilter } from '../../shared/store/ticket-filter.ts'
import type { TicketRow } from '../../shared/store/tickets.ts'

/** What tickets of a random desk have, and what its lists are asked for. */
const clientIds = ['clt_a', 'clt_b', 'clt_c']
const contactIds = ['con_a', 'con_b', 'con_c', 'con_d']
const agentIds = ['agt_a', 'agt_b']
const assetIds = ['ast_a', 'ast_b', 'ast_c']
const tags = ['Network', 'network', 'PRINTER', 'Ärger']
const categoryIds = ['cat_a', 'cat_b']
const words = ['printer', 'printing', 'prince', 'server', 'backup', 'Büro', 'broken']

const minutes = (min: number, max: number) =>
  fc.integer({ min, max }).map(minute => new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString())
const instants = minutes(0, 500)
const early = minutes(0, 250)
const late = minutes(251, 500)

const optional = {
  clientId: fc.constantFrom(...clientIds),
  contactId: fc.constantFrom(...contactIds),
  assigneeId: fc.constantFrom(...agentIds),
  categoryId: fc.constantFrom(...categoryIds),
  due: instants,
  statusId: fc.constantFrom('sta_a', 'sta_b'),
  lastReplyBy: fc.constantFrom('agent' as const, 'client' as const),
}

/** A ticket but for its number. */
export const anyTicket: fc.Arbitrary<Omit<Ticket, 'number'>> = fc.record(
  {
    ...optional,
    prefix: fc.constant('TCK-'),
    subject: fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }).map(w => w.join(' ')),
    status: fc.constantFrom(...statuses),
    priority: fc.constantFrom(...priorities),
    source: fc.constantFrom(...sources),
    billable: fc.boolean(),
    assetIds: fc.uniqueArray(fc.constantFrom(...assetIds), { maxLength: 2 }),
    tags: fc.uniqueArray(fc.constantFrom(...tags), { maxLength: 2 }),
    watchers: fc.constant([]),
    minutesWorked: fc.nat(90),
    createdAt: instants,
    updatedAt: instants,
    version: fc.nat(9),
  },
  {
    requiredKeys: [
      'prefix',
      'subject',
      'status',
      'priority',
      'source',
      'billable',
      'assetIds',
      'tags',
      'watchers',
      'minutesWorked',
      'createdAt',
      'updatedAt',
      'version',
    ],
  },
)

/** A value for each part of a filter. */
const parts = {
  status: fc.uniqueArray(fc.constantFrom(...statuses), { minLength: 1, maxLength: 5 }),
  clientId: fc.constantFrom(...clientIds, 'clt_none'),
  contactId: fc.constantFrom(...contactIds),
  assigneeId: fc.constantFrom(...agentIds, null),
  assetId: fc.constantFrom(...assetIds),
  priority: fc.constantFrom(...priorities),
  tag: fc.constantFrom('network', 'Printer', 'ÄRGER', 'nothing'),
  categoryId: fc.constantFrom(...categoryIds),
  q: fc.constantFrom('prin', 'PRINTER', 'server back', 'buro', 'nothing', 'TCK-7', '12'),
  sort: fc.constantFrom(...signedTicketSorts),
  statusId: fc.constantFrom('sta_a', 'sta_b'),
  billable: fc.boolean(),
  waiting: fc.constant(true as const),
  createdFrom: early,
  createdTo: late,
  updatedFrom: early,
  updatedTo: late,
  dueFrom: early,
  dueTo: late,
  withinClientIds: fc.uniqueArray(fc.constantFrom(...clientIds), { minLength: 1, maxLength: 2 }),
} satisfies { [Part in keyof TicketFilter]-?: fc.Arbitrary<unknown> }

export const anyFilter: fc.Arbitrary<TicketFilter> = fc.record(parts, { requiredKeys: [] })

type Part = keyof typeof parts
const partNames = Object.keys(parts).filter((name): name is Part => name in parts)

/** Filters of exactly these parts. */
export function filtersBy(...wanted: readonly Part[]): fc.Arbitrary<TicketFilter> {
  return fc.record(parts).map(all => {
    const filter: TicketFilter = { ...all }
    for (const name of partNames) if (!wanted.includes(name)) delete filter[name]
    return filter
  })
}

/** Each part alone, and each two. */
export const onesAndPairs: [string, fc.Arbitrary<TicketFilter>][] = partNames.flatMap((one, index) => [
  [one, filtersBy(one)] as [string, fc.Arbitrary<TicketFilter>],
  ...partNames
    .slice(index + 1)
    .map((other): [string, fc.Arbitrary<TicketFilter>] => [`${one} and ${other}`, filtersBy(one, other)]),
])

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** What a list holds, said in the plainest way. */
export function isIn(filter: TicketFilter): (ticket: Ticket) => boolean {
  const { status, clientId, contactId, assigneeId, assetId, priority, tag, categoryId, q } = filter
  return ticket =>
    (!status || status.includes(ticket.status)) &&
    (!clientId || ticket.clientId === clientId) &&
    (!contactId || ticket.contactId === contactId) &&
    (assigneeId === undefined || (ticket.assigneeId ?? null) === assigneeId) &&
    (!assetId || ticket.assetIds.includes(assetId)) &&
    (!priority || ticket.priority === priority) &&
    (!tag || ticket.tags.some(each => each.toLowerCase() === tag.toLowerCase())) &&
    (!categoryId || ticket.categoryId === categoryId) &&
    (!filter.statusId || ticket.statusId === filter.statusId) &&
    (filter.billable === undefined || ticket.billable === filter.billable) &&
    (!filter.waiting || waits(ticket)) &&
    spans.every(([from, to, field]) => isBetween(ticket[field], filter[from], filter[to])) &&
    (!filter.withinClientIds || filter.withinClientIds.includes(ticket.clientId ?? '')) &&
    (!q || q === String(ticket.number) || q === `TCK-${ticket.number}` || hasWords(ticket, q))
}

const spans = [
  ['createdFrom', 'createdTo', 'createdAt'],
  ['updatedFrom', 'updatedTo', 'updatedAt'],
  ['dueFrom', 'dueTo', 'due'],
] as const

function waits({ status, lastReplyBy }: Ticket): boolean {
  return ['open', 'working', 'hold'].includes(status) && lastReplyBy === 'client'
}

function isBetween(at: string | undefined, from: string | undefined, to: string | undefined): boolean {
  if (!from && !to) return true
  return at !== undefined && (!from || at >= from) && (!to || at < to)
}

function hasWords(ticket: Ticket, q: string): boolean {
  const held = plain(ticket.subject).split(' ')
  return plain(q)
    .split(/[^a-z0-9]+/)
    .every(term => held.some(word => word.startsWith(term)))
}

/** Whether each row may come after the one before it; of two with the same sort key either may come first. */
export function isOrdered(filter: TicketFilter, rows: readonly TicketRow[]): boolean {
  const keys = rows.map(row => orderOf(filter, row))
  return keys.every((key, index) => {
    const before = keys[index - 1]
    return before === undefined || compare(before, key) <= 0
  })
}

/** What a list is ordered by, ascending; the ticket that a search is the reference of comes before all. */
function orderOf(filter: TicketFilter, row: TicketRow): (string | number)[] {
  const { sort, q, withinClientIds: _scope, ...rest } = filter
  // What is narrowed in memory, or implied, changes no order.
  for (const part of ['statusId', 'billable', 'createdFrom', 'createdTo', 'dueFrom', 'dueTo'] as const)
    delete rest[part]
  if (rest.waiting || rest.updatedFrom || rest.updatedTo) rest.status ??= []
  for (const part of ['waiting', 'updatedFrom', 'updatedTo'] as const) delete rest[part]
  if (q !== undefined && (q === String(row.number) || q === `TCK-${row.number}`)) return [-1]
  return [0, ...listOrder(sort, Object.keys(rest), q !== undefined, row)]
}

function listOrder(
  sort: TicketFilter['sort'],
  parts: readonly string[],
  isSearch: boolean,
  row: TicketRow,
): (string | number)[] {
  const newest = -row.number
  const closedLast = row.status === 'closed' ? 1 : 0
  const isNarrow = ['clientId', 'contactId', 'assigneeId', 'assetId', 'tag'].some(p => parts.includes(p))
  const sign = sort?.startsWith('-') ? -1 : 1
  switch (sort?.replace('-', '')) {
    case undefined:
      if (isSearch || parts.length === 0) return [newest]
      return parts.join() === 'status' ? [-Date.parse(row.updatedAt)] : [closedLast, newest]
    case 'created':
      return [sign * newest]
    case 'updated': {
      const touched = -sign * Date.parse(row.updatedAt)
      if (!isNarrow && !isSearch) return [touched]
      return isSearch || !closedLast ? [isSearch ? 0 : closedLast, touched] : [closedLast, newest]
    }
    case 'priority':
      if (isSearch) return [-sign * priorities.indexOf(row.priority), newest]
      return closedLast ? [1, newest] : [0, -sign * priorities.indexOf(row.priority), newest]
    default:
      if (closedLast && !isSearch) return [1, newest]
      return row.due === undefined ? [0, 1, newest] : [0, 0, sign * Date.parse(row.due)]
  }
}

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [index, one] of a.entries()) {
    const other = b[index]
    if (other === undefined) return 1
    if (one !== other) return one < other ? -1 : 1
  }
  return a.length - b.length
}
