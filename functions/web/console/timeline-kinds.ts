import type { Entry } from '../../../shared/domain/timeline.ts'

/** What a timeline can be narrowed to, as its address says it. */
export const timelineKinds = ['all', 'messages', 'notes', 'activity', 'mail', 'time'] as const
export type TimelineKind = (typeof timelineKinds)[number]

/** The kind that an address asks for; what it does not know is everything, as old links may hold it. */
export function timelineKindOf(asked: string | undefined): TimelineKind {
  return timelineKinds.find(kind => kind === asked) ?? 'all'
}

/** Whether an entry is of the kind. */
export function isOfKind(kind: TimelineKind, entry: Pick<Entry, 'kind' | 'minutesWorked'>): boolean {
  switch (kind) {
    case 'all':
      return true
    case 'messages':
      return entry.kind === 'reply'
    case 'notes':
      return entry.kind === 'note'
    case 'activity':
      return entry.kind === 'activity'
    case 'mail':
      return entry.kind === 'mail-event'
    case 'time':
      return (entry.minutesWorked ?? 0) > 0
  }
}

/** The kinds of entries among which those of a kind are; undefined for all. */
export function entryKindsOf(kind: TimelineKind): Entry['kind'][] | undefined {
  switch (kind) {
    case 'all':
      return undefined
    case 'messages':
      return ['reply']
    case 'notes':
      return ['note']
    case 'activity':
      return ['activity']
    case 'mail':
      return ['mail-event']
    case 'time':
      return ['reply', 'note']
  }
}
