import type { CursorPage } from './cursor.ts'

/** A page of a list of those in use, or of those that are archived. */
export interface ArchivedPage extends CursorPage {
  archived?: boolean
}

/** A record that is taken out of use, or back into it; since when it is out of use stays true. */
export function withArchived<T extends { archivedAt?: string }>(
  record: T,
  archived: boolean | undefined,
  now: string,
): T {
  if (archived === undefined) return record
  const { archivedAt = now, ...rest } = record
  return archived ? { ...record, archivedAt } : (rest as T)
}
