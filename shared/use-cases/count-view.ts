import { type Actor, assertMay, keptTo, mayKnowClient } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import type { SavedView, ViewFilter } from '../domain/saved-view.ts'
import { activeStatuses, statuses } from '../domain/ticket.ts'
import { type Cell, type CountsOf, liveStatuses, sumOf } from '../domain/ticket-counts.ts'
import type { Desk } from '../runtime/desk.ts'
import { readCounts } from '../store/counts.ts'
import { countTickets, type TicketCount, type TicketFilter } from './list-tickets.ts'

/** What a saved list asks for when this actor looks at it. */
export function filterOfView(
  { filter, sort }: Pick<SavedView, 'filter' | 'sort'>,
  actor: Actor,
): TicketFilter {
  const { assigneeId, ...rest } = filter
  return {
    ...rest,
    ...(assigneeId === undefined ? {} : { assigneeId: agentMeant(assigneeId, actor) }),
    ...(sort === undefined ? {} : { sort }),
  }
}

/** How many tickets a saved list holds. Errors: `resource.missing`, `list.too-broad`. */
export async function countView(
  desk: Desk,
  actor: Actor,
  view: { filter: ViewFilter },
): Promise<TicketCount> {
  return await countList(desk, actor, filterOfView(view, actor))
}

/**
 * How many tickets a list holds: by the counters where they tell, and then exactly; else by reading it as far as
 * one read of each of its ranges goes. Errors: those of `listTickets`.
 */
export async function countList(desk: Desk, actor: Actor, filter: TicketFilter): Promise<TicketCount> {
  assertMay(actor, 'tickets:read', 'any')
  if (filter.clientId !== undefined && !mayKnowClient(actor, filter.clientId)) {
    throw new DeskError('resource.missing')
  }
  const told = toldByCounters(filter, actor)
  if (told === undefined) return await countTickets(desk, actor, filter)
  const counts = await readCounts(desk.table, told.owners)
  return { count: sumOf(counts, told.cells), isMore: false }
}

const countersReadMax = 20

/** The counters whose sum is what the list holds; undefined where none tells. */
export function toldByCounters(
  { status, assigneeId, clientId, waiting, sort: _sort, ...others }: TicketFilter,
  actor: Actor,
): { owners: CountsOf[]; cells: Cell[] } | undefined {
  if (Object.values(others).some(value => value !== undefined)) return undefined
  const wanted = status ?? (waiting ? activeStatuses : statuses)
  const live = liveStatuses.filter(each => wanted.includes(each))
  if (live.length < new Set(wanted).size) return undefined
  const owners = ownersOf({ assigneeId, clientId }, actor)
  if (owners === undefined || owners.length > countersReadMax) return undefined
  if (waiting === undefined) {
    return { owners, cells: assigneeId === null ? live.map(each => `nobody-${each}` as const) : live }
  }
  const isWhole = activeStatuses.every(each => wanted.includes(each))
  return isWhole && assigneeId !== null ? { owners, cells: ['waiting'] } : undefined
}

function ownersOf(
  { assigneeId, clientId }: { assigneeId: string | null | undefined; clientId: string | undefined },
  actor: Actor,
): CountsOf[] | undefined {
  const scope = keptTo(actor)
  if (typeof assigneeId === 'string') {
    // An agent's counter is of all clients.
    return clientId === undefined && scope === undefined ? [`agent#${assigneeId}`] : undefined
  }
  if (clientId !== undefined) return [`client#${clientId}`]
  return scope === undefined ? ['desk'] : [...new Set(scope)].map(id => `client#${id}` as const)
}

function agentMeant(assigneeId: string, actor: Actor): string | null {
  switch (assigneeId) {
    case 'none':
      return null
    case 'me':
      return actor.kind === 'system' ? actor.name : actor.id
    default:
      return assigneeId
  }
}

/** What the counters tell of the lists that everybody has; without what they do not tell this actor. */
export interface UsualCounts {
  active?: number
  unassigned?: number
  mine?: number
  resolved?: number
}

/** The counts of the usual lists, of all clients or of one, in one read. */
export async function countUsualViews(desk: Desk, actor: Actor, clientId?: string): Promise<UsualCounts> {
  assertMay(actor, 'tickets:read', clientId ?? 'any')
  const client = clientId === undefined ? {} : { clientId }
  const told = {
    active: toldByCounters({ status: activeStatuses, ...client }, actor),
    unassigned: toldByCounters({ status: activeStatuses, assigneeId: null, ...client }, actor),
    mine: toldByCounters({ status: activeStatuses, assigneeId: agentMeant('me', actor), ...client }, actor),
    resolved: toldByCounters({ status: ['resolved'], ...client }, actor),
  }
  const owners = [...new Set(Object.values(told).flatMap(each => each?.owners ?? []))]
  const counts = await readCounts(desk.table, owners)
  const by = new Map(owners.map((owner, index) => [owner, counts[index] ?? {}]))
  return Object.fromEntries(
    Object.entries(told).flatMap(([name, each]) =>
      each === undefined
        ? []
        : [
            [
              name,
              sumOf(
                each.owners.map(owner => by.get(owner) ?? {}),
                each.cells,
              ),
            ],
          ],
    ),
  )
}
