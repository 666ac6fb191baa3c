import { DeskError } from './errors.ts'
import type { Feedback } from './feedback.ts'
import { hoursAfter } from './instants.ts'
import type { Merge } from './merge.ts'
import type { Person } from './timeline.ts'

export const statuses = ['open', 'working', 'hold', 'resolved', 'closed'] as const
export type Status = (typeof statuses)[number]

/** Those in which there is something to do. */
export const activeStatuses = ['open', 'working', 'hold'] as const satisfies readonly Status[]

export const priorities = ['low', 'medium', 'high', 'urgent'] as const
export type Priority = (typeof priorities)[number]

export const sources = ['console', 'email', 'portal', 'api', 'recurring'] as const
export type Source = (typeof sources)[number]

export interface Watcher {
  email: string
  name: string
}

export const linkKinds = ['related', 'parent', 'child', 'blocks', 'blocked-by'] as const
export type LinkKind = (typeof linkKinds)[number]

/** Another ticket, and what it is to this one: the other end says the converse. */
export interface TicketLink {
  number: number
  kind: LinkKind
}

/** The header of a ticket; what was said and done to it is its timeline. Instants are ISO 8601 UTC. */
export interface Ticket {
  number: number
  /** Copied from the setting at creation, so that old references stay true. */
  prefix: string
  subject: string
  clientId?: string
  /** Names are those of the last write to this ticket. */
  clientName?: string
  contactId?: string
  contactName?: string
  /** Whom public replies go to, besides the watchers. */
  contactEmail?: string
  assigneeId?: string
  assigneeName?: string
  assigneeEmail?: string
  status: Status
  /** A custom status of the desk; `status` is the one of the five that it behaves as. */
  statusId?: string
  statusName?: string
  priority: Priority
  categoryId?: string
  categoryName?: string
  source: Source
  billable: boolean
  assetIds: string[]
  tags: string[]
  watchers: Watcher[]
  /** Addresses of others whose mail an agent let onto the ticket, or whom one reply went to: they take part in it. */
  correspondents?: string[]
  /** Mails that came for it in one hour, the last in which any did. */
  mailsInHour?: { hour: string; count: number }
  /** When it should be done. */
  due?: string
  /** What another system calls it. */
  externalReference?: string
  /** By the id of the custom field. */
  customFields?: Record<string, string | number | boolean>
  links?: TicketLink[]
  /** Checklist tasks that are not done, and those of them that keep the ticket from being resolved. */
  tasksOpen?: number
  requiredTasksOpen?: number
  minutesWorked: number
  createdAt: string
  updatedAt: string
  firstResponseAt?: string
  resolvedAt?: string
  autoCloseAt?: string
  closedAt?: string
  lastReplyAt?: string
  lastReplyBy?: 'agent' | 'client'
  /** The timeline entry of the last public reply. */
  lastReplyId?: string
  mergedInto?: number
  /** Tickets whose timelines are shown with this one's, in the order they were merged, chains included. */
  mergedFrom?: number[]
  /** Of a merged ticket: how to take the merge back. */
  merge?: Merge
  /** Tickets that some of this one's entries were split into. */
  splitInto?: number[]
  followUpOf?: number
  /** What the client's side thinks of the work. */
  feedback?: Feedback
  version: number
}

/** Two mails to each of them must fit into one transaction of 100 items, beside all that a reply can change. */
export const watchersMax = 35

export const tagsMax = 30
export const correspondentsMax = 20

/** A ticket as it begins: open, of medium priority, nobody's and nobody's yet. */
export function blankTicket(facts: {
  number: number
  subject: string
  source: Source
  at: string
  settings: { ticketPrefix: string; defaultBillable: boolean }
}): Ticket {
  const { number, subject, source, at, settings } = facts
  return {
    number,
    prefix: settings.ticketPrefix,
    subject,
    status: 'open',
    priority: 'medium',
    source,
    billable: settings.defaultBillable,
    assetIds: [],
    tags: [],
    watchers: [],
    minutesWorked: 0,
    createdAt: at,
    updatedAt: at,
    version: 1,
  }
}

/** The fields that say whose a ticket is. */
export function clientOf({ clientId, clientName }: Ticket) {
  return {
    ...(clientId === undefined ? {} : { clientId }),
    ...(clientName === undefined ? {} : { clientName }),
  }
}

/** The fields that say whom public replies go to, besides the watchers. */
export function requesterOf({ contactId, contactName, contactEmail }: Ticket) {
  return {
    ...(contactId === undefined ? {} : { contactId }),
    ...(contactName === undefined ? {} : { contactName }),
    ...(contactEmail === undefined ? {} : { contactEmail }),
  }
}

/** The fields that say who works on a ticket. */
export function assigneeOf({ assigneeId, assigneeName, assigneeEmail }: Ticket) {
  return {
    ...(assigneeId === undefined ? {} : { assigneeId }),
    ...(assigneeName === undefined ? {} : { assigneeName }),
    ...(assigneeEmail === undefined ? {} : { assigneeEmail }),
  }
}

/** The fields that say what kind of work it is. */
export function categoryOf({ categoryId, categoryName }: Pick<Ticket, 'categoryId' | 'categoryName'>) {
  return {
    ...(categoryId === undefined ? {} : { categoryId }),
    ...(categoryName === undefined ? {} : { categoryName }),
  }
}

/** `TCK-1042` */
export function referenceOf(ticket: Pick<Ticket, 'prefix' | 'number'>): string {
  return `${ticket.prefix}${ticket.number}`
}

const mayFollow: Record<Status, readonly Status[]> = {
  open: ['working', 'hold', 'resolved'],
  working: ['open', 'hold', 'resolved'],
  hold: ['open', 'working', 'resolved'],
  resolved: ['open', 'closed'],
  closed: [],
}

/** The steps that may be taken from a status. */
export function statusesAfter(status: Status): readonly Status[] {
  return mayFollow[status]
}

/**
 * The ticket as it is after moving to a status; the same ticket where it is there already. A custom status that
 * behaves as another is left behind: every way out of a status leads through here.
 * Errors: `ticket.closed` for anything after closed, `ticket.transition` for a step that is not allowed,
 * `ticket.tasks-open` for resolving while required tasks are open.
 */
export function moveTo(ticket: Ticket, to: Status, at: string, autoCloseHours: number): Ticket {
  if (ticket.status === to) return ticket
  if (ticket.status === 'closed') throw closedError(ticket)
  if (!mayFollow[ticket.status].includes(to)) {
    throw new DeskError(
      'ticket.transition',
      `A ticket that is ${ticket.status} cannot become ${to}; it may become ${mayFollow[ticket.status].join(' or ')}.`,
    )
  }
  if (to === 'resolved') assertTasksDone(ticket)
  const { resolvedAt: _resolved, autoCloseAt: _autoClose, ...rest } = withoutCustomStatus(ticket)
  switch (to) {
    case 'open':
    case 'working':
    case 'hold':
      return { ...rest, status: to }
    case 'resolved':
      return { ...rest, status: to, resolvedAt: at, autoCloseAt: hoursAfter(at, autoCloseHours) }
    case 'closed':
      return {
        ...rest,
        status: to,
        closedAt: at,
        ...(ticket.resolvedAt === undefined ? {} : { resolvedAt: ticket.resolvedAt }),
      }
  }
}

/**
 * The ticket in a custom status of the desk, reached as the one of the five that it behaves as; null leaves the
 * custom status for that one. Errors: those of `moveTo`.
 */
export function moveToCustom(
  ticket: Ticket,
  to: { id: string; name: string; status: Status } | null,
  at: string,
  autoCloseHours: number,
): Ticket {
  assertNotClosed(ticket)
  if (to === null) return withoutCustomStatus(ticket)
  return { ...moveTo(ticket, to.status, at, autoCloseHours), statusId: to.id, statusName: to.name }
}

function withoutCustomStatus({ statusId: _id, statusName: _name, ...rest }: Ticket): Ticket {
  return rest
}

/** Closed is final on every door: anything that would change a closed ticket is refused. */
export function assertNotClosed(ticket: Ticket): void {
  if (ticket.status === 'closed') throw closedError(ticket)
}

function closedError(ticket: Ticket): DeskError {
  return new DeskError('ticket.closed', `${referenceOf(ticket)} is closed; a closed ticket is never changed.`)
}

function assertTasksDone({ requiredTasksOpen = 0 }: Ticket): void {
  if (requiredTasksOpen === 0) return
  throw new DeskError(
    'ticket.tasks-open',
    `${requiredTasksOpen} required ${requiredTasksOpen === 1 ? 'task is' : 'tasks are'} open; a ticket is resolved when they are done.`,
  )
}

/** The status a public reply from the client's side leaves the ticket in: it wakes what was waiting. */
export function statusAfterClientReply(status: Status): Status {
  return status === 'hold' || status === 'resolved' ? 'open' : status
}

/** Whether the client's side spoke last, and there is something to do. */
export function isWaitingForUs({ status, lastReplyBy }: Pick<Ticket, 'status' | 'lastReplyBy'>): boolean {
  return lastReplyBy === 'client' && activeStatuses.some(active => active === status)
}

/** Everyone who gets a public update, each address once, without the one who caused it. */
export function publicRecipients(ticket: Ticket, except?: Pick<Person, 'email'>): Watcher[] {
  const all: Watcher[] = [
    ...(ticket.contactEmail === undefined
      ? []
      : [{ email: ticket.contactEmail, name: ticket.contactName ?? '' }]),
    ...ticket.watchers,
  ]
  const seen = new Set<string>(except?.email === undefined ? [] : [except.email])
  return all.filter(({ email }) => !seen.has(email) && seen.add(email))
}
