import { type Actor, mayKnowClient } from '../domain/actor.ts'
import type { Ticket } from '../domain/ticket.ts'
import { isNewLook, type Look, viewersOf } from '../domain/viewer.ts'
import type { Desk } from '../runtime/desk.ts'
import * as store from '../store/viewers.ts'
import { readTicketPage } from './read-ticket.ts'
import { ticketFor } from './tickets.ts'

/** Who has a ticket open in the console now. */
export async function listViewers(desk: Desk, actor: Actor, number: number): Promise<Look[]> {
  const [ticket, looks] = await Promise.all([
    ticketFor(desk, actor, number, 'tickets:read'),
    store.readLooks(desk.table, number),
  ])
  return othersAt(desk, actor, ticket, looks)
}

/** The page of a ticket, who else has it open, and when the actor looked last: one trip, two reads. */
export async function readViewedPage(desk: Desk, actor: Actor, number: number) {
  const [page, looks] = await Promise.all([
    readTicketPage(desk, actor, number),
    store.readLooks(desk.table, number),
  ])
  const own = ownLook(actor, looks)
  return { ...page, own, viewers: othersAt(desk, actor, page.ticket, looks) }
}

/** Writes down that an agent looks at a ticket that they were shown; nothing more often than each half minute. */
export async function noteLook(
  desk: Desk,
  actor: Actor,
  { ticket, own, isWriting }: { ticket: Ticket; own: Look | undefined; isWriting: boolean },
): Promise<void> {
  const now = desk.now()
  // A ticket that was moved meanwhile is looked at anew: the look of before is the other client's.
  const isMoved = own !== undefined && own.clientId !== ticket.clientId
  if (actor.kind !== 'agent' || !(isMoved || isNewLook(own, now))) return
  const look: Look = {
    agentId: actor.id,
    name: actor.name,
    seenAt: now,
    isWriting,
    ...(ticket.clientId === undefined ? {} : { clientId: ticket.clientId }),
  }
  await desk.table.commit([store.saveLook(ticket.number, look)])
}

/** Says that an agent still looks at a ticket, and answers who else does. */
export async function keepLooking(
  desk: Desk,
  actor: Actor,
  { number, isWriting }: { number: number; isWriting: boolean },
): Promise<Look[]> {
  const [ticket, looks] = await Promise.all([
    ticketFor(desk, actor, number, 'tickets:read'),
    store.readLooks(desk.table, number),
  ])
  await noteLook(desk, actor, { ticket, own: ownLook(actor, looks), isWriting })
  return othersAt(desk, actor, ticket, looks)
}

function ownLook(actor: Actor, looks: readonly Look[]): Look | undefined {
  return actor.kind === 'agent' ? looks.find(({ agentId }) => agentId === actor.id) : undefined
}

/** Who looks is the desk's own affair: a key for some clients, which can be in a client's hands, is told of nobody. */
function othersAt(desk: Desk, actor: Actor, ticket: Ticket, looks: readonly Look[]): Look[] {
  if (actor.kind === 'key' && !mayKnowClient(actor, undefined)) return []
  return viewersOf(ticket, looks, { now: desk.now(), except: actor.kind === 'agent' ? actor.id : undefined })
}
