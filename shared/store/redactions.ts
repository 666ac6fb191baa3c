import { type Attachment, versionOf } from '../domain/timeline.ts'
import type { Write } from '../runtime/table.ts'
import { keys } from './keys.ts'
import { asItWasRead } from './past-entries.ts'
import type { StoredEntry } from './timeline.ts'

/** Leaves an entry, as it was read, with these attachments, one version up; `version.stale` where somebody was faster. */
export function replaceAttachments(
  ticketNumber: number,
  before: StoredEntry,
  attachments: readonly Attachment[],
): Write {
  return {
    update: keys.entry(ticketNumber, before.id),
    set: { attachments, version: versionOf(before) + 1 },
    ...asItWasRead(before),
  }
}
