import { type Actor, personOf } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import type { Mailbox } from '../domain/incoming-mail.ts'
import type { Notice } from '../domain/notifications.ts'
import { assertNotClosed, type Ticket } from '../domain/ticket.ts'
import { assertVisitTimes, noticeOf, type Visit, visitShown, visitsMax } from '../domain/visit.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import * as store from '../store/visits.ts'
import { readAssignee } from './open-ticket.ts'
import { commitStep } from './ticket-step.ts'
import { assertVersion, ticketFor } from './tickets.ts'

export interface VisitInput {
  startAt: string
  endAt: string
  /** The ticket's assignee where absent; null: nobody in particular. */
  agentId?: string | null
  location?: string | null
  note?: string | null
}

interface VisitAt {
  number: number
  visitId: string
  /** The version the writer saw. */
  ifVersion?: number
}

/** The visits of a ticket, in the order they were scheduled. */
export async function listVisits(desk: Desk, actor: Actor, number: number): Promise<Visit[]> {
  await ticketFor(desk, actor, number, 'tickets:read')
  return await store.readVisits(desk.table, number, visitsMax)
}

export async function readVisit(desk: Desk, actor: Actor, number: number, visitId: string): Promise<Visit> {
  await ticketFor(desk, actor, number, 'tickets:read')
  return await visitIn(desk, number, visitId)
}

/**
 * Schedules a visit; the contact and the agent get an invitation for their calendars.
 * Errors: `request.invalid`, `ticket.closed`, `visits.full`, `version.stale`.
 */
export async function scheduleVisit(
  desk: Desk,
  actor: Actor,
  number: number,
  input: VisitInput,
): Promise<Visit> {
  const before = await ticketFor(desk, actor, number, 'tickets:write')
  assertNotClosed(before)
  // After the header: whoever adds one meanwhile makes the header's version stale.
  const visits = await store.readVisits(desk.table, number, visitsMax)
  if (visits.length >= visitsMax) {
    throw new DeskError('visits.full', `A ticket has at most ${visitsMax} visits.`)
  }
  const at = desk.now()
  const { agentId = before.assigneeId ?? null, ...times } = input
  // ULIDs keep the list in order.
  const blank = { id: `vis_${desk.newUlid()}`, invited: [], createdAt: at, version: 1 }
  const visit = await visitWith(
    desk,
    actor,
    { ticket: before, before: { ...blank, startAt: '', endAt: '' } },
    { ...times, agentId },
  )
  assertVisitTimes(visit, at)
  await commitVisit(desk, actor, { ticket: before, before: undefined, after: visit, at })
  return visit
}

/**
 * Changes a visit; everybody invited gets the new invitation, who no longer is a cancellation.
 * Errors: `request.invalid`, `ticket.closed`, `version.stale`.
 */
export async function changeVisit(
  desk: Desk,
  actor: Actor,
  { number, visitId, ifVersion }: VisitAt,
  changes: Partial<VisitInput>,
): Promise<Visit> {
  const ticket = await ticketFor(desk, actor, number, 'tickets:write')
  const before = await visitIn(desk, number, visitId)
  assertVersion(before.version, ifVersion)
  assertNotClosed(ticket)
  const at = desk.now()
  const after = {
    ...(await visitWith(desk, actor, { ticket, before }, changes)),
    version: before.version + 1,
  }
  const isSame = visitShown(after) === visitShown(before) && after.agentId === before.agentId
  if (isSame) return before
  assertVisitTimes(after, after.startAt === before.startAt ? before.startAt : at)
  await commitVisit(desk, actor, { ticket, before, after, at })
  return after
}

/** Calls a visit off; everybody invited gets a cancellation. Errors: `ticket.closed`, `version.stale`. */
export async function cancelVisit(
  desk: Desk,
  actor: Actor,
  { number, visitId, ifVersion }: VisitAt,
): Promise<void> {
  const ticket = await ticketFor(desk, actor, number, 'tickets:write')
  const before = await visitIn(desk, number, visitId)
  assertVersion(before.version, ifVersion)
  assertNotClosed(ticket)
  await commitVisit(desk, actor, { ticket, before, after: undefined, at: desk.now() })
}

async function visitIn(desk: Desk, number: number, visitId: string): Promise<Visit> {
  const visit = await store.readVisit(desk.table, number, visitId)
  if (visit === undefined) throw new DeskError('resource.missing')
  return visit
}

/** The visit with what was given, and those who are to come as they are now. */
async function visitWith(
  desk: Desk,
  actor: Actor,
  { ticket, before }: { ticket: Ticket; before: Visit },
  given: Partial<VisitInput>,
): Promise<Visit> {
  const { agentId: _id, agentName: _name, location, note, invited: _invited, ...rest } = before
  const agentId = given.agentId === undefined ? before.agentId : given.agentId
  const agent =
    agentId === undefined || agentId === null
      ? undefined
      : await readAssignee(desk, actor, agentId, { clientId: ticket.clientId, pointer: '/agentId' })
  const place = given.location === undefined ? location : given.location
  const words = given.note === undefined ? note : given.note
  return {
    ...rest,
    startAt: given.startAt === undefined ? before.startAt : new Date(given.startAt).toISOString(),
    endAt: given.endAt === undefined ? before.endAt : new Date(given.endAt).toISOString(),
    ...(agent === undefined ? {} : { agentId: agent.id, agentName: agent.name }),
    ...(place === undefined || place === null ? {} : { location: place }),
    ...(words === undefined || words === null ? {} : { note: words }),
    invited: [
      ...(ticket.contactEmail === undefined
        ? []
        : [{ name: ticket.contactName ?? '', address: ticket.contactEmail }]),
      ...(agent === undefined ? [] : [{ name: agent.name, address: agent.email }]),
    ],
  }
}

interface VisitStep {
  ticket: Ticket
  before: Visit | undefined
  after: Visit | undefined
  at: string
}

async function commitVisit(
  desk: Desk,
  actor: Actor,
  { ticket, before, after, at }: VisitStep,
): Promise<void> {
  const by = personOf(actor)
  const visit = after ?? before
  if (visit === undefined) return
  const notices: Notice[] = [
    ...leftOut(before, after).map(to => ({
      event: 'visit-cancellation' as const,
      to,
      actorName: by.name,
      visit: { ...noticeOf(before ?? visit), sequence: before?.version ?? 0 },
    })),
    ...(after?.invited ?? []).map(to => ({
      event: 'visit-invitation' as const,
      to,
      actorName: by.name,
      visit: noticeOf(visit),
    })),
  ]
  await commitStep(desk, {
    before: ticket,
    after: ticket,
    changes: [
      {
        field: 'visit',
        from: before === undefined ? null : visitShown(before),
        to: after === undefined ? null : visitShown(after),
      },
    ],
    writes: [writeOf(ticket.number, before, after)].flat(),
    notices,
    by,
    at,
    made: `tickets/${ticket.number}/visits/${visit.id}`,
  })
}

function writeOf(number: number, before: Visit | undefined, after: Visit | undefined): Write[] {
  if (after !== undefined) return [store.saveVisit(number, before, after)]
  return before === undefined ? [] : [store.deleteVisit(number, before)]
}

/** Who held an invitation and is to come no more. */
function leftOut(before: Visit | undefined, after: Visit | undefined): Mailbox[] {
  const stay = new Set(after?.invited.map(({ address }) => address))
  return (before?.invited ?? []).filter(({ address }) => !stay.has(address))
}
