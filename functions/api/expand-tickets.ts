import type { Actor } from '../../shared/domain/actor.ts'
import type { Desk } from '../../shared/runtime/desk.ts'
import {
  type RelatingTicket,
  type Relation,
  readRelatedToTickets,
} from '../../shared/use-cases/related-to-tickets.ts'
import { presentAgent, presentClient, presentContact } from './present.ts'

/** Presented tickets with what their ids stand for beside them, as far as `expand` asks for it. */
export async function expandTickets<T extends RelatingTicket>(
  desk: Desk,
  actor: Actor,
  tickets: readonly T[],
  expand: readonly Relation[],
): Promise<T[]> {
  if (expand.length === 0) return [...tickets]
  const relatedTo = await readRelatedToTickets(desk, actor, tickets, expand)
  return tickets.map(ticket => {
    const { client, contact, assignee } = relatedTo(ticket)
    return {
      ...ticket,
      ...(expand.includes('client') && { client: client ? presentClient(client) : null }),
      ...(expand.includes('contact') && { contact: contact ? presentContact(contact) : null }),
      ...(expand.includes('assignee') && { assignee: assignee ? presentAgent(assignee) : null }),
    }
  })
}
