import { type Actor, personOf } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import { noticesOfAssignment, noticesOfStatus } from '../domain/notifications.ts'
import { changesBetween } from '../domain/reply.ts'
import {
  assertNotClosed,
  moveTo,
  moveToCustom,
  type Priority,
  type Status,
  type Ticket,
  type Watcher,
} from '../domain/ticket.ts'
import type { Person } from '../domain/timeline.ts'
import type { Desk } from '../runtime/desk.ts'
import { readSettings } from '../store/settings.ts'
import { type ChosenFields, readChosenStatus, withChosenFields } from './chosen-fields.ts'
import { commitEffect } from './effect.ts'
import { holdClient } from './hold-client.ts'
import { movedToClient, unassigned, withoutContact } from './move-to-client.ts'
import { assertAssets, assigneeFields, contactFields, readAssignee, readContactOf } from './open-ticket.ts'
import { assertMayResolve } from './tasks.ts'
import { commitStep } from './ticket-step.ts'
import { assertVersion, ticketFor } from './tickets.ts'

export interface TicketChanges extends ChosenFields {
  subject?: string
  status?: Status
  priority?: Priority
  /** A custom status, in the place of `status`; null leaves it for the one that it behaves as. */
  statusId?: string | null
  /** Moves the ticket to another client. */
  clientId?: string
  /** null: nobody. */
  assigneeId?: string | null
  /** null: nobody. */
  contactId?: string | null
  tags?: readonly string[]
  assetIds?: readonly string[]
  watchers?: readonly Watcher[]
  billable?: boolean
}

interface TicketChange {
  number: number
  changes: TicketChanges
  /** The version the writer saw. */
  ifVersion?: number
  /** Throws where the ticket, as it was read, must not be changed in this way. */
  mayChange?: (before: Ticket) => void
}

/**
 * Changes some of a ticket's fields, each recorded as an activity; what is the same already is left alone.
 * Errors: `ticket.closed`, `ticket.transition`, `ticket.tasks-open`, `version.stale`, `request.invalid`, `contact.other-client`,
 * `asset.other-client`.
 */
export async function changeTicket(desk: Desk, actor: Actor, input: TicketChange): Promise<Ticket> {
  const [before, settings] = await Promise.all([
    ticketFor(desk, actor, input.number, 'tickets:write'),
    readSettings(desk.table),
  ])
  assertVersion(before.version, input.ifVersion)
  input.mayChange?.(before)
  assertNotClosed(before)
  await assertMayResolve(desk, before, input.changes.status)
  const at = desk.now()
  const wanted = await applyChanges(desk, actor, before, input.changes)
  const moved = await applyStatus(desk, wanted, input.changes, { at, settings })
  // Last, as it writes: what is refused leaves no trace.
  if (moved.clientId !== undefined && moved.clientId !== before.clientId) {
    await holdClient(desk, { id: moved.clientId })
  }
  return await saveChanged(desk, before, moved, { by: personOf(actor), at, settings })
}

/** Resolves a ticket: it closes by itself after the desk's auto-close hours. */
export async function resolveTicket(
  desk: Desk,
  actor: Actor,
  number: number,
  ifVersion?: number,
): Promise<Ticket> {
  return await changeStatus(desk, actor, { number, status: 'resolved', ifVersion })
}

/** Opens a resolved ticket again; `ticket.not-resolved` for one that is not resolved. */
export async function reopenTicket(
  desk: Desk,
  actor: Actor,
  number: number,
  ifVersion?: number,
): Promise<Ticket> {
  return await changeStatus(desk, actor, { number, status: 'open', ifVersion, mayChange: assertResolved })
}

function assertResolved(ticket: Ticket): void {
  assertNotClosed(ticket)
  if (ticket.status !== 'resolved') {
    throw new DeskError('ticket.not-resolved', 'Only a resolved ticket can be reopened.')
  }
}

/** Closes a resolved ticket for good. */
export async function closeTicket(
  desk: Desk,
  actor: Actor,
  number: number,
  ifVersion?: number,
): Promise<Ticket> {
  return await changeStatus(desk, actor, { number, status: 'closed', ifVersion })
}

/** Commits a changed ticket with an activity per change and the mails it calls for. */
export async function saveChanged(
  desk: Desk,
  before: Ticket,
  changed: Ticket,
  facts: {
    by: Person
    at: string
    settings: { clientNotifications: boolean; newTicketAddress: string | null }
  },
): Promise<Ticket> {
  const { by, at, settings } = facts
  const changes = changesBetween(before, changed)
  if (changes.length === 0) {
    // Nothing to save, but a repeat of the request must find that it was answered.
    await commitEffect(desk, [], `tickets/${before.number}`)
    return before
  }
  const notices = [
    ...(changed.assigneeId === before.assigneeId ? [] : noticesOfAssignment(changed, by)),
    ...noticesOfStatus(before, changed, by, settings),
  ]
  const made = `tickets/${before.number}`
  return await commitStep(desk, { before, after: changed, changes, notices, by, at, made })
}

async function changeStatus(
  desk: Desk,
  actor: Actor,
  {
    status,
    ifVersion,
    ...rest
  }: Pick<TicketChange, 'number' | 'mayChange'> & {
    status: Status
    ifVersion: number | undefined
  },
): Promise<Ticket> {
  const change = { ...rest, changes: { status } }
  return await changeTicket(desk, actor, ifVersion === undefined ? change : { ...change, ifVersion })
}

async function applyStatus(
  desk: Desk,
  ticket: Ticket,
  { status = ticket.status, statusId }: TicketChanges,
  { at, settings }: { at: string; settings: { autoCloseHours: number } },
): Promise<Ticket> {
  // The one it has may be used no more, and stay all the same.
  if (statusId === undefined || statusId === ticket.statusId) {
    return moveTo(ticket, status, at, settings.autoCloseHours)
  }
  const custom = statusId === null ? null : await readChosenStatus(desk, statusId)
  return moveToCustom(ticket, custom, at, settings.autoCloseHours)
}

/** The ticket with these fields, status aside; people and assets are looked up. */
export async function applyChanges(
  desk: Desk,
  actor: Actor,
  before: Ticket,
  changes: TicketChanges,
): Promise<Ticket> {
  const { clientId, subject, priority, tags, assetIds, watchers, billable } = changes
  const placed = clientId === undefined ? before : await movedToClient(desk, actor, before, clientId)
  const [people] = await Promise.all([
    applyPeople(desk, actor, placed, changes),
    assetIds === undefined ? undefined : assertAssets(desk, actor, assetIds, placed.clientId),
  ])
  return {
    ...(await withChosenFields(desk, people, changes)),
    ...(subject === undefined ? {} : { subject }),
    ...(priority === undefined ? {} : { priority }),
    ...(tags === undefined ? {} : { tags: [...tags] }),
    ...(assetIds === undefined ? {} : { assetIds: [...assetIds] }),
    ...(watchers === undefined ? {} : { watchers: [...watchers] }),
    ...(billable === undefined ? {} : { billable }),
  }
}

async function applyPeople(
  desk: Desk,
  actor: Actor,
  before: Ticket,
  { assigneeId, contactId }: TicketChanges,
): Promise<Ticket> {
  const [assignee, contact] = await Promise.all([
    typeof assigneeId === 'string'
      ? readAssignee(desk, actor, assigneeId, { clientId: before.clientId })
      : undefined,
    typeof contactId === 'string' ? readContactOf(desk, actor, contactId, before.clientId) : undefined,
  ])
  const rest = contactId === undefined ? before : withoutContact(before)
  return {
    ...(assigneeId === undefined ? rest : unassigned(rest)),
    ...(assignee === undefined ? {} : assigneeFields(assignee)),
    ...(contact === undefined ? {} : contactFields(contact)),
  }
}
