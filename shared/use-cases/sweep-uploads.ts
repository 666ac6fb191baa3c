import { DeskError } from '../domain/errors.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Key } from '../runtime/table.ts'
import { dueKeys, sweptThrough } from '../store/due.ts'
import { expireUpload, forgetUpload, readUpload, settleUpload, type Upload } from '../store/uploads.ts'
import { arrivalKey, takenKey, takenPrefix } from './attachment-places.ts'
import { eraseAttachment } from './erase-attachment.ts'

/**
 * Deletes every upload that no entry took in its time, and of those that were taken all but the copy that its
 * entry lists. An entry that commits first keeps its file; one that comes later finds the upload gone.
 */
export async function sweepUploads(
  desk: Desk,
  mayGoOn: () => boolean = () => true,
): Promise<{ deleted: number; tidied: number; skipped: number }> {
  const now = desk.now()
  const counts = { deleted: 0, tidied: 0, skipped: 0 }
  let isSwept = true
  for await (const page of dueKeys(desk.table, 'upload', now)) {
    for (const key of page) {
      // What is left due is found by the next sweep, which begins where this one did.
      if (!mayGoOn()) return counts
      const outcome = await sweepOne(desk, key)
      counts[outcome === 'overtaken' ? 'skipped' : outcome] += 1
      if (outcome === 'overtaken') isSwept = false
    }
  }
  if (isSwept) await desk.table.commit([sweptThrough('upload', now)])
  return counts
}

async function sweepOne(desk: Desk, key: Key): Promise<'deleted' | 'tidied' | 'skipped' | 'overtaken'> {
  const upload = await readUpload(desk.table, key.pk.slice('UPLOAD#'.length))
  if (upload === undefined) return 'skipped'
  const { state } = upload.state === 'pending' ? await barFromUse(desk, upload) : upload
  switch (state) {
    case 'pending':
      return 'overtaken'
    case 'used':
      return await tidy(desk, upload.id)
    case 'expired':
      return await remove(desk, upload.id)
  }
}

/** The upload after trying that no entry can take it any more: one may have been faster. */
async function barFromUse(desk: Desk, upload: Upload): Promise<Pick<Upload, 'state'>> {
  try {
    await desk.table.commit([expireUpload(upload)])
    return { state: 'expired' }
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    return (await readUpload(desk.table, upload.id)) ?? { state: 'expired' }
  }
}

async function remove(desk: Desk, id: string): Promise<'deleted'> {
  await eraseAttachment(desk.files, id)
  await desk.table.commit([forgetUpload(id)])
  return 'deleted'
}

async function tidy(desk: Desk, id: string): Promise<'tidied'> {
  const { entryId } = (await readUpload(desk.table, id)) ?? {}
  const listed = entryId === undefined ? undefined : takenKey(id, entryId)
  await Promise.all([
    desk.files.eraseFile(arrivalKey(id)),
    desk.files.erase(takenPrefix(id), key => key === listed),
  ])
  await desk.table.commit([settleUpload(id)])
  return 'tidied'
}
