import { type GuestActor, mayKnowClient } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import type { MailEvent, OutboxMail } from '../domain/outbox.ts'
import { assertPortalOpen, isInUse } from '../domain/portal.ts'
import type { Settings } from '../domain/settings.ts'
import { publicRecipients, type Ticket, type Watcher } from '../domain/ticket.ts'
import { guestLinkDays, isGuestTokenOf, readGuestToken, writeGuestToken } from '../mail/guest-token.ts'
import type { Desk } from '../runtime/desk.ts'
import { readAgent } from '../store/agents.ts'
import { readClient } from '../store/clients.ts'
import { readContact } from '../store/contacts.ts'
import { readEmailOwner } from '../store/email-owners.ts'
import { sha256 } from '../store/keys.ts'
import { readSettings } from '../store/settings.ts'
import { readTicket } from '../store/tickets.ts'

/** The mails to the client's side, which show their reader the ticket. */
const withLink: ReadonlySet<MailEvent> = new Set(['ticket-created', 'public-reply', 'resolved', 'closed'])

/** The link of a mail to its ticket; undefined where it has none, or the desk no portal. */
export function guestUrlFor(
  { mail, ticket, settings }: { mail: OutboxMail; ticket: Ticket; settings: Settings },
  { secret, publicUrl }: { secret: string; publicUrl: string },
): string | undefined {
  if (!settings.portalEnabled || !withLink.has(mail.event)) return undefined
  // Counted from the mail's cause: sent again, it is the same mail.
  const until = Math.floor(Date.parse(mail.createdAt) / 1_000) + guestLinkDays * 86_400
  const { number: ticketNumber, clientId } = ticket
  const token = writeGuestToken({ ticketNumber, until, recipient: mail.to.address, clientId }, secret)
  return `${publicUrl}/guest/${token}`
}

/**
 * Who comes with a link: whom it was sent to, while they take part in the ticket, and it is still the same
 * client's. `resource.missing` alike for a link that is not ours, has run out, or was taken back since.
 */
export async function openGuestLink(
  desk: Desk,
  token: string,
): Promise<{ guest: GuestActor; settings: Settings }> {
  const named = readGuestToken(token)
  if (named === undefined || named.until * 1_000 <= Date.parse(desk.now())) throw missing()
  const [ticket, settings, secret] = await Promise.all([
    readTicket(desk.table, named.ticketNumber),
    readSettings(desk.table),
    desk.secrets.signingKey(),
  ])
  assertPortalOpen(settings)
  if (ticket === undefined) throw missing()
  const holder = publicRecipients(ticket).find(({ email }) =>
    isGuestTokenOf(named, { recipient: email, clientId: ticket.clientId }, secret),
  )
  if (holder === undefined || !(await isWelcome(desk, ticket, holder))) throw missing()
  return { guest: guestOf(ticket, holder), settings }
}

function guestOf(ticket: Ticket, { email, name }: Watcher): GuestActor {
  const { number: ticketNumber, contactId, contactEmail } = ticket
  return {
    kind: 'guest',
    id: `gst_${ticketNumber}_${sha256(email).slice(0, 24)}`,
    ticketNumber,
    name: name === '' ? email : name,
    email,
    ...(contactId !== undefined && contactEmail === email ? { contactId } : {}),
  }
}

/** Whether the address still belongs to somebody who may see the ticket, as far as it is anybody's the desk knows. */
async function isWelcome(desk: Desk, ticket: Ticket, { email }: Watcher): Promise<boolean> {
  const [owner, client] = await Promise.all([
    readEmailOwner(desk.table, email),
    ticket.clientId === undefined ? undefined : readClient(desk.table, ticket.clientId),
  ])
  if (ticket.clientId !== undefined && (client === undefined || !isInUse(client))) return false
  const isTicketsContact = ticket.contactId !== undefined && ticket.contactEmail === email
  if (isTicketsContact && owner?.contactId !== ticket.contactId) return false
  if (owner?.contactId !== undefined) {
    const contact = await readContact(desk.table, owner.contactId)
    return contact !== undefined && isInUse(contact)
  }
  if (owner?.agentId === undefined) return true
  const agent = await readAgent(desk.table, owner.agentId)
  return agent !== undefined && !agent.disabled && mayKnowClient(agent, ticket.clientId)
}

function missing(): DeskError {
  return new DeskError('resource.missing')
}
