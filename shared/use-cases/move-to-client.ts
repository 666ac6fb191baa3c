import { type Actor, assertMay, mayKnowClient } from '../domain/actor.ts'
import { invalid } from '../domain/errors.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { Desk } from '../runtime/desk.ts'
import { readAgent } from '../store/agents.ts'
import { readClient } from '../store/clients.ts'

/**
 * The ticket as another client's. Nobody and nothing of the client it leaves stays with it: contact, watchers and
 * assets go, and with them every way in by mail; so does an assignee who does not see the other client. A ticket
 * that was nobody's keeps whom it is from. What was internal stays so.
 * Errors: `resource.missing` where the other client is not the actor's to write for, `request.invalid` where it
 * does not exist, `write.conflict` where it is deleted in this moment.
 */
export async function movedToClient(
  desk: Desk,
  actor: Actor,
  before: Ticket,
  clientId: string,
): Promise<Ticket> {
  if (clientId === before.clientId) return before
  assertMay(actor, 'tickets:write', clientId)
  const [client, assignee] = await Promise.all([
    readClient(desk.table, clientId),
    before.assigneeId === undefined ? undefined : readAgent(desk.table, before.assigneeId),
  ])
  if (client === undefined) throw invalid('/clientId', 'does not exist')
  const kept = before.clientId === undefined ? before : withoutPeople(before)
  return {
    ...(assignee !== undefined && mayKnowClient(assignee, clientId) ? kept : unassigned(kept)),
    clientId,
    clientName: client.name,
  }
}

/** The ticket without a contact, nor an address that answers go to. */
export function withoutContact(ticket: Ticket): Ticket {
  const { contactId: _id, contactName: _name, contactEmail: _email, ...rest } = ticket
  return rest
}

export function unassigned(ticket: Ticket): Ticket {
  const { assigneeId: _id, assigneeName: _name, assigneeEmail: _email, ...rest } = ticket
  return rest
}

function withoutPeople(ticket: Ticket): Ticket {
  const { correspondents: _correspondents, ...rest } = withoutContact(ticket)
  return { ...rest, watchers: [], assetIds: [] }
}
