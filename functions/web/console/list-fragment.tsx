import { createHash } from 'node:crypto'
import { nameStateOfLists } from '../../../shared/use-cases/lists-version.ts'
import { answerPage } from '../answer-page.tsx'
import type { Visit } from '../door.ts'
import { languageOf } from '../language.ts'
import { routes } from '../routes.ts'
import { mayWriteTickets } from '../ui/view.ts'
import { Rows } from './list-rows.tsx'
import { readPage, tasteOf } from './read-list.ts'
import { readListRequest } from './ticket-filter.ts'

/**
 * The rows of a list alone, for a page that shows it already. Its ETag (RFC 9110, section 8.8.3) names the state
 * of all lists, so that an unchanged one costs half a read unit; where something changed, the rows themselves tell
 * whether this list did.
 */
export async function answerRows(visit: Visit): Promise<Response> {
  const { c, desk, agent, view } = visit
  const query = new URL(c.req.url).searchParams
  const request = readListRequest(query)
  const taste = tasteOf(visit, request)
  const whose = hashOf([agent.id, agent.role, agent.clientIds, languageOf(c), query.toString(), taste])
  const [, theirState, theirWhose, theirRows] =
    /^W\/"(\w+)-(\w+)-(\w+)"$/.exec(c.req.header('If-None-Match') ?? '') ?? []
  const state = await nameStateOfLists(desk, agent)
  const isSameList = theirWhose === whose
  if (isSameList && state !== null && theirState === state) {
    return unchanged(`W/"${theirState}-${whose}-${theirRows}"`)
  }
  const page = await readPage(visit, request)
  const rows = hashOf([page.rows, page.nextCursor])
  const tag = `W/"${state ?? 'moving'}-${whose}-${rows}"`
  if (isSameList && theirRows === rows) return unchanged(tag)
  c.header('ETag', tag)
  const isOneClients = query.get('of') === 'client'
  const picks = mayWriteTickets(view) ? { form: 'bulk', all: false } : undefined
  return await answerPage(
    c,
    <Rows
      {...taste}
      refresh={routes.ticketRows.href({}, Object.fromEntries(query))}
      view={view}
      rows={page.rows}
      showClient={!isOneClients}
      picks={picks}
    />,
  )

  function unchanged(etag: string): Response {
    return c.body(null, 304, { ETag: etag })
  }
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)
}
