import { type Actor, mayKnowClient } from '../domain/actor.ts'
import { DeskError, invalid } from '../domain/errors.ts'
import type { Attachment } from '../domain/timeline.ts'
import { provenContentType } from '../mail/content-type.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { readUploads, takeUpload, type Upload } from '../store/uploads.ts'
import { arrivalKey, isUploadId, takenKey } from './attachment-places.ts'
import { isUploader, isUsable } from './prepare-upload.ts'

/** An upload as it was found in the bucket. */
export interface ArrivedUpload {
  upload: Upload
  /** What its first bytes say it is. */
  contentType: string
  etag: string
}

/** What an entry gets of its uploads: what it lists, and the writes that belong into its transaction. */
export interface TakenUploads {
  attachments: Attachment[]
  writes: Write[]
}

/**
 * The uploads that an entry is to take, looked at and nothing done yet. Errors, each with a pointer:
 * `request.invalid` for one that is not the actor's or whose time is over, `attachment.used`,
 * `attachment.not-uploaded`.
 */
export async function findUploads(
  desk: Desk,
  actor: Actor,
  ids: readonly string[] = [],
): Promise<ArrivedUpload[]> {
  ids.forEach((id, index) => {
    if (ids.indexOf(id) !== index) throw invalid(pointerTo(index), 'is named twice')
    if (!isUploadId(id)) throw invalid(pointerTo(index), 'does not exist')
  })
  const now = desk.now()
  const found = await readUploads(desk.table, ids)
  const uploads = found.map((upload, index) => {
    if (upload?.state === 'used' && isUploader(upload, actor)) throw refused('attachment.used', index)
    if (upload === undefined || !isUsable(upload, actor, now)) {
      throw invalid(pointerTo(index), 'does not exist')
    }
    return upload
  })
  return await Promise.all(uploads.map((upload, index) => arrived(desk, upload, index)))
}

/** What a key uploaded while it was for some clients is no file for a ticket of another. */
export function assertUploadedFor(uploads: readonly ArrivedUpload[], clientId: string | undefined): void {
  uploads.forEach(({ upload }, index) => {
    const uploadedFor = upload.clientIds === undefined ? {} : { clientIds: upload.clientIds }
    if (!mayKnowClient(uploadedFor, clientId)) throw invalid(pointerTo(index), 'does not exist')
  })
}

/**
 * Keeps each upload for an entry as it was looked at: a copy, as its form may post other bytes until it ends.
 * Should the entry then not be written, the sweep clears the copies away.
 */
export async function keepUploads(
  desk: Desk,
  uploads: readonly ArrivedUpload[],
  place: { ticketNumber: number; entryId: string },
): Promise<TakenUploads> {
  const { entryId } = place
  await Promise.all(
    uploads.map(({ upload: { id }, etag, contentType }) =>
      desk.files.copy(arrivalKey(id), takenKey(id, entryId), { etag, contentType }),
    ),
  )
  return {
    attachments: uploads.map(({ upload: { id, name, bytes }, contentType }) => ({
      id,
      name,
      contentType,
      bytes,
    })),
    writes: uploads.map(({ upload }) => takeUpload(upload, place)),
  }
}

async function arrived(desk: Desk, upload: Upload, index: number): Promise<ArrivedUpload> {
  const start = await desk.files.readStart(arrivalKey(upload.id))
  if (start === undefined || start.bytes !== upload.bytes) throw refused('attachment.not-uploaded', index)
  return { upload, contentType: provenContentType(start.content, upload.contentType), etag: start.etag }
}

const details = {
  'attachment.used': 'An entry has this file already.',
  'attachment.not-uploaded': 'The bytes of this file have not arrived yet.',
} as const

function refused(code: keyof typeof details, index: number): DeskError {
  return new DeskError(code, details[code], [{ pointer: pointerTo(index), message: details[code] }])
}

function pointerTo(index: number): string {
  return `/attachmentIds/${index}`
}
