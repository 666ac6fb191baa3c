import { type Actor, assertMay } from '../domain/actor.ts'
import {
  assertMayAnnounce,
  assertUploadable,
  pendingUploadsMax,
  uploadFormMinutes,
  uploadKeptHours,
} from '../domain/attachment.ts'
import { DeskError } from '../domain/errors.ts'
import { hoursAfter, minutesAfter } from '../domain/instants.ts'
import { cleanAttachmentName } from '../mail/attachment-name.ts'
import { declaredContentType } from '../mail/content-type.ts'
import type { Desk } from '../runtime/desk.ts'
import type { UploadForm } from '../runtime/files.ts'
import { announceUpload, readPendingUploads, readUpload, type Upload } from '../store/uploads.ts'
import { arrivalKey, isUploadId } from './attachment-places.ts'
import { commitEffect } from './effect.ts'

export interface PreparedUpload {
  upload: Upload
  form: UploadForm
  /** Until when the form holds. */
  until: string
}

/**
 * Announces a file and answers the form that takes it, straight to the bucket: these bytes in number, this type.
 * Errors: `attachment.too-large`, `attachment.too-many-pending`.
 */
export async function prepareUpload(
  desk: Desk,
  actor: Actor,
  input: { name: string; size: number; type: string },
): Promise<PreparedUpload> {
  assertMay(actor, 'tickets:write', 'any')
  assertUploadable(input.size)
  const contentType = declaredContentType(input.type)
  const [at, uploader] = [desk.now(), uploaderOf(actor)]
  const pending = { uploader, now: at, limit: pendingUploadsMax }
  assertMayAnnounce(input.size, await readPendingUploads(desk.table, pending))
  const upload: Upload = {
    id: desk.newId('att'),
    name: cleanAttachmentName(input.name, contentType),
    contentType,
    bytes: input.size,
    uploader,
    ...('clientIds' in actor && actor.clientIds !== undefined ? { clientIds: actor.clientIds } : {}),
    createdAt: at,
    expiresAt: hoursAfter(at, uploadKeptHours),
    state: 'pending',
  }
  const prepared = await withForm(desk, upload)
  await commitEffect(desk, [announceUpload(upload)], `attachments/${upload.id}/upload`)
  return prepared
}

/** A fresh form for a file that was announced and that no entry took yet; `resource.missing` for any other. */
export async function renewUpload(desk: Desk, actor: Actor, id: string): Promise<PreparedUpload> {
  assertMay(actor, 'tickets:write', 'any')
  const upload = isUploadId(id) ? await readUpload(desk.table, id) : undefined
  if (upload === undefined || !isUsable(upload, actor, desk.now())) throw new DeskError('resource.missing')
  return await withForm(desk, upload)
}

/** Only who announced a file may look at it or use it, and only until its time is over. */
export function isUsable(upload: Upload, actor: Actor, now: string): boolean {
  return upload.state === 'pending' && upload.expiresAt > now && isUploader(upload, actor)
}

export function isUploader(upload: Upload, actor: Actor): boolean {
  return upload.uploader === uploaderOf(actor)
}

async function withForm(desk: Desk, upload: Upload): Promise<PreparedUpload> {
  const { id, bytes, contentType, expiresAt } = upload
  const held = minutesAfter(desk.now(), uploadFormMinutes)
  const until = held < expiresAt ? held : expiresAt
  return { upload, until, form: await desk.files.uploadForm(arrivalKey(id), { bytes, contentType, until }) }
}

/** What an upload keeps of who announced it. */
export function uploaderOf(actor: Actor): string {
  return 'id' in actor ? actor.id : actor.name
}
