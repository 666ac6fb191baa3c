import { type ContactActor, personOf } from '../domain/actor.ts'
import { DeskError, invalid } from '../domain/errors.ts'
import { noticesOfNewTicket } from '../domain/notifications.ts'
import { assertPortalOpen, isInUse } from '../domain/portal.ts'
import { blankTicket, type Priority, type Ticket } from '../domain/ticket.ts'
import type { Entry } from '../domain/timeline.ts'
import { bodyOf, hasWords } from '../mail/body.ts'
import type { Desk } from '../runtime/desk.ts'
import { readClient } from '../store/clients.ts'
import { readSettings, takeTicketNumber } from '../store/settings.ts'
import { createTicket } from '../store/tickets.ts'
import { appendEntry } from '../store/timeline.ts'
import { commitEffect, queueNotices } from './effect.ts'
import { holdClient } from './hold-client.ts'
import { contactFields } from './open-ticket.ts'
import { portalTicketFor } from './portal-access.ts'
import { findUploads, keepUploads } from './take-uploads.ts'

export interface PortalTicketInput {
  subject: string
  descriptionText: string
  priority?: Priority
  /** Uploads of the contact that go with the description. */
  attachmentIds?: readonly string[]
  /** A closed ticket of theirs that this one carries on. */
  followUpOf?: number
}

/**
 * Opens a contact's own ticket at their client, as a mail of theirs would. Errors: `resource.missing` where the
 * desk has no portal, the client is out of use, or the ticket it follows is not theirs; `request.invalid` with a
 * pointer; `attachment.used`, `attachment.not-uploaded`.
 */
export async function raiseTicket(
  desk: Desk,
  actor: ContactActor,
  input: PortalTicketInput,
): Promise<Ticket> {
  const [settings, client, followed, uploads] = await Promise.all([
    readSettings(desk.table),
    readClient(desk.table, actor.clientId),
    input.followUpOf === undefined ? undefined : portalTicketFor(desk, actor, input.followUpOf),
    findUploads(desk, actor, input.attachmentIds),
  ])
  assertPortalOpen(settings)
  if (client === undefined || !isInUse(client)) throw new DeskError('resource.missing')
  if (followed !== undefined && followed.ticket.status !== 'closed') {
    throw invalid('/followUpOf', 'is not closed')
  }
  const body = bodyOf({ text: input.descriptionText })
  if (!hasWords(body)) throw invalid('/descriptionText', 'has no words in it')
  await holdClient(desk, client)
  // Last of all that is asked: what is refused takes no number.
  const { number } = await takeTicketNumber(desk.table)
  const [at, by, id] = [desk.now(), personOf(actor), desk.newUlid()]
  const files = await keepUploads(desk, uploads, { ticketNumber: number, entryId: id })
  const entry: Entry = {
    id,
    kind: 'reply',
    visibility: 'public',
    at,
    by,
    ...body,
    attachments: files.attachments,
  }
  const ticket: Ticket = {
    ...blankTicket({ number, subject: input.subject, source: 'portal', at, settings }),
    clientId: client.id,
    clientName: client.name,
    ...contactFields(actor),
    ...(input.priority === undefined ? {} : { priority: input.priority }),
    ...(input.followUpOf === undefined ? {} : { followUpOf: input.followUpOf }),
    lastReplyAt: at,
    lastReplyId: id,
    lastReplyBy: 'client',
  }
  const notices = noticesOfNewTicket(ticket, { entryId: id, by, mayAnswer: true, settings })
  await commitEffect(
    desk,
    [
      ...createTicket(ticket),
      await appendEntry(desk.files, number, entry),
      ...files.writes,
      ...queueNotices(desk, number, notices),
    ],
    `tickets/${number}`,
  )
  return ticket
}
