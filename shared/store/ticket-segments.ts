import { DeskError } from '../domain/errors.ts'
import type { Table } from '../runtime/table.ts'
import type { Segment } from './segments.ts'
import { type FoundRow, type Place, readRange, type TicketRange } from './ticket-ranges.ts'
import type { TicketRow } from './tickets.ts'

interface Merge {
  ranges: readonly TicketRange[]
  backwards: boolean
  /** What the ranges are ordered by, alike in all of them. */
  orderOf: (row: TicketRow) => string | number
  passes: (row: TicketRow) => boolean
  /** Whether `passes` may refuse rows: then a page reads on until it is full. */
  isFiltered: boolean
}

/** A page that finds little reads on so many times, each a read of all ranges that are used up. */
const roundsMax = 20
const roundsOfMembersMax = 4

/** Ranges merged in their common order. The cursor says of each how far it was used, so inserts shift nothing. */
export function merged(merge: Merge): Segment<TicketRow> {
  const { ranges, backwards, orderOf, isFiltered } = merge
  const most = ranges.some(({ index }) => index === undefined) ? roundsOfMembersMax : roundsMax
  return async (table, { limit, after, rounds = most }) => {
    const places = (after ?? []) as (Place | 'end' | null)[]
    const streams = ranges.map((range, index) => new Stream(range, places[index] ?? null, merge))
    const rows: TicketRow[] = []
    // Each range has its share of a page and a little more, often enough for all of it.
    const share = isFiltered ? limit : Math.min(limit, Math.ceil(limit / ranges.length) + 3)
    for (let round = 0; rows.length < limit; ) {
      const dry = streams.filter(stream => stream.isDry)
      if (dry.length > 0) {
        if (round === rounds) break
        const wanted = round === 0 ? share : isFiltered ? limit : limit - rows.length
        await Promise.all(dry.map(stream => stream.read(table, wanted)))
        round += 1
        continue
      }
      const heads = streams.flatMap(({ head }) => (head === undefined ? [] : [head.row]))
      const [first, ...others] = heads
      if (first === undefined) break
      const row = others.reduce((best, other) => (isBefore(other, best) ? other : best), first)
      rows.push(row)
      // A ticket that moved from one range to another between two reads is shown once.
      for (const stream of streams) stream.skip(row.number)
    }
    return streams.every(({ isUsedUp }) => isUsedUp)
      ? { rows }
      : { rows, next: streams.map(({ place }) => place) }
  }

  function isBefore(a: TicketRow, b: TicketRow): boolean {
    const [one, other] = [orderOf(a), orderOf(b)]
    return one !== other && one > other === backwards
  }
}

/** One range being read: what is buffered of it, and how far it was used. */
class Stream {
  readonly #range: TicketRange
  readonly #merge: Merge
  #buffer: FoundRow[] = []
  #readTo: Place | 'end' | null
  #used: Place | 'end' | null

  constructor(range: TicketRange, place: Place | 'end' | null, merge: Merge) {
    this.#range = range
    this.#merge = merge
    this.#readTo = place
    this.#used = place
  }

  get head(): FoundRow | undefined {
    return this.#buffer[0]
  }

  /** There may be more, but nothing of it is here. */
  get isDry(): boolean {
    return this.#buffer.length === 0 && this.#readTo !== 'end'
  }

  get isUsedUp(): boolean {
    return this.#buffer.length === 0 && this.#readTo === 'end'
  }

  /** Behind what was used, and behind what was passed over where nothing else is left. */
  get place(): Place | 'end' | null {
    return this.#buffer.length === 0 ? this.#readTo : this.#used
  }

  async read(table: Table, limit: number): Promise<void> {
    const { backwards, passes } = this.#merge
    if (this.#readTo === 'end') return
    const page = await readRange(table, this.#range, { limit, backwards, after: this.#readTo ?? undefined })
    this.#buffer = page.found.filter(({ row }) => passes(row))
    this.#used = this.#readTo
    this.#readTo = page.next ?? 'end'
  }

  skip(number: number): void {
    if (this.head?.row.number !== number) return
    this.#used = this.head.place
    this.#buffer = this.#buffer.slice(1)
  }
}

/** What rows are sorted by: null comes last in either direction, and of equals the newest first. */
export type SortKey = readonly [value: string | number | null, number: number]

/** The largest part of a list that is sorted whole for each page: some 100 read units, or 250 of members. */
export const sortedRowsMax = 2_000
export const sortedMembersMax = 500

/**
 * All that the ranges hold, sorted; the cursor is the last row's sort key. Error: `list.too-broad` where they
 * hold more than can be read for one page.
 */
export function sorted(sort: {
  ranges: readonly TicketRange[]
  keyOf: (row: TicketRow) => SortKey
  descending: boolean
  passes: (row: TicketRow) => boolean
}): Segment<TicketRow> {
  return async (table, { limit, after }) => {
    const rows = (await Promise.all(sort.ranges.map(range => readWhole(table, range)))).flat()
    return pageOfSorted(rows.filter(sort.passes), sort, { limit, after })
  }
}

/** The page of rows that comes after a sort key. */
export function pageOfSorted(
  rows: readonly TicketRow[],
  { keyOf, descending }: { keyOf: (row: TicketRow) => SortKey; descending: boolean },
  { limit, after }: { limit: number; after: unknown },
): { rows: TicketRow[]; next?: unknown } {
  const last = after as SortKey | undefined
  const rest = rows
    .map(row => ({ row, key: keyOf(row) }))
    .filter(({ key }) => last === undefined || compareKeys(last, key, descending) < 0)
    .sort((a, b) => compareKeys(a.key, b.key, descending))
  const page = rest.slice(0, limit)
  const next = rest.length > limit ? page.at(-1)?.key : undefined
  return { rows: page.map(({ row }) => row), ...(next === undefined ? {} : { next }) }
}

function compareKeys(a: SortKey, b: SortKey, descending: boolean): number {
  const [one, oneNumber] = a
  const [other, otherNumber] = b
  if (one === other) return otherNumber - oneNumber
  if (one === null) return 1
  if (other === null) return -1
  return one < other === descending ? 1 : -1
}

async function readWhole(table: Table, range: TicketRange): Promise<TicketRow[]> {
  const max = range.index === undefined ? sortedMembersMax : sortedRowsMax
  const rows: TicketRow[] = []
  let after: Place | undefined
  do {
    const page = await readRange(table, range, { limit: max + 1 - rows.length, backwards: true, after })
    rows.push(...page.found.map(({ row }) => row))
    after = page.next
    if (rows.length > max) throw tooBroad()
  } while (after !== undefined)
  return rows
}

export function tooBroad(): DeskError {
  return new DeskError(
    'list.too-broad',
    'Too many tickets to sort: narrow the list, or ask for sort=created.',
  )
}
