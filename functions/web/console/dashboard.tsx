import { dayIn, daysLater } from '../../../shared/domain/desk-day.ts'
import { referenceOf } from '../../../shared/domain/ticket.ts'
import { type Dashboard, readDashboard, type Share } from '../../../shared/use-cases/dashboard.ts'
import type { TicketCount } from '../../../shared/use-cases/list-tickets.ts'
import { answerPage } from '../answer-page.tsx'
import type { ConsoleDoor } from '../door.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { ConsolePage } from '../ui/page.tsx'
import type { View } from '../ui/view.ts'
import { Due } from './list-rows.tsx'

/** Hangs up what there is to do, at a glance. */
export function hangDashboard(door: ConsoleDoor): void {
  door.get(routes.dashboard, 'tickets:read', async ({ c, desk, agent, view }) =>
    answerPage(c, <DashboardPage view={view} dashboard={await readDashboard(desk, agent)} />),
  )
}

function DashboardPage({ view, dashboard }: { view: View; dashboard: Dashboard }) {
  const strings = useStrings()
  const words = strings.dashboard
  const today = dayIn(view.timeZone, view.now)
  const tickets = (query: Record<string, string>) => routes.tickets.href({}, query)
  return (
    <ConsolePage view={view} title={words.title} section="dashboard">
      <div class="head">
        <h1>{words.title}</h1>
      </div>
      <ul class="figures">
        <Figure label={words.active} hint={words.activeHint} count={dashboard.active} href={tickets({})} />
        <Figure
          label={words.unassigned}
          count={dashboard.unassigned}
          href={tickets({ view: 'unassigned' })}
        />
        <Figure label={words.waiting} count={dashboard.waiting} href={tickets({ waiting: 'yes' })} />
        <Figure label={words.mine} count={dashboard.mine} href={tickets({ view: 'mine' })} />
        <Figure
          label={words.overdue}
          count={dashboard.overdue}
          href={tickets({ 'due-to': daysLater(today, -1), sort: 'due' })}
          isBad
        />
        <Figure
          label={words.dueToday}
          count={dashboard.dueToday}
          href={tickets({ 'due-from': today, 'due-to': today, sort: 'due' })}
        />
        <Figure
          label={words.resolved}
          hint={words.resolvedHint}
          count={dashboard.resolved}
          href={tickets({ view: 'resolved' })}
        />
      </ul>
      <div class="dash-columns">
        <section aria-labelledby="dash-due">
          <h2 id="dash-due">{words.next}</h2>
          {dashboard.nextDue.length === 0 && <p class="faint">{words.nothingDue}</p>}
          <ul class="hits">
            {dashboard.nextDue.map(row => (
              <li>
                <a href={routes.ticket.href({ number: row.number })}>{row.subject}</a>
                <span class="row-about">
                  <span class="reference">{referenceOf(row)}</span>
                  {row.clientName !== undefined && <span>{row.clientName}</span>}
                </span>
                <Due row={row} view={view} />
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="dash-status">
          <h2 id="dash-status">{words.byStatus}</h2>
          <table class="shares">
            <tbody>
              {(['open', 'working', 'hold'] as const).map(status => (
                <tr>
                  <th scope="row">
                    <a href={tickets({ status })}>{strings.status[status]}</a>
                  </th>
                  <td>{shownCount(dashboard.byStatus[status])}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        {dashboard.agents.length > 0 && (
          <Shares
            id="agents"
            title={words.byAgent}
            shares={dashboard.agents}
            hrefOf={assignee => tickets({ assignee })}
          />
        )}
        <Shares
          id="clients"
          title={words.byClient}
          shares={dashboard.clients}
          hrefOf={clientId => routes.client.href({ clientId })}
        />
      </div>
    </ConsolePage>
  )
}

function Figure(props: { label: string; hint?: string; count: TicketCount; href: string; isBad?: boolean }) {
  const isAlarming = props.isBad && props.count.count > 0
  return (
    <li class={isAlarming ? 'figure figure-bad' : 'figure'}>
      <a href={props.href}>
        <strong>{shownCount(props.count)}</strong>
        <span>{props.label}</span>
        {props.hint !== undefined && <small>{props.hint}</small>}
      </a>
    </li>
  )
}

function Shares(props: {
  id: string
  title: string
  shares: readonly Share[]
  hrefOf: (id: string) => string
}) {
  const words = useStrings().dashboard
  const id = `dash-${props.id}`
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{props.title}</h2>
      {props.shares.length === 0 ? (
        <p class="faint">{words.nobody}</p>
      ) : (
        <table class="shares">
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.open}</th>
              <th scope="col">{words.waiting}</th>
            </tr>
          </thead>
          <tbody>
            {props.shares.map(share => (
              <tr>
                <th scope="row">
                  <a href={props.hrefOf(share.id)}>{share.name}</a>
                </th>
                <td>{share.active}</td>
                <td>{share.waiting}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function shownCount({ count, isMore }: TicketCount): string {
  return isMore ? `${count}+` : String(count)
}
