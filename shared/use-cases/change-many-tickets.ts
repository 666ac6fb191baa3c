import { type Actor, assertMay } from '../domain/actor.ts'
import { DeskError, type ErrorCode, invalid } from '../domain/errors.ts'
import type { Settings } from '../domain/settings.ts'
import type { Desk } from '../runtime/desk.ts'
import { readSettings } from '../store/settings.ts'
import { claimOf, doneBefore, keepWhole } from './bulk-claims.ts'
import { composeChange, type ManyChanges } from './change-one-of-many.ts'
import { composeMerge } from './merge-tickets.ts'

/** Either changes, or a merge. */
export type BulkInput = {
  /** Each once, at most 100. */
  numbers: readonly number[]
} & (ManyChanges | { mergeInto: number })

export interface BulkResult {
  number: number
  ok: boolean
  /** The version it has now; null where it was refused. */
  version: number | null
  /** Why it was refused. */
  code: ErrorCode | null
  detail: string | null
}

/** So many tickets are written to at once: one after the other, a hundred would outlast a request. */
const atOnce = 5

/** How often a ticket is decided anew because somebody else wrote to it meanwhile. */
const attemptsMax = 4

/**
 * Does the same to many tickets, or merges them into one, each in a transaction of its own and with its own result:
 * one that is refused stops no other. Stops when `mayGoOn` says so; what was not reached says `bulk.not-reached`.
 *
 * A request with an Idempotency-Key leaves a claim per ticket, which holds that ticket's result: a repeat does
 * what is left and tells again what was done. Once all were reached the whole answer is kept as well.
 */
export async function changeManyTickets(
  desk: Desk,
  actor: Actor,
  input: BulkInput,
  mayGoOn: () => boolean = () => true,
): Promise<BulkResult[]> {
  assertMay(actor, 'tickets:write', 'any')
  const settings = await readSettings(desk.table)
  const results: BulkResult[] = []
  // Merges all write to the ticket that survives: at the same time they would only overtake one another.
  const step = 'mergeInto' in input ? 1 : atOnce
  for (let start = 0; start < input.numbers.length; start += step) {
    const numbers = input.numbers.slice(start, start + step)
    const reached = mayGoOn()
    results.push(
      ...(await Promise.all(
        numbers.map(number =>
          reached ? changeOne(desk, actor, { number, input, settings }) : notReached(number),
        ),
      )),
    )
  }
  await keepWhole(desk, results)
  return results
}

interface One {
  number: number
  input: BulkInput
  settings: Settings
}

function notReached(number: number): BulkResult {
  const detail = 'Time ran out before this ticket; send the request again.'
  return { number, ok: false, version: null, code: 'bulk.not-reached', detail }
}

/** Done at once with its claim: it is neither done twice nor done and forgotten. */
async function changeOnce(desk: Desk, actor: Actor, { number, input, settings }: One): Promise<BulkResult> {
  const { version, writes } =
    'mergeInto' in input
      ? await merged(desk, actor, number, input.mergeInto)
      : await composeChange(desk, actor, { number, changes: input, settings })
  const result: BulkResult = { number, ok: true, version, code: null, detail: null }
  await desk.table.commit([...writes, ...claimOf(desk, result)])
  return result
}

async function merged(desk: Desk, actor: Actor, number: number, into: number) {
  const { source, writes } = await composeMerge(desk, actor, { number, into }, missingTarget)
  return { version: source.version, writes }
}

function missingTarget(): DeskError {
  return invalid('/mergeInto', 'The ticket to merge into does not exist.')
}

async function changeOne(desk: Desk, actor: Actor, one: One): Promise<BulkResult> {
  const { number } = one
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await doneBefore(desk, number)) ?? (await changeOnce(desk, actor, one))
    } catch (error) {
      if (!(error instanceof DeskError)) throw error
      if (error.kind === 'conflict' && attempt < attemptsMax) continue
      const { code, message } = error
      return { number, ok: false, version: null, code, detail: message === code ? null : message }
    }
  }
}
