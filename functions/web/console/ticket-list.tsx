import type { SavedView } from '../../../shared/domain/saved-view.ts'
import { type Query, routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { Empty } from '../ui/empty.tsx'
import type { Option } from '../ui/fields.tsx'
import { Icon } from '../ui/icon.tsx'
import { mayWriteTickets, type View } from '../ui/view.ts'
import { BulkForm } from './bulk-form.tsx'
import { ListFilter } from './list-filter.tsx'
import { Rows } from './list-rows.tsx'
import type { ReadList } from './read-list.ts'
import { SaveView } from './save-view.tsx'
import {
  firstPage,
  isFiltered,
  type ListRequest,
  type ListView,
  listViews,
  nextPage,
  pageBefore,
  queryOf,
  requestOfView,
} from './ticket-filter.ts'

/** So many tickets are in one file. */
export const fileRowsMax = 5_000

export interface TicketListProps extends ReadList {
  view: View
  /** The address of this list under another query. */
  href: (query: Query) => string
  /** Absent where the list is one client's. */
  clients?: readonly Option[]
  /** Whose list it is, where it is not the desk's. */
  of?: { clientId: string; contactId?: string; assetId?: string }
  /** Whether every ticket of the page comes ticked. */
  allPicked?: boolean
}

const bulkFormId = 'bulk'

/** A list of tickets with its views, its filter, what can be done to several, and its pages. */
export function TicketList(props: TicketListProps) {
  const { lists } = useStrings()
  const { view, request, rows, of } = props
  const mayWrite = mayWriteTickets(view)
  const whole = { ...request, ...of }
  return (
    <div class="list">
      <Tabs {...props} />
      <ListFilter {...props} />
      <div class="list-deeds">
        {mayWrite && rows.length > 0 && (
          <BulkForm
            {...props}
            id={bulkFormId}
            back={props.href(queryOf(request))}
            allHref={props.href({ ...queryOf(request), pick: 'all' })}
            isOpen={props.allPicked ?? false}
          />
        )}
        {of === undefined && <SaveView {...props} />}
        <span class="list-ways">
          {of === undefined && <a href={routes.board.href({}, queryOf(firstPage(request)))}>{lists.board}</a>}
          <a
            href={routes.ticketsFile.href({}, queryOf(whole))}
            title={lists.csvHint(fileRowsMax)}
            download=""
          >
            <Icon name="download" />
            {lists.csv}
          </a>
        </span>
      </div>
      <div class="notice" data-refresh-notice="" role="status" hidden>
        <div>{lists.changed}</div>
        <button type="button" class="button">
          {lists.showChanged}
        </button>
      </div>
      {rows.length === 0 ? (
        <Nothing {...props} />
      ) : (
        <Rows
          {...props}
          refresh={routes.ticketRows.href(
            {},
            { ...queryOf(whole), ...(of === undefined ? {} : { of: 'client' }) },
          )}
          showClient={props.clients !== undefined}
          picks={mayWrite ? { form: bulkFormId, all: props.allPicked ?? false } : undefined}
        />
      )}
      <Pages {...props} />
    </div>
  )
}

function Tabs({ request, href, counts, savedViews, view, of }: TicketListProps) {
  const words = useStrings().tickets
  return (
    <nav class="tabs" aria-label={words.viewsLabel}>
      <ul>
        {listViews.map(name => (
          <li>
            <a
              href={href(queryOf(inView(request, name)))}
              aria-current={name === request.view ? 'page' : undefined}
            >
              {words.views[name]}
              <Count count={countIn(counts, name)} />
            </a>
          </li>
        ))}
        {of === undefined &&
          savedViews.map(saved => (
            <SavedTab saved={saved} href={href} view={view} isHere={saved.id === request.view} />
          ))}
      </ul>
    </nav>
  )
}

function SavedTab(props: { saved: SavedView; href: (query: Query) => string; view: View; isHere: boolean }) {
  const { saved, href, view, isHere } = props
  return (
    <li>
      <a href={href(queryOf(requestOfView(saved, view.timeZone)))} aria-current={isHere ? 'page' : undefined}>
        {saved.name}
        <span class="count" data-count={routes.viewCount.href({ viewId: saved.id })} hidden />
      </a>
    </li>
  )
}

function Count({ count }: { count: number | undefined }) {
  const words = useStrings().lists
  if (count === undefined) return null
  return (
    <span class="count">
      <span aria-hidden="true">{count}</span>
      <span class="unseen">{words.count(count)}</span>
    </span>
  )
}

function countIn(counts: TicketListProps['counts'], view: ListView): number | undefined {
  return view === 'closed' || view === 'all' ? undefined : counts[view]
}

function Nothing({ request, nextCursor, trouble, href }: TicketListProps) {
  const { tickets, lists } = useStrings()
  if (trouble !== undefined) {
    return (
      <Empty words={lists[trouble]} icon="warning">
        <a class="button" href={href(queryOf(firstPage({ ...request, sort: 'created' })))}>
          {lists.sorts.created}
        </a>
      </Empty>
    )
  }
  if (nextCursor !== null) return <Empty words={lists.searchedOn} />
  const own = listViews.find(name => name === request.view)
  const isNarrowed = isFiltered(request) || request.cursor !== undefined || own === undefined
  return <Empty words={isNarrowed ? tickets.emptyFiltered : tickets.empty[own]} />
}

function Pages({ request, nextCursor, href, rows }: TicketListProps) {
  const strings = useStrings()
  const words = strings.tickets
  const before = pageBefore(request)
  if (nextCursor === null && request.cursor === undefined) return null
  return (
    <nav class="pages" aria-label={words.pages}>
      {request.cursor !== undefined && (
        <a class="button" href={href(queryOf(firstPage(request)))}>
          {words.newest}
        </a>
      )}
      {before?.cursor !== undefined && (
        <a class="button" rel="prev" href={href(queryOf(before))}>
          {words.newer}
        </a>
      )}
      {nextCursor !== null && (
        <a class="button" rel="next" href={href(queryOf(nextPage(request, nextCursor)))}>
          {rows.length === 0 ? strings.lists.lookOn : words.older}
        </a>
      )}
    </nav>
  )
}

/** Another view of the same filter; whose tickets they are, and in which status, is the view's own matter. */
function inView(request: ListRequest, view: ListRequest['view']): ListRequest {
  const { assigneeId, status: _status, ...rest } = firstPage(request)
  const owned = view === 'mine' || view === 'unassigned'
  return { ...rest, view, ...(owned || assigneeId === undefined ? {} : { assigneeId }) }
}
