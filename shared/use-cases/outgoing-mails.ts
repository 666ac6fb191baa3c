import type { Actor } from '../domain/actor.ts'
import { mayKnowClient } from '../domain/actor.ts'
import type { MailEvent, OutboxMail } from '../domain/outbox.ts'
import type { Desk } from '../runtime/desk.ts'
import { listMailsOfEntry, listTicketMails } from '../store/outbox.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'
import { ticketFor } from './tickets.ts'

/** Notices among agents; a key for some clients, which can be in a client's hands, is not told of them. */
const insideTheDesk: ReadonlySet<MailEvent> = new Set([
  'new-ticket-notice',
  'assigned-notice',
  'client-reply-notice',
])

/** The mails of a ticket and how each fared, newest first. */
export async function listOutgoingMails(
  desk: Desk,
  actor: Actor,
  number: number,
  page: CursorPage,
): Promise<{ mails: OutboxMail[]; nextCursor: string | null }> {
  const scope = cursorScope('outgoing-mails', actor, { number })
  const [after] = await Promise.all([
    openCursor(desk, scope, page),
    ticketFor(desk, actor, number, 'tickets:read'),
  ])
  const { records, next } = await listTicketMails(desk.table, number, after)
  return {
    mails: records.filter(mail => maySeeMail(actor, mail)),
    nextCursor: await sealCursor(desk, scope, next),
  }
}

/** The mails that carried one entry. */
export async function mailsOfEntry(
  desk: Desk,
  actor: Actor,
  number: number,
  entryId: string,
): Promise<OutboxMail[]> {
  const [mails] = await Promise.all([
    listMailsOfEntry(desk.table, number, entryId),
    ticketFor(desk, actor, number, 'tickets:read'),
  ])
  return mails.filter(mail => maySeeMail(actor, mail))
}

function maySeeMail(actor: Actor, { event }: OutboxMail): boolean {
  return actor.kind !== 'key' || mayKnowClient(actor, undefined) || !insideTheDesk.has(event)
}
