import type { Query, Table } from '../runtime/table.ts'
import { keys } from './keys.ts'
import { readTickets, type TicketRow, ticketNumberOf, ticketRowOf } from './tickets.ts'

/** A stretch of one partition of tickets, in the order of its sort key. */
export interface TicketRange {
  /** Absent: a list of `memberLists`, whose rows are read from the tickets themselves. */
  index?: string
  partition: Query['partition']
  sort: NonNullable<Query['range']>
}

/** A place in a range: the ticket there, and its sort key. */
export type Place = readonly [number: number, sortKey: string | number]

export interface FoundRow {
  row: TicketRow
  place: Place
}

export interface RangePage {
  found: FoundRow[]
  /** How far was read; absent at the end of the range. */
  next?: Place
}

/** Rows that one page of a range can have: a member's ticket is one of the 100 keys of a batch. */
export const membersAtOnce = 100

/** One page of a range from behind a place, in one read; of a list of members in two. */
export async function readRange(
  table: Table,
  range: TicketRange,
  { limit, backwards, after }: { limit: number; backwards: boolean; after?: Place | undefined },
): Promise<RangePage> {
  const { index, partition, sort } = range
  const page = await table.query({
    ...(index === undefined ? {} : { index }),
    partition,
    ...(sort.from === undefined && sort.to === undefined ? {} : { range: sort }),
    newestFirst: backwards,
    limit: index === undefined ? Math.min(limit, membersAtOnce) : limit,
    ...(after === undefined ? {} : { after: keyOf(range, after) }),
  })
  const placeOf = (key: Record<string, unknown>): Place =>
    index === undefined
      ? [0, String(key.sk)]
      : [ticketNumberOf({ pk: String(key.pk) }), sortKeyOf(key[sort.name])]
  const found =
    index === undefined
      ? await readMembers(table, page.items.map(placeOf))
      : page.items.map(item => ({ row: ticketRowOf(item), place: placeOf(item) }))
  return { found, ...(page.next === undefined ? {} : { next: placeOf(page.next) }) }
}

/** The tickets of a list's members. What the list says a moment too long or too early is not there to be shown. */
async function readMembers(table: Table, places: readonly Place[]): Promise<FoundRow[]> {
  const tickets = await readTickets(
    table,
    places.map(([, order]) => Number(String(order).slice(1))),
    false,
  )
  return tickets.flatMap((row, index) => {
    const place = places[index]
    return row === undefined || place === undefined ? [] : [{ row, place }]
  })
}

function keyOf({ index, partition, sort }: TicketRange, [number, sortKey]: Place): Record<string, unknown> {
  if (index === undefined) return { pk: partition.value, sk: sortKey }
  return { ...keys.ticket(number), [partition.name]: partition.value, [sort.name]: sortKey }
}

function sortKeyOf(value: unknown): string | number {
  return typeof value === 'number' ? value : String(value)
}
