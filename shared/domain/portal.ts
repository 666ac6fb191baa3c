import type { ContactActor, GuestActor } from './actor.ts'
import { DeskError } from './errors.ts'
import type { Contact, ContactRole } from './people.ts'
import type { Settings } from './settings.ts'
import { assertNotClosed, type Status, type Ticket } from './ticket.ts'
import type { Entry } from './timeline.ts'

/** Somebody of a client's side, who comes by the portal or by the link of a mail. */
export type PortalActor = ContactActor | GuestActor

/** A contact as who signs in to the portal. */
export function contactActorOf({ id, name, email, clientId, roles }: Contact): ContactActor {
  return { kind: 'contact', id, name, email, clientId, roles }
}

/** Whether a contact sees the tickets of everybody at their client; else only their own. */
export function seesWholeClient({ roles }: { roles: readonly ContactRole[] }): boolean {
  return roles.includes('primary') || roles.includes('technical')
}

/** Whether a ticket, and all that may be done to it from the client's side, is theirs. */
export function mayUseTicket(
  actor: PortalActor,
  ticket: Pick<Ticket, 'number' | 'clientId' | 'contactId'>,
): boolean {
  if (actor.kind === 'guest') return actor.ticketNumber === ticket.number
  if (ticket.clientId !== actor.clientId) return false
  return ticket.contactId === actor.id || seesWholeClient(actor)
}

/** Throws `resource.missing`, the same answer as for what does not exist, where the desk has no portal. */
export function assertPortalOpen({ portalEnabled }: Pick<Settings, 'portalEnabled'>): void {
  if (!portalEnabled) throw new DeskError('resource.missing')
}

/** Whether an entry is shown to the client's side: words that were meant for it, and nothing else. */
export function isShownInPortal({ visibility, kind }: Pick<Entry, 'visibility' | 'kind'>): boolean {
  return visibility === 'public' && kind === 'reply'
}

/** What the client's side can do to a ticket besides writing to it. */
export const portalSteps = ['resolve', 'reopen', 'close'] as const
export type PortalStep = (typeof portalSteps)[number]

/** Whether they may take a step at all: a link that is passed on opens a ticket again, and never ends one. */
export function mayTakeStep(actor: PortalActor, step: PortalStep): boolean {
  return actor.kind === 'contact' || step === 'reopen'
}

const statusAfterStep: Record<PortalStep, Status> = { resolve: 'resolved', reopen: 'open', close: 'closed' }

/**
 * The status a step leads to. Errors: `ticket.closed`; `ticket.not-resolved` for what only a resolved ticket can
 * have done to it; `ticket.tasks-open`, which tells the client's side nothing of the tasks.
 */
export function statusAfter(step: PortalStep, ticket: Ticket): Status {
  assertNotClosed(ticket)
  if (step !== 'resolve' && ticket.status !== 'resolved') {
    throw new DeskError('ticket.not-resolved', `Only a resolved ticket can be ${participles[step]}.`)
  }
  if (step === 'resolve' && ticket.status !== 'resolved' && (ticket.requiredTasksOpen ?? 0) > 0) {
    throw new DeskError('ticket.tasks-open', 'There is work left to be done on this ticket.')
  }
  return statusAfterStep[step]
}

const participles = { reopen: 'reopened', close: 'closed' } as const

/** Whether a contact or a client is not archived. */
export function isInUse({ archivedAt }: { archivedAt?: string }): boolean {
  return archivedAt === undefined
}
