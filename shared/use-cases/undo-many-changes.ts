import { type Actor, assertMay, personOf } from '../domain/actor.ts'
import { type FormerValues, formerValues, moveBackTo, type Undo } from '../domain/bulk-undo.ts'
import type { CustomStatus } from '../domain/catalogue.ts'
import { invalid } from '../domain/errors.ts'
import { noticesOfAssignment, noticesOfStatus } from '../domain/notifications.ts'
import { changesBetween } from '../domain/reply.ts'
import type { Settings } from '../domain/settings.ts'
import { assertNotClosed, moveToCustom, referenceOf, type Ticket } from '../domain/ticket.ts'
import type { Change } from '../domain/timeline.ts'
import type { Desk } from '../runtime/desk.ts'
import { readFromCatalogue } from '../store/catalogue.ts'
import { readSettings } from '../store/settings.ts'
import { type BulkResult, type Composed, runOnEach } from './bulk-run.ts'
import { applyChanges } from './change-ticket.ts'
import { composeUndoMerge } from './merge-tickets.ts'
import { writesOfStep } from './ticket-step.ts'
import { assertVersion, ticketFor } from './tickets.ts'

const atOnce = 5

/**
 * Takes back what a bulk change did, ticket by ticket, where nobody wrote to the ticket since: `version.stale` for
 * one that somebody did, and whatever else its rules say against it. What was mailed stays mailed.
 */
export async function undoManyChanges(
  desk: Desk,
  actor: Actor,
  input: { tickets: readonly Undo[]; dryRun?: boolean },
  mayGoOn?: () => boolean,
): Promise<BulkResult[]> {
  assertMay(actor, 'tickets:write', 'any')
  const settings = await readSettings(desk.table)
  const undos = new Map(input.tickets.map(undo => [undo.number, undo]))
  const isUnmerging = input.tickets.some(({ unmerge }) => unmerge)
  return await runOnEach(desk, {
    numbers: [...undos.keys()],
    // Those that were merged into one ticket all write to it.
    atOnce: isUnmerging ? 1 : atOnce,
    ...(input.dryRun === undefined ? {} : { dryRun: input.dryRun }),
    ...(mayGoOn === undefined ? {} : { mayGoOn }),
    compose: async number => {
      const undo = undos.get(number)
      if (undo === undefined) throw invalid('/tickets', `does not name ${number}`)
      return undo.unmerge ? await unmerged(desk, actor, undo) : await setBack(desk, actor, undo, settings)
    },
  })
}

async function unmerged(desk: Desk, actor: Actor, { number, version }: Undo): Promise<Composed> {
  const { source, target, writes } = await composeUndoMerge(desk, actor, number, version)
  const changes: Change[] = [{ field: 'merge', from: referenceOf(target), to: null }]
  return { version: source.version, writes, changes, undo: null }
}

async function setBack(
  desk: Desk,
  actor: Actor,
  { number, version, set = {} }: Undo,
  settings: Settings,
): Promise<Composed> {
  const before = await ticketFor(desk, actor, number, 'tickets:write')
  assertVersion(before.version, version)
  assertNotClosed(before)
  const { status: _status, statusId: _statusId, ...fields } = set
  const [by, at] = [personOf(actor), desk.now()]
  const after = await inFormerStatus(desk, await applyChanges(desk, actor, before, fields), set, {
    at,
    settings,
  })
  const changes = changesBetween(before, after)
  if (changes.length === 0) return { version: before.version, writes: [], changes, undo: null }
  const { ticket, writes } = await writesOfStep(desk, {
    before,
    after,
    changes,
    notices: [
      ...(after.assigneeId === before.assigneeId ? [] : noticesOfAssignment(after, by)),
      ...noticesOfStatus(before, after, by, settings),
    ],
    by,
    at,
  })
  const undo = { number, version: ticket.version, set: formerValues(before, after) }
  return { version: ticket.version, writes, changes, undo }
}

async function inFormerStatus(
  desk: Desk,
  ticket: Ticket,
  { status = ticket.status, statusId }: FormerValues,
  { at, settings: { autoCloseHours } }: { at: string; settings: Settings },
): Promise<Ticket> {
  const moved = moveBackTo(ticket, status, at, autoCloseHours)
  if (statusId === undefined) return moved
  const custom = await readFromCatalogue<CustomStatus>(desk.table, 'statuses', statusId)
  // One that is used no more is given back all the same; one that is gone is not there to be given.
  return custom?.status === status ? moveToCustom(moved, custom, at, autoCloseHours) : moved
}
