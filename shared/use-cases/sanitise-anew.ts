import type { IncomingMail } from '../domain/incoming-mail.ts'
import { versionOf } from '../domain/timeline.ts'
import { readForward } from '../mail/forwarded-mail.ts'
import { sanitiseHtml, sanitiserVersion } from '../mail/sanitise-html.ts'
import type { Desk } from '../runtime/desk.ts'
import type { KnownMessage } from '../store/mails.ts'
import { saveEntry } from '../store/past-entries.ts'
import { readEntryAsStored } from '../store/timeline.ts'

/**
 * Gives the entry that a mail became the HTML that today's rules make of the mail, where it has that of earlier
 * ones. What was edited, redacted or split off since stays as it is; the words are not touched.
 */
export async function sanitiseAnew(
  desk: Desk,
  mail: IncomingMail,
  known: Pick<KnownMessage, 'ticketNumber' | 'entryId'> | undefined,
): Promise<void> {
  const { ticketNumber, entryId } = known ?? {}
  if (ticketNumber === undefined || entryId === undefined) return
  const read = await readEntryAsStored(desk, ticketNumber, entryId)
  if (read === undefined) return
  const { entry, stored } = read
  const isTouched = entry.editedAt !== undefined || entry.redactedAt !== undefined
  if (entry.html === undefined || entry.sanitiserVersion === sanitiserVersion || isTouched) return
  // Of a forward the entry has a part only, which the mail as a whole does not tell.
  const html = readForward(mail) === undefined ? mail.html : sanitiseHtml(entry.html)
  const after = { ...entry, html: html ?? '', sanitiserVersion, version: versionOf(entry) + 1 }
  await desk.table.commit([
    await saveEntry(desk.files, ticketNumber, { before: stored, after, editId: desk.newUlid() }),
  ])
}
