import type { DeskError } from '../../../shared/domain/errors.ts'
import type { Entry } from '../../../shared/domain/timeline.ts'
import type { Strings } from '../strings.ts'
import type { Trouble } from './ticket-page.tsx'

interface Circumstances {
  entries: readonly Entry[]
  /** The last entry that the refused form had seen. */
  seen: string | undefined
  /** The agent who sent it. */
  me: string
  /** Whether it was words, not just a change. */
  wrote: boolean
}

/** Why a form on a ticket was refused, in words about what happened meanwhile. */
export function explainRefusal(
  { problem, refusals, stale: words }: Strings,
  error: DeskError,
  at: Circumstances,
): Trouble | undefined {
  if (error.kind !== 'conflict') {
    if (error.issues.length > 0 && at.wrote) return undefined
    return { title: problem.refusedTitle, lines: [refusals.whole(error.code, error.message)] }
  }
  return { title: words.title, lines: [whatHappened(words, at), at.wrote ? words.kept : words.tryAgain] }
}

function whatHappened(words: Strings['stale'], { entries, seen, me }: Circumstances): string {
  const since = entries.filter(({ id }) => seen !== undefined && id > seen)
  const byOthers = since.filter(({ by }) => by.id !== me || by.kind !== 'agent')
  const told = [...byOthers].reverse()
  const entry =
    told.find(({ kind }) => kind === 'reply') ??
    told.find(({ kind }) => kind === 'note') ??
    told[0] ??
    since.at(-1)
  if (entry === undefined) return words.somebody
  switch (entry.kind) {
    case 'reply':
      return words.replied(entry.by.name)
    case 'note':
      return words.noted(entry.by.name)
    case 'activity':
      return words.changed(entry.by.name)
    case 'mail-event':
      return words.somebody
  }
}
