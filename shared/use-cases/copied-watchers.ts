import { isAuthenticated } from '../domain/inbound-mail.ts'
import type { IncomingMail } from '../domain/incoming-mail.ts'
import { domainOf } from '../domain/mail-domain.ts'
import { mayReceive } from '../domain/notifications.ts'
import { deskAddresses } from '../domain/settings.ts'
import { type Ticket, type Watcher, watchersMax } from '../domain/ticket.ts'
import type { Desk } from '../runtime/desk.ts'
import { copiedAddresses, type InboundCase } from './inbound-case.ts'

/**
 * Contacts of the ticket's client, and addresses at its domains, that an authenticated sender put in copy. From
 * an unauthenticated one nobody is subscribed: it could be subscribing itself.
 */
export function watchersFrom(desk: Desk, inbound: InboundCase, ticket: Ticket): Watcher[] {
  const { mail, receipt, answers } = inbound
  if (!isAuthenticated(mail, receipt)) return ticket.watchers
  const domains = domainsOf(inbound, ticket)
  const known = new Set([
    ticket.contactEmail,
    mail.from?.address,
    ...ticket.watchers.map(({ email }) => email),
  ])
  const names = namesOf(mail)
  const added = copiedAddresses(mail)
    .filter((address, index) => {
      const owner = answers.copiedOwners[index]
      const ofClient =
        ticket.clientId !== undefined &&
        (owner === undefined ? domains.includes(domainOf(address)) : owner.ownerClientId === ticket.clientId)
      return (
        ofClient && !known.has(address) && !isOurs(desk, address) && mayReceive(address, desk.config.domain)
      )
    })
    .map(email => ({ email, name: names.get(email) ?? '' }))
  return [...ticket.watchers, ...added].slice(0, Math.max(watchersMax, ticket.watchers.length))
}

/** Whom a mail was openly addressed to besides, and who is on the ticket by nothing yet: an agent may add them. */
export function offeredFrom(
  desk: Desk,
  mail: Pick<IncomingMail, 'from' | 'to' | 'cc'>,
  ticket: Pick<Ticket, 'contactEmail' | 'watchers'>,
): Watcher[] {
  const onTicket = new Set([ticket.contactEmail, ...ticket.watchers.map(({ email }) => email)])
  const names = namesOf(mail)
  return copiedAddresses(mail)
    .filter(address => !onTicket.has(address) && !isOurs(desk, address))
    .filter(address => mayReceive(address, desk.config.domain))
    .map(email => ({ email, name: names.get(email) ?? '' }))
}

function namesOf({ to, cc }: Pick<IncomingMail, 'to' | 'cc'>): Map<string, string> {
  return new Map([...to, ...cc].map(({ address, name }) => [address, name]))
}

/** The domains of the ticket's client, where the sender is one of its people. */
function domainsOf({ sender }: InboundCase, ticket: Ticket): readonly string[] {
  const client = sender.kind === 'contact' || sender.kind === 'domain' ? sender.client : undefined
  return client !== undefined && client.id === ticket.clientId ? client.domains : []
}

/** One of the desk's addresses, with or without a reply token. */
function isOurs(desk: Desk, address: string): boolean {
  const plain = address.replace(/\+[^@]*@/, '@')
  return deskAddresses(desk.config.domain).includes(plain)
}
