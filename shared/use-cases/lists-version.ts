import { type Actor, assertMay } from '../domain/actor.ts'
import { secondsAfter } from '../domain/instants.ts'
import type { Desk } from '../runtime/desk.ts'
import * as store from '../store/lists-version.ts'

/** Indexes are behind the table by a moment: what was read sooner after a change may be of before it. */
const settledAfterSeconds = 10

/**
 * A name for the state that all lists of the desk are in, in half a read unit: while it is the same, so are they.
 * null where something changed a moment ago.
 */
export async function nameStateOfLists(desk: Desk, actor: Actor): Promise<string | null> {
  assertMay(actor, 'tickets:read', 'any')
  const { version, changedAt } = await store.readListsVersion(desk.table)
  const isSettled = changedAt === '' || secondsAfter(changedAt, settledAfterSeconds) <= desk.now()
  return isSettled ? String(version) : null
}
