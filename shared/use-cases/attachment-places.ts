/** What attachments are called, and where their bytes lie: names are data, never part of a key. */

/** `att_<ticket>_<entry>_<n>`: one that came by mail is found, and its right checked, through its ticket. */
export function mailedAttachmentId(ticketNumber: number, entryId: string, index: number): string {
  return `att_${ticketNumber}_${entryId}_${index}`
}

/** The entry that a mailed attachment's id names; undefined where it is no such id. */
export function placeInMailedId(id: string): { ticketNumber: number; entryId: string } | undefined {
  const [, number, entryId] = /^att_(\d{1,9})_([0-9A-Z]{26})_\d{1,4}$/.exec(id) ?? []
  return number === undefined || entryId === undefined ? undefined : { ticketNumber: Number(number), entryId }
}

export function mailedAttachmentKey(id: string): string {
  return `attachments/${id}`
}

/** Whether this can be the id of an upload, `att_` and 20 hexadecimal digits. */
export function isUploadId(id: string): boolean {
  return /^att_[0-9a-f]{20}$/.test(id)
}

/** Where an upload arrives; a rule of the bucket deletes what lies below `uploads/` for days. */
export function arrivalKey(id: string): string {
  return `uploads/${id}`
}

/** Where the copy lies that an entry took of an upload. */
export function takenKey(id: string, entryId: string): string {
  return `${takenPrefix(id)}${entryId}`
}

/** All copies of an upload: an entry that was never written may have left one. */
export function takenPrefix(id: string): string {
  return `attachments/${id}/`
}

/** Where an entry's attachment lies. */
export function attachmentKey(id: string, entryId: string): string {
  return isUploadId(id) ? takenKey(id, entryId) : mailedAttachmentKey(id)
}
