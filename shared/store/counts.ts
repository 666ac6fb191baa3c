import {
  type Cell,
  type Counted,
  type Counts,
  type CountsByOwner,
  type CountsOf,
  liveStatuses,
} from '../domain/ticket-counts.ts'
import type { Item, Table, Write } from '../runtime/table.ts'
import { countedPartitions, countsPartition, keys } from './keys.ts'
import { itemOf, recordOf } from './records.ts'

/** That a ticket is in the counters, and how; the counters are the sum of these rows, always. */
export interface Mark {
  counted: Counted
  /** The ticket's version when it was counted. */
  version: number
}

/** What came of counting, with how often a counter was written to. */
export interface Counter {
  counts: Counts
  writes: number
}

const cells: readonly Cell[] = [
  ...liveStatuses.flatMap((status): Cell[] => [status, `nobody-${status}`]),
  'waiting',
]

/** In the order of the numbers, at most 100. */
export async function readMarks(table: Table, numbers: readonly number[]): Promise<(Mark | undefined)[]> {
  if (numbers.length === 0) return []
  const items = await table.getMany(numbers.map(keys.counted))
  return items.map(item => item && markOf(item))
}

/** All marks, some at a time. */
export async function* allMarks(table: Table): AsyncIterable<{ number: number; mark: Mark }[]> {
  for (const value of countedPartitions) {
    let after: Record<string, unknown> | undefined
    do {
      const page = await table.query({
        partition: { name: 'pk', value },
        limit: 1_000,
        consistent: true,
        ...(after === undefined ? {} : { after }),
      })
      yield page.items.map(item => ({ number: Number(item.sk), mark: markOf(item) }))
      after = page.next
    } while (after !== undefined)
  }
}

/** Puts the mark as it is to be in the place of the one that was read; `write.conflict` if that was not it any more. */
export function saveMark(number: number, before: Mark | undefined, after: Mark | undefined): Write {
  const onlyIf = before === undefined ? { absent: true as const } : { equals: { version: before.version } }
  const key = keys.counted(number)
  return after === undefined
    ? { delete: key, onlyIf }
    : { put: itemOf(key, 'counted', { ...after.counted, version: after.version }), onlyIf }
}

/** The writes that add to the counters what is more, or less, a write for each. */
export function addToCounts(more: CountsByOwner): Write[] {
  return [...more].map(([of, counts]) => ({
    update: keys.counts(of),
    set: { itemType: 'counts' },
    add: { ...counts, writes: 1 },
  }))
}

/** Sets a counter right that was read as it should not be; `write.conflict` where it was written to since. */
export function correctCounts(of: CountsOf, before: Counter, counts: Counts): Write {
  return {
    put: itemOf(keys.counts(of), 'counts', { ...counts, writes: before.writes + 1 }),
    onlyIf: { absentOr: { writes: [before.writes] } },
  }
}

/** A moment behind, at half the price; in the order asked for, at most 100. */
export async function readCounts(table: Table, asked: readonly CountsOf[]): Promise<Counts[]> {
  if (asked.length === 0) return []
  const items = await table.getMany(
    asked.map(of => keys.counts(of)),
    false,
  )
  return items.map(item => (item === undefined ? {} : counterOf(item).counts))
}

/** The counters of one kind, by whose they are. Costs a read unit for each 40 of them or so. */
export async function listCounts(
  table: Table,
  kind: 'agent' | 'client',
): Promise<{ id: string; counts: Counts }[]> {
  const { items } = await table.query({
    partition: { name: 'pk', value: countsPartition },
    range: { name: 'sk', from: `${kind}#`, to: `${kind}#~` },
    limit: listedMax,
  })
  return items.map(item => ({ id: item.sk.slice(kind.length + 1), counts: counterOf(item).counts }))
}

/** Of a larger desk only these many agents and clients are looked at. */
const listedMax = 1_000

/** Every counter there is, as it is now. */
export async function readAllCounters(table: Table): Promise<Map<CountsOf, Counter>> {
  const counters = new Map<CountsOf, Counter>()
  let after: Record<string, unknown> | undefined
  do {
    const page = await table.query({
      partition: { name: 'pk', value: countsPartition },
      limit: 1_000,
      consistent: true,
      ...(after === undefined ? {} : { after }),
    })
    // Rows are written by this module only, so their keys are trusted.
    for (const item of page.items) {
      if (item.itemType === 'counts') counters.set(item.sk as CountsOf, counterOf(item))
    }
    after = page.next
  } while (after !== undefined)
  return counters
}

function counterOf(item: Item): Counter {
  const counts: Counts = {}
  for (const cell of cells) {
    const value = item[cell]
    if (typeof value === 'number' && value !== 0) counts[cell] = value
  }
  return { counts, writes: Number(item.writes) }
}

function markOf(item: Item): Mark {
  const { version, ...counted } = recordOf<Counted & { version: number }>(item)
  return { counted, version }
}
