import { DeskError } from './errors.ts'
import {
  assertNotClosed,
  moveTo,
  moveToCustom,
  type Status,
  statusAfterClientReply,
  type Ticket,
} from './ticket.ts'
import type { Change, Entry } from './timeline.ts'

/** What a ticket becomes by an entry: its header, and the changes worth an activity. */
export interface Changed {
  ticket: Ticket
  changes: Change[]
}

/**
 * A public reply is refused where another one came since its writer looked: `seenReplyId` is the header's
 * `lastReplyId` as they saw it, null for none. Error: `reply.overtaken`.
 */
export function assertNotOvertaken({ lastReplyId }: Ticket, seenReplyId: string | null): void {
  if (lastReplyId === undefined || lastReplyId === seenReplyId) return
  throw new DeskError('reply.overtaken', 'A new public reply arrived since this one was begun.')
}

/**
 * Adds what an entry does to its ticket. A public reply from the client's side wakes a ticket that was on hold
 * or resolved; an agent's first public reply is the first response.
 * Errors: `ticket.closed`, `ticket.transition`, `ticket.tasks-open`.
 */
export function applyEntry(
  before: Ticket,
  entry: Entry,
  facts: {
    side: 'agent' | 'client'
    status?: Status
    /** A custom status, in the place of `status`. */
    custom?: { id: string; name: string; status: Status }
    autoCloseHours: number
  },
): Changed {
  assertNotClosed(before)
  const isPublicReply = entry.kind === 'reply'
  const wanted =
    facts.status ??
    (isPublicReply && facts.side === 'client' ? statusAfterClientReply(before.status) : before.status)
  const moved =
    facts.custom === undefined
      ? moveTo(before, wanted, entry.at, facts.autoCloseHours)
      : moveToCustom(before, facts.custom, entry.at, facts.autoCloseHours)
  const ticket: Ticket = {
    ...moved,
    minutesWorked: moved.minutesWorked + (entry.minutesWorked ?? 0),
    ...(isPublicReply ? { lastReplyAt: entry.at, lastReplyBy: facts.side, lastReplyId: entry.id } : {}),
    ...(isPublicReply && facts.side === 'agent' && before.firstResponseAt === undefined
      ? { firstResponseAt: entry.at }
      : {}),
    updatedAt: entry.at,
    version: before.version + 1,
  }
  return { ticket, changes: changesBetween(before, ticket) }
}

/** The recorded changes between two states of a ticket, in words an agent reads. */
export function changesBetween(before: Ticket, after: Ticket): Change[] {
  const pairs: [Change['field'], string | null, string | null, isAnother?: boolean][] = [
    ['status', statusShown(before), statusShown(after), before.statusId !== after.statusId],
    ['priority', before.priority, after.priority],
    [
      'assignee',
      before.assigneeName ?? null,
      after.assigneeName ?? null,
      before.assigneeId !== after.assigneeId,
    ],
    ['subject', before.subject, after.subject],
    ['client', before.clientName ?? null, after.clientName ?? null, before.clientId !== after.clientId],
    ['contact', before.contactName ?? null, after.contactName ?? null, before.contactId !== after.contactId],
    ['assets', listed(before.assetIds), listed(after.assetIds)],
    ['tags', listed(before.tags), listed(after.tags)],
    ['watchers', listed(before.watchers.map(w => w.email)), listed(after.watchers.map(w => w.email))],
    ['billable', String(before.billable), String(after.billable)],
    [
      'category',
      before.categoryName ?? null,
      after.categoryName ?? null,
      before.categoryId !== after.categoryId,
    ],
    ['due', before.due ?? null, after.due ?? null],
    ['external-reference', before.externalReference ?? null, after.externalReference ?? null],
    ['custom-fields', fieldsListed(before.customFields), fieldsListed(after.customFields)],
    ['links', linksListed(before.links), linksListed(after.links)],
  ]
  return (
    pairs
      // Two people can have one name.
      .filter(([, from, to, isAnother = false]) => from !== to || isAnother)
      .map(([field, from, to]) => ({ field, from, to }))
  )
}

function listed(values: readonly string[]): string | null {
  return values.length === 0 ? null : values.join(', ')
}

function statusShown({ status, statusName }: Ticket): string {
  return statusName === undefined ? status : `${statusName} (${status})`
}

function fieldsListed(fields: Ticket['customFields'] = {}): string | null {
  return listed(
    Object.entries(fields)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, value]) => `${id}=${value}`),
  )
}

function linksListed(links: Ticket['links'] = []): string | null {
  return listed(links.map(({ kind, number }) => `${kind} ${number}`))
}
