import { activeStatuses, priorities, type Status, statuses } from '../domain/ticket.ts'
import type { TicketSort } from '../domain/ticket-sort.ts'
import { referenceIn, wordsOf } from '../domain/words.ts'
import type { Table } from '../runtime/table.ts'
import { firstLive, listOrderOf, memberLists, paddedOrder, ticketShards } from './keys.ts'
import { readSegments, type Segment } from './segments.ts'
import { passesFilter, type TicketFilter } from './ticket-filter.ts'
import type { TicketRange } from './ticket-ranges.ts'
import { merged, type SortKey, sorted } from './ticket-segments.ts'
import { oneTicket, withTerms, withTermsSorted } from './ticket-words.ts'
import { nobodyIn, type TicketRow } from './tickets.ts'

export interface TicketPage {
  rows: TicketRow[]
  next?: Record<string, unknown>
}

/**
 * One page of tickets, by the narrowest of the lists that the filter names; the rest of the filter is applied to
 * its rows. Whatever the size of the desk, a page costs the same, the first and the last.
 * Error: `list.too-broad` where the order asked for needs more rows at once than can be read.
 */
export async function listTickets(
  table: Table,
  filter: TicketFilter,
  page: { limit: number; after?: Record<string, unknown>; rounds?: number },
  shards: readonly string[] = ticketShards,
): Promise<TicketPage> {
  return await readSegments(table, ticketSegments(filter, shards), page)
}

/** The parts that a list of tickets is made of, in their order. */
export function ticketSegments(
  filter: TicketFilter,
  shards: readonly string[] = ticketShards,
): Segment<TicketRow>[] {
  return new Plan(filter, shards).segments()
}

type Stretch = 'live' | 'closed' | 'all'
type Part = keyof TicketFilter
/** Partitions that hold live tickets before closed ones; an index of them, or a list of members. */
type Partitions = { index: string; name: string; values: readonly string[] } | { list: string }

const byNumber = ({ number }: TicketRow): number => number

/** Scopes of so many clients at most are read from their own lists. */
const clientsMergedMax = 10

/** Which ranges a filter is answered from, and in which order. */
class Plan {
  readonly #filter: TicketFilter
  readonly #shards: readonly string[]
  readonly #passes: (row: TicketRow) => boolean
  readonly #sort: TicketSort | undefined
  readonly #isReversed: boolean

  constructor(filter: TicketFilter, shards: readonly string[]) {
    this.#filter = filter.waiting ? { ...filter, status: activeOf(filter.status) } : filter
    this.#shards = shards
    this.#passes = passesFilter(filter)
    this.#isReversed = filter.sort?.startsWith('-') ?? false
    this.#sort = filter.sort?.replace('-', '') as TicketSort | undefined
  }

  segments(): Segment<TicketRow>[] {
    if (this.#filter.q !== undefined) return this.#ofWords(this.#filter.q)
    const narrow = this.#narrow()
    if (narrow !== undefined) return this.#ofPartitions(narrow.partitions, narrow.covers)
    switch (this.#sort) {
      case undefined:
        return this.#natural()
      case 'created':
        return [this.#byNumber(this.#stretches, this.#isReversed)]
      case 'updated':
        return [this.#byUpdate()]
      case 'priority':
        return [...this.#liveByPriority(), ...this.#closed()]
      case 'due':
        return [...this.#liveByDue(), ...this.#closed()]
    }
  }

  /** The narrowest list that the filter names, and what of the filter holds for all of it. */
  #narrow(): { partitions: Partitions; covers: Part } | undefined {
    const { assetId, contactId, tag, clientId, assigneeId } = this.#filter
    if (assetId !== undefined) return { partitions: { list: memberLists.asset(assetId) }, covers: 'assetId' }
    if (contactId !== undefined) return { partitions: indexOf('contact', [contactId]), covers: 'contactId' }
    if (tag !== undefined) return { partitions: { list: memberLists.tag(tag) }, covers: 'tag' }
    if (clientId !== undefined) return { partitions: indexOf('client', [clientId]), covers: 'clientId' }
    if (assigneeId === null) {
      return { partitions: indexOf('assignee', this.#shards.map(nobodyIn)), covers: 'assigneeId' }
    }
    if (assigneeId !== undefined) {
      return { partitions: indexOf('assignee', [assigneeId]), covers: 'assigneeId' }
    }
    return undefined
  }

  #ofPartitions(partitions: Partitions, covers: Part): Segment<TicketRow>[] {
    const ranges = (stretch: Stretch) => rangesOf(partitions, stretch)
    if (this.#sort === undefined) {
      return [this.#merged(ranges(this.#stretch), listOrderOf, { covers: [covers] })]
    }
    if (this.#sort === 'created') {
      return [
        this.#merged(this.#stretches.flatMap(ranges), byNumber, {
          covers: [covers],
          isReversed: this.#isReversed,
        }),
      ]
    }
    const live = sorted({
      ranges: ranges('live'),
      keyOf: row => this.#sortKeyOf(row),
      descending: this.#isDescending,
      passes: this.#passes,
    })
    return [
      ...(this.#stretches.includes('live') ? [live] : []),
      ...(this.#stretches.includes('closed')
        ? [this.#merged(ranges('closed'), byNumber, { covers: [covers] })]
        : []),
    ]
  }

  /** Lists of the whole desk in the order that is theirs. */
  #natural(): Segment<TicketRow>[] {
    const { priority, categoryId, status, updatedFrom, updatedTo } = this.#filter
    if (priority !== undefined || categoryId !== undefined) {
      const { partitions, covers } = this.#wide()
      return [this.#merged(rangesOf(partitions, this.#stretch), listOrderOf, { covers: [covers] })]
    }
    const isByUpdate = status !== undefined || updatedFrom !== undefined || updatedTo !== undefined
    return isByUpdate ? [this.#byUpdate()] : [this.#byNumber(this.#stretches, false)]
  }

  /** Lists that between them hold every ticket the filter can mean, in the order of `listOrder`. */
  #wide(): { partitions: Partitions; covers: Part } {
    const { priority, categoryId, withinClientIds: within } = this.#filter
    if (within !== undefined && within.length <= clientsMergedMax) {
      return { partitions: indexOf('client', within), covers: 'withinClientIds' }
    }
    if (categoryId !== undefined) {
      return { partitions: { list: memberLists.category(categoryId) }, covers: 'categoryId' }
    }
    const wanted = priority === undefined ? priorities : [priority]
    return { partitions: this.#ofPriorities(wanted), covers: 'priority' }
  }

  #ofPriorities(wanted: readonly string[]): Partitions {
    return indexOf(
      'priority',
      wanted.flatMap(each => this.#shards.map(shard => `${each}#${shard}`)),
    )
  }

  #byNumber(stretches: readonly Stretch[], isReversed: boolean): Segment<TicketRow> {
    const { status, priority, categoryId, withinClientIds: within } = this.#filter
    const isScoped = within !== undefined && within.length <= clientsMergedMax
    if (status !== undefined || priority !== undefined || categoryId !== undefined || isScoped) {
      const { partitions, covers } = this.#wide()
      const ranges = stretches.flatMap(stretch => rangesOf(partitions, stretch))
      return this.#merged(ranges, byNumber, { covers: [covers], isReversed })
    }
    const ranges = this.#shards.map(
      (value): TicketRange => ({
        index: 'tickets',
        partition: { name: 'ticketShard', value },
        sort: { name: 'ticketNumber' },
      }),
    )
    return this.#merged(ranges, byNumber, { isReversed })
  }

  #byUpdate(): Segment<TicketRow> {
    const wanted = this.#filter.status ?? statuses
    const ranges = wanted.flatMap(status =>
      this.#shards.map(
        (shard): TicketRange => ({
          index: 'tickets-by-status',
          partition: { name: 'statusShard', value: `${status}#${shard}` },
          sort: { name: 'updatedAt', ...boundsOf(this.#filter.updatedFrom, this.#filter.updatedTo) },
        }),
      ),
    )
    return this.#merged(ranges, ({ updatedAt }) => updatedAt, {
      covers: ['status'],
      isReversed: this.#isReversed,
    })
  }

  #liveByPriority(): Segment<TicketRow>[] {
    if (!this.#stretches.includes('live')) return []
    const { priority } = this.#filter
    const wanted = priority === undefined ? priorities : [priority]
    return (this.#isReversed ? wanted : wanted.toReversed()).map(each =>
      this.#merged(rangesOf(this.#ofPriorities([each]), 'live'), byNumber, { covers: ['priority'] }),
    )
  }

  #liveByDue(): Segment<TicketRow>[] {
    if (!this.#stretches.includes('live')) return []
    const { dueFrom, dueTo } = this.#filter
    const ranges = this.#shards.map(
      (value): TicketRange => ({
        index: 'tickets-by-due',
        partition: { name: 'dueShard', value },
        sort: { name: 'dueOrder', ...boundsOf(dueFrom, dueTo) },
      }),
    )
    const due = this.#merged(ranges, ({ due = '' }) => due, {
      covers: ['dueFrom', 'dueTo'],
      isReversed: !this.#isReversed,
    })
    if (dueFrom !== undefined || dueTo !== undefined) return [due]
    return [
      due,
      this.#merged(rangesOf(this.#wide().partitions, 'live'), byNumber, {
        passes: row => row.due === undefined && this.#passes(row),
      }),
    ]
  }

  #closed(): Segment<TicketRow>[] {
    if (!this.#stretches.includes('closed')) return []
    const { partitions, covers } = this.#wide()
    return [this.#merged(rangesOf(partitions, 'closed'), byNumber, { covers: [covers] })]
  }

  #ofWords(q: string): Segment<TicketRow>[] {
    const reference = referenceIn(q)
    const isReferred = (row: TicketRow) =>
      row.number === reference?.number &&
      (reference.prefix === '' || wordsOf(row.prefix).join() === wordsOf(reference.prefix).join())
    const passes = (row: TicketRow) => this.#passes(row) && !isReferred(row)
    const terms = wordsOf(q).slice(0, termsMax)
    const direct =
      reference === undefined
        ? []
        : [oneTicket(reference.number, row => this.#passes(row) && isReferred(row))]
    if (terms.length === 0) return direct
    if (this.#sort === undefined || this.#filter.sort === 'created')
      return [...direct, withTerms(terms, passes)]
    const keyOf = (row: TicketRow): SortKey => this.#sortKeyOf(row)
    return [...direct, withTermsSorted(terms, { keyOf, descending: this.#isDescending, passes })]
  }

  #merged(
    ranges: readonly TicketRange[],
    orderOf: (row: TicketRow) => string | number,
    more: { covers?: readonly Part[]; isReversed?: boolean; passes?: (row: TicketRow) => boolean },
  ): Segment<TicketRow> {
    const { covers = [], isReversed = false, passes = this.#passes } = more
    const asked = new Set(Object.keys(this.#filter) as Part[])
    for (const part of ['sort', ...covers] as const) asked.delete(part)
    if (this.#isStretch) asked.delete('status')
    return merged({
      ranges,
      orderOf,
      passes,
      backwards: !isReversed,
      isFiltered: asked.size > 0 || more.passes !== undefined,
    })
  }

  /** The stretch of a list that holds the statuses asked for. */
  get #stretch(): Stretch {
    const [first, ...others] = this.#stretches
    return first === undefined || others.length > 0 ? 'all' : first
  }

  get #stretches(): Stretch[] {
    const { status } = this.#filter
    if (status === undefined) return ['live', 'closed']
    return [
      ...(status.some(isLive) ? (['live'] as const) : []),
      ...(status.includes('closed') ? (['closed'] as const) : []),
    ]
  }

  /** Whether the stretch holds no other statuses than those asked for. */
  get #isStretch(): boolean {
    const { status } = this.#filter
    if (status === undefined) return true
    return !status.some(isLive) || statuses.filter(isLive).every(each => status.includes(each))
  }

  get #isDescending(): boolean {
    return (this.#sort === 'due') === this.#isReversed
  }

  #sortKeyOf(row: TicketRow): SortKey {
    switch (this.#sort) {
      case 'updated':
        return [row.updatedAt, row.number]
      case 'priority':
        return [priorities.indexOf(row.priority), row.number]
      case 'due':
        return [row.due ?? null, row.number]
      case 'created':
      case undefined:
        return [row.number, row.number]
    }
  }
}

/** Words of a search that are looked for; the rest of a long sentence is left out. */
const termsMax = 8

/** Only what is active can wait. */
function activeOf(status: readonly Status[] = activeStatuses): Status[] {
  return activeStatuses.filter(active => status.includes(active))
}

function isLive(status: Status): boolean {
  return status !== 'closed'
}

/** Of a sort key that is an instant, or begins with one. */
function boundsOf(from: string | undefined, to: string | undefined): { from?: string; to?: string } {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

function indexOf(by: 'client' | 'contact' | 'assignee' | 'priority', values: readonly string[]): Partitions {
  return { index: `tickets-by-${by}`, name: by === 'priority' ? 'priorityShard' : `${by}Id`, values }
}

function rangesOf(partitions: Partitions, stretch: Stretch): TicketRange[] {
  const bounds =
    stretch === 'all'
      ? {}
      : stretch === 'live'
        ? { from: firstLive, to: firstLive * 2 }
        : { from: 0, to: firstLive - 1 }
  if ('list' in partitions) {
    const padded = Object.fromEntries(Object.entries(bounds).map(([end, order]) => [end, paddedOrder(order)]))
    return [{ partition: { name: 'pk', value: partitions.list }, sort: { name: 'sk', ...padded } }]
  }
  const { index, name, values } = partitions
  return values.map(value => ({ index, partition: { name, value }, sort: { name: 'listOrder', ...bounds } }))
}
