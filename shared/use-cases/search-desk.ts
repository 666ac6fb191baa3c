import { type Actor, assertMay, keptTo, mayDo } from '../domain/actor.ts'
import type { Desk } from '../runtime/desk.ts'
import * as store from '../store/search.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'

export type SearchHit = store.SearchHit

/** One page of what holds the words and is the actor's to know. Errors: `cursor.invalid`, `list.too-broad`. */
export async function searchDesk(
  desk: Desk,
  actor: Actor,
  q: string,
  page: CursorPage,
): Promise<{ hits: SearchHit[]; nextCursor: string | null }> {
  assertMay(actor, 'tickets:read', 'any')
  const withinClientIds = keptTo(actor)
  if (withinClientIds?.length === 0) return { hits: [], nextCursor: null }
  const scope = cursorScope('search', actor, { q })
  const { rows, next } = await store.searchDesk(
    desk.table,
    {
      q,
      names: mayDo(actor, 'clients:read'),
      ...(withinClientIds === undefined ? {} : { withinClientIds }),
    },
    await openCursor(desk, scope, page),
  )
  return { hits: rows, nextCursor: await sealCursor(desk, scope, next) }
}
