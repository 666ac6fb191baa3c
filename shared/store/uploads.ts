import { hoursAfter } from '../domain/instants.ts'
import type { Item, Table, Write } from '../runtime/table.ts'
import { directories, dueBucket, keys } from './keys.ts'
import { expiring, itemOf, recordOf } from './records.ts'

/** A file that somebody announced, and, once an entry took it, where it is an attachment. */
export interface Upload {
  id: string
  name: string
  /** As declared, as is `bytes`; what the entry lists was looked at. */
  contentType: string
  bytes: number
  /** Id of the only actor who may use it. */
  uploader: string
  /** The clients the uploader was for, if only for some. */
  clientIds?: readonly string[]
  createdAt: string
  /** From then on no entry may take it, and it is deleted. */
  expiresAt: string
  state: 'pending' | 'used' | 'expired'
  /** Of a used one: the entry that lists it. */
  ticketNumber?: number
  entryId?: string
}

/** Should the sweep have failed for so long, the row goes all the same, and the bucket's own rule takes the file. */
const unusedKeptDays = 7

/** Long enough that no entry which found the upload in its time is still being written. */
const sweptHoursLater = 1

export async function readUpload(table: Table, id: string): Promise<Upload | undefined> {
  const item = await table.get(keys.upload(id))
  return item && uploadOf(item)
}

/** In the order of the ids. */
export async function readUploads(table: Table, ids: readonly string[]): Promise<(Upload | undefined)[]> {
  if (ids.length === 0) return []
  const items = await table.getMany(ids.map(keys.upload))
  return items.map(item => item && uploadOf(item))
}

/**
 * What somebody announced and no entry took yet, up to a number of them; not what ran out of time and waits for the
 * sweep. Its list may be a moment behind.
 */
export async function readPendingUploads(
  table: Table,
  { uploader, now, limit }: { uploader: string; now: string; limit: number },
): Promise<Upload[]> {
  const { items } = await table.query({
    index: 'directory',
    partition: { name: 'directory', value: directories.pendingUploads(uploader) },
    range: { name: 'directoryOrder', from: now },
    limit,
  })
  return items.map(uploadOf)
}

/** Announces a file; it falls due when its time is over. */
export function announceUpload(upload: Upload): Write {
  return { put: itemOfUpload(upload), onlyIf: { absent: true } }
}

/**
 * The write that makes a file an entry's, for the entry's transaction; `attachment.used` where another entry or
 * the sweep was first. It stays due: what else was stored for it is cleared away then.
 */
export function takeUpload(upload: Upload, place: { ticketNumber: number; entryId: string }): Write {
  return {
    put: itemOfUpload({ ...upload, state: 'used', ...place }),
    onlyIf: { equals: { state: 'pending' } },
    otherwise: 'attachment.used',
  }
}

/** Gives a file back to who uploaded it, as the entry that took it is taken back; `write.conflict` if it was not its. */
export function giveBackUpload({ ticketNumber: _number, entryId = '', ...upload }: Upload): Write {
  return {
    put: itemOfUpload({ ...upload, state: 'pending' }),
    onlyIf: { equals: { state: 'used', entryId } },
  }
}

/** Bars a file whose time is over from use, before its bytes go; `write.conflict` where an entry was first. */
export function expireUpload(upload: Upload): Write {
  return {
    put: itemOfUpload({ ...upload, state: 'expired' }),
    onlyIf: { equals: { state: 'pending' } },
  }
}

export function forgetUpload(id: string): Write {
  return { delete: keys.upload(id) }
}

/** A used file around which everything is tidy is not due any more. */
export function settleUpload(id: string): Write {
  return {
    update: keys.upload(id),
    remove: ['dueBucket', 'dueAt', 'dueKind'],
    onlyIf: { equals: { state: 'used' } },
  }
}

/** Of a used file that is redacted, only where it was stays. */
export function forgetUploadName(id: string): Write {
  return { update: keys.upload(id), set: { name: '' }, onlyIf: { equals: { state: 'used' } } }
}

function itemOfUpload(upload: Upload) {
  const sweptAt = hoursAfter(upload.expiresAt, sweptHoursLater)
  return itemOf(keys.upload(upload.id), 'upload', upload, {
    dueBucket: dueBucket('upload', sweptAt),
    dueAt: `${sweptAt}#${upload.id}`,
    dueKind: 'upload',
    ...(upload.state === 'pending' ? pendingOf(upload) : {}),
    ...(upload.state === 'used' ? {} : expiring(upload.expiresAt, unusedKeptDays)),
  })
}

/** Where it stands among what its uploader has announced, by when its time is over. */
function pendingOf({ id, uploader, expiresAt }: Upload) {
  return { directory: directories.pendingUploads(uploader), directoryOrder: `${expiresAt}#${id}` }
}

function uploadOf(item: Item): Upload {
  const { dueAt: _due, ...upload } = recordOf<Upload & { dueAt?: string }>(item)
  return upload
}
