import type { Undo } from '../domain/bulk-undo.ts'
import { DeskError, type ErrorCode } from '../domain/errors.ts'
import type { Change } from '../domain/timeline.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { claimOf, doneBefore, keepWhole } from './bulk-claims.ts'

export interface BulkResult {
  number: number
  ok: boolean
  /** The version it has now; null where it was refused. */
  version: number | null
  /** Why it was refused. */
  code: ErrorCode | null
  detail: string | null
  /** What is different now, or would be. */
  changes: readonly Change[]
  /** How to take it back; null where nothing can be. */
  undo: Undo | null
}

/** What is to be done to one ticket. */
export interface Composed {
  version: number
  writes: readonly Write[]
  changes: readonly Change[]
  undo: Undo | null
}

export interface BulkRun {
  /** Each once, at most 100. */
  numbers: readonly number[]
  compose: (number: number) => Promise<Composed>
  /** So many tickets are written to at once: one after the other, a hundred would outlast a request. */
  atOnce: number
  /** Nothing is written: the results say what would come of it. */
  dryRun?: boolean
  mayGoOn?: () => boolean
}

/** How often a ticket is decided anew because somebody else wrote to it meanwhile. */
const attemptsMax = 4

/**
 * Does something to each ticket in a transaction of its own and with its own result: one that is refused stops no
 * other. Stops when `mayGoOn` says so; what was not reached says `bulk.not-reached`.
 *
 * A request with an Idempotency-Key leaves a claim per ticket, which holds that ticket's result: a repeat does
 * what is left and tells again what was done. Once all were reached the whole answer is kept as well.
 */
export async function runOnEach(desk: Desk, run: BulkRun): Promise<BulkResult[]> {
  const { numbers, atOnce, mayGoOn = () => true } = run
  const results: BulkResult[] = []
  for (let start = 0; start < numbers.length; start += atOnce) {
    const some = numbers.slice(start, start + atOnce)
    const reached = mayGoOn()
    results.push(
      ...(await Promise.all(
        some.map(number => (reached ? runOnOne(desk, run, number) : notReached(number))),
      )),
    )
  }
  if (!run.dryRun) await keepWhole(desk, results)
  return results
}

async function runOnOne(desk: Desk, run: BulkRun, number: number): Promise<BulkResult> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (run.dryRun) return resultOf(number, await run.compose(number))
      return (await doneBefore(desk, number)) ?? (await runOnce(desk, run, number))
    } catch (error) {
      if (!(error instanceof DeskError)) throw error
      if (error.kind === 'conflict' && attempt < attemptsMax) continue
      const { code, message } = error
      return refused(number, code, message === code ? null : message)
    }
  }
}

/** Done at once with its claim: it is neither done twice nor done and forgotten. */
async function runOnce(desk: Desk, { compose }: BulkRun, number: number): Promise<BulkResult> {
  const composed = await compose(number)
  const result = resultOf(number, composed)
  await desk.table.commit([...composed.writes, ...claimOf(desk, result)])
  return result
}

function resultOf(number: number, { version, changes, undo }: Composed): BulkResult {
  return { number, ok: true, version, code: null, detail: null, changes, undo }
}

function refused(number: number, code: ErrorCode, detail: string | null): BulkResult {
  return { number, ok: false, version: null, code, detail, changes: [], undo: null }
}

function notReached(number: number): BulkResult {
  return refused(number, 'bulk.not-reached', 'Time ran out before this ticket; send the request again.')
}
