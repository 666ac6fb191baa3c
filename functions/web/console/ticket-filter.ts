import { type Priority, priorities, type Status } from '../../../shared/domain/ticket.ts'
import type { Query } from '../routes.ts'

export const listViews = ['active', 'unassigned', 'mine', 'resolved', 'closed', 'all'] as const
export type ListView = (typeof listViews)[number]

/** What an agent asked a list of tickets for, as its address says it. */
export interface ListRequest {
  view: ListView
  clientId?: string
  contactId?: string
  /** An agent's id, or null for tickets that nobody has. */
  assigneeId?: string | null
  priority?: Priority
  cursor?: string
}

/** What the list is read by. */
export interface ListFilter {
  status?: Status[]
  clientId?: string
  contactId?: string
  assigneeId?: string | null
  priority?: Priority
}

/** How an address spells "nobody has it"; no agent's id looks like this. */
export const nobody = 'nobody'

const active: Status[] = ['open', 'working', 'hold']

/** Reads the query of a list's address; what it does not know it leaves out, as old links may hold it. */
export function readListRequest(query: Record<string, string>): ListRequest {
  const { view, client, contact, assignee, priority, cursor } = query
  const knownPriority = priorities.find(known => known === priority)
  return {
    view: listViews.find(known => known === view) ?? 'active',
    ...(client ? { clientId: client } : {}),
    ...(contact ? { contactId: contact } : {}),
    ...(assignee ? { assigneeId: assignee === nobody ? null : assignee } : {}),
    ...(knownPriority === undefined ? {} : { priority: knownPriority }),
    ...(cursor ? { cursor } : {}),
  }
}

/** The address of a request; the default view needs no word. */
export function queryOf(request: ListRequest): Query {
  return {
    view: request.view === 'active' ? undefined : request.view,
    client: request.clientId,
    contact: request.contactId,
    assignee: request.assigneeId === null ? nobody : request.assigneeId,
    priority: request.priority,
    cursor: request.cursor,
  }
}

/** What a request asks the desk for; *mine* and *unassigned* say themselves whose tickets they show. */
export function filterOf(request: ListRequest, agentId: string): ListFilter {
  const { view, clientId, contactId, assigneeId, priority } = request
  const filter: ListFilter = {
    ...(clientId === undefined ? {} : { clientId }),
    ...(contactId === undefined ? {} : { contactId }),
    ...(assigneeId === undefined ? {} : { assigneeId }),
    ...(priority === undefined ? {} : { priority }),
  }
  switch (view) {
    case 'active':
      return { ...filter, status: active }
    case 'unassigned':
      return { ...filter, status: active, assigneeId: null }
    case 'mine':
      return { ...filter, status: active, assigneeId: agentId }
    case 'resolved':
      return { ...filter, status: ['resolved'] }
    case 'closed':
      return { ...filter, status: ['closed'] }
    case 'all':
      return filter
  }
}

/** Whether anything but the view narrows the list. */
export function isFiltered(request: ListRequest): boolean {
  return [request.clientId, request.contactId, request.assigneeId, request.priority].some(
    part => part !== undefined,
  )
}

/** The same request from its first page. */
export function firstPage({ cursor: _cursor, ...rest }: ListRequest): ListRequest {
  return rest
}
