import type { Hono } from 'hono'
import type * as z from 'zod'
import { given } from '../../../shared/contract/given.ts'
import * as contract from '../../../shared/contract/search.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { type SearchHit, searchDesk } from '../../../shared/use-cases/search-desk.ts'
import { presentTicketRow } from '../present.ts'
import { serve } from '../serve.ts'

export function serveSearch(app: Hono, ground: Desk): void {
  serve(app, ground, contract.searchDesk, async ({ desk, actor, query }) => {
    const { q, ...page } = given(query)
    const { hits, nextCursor } = await searchDesk(desk, actor, q, page)
    return { body: { data: hits.map(presentHit), nextCursor } }
  })
}

function presentHit(hit: SearchHit): z.output<typeof contract.searchHit> {
  switch (hit.kind) {
    case 'ticket':
      return { kind: hit.kind, ticket: presentTicketRow(hit.ticket) }
    case 'client':
      return { kind: hit.kind, id: hit.id, name: hit.name }
    case 'contact':
      return { kind: hit.kind, id: hit.id, name: hit.name, clientId: hit.clientId, email: hit.email ?? '' }
    case 'asset':
      return { kind: hit.kind, id: hit.id, name: hit.name, clientId: hit.clientId }
  }
}
