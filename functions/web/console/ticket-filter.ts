import { dayIn, daysLater, startOfDay } from '../../../shared/domain/desk-day.ts'
import {
  type Density,
  densities,
  type SavedView,
  usualColumns,
  type ViewColumn,
  type ViewFilter,
  viewColumns,
} from '../../../shared/domain/saved-view.ts'
import { activeStatuses, priorities, statuses } from '../../../shared/domain/ticket.ts'
import { type SignedTicketSort, signedTicketSorts } from '../../../shared/domain/ticket-sort.ts'
import type { TicketFilter } from '../../../shared/use-cases/list-tickets.ts'
import type { Query } from '../routes.ts'

export const listViews = ['active', 'unassigned', 'mine', 'resolved', 'closed', 'all'] as const
export type ListView = (typeof listViews)[number]

/** What an agent asked a list of tickets for, as its address says it; spans are days by the desk's clock, the last included. */
export interface ListRequest extends Omit<ViewFilter, 'assigneeId'> {
  /** One of ours, or the id of a saved view. */
  view: string
  /** An agent's id, `me`, or null for tickets that nobody has. */
  assigneeId?: string | null
  sort?: SignedTicketSort
  columns?: readonly ViewColumn[]
  density?: Density
  cursor?: string
  /** The cursors of the pages before this one, as far as they are remembered; the first page's is empty. */
  trail?: readonly string[]
}

const trailMax = 8

/** How an address spells "nobody has it"; no agent's id looks like this. */
export const nobody = 'nobody'

const texts = [
  ['client', 'clientId'],
  ['contact', 'contactId'],
  ['asset', 'assetId'],
  ['tag', 'tag'],
  ['category', 'categoryId'],
  ['own-status', 'statusId'],
  ['q', 'q'],
  ['cursor', 'cursor'],
] as const
export const dayFields = [
  ['created-from', 'createdFrom'],
  ['created-to', 'createdTo'],
  ['updated-from', 'updatedFrom'],
  ['updated-to', 'updatedTo'],
  ['due-from', 'dueFrom'],
  ['due-to', 'dueTo'],
] as const
const textMax = 4_000

/** Reads the query of a list's address; what it does not know it leaves out, as old links may hold it. */
export function readListRequest(query: Record<string, string> | URLSearchParams): ListRequest {
  const parameters = new URLSearchParams(query)
  const get = (name: string) => parameters.get(name)?.trim().slice(0, textMax) ?? ''
  const several = <T extends string>(name: string, known: readonly T[]) => {
    const asked = parameters.getAll(name).flatMap(each => each.split(','))
    return known.filter(each => asked.includes(each))
  }
  const trail = parameters.get('trail')?.slice(0, textMax).split('~').slice(-trailMax)
  const [view, assignee, billable] = [get('view'), get('assignee'), get('billable')]
  const status = several('status', statuses)
  const priority = priorities.find(known => known === get('priority'))
  const sort = signedTicketSorts.find(known => known === get('sort'))
  const columns = several('columns', viewColumns)
  const density = densities.find(known => known === get('density'))
  return {
    view: listViews.find(known => known === view) ?? (/^vew_\w{1,50}$/.test(view) ? view : 'active'),
    ...Object.fromEntries(texts.flatMap(([name, part]) => (get(name) === '' ? [] : [[part, get(name)]]))),
    ...Object.fromEntries(dayFields.flatMap(([name, part]) => (isDay(get(name)) ? [[part, get(name)]] : []))),
    ...(status.length === 0 ? {} : { status }),
    ...(assignee === '' ? {} : { assigneeId: assignee === nobody ? null : assignee }),
    ...(priority === undefined ? {} : { priority }),
    ...(billable === 'yes' || billable === 'no' ? { billable: billable === 'yes' } : {}),
    ...(get('waiting') === 'yes' ? { waiting: true as const } : {}),
    ...(sort === undefined ? {} : { sort }),
    ...(columns.length === 0 ? {} : { columns }),
    ...(density === undefined ? {} : { density }),
    ...(trail === undefined ? {} : { trail }),
  }
}

/** The address of a request; the default view needs no word. */
export function queryOf(request: ListRequest): Query {
  const { assigneeId, billable } = request
  return {
    view: request.view === 'active' ? undefined : request.view,
    ...Object.fromEntries([...texts, ...dayFields].map(([name, part]) => [name, request[part]])),
    assignee: assigneeId === null ? nobody : assigneeId,
    status: request.status?.join(','),
    priority: request.priority,
    billable: billable === undefined ? undefined : billable ? 'yes' : 'no',
    waiting: request.waiting ? 'yes' : undefined,
    sort: request.sort,
    columns: request.columns?.join(','),
    density: request.density,
    trail: request.trail?.join('~'),
  }
}

/** What a request asks the desk for; *mine* and *unassigned* say themselves whose tickets they show. */
export function filterOf(
  request: ListRequest,
  { agentId, timeZone }: { agentId: string; timeZone: string },
): TicketFilter {
  const { view, columns: _columns, density: _density, assigneeId, ...asked } = firstPage(request)
  const days = Object.fromEntries(
    dayFields.flatMap(([, part]) => {
      const day = asked[part]
      if (day === undefined) return []
      return [[part, startOfDay(timeZone, part.endsWith('To') ? daysLater(day, 1) : day)]]
    }),
  )
  return {
    ...filterOfView(view, agentId),
    ...asked,
    ...days,
    ...(assigneeId === undefined ? {} : { assigneeId: assigneeId === 'me' ? agentId : assigneeId }),
    ...(view === 'unassigned' ? { assigneeId: null } : {}),
    ...(view === 'mine' ? { assigneeId: agentId } : {}),
  }
}

function filterOfView(view: string, agentId: string): TicketFilter {
  switch (view) {
    case 'active':
      return { status: activeStatuses }
    case 'unassigned':
      return { status: activeStatuses, assigneeId: null }
    case 'mine':
      return { status: activeStatuses, assigneeId: agentId }
    case 'resolved':
      return { status: ['resolved'] }
    case 'closed':
      return { status: ['closed'] }
    default:
      return {}
  }
}

/** The address's form of a saved view. */
export function requestOfView(view: SavedView, timeZone: string): ListRequest {
  const { filter, sort, columns, density, id } = view
  const { assigneeId, ...rest } = filter
  const days = Object.fromEntries(
    dayFields.flatMap(([, part]) => {
      const at = rest[part]
      if (at === undefined) return []
      // An end is the first instant that is not in it any more.
      const instant = part.endsWith('To') ? new Date(Date.parse(at) - 1).toISOString() : at
      return [[part, dayIn(timeZone, instant)]]
    }),
  )
  return {
    ...rest,
    ...days,
    view: id,
    ...(assigneeId === undefined ? {} : { assigneeId: assigneeId === 'none' ? null : assigneeId }),
    ...(sort === undefined ? {} : { sort }),
    columns,
    density,
  }
}

/** What a request narrows by, as a view saves it; one of our own views is saved as what it means. */
export function viewFilterOf(
  request: ListRequest,
  { agentId, timeZone }: { agentId: string; timeZone: string },
): ViewFilter {
  const { sort: _sort, assigneeId, ...filter } = filterOf(request, { agentId, timeZone })
  if (assigneeId === undefined) return filter
  return { ...filter, assigneeId: assigneeId === null ? 'none' : assigneeId === agentId ? 'me' : assigneeId }
}

const narrowing = [
  'status',
  'statusId',
  'clientId',
  'contactId',
  'assigneeId',
  'assetId',
  'priority',
  'tag',
  'categoryId',
  'billable',
  'waiting',
  ...dayFields.map(([, part]) => part),
  'q',
] as const
export type Narrowing = (typeof narrowing)[number]

/** What narrows the list besides its view. */
export function narrowedBy(request: ListRequest): Narrowing[] {
  return narrowing.filter(part => request[part] !== undefined)
}

/** Whether anything but the view narrows the list. */
export function isFiltered(request: ListRequest): boolean {
  return narrowedBy(request).length > 0
}

/** The same request without a part of it, from its first page. */
export function without(request: ListRequest, part: Narrowing): ListRequest {
  const { cursor: _cursor, trail: _trail, ...rest } = request
  delete rest[part]
  return rest
}

/** The same request from its first page. */
export function firstPage({ cursor: _cursor, trail: _trail, ...rest }: ListRequest): ListRequest {
  return rest
}

/** The next page, which remembers this one. */
export function nextPage(request: ListRequest, cursor: string): ListRequest {
  return { ...request, cursor, trail: [...(request.trail ?? []), request.cursor ?? ''].slice(-trailMax) }
}

/** The page before, if it is remembered. */
export function pageBefore(request: ListRequest): ListRequest | undefined {
  const trail = [...(request.trail ?? [])]
  const cursor = trail.pop()
  if (cursor === undefined) return undefined
  const first = firstPage(request)
  return cursor === '' ? first : { ...first, cursor, ...(trail.length === 0 ? {} : { trail }) }
}

/** The columns and density that somebody chose last, as a cookie keeps them. */
export function readTaste(cookie: string | undefined): { columns: readonly ViewColumn[]; density: Density } {
  const [density = '', columns = ''] = (cookie ?? '').split(':')
  const named = columns.split('.')
  const known = viewColumns.filter(column => named.includes(column))
  return {
    columns: cookie === undefined ? usualColumns : known,
    density: densities.find(each => each === density) ?? 'comfortable',
  }
}

export function writeTaste({
  columns,
  density,
}: {
  columns: readonly ViewColumn[]
  density: Density
}): string {
  return `${density}:${columns.join('.')}`
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))
}
