import { servedContentType } from '../domain/attachment.ts'
import { DeskError } from '../domain/errors.ts'
import { readFileToken } from '../mail/file-token.ts'
import type { Desk } from '../runtime/desk.ts'
import { attachmentKey } from './attachment-places.ts'
import { findAttachment } from './read-attachment.ts'

/**
 * A link that downloads the file a mail's link names, for five minutes: the mail's own holds for 30 days, for this
 * one file. `resource.missing` alike for a link that is not ours or has run out, and for a file that is no longer
 * to be had; `attachment.redacted` for one that was redacted.
 */
export async function openLinkedFile(desk: Desk, token: string): Promise<string> {
  const named = readFileToken(token, await desk.secrets.signingKey())
  if (named === undefined || named.until * 1_000 < Date.parse(desk.now())) {
    throw new DeskError('resource.missing')
  }
  const { attachment, entry } = await findAttachment(
    desk,
    { kind: 'system', name: 'web' },
    { id: named.attachmentId, permission: 'tickets:read' },
  )
  // Only what was mailed has a link; what is internal, or was made so, has none.
  if (entry.visibility !== 'public') throw new DeskError('resource.missing')
  if (attachment.redacted === true) throw new DeskError('attachment.redacted', 'This file was taken away.')
  return await desk.files.downloadLink(
    attachmentKey(attachment.id, entry.id),
    attachment.name,
    servedContentType(attachment.contentType),
  )
}
