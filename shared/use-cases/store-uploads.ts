import type { Actor } from '../domain/actor.ts'
import {
  assertMayAnnounce,
  assertUploadable,
  pendingUploadsMax,
  uploadKeptHours,
} from '../domain/attachment.ts'
import { hoursAfter } from '../domain/instants.ts'
import { cleanAttachmentName } from '../mail/attachment-name.ts'
import { declaredContentType } from '../mail/content-type.ts'
import type { Desk } from '../runtime/desk.ts'
import { announceUpload, readPendingUploads, type Upload } from '../store/uploads.ts'
import { arrivalKey } from './attachment-places.ts'
import { uploaderOf } from './prepare-upload.ts'

/** A file whose bytes came with a request. */
export interface FileToStore {
  name: string
  type: string
  content: Uint8Array
}

/**
 * Takes files that a form brought along, as if each had been announced and posted to the bucket: an entry may take
 * them for a day. Whether the actor may write at all was asked before. Errors: `attachment.too-large`,
 * `attachment.too-many-pending`.
 */
export async function storeUploads(
  desk: Desk,
  actor: Actor,
  files: readonly FileToStore[],
): Promise<Upload[]> {
  if (files.length === 0) return []
  const [at, uploader] = [desk.now(), uploaderOf(actor)]
  for (const { content } of files) assertUploadable(content.byteLength)
  const together = files.reduce((bytes, { content }) => bytes + content.byteLength, 0)
  const pending = await readPendingUploads(desk.table, { uploader, now: at, limit: pendingUploadsMax })
  assertMayAnnounce(together, pending)
  const uploads = files.map(({ name, type, content }): Upload => {
    const contentType = declaredContentType(type)
    return {
      id: desk.newId('att'),
      name: cleanAttachmentName(name, contentType),
      contentType,
      bytes: content.byteLength,
      uploader,
      ...('clientIds' in actor && actor.clientIds !== undefined ? { clientIds: actor.clientIds } : {}),
      createdAt: at,
      expiresAt: hoursAfter(at, uploadKeptHours),
      state: 'pending',
    }
  })
  // The rows first: what is stored without one would never be swept.
  await desk.table.commit(uploads.map(announceUpload))
  await Promise.all(
    uploads.map(({ id, contentType }, index) =>
      desk.files.write(arrivalKey(id), files[index]?.content ?? new Uint8Array(), contentType),
    ),
  )
  return uploads
}
