import type { Person } from './timeline.ts'

export type AuditAction = 'created' | 'changed' | 'deleted'

/** What somebody did to the desk itself: its settings, its people, its keys, its catalogues. */
export interface AuditEntry {
  /** A ULID: sorts by the time it was written. */
  id: string
  at: string
  by: Person
  action: AuditAction
  /** As the API names it: `agents/agt_x`; `settings`. */
  resource: string
  /** Its name at the time; it may be gone since. */
  name: string
  changes: FieldChange[]
}

export interface FieldChange {
  field: string
  from: string | null
  to: string | null
}

/** Of a longer value the log keeps the beginning. */
const valueCharactersMax = 500

/** What every record has, or what says nothing about it. */
const unspoken = new Set(['id', 'version', 'createdAt', 'ticketsUntil'])

/** The fields in which two states of a record differ, as text; an absent record has no fields. */
export function fieldChanges(before: object = {}, after: object = {}): FieldChange[] {
  const was = new Map<string, unknown>(Object.entries(before))
  const is = new Map<string, unknown>(Object.entries(after))
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter(field => !unspoken.has(field))
    .map(field => ({ field, from: shown(was.get(field)), to: shown(is.get(field)) }))
    .filter(({ from, to }) => from !== to)
    .map(({ field, from, to }) => ({ field, from: beginning(from), to: beginning(to) }))
}

function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function beginning(text: string | null): string | null {
  return text === null || text.length <= valueCharactersMax
    ? text
    : `${text.slice(0, valueCharactersMax).toWellFormed()}…`
}
