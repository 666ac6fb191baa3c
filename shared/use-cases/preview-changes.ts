import type { Actor } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import { mergeTickets } from '../domain/merge.ts'
import { assertNotClosed, type Ticket, type Watcher } from '../domain/ticket.ts'
import type { Desk } from '../runtime/desk.ts'
import { movedToClient } from './move-to-client.ts'
import { ticketFor } from './tickets.ts'

export interface MergePreview {
  from: Ticket
  into: Ticket
  watchersAdded: Watcher[]
  minutesAdded: number
  acrossClients: boolean
}

/**
 * What merging a ticket into another would do. Errors: those of the merge, and `resource.missing` for a ticket to
 * merge into that is not there or not the actor's.
 */
export async function previewMerge(
  desk: Desk,
  actor: Actor,
  { number, into }: { number: number; into: number },
): Promise<MergePreview> {
  const [source, target] = await Promise.all([
    ticketFor(desk, actor, number, 'tickets:write'),
    ticketFor(desk, actor, into, 'tickets:write'),
  ])
  const { target: after } = mergeTickets({ source, target }, { earlier: [], at: desk.now() })
  const before = new Set(target.watchers.map(({ email }) => email))
  return {
    from: source,
    into: target,
    watchersAdded: after.watchers.filter(({ email }) => !before.has(email)),
    minutesAdded: after.minutesWorked - target.minutesWorked,
    acrossClients: source.clientId !== target.clientId,
  }
}

export interface MovePreview {
  ticket: Ticket
  clientId: string
  clientName: string
  contactDropped: Watcher | undefined
  watchersDropped: Watcher[]
  assetIdsDropped: string[]
  assigneeDropped: string | undefined
}

/**
 * What a ticket would lose by becoming another client's. Errors: `ticket.closed`, `resource.missing` for a client
 * that is not there or not the actor's to write for.
 */
export async function previewMove(
  desk: Desk,
  actor: Actor,
  { number, clientId }: { number: number; clientId: string },
): Promise<MovePreview> {
  const ticket = await ticketFor(desk, actor, number, 'tickets:write')
  assertNotClosed(ticket)
  const after = await movedToClient(desk, actor, ticket, clientId).catch((error: unknown) => {
    throw error instanceof DeskError && error.kind === 'invalid' ? new DeskError('resource.missing') : error
  })
  const { contactEmail, contactName = '', assigneeName } = ticket
  const kept = new Set(after.watchers.map(({ email }) => email))
  const keptAssets = new Set(after.assetIds)
  return {
    ticket,
    clientId,
    clientName: after.clientName ?? clientId,
    contactDropped:
      contactEmail === undefined || after.contactEmail === contactEmail
        ? undefined
        : { email: contactEmail, name: contactName },
    watchersDropped: ticket.watchers.filter(({ email }) => !kept.has(email)),
    assetIdsDropped: ticket.assetIds.filter(id => !keptAssets.has(id)),
    assigneeDropped: after.assigneeId === ticket.assigneeId ? undefined : assigneeName,
  }
}
