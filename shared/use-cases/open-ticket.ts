import { type Actor, assertMay, mayKnowClient, personOf } from '../domain/actor.ts'
import { DeskError, invalid } from '../domain/errors.ts'
import { noticesOfNewTicket } from '../domain/notifications.ts'
import type { Agent, Asset, Client, Contact } from '../domain/people.ts'
import { blankTicket, type Priority, type Source, type Ticket, type Watcher } from '../domain/ticket.ts'
import type { Entry } from '../domain/timeline.ts'
import { type BodyInput, bodyOf } from '../mail/body.ts'
import type { Desk } from '../runtime/desk.ts'
import { readAgent } from '../store/agents.ts'
import { readAssets } from '../store/assets.ts'
import { readClient } from '../store/clients.ts'
import { readContact } from '../store/contacts.ts'
import { takeTicketNumber } from '../store/settings.ts'
import { createTicket } from '../store/tickets.ts'
import { appendEntry } from '../store/timeline.ts'
import { commitEffect, queueNotices } from './effect.ts'

export interface TicketInput {
  /** Needed unless a contact is given. */
  clientId?: string
  contactId?: string
  subject: string
  descriptionText?: string
  descriptionHtml?: string
  priority?: Priority
  assigneeId?: string
  assetIds?: readonly string[]
  watchers?: readonly Watcher[]
  tags?: readonly string[]
  billable?: boolean
  source?: Extract<Source, 'console' | 'api'>
}

/**
 * Opens a ticket, with its description as the first entry of its timeline, and queues the mails it calls for.
 * Errors: `request.invalid` with a pointer to what does not exist, `contact.other-client`, `asset.other-client`.
 */
export async function openTicket(desk: Desk, actor: Actor, input: TicketInput): Promise<Ticket> {
  assertMay(actor, 'tickets:write', 'any')
  const [taken, people] = await Promise.all([takeTicketNumber(desk.table), readPeople(desk, actor, input)])
  const { number, settings } = taken
  const { client, contact, assignee } = people
  const at = desk.now()
  const by = personOf(actor)
  const entry: Entry = {
    id: desk.newUlid(),
    kind: 'reply',
    visibility: 'public',
    at,
    by,
    ...bodyOf(descriptionOf(input)),
    attachments: [],
  }
  const ticket: Ticket = {
    ...blankTicket({ number, subject: input.subject, source: input.source ?? 'api', at, settings }),
    clientId: client.id,
    clientName: client.name,
    ...(contact === undefined ? {} : contactFields(contact)),
    ...(assignee === undefined ? {} : assigneeFields(assignee)),
    ...(input.priority === undefined ? {} : { priority: input.priority }),
    ...(input.billable === undefined ? {} : { billable: input.billable }),
    assetIds: [...(input.assetIds ?? [])],
    tags: [...(input.tags ?? [])],
    watchers: [...(input.watchers ?? [])],
  }
  const notices = noticesOfNewTicket(ticket, { entryId: entry.id, by, mayAnswer: true, settings })
  await commitEffect(
    desk,
    [
      createTicket(ticket),
      await appendEntry(desk.files, number, entry),
      ...queueNotices(desk, number, notices),
    ],
    `tickets/${number}`,
  )
  return ticket
}

/** What a ticket keeps of its contact. */
export function contactFields(contact: Contact) {
  return { contactId: contact.id, contactName: contact.name, contactEmail: contact.email }
}

/** What a ticket keeps of its assignee. */
export function assigneeFields(agent: Agent) {
  return { assigneeId: agent.id, assigneeName: agent.name, assigneeEmail: agent.email }
}

/** The agent a ticket of this client may be given to: one who can see it. */
export async function readAssignee(
  desk: Desk,
  id: string,
  clientId: string | undefined,
  pointer = '/assigneeId',
): Promise<Agent> {
  const agent = await readAgent(desk.table, id)
  if (agent === undefined || agent.disabled) throw invalid(pointer, 'is no agent of this desk')
  if (!mayKnowClient(agent, clientId)) {
    throw invalid(pointer, 'is an agent who does not see this client')
  }
  return agent
}

/** All of them assets of the client; one that is not the actor's to know does not exist for them. */
export async function assertAssets(
  desk: Desk,
  actor: Actor,
  ids: readonly string[],
  clientId: string | undefined,
): Promise<void> {
  const assets: (Asset | undefined)[] = await readAssets(desk.table, ids)
  assets.forEach((asset, index) => {
    const pointer = `/assetIds/${index}`
    if (asset === undefined || !mayKnowClient(actor, asset.clientId)) throw invalid(pointer, 'does not exist')
    if (asset.clientId !== clientId) {
      throw new DeskError('asset.other-client', 'The asset belongs to another client.', [
        { pointer, message: 'belongs to another client' },
      ])
    }
  })
}

/** The contact, if of this client; one that is not the actor's to know does not exist for them. */
export async function readContactOf(
  desk: Desk,
  actor: Actor,
  contactId: string,
  clientId: string | undefined,
): Promise<Contact> {
  const contact = await readKnownContact(desk, actor, contactId)
  if (contact.clientId !== clientId) throw contactOfOther()
  return contact
}

async function readKnownContact(desk: Desk, actor: Actor, contactId: string): Promise<Contact> {
  const contact = await readContact(desk.table, contactId)
  if (contact === undefined || !mayKnowClient(actor, contact.clientId)) {
    throw invalid('/contactId', 'does not exist')
  }
  return contact
}

function contactOfOther(): DeskError {
  return new DeskError('contact.other-client', 'The contact belongs to another client.', [
    { pointer: '/contactId', message: 'belongs to another client' },
  ])
}

async function readPeople(
  desk: Desk,
  actor: Actor,
  input: TicketInput,
): Promise<{ client: Client; contact: Contact | undefined; assignee: Agent | undefined }> {
  // A client that does not exist and one that is not theirs to know are answered alike.
  if (input.clientId !== undefined) assertMay(actor, 'tickets:write', input.clientId)
  const { contactId, assigneeId } = input
  const contact = contactId === undefined ? undefined : await readKnownContact(desk, actor, contactId)
  const clientId = input.clientId ?? contact?.clientId
  if (clientId === undefined) throw invalid('/clientId', 'is needed where no contact is given')
  if (contact !== undefined && contact.clientId !== clientId) throw contactOfOther()
  const [client, assignee] = await Promise.all([
    readClient(desk.table, clientId),
    assigneeId === undefined ? undefined : readAssignee(desk, assigneeId, clientId),
    assertAssets(desk, actor, input.assetIds ?? [], clientId),
  ])
  if (client === undefined) throw invalid('/clientId', 'does not exist')
  return { client, contact, assignee }
}

function descriptionOf({ descriptionText, descriptionHtml }: TicketInput): BodyInput {
  return {
    ...(descriptionText === undefined ? {} : { text: descriptionText }),
    ...(descriptionHtml === undefined ? {} : { html: descriptionHtml }),
  }
}
