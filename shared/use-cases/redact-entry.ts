import { type Actor, personOf } from '../domain/actor.ts'
import { assertMayRedact, changeOfEdit, redactedEntry } from '../domain/entry-edit.ts'
import { DeskError } from '../domain/errors.ts'
import type { Ticket } from '../domain/ticket.ts'
import { type Entry, versionOf } from '../domain/timeline.ts'
import type { Desk } from '../runtime/desk.ts'
import { eraseHeldMail } from '../store/held-mails.ts'
import { forgetPreview } from '../store/mails.ts'
import { forgetPast, saveEntry } from '../store/past-entries.ts'
import { forgetAnswer } from '../store/requests.ts'
import { saveTicket } from '../store/tickets.ts'
import { appendEntry, bodiesOf, homeOf, type StoredEntry } from '../store/timeline.ts'
import { forgetUploadName } from '../store/uploads.ts'
import { isUploadId } from './attachment-places.ts'
import { type EntryAt, entryFor } from './edit-entry.ts'
import { activityOf, commitEffect } from './effect.ts'
import { eraseAttachment } from './erase-attachment.ts'
import { assertVersion, ticketFor } from './tickets.ts'

/** How often a redaction is decided anew because somebody wrote to the ticket meanwhile. */
const attemptsMax = 4

/**
 * Takes the words of an entry away for good, on a closed ticket too: from the table and its history, from the files,
 * and with the raw mail it came by; with `attachments` its files as well. That it was written, by whom and when, and
 * who redacted it, stays. Files go before the rows that name them: whatever breaks off is done by asking again.
 * Errors: `version.stale`, `entry.no-words`, `entry.not-yours`.
 */
export async function redactEntry(
  desk: Desk,
  actor: Actor,
  input: EntryAt & { attachments?: true },
): Promise<Entry> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await redactOnce(desk, actor, input)
    } catch (error) {
      const isOvertaken = error instanceof DeskError && error.kind === 'conflict'
      if (!isOvertaken || attempt === attemptsMax) throw error
    }
  }
}

async function redactOnce(
  desk: Desk,
  actor: Actor,
  { number, entryId, ifVersion, attachments = false }: EntryAt & { attachments?: boolean },
): Promise<Entry> {
  const before = await ticketFor(desk, actor, number, 'tickets:write')
  const { entry, stored } = await entryFor(desk, actor, number, entryId)
  assertVersion(versionOf(entry), ifVersion)
  assertMayRedact(actor, entry)
  const [by, at] = [personOf(actor), desk.now()]
  const after = redactedEntry(entry, { by, at, attachments })
  await eraseFiles(desk, entry, { home: homeOf(stored, number), withAttachments: attachments })
  const made = `tickets/${number}/timeline/${entryId}`
  const writes = after === entry ? [] : await writesOf(desk, { before, entry, stored, after, by, at })
  await commitEffect(desk, writes, made)
  return after
}

interface Redaction {
  before: Ticket
  entry: Entry
  stored: StoredEntry
  after: Entry
  by: Entry['by']
  at: string
}

/** Of the ticket only its version moves: a redaction is no work on it, and is done to closed ones. */
async function writesOf(desk: Desk, { before, entry, stored, after, by, at }: Redaction) {
  const { number } = before
  const left = new Set(after.attachments.map(({ id }) => id))
  const gone = entry.attachments.filter(({ id }) => !left.has(id))
  const activity = activityOf(desk, changeOfEdit(entry, after), by, at)
  return [
    ...saveTicket(before, { ...before, version: before.version + 1 }),
    await saveEntry(desk.files, number, { before: stored, after, editId: activity.id }),
    await appendEntry(desk.files, number, activity),
    ...(await forgetPast(desk.table, number, stored)),
    ...gone.flatMap(({ id }) => (isUploadId(id) ? [forgetUploadName(id)] : [])),
    ...(stored.askedBy === undefined ? [] : await forgetAnswer(desk.table, stored.askedBy)),
    ...(entry.mailKey === undefined ? [] : await forgetPreview(desk.table, entry.mailKey)),
  ]
}

/** Long bodies of every version, images within the words, the raw mail and what quarantine kept of it. */
async function eraseFiles(
  desk: Desk,
  { id, mailKey, attachments }: Entry,
  { home, withAttachments }: { home: number; withAttachments: boolean },
): Promise<void> {
  const files = attachments.filter(({ contentId }) => withAttachments || contentId !== undefined)
  await Promise.all([
    desk.files.erase(bodiesOf(home, id)),
    ...files.map(file => eraseAttachment(desk.files, file.id)),
    ...(mailKey === undefined ? [] : [desk.rawMail.eraseFile(mailKey), eraseHeldMail(desk.files, mailKey)]),
  ])
}
