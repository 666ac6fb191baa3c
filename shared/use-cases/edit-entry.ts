import { type Actor, personOf } from '../domain/actor.ts'
import { assertMayEdit, changeOfEdit, editedEntry } from '../domain/entry-edit.ts'
import { DeskError, invalid } from '../domain/errors.ts'
import { assertNotClosed } from '../domain/ticket.ts'
import { type Entry, versionOf } from '../domain/timeline.ts'
import { type BodyInput, bodyOf, hasWords } from '../mail/body.ts'
import type { Desk } from '../runtime/desk.ts'
import { keepPast, type PastEntry, readPast, saveEntry } from '../store/past-entries.ts'
import { readEntryAsStored, type StoredEntry } from '../store/timeline.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'
import { maySee } from './read-ticket.ts'
import { commitStep } from './ticket-step.ts'
import { assertVersion, ticketFor } from './tickets.ts'

export interface EntryAt {
  number: number
  entryId: string
  /** The version of the entry that the writer saw. */
  ifVersion?: number
}

/**
 * Gives a reply or a note of the desk's side other words; those it had stay readable as its history. A reply that
 * was mailed is not mailed again. Errors: `ticket.closed`, `version.stale`, `request.invalid`, and those of
 * `assertMayEdit`.
 */
export async function editEntry(
  desk: Desk,
  actor: Actor,
  { number, entryId, ifVersion }: EntryAt,
  body: BodyInput,
): Promise<Entry> {
  const before = await ticketFor(desk, actor, number, 'tickets:write')
  const { entry, stored } = await entryFor(desk, actor, number, entryId)
  assertVersion(versionOf(entry), ifVersion)
  assertNotClosed(before)
  assertMayEdit(actor, entry)
  const words = bodyOf(body)
  if (!hasWords(words)) throw invalid('/bodyText', 'has no words in it')
  const [by, at] = [personOf(actor), desk.now()]
  const after = editedEntry(entry, words, by, at)
  if (after === entry) return entry
  await commitStep(desk, {
    before,
    after: before,
    changes: [changeOfEdit(entry, after)],
    writes: [
      await saveEntry(desk.files, number, { before: stored, after, editId: desk.newUlid() }),
      keepPast(number, stored),
    ],
    by,
    at,
    made: `tickets/${number}/timeline/${entryId}`,
  })
  return after
}

/**
 * The earlier versions of an entry, the first one first. They are internal even where the entry is public: what
 * was taken back is for the desk alone.
 */
export async function readEntryHistory(
  desk: Desk,
  actor: Actor,
  { number, entryId }: Pick<EntryAt, 'number' | 'entryId'>,
  page: CursorPage,
): Promise<{ versions: PastEntry[]; nextCursor: string | null }> {
  const scope = cursorScope('entry-history', actor, { number, entryId })
  const [after, { stored }] = await Promise.all([
    openCursor(desk, scope, page),
    entryFor(desk, actor, number, entryId),
    ticketFor(desk, actor, number, 'tickets:read'),
  ])
  const { entries, next } = await readPast(desk, { ticketNumber: number, stored }, after)
  return {
    versions: entries.filter(({ by }) => maySee(actor, { visibility: 'internal', by })),
    nextCursor: await sealCursor(desk, scope, next),
  }
}

/** The entry, if the actor may see it; `resource.missing` alike if it does not exist or is not theirs. */
export async function entryFor(
  desk: Desk,
  actor: Actor,
  number: number,
  entryId: string,
): Promise<{ entry: Entry; stored: StoredEntry }> {
  const found = await readEntryAsStored(desk, number, entryId)
  if (found === undefined || !maySee(actor, found.entry)) throw new DeskError('resource.missing')
  return found
}
