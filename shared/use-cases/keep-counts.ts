import { DeskError } from '../domain/errors.ts'
import { type CountsByOwner, count, countedOf, isCountedAlike } from '../domain/ticket-counts.ts'
import type { Table, Write } from '../runtime/table.ts'
import { addToCounts, type Mark, readMarks, saveMark } from '../store/counts.ts'
import { raiseListsVersion } from '../store/lists-version.ts'
import { readTickets, ticketNumberOf, ticketOf } from '../store/tickets.ts'
import type { Follower, RowChange } from './follow-changes.ts'

/** Keeps the counters of live tickets, and tells lists that are polled that something changed. */
export const keepCounts: Follower = {
  name: 'counts',
  follow: async (desk, changes) => {
    const told = changes.filter(({ before, after }) => (after ?? before)?.itemType === 'ticket')
    if (told.length === 0) return
    const numbers = new Set(told.filter(isCountedOtherwise).map(numberOf))
    for (const some of inGroups([...numbers], readAtOnce)) await settleCounts(desk.table, some)
    await raiseListsVersion(desk.table, desk.now())
  },
}

/** Tickets whose header and mark are read in one batch of 100 keys. */
export const readAtOnce = 50
const transactionMax = 100
const attemptsMax = 8

/**
 * Counts tickets as they are now, wherever they were counted before: their marks and the counters in one
 * transaction, so that to do it twice, late, or at the same time as somebody else is harmless. Answers how many
 * were counted otherwise.
 */
export async function settleCounts(table: Table, numbers: readonly number[]): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await settleOnce(table, numbers)
    } catch (error) {
      const isRace = error instanceof DeskError && error.code === 'write.conflict'
      if (!isRace || attempt === attemptsMax) throw error
    }
  }
}

async function settleOnce(table: Table, numbers: readonly number[]): Promise<number> {
  const [tickets, marks] = await Promise.all([readTickets(table, numbers), readMarks(table, numbers)])
  let settled = 0
  let batch = new Batch()
  for (const [index, number] of numbers.entries()) {
    const [ticket, before] = [tickets[index], marks[index]]
    const counted = ticket && countedOf(ticket)
    if (isCountedAlike(before?.counted, counted)) continue
    const after = counted && { counted, version: ticket?.version ?? 0 }
    if (!batch.hasRoom) {
      await batch.commit(table)
      batch = new Batch()
    }
    batch.move(number, before, after)
    settled += 1
  }
  await batch.commit(table)
  return settled
}

/** What one transaction counts otherwise. */
class Batch {
  readonly #marks: Write[] = []
  readonly #more: CountsByOwner = new Map()

  /** For another ticket's mark and, at the most, its old and new client's and agent's counters. */
  get hasRoom(): boolean {
    return this.#marks.length + this.#more.size + 6 <= transactionMax
  }

  move(number: number, before: Mark | undefined, after: Mark | undefined): void {
    count(this.#more, before?.counted, -1)
    count(this.#more, after?.counted, 1)
    this.#marks.push(saveMark(number, before, after))
  }

  async commit(table: Table): Promise<void> {
    await table.commit([...this.#marks, ...addToCounts(this.#more)])
  }
}

function isCountedOtherwise({ before, after }: RowChange): boolean {
  const [was, is] = [before && countedOf(ticketOf(before)), after && countedOf(ticketOf(after))]
  return !isCountedAlike(was, is)
}

function numberOf({ before, after }: RowChange): number {
  return ticketNumberOf({ pk: (after ?? before)?.pk ?? '' })
}

export function inGroups<T>(all: readonly T[], size: number): T[][] {
  const groups: T[][] = []
  for (let first = 0; first < all.length; first += size) groups.push(all.slice(first, first + size))
  return groups
}
