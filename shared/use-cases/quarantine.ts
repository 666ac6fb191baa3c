import { type Actor, assertMay } from '../domain/actor.ts'
import { DeskError, invalid } from '../domain/errors.ts'
import type { Author } from '../domain/inbound-mail.ts'
import type { IncomingMail } from '../domain/incoming-mail.ts'
import type { Client, Contact } from '../domain/people.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { Desk } from '../runtime/desk.ts'
import { readClient } from '../store/clients.ts'
import { readContact } from '../store/contacts.ts'
import { readEmailOwner } from '../store/email-owners.ts'
import { readHeldMail } from '../store/held-mails.ts'
import * as store from '../store/mails.ts'
import { createTicket } from '../store/tickets.ts'
import { appendEntry } from '../store/timeline.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'
import { draftTicket } from './draft-ticket.ts'
import { commitEffect } from './effect.ts'
import { messageIdOf } from './inbound-case.ts'

export type InboundMail = store.InboundMail

/** What waits in quarantine, newest first. */
export async function listQuarantine(
  desk: Desk,
  actor: Actor,
  page: CursorPage,
): Promise<{ mails: InboundMail[]; nextCursor: string | null }> {
  assertMay(actor, 'mail:read')
  const scope = cursorScope('quarantine', actor)
  const { records, next } = await store.listQuarantine(desk.table, await openCursor(desk, scope, page))
  return { mails: records, nextCursor: await sealCursor(desk, scope, next) }
}

/**
 * Takes a quarantined mail in as a ticket of a client, or of none. Nobody is written to: the sender is still
 * unverified. Errors: `quarantine.settled`, `request.invalid`, `mail.unreadable`.
 */
export async function releaseFromQuarantine(
  desk: Desk,
  actor: Actor,
  mailKey: string,
  input: { as: 'ticket'; clientId?: string },
): Promise<Ticket> {
  const held = await heldMail(desk, actor, mailKey)
  const read = await readHeldMail(desk.files, mailKey)
  if (read === undefined) {
    throw new DeskError('mail.unreadable', 'This mail could not be read; look at its original.')
  }
  // What carries a virus is never offered for download; it stays in the raw mail.
  const mail = held.verdicts.virus === 'FAIL' ? { ...read, attachments: [] } : read
  const client = input.clientId === undefined ? undefined : await readClient(desk.table, input.clientId)
  if (input.clientId !== undefined && client === undefined) throw invalid('/clientId', 'does not exist')
  const contact = await contactFrom(desk, mail.from?.address, client)
  return await releaseAsTicket(desk, { held, mail, client, contact })
}

/** Takes a mail out of quarantine for good; the raw mail stays as long as every other. */
export async function deleteFromQuarantine(desk: Desk, actor: Actor, mailKey: string): Promise<void> {
  const held = await heldMail(desk, actor, mailKey)
  await desk.table.commit([store.changeOutcome(held, { ...held, settled: 'deleted' })])
}

async function releaseAsTicket(
  desk: Desk,
  facts: { held: InboundMail; mail: IncomingMail; client: Client | undefined; contact: Contact | undefined },
): Promise<Ticket> {
  const { held, mail, client, contact } = facts
  const mailbox = mail.from ?? { name: '', address: held.envelopeFrom }
  const author: Author = contact === undefined ? { kind: 'stranger', mailbox } : { kind: 'contact', contact }
  const { ticket, entry } = await draftTicket(desk, { mail, receipt: held }, author, { client })
  const writes = [
    ...createTicket(ticket),
    await appendEntry(desk.files, ticket.number, entry),
    store.changeOutcome(held, { ...held, settled: 'released', ticketNumber: ticket.number }),
    store.linkMessage(messageIdOf(mail), {
      mailKey: held.mailKey,
      ticketNumber: ticket.number,
      entryId: entry.id,
      at: held.receivedAt,
    }),
  ]
  await commitEffect(desk, writes, `tickets/${ticket.number}`)
  return ticket
}

async function heldMail(desk: Desk, actor: Actor, mailKey: string): Promise<InboundMail> {
  assertMay(actor, 'mail:write')
  const held = await store.readInbound(desk.table, mailKey)
  if (held === undefined || held.outcome !== 'quarantined') throw new DeskError('resource.missing')
  if (held.settled !== undefined)
    throw new DeskError('quarantine.settled', 'This mail was dealt with already.')
  return held
}

async function contactFrom(
  desk: Desk,
  address: string | undefined,
  client: Client | undefined,
): Promise<Contact | undefined> {
  if (address === undefined || client === undefined) return undefined
  const owner = await readEmailOwner(desk.table, address)
  if (owner?.contactId === undefined || owner.ownerClientId !== client.id) return undefined
  return await readContact(desk.table, owner.contactId)
}
