import { isDeepStrictEqual } from 'node:util'
import { DeskError } from '../domain/errors.ts'
import { type CountsByOwner, type CountsOf, count, liveStatuses } from '../domain/ticket-counts.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Table } from '../runtime/table.ts'
import { allMarks, correctCounts, readAllCounters } from '../store/counts.ts'
import { listTickets } from '../store/ticket-lists.ts'
import { inGroups, readAtOnce, settleCounts } from './keep-counts.ts'

/**
 * Sets the counters of live tickets right, from nothing if need be: first what each ticket is counted as, then
 * their sums. Nothing is written where all is right. Stops when `mayGoOn` says so; the next run begins anew, and finds
 * done what was done.
 */
export async function recountTickets(
  desk: Desk,
  mayGoOn: () => boolean = () => true,
): Promise<{ recounted: number; corrected: number }> {
  const { table } = desk
  let recounted = 0
  for await (const numbers of knownTickets(table)) {
    for (const some of inGroups(numbers, readAtOnce)) {
      if (!mayGoOn()) return { recounted, corrected: 0 }
      recounted += await settleCounts(table, some)
    }
  }
  return { recounted, corrected: await correctSums(table) }
}

/** Every ticket that is live, and every one that is counted as if it were. */
async function* knownTickets(table: Table): AsyncIterable<number[]> {
  for await (const marks of allMarks(table)) yield marks.map(({ number }) => number)
  let after: Record<string, unknown> | undefined
  do {
    const page = await listTickets(
      table,
      { status: liveStatuses, sort: 'updated' },
      { limit: 100, ...(after === undefined ? {} : { after }) },
    )
    yield page.rows.map(({ number }) => number)
    after = page.next
  } while (after !== undefined)
}

/** A counter that is written to meanwhile is left for the next run: its sum was taken before. */
async function correctSums(table: Table): Promise<number> {
  const counters = await readAllCounters(table)
  const sums: CountsByOwner = new Map()
  for await (const marks of allMarks(table)) {
    for (const { mark } of marks) count(sums, mark.counted, 1)
  }
  let corrected = 0
  const owners: CountsOf[] = [...new Set([...counters.keys(), ...sums.keys()])]
  for (const of of owners) {
    const [counter = { counts: {}, writes: 0 }, counts = {}] = [counters.get(of), sums.get(of)]
    if (isDeepStrictEqual(counter.counts, counts)) continue
    try {
      await table.commit([correctCounts(of, counter, counts)])
      corrected += 1
    } catch (error) {
      if (!(error instanceof DeskError && error.code === 'write.conflict')) throw error
    }
  }
  return corrected
}
