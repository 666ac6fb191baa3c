import type { Mailbox } from './incoming-mail.ts'
import type { MailEvent } from './outbox.ts'
import { deskAddresses, type Settings } from './settings.ts'
import { publicRecipients, type Ticket, type Watcher } from './ticket.ts'
import type { Person } from './timeline.ts'
import type { VisitNotice } from './visit.ts'

/** One mail that an event calls for; the use case gives it an id and queues it. */
export interface Notice {
  event: MailEvent
  to: Mailbox
  entryId?: string
  actorName?: string
  visit?: VisitNotice
}

type NoticeSettings = Pick<Settings, 'clientNotifications' | 'newTicketAddress'>

/** Who is told of a new ticket. `mayAnswer` is false for machines and unverified senders: no acknowledgement. */
export function noticesOfNewTicket(
  ticket: Ticket,
  facts: { entryId: string; by: Person; mayAnswer: boolean; settings: NoticeSettings },
): Notice[] {
  const { entryId, by, settings } = facts
  return toEachOnce([
    ...(settings.clientNotifications && facts.mayAnswer
      ? requester(ticket).map(to => ({ event: 'ticket-created' as const, to, entryId }))
      : []),
    ...(settings.newTicketAddress === null
      ? []
      : [
          {
            event: 'new-ticket-notice' as const,
            to: { name: '', address: settings.newTicketAddress },
            entryId,
            actorName: by.name,
          },
        ]),
    ...noticesOfAssignment(ticket, by),
  ])
}

/** The assignee is told, unless they did it. */
export function noticesOfAssignment(ticket: Ticket, by: Person): Notice[] {
  if (ticket.assigneeEmail === undefined || ticket.assigneeId === by.id) return []
  return [
    {
      event: 'assigned-notice',
      to: { name: ticket.assigneeName ?? '', address: ticket.assigneeEmail },
      actorName: by.name,
    },
  ]
}

/** An agent's public reply goes to whom they chose, else to the contact and every watcher, one message each. */
export function noticesOfAgentReply(
  ticket: Ticket,
  entryId: string,
  by: Person,
  chosen?: readonly Watcher[],
): Notice[] {
  return (chosen ?? publicRecipients(ticket, by)).map(person => ({
    event: 'public-reply',
    to: mailboxOf(person),
    entryId,
    actorName: by.name,
  }))
}

/**
 * What the client's side writes goes to everybody else on the thread, and as a notice to the assignee, or to the
 * new-ticket address while there is none; who watches the ticket as well gets the notice alone.
 */
export function noticesOfClientReply(
  ticket: Ticket,
  entryId: string,
  by: Person,
  { newTicketAddress }: Pick<Settings, 'newTicketAddress'>,
): Notice[] {
  const told = ticket.assigneeEmail ?? newTicketAddress ?? undefined
  return toEachOnce([
    ...(told === undefined || told === by.email
      ? []
      : [
          {
            event: 'client-reply-notice' as const,
            to: { name: ticket.assigneeName ?? '', address: told },
            entryId,
            actorName: by.name,
          },
        ]),
    ...publicRecipients(ticket, by).map(person => ({
      event: 'public-reply' as const,
      to: mailboxOf(person),
      entryId,
      actorName: by.name,
    })),
  ])
}

/** The contact and the watchers are told that a ticket was resolved or closed. */
export function noticesOfStatus(
  before: Ticket,
  after: Ticket,
  by: Person,
  settings: NoticeSettings,
): Notice[] {
  if (before.status === after.status || !settings.clientNotifications) return []
  if (after.status !== 'resolved' && after.status !== 'closed') return []
  const event = after.status
  return publicRecipients(after).map(person => ({ event, to: mailboxOf(person), actorName: by.name }))
}

/** Whether an address may ever be written to by a notice: never ourselves, never a no-reply. */
export function mayReceive(address: string, domain: string): boolean {
  const plain = address.replace(/\+[^@]*@/, '@')
  return (
    !deskAddresses(domain).includes(plain) &&
    !/^(no[-._]?reply|do[-._]?not[-._]?reply|mailer-daemon|postmaster)\b/.test(address)
  )
}

/** The first of the notices to each address. */
function toEachOnce(notices: readonly Notice[]): Notice[] {
  return notices.filter(
    ({ to }, index) => notices.findIndex(other => other.to.address === to.address) === index,
  )
}

function requester(ticket: Ticket): Mailbox[] {
  return ticket.contactEmail === undefined
    ? []
    : [{ name: ticket.contactName ?? '', address: ticket.contactEmail }]
}

function mailboxOf({ email, name }: Watcher): Mailbox {
  return { name, address: email }
}
