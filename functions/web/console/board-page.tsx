import { isWaitingForUs, referenceOf, type Status, statusesAfter } from '../../../shared/domain/ticket.ts'
import type { LiveStatus } from '../../../shared/domain/ticket-counts.ts'
import type { TicketRow } from '../../../shared/use-cases/list-tickets.ts'
import { type Query, routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { type Option, Options, PostForm } from '../ui/fields.tsx'
import { Icon } from '../ui/icon.tsx'
import { PriorityMark, StatusPill } from '../ui/marks.tsx'
import { ConsolePage } from '../ui/page.tsx'
import { mayWriteTickets, type View } from '../ui/view.ts'
import { Due } from './list-rows.tsx'
import { type ListRequest, nobody, queryOf } from './ticket-filter.ts'

export interface Column {
  status: LiveStatus
  cards: readonly TicketRow[]
  nextCursor: string | null
  isFirst: boolean
}

export interface BoardProps {
  view: View
  request: ListRequest
  cursors: Partial<Record<LiveStatus, string>>
  columns: readonly Column[]
  clients: readonly Option[]
  agents: readonly Option[]
  /** Why a card was not moved. */
  refused?: string | undefined
}

/** Tickets as cards, a column for each status; each column has its own pages. */
export function BoardPage(props: BoardProps) {
  const strings = useStrings()
  const words = strings.board
  const { view, request, columns, refused } = props
  return (
    <ConsolePage view={view} title={words.title} section="tickets" class="wide">
      <div class="head">
        <h1>{words.title}</h1>
        <a href={routes.tickets.href({}, queryOf(request))}>{words.all}</a>
      </div>
      {refused !== undefined && (
        <div class="notice notice-error" role="alert">
          <Icon name="warning" />
          <div>
            <p class="notice-title">{words.refused}</p>
            <p>{refused}</p>
          </div>
        </div>
      )}
      <BoardFilter {...props} />
      <div class="board" data-board="">
        {columns.map(column => (
          <BoardColumn {...props} column={column} />
        ))}
      </div>
    </ConsolePage>
  )
}

function BoardFilter({ request, clients, agents }: BoardProps) {
  const strings = useStrings()
  const { tickets } = strings
  const owned = request.view !== 'all'
  const chosen = request.assigneeId === null ? nobody : (request.assigneeId ?? '')
  const kept = Object.entries(queryOf(request)).filter(
    ([name, value]) => value !== undefined && !['client', 'assignee', 'q'].includes(name),
  )
  return (
    <form
      class="filter"
      method="get"
      action={routes.board.href({})}
      aria-label={tickets.filters}
      data-filter=""
    >
      {kept.map(([name, value]) => (
        <input type="hidden" name={name} value={String(value)} />
      ))}
      <label class="choice filter-words">
        <span>{strings.lists.words}</span>
        <input
          type="search"
          name="q"
          value={request.q ?? ''}
          maxlength={200}
          placeholder={strings.lists.wordsHint}
        />
      </label>
      <label class="choice">
        <span>{tickets.client}</span>
        <select name="client">
          <Options
            options={[{ value: '', label: tickets.anyClient }, ...clients]}
            chosen={request.clientId ?? ''}
          />
        </select>
      </label>
      {!owned && (
        <label class="choice">
          <span>{tickets.assignee}</span>
          <select name="assignee">
            <Options
              options={[
                { value: '', label: tickets.anyAssignee },
                { value: nobody, label: tickets.nobody },
                ...agents,
              ]}
              chosen={chosen}
            />
          </select>
        </label>
      )}
      <button type="submit" class="button">
        {tickets.apply}
      </button>
    </form>
  )
}

function BoardColumn(props: BoardProps & { column: Column }) {
  const strings = useStrings()
  const { column, request, cursors } = props
  const { status, cards, nextCursor, isFirst } = column
  const id = `board-${status}`
  return (
    <section class="board-column" aria-labelledby={id} data-column={status}>
      <h2 id={id}>
        <StatusPill status={status} />
      </h2>
      {cards.length === 0 && <p class="faint">{strings.board.nothing}</p>}
      <ul>
        {cards.map(card => (
          <Card {...props} card={card} />
        ))}
      </ul>
      {!isFirst && (
        <a class="button" href={hrefOf(request, { ...cursors, [status]: undefined })}>
          {strings.board.first}
        </a>
      )}
      {nextCursor !== null && (
        <a class="button" href={hrefOf(request, { ...cursors, [status]: nextCursor })}>
          {strings.board.more}
        </a>
      )}
    </section>
  )
}

function Card({ view, request, cursors, card }: BoardProps & { card: TicketRow }) {
  const strings = useStrings()
  const words = strings.board
  const ways = waysOf(card)
  return (
    <li class={isWaitingForUs(card) ? 'board-card row-waiting' : 'board-card'} data-card="">
      <a class="board-subject" href={routes.ticket.href({ number: card.number })}>
        {card.subject}
      </a>
      <span class="row-about">
        <span class="reference">{referenceOf(card)}</span>
        {card.clientName !== undefined && <span>{card.clientName}</span>}
      </span>
      <span class="board-facts">
        <PriorityMark priority={card.priority} />
        <Due row={card} view={view} />
        <span>{card.assigneeName ?? strings.tickets.unassigned}</span>
      </span>
      {mayWriteTickets(view) && ways.length > 0 && (
        <PostForm
          action={routes.moveTicket.href({ number: card.number })}
          token={view.formToken}
          class="board-move"
        >
          <input type="hidden" name="version" value={card.version} />
          <input type="hidden" name="back" value={hrefOf(request, cursors)} />
          <label>
            <span class="unseen">{`${words.move}: ${referenceOf(card)}`}</span>
            <select name="status">
              <Options options={ways.map(way => ({ value: way, label: strings.status[way] }))} chosen="" />
            </select>
          </label>
          <button type="submit" class="button">
            {words.submit}
          </button>
        </PostForm>
      )}
    </li>
  )
}

function waysOf({ status }: TicketRow): readonly Status[] {
  return statusesAfter(status)
}

function hrefOf(request: ListRequest, cursors: Partial<Record<LiveStatus, string | undefined>>): string {
  const after: Query = Object.fromEntries(
    Object.entries(cursors).map(([status, cursor]) => [`after-${status}`, cursor]),
  )
  return routes.board.href({}, { ...queryOf(request), view: request.view, ...after })
}
