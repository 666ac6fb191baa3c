import { type Actor, assertMay, mayKnowClient } from '../domain/actor.ts'
import { dayIn, daysLater, startOfDay } from '../domain/desk-day.ts'
import { activeStatuses } from '../domain/ticket.ts'
import { type Counts, sumOf } from '../domain/ticket-counts.ts'
import type { Desk } from '../runtime/desk.ts'
import { readAgent } from '../store/agents.ts'
import { listCounts } from '../store/counts.ts'
import { readNames } from '../store/named-things.ts'
import { readSettings } from '../store/settings.ts'
import { countList } from './count-view.ts'
import { listTickets, type TicketCount, type TicketRow } from './list-tickets.ts'

/** How many agents, clients and due tickets a dashboard names. */
const namedMax = 8

export interface Share {
  id: string
  name: string
  active: number
  waiting: number
}

/** What there is to do on the desk, as far as the actor may know it. */
export interface Dashboard {
  active: TicketCount
  byStatus: Record<(typeof activeStatuses)[number], TicketCount>
  unassigned: TicketCount
  waiting: TicketCount
  resolved: TicketCount
  mine: TicketCount
  overdue: TicketCount
  /** Later today, by the desk's clock. */
  dueToday: TicketCount
  /** When the desk's day ends. */
  endOfToday: string
  /** Overdue or due today, the soonest first. */
  nextDue: TicketRow[]
  /** Those with the most to do; none for an actor who is kept to some clients. */
  agents: Share[]
  clients: Share[]
}

/** Counted by the counters, but for what is due: that is read, as far as one read goes. */
export async function readDashboard(desk: Desk, actor: Actor): Promise<Dashboard> {
  assertMay(actor, 'tickets:read', 'any')
  const now = desk.now()
  const [{ timeZone }, agentCounts, clientCounts] = await Promise.all([
    readSettings(desk.table),
    listCounts(desk.table, 'agent'),
    listCounts(desk.table, 'client'),
  ])
  const endOfToday = startOfDay(timeZone, daysLater(dayIn(timeZone, now), 1))
  const status = activeStatuses
  const mine = 'id' in actor ? { assigneeId: actor.id } : {}
  const [counts, overdue, dueToday, nextDue, agents, clients] = await Promise.all([
    Promise.all([
      countList(desk, actor, { status }),
      countList(desk, actor, { status: ['open'] }),
      countList(desk, actor, { status: ['working'] }),
      countList(desk, actor, { status: ['hold'] }),
      countList(desk, actor, { status, assigneeId: null }),
      countList(desk, actor, { waiting: true }),
      countList(desk, actor, { status: ['resolved'] }),
      countList(desk, actor, { status, ...mine }),
    ]),
    countList(desk, actor, { status, dueTo: now }),
    countList(desk, actor, { status, dueFrom: now, dueTo: endOfToday }),
    listTickets(desk, actor, { status, dueTo: endOfToday, sort: 'due' }, { limit: namedMax }),
    busiestAgents(desk, actor, agentCounts),
    busiestClients(desk, actor, clientCounts),
  ])
  const [active, open, working, hold, unassigned, waiting, resolved, own] = counts
  return {
    ...{ active, unassigned, waiting, resolved, mine: own, overdue, dueToday, endOfToday },
    byStatus: { open, working, hold },
    nextDue: nextDue.tickets,
    agents,
    clients,
  }
}

async function busiestAgents(desk: Desk, actor: Actor, counted: readonly Counted[]): Promise<Share[]> {
  // An agent's counter is of all clients.
  if (!mayKnowClient(actor, undefined)) return []
  const busiest = byActive(counted)
  const agents = await Promise.all(busiest.map(({ id }) => readAgent(desk.table, id)))
  return named(busiest, agents)
}

async function busiestClients(desk: Desk, actor: Actor, counted: readonly Counted[]): Promise<Share[]> {
  const busiest = byActive(counted.filter(({ id }) => mayKnowClient(actor, id)))
  return named(
    busiest,
    await readNames(
      desk.table,
      busiest.map(({ id }) => ({ kind: 'client', id })),
    ),
  )
}

interface Counted {
  id: string
  counts: Counts
}

function byActive(all: readonly Counted[]): Omit<Share, 'name'>[] {
  return all
    .map(({ id, counts }) => ({
      id,
      active: sumOf([counts], activeStatuses),
      waiting: sumOf([counts], ['waiting']),
    }))
    .filter(({ active }) => active > 0)
    .sort((a, b) => b.active - a.active || (a.id < b.id ? -1 : 1))
    .slice(0, namedMax)
}

function named(
  shares: readonly Omit<Share, 'name'>[],
  found: readonly ({ name: string } | undefined)[],
): Share[] {
  return shares.flatMap((share, index) => {
    const name = found[index]?.name
    return name === undefined ? [] : [{ ...share, name }]
  })
}
