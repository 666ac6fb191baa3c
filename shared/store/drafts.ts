import { type Draft, type DraftContent, draftKeptDays, nextDraftVersion } from '../domain/draft.ts'
import type { Item, Key, Table, Write } from '../runtime/table.ts'
import type { PageRequest, RecordPage } from './directory.ts'
import { draftsOf, keys } from './keys.ts'
import { expiring, itemOf, recordOf } from './records.ts'

/** Whose draft it is, and of which ticket. */
export interface DraftPlace {
  owner: string
  ticketNumber: number
}

export async function readDraft(table: Table, place: DraftPlace): Promise<Draft | undefined> {
  const item = await table.get(keyOf(place))
  return item && draftOf(item)
}

/** What somebody has begun to write, by the numbers of the tickets. */
export async function listDrafts(table: Table, owner: string, page: PageRequest): Promise<RecordPage<Draft>> {
  const { items, next } = await table.query({
    partition: { name: 'pk', value: draftsOf(owner) },
    consistent: true,
    ...page,
  })
  return { records: items.map(draftOf), ...(next === undefined ? {} : { next }) }
}

/**
 * Keeps a draft in the place of the one that has that version, 0 for none; of any where no version is given.
 * Error: `version.stale`.
 */
export function saveDraft(
  place: DraftPlace,
  content: DraftContent,
  { at, over, ifVersion }: { at: string; over?: Draft | undefined; ifVersion?: number | undefined },
): { draft: Draft; write: Write } {
  const version = nextDraftVersion(at, Math.max(over?.version ?? 0, ifVersion ?? 0))
  const draft: Draft = { ...content, ticketNumber: place.ticketNumber, savedAt: at, version }
  const item = itemOf(keyOf(place), 'draft', draft, expiring(at, draftKeptDays))
  return { draft, write: { put: item, ...guardOf(ifVersion) } }
}

/** Forgets a draft. Error: `version.stale` where it is not the one that has that version. */
export function forgetDraft(place: DraftPlace, ifVersion?: number): Write {
  return { delete: keyOf(place), ...guardOf(ifVersion) }
}

function guardOf(ifVersion: number | undefined) {
  if (ifVersion === undefined) return {}
  const onlyIf = ifVersion === 0 ? { absent: true as const } : { equals: { version: ifVersion } }
  return { onlyIf, otherwise: 'version.stale' as const }
}

function keyOf({ owner, ticketNumber }: DraftPlace): Key {
  return keys.draft(owner, ticketNumber)
}

function draftOf(item: Item): Draft {
  return recordOf<Draft>(item)
}
