import { type Actor, personOf } from '../domain/actor.ts'
import { formerValues } from '../domain/bulk-undo.ts'
import { invalid } from '../domain/errors.ts'
import { noticesOfAgentReply, noticesOfAssignment, noticesOfStatus } from '../domain/notifications.ts'
import { applyEntry, changesBetween } from '../domain/reply.ts'
import type { Settings } from '../domain/settings.ts'
import { assertNotClosed, moveTo, type Ticket, tagsMax } from '../domain/ticket.ts'
import type { Entry } from '../domain/timeline.ts'
import { bodyOf } from '../mail/body.ts'
import type { Desk } from '../runtime/desk.ts'
import { appendEntry } from '../store/timeline.ts'
import type { Composed } from './bulk-run.ts'
import { applyChanges, type TicketChanges } from './change-ticket.ts'
import { assertMayResolve } from './tasks.ts'
import { writesOfStep } from './ticket-step.ts'
import { ticketFor } from './tickets.ts'

/** What can be done to many tickets at once, all of it in one step of each. */
export interface ManyChanges {
  set?: Pick<TicketChanges, 'assigneeId' | 'priority' | 'categoryId' | 'status'> & {
    addTags?: readonly string[]
    removeTags?: readonly string[]
  }
  reply?: { visibility: 'public' | 'internal'; bodyText: string }
}

/**
 * The writes of these changes to one ticket and the version it then has; none where all is so already, and none of a
 * dry run. Errors: those of `changeTicket` and `replyToTicket`.
 */
export async function composeChange(
  desk: Desk,
  actor: Actor,
  { number, changes: { set: wanted = {}, reply }, settings, dryRun }: One,
): Promise<Composed> {
  const before = await ticketFor(desk, actor, number, 'tickets:write')
  assertNotClosed(before)
  const { addTags = [], removeTags = [], ...set } = wanted
  await assertMayResolve(desk, before, set.status)
  const tags = tagsOf(before, addTags, removeTags)
  const changed = await applyChanges(desk, actor, before, { ...set, tags })
  const [by, at] = [personOf(actor), desk.now()]
  const entry = reply && replyOf(desk, reply, by, at)
  const { autoCloseHours } = settings
  const status = set.status ?? before.status
  const after =
    entry === undefined
      ? moveTo(changed, status, at, autoCloseHours)
      : applyEntry(changed, entry, { side: 'agent', status, autoCloseHours }).ticket
  const changes = changesBetween(before, after)
  const former = { number, set: formerValues(before, after) }
  const isUndoable = Object.keys(former.set).length > 0
  const isNothing = entry === undefined && changes.length === 0
  if (isNothing || dryRun) {
    const undo = isUndoable ? { ...former, version: before.version } : null
    return { version: before.version, writes: [], changes, undo }
  }
  const { ticket, writes } = await writesOfStep(desk, {
    before,
    after,
    changes,
    writes: entry === undefined ? [] : [await appendEntry(desk.files, number, entry)],
    notices: [
      ...(after.assigneeId === before.assigneeId ? [] : noticesOfAssignment(after, by)),
      ...(entry?.visibility === 'public' ? noticesOfAgentReply(after, entry.id, by) : []),
      ...noticesOfStatus(before, after, by, settings),
    ],
    by,
    at,
  })
  const undo = isUndoable ? { ...former, version: ticket.version } : null
  return { version: ticket.version, writes, changes, undo }
}

interface One {
  number: number
  changes: ManyChanges
  settings: Settings
  dryRun: boolean
}

function replyOf(
  desk: Desk,
  { visibility, bodyText }: NonNullable<ManyChanges['reply']>,
  by: Entry['by'],
  at: string,
): Entry {
  const kind = visibility === 'public' ? 'reply' : 'note'
  const body = bodyOf({ text: bodyText })
  if (body.text.trim() === '') throw invalid('/reply/bodyText', 'has no words in it')
  return { id: desk.newUlid(), kind, visibility, at, by, ...body, attachments: [] }
}

function tagsOf({ tags }: Ticket, added: readonly string[], removed: readonly string[]): string[] {
  const wanted = [...new Set([...tags, ...added])].filter(tag => !removed.includes(tag))
  if (wanted.length > tagsMax) throw invalid('/set/addTags', `would make more than ${tagsMax} tags`)
  return wanted
}
