import type { Actor } from '../domain/actor.ts'
import { assertDraftFits, type Draft, draftWithUndone, noDraft } from '../domain/draft.ts'
import { DeskError } from '../domain/errors.ts'
import { ticketWithoutReply, tooLate } from '../domain/reply-undo.ts'
import type { Desk } from '../runtime/desk.ts'
import { readDraft, saveDraft } from '../store/drafts.ts'
import { cancelMail } from '../store/outbox.ts'
import { dropReply, type ReplyUndo, readReplyUndo } from '../store/reply-undos.ts'
import { saveTicket } from '../store/tickets.ts'
import { bodiesOf } from '../store/timeline.ts'
import { giveBackUpload, readUploads } from '../store/uploads.ts'
import { draftPlace, ownerOf } from './drafts.ts'
import { commitEffect } from './effect.ts'
import { readEntry } from './read-ticket.ts'
import { assertVersion, ticketFor } from './tickets.ts'

export interface UndoInput {
  number: number
  entryId: string
  /** The version of the ticket that the writer saw. */
  ifVersion?: number
}

/** How often it is tried anew because somebody, such as the sender, was at a row at the same moment. */
const attemptsMax = 4

/**
 * Takes back a reply whose mails are held, whole: timeline, header, mails, files; its words are a draft again, which
 * is answered. Only who wrote it may. Errors: `undo.too-late`, `undo.overtaken`, `entry.not-yours`, `version.stale`,
 * `draft.too-large`.
 */
export async function undoReply(desk: Desk, actor: Actor, input: UndoInput): Promise<Draft> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await undoOnce(desk, actor, input)
    } catch (error) {
      const isClash = error instanceof DeskError && error.code === 'write.conflict'
      if (!isClash || attempt === attemptsMax) throw error
    }
  }
}

async function undoOnce(desk: Desk, actor: Actor, { number, entryId, ifVersion }: UndoInput): Promise<Draft> {
  const place = draftPlace(actor, number)
  const [ticket, undo, begun = noDraft(number)] = await Promise.all([
    ticketFor(desk, actor, number, 'tickets:write'),
    readReplyUndo(desk.table, number, entryId),
    readDraft(desk.table, place),
  ])
  if (undo === undefined) {
    // Says of what the actor may not know no more than of what is not there.
    await readEntry(desk, actor, number, entryId)
    throw tooLate()
  }
  if (undo.owner !== ownerOf(actor))
    throw new DeskError('entry.not-yours', 'Only who wrote it may take it back.')
  assertVersion(ticket.version, ifVersion)
  const at = desk.now()
  const restored = ticketWithoutReply(ticket, undo, at)
  const { words, mailIds } = undo
  const uploads = await readUploads(
    desk.table,
    words.files.map(({ id }) => id),
  )
  const content = draftWithUndone(begun, words)
  assertDraftFits(content)
  const { draft, write } = saveDraft(place, content, {
    at,
    over: begun,
    ifVersion: begun.version,
  })
  const writes = [
    ...dropReply(undo),
    ...mailIds.map(id => cancelMail(number, id)),
    ...saveTicket(ticket, restored),
    ...uploads.flatMap(upload => (upload === undefined ? [] : [giveBackUpload(upload)])),
    write,
  ]
  await orOvertaken(commitEffect(desk, writes, `tickets/${number}/draft`))
  await eraseBody(desk, undo)
  return draft
}

/** A header or a draft that was written since it was read is looked at again. */
async function orOvertaken(committed: Promise<void>): Promise<void> {
  try {
    await committed
  } catch (error) {
    throw error instanceof DeskError && error.code === 'version.stale'
      ? new DeskError('write.conflict')
      : error
  }
}

/** What nothing names any more; should it stay, it is an orphan that nobody can reach. */
async function eraseBody(desk: Desk, { ticketNumber, entryId, hasBodyFile }: ReplyUndo): Promise<void> {
  if (!hasBodyFile) return
  try {
    await desk.files.erase(bodiesOf(ticketNumber, entryId))
  } catch (error) {
    desk.log.warn('The body of a reply that was taken back was not erased', { entryId, why: String(error) })
  }
}
