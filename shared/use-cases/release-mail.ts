import type { Actor } from '../domain/actor.ts'
import { DeskError, invalid } from '../domain/errors.ts'
import type { Author } from '../domain/inbound-mail.ts'
import type { IncomingMail } from '../domain/incoming-mail.ts'
import { noticesOfClientReply } from '../domain/notifications.ts'
import type { Client } from '../domain/people.ts'
import { applyEntry } from '../domain/reply.ts'
import { assertNotClosed, correspondentsMax, type Ticket } from '../domain/ticket.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { readClient } from '../store/clients.ts'
import { readHeldMail } from '../store/held-mails.ts'
import { linkMessage } from '../store/mails.ts'
import { readSettings } from '../store/settings.ts'
import { createTicket } from '../store/tickets.ts'
import { appendEntry } from '../store/timeline.ts'
import { draftTicket, entryOf, personOf } from './draft-ticket.ts'
import { commitEffect } from './effect.ts'
import { messageIdOf } from './inbound-case.ts'
import { heldMail, type InboundMail, settleHeld, unlessOvertaken } from './quarantine.ts'
import { authorOfReleased } from './released-sender.ts'
import { readSurviving } from './surviving-tickets.ts'
import { writesOfStep } from './ticket-step.ts'

/** What a mail is to become, and whether its sender is a contact from then on. */
export type ReleaseInput =
  | { as: 'ticket'; clientId?: string; registerSender?: true }
  | { as: 'reply'; number: number; registerSender?: true }

interface Held {
  held: InboundMail
  mail: IncomingMail
}

/**
 * Takes a quarantined mail in, as a ticket of a client or of none, or as a reply to a ticket or to what that was
 * merged into. Nobody of the client's side is written to: the sender is still unverified. Answers the ticket.
 * Errors: `quarantine.settled`, `request.invalid`, `mail.unreadable`, `ticket.closed`, `email.taken`.
 */
export async function releaseFromQuarantine(
  desk: Desk,
  actor: Actor,
  mailKey: string,
  input: ReleaseInput,
): Promise<Ticket> {
  return await unlessOvertaken(async () => {
    const held = await heldMail(desk, actor, mailKey)
    const released = { held, mail: await wordsOf(desk, held) }
    return input.as === 'ticket'
      ? await releaseAsTicket(desk, actor, released, input)
      : await releaseAsReply(desk, actor, released, input)
  })
}

async function wordsOf(desk: Desk, { mailKey, verdicts }: InboundMail): Promise<IncomingMail> {
  const mail = await readHeldMail(desk.files, mailKey)
  if (mail === undefined) {
    throw new DeskError('mail.unreadable', 'This mail could not be read; look at its original.')
  }
  // What carries a virus is never offered for download; it stays in the raw mail.
  return verdicts.virus === 'FAIL' ? { ...mail, attachments: [] } : mail
}

async function releaseAsTicket(
  desk: Desk,
  actor: Actor,
  released: Held,
  input: Extract<ReleaseInput, { as: 'ticket' }>,
): Promise<Ticket> {
  const { held, mail } = released
  const client = await clientNamed(desk, input.clientId)
  const { author, writes } = await authorOfReleased(desk, actor, {
    ...released,
    ...(client === undefined ? {} : { clientId: client.id }),
    register: input.registerSender ?? false,
  })
  const { ticket, entry } = await draftTicket(desk, { mail, receipt: held }, author, { client })
  await commitRelease(desk, actor, released, {
    number: ticket.number,
    entryId: entry.id,
    writes: [...createTicket(ticket), await appendEntry(desk.files, ticket.number, entry), ...writes],
  })
  return ticket
}

async function clientNamed(desk: Desk, clientId: string | undefined): Promise<Client | undefined> {
  if (clientId === undefined) return undefined
  const client = await readClient(desk.table, clientId)
  if (client === undefined) throw invalid('/clientId', 'does not exist')
  return client
}

async function releaseAsReply(
  desk: Desk,
  actor: Actor,
  released: Held,
  input: Extract<ReleaseInput, { as: 'reply' }>,
): Promise<Ticket> {
  const { held, mail } = released
  const before = (await readSurviving(desk, [input.number])).get(input.number)
  if (before === undefined) throw invalid('/number', 'does not exist')
  assertNotClosed(before)
  const { author, writes } = await authorOfReleased(desk, actor, {
    ...released,
    ...(before.clientId === undefined ? {} : { clientId: before.clientId }),
    register: input.registerSender ?? false,
  })
  const reply = await replyFrom(desk, actor, { before, mail, held, author })
  await commitRelease(desk, actor, released, {
    number: before.number,
    entryId: reply.entryId,
    writes: [...reply.writes, ...writes],
  })
  return reply.ticket
}

async function replyFrom(
  desk: Desk,
  actor: Actor,
  { before, mail, held, author }: Held & { before: Ticket; author: Author },
): Promise<{ ticket: Ticket; entryId: string; writes: Write[] }> {
  const settings = await readSettings(desk.table)
  const at = desk.now()
  const by = personOf(author, undefined)
  const entry = await entryOf(desk, { mail, receipt: held }, before.number, by, at)
  const { autoCloseHours } = settings
  const { ticket: replied, changes } = applyEntry(before, entry, { side: 'client', autoCloseHours })
  const ticket = withCorrespondent(replied, author)
  const notices = noticesOfClientReply(ticket, entry.id, by, settings).filter(
    // The desk's own side alone, and not whoever let the mail in.
    ({ event, to }) =>
      event === 'client-reply-notice' && !(actor.kind === 'agent' && actor.email === to.address),
  )
  const writes = [await appendEntry(desk.files, ticket.number, entry)]
  const step = await writesOfStep(desk, { before, after: ticket, changes, writes, notices, by, at })
  return { ...step, entryId: entry.id }
}

/** Who was let onto a ticket once may answer there. */
function withCorrespondent(ticket: Ticket, author: Author): Ticket {
  if (author.kind !== 'stranger' || author.mailbox.address === '') return ticket
  const { address } = author.mailbox
  const others = (ticket.correspondents ?? []).filter(each => each !== address)
  return { ...ticket, correspondents: [...others, address].slice(-correspondentsMax) }
}

/** The mail's own rows come first: what says that it was dealt with already is the better reason. */
async function commitRelease(
  desk: Desk,
  actor: Actor,
  { held, mail }: Held,
  { number, entryId, writes }: { number: number; entryId: string; writes: readonly Write[] },
): Promise<void> {
  const claim = { mailKey: held.mailKey, ticketNumber: number, entryId, at: held.receivedAt }
  await commitEffect(
    desk,
    [
      ...settleHeld(desk, actor, held, { settled: 'released', ticketNumber: number }),
      linkMessage(messageIdOf(mail), claim),
      ...writes,
    ],
    `tickets/${number}`,
  )
}
