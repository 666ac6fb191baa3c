import { priorities, referenceOf } from '../../../shared/domain/ticket.ts'
import type { TicketRow } from '../../../shared/use-cases/list-tickets.ts'
import { type Query, routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { Empty } from '../ui/empty.tsx'
import { type Option, Options } from '../ui/fields.tsx'
import { Icon } from '../ui/icon.tsx'
import { Avatar, PriorityMark, StatusPill } from '../ui/marks.tsx'
import type { View } from '../ui/view.ts'
import { When } from '../ui/when.tsx'
import { firstPage, isFiltered, type ListRequest, listViews, nobody, queryOf } from './ticket-filter.ts'

export interface TicketListProps {
  view: View
  request: ListRequest
  rows: readonly TicketRow[]
  nextCursor: string | null
  /** The address of this list under another query. */
  href: (query: Query) => string
  /** Absent where the list is one client's. */
  clients?: readonly Option[]
  agents: readonly Option[]
  contactName?: string | undefined
}

/** A list of tickets with its views, its filter and its pages. */
export function TicketList(props: TicketListProps) {
  const words = useStrings().tickets
  const { view, request, rows, href } = props
  return (
    <div class="list">
      <nav class="tabs" aria-label={words.viewsLabel}>
        <ul>
          {listViews.map(name => (
            <li>
              <a
                href={href(queryOf(inView(request, name)))}
                aria-current={name === request.view ? 'page' : undefined}
              >
                {words.views[name]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Filter {...props} />
      {rows.length === 0 ? (
        <Empty
          words={isFiltered(request) || request.cursor ? words.emptyFiltered : words.empty[request.view]}
        />
      ) : (
        <Rows view={view} rows={rows} showClient={props.clients !== undefined} />
      )}
      <Pages {...props} />
    </div>
  )
}

function Filter(props: TicketListProps) {
  const strings = useStrings()
  const words = strings.tickets
  const { request, clients, agents } = props
  const owned = request.view === 'mine' || request.view === 'unassigned'
  const chosenAgent = request.assigneeId === null ? nobody : (request.assigneeId ?? '')
  return (
    <form class="filter" method="get" action={props.href({})} aria-label={words.filters} data-filter="">
      {request.view !== 'active' && <input type="hidden" name="view" value={request.view} />}
      {request.contactId !== undefined && <input type="hidden" name="contact" value={request.contactId} />}
      {clients !== undefined && (
        <Choice
          name="client"
          label={words.client}
          chosen={request.clientId ?? ''}
          options={[{ value: '', label: words.anyClient }, ...clients]}
        />
      )}
      <Choice
        name="priority"
        label={words.priority}
        chosen={request.priority ?? ''}
        options={[
          { value: '', label: words.anyPriority },
          ...[...priorities].reverse().map(value => ({ value, label: strings.priority[value] })),
        ]}
      />
      {!owned && (
        <Choice
          name="assignee"
          label={words.assignee}
          chosen={chosenAgent}
          options={[
            { value: '', label: words.anyAssignee },
            { value: nobody, label: words.nobody },
            ...agents,
          ]}
        />
      )}
      <button type="submit" class="button">
        {words.apply}
      </button>
      {isFiltered(request) && (
        <a class="filter-clear" href={props.href(queryOf({ view: request.view }))}>
          {words.clear}
        </a>
      )}
      {props.contactName !== undefined && <p class="filter-note">{words.onlyContact(props.contactName)}</p>}
    </form>
  )
}

function Choice(props: { name: string; label: string; chosen: string; options: readonly Option[] }) {
  return (
    <label class="choice">
      <span>{props.label}</span>
      <select name={props.name} class={props.chosen === '' ? undefined : 'chosen'}>
        <Options options={props.options} chosen={props.chosen} />
      </select>
    </label>
  )
}

function Rows({ view, rows, showClient }: { view: View; rows: readonly TicketRow[]; showClient: boolean }) {
  const words = useStrings().tickets
  const { column } = words
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">{column.ticket}</th>
          <th scope="col">{column.priority}</th>
          <th scope="col">{column.status}</th>
          <th scope="col">{column.assignee}</th>
          <th scope="col">{column.updated}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <Row view={view} row={row} showClient={showClient} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ view, row, showClient }: { view: View; row: TicketRow; showClient: boolean }) {
  const words = useStrings().tickets
  const waiting = row.lastReplyBy === 'client' && row.status !== 'closed'
  const people = [showClient ? (row.clientName ?? words.noClient) : undefined, row.contactName]
  return (
    <tr class={waiting ? 'row row-waiting' : 'row'} data-row="">
      <td class="row-ticket">
        <a class="row-link" href={routes.ticket.href({ number: row.number })}>
          {row.subject}
        </a>
        <span class="row-about">
          <span class="reference">{referenceOf(row)}</span>
          {people.map(person => person !== undefined && <span>{person}</span>)}
        </span>
      </td>
      <td class="row-priority">
        <PriorityMark priority={row.priority} />
      </td>
      <td class="row-status">
        <StatusPill status={row.status} name={row.statusName} />
      </td>
      <td class="row-assignee">
        {row.assigneeName === undefined ? (
          <span class="faint">{words.unassigned}</span>
        ) : (
          <span class="person">
            <Avatar name={row.assigneeName} />
            <span>{row.assigneeName}</span>
          </span>
        )}
      </td>
      <td class="row-updated">
        <When at={row.updatedAt} view={view} />
        <LastReply by={row.lastReplyBy} />
      </td>
    </tr>
  )
}

function LastReply({ by }: { by: TicketRow['lastReplyBy'] }) {
  const words = useStrings().tickets
  if (by === undefined) return <span class="last-reply">{words.noReply}</span>
  return (
    <span class={`last-reply last-reply-${by}`}>
      {by === 'client' && <Icon name="reply" />}
      {by === 'client' ? words.clientReplied : words.agentReplied}
    </span>
  )
}

function Pages({ request, nextCursor, href }: TicketListProps) {
  const words = useStrings().tickets
  if (nextCursor === null && request.cursor === undefined) return null
  return (
    <nav class="pages" aria-label={words.pages}>
      {request.cursor !== undefined && (
        <a class="button" href={href(queryOf(firstPage(request)))}>
          {words.newest}
        </a>
      )}
      {nextCursor !== null && (
        <a class="button" rel="next" href={href(queryOf({ ...request, cursor: nextCursor }))}>
          {words.older}
        </a>
      )}
    </nav>
  )
}

/** Another view of the same filter; whose tickets they are is the view's own matter where it says so. */
function inView(request: ListRequest, view: ListRequest['view']): ListRequest {
  const { cursor: _cursor, assigneeId, ...rest } = request
  const owned = view === 'mine' || view === 'unassigned'
  return { ...rest, view, ...(owned || assigneeId === undefined ? {} : { assigneeId }) }
}
