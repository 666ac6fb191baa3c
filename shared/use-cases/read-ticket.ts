import { type Actor, assertMay, mayKnowClient, type Permission } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { Entry } from '../domain/timeline.ts'
import type { Desk } from '../runtime/desk.ts'
import { readTickets } from '../store/tickets.ts'
import * as store from '../store/timeline.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'
import { ticketFor } from './tickets.ts'

/** How many entries the ticket page shows at once. */
const entriesOnPage = 50

export async function readTicket(desk: Desk, actor: Actor, number: number): Promise<Ticket> {
  return await ticketFor(desk, actor, number, 'tickets:read')
}

/** The header and its newest 50 entries, oldest first among them, in one read. */
export async function readTicketPage(desk: Desk, actor: Actor, number: number): Promise<TicketPage> {
  const page = await store.readTicketPage(desk.table, number, entriesOnPage)
  if (page === undefined) throw new DeskError('resource.missing')
  assertMay(actor, 'tickets:read', page.ticket.clientId)
  const known = new Set(await knownMerged(desk, actor, page.ticket))
  const entries = page.entries.filter(({ mergedFrom }) => mergedFrom === undefined || known.has(mergedFrom))
  const oldest = page.more ? page.entries[0] : undefined
  const scope = timelineScope(actor, number, { newestFirst: true })
  const olderCursor = await sealCursor(desk, scope, oldest && { entryId: oldest.id })
  return { ...page, entries, olderCursor }
}

export interface TicketPage extends store.TicketPage {
  /** Where the timeline, read newest first, goes on. */
  olderCursor: string | null
}

/**
 * A page of the timeline, oldest first unless told otherwise, bodies whole, with the entries of the tickets merged
 * into this one; of some kinds alone it can be short though there is a next one.
 */
export async function readTimeline(
  desk: Desk,
  actor: Actor,
  number: number,
  page: CursorPage & store.TimelineWish,
): Promise<{ entries: Entry[]; nextCursor: string | null }> {
  const scope = timelineScope(actor, number, page)
  const [after, ticket] = await Promise.all([
    openCursor(desk, scope, page),
    ticketFor(desk, actor, number, 'tickets:read'),
  ])
  const merged = await knownMerged(desk, actor, ticket)
  const wish = {
    newestFirst: page.newestFirst ?? false,
    ...(page.kinds === undefined ? {} : { kinds: page.kinds }),
  }
  const { entries, next } = await store.readTimeline(desk, [number, ...merged], { ...after, ...wish })
  return {
    entries: entries.filter(entry => maySee(actor, entry)),
    nextCursor: await sealCursor(desk, scope, next),
  }
}

function timelineScope(actor: Actor, number: number, { newestFirst, kinds }: store.TimelineWish): string {
  const direction = newestFirst === true ? { newestFirst } : {}
  return cursorScope('timeline', actor, { number, ...direction, ...(kinds === undefined ? {} : { kinds }) })
}

/** Tickets of several clients can be merged: who may know some clients only is shown the tickets of those. */
async function knownMerged(desk: Desk, actor: Actor, { mergedFrom = [] }: Ticket): Promise<number[]> {
  if (mergedFrom.length === 0 || mayKnowClient(actor, undefined)) return mergedFrom
  const tickets = await readTickets(desk.table, mergedFrom)
  return mergedFrom.filter((_number, index) => mayKnowClient(actor, tickets[index]?.clientId))
}

/** One entry, its body whole. */
export async function readEntry(desk: Desk, actor: Actor, number: number, id: string): Promise<Entry> {
  const [entry] = await Promise.all([
    store.readEntry(desk, number, id),
    ticketFor(desk, actor, number, 'tickets:read'),
  ])
  return assertSeen(actor, entry)
}

/** One entry, and the ticket where it is now: a split leaves a pointer behind. */
export async function findEntry(
  desk: Desk,
  actor: Actor,
  { number, id, permission }: { number: number; id: string; permission: Permission },
): Promise<{ number: number; entry: Entry }> {
  const found = await store.readEntry(desk, number, id)
  if (found?.movedTo !== undefined) {
    return await findEntry(desk, actor, { number: found.movedTo, id, permission })
  }
  await ticketFor(desk, actor, number, permission)
  return { number, entry: assertSeen(actor, found) }
}

function assertSeen(actor: Actor, entry: Entry | undefined): Entry {
  if (entry === undefined || !maySee(actor, entry)) throw new DeskError('resource.missing')
  return entry
}

/** A key for some clients can be in a client's hands: of what is internal it sees only what it wrote itself. */
export function maySee(actor: Actor, { visibility, by }: Pick<Entry, 'visibility' | 'by'>): boolean {
  if (visibility === 'public') return true
  if (actor.kind === 'contact' || actor.kind === 'guest') return false
  if (actor.kind !== 'key' || actor.clientIds === undefined) return true
  return by.id === actor.id
}
