import { DeskError } from '../../../shared/domain/errors.ts'
import { referenceOf } from '../../../shared/domain/ticket.ts'
import { type SearchHit, searchDesk } from '../../../shared/use-cases/search-desk.ts'
import { answerPage } from '../answer-page.tsx'
import type { ConsoleDoor } from '../door.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { Empty } from '../ui/empty.tsx'
import { StatusPill } from '../ui/marks.tsx'
import { ConsolePage } from '../ui/page.tsx'
import type { View } from '../ui/view.ts'

const hitsOnPage = 50

interface Found {
  hits: readonly SearchHit[]
  nextCursor: string | null
  tooBroad?: true
}

/** Hangs up the search over tickets, clients, contacts and assets. */
export function hangSearch(door: ConsoleDoor): void {
  door.get(routes.search, 'tickets:read', async ({ c, desk, agent, view }) => {
    const q = (c.req.query('q') ?? '').trim().slice(0, 200)
    const cursor = c.req.query('cursor')
    const found: Found =
      q === ''
        ? { hits: [], nextCursor: null }
        : await tooBroadAside(
            searchDesk(desk, agent, q, { limit: hitsOnPage, ...(cursor ? { cursor } : {}) }),
          )
    return answerPage(c, <SearchPage view={view} q={q} {...found} />)
  })
}

async function tooBroadAside(searching: Promise<Found>): Promise<Found> {
  try {
    return await searching
  } catch (error) {
    if (!(error instanceof DeskError && error.code === 'list.too-broad')) throw error
    return { hits: [], nextCursor: null, tooBroad: true }
  }
}

function SearchPage({ view, q, hits, nextCursor, tooBroad }: Found & { view: View; q: string }) {
  const words = useStrings().search
  return (
    <ConsolePage view={view} title={words.title} section="tickets" class="narrow">
      <h1>{q === '' ? words.title : words.results(q)}</h1>
      <search>
        <form class="search-form" method="get" action={routes.search.href({})}>
          <label class="unseen" for="search-words">
            {words.label}
          </label>
          <input
            id="search-words"
            type="search"
            name="q"
            value={q}
            maxlength={200}
            placeholder={words.label}
          />
          <button type="submit" class="button button-primary">
            {words.submit}
          </button>
        </form>
      </search>
      {hits.length === 0 ? (
        <Empty words={q === '' ? words.start : tooBroad ? words.tooBroad : words.nothing} />
      ) : (
        <ul class="hits">
          {hits.map(hit => (
            <li>
              <Hit hit={hit} />
            </li>
          ))}
        </ul>
      )}
      {nextCursor !== null && (
        <nav class="pages">
          <a class="button" rel="next" href={routes.search.href({}, { q, cursor: nextCursor })}>
            {words.more}
          </a>
        </nav>
      )}
    </ConsolePage>
  )
}

function Hit({ hit }: { hit: SearchHit }) {
  const words = useStrings().search
  if (hit.kind === 'ticket') {
    const { ticket } = hit
    return (
      <>
        <span class="hit-kind">{words.kinds.ticket}</span>
        <a href={routes.ticket.href({ number: ticket.number })}>{ticket.subject}</a>
        <span class="row-about">
          <span class="reference">{referenceOf(ticket)}</span>
          {ticket.clientName !== undefined && <span>{ticket.clientName}</span>}
        </span>
        <StatusPill status={ticket.status} name={ticket.statusName} />
      </>
    )
  }
  const narrowed = { client: {}, contact: { contact: hit.id }, asset: { asset: hit.id } }[hit.kind]
  const query = hit.kind === 'client' ? {} : { ...narrowed, view: 'all' }
  return (
    <>
      <span class="hit-kind">{words.kinds[hit.kind]}</span>
      <a href={routes.client.href({ clientId: hit.clientId }, query)}>{hit.name}</a>
      <span class="row-about">{hit.email !== undefined && <span>{hit.email}</span>}</span>
    </>
  )
}
