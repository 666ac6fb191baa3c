import { type Actor, assertMay, type Permission } from '../domain/actor.ts'
import { servedContentType } from '../domain/attachment.ts'
import { DeskError } from '../domain/errors.ts'
import type { Attachment, Entry } from '../domain/timeline.ts'
import type { Desk } from '../runtime/desk.ts'
import { readUpload, type Upload } from '../store/uploads.ts'
import { arrivalKey, attachmentKey, isUploadId, placeInMailedId } from './attachment-places.ts'
import { isUsable } from './prepare-upload.ts'
import { findEntry } from './read-ticket.ts'

/** An attachment of an entry, the entry, and the ticket it is on now. */
export interface FoundAttachment {
  ticketNumber: number
  entry: Entry
  attachment: Attachment
}

/**
 * The attachment and its entry, if the actor may see the entry; `resource.missing` alike if it does not exist, or
 * is an upload that no entry took.
 */
export async function findAttachment(
  desk: Desk,
  actor: Actor,
  { id, permission }: { id: string; permission: Permission },
): Promise<FoundAttachment> {
  return await attachmentAt(desk, actor, { id, permission, upload: await uploadOf(desk, id) })
}

/**
 * A link that downloads the attachment for five minutes; of an upload that no entry took yet, for its uploader.
 * Errors: `resource.missing`, `attachment.redacted`, `attachment.not-uploaded`.
 */
export async function attachmentLink(desk: Desk, actor: Actor, id: string): Promise<string> {
  const upload = await uploadOf(desk, id)
  if (upload !== undefined && isUsable(upload, actor, desk.now())) {
    assertMay(actor, 'tickets:read', 'any')
    return await pendingLink(desk, upload)
  }
  const { attachment, entry } = await attachmentAt(desk, actor, {
    id,
    permission: 'tickets:read',
    upload,
  })
  if (attachment.redacted === true) throw new DeskError('attachment.redacted', 'This file was redacted.')
  return await desk.files.downloadLink(
    attachmentKey(id, entry.id),
    attachment.name,
    servedContentType(attachment.contentType),
  )
}

/** The bytes of an image that a mail shows in its body's place. */
export async function readInlineImage(
  desk: Desk,
  actor: Actor,
  id: string,
): Promise<{ content: Uint8Array; contentType: string }> {
  const { attachment, entry } = await findAttachment(desk, actor, { id, permission: 'tickets:read' })
  const { contentType } = attachment
  if (attachment.redacted === true || !/^image\/(png|jpeg|gif|webp)$/.test(contentType)) {
    throw new DeskError('resource.missing')
  }
  const content = await desk.files.read(attachmentKey(id, entry.id))
  if (content === undefined) throw new DeskError('resource.missing')
  return { content, contentType }
}

async function attachmentAt(
  desk: Desk,
  actor: Actor,
  facts: { id: string; permission: Permission; upload: Upload | undefined },
): Promise<FoundAttachment> {
  const { id, permission, upload } = facts
  const { ticketNumber, entryId } = (isUploadId(id) ? upload : placeInMailedId(id)) ?? {}
  if (ticketNumber === undefined || entryId === undefined) throw new DeskError('resource.missing')
  const { entry, number } = await findEntry(desk, actor, {
    number: ticketNumber,
    id: entryId,
    permission,
  })
  const attachment = entry.attachments.find(each => each.id === id)
  if (attachment === undefined) throw new DeskError('resource.missing')
  return { ticketNumber: number, entry, attachment }
}

async function uploadOf(desk: Desk, id: string): Promise<Upload | undefined> {
  return isUploadId(id) ? await readUpload(desk.table, id) : undefined
}

/** Nobody has looked at these bytes yet: they are served as what nothing opens. */
async function pendingLink(desk: Desk, { id, name }: Upload): Promise<string> {
  const key = arrivalKey(id)
  if ((await desk.files.readStart(key)) === undefined) throw new DeskError('attachment.not-uploaded')
  return await desk.files.downloadLink(key, name, 'application/octet-stream')
}
