import { uploadsPerEntryMax } from '../domain/attachment.ts'
import { assertPortalOpen, type PortalActor } from '../domain/portal.ts'
import type { Desk } from '../runtime/desk.ts'
import { readSettings } from '../store/settings.ts'
import { readUploads } from '../store/uploads.ts'
import { isUploadId } from './attachment-places.ts'
import { portalTicketFor } from './portal-access.ts'
import { isUsable } from './prepare-upload.ts'
import { type FileToStore, storeUploads } from './store-uploads.ts'

/** A file that was sent, and waits for the entry it goes with. */
export interface WaitingFile {
  id: string
  name: string
  bytes: number
}

/**
 * Takes the files of a form, for the ticket it is about or for a new one, and answers them with those it brought
 * before: a form that is refused for its words keeps its files. Errors: `resource.missing` for a ticket that is not
 * theirs; `attachment.too-many-pending`.
 */
export async function takeFiles(
  desk: Desk,
  actor: PortalActor,
  sent: { number?: number; files: readonly FileToStore[]; keptIds: readonly string[] },
): Promise<WaitingFile[]> {
  if (sent.number === undefined) assertPortalOpen(await readSettings(desk.table))
  else await portalTicketFor(desk, actor, sent.number)
  const ids = sent.keptIds.filter(isUploadId).slice(0, uploadsPerEntryMax)
  const now = desk.now()
  const kept = (await readUploads(desk.table, ids)).flatMap(upload =>
    upload !== undefined && isUsable(upload, actor, now) ? [upload] : [],
  )
  const stored = await storeUploads(desk, actor, sent.files)
  return [...kept, ...stored].map(({ id, name, bytes }) => ({ id, name, bytes }))
}
