import type { PortalFilter, PortalRow } from '../../../shared/use-cases/portal-tickets.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { Icon } from '../ui/icon.tsx'
import { StatusPill } from '../ui/marks.tsx'
import { When } from '../ui/when.tsx'
import { PortalPage } from './portal-page.tsx'
import type { PortalView } from './portal-view.ts'

interface Props {
  view: PortalView
  filter: PortalFilter
  tickets: readonly PortalRow[]
  nextCursor: string | null
  isFirst: boolean
}

/** A contact's tickets, or those of everybody at their client. */
export function TicketsPage(props: Props) {
  const { view, filter, tickets, nextCursor, isFirst } = props
  const words = useStrings().portal
  const { q } = filter
  return (
    <PortalPage view={view} title={words.tickets} section="tickets">
      <h1>{words.tickets}</h1>
      <div class="portal-choices">
        {view.holder?.seesWholeClient === true && (
          <nav class="choice" aria-label={words.whose}>
            <Choice filter={filter} to={{ whose: 'mine' }} label={words.mine} />
            <Choice
              filter={filter}
              to={{ whose: 'client' }}
              label={words.everyones(view.holder.clientName)}
            />
          </nav>
        )}
        <nav class="choice" aria-label={words.state}>
          <Choice filter={filter} to={{ state: 'open' }} label={words.open} />
          <Choice filter={filter} to={{ state: 'closed' }} label={words.closed} />
        </nav>
        <Search filter={filter} />
      </div>
      {q !== undefined && (
        <p class="portal-found">
          <bdi>{words.found(q)}</bdi> <a href={hrefOf({ ...filter, q: '' })}>{words.searchAll}</a>
        </p>
      )}
      {tickets.length === 0 && nextCursor === null ? (
        <Nothing isSearch={q !== undefined} />
      ) : (
        <ul class="portal-list">
          {tickets.map(ticket => (
            <li>
              <Row ticket={ticket} view={view} isWide={filter.whose === 'client'} />
            </li>
          ))}
        </ul>
      )}
      {(nextCursor !== null || !isFirst) && (
        <p class="portal-pages">
          {!isFirst && (
            <a class="button" href={hrefOf(filter)}>
              {words.newest}
            </a>
          )}
          {nextCursor !== null && (
            <a class="button" href={hrefOf(filter, nextCursor)}>
              {words.older}
            </a>
          )}
        </p>
      )}
    </PortalPage>
  )
}

function Row({ ticket, view, isWide }: { ticket: PortalRow; view: PortalView; isWide: boolean }) {
  const words = useStrings().portal
  const { number, subject, reference, status, contactName, lastReplyBy } = ticket
  return (
    <a class="portal-row" href={routes.portalTicket.href({ number })}>
      <span class="portal-subject">
        <bdi>{subject}</bdi>
      </span>
      <StatusPill status={status} name={words.status[status]} />
      <span class="portal-facts">
        <span class="reference">{reference}</span>
        {isWide && contactName !== undefined && <bdi>{words.from(contactName)}</bdi>}
        {lastReplyBy === 'agent' && status !== 'closed' && (
          <span class="portal-answered">
            <Icon name="reply" />
            {words.answered}
          </span>
        )}
        <span>
          <span class="unseen">{words.updated} </span>
          <When at={ticket.updatedAt} view={view} />
        </span>
      </span>
    </a>
  )
}

function Choice(props: { filter: PortalFilter; to: Partial<PortalFilter>; label: string }) {
  const { filter, to, label } = props
  const wanted = { ...filter, ...to }
  const isChosen = wanted.whose === filter.whose && wanted.state === filter.state
  return (
    <a href={hrefOf(wanted)} aria-current={isChosen ? 'true' : undefined}>
      {label}
    </a>
  )
}

function Search({ filter }: { filter: PortalFilter }) {
  const words = useStrings().portal
  return (
    <search>
      <form method="get" action={routes.portal.href({})} class="portal-search">
        {filter.whose === 'client' && <input type="hidden" name="whose" value="client" />}
        {filter.state === 'closed' && <input type="hidden" name="state" value="closed" />}
        <label class="unseen" for="portal-q">
          {words.search}
        </label>
        <input
          id="portal-q"
          name="q"
          type="search"
          maxlength={200}
          placeholder={words.search}
          value={filter.q ?? ''}
        />
        <button type="submit" class="button">
          {words.searchSubmit}
        </button>
      </form>
    </search>
  )
}

function Nothing({ isSearch }: { isSearch: boolean }) {
  const words = useStrings().portal
  return (
    <div class="portal-none">
      <p>
        <strong>{words.none}</strong>
      </p>
      <p class="hint">{isSearch ? words.noneFound : words.noneHint}</p>
      {!isSearch && (
        <p>
          <a class="button button-primary" href={routes.portalNewTicket.href({})}>
            <Icon name="plus" />
            {words.raise}
          </a>
        </p>
      )}
    </div>
  )
}

function hrefOf({ whose, state, q }: PortalFilter, cursor?: string): string {
  return routes.portal.href(
    {},
    {
      whose: whose === 'client' ? 'client' : undefined,
      state: state === 'closed' ? 'closed' : undefined,
      q,
      cursor,
    },
  )
}
