import { type Actor, mayDo, mayKnowClient } from '../domain/actor.ts'
import type { Agent, Client, Contact } from '../domain/people.ts'
import type { Desk } from '../runtime/desk.ts'
import { readRelated } from '../store/related.ts'
import { asKnownTo } from './agents.ts'

export type Relation = 'client' | 'contact' | 'assignee'

/** The ids that a ticket names others by. */
export interface RelatingTicket {
  clientId: string | null
  contactId: string | null
  assigneeId: string | null
}

export interface RelatedToTicket {
  client: Client | undefined
  contact: Contact | undefined
  assignee: Agent | undefined
}

/**
 * What tickets that the actor may read name by their ids, in one read for a page of them. Whom the actor may not
 * know is not found, as whoever is gone: a client or contact takes `clients:read`.
 */
export async function readRelatedToTickets(
  desk: Desk,
  actor: Actor,
  tickets: readonly RelatingTicket[],
  relations: readonly Relation[],
): Promise<(ticket: RelatingTicket) => RelatedToTicket> {
  const mayReadClients = mayDo(actor, 'clients:read')
  const ids = (relation: Relation, of: (ticket: RelatingTicket) => string | null): string[] =>
    relations.includes(relation) ? [...new Set(tickets.flatMap(ticket => of(ticket) ?? []))] : []
  const { clients, contacts, agents } = await readRelated(desk.table, {
    clientIds: mayReadClients ? ids('client', ({ clientId }) => clientId) : [],
    contactIds: mayReadClients ? ids('contact', ({ contactId }) => contactId) : [],
    agentIds: ids('assignee', ({ assigneeId }) => assigneeId),
  })
  return ({ clientId, contactId, assigneeId }) => {
    const client = clients.get(clientId ?? '')
    const contact = contacts.get(contactId ?? '')
    const assignee = agents.get(assigneeId ?? '')
    return {
      client: client && mayKnowClient(actor, client.id) ? client : undefined,
      contact: contact && mayKnowClient(actor, contact.clientId) ? contact : undefined,
      assignee: assignee && asKnownTo(actor, assignee),
    }
  }
}
