import type { ContactActor } from '../domain/actor.ts'
import { servedContentType } from '../domain/attachment.ts'
import { DeskError } from '../domain/errors.ts'
import type { Feedback } from '../domain/feedback.ts'
import { mayRate } from '../domain/feedback.ts'
import { isShownInPortal, mayUseTicket, type PortalActor, seesWholeClient } from '../domain/portal.ts'
import { type Priority, referenceOf, type Status, statuses, type Ticket } from '../domain/ticket.ts'
import type { Attachment, Entry } from '../domain/timeline.ts'
import { referenceIn, wordsOf } from '../domain/words.ts'
import type { Desk } from '../runtime/desk.ts'
import * as lists from '../store/ticket-lists.ts'
import { readTickets, type TicketRow } from '../store/tickets.ts'
import { readTimeline } from '../store/timeline.ts'
import { attachmentKey } from './attachment-places.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'
import { portalTicketFor } from './portal-access.ts'
import { findAttachment } from './read-attachment.ts'

/** A ticket as a list of the client's side shows it: nothing that is only for those who work on it. */
export interface PortalRow {
  number: number
  reference: string
  subject: string
  status: Status
  priority: Priority
  /** Whose ticket it is. */
  contactName?: string
  createdAt: string
  updatedAt: string
  /** Who said something last. */
  lastReplyBy?: 'agent' | 'client'
}

/** The same as its own page shows it. */
export interface PortalTicket extends PortalRow {
  /** Who works on it. */
  assigneeName?: string
  /** Of a resolved one: when it closes by itself. */
  autoCloseAt?: string
  closedAt?: string
  isMerged: boolean
  feedback?: Pick<Feedback, 'rating' | 'comment'>
  mayRate: boolean
}

/** What somebody said on it. */
export interface PortalEntry {
  id: string
  at: string
  /** Absent where the desk said it by itself. */
  name?: string
  side: 'desk' | 'client'
  isYours: boolean
  text: string
  files: Pick<Attachment, 'id' | 'name' | 'contentType' | 'bytes'>[]
  isEdited: boolean
  isRedacted: boolean
}

export interface PortalPage {
  ticket: PortalTicket
  /** Oldest first. */
  entries: PortalEntry[]
  nextCursor: string | null
}

/** Entries of a ticket on one page of the portal. */
const entriesOnPage = 100

/** The timeline holds what only agents see as well; so many of its pages are read at most for one of the portal. */
const pagesReadMax = 10

/** A ticket and what was said on it, of the tickets merged into it what is the actor's too. Error: `cursor.invalid`. */
export async function readPortalTicket(
  desk: Desk,
  actor: PortalActor,
  number: number,
  cursor?: string,
): Promise<PortalPage> {
  const { ticket } = await portalTicketFor(desk, actor, number)
  const scope = cursorScope('portal-timeline', actor, { number })
  const page = await openCursor(desk, scope, {
    limit: entriesOnPage,
    ...(cursor === undefined ? {} : { cursor }),
  })
  const merged = await readTickets(desk.table, ticket.mergedFrom ?? [])
  const numbers = merged.flatMap(each =>
    each !== undefined && mayUseTicket(actor, each) ? [each.number] : [],
  )
  const { entries, next } = await readShown(desk, [number, ...numbers], page)
  return {
    ticket: portalTicketOf(ticket, desk.now()),
    entries: entries.map(entry => portalEntryOf(entry, actor)),
    nextCursor: await sealCursor(desk, scope, next),
  }
}

export interface PortalFilter {
  /** Those of everybody at the client are for some of its contacts only. */
  whose: 'mine' | 'client'
  state: 'open' | 'closed'
  /** Words of the subject, or a reference. */
  q?: string
}

/** A page of tickets, live ones newest first. Errors: `cursor.invalid`, `resource.missing` for a list not theirs. */
export async function listPortalTickets(
  desk: Desk,
  actor: ContactActor,
  filter: PortalFilter,
  page: CursorPage,
): Promise<{ tickets: PortalRow[]; nextCursor: string | null }> {
  if (filter.whose === 'client' && !seesWholeClient(actor)) throw new DeskError('resource.missing')
  const scope = cursorScope('portal-tickets', actor, filter)
  const { rows, next } = await lists.listTickets(
    desk.table,
    {
      clientId: actor.clientId,
      ...(filter.whose === 'mine' ? { contactId: actor.id } : {}),
      status: filter.state === 'closed' ? ['closed'] : statuses.filter(each => each !== 'closed'),
      ...(filter.q === undefined ? {} : { q: filter.q }),
    },
    await openCursor(desk, scope, page),
  )
  const { q } = filter
  return {
    tickets: rows
      .filter(row => mayUseTicket(actor, row) && (q === undefined || isFoundBy(q, row)))
      .map(portalRowOf),
    nextCursor: await sealCursor(desk, scope, next),
  }
}

/**
 * A link that downloads a file of a ticket for five minutes. Errors: `resource.missing`, also for a file of what is
 * internal; `attachment.redacted`.
 */
export async function portalFileLink(
  desk: Desk,
  actor: PortalActor,
  { number, attachmentId }: { number: number; attachmentId: string },
): Promise<string> {
  await portalTicketFor(desk, actor, number)
  const system = { kind: 'system', name: 'portal' } as const
  const found = await findAttachment(desk, system, { id: attachmentId, permission: 'tickets:read' })
  const { attachment, entry } = found
  if (found.ticketNumber !== number) await portalTicketFor(desk, actor, found.ticketNumber)
  if (!isShownInPortal(entry)) throw new DeskError('resource.missing')
  if (attachment.redacted === true) throw new DeskError('attachment.redacted', 'This file was taken away.')
  return await desk.files.downloadLink(
    attachmentKey(attachment.id, entry.id),
    attachment.name,
    servedContentType(attachment.contentType),
  )
}

async function readShown(
  desk: Desk,
  numbers: readonly [number, ...number[]],
  page: { limit: number; after?: Record<string, unknown> },
): Promise<{ entries: Entry[]; next?: Record<string, unknown> }> {
  const entries: Entry[] = []
  let { after } = page
  for (let read = 0; read < pagesReadMax; read += 1) {
    const found = await readTimeline(desk, numbers, {
      limit: page.limit,
      ...(after === undefined ? {} : { after }),
    })
    entries.push(...found.entries.filter(isShownInPortal))
    after = found.next
    if (after === undefined || entries.length >= page.limit) break
  }
  return { entries, ...(after === undefined ? {} : { next: after }) }
}

/**
 * The index knows the first words of a ticket as well, and after a split these can be a note's: what is found by
 * nothing that its reader sees is not found.
 */
function isFoundBy(q: string, row: TicketRow): boolean {
  if (referenceIn(q)?.number === row.number) return true
  const words = wordsOf(`${row.subject}\n${row.contactName ?? ''}`)
  return wordsOf(q).every(term => words.some(word => word.startsWith(term)))
}

function portalRowOf(row: TicketRow): PortalRow {
  const { number, subject, status, priority, createdAt, updatedAt, contactName, lastReplyBy } = row
  return {
    ...{ number, reference: referenceOf(row), subject, status, priority, createdAt, updatedAt },
    ...(contactName === undefined ? {} : { contactName }),
    ...(lastReplyBy === undefined ? {} : { lastReplyBy }),
  }
}

function portalTicketOf(ticket: Ticket, now: string): PortalTicket {
  const { assigneeName, autoCloseAt, closedAt, feedback } = ticket
  return {
    ...portalRowOf(ticket),
    ...(assigneeName === undefined ? {} : { assigneeName }),
    ...(autoCloseAt === undefined ? {} : { autoCloseAt }),
    ...(closedAt === undefined ? {} : { closedAt }),
    isMerged: ticket.mergedInto !== undefined,
    ...(feedback === undefined ? {} : { feedback: feedbackShown(feedback) }),
    mayRate: mayRate(ticket, now),
  }
}

function feedbackShown({ rating, comment }: Feedback): NonNullable<PortalTicket['feedback']> {
  return { rating, ...(comment === undefined ? {} : { comment }) }
}

function portalEntryOf(entry: Entry, actor: PortalActor): PortalEntry {
  const { by, redactedAt, editedAt } = entry
  const isDesk = by.kind !== 'contact' && by.kind !== 'watcher'
  return {
    id: entry.id,
    at: entry.at,
    // A key and the desk itself have names for those who run it.
    ...(by.kind === 'key' || by.kind === 'system' ? {} : { name: by.name }),
    side: isDesk ? 'desk' : 'client',
    isYours: !isDesk && by.email === actor.email,
    text: redactedAt === undefined ? entry.text : '',
    files: entry.attachments
      .filter(({ redacted }) => redacted !== true)
      .map(({ id, name, contentType, bytes }) => ({ id, name, contentType, bytes })),
    isEdited: editedAt !== undefined,
    isRedacted: redactedAt !== undefined,
  }
}
