import type { Attachment } from '../domain/timeline.ts'
import type { Write } from '../runtime/table.ts'
import { keys } from './keys.ts'

/**
 * The write that leaves an entry with these attachments. Entries are changed under the version of their ticket's
 * header, which has to be written in the same transaction.
 */
export function replaceAttachments(
  ticketNumber: number,
  entryId: string,
  attachments: readonly Attachment[],
): Write {
  return { update: keys.entry(ticketNumber, entryId), set: { attachments }, onlyIf: { exists: true } }
}
