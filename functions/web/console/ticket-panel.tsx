import type { Child } from 'hono/jsx'
import type { Asset } from '../../../shared/domain/people.ts'
import { priorities, type Status, statusesAfter, type Ticket } from '../../../shared/domain/ticket.ts'
import type { Entry } from '../../../shared/domain/timeline.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { type Option, Options, PostForm } from '../ui/fields.tsx'
import { Icon } from '../ui/icon.tsx'
import { Avatar, PriorityMark } from '../ui/marks.tsx'
import { mayWriteTickets, type View } from '../ui/view.ts'
import { When } from '../ui/when.tsx'
import { type Seen, SeenFields } from './composer.tsx'

export interface PanelProps {
  view: View
  ticket: Ticket
  entries: readonly Pick<Entry, 'copied'>[]
  assets: readonly Asset[]
  agents: readonly Option[]
  seen: Seen
}

/** What is known of a ticket beside its timeline, and the forms that change it. */
export function TicketPanel(props: PanelProps) {
  const words = useStrings().ticket
  const { view, ticket } = props
  const changeable = mayWriteTickets(view) && ticket.status !== 'closed'
  return (
    <aside class="panel" aria-label={words.details}>
      {changeable && <Moves {...props} />}
      <section class="panel-part">
        {changeable ? <Assignee {...props} /> : <Facts rows={[[words.assignee, assigneeOf(ticket)]]} />}
        {changeable ? (
          <PriorityForm {...props} />
        ) : (
          <Facts rows={[[words.priority, <PriorityMark priority={ticket.priority} />]]} />
        )}
      </section>
      <section class="panel-part">
        <Facts rows={people(ticket)} />
        {changeable && <Offers {...props} />}
      </section>
      <section class="panel-part">
        <Facts rows={about(props)} />
      </section>
      <section class="panel-part">
        <Facts rows={times(view, ticket)} />
      </section>
    </aside>
  )
}

function Moves({ view, ticket, seen }: PanelProps) {
  const words = useStrings().ticket
  return (
    <section class="panel-part">
      <h2 class="panel-title">{words.actions}</h2>
      <div class="moves">
        {statusesAfter(ticket.status).map(to => (
          <ChangeForm view={view} ticket={ticket} seen={seen}>
            <input type="hidden" name="status" value={to} />
            <button type="submit" class={`button move-${to}`}>
              <Icon name={to} />
              {moveLabel(ticket.status, to)}
            </button>
          </ChangeForm>
        ))}
      </div>
    </section>
  )
}

function Assignee({ view, ticket, agents, seen }: PanelProps) {
  const strings = useStrings()
  const words = strings.ticket
  const chosen = ticket.assigneeId ?? ''
  const listed = agents.some(({ value }) => value === chosen)
  const gone = chosen === '' || listed ? [] : [{ value: chosen, label: ticket.assigneeName ?? chosen }]
  return (
    <>
      <ChangeForm view={view} ticket={ticket} seen={seen} class="inline-form">
        <label for="panel-assignee">{words.assignee}</label>
        <select id="panel-assignee" name="assigneeId">
          <Options
            options={[{ value: '', label: strings.tickets.unassigned }, ...agents, ...gone]}
            chosen={chosen}
          />
        </select>
        <button type="submit" class="button" aria-label={words.saveAssignee}>
          {words.save}
        </button>
      </ChangeForm>
      {ticket.assigneeId === undefined && (
        <ChangeForm view={view} ticket={ticket} seen={seen}>
          <input type="hidden" name="assigneeId" value={view.agent.id} />
          <button type="submit" class="button button-quiet">
            <Icon name="person" />
            {words.takeIt}
          </button>
        </ChangeForm>
      )}
    </>
  )
}

/** Whom mails were addressed to besides, each to be made a watcher with one click. */
function Offers({ view, ticket, seen, entries }: PanelProps) {
  const words = useStrings().ticket
  const onTicket = new Set([ticket.contactEmail, ...ticket.watchers.map(({ email }) => email)])
  const offered = new Map(
    entries.flatMap(({ copied = [] }) => copied.map(({ email, name }) => [email, name])),
  )
  const people = [...offered].filter(([email]) => !onTicket.has(email)).slice(-offersMax)
  if (people.length === 0) return null
  return (
    <>
      <h2 class="panel-title">{words.copied}</h2>
      <ul class="offers">
        {people.map(([email, name]) => (
          <li>
            <ChangeForm view={view} ticket={ticket} seen={seen} class="inline-form">
              <span class="stack">
                {name !== '' && <bdi>{name}</bdi>}
                <bdi class="address">{email}</bdi>
              </span>
              <input type="hidden" name="watcherEmail" value={email} />
              <input type="hidden" name="watcherName" value={name} />
              <button type="submit" class="button" aria-label={words.addWatcherNamed(email)}>
                {words.addWatcher}
              </button>
            </ChangeForm>
          </li>
        ))}
      </ul>
    </>
  )
}

const offersMax = 10

function PriorityForm({ view, ticket, seen }: PanelProps) {
  const strings = useStrings()
  const words = strings.ticket
  return (
    <ChangeForm view={view} ticket={ticket} seen={seen} class="inline-form">
      <label for="panel-priority">{words.priority}</label>
      <select id="panel-priority" name="priority">
        <Options
          options={[...priorities].reverse().map(value => ({ value, label: strings.priority[value] }))}
          chosen={ticket.priority}
        />
      </select>
      <button type="submit" class="button" aria-label={words.savePriority}>
        {words.save}
      </button>
    </ChangeForm>
  )
}

/** A form that changes a field or two of a ticket. */
export function ChangeForm(props: {
  view: View
  ticket: Ticket
  seen: Seen
  class?: string
  children: Child
}) {
  return (
    <PostForm
      class={props.class ?? 'change'}
      action={routes.ticketChanges.href({ number: props.ticket.number })}
      token={props.view.formToken}
    >
      <SeenFields seen={props.seen} />
      {props.children}
    </PostForm>
  )
}

type FactRow = readonly [label: string, value: Child]

function Facts({ rows }: { rows: readonly FactRow[] }) {
  return (
    <dl class="facts">
      {rows.map(([label, value]) => (
        <div>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function people(ticket: Ticket): FactRow[] {
  const strings = useStrings()
  const words = strings.ticket
  const { clientId, clientName, contactName, contactEmail } = ticket
  return [
    [
      words.client,
      clientId === undefined ? (
        <span class="faint">{strings.tickets.noClient}</span>
      ) : (
        <a href={routes.client.href({ clientId })}>{clientName ?? clientId}</a>
      ),
    ],
    [
      words.contact,
      contactName === undefined && contactEmail === undefined ? (
        <span class="faint">{words.none}</span>
      ) : (
        <span class="stack">
          {contactName !== undefined && <bdi>{contactName}</bdi>}
          {contactEmail !== undefined && <bdi class="address">{contactEmail}</bdi>}
        </span>
      ),
    ],
    [words.watchers, <Names names={ticket.watchers.map(({ name, email }) => name || email)} />],
  ]
}

function about({ ticket, assets }: PanelProps): FactRow[] {
  const strings = useStrings()
  const words = strings.ticket
  return [
    [
      words.assets,
      <Names names={assets.map(({ name, type }) => (type === '' ? name : `${name} (${type})`))} />,
    ],
    ...(ticket.categoryName === undefined ? [] : [[words.category, ticket.categoryName] satisfies FactRow]),
    ...(ticket.tags.length === 0 ? [] : [[words.tags, <Names names={ticket.tags} />] satisfies FactRow]),
    [words.source, strings.source[ticket.source]],
    [words.billable, ticket.billable ? words.yes : words.no],
    [words.worked, words.minutes(ticket.minutesWorked)],
    ...ticketLink(words.followUpOf, ticket.prefix, ticket.followUpOf),
    ...ticketLink(words.mergedInto, ticket.prefix, ticket.mergedInto),
    ...(ticket.mergedFrom ?? []).flatMap(number => ticketLink(words.mergedFrom, ticket.prefix, number)),
    ...(ticket.splitInto ?? []).flatMap(number => ticketLink(words.splitInto, ticket.prefix, number)),
  ]
}

function ticketLink(label: string, prefix: string, number: number | undefined): FactRow[] {
  return number === undefined
    ? []
    : [[label, <a href={routes.ticket.href({ number })}>{`${prefix}${number}`}</a>]]
}

function times(view: View, ticket: Ticket): FactRow[] {
  const words = useStrings().ticket
  const known: [string, string | undefined][] = [
    [words.created, ticket.createdAt],
    [words.updated, ticket.updatedAt],
    [words.firstResponse, ticket.firstResponseAt],
    [words.resolved, ticket.resolvedAt],
    [words.closesBy, ticket.autoCloseAt],
    [words.closed, ticket.closedAt],
  ]
  return known.flatMap(([label, at]) => (at === undefined ? [] : [[label, <When at={at} view={view} />]]))
}

function Names({ names }: { names: readonly string[] }) {
  const words = useStrings().ticket
  if (names.length === 0) return <span class="faint">{words.none}</span>
  return (
    <ul class="names">
      {names.map(name => (
        <li>
          <bdi>{name}</bdi>
        </li>
      ))}
    </ul>
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

function moveLabel(from: Status, to: Status): string {
  const words = useStrings().ticket
  return from === 'resolved' && to === 'open' ? words.reopen : words.move[to]
}
