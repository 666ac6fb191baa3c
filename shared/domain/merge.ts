import { DeskError } from './errors.ts'
import { assertNotClosed, publicRecipients, referenceOf, type Ticket, watchersMax } from './ticket.ts'

/** What a merge did, kept on the merged ticket so that it can be undone. */
export interface Merge {
  /** What the ticket was before. */
  before: Pick<Ticket, 'status' | 'statusId' | 'statusName' | 'resolvedAt' | 'autoCloseAt'>
  /** Addresses that watch the surviving ticket because of this merge, whether or not of others as well. */
  watchers: string[]
  /** Minutes that count with the surviving ticket. */
  minutes: number
}

/** A page of the surviving ticket reads the timelines of all of them. */
export const mergedFromMax = 30

export interface Merged {
  source: Ticket
  target: Ticket
}

/**
 * Merges one ticket into another: the source is closed and points to the target, which shows its timeline, is
 * watched by its people and counts its time. Nothing is moved, so the cost does not depend on what was said.
 * `earlier` are the tickets that were merged into the target before.
 * Errors: `merge.into-itself`, `ticket.merged`, `ticket.closed`, `merge.too-many`.
 */
export function mergeTickets(
  { source, target }: Merged,
  facts: { earlier: readonly Ticket[]; at: string },
): Merged {
  if (source.number === target.number) {
    throw new DeskError('merge.into-itself', 'A ticket cannot be merged into itself.')
  }
  for (const ticket of [source, target]) {
    assertNotMerged(ticket)
    assertNotClosed(ticket)
  }
  const own = new Set(publicRecipients(target).map(({ email }) => email))
  const brought = publicRecipients(source)
  const added = brought.filter(({ email }) => !own.has(email))
  const mergedFrom = [...(target.mergedFrom ?? []), source.number, ...(source.mergedFrom ?? [])]
  const watchers = [...target.watchers, ...added]
  if (mergedFrom.length > mergedFromMax || watchers.length > watchersMax) {
    throw new DeskError(
      'merge.too-many',
      `A ticket holds at most ${mergedFromMax} merged tickets and ${watchersMax} watchers.`,
    )
  }
  const byMerges = watchersByMerges(facts.earlier, target)
  const { status, statusId, statusName, resolvedAt, autoCloseAt, ...rest } = source
  const merge: Merge = {
    before: {
      status,
      ...(statusId === undefined ? {} : { statusId }),
      ...(statusName === undefined ? {} : { statusName }),
      ...(resolvedAt === undefined ? {} : { resolvedAt }),
      ...(autoCloseAt === undefined ? {} : { autoCloseAt }),
    },
    watchers: brought.map(({ email }) => email).filter(email => !own.has(email) || byMerges.has(email)),
    minutes: source.minutesWorked,
  }
  return {
    source: {
      ...rest,
      status: 'closed',
      ...(resolvedAt === undefined ? {} : { resolvedAt }),
      closedAt: facts.at,
      mergedInto: target.number,
      merge,
      ...touched(source, facts.at),
    },
    target: {
      ...target,
      watchers,
      mergedFrom,
      minutesWorked: target.minutesWorked + merge.minutes,
      ...touched(target, facts.at),
    },
  }
}

/**
 * Takes a merge back: the source is again what it was, and from the target goes only what the merge brought.
 * `others` are the other tickets merged into the target.
 * Errors: `ticket.not-merged`; `merge.chained` while the target is merged itself.
 */
export function undoMerge(
  { source, target }: Merged,
  facts: { others: readonly Ticket[]; at: string },
): Merged {
  const { mergedInto, merge, closedAt: _closed, resolvedAt: _resolved, ...rest } = source
  if (mergedInto === undefined || merge === undefined) {
    throw new DeskError('ticket.not-merged', `${referenceOf(source)} is not merged.`)
  }
  if (target.mergedInto !== undefined) {
    throw new DeskError('merge.chained', `Take the merge of ${referenceOf(target)} back first.`)
  }
  const stays = watchersByMerges(facts.others, target)
  const leaves = new Set(merge.watchers.filter(email => !stays.has(email)))
  const gone = new Set([source.number, ...(source.mergedFrom ?? [])])
  const { mergedFrom = [], ...kept } = target
  const left = mergedFrom.filter(number => !gone.has(number))
  return {
    source: { ...rest, ...merge.before, ...touched(source, facts.at) },
    target: {
      ...kept,
      ...(left.length === 0 ? {} : { mergedFrom: left }),
      watchers: target.watchers.filter(({ email }) => !leaves.has(email)),
      minutesWorked: target.minutesWorked - merge.minutes,
      ...touched(target, facts.at),
    },
  }
}

/** Refuses what was merged already: its life goes on in the surviving ticket. */
function assertNotMerged(ticket: Ticket): void {
  if (ticket.mergedInto === undefined) return
  throw new DeskError('ticket.merged', `${referenceOf(ticket)} is merged into ticket ${ticket.mergedInto}.`)
}

/** Addresses that watch the target only because tickets were merged into it. */
function watchersByMerges(sources: readonly Ticket[], target: Ticket): Set<string> {
  return new Set(
    sources
      .filter(({ mergedInto }) => mergedInto === target.number)
      .flatMap(({ merge }) => merge?.watchers ?? []),
  )
}

function touched({ version }: Ticket, at: string) {
  return { updatedAt: at, version: version + 1 }
}
