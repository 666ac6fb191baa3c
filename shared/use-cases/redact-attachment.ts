import { type Actor, personOf } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import { type Attachment, type Entry, versionOf } from '../domain/timeline.ts'
import type { Desk } from '../runtime/desk.ts'
import { eraseHeldMail } from '../store/held-mails.ts'
import { replaceAttachments } from '../store/redactions.ts'
import { forgetAnswer } from '../store/requests.ts'
import { saveTicket } from '../store/tickets.ts'
import { appendEntry } from '../store/timeline.ts'
import { forgetUploadName } from '../store/uploads.ts'
import { isUploadId } from './attachment-places.ts'
import { entryFor } from './edit-entry.ts'
import { activityOf, commitEffect } from './effect.ts'
import { eraseAttachment } from './erase-attachment.ts'
import { type FoundAttachment, findAttachment } from './read-attachment.ts'
import { assertVersion, ticketFor } from './tickets.ts'

/** How often the entry is marked anew because somebody wrote to the ticket at the same moment. */
const marksMax = 5

/**
 * Deletes the bytes and the name of an attachment for good, and lets its entry say so; of one that came by mail
 * also the raw mail, which holds the same bytes. Closed tickets too: no field of the ticket changes but its
 * version. What was mailed out stays with who got it. One that is redacted already stays as it is.
 * `ifVersion` is the entry's, which goes up by it. Errors: `resource.missing`, `version.stale`.
 */
export async function redactAttachment(
  desk: Desk,
  actor: Actor,
  attachmentId: string,
  ifVersion?: number,
): Promise<Entry> {
  const found = await findRedactable(desk, actor, attachmentId)
  assertVersion(versionOf(found.entry), ifVersion)
  // Before the mark: cut off in between, the entry still lists what is gone, and asking again ends it. The other
  // way round, an entry could say redacted of what is still there.
  await eraseBytes(desk, attachmentId, found.entry.mailKey)
  if (found.attachment.redacted === true) return found.entry
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await markRedacted(desk, actor, attachmentId)
    } catch (error) {
      const mayGoOn = error instanceof DeskError && isOvertaken(error) && attempt < marksMax
      if (!mayGoOn) throw error
    }
  }
}

function isOvertaken({ code }: DeskError): boolean {
  return code === 'version.stale' || code === 'write.conflict'
}

/** A key for some clients can be in a client's hands: it takes nothing back but what it wrote itself. */
async function findRedactable(desk: Desk, actor: Actor, attachmentId: string): Promise<FoundAttachment> {
  const found = await findAttachment(desk, actor, { id: attachmentId, permission: 'tickets:write' })
  const isForeign = actor.kind === 'key' && actor.clientIds !== undefined && found.entry.by.id !== actor.id
  if (isForeign) throw new DeskError('resource.missing')
  return found
}

async function eraseBytes(desk: Desk, attachmentId: string, mailKey: string | undefined): Promise<void> {
  const { files, rawMail } = desk
  await Promise.all([
    eraseAttachment(files, attachmentId),
    ...(mailKey === undefined ? [] : [rawMail.eraseFile(mailKey), eraseHeldMail(files, mailKey)]),
  ])
}

async function markRedacted(desk: Desk, actor: Actor, id: string): Promise<Entry> {
  const wanted = { id, permission: 'tickets:write' } as const
  const { ticketNumber, entry: found } = await findAttachment(desk, actor, wanted)
  // The header before the entry: an entry that is newer than it makes the header's version stale.
  const before = await ticketFor(desk, actor, ticketNumber, 'tickets:write')
  const { entry, stored } = await entryFor(desk, actor, ticketNumber, found.id)
  if (entry.movedTo !== undefined) throw new DeskError('version.stale')
  if (!entry.attachments.some(each => each.id === id && each.redacted !== true)) return entry
  const at = desk.now()
  const attachments = entry.attachments.map(each => (each.id === id ? redacted(each) : each))
  const change = { field: 'entry', from: `attachment ${id}`, to: 'redacted' } as const
  await commitEffect(
    desk,
    [
      ...saveTicket(before, { ...before, updatedAt: at, version: before.version + 1 }),
      replaceAttachments(ticketNumber, stored, attachments),
      ...(stored.askedBy === undefined ? [] : await forgetAnswer(desk.table, stored.askedBy)),
      ...(isUploadId(id) ? [forgetUploadName(id)] : []),
      await appendEntry(desk.files, ticketNumber, activityOf(desk, change, personOf(actor), at)),
    ],
    `tickets/${ticketNumber}/timeline/${entry.id}`,
  )
  return { ...entry, attachments, version: versionOf(entry) + 1 }
}

function redacted({ id, contentType, bytes }: Attachment): Attachment {
  return { id, name: '', contentType, bytes, redacted: true }
}
