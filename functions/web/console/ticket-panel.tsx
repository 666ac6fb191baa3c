import type { Child } from 'hono/jsx'
import type { Asset } from '../../../shared/domain/people.ts'
import type { Ticket } from '../../../shared/domain/ticket.ts'
import type { Entry } from '../../../shared/domain/timeline.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import type { Option } from '../ui/fields.tsx'
import { Avatar, PriorityMark } from '../ui/marks.tsx'
import { mayWriteTickets, type View } from '../ui/view.ts'
import { When } from '../ui/when.tsx'
import { type FactRow, Facts, PanelPart } from './panel-parts.tsx'
import type { Around } from './ticket-around.ts'
import { Assets, Details } from './ticket-details.tsx'
import type { TicketFormProps } from './ticket-form.tsx'
import { Links, OtherTickets } from './ticket-links.tsx'
import { People } from './ticket-people.tsx'
import { Assignee, Moves, PriorityButtons } from './ticket-status.tsx'
import { Checklist } from './ticket-tasks.tsx'
import { Visits } from './ticket-visits.tsx'

export interface PanelProps extends TicketFormProps {
  entries: readonly Pick<Entry, 'copied'>[]
  assets: readonly Asset[]
  agents: readonly Option[]
  around: Around
  /** Addresses of the ticket that get no mail for now. */
  stopped?: ReadonlySet<string>
}

/** What is known of a ticket beside its timeline, and the forms that change it. */
export function TicketPanel(props: PanelProps) {
  const words = useStrings().ticket
  const { view, ticket } = props
  const changeable = mayWriteTickets(view) && ticket.status !== 'closed'
  const all = { ...props, changeable }
  return (
    <aside class="panel" aria-label={words.details}>
      {changeable ? (
        <section class="panel-part">
          <Moves {...props} />
          <Assignee {...props} />
          <PriorityButtons {...props} />
        </section>
      ) : (
        <section class="panel-part">
          <Facts
            rows={[
              [words.assignee, assigneeOf(ticket)],
              [words.priority, <PriorityMark priority={ticket.priority} />],
            ]}
          />
        </section>
      )}
      <People {...all} />
      <Checklist {...all} />
      <Visits {...all} />
      <Details {...all} />
      <Assets {...all} />
      <Links {...all} />
      <OtherTickets {...props} />
      <Times {...props} />
      {changeable && <More ticket={ticket} />}
    </aside>
  )
}

/** How it came, and when what happened. */
function Times({ view, ticket }: { view: View; ticket: Ticket }) {
  const strings = useStrings()
  const words = strings.ticket
  const known: [string, string | undefined][] = [
    [words.created, ticket.createdAt],
    [words.updated, ticket.updatedAt],
    [words.firstResponse, ticket.firstResponseAt],
    [words.resolved, ticket.resolvedAt],
    [words.closesBy, ticket.autoCloseAt],
    [words.closed, ticket.closedAt],
  ]
  const times = known.flatMap(([label, at]): FactRow[] =>
    at === undefined ? [] : [[label, <When at={at} view={view} />]],
  )
  return (
    <PanelPart name="times" title={words.times}>
      <Facts rows={[[words.source, strings.source[ticket.source]], ...times]} />
    </PanelPart>
  )
}

/** What has a page of its own, as it is seen before it is done. */
function More({ ticket: { number } }: { ticket: Ticket }) {
  const words = useStrings().ticketWork.more
  return (
    <PanelPart name="more" title={words.title}>
      <ul class="more">
        <li>
          <a href={routes.ticketMerge.href({ number })} aria-keyshortcuts="m">
            {words.merge}
          </a>
        </li>
        <li>
          <a href={routes.ticketSplit.href({ number })}>{words.split}</a>
        </li>
        <li>
          <a href={routes.ticketMove.href({ number })}>{words.move}</a>
        </li>
      </ul>
    </PanelPart>
  )
}

function assigneeOf({ assigneeName }: Ticket): Child {
  const strings = useStrings()
  if (assigneeName === undefined) return <span class="faint">{strings.tickets.unassigned}</span>
  return (
    <span class="person">
      <Avatar name={assigneeName} />
      <span>{assigneeName}</span>
    </span>
  )
}
