import type { Files } from '../runtime/files.ts'
import { arrivalKey, isUploadId, mailedAttachmentKey, takenPrefix } from './attachment-places.ts'

/** Deletes the bytes of an attachment for good, wherever they lie. */
export async function eraseAttachment(files: Files, id: string): Promise<void> {
  if (isUploadId(id)) await Promise.all([files.eraseFile(arrivalKey(id)), files.erase(takenPrefix(id))])
  else await files.eraseFile(mailedAttachmentKey(id))
}
