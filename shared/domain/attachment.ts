import { DeskError } from './errors.ts'
import type { Attachment } from './timeline.ts'

/** The largest file taken by upload; mails bring theirs within SES's own limit. */
export const uploadBytesMax = 25_000_000

/** Uploads of one entry: each takes a write of the one transaction, which has 100. */
export const uploadsPerEntryMax = 20

/** Files that one actor has announced and that no entry took yet: so many, and so many bytes together. */
export const pendingUploadsMax = 100
export const pendingBytesMax = 1_000_000_000

/** How long a form that uploads holds; the bytes must have begun to arrive by then. */
export const uploadFormMinutes = 15

/** An upload that no entry took by then is deleted. */
export const uploadKeptHours = 24

/** What goes along with one mail: base64 makes 9.6 MB of it, and SES takes 10 MB in all. */
export const mailedBytesMax = 7_000_000

/** Refuses with `attachment.too-large` what no upload may be. */
export function assertUploadable(bytes: number): void {
  if (bytes <= uploadBytesMax) return
  throw new DeskError('attachment.too-large', `A file may have ${fileSize(uploadBytesMax)} at most.`, [
    { pointer: '/size', message: `must be ${uploadBytesMax} at most` },
  ])
}

/** Refuses with `attachment.too-many-pending` a file more than one actor may have announced. */
export function assertMayAnnounce(bytes: number, pending: readonly { bytes: number }[]): void {
  const together = pending.reduce((sum, each) => sum + each.bytes, bytes)
  if (pending.length < pendingUploadsMax && together <= pendingBytesMax) return
  const most = `${pendingUploadsMax} files and ${fileSize(pendingBytesMax)}`
  throw new DeskError(
    'attachment.too-many-pending',
    `At most ${most} may be announced that no reply or ticket has taken yet.`,
  )
}

/** What can be opened from a download without running anything; a PDF can carry scripts. */
const harmless = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/bmp',
  'text/plain',
  'text/csv',
  'application/zip',
  'application/gzip',
])

/** The type a download is served under: `application/octet-stream` unless it is one that runs nowhere. */
export function servedContentType(contentType: string): string {
  return harmless.has(contentType) ? contentType : 'application/octet-stream'
}

/** The files of an entry that one mail carries, in their order, and those it can only name. */
export function filesForMail(attachments: readonly Attachment[]): {
  along: Attachment[]
  leftOut: Attachment[]
} {
  const along: Attachment[] = []
  const leftOut: Attachment[] = []
  let bytes = 0
  for (const attachment of attachments.filter(goesAlong)) {
    const fits = bytes + attachment.bytes <= mailedBytesMax
    if (fits) bytes += attachment.bytes
    ;(fits ? along : leftOut).push(attachment)
  }
  return { along, leftOut }
}

/** An image that a mail showed in its body's place is part of its words, not a file of its author's. */
function goesAlong({ contentId, redacted }: Attachment): boolean {
  return contentId === undefined && redacted !== true
}

/** `1.4 MB`; decimal units, as file managers show them. */
export function fileSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
