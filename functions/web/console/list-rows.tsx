import type { Density, ViewColumn } from '../../../shared/domain/saved-view.ts'
import { isWaitingForUs, referenceOf } from '../../../shared/domain/ticket.ts'
import type { TicketRow } from '../../../shared/use-cases/list-tickets.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { Icon } from '../ui/icon.tsx'
import { Avatar, PriorityMark, StatusPill } from '../ui/marks.tsx'
import type { View } from '../ui/view.ts'
import { When } from '../ui/when.tsx'

export interface RowsProps {
  view: View
  rows: readonly TicketRow[]
  columns: readonly ViewColumn[]
  density: Density
  /** Not where the list is one client's. */
  showClient: boolean
  /** Where the rows alone are, for a page that is looked at for long. */
  refresh: string
  /** The form that ticked tickets are sent with; absent where nothing is ticked. */
  picks?: { form: string; all: boolean } | undefined
}

/** The rows of a list of tickets. */
export function Rows(props: RowsProps) {
  const strings = useStrings()
  const { rows, columns, density, picks } = props
  return (
    <div class="rows-wide">
      <table class={density === 'compact' ? 'rows rows-compact' : 'rows'} data-rows="">
        <thead>
          <tr>
            {picks !== undefined && (
              <th scope="col" class="row-pick">
                <span class="unseen">{strings.bulk.pickAll}</span>
                <input type="checkbox" aria-label={strings.bulk.pickAll} data-pick-all="" hidden />
              </th>
            )}
            <th scope="col">{strings.tickets.column.ticket}</th>
            {columns.filter(isCell).map(column => (
              <th scope="col">{strings.lists.column[column]}</th>
            ))}
          </tr>
        </thead>
        <tbody data-refresh={props.refresh}>
          {rows.map(row => (
            <Row {...props} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Client and contact stand under the subject: they are as long as it is. */
type Cell = Exclude<ViewColumn, 'client' | 'contact'>

function isCell(column: ViewColumn): column is Cell {
  return column !== 'client' && column !== 'contact'
}

function Row({ view, row, columns, showClient, picks }: RowsProps & { row: TicketRow }) {
  const strings = useStrings()
  const words = strings.tickets
  const waiting = isWaitingForUs(row)
  const people = [
    showClient && columns.includes('client') ? (row.clientName ?? words.noClient) : undefined,
    columns.includes('contact') ? row.contactName : undefined,
  ]
  return (
    <tr class={waiting ? 'row row-waiting' : 'row'} data-row={row.number}>
      {picks !== undefined && (
        <td class="row-pick">
          <label>
            <span class="unseen">{strings.bulk.pick(referenceOf(row))}</span>
            <input
              type="checkbox"
              name="numbers[]"
              value={row.number}
              form={picks.form}
              checked={picks.all}
            />
          </label>
        </td>
      )}
      <td class="row-ticket">
        <a class="row-link" href={routes.ticket.href({ number: row.number })}>
          {row.subject}
        </a>
        <span class="row-about">
          <span class="reference">{referenceOf(row)}</span>
          {people.map(person => person !== undefined && <span>{person}</span>)}
        </span>
      </td>
      {columns.filter(isCell).map(column => (
        <td class={`row-${column}`}>
          <CellOf view={view} row={row} column={column} />
        </td>
      ))}
    </tr>
  )
}

function CellOf({ view, row, column }: { view: View; row: TicketRow; column: Cell }) {
  const strings = useStrings()
  switch (column) {
    case 'priority':
      return <PriorityMark priority={row.priority} />
    case 'status':
      return <StatusPill status={row.status} name={row.statusName} />
    case 'assignee':
      return row.assigneeName === undefined ? (
        <span class="faint">{strings.tickets.unassigned}</span>
      ) : (
        <span class="person">
          <Avatar name={row.assigneeName} />
          <span>{row.assigneeName}</span>
        </span>
      )
    case 'category':
      return <>{row.categoryName ?? ''}</>
    case 'tags':
      return (
        <ul class="names">
          {row.tags.map(tag => (
            <li>{tag}</li>
          ))}
        </ul>
      )
    case 'due':
      return <Due row={row} view={view} />
    case 'created':
      return <When at={row.createdAt} view={view} />
    case 'updated':
      return (
        <>
          <When at={row.updatedAt} view={view} />
          <LastReply by={row.lastReplyBy} />
        </>
      )
    case 'source':
      return <>{strings.source[row.source]}</>
    case 'billable':
      return <>{row.billable ? strings.lists.yes : strings.lists.no}</>
  }
}

/** When a ticket should be done; said in words where that is over. */
export function Due({ row, view }: { row: TicketRow; view: View }) {
  const strings = useStrings()
  if (row.due === undefined) return null
  const isOver = row.due < view.now && row.status !== 'closed' && row.status !== 'resolved'
  return (
    <span class={isOver ? 'due due-over' : 'due'}>
      <When at={row.due} view={view} />
      {isOver && (
        <span class="due-word">
          <Icon name="clock" />
          {strings.lists.overdue}
        </span>
      )}
    </span>
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
