import { type Actor, assertMay } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { Attachment, Entry } from '../domain/timeline.ts'
import type { Desk } from '../runtime/desk.ts'
import { readInbound } from '../store/mails.ts'
import * as store from '../store/timeline.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'
import { ticketFor } from './tickets.ts'

/** How many entries the ticket page shows at once. */
const entriesOnPage = 50

export async function readTicket(desk: Desk, actor: Actor, number: number): Promise<Ticket> {
  return await ticketFor(desk, actor, number, 'tickets:read')
}

/** The header and its newest 50 entries, oldest first among them, in one read. */
export async function readTicketPage(desk: Desk, actor: Actor, number: number): Promise<store.TicketPage> {
  const page = await store.readTicketPage(desk.table, number, entriesOnPage)
  if (page === undefined) throw new DeskError('resource.missing')
  assertMay(actor, 'tickets:read', page.ticket.clientId)
  return page
}

/** A page of the timeline, oldest first, bodies whole. */
export async function readTimeline(
  desk: Desk,
  actor: Actor,
  number: number,
  page: CursorPage,
): Promise<{ entries: Entry[]; nextCursor: string | null }> {
  const scope = cursorScope('timeline', actor, { number })
  const [after] = await Promise.all([
    openCursor(desk, scope, page),
    ticketFor(desk, actor, number, 'tickets:read'),
  ])
  const { entries, next } = await store.readTimeline(desk, number, after)
  return {
    entries: entries.filter(entry => maySee(actor, entry)),
    nextCursor: await sealCursor(desk, scope, next),
  }
}

/** One entry, its body whole. */
export async function readEntry(desk: Desk, actor: Actor, number: number, id: string): Promise<Entry> {
  const [entry] = await Promise.all([
    store.readEntry(desk, number, id),
    ticketFor(desk, actor, number, 'tickets:read'),
  ])
  if (entry === undefined || !maySee(actor, entry)) throw new DeskError('resource.missing')
  return entry
}

/** A key for some clients can be in a client's hands: of what is internal it sees only what it wrote itself. */
export function maySee(actor: Actor, { visibility, by }: Pick<Entry, 'visibility' | 'by'>): boolean {
  if (visibility === 'public' || actor.kind !== 'key' || actor.clientIds === undefined) return true
  return by.id === actor.id
}

/** `att_<ticket>_<entry>_<n>`: an attachment is reached, and its right checked, through its ticket. */
export function attachmentIdOf(ticketNumber: number, entryId: string, index: number): string {
  return `att_${ticketNumber}_${entryId}_${index}`
}

/** Where an attachment lies in the bucket: the name is data, never part of the key. */
export function attachmentKeyOf(attachmentId: string): string {
  return `attachments/${attachmentId}`
}

/** A short-lived link that downloads the attachment. */
export async function attachmentLink(desk: Desk, actor: Actor, attachmentId: string): Promise<string> {
  const attachment = await findAttachment(desk, actor, attachmentId)
  return await desk.files.downloadLink(attachmentKeyOf(attachmentId), attachment.name, attachment.contentType)
}

/** The bytes of an image that a mail shows in its body's place. */
export async function readInlineImage(
  desk: Desk,
  actor: Actor,
  attachmentId: string,
): Promise<{ content: Uint8Array; contentType: string }> {
  const { contentType } = await findAttachment(desk, actor, attachmentId)
  if (!/^image\/(png|jpeg|gif|webp)$/.test(contentType)) throw new DeskError('resource.missing')
  const content = await desk.files.read(attachmentKeyOf(attachmentId))
  if (content === undefined) throw new DeskError('resource.missing')
  return { content, contentType }
}

/** What fits into one answer of a function, base64 and all: Lambda gives 6 MB. */
const answerBytesMax = 4_000_000

/** A raw mail: its bytes, or for a large one a short-lived link to them. */
export type Original = { content: Uint8Array } | { link: string }

/** The raw mail as SES stored it. */
export async function readOriginal(desk: Desk, actor: Actor, mailKey: string): Promise<Original> {
  assertMay(actor, 'mail:read', 'any')
  const inbound = await readInbound(desk.table, mailKey)
  if (inbound === undefined) throw new DeskError('resource.missing')
  if (inbound.ticketNumber === undefined) assertMay(actor, 'mail:read', undefined)
  else await ticketFor(desk, actor, inbound.ticketNumber, 'mail:read')
  const content = await desk.rawMail.read(mailKey)
  if (content === undefined) throw new DeskError('resource.missing')
  if (content.byteLength <= answerBytesMax) return { content }
  return { link: await desk.rawMail.downloadLink(mailKey, 'original.eml', 'message/rfc822') }
}

async function findAttachment(desk: Desk, actor: Actor, attachmentId: string): Promise<Attachment> {
  const [, number, entryId] = /^att_(\d{1,9})_([0-9A-Z]{26})_\d{1,4}$/.exec(attachmentId) ?? []
  if (number === undefined || entryId === undefined) throw new DeskError('resource.missing')
  const entry = await readEntry(desk, actor, Number(number), entryId)
  const attachment = entry.attachments.find(({ id }) => id === attachmentId)
  if (attachment === undefined) throw new DeskError('resource.missing')
  return attachment
}
