import { type Actor, assertMay } from '../domain/actor.ts'
import { type DeskError, invalid } from '../domain/errors.ts'
import { referenceOf } from '../domain/ticket.ts'
import type { Desk } from '../runtime/desk.ts'
import { readSettings } from '../store/settings.ts'
import { type BulkResult, type Composed, runOnEach } from './bulk-run.ts'
import { composeChange, type ManyChanges } from './change-one-of-many.ts'
import { composeMerge } from './merge-tickets.ts'

/** Either changes, or a merge. */
export type BulkInput = {
  /** Each once, at most 100. */
  numbers: readonly number[]
  /** Nothing is written: the results say what would come of it. */
  dryRun?: boolean
} & (ManyChanges | { mergeInto: number })

const atOnce = 5

/** Does the same to many tickets, or merges them into one; see `runOnEach`. */
export async function changeManyTickets(
  desk: Desk,
  actor: Actor,
  input: BulkInput,
  mayGoOn?: () => boolean,
): Promise<BulkResult[]> {
  assertMay(actor, 'tickets:write', 'any')
  const { numbers, dryRun = false } = input
  const run = { numbers, dryRun, ...(mayGoOn === undefined ? {} : { mayGoOn }) }
  if ('mergeInto' in input) {
    const compose = (number: number) => merged(desk, actor, number, input.mergeInto)
    // Merges all write to the ticket that survives: at the same time they would only overtake one another.
    return await runOnEach(desk, { ...run, compose, atOnce: 1 })
  }
  const settings = await readSettings(desk.table)
  const compose = (number: number) => composeChange(desk, actor, { number, changes: input, settings, dryRun })
  return await runOnEach(desk, { ...run, compose, atOnce })
}

async function merged(desk: Desk, actor: Actor, number: number, into: number): Promise<Composed> {
  const { source, target, writes } = await composeMerge(desk, actor, { number, into }, missingTarget)
  return {
    version: source.version,
    writes,
    changes: [{ field: 'merge', from: null, to: referenceOf(target) }],
    undo: { number, version: source.version, unmerge: true },
  }
}

function missingTarget(): DeskError {
  return invalid('/mergeInto', 'The ticket to merge into does not exist.')
}
