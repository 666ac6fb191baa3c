import { type Actor, personOf } from '../domain/actor.ts'
import { DeskError, invalid } from '../domain/errors.ts'
import * as rules from '../domain/merge.ts'
import { referenceOf, type Ticket } from '../domain/ticket.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { readTickets, saveTicket } from '../store/tickets.ts'
import { appendEntry } from '../store/timeline.ts'
import { activityOf, commitEffect } from './effect.ts'
import { assertVersion, ticketFor } from './tickets.ts'

export interface MergeInput {
  number: number
  /** The ticket that survives. */
  into: number
  /** The version of the merged ticket that the writer saw. */
  ifVersion?: number
}

/**
 * Merges a ticket into another and answers the merged one; nobody is written to.
 * Errors: `merge.into-itself`, `ticket.merged`, `ticket.closed`, `merge.too-many`, `version.stale`.
 */
export async function mergeTickets(desk: Desk, actor: Actor, input: MergeInput): Promise<Ticket> {
  const missing = () => invalid('/into', 'does not exist')
  const { source, writes } = await composeMerge(desk, actor, input, missing)
  await commitEffect(desk, writes, `tickets/${source.number}`)
  return source
}

/** The merged ticket, the one that survives, and the writes that merge it; `missing` is the error where there is no ticket to merge into. */
export async function composeMerge(
  desk: Desk,
  actor: Actor,
  input: MergeInput,
  missing: () => DeskError,
): Promise<{ source: Ticket; target: Ticket; writes: Write[] }> {
  const [source, target] = await Promise.all([
    ticketFor(desk, actor, input.number, 'tickets:write'),
    ticketFor(desk, actor, input.into, 'tickets:write').catch((error: unknown) => {
      // Missing, or not the actor's to know: a wrong field, not a wrong address.
      throw error instanceof DeskError && error.code === 'resource.missing' ? missing() : error
    }),
  ])
  assertVersion(source.version, input.ifVersion)
  const at = desk.now()
  const earlier = await mergedInto(desk, target)
  const merged = rules.mergeTickets({ source, target }, { earlier, at })
  const writes = await writesOfBoth(desk, actor, { before: { source, target }, after: merged, at }, [
    { ticket: source, text: `Merged into ${referenceOf(target)}`, to: referenceOf(target) },
    { ticket: target, text: `${referenceOf(source)} was merged into this ticket`, to: referenceOf(source) },
  ])
  return { ...merged, writes }
}

/**
 * Takes a merge back and answers the ticket as it was before. Errors: `ticket.not-merged`, `merge.chained`,
 * `version.stale`.
 */
export async function undoMerge(
  desk: Desk,
  actor: Actor,
  number: number,
  ifVersion?: number,
): Promise<Ticket> {
  const { source, writes } = await composeUndoMerge(desk, actor, number, ifVersion)
  await commitEffect(desk, writes, `tickets/${number}`)
  return source
}

/** The ticket as it was before it was merged, the one that it was merged into, and the writes that part them. */
export async function composeUndoMerge(
  desk: Desk,
  actor: Actor,
  number: number,
  ifVersion?: number,
): Promise<{ source: Ticket; target: Ticket; writes: Write[] }> {
  const source = await ticketFor(desk, actor, number, 'tickets:write')
  assertVersion(source.version, ifVersion)
  const target =
    source.mergedInto === undefined
      ? source
      : await ticketFor(desk, actor, source.mergedInto, 'tickets:write')
  const at = desk.now()
  const others = (await mergedInto(desk, target)).filter(other => other.number !== number)
  const undone = rules.undoMerge({ source, target }, { others, at })
  const writes = await writesOfBoth(desk, actor, { before: { source, target }, after: undone, at }, [
    { ticket: source, text: `No longer merged into ${referenceOf(target)}`, from: referenceOf(target) },
    { ticket: target, text: `The merge of ${referenceOf(source)} was undone`, from: referenceOf(source) },
  ])
  return { ...undone, writes }
}

interface Both {
  before: rules.Merged
  after: rules.Merged
  at: string
}

interface MergeNote {
  ticket: Ticket
  text: string
  from?: string
  to?: string
}

async function writesOfBoth(
  desk: Desk,
  actor: Actor,
  { before, after, at }: Both,
  notes: readonly MergeNote[],
): Promise<Write[]> {
  const by = personOf(actor)
  const activities = await Promise.all(
    notes.map(({ ticket, text, from = null, to = null }): Promise<Write> => {
      const activity = activityOf(desk, { field: 'merge', from, to }, by, at)
      return appendEntry(desk.files, ticket.number, { ...activity, text })
    }),
  )
  return [
    ...saveTicket(before.source, after.source),
    ...saveTicket(before.target, after.target),
    ...activities,
  ]
}

/** The tickets that were merged into this one. */
async function mergedInto(desk: Desk, { mergedFrom = [] }: Ticket): Promise<Ticket[]> {
  return (await readTickets(desk.table, mergedFrom)).filter(ticket => ticket !== undefined)
}
