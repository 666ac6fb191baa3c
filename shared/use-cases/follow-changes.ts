import type { Desk } from '../runtime/desk.ts'
import type { RowChange } from '../store/changes.ts'

export type { RowChange } from '../store/changes.ts'

/**
 * Something that is kept up with the table: told of the changes that the stream tells of, in its order. The stream
 * tells again of what a follower did not get through, also of what came before it: to follow twice must be harmless.
 */
export interface Follower {
  name: string
  follow(desk: Desk, changes: readonly RowChange[]): Promise<void>
}

/** Tells every follower of the changes, and only then throws what one of them threw. */
export async function followChanges(
  desk: Desk,
  changes: readonly RowChange[],
  followers: readonly Follower[],
): Promise<void> {
  const failures: unknown[] = []
  for (const { name, follow } of followers) {
    try {
      await follow(desk, changes)
    } catch (error) {
      // The others have nothing to do with it; the stream tells all of them again.
      desk.log.error('A follower did not get through', { follower: name, why: String(error) })
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}
