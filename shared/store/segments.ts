import type { Table } from '../runtime/table.ts'

/**
 * A part of a list, which knows how to read on from where it was left. `rounds` bounds how often it reads on to find
 * a page, where it would do so more often.
 */
export type Segment<T> = (
  table: Table,
  page: { limit: number; after: unknown; rounds?: number },
) => Promise<{ rows: T[]; next?: unknown }>

/**
 * One page of a list that is segments one after the other; its cursor says which one, and how far that was used.
 * A page may come back short, with a next one: a segment that reads on and finds little says so.
 */
export async function readSegments<T>(
  table: Table,
  segments: readonly Segment<T>[],
  { limit, after = {}, ...bounds }: { limit: number; after?: Record<string, unknown>; rounds?: number },
): Promise<{ rows: T[]; next?: Record<string, unknown> }> {
  const rows: T[] = []
  let { at } = after
  const first = typeof after.segment === 'number' ? after.segment : 0
  for (const [index, segment] of segments.entries()) {
    if (index < first) continue
    if (rows.length === limit) return { rows, next: { segment: index } }
    const page = await segment(table, { limit: limit - rows.length, after: at, ...bounds })
    rows.push(...page.rows)
    if (page.next !== undefined) return { rows, next: { segment: index, at: page.next } }
    at = undefined
  }
  return { rows }
}
