import { entryVersionsMax } from '../domain/entry-edit.ts'
import type { ErrorCode } from '../domain/errors.ts'
import { type Entry, type Person, versionOf } from '../domain/timeline.ts'
import type { Files } from '../runtime/files.ts'
import type { Condition, Table, Write } from '../runtime/table.ts'
import type { PageRequest } from './directory.ts'
import { keys, pastEntries } from './keys.ts'
import { itemOf } from './records.ts'
import { type Body, bodiesOf, fitBody, homeOf, readWhole, type StoredEntry } from './timeline.ts'

/** The words of an entry as they were before an edit. */
export interface PastEntry extends Body {
  version: number
  /** When these words were written, and by whom. */
  at: string
  by: Person
}

/**
 * Replaces an entry as it was read; `version.stale` where somebody was faster. A long body goes into a file of
 * its own: the earlier one is the history's, and of two who write at once only one is read.
 */
export async function saveEntry(
  files: Files,
  ticketNumber: number,
  { before, after, editId }: { before: StoredEntry; after: Entry; editId: string },
): Promise<Write> {
  const bodies = bodiesOf(homeOf(before, ticketNumber), after.id)
  const { askedBy, writtenOn } = before
  const stored: StoredEntry = {
    ...(await fitBody(files, `${bodies}.${editId}.json`, after)),
    ...(askedBy === undefined ? {} : { askedBy }),
    ...(writtenOn === undefined ? {} : { writtenOn }),
  }
  return {
    put: itemOf(keys.entry(ticketNumber, after.id), 'entry', stored),
    ...asItWasRead(before),
  }
}

/** Every change of an entry names the version that it was made from. */
export function asItWasRead({ version }: StoredEntry): { onlyIf: Condition; otherwise: ErrorCode } {
  return {
    onlyIf: version === undefined ? { exists: true, lacks: 'version' } : { equals: { version } },
    otherwise: 'version.stale',
  }
}

/** Keeps the words of an entry that is about to be edited. */
export function keepPast(ticketNumber: number, before: StoredEntry): Write {
  const { text, html, quoted, bodyKey } = before
  const version = versionOf(before)
  const past = {
    version,
    at: before.editedAt ?? before.at,
    by: before.editedBy ?? before.by,
    text,
    html,
    quoted,
    bodyKey,
  }
  return {
    put: itemOf(keys.pastEntry(homeOf(before, ticketNumber), before.id, version), 'past-entry', past),
    onlyIf: { absent: true },
    otherwise: 'version.stale',
  }
}

/** A page of an entry's earlier versions, the first one first, bodies whole. */
export async function readPast(
  desk: { table: Table; files: Files },
  { ticketNumber, stored }: { ticketNumber: number; stored: StoredEntry },
  page: PageRequest,
): Promise<{ entries: PastEntry[]; next?: Record<string, unknown> }> {
  const place = { ticketNumber: homeOf(stored, ticketNumber), range: pastEntries(stored.id) }
  return await readWhole<PastEntry>(desk, place, page)
}

/** Deletes the earlier versions that there are. Who adds one meanwhile makes the entry's version stale. */
export async function forgetPast(table: Table, ticketNumber: number, stored: StoredEntry): Promise<Write[]> {
  const { items } = await table.query({
    partition: { name: 'pk', value: keys.ticket(homeOf(stored, ticketNumber)).pk },
    range: { name: 'sk', ...pastEntries(stored.id) },
    limit: entryVersionsMax,
    consistent: true,
  })
  return items.map(({ pk, sk }) => ({ delete: { pk, sk } }))
}
