import type { Actor } from './actor.ts'
import { DeskError } from './errors.ts'
import { type Change, type Entry, type Person, versionOf } from './timeline.ts'

/** Redacting an edited entry deletes every version of it in one transaction of 100 items. */
export const entryVersionsMax = 50

/**
 * Only words of the desk's side are edited, a client's never are; a key for some clients edits its own alone.
 * Errors: `entry.no-words`, `entry.redacted`, `entry.not-yours`, `entry.versions-full`.
 */
export function assertMayEdit(actor: Actor, entry: Entry): void {
  assertHasWords(entry)
  if (entry.redactedAt !== undefined) throw new DeskError('entry.redacted', 'Its words are gone for good.')
  const isOfDesk = entry.kind !== 'mail-event' && (entry.by.kind === 'agent' || entry.by.kind === 'key')
  if (!isOfDesk) throw new DeskError('entry.not-yours', 'Only what the desk wrote can be edited.')
  assertOwnOfClientKey(actor, entry)
  if (versionOf(entry) >= entryVersionsMax) {
    throw new DeskError('entry.versions-full', `An entry has at most ${entryVersionsMax} versions.`)
  }
}

/** Whosever words may be redacted; a key for some clients redacts its own alone. Errors: `entry.no-words`, `entry.not-yours`. */
export function assertMayRedact(actor: Actor, entry: Entry): void {
  assertHasWords(entry)
  assertOwnOfClientKey(actor, entry)
}

/** The entry with other words, one version up; the same entry where they are the same. */
export function editedEntry(
  entry: Entry,
  words: Pick<Entry, 'text' | 'html'>,
  by: Person,
  at: string,
): Entry {
  if (entry.text === words.text && entry.html === words.html) return entry
  const { html: _html, ...rest } = entry
  return { ...rest, ...words, editedAt: at, editedBy: by, version: versionOf(entry) + 1 }
}

/**
 * The entry without its words, one version up: who wrote when stays, and its files unless they go too; images
 * within the words are part of them. The same entry where nothing is left to take.
 */
export function redactedEntry(entry: Entry, facts: { by: Person; at: string; attachments: boolean }): Entry {
  const { html: _html, quoted: _quoted, ...rest } = entry
  const attachments = facts.attachments
    ? []
    : entry.attachments.filter(({ contentId }) => contentId === undefined)
  if (entry.redactedAt !== undefined && attachments.length === entry.attachments.length) return entry
  return {
    redactedAt: facts.at,
    redactedBy: facts.by,
    ...rest,
    text: '',
    attachments,
    version: versionOf(entry) + 1,
  }
}

/** What the timeline says of an edit. */
export function changeOfEdit(before: Entry, after: Entry): Change {
  const shown = ({ id, redactedAt, ...entry }: Entry) =>
    `${id} ${redactedAt === undefined ? `version ${versionOf(entry)}` : 'redacted'}`
  return { field: 'entry', from: shown(before), to: shown(after) }
}

function assertHasWords({ kind }: Entry): void {
  if (kind === 'activity') throw new DeskError('entry.no-words', 'An activity has no words.')
}

function assertOwnOfClientKey(actor: Actor, { by }: Entry): void {
  if (actor.kind === 'key' && actor.clientIds !== undefined && by.id !== actor.id) {
    throw new DeskError('entry.not-yours', 'A key for some clients changes only what it wrote itself.')
  }
}
