import type { Actor } from './actor.ts'
import type { Priority, Status } from './ticket.ts'
import type { SignedTicketSort } from './ticket-sort.ts'

export const viewColumns = [
  'client',
  'contact',
  'priority',
  'status',
  'assignee',
  'category',
  'tags',
  'due',
  'created',
  'updated',
  'source',
  'billable',
] as const
export type ViewColumn = (typeof viewColumns)[number]

/** What a list shows besides each ticket's reference and subject, unless somebody says otherwise. */
export const usualColumns: readonly ViewColumn[] = [
  'client',
  'contact',
  'priority',
  'status',
  'assignee',
  'updated',
]

export const densities = ['comfortable', 'compact'] as const
export type Density = (typeof densities)[number]

/** How many views of their own an actor, and how many the desk can have. */
export const viewsMax = 100

/** What a saved list narrows all tickets by. */
export interface ViewFilter {
  status?: readonly Status[]
  /** A custom status. */
  statusId?: string
  clientId?: string
  contactId?: string
  /** An agent's id; `me`: whoever looks; `none`: nobody. */
  assigneeId?: string
  assetId?: string
  priority?: Priority
  /** Letter case aside. */
  tag?: string
  categoryId?: string
  billable?: boolean
  /** Where the client's side spoke last, and there is something to do. */
  waiting?: true
  createdFrom?: string
  createdTo?: string
  updatedFrom?: string
  updatedTo?: string
  dueFrom?: string
  dueTo?: string
  /** Words, each of which, or the beginning of which, the ticket must hold; or its reference. */
  q?: string
}

/** A saved list of tickets. */
export interface SavedView {
  id: string
  name: string
  /** Whose it is alone; absent: the whole desk's. */
  owner?: ViewOwner
  filter: ViewFilter
  sort?: SignedTicketSort
  columns: readonly ViewColumn[]
  density: Density
  /** Where it stands among the others: the lowest first. */
  position: number
  /** The clients that the filter names, be it by a contact or an asset of theirs. */
  clientIds: readonly string[]
  createdAt: string
  version: number
}

/** `agent:agt_…`, `key:key_…` */
export type ViewOwner = `${Actor['kind']}:${string}`

export function viewOwnerOf(actor: Actor): ViewOwner {
  return `${actor.kind}:${actor.kind === 'system' ? actor.name : actor.id}`
}
