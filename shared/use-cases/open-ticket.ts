import { type Actor, assertMay, mayKnowAgent, mayKnowClient, personOf } from '../domain/actor.ts'
import { assertRequiredFields, type FieldValues } from '../domain/custom-fields.ts'
import { DeskError, invalid } from '../domain/errors.ts'
import { noticesOfNewTicket } from '../domain/notifications.ts'
import type { Agent, Asset, Client, Contact } from '../domain/people.ts'
import { withTasks } from '../domain/task.ts'
import { blankTicket, type Priority, type Source, type Ticket, type Watcher } from '../domain/ticket.ts'
import type { Entry } from '../domain/timeline.ts'
import { bodyOf } from '../mail/body.ts'
import type { Desk } from '../runtime/desk.ts'
import { readAgent } from '../store/agents.ts'
import { readAssets } from '../store/assets.ts'
import { readClient } from '../store/clients.ts'
import { readContact } from '../store/contacts.ts'
import { takeTicketNumber } from '../store/settings.ts'
import { saveTasks } from '../store/tasks.ts'
import { createTicket } from '../store/tickets.ts'
import { appendEntry } from '../store/timeline.ts'
import { chosenFieldsOf } from './chosen-fields.ts'
import { commitEffect, queueNotices } from './effect.ts'
import { filledFromTemplate, readChosenTemplate, tasksOf, wordsOf } from './from-template.ts'
import { holdClient } from './hold-client.ts'
import { assertUploadedFor, findUploads, keepUploads } from './take-uploads.ts'

export interface TicketInput {
  /** Needed unless a contact is given. */
  clientId?: string
  contactId?: string
  /** Fills what is left out here. */
  templateId?: string
  /** Needed unless a template is given. */
  subject?: string
  descriptionText?: string
  descriptionHtml?: string
  priority?: Priority
  assigneeId?: string
  assetIds?: readonly string[]
  watchers?: readonly Watcher[]
  tags?: readonly string[]
  billable?: boolean
  categoryId?: string
  customFields?: FieldValues
  due?: string
  externalReference?: string
  source?: Extract<Source, 'console' | 'api'>
  /** Uploads of the actor that go with the description. */
  attachmentIds?: readonly string[]
}

/**
 * Opens a ticket, with its description as the first entry of its timeline, and queues the mails it calls for.
 * Errors: `request.invalid` with a pointer to what does not exist, `contact.other-client`, `asset.other-client`,
 * `attachment.used`, `attachment.not-uploaded`.
 */
export async function openTicket(desk: Desk, actor: Actor, asked: TicketInput): Promise<Ticket> {
  assertMay(actor, 'tickets:write', 'any')
  if (asked.subject === undefined && asked.templateId === undefined) {
    throw invalid('/subject', 'is needed where no template is given')
  }
  const template =
    asked.templateId === undefined ? undefined : await readChosenTemplate(desk, actor, asked.templateId)
  const input = template === undefined ? asked : await filledFromTemplate(desk, template, asked)
  const [uploads, people, chosen] = await Promise.all([
    findUploads(desk, actor, input.attachmentIds),
    readPeople(desk, actor, input),
    chosenFieldsOf(desk, {}, input),
  ])
  const { client, contact, assignee } = people
  assertUploadedFor(uploads, client.id)
  await holdClient(desk, client)
  // Last of all that is asked: what is refused takes no number.
  const { number, settings } = await takeTicketNumber(desk.table, ({ requiredCustomFields }) =>
    assertRequiredFields(chosen.customFields, requiredCustomFields),
  )
  const at = desk.now()
  const { subject, description } = wordsOf(template, input, {
    clientName: client.name,
    contactName: contact?.name ?? '',
    at,
    timeZone: settings.timeZone,
  })
  const by = personOf(actor)
  const id = desk.newUlid()
  const files = await keepUploads(desk, uploads, { ticketNumber: number, entryId: id })
  const entry: Entry = {
    id,
    kind: 'reply',
    visibility: 'public',
    at,
    by,
    ...bodyOf(description),
    attachments: files.attachments,
  }
  const tasks = tasksOf(desk, template, at)
  const fields: Ticket = {
    ...blankTicket({ number, subject, source: input.source ?? 'api', at, settings }),
    ...chosen,
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
  const ticket = tasks.length === 0 ? fields : withTasks(fields, tasks)
  const notices = noticesOfNewTicket(ticket, { entryId: entry.id, by, mayAnswer: true, settings })
  await commitEffect(
    desk,
    [
      ...createTicket(ticket),
      ...(tasks.length === 0 ? [] : [saveTasks(number, tasks)]),
      await appendEntry(desk.files, number, entry),
      ...files.writes,
      ...queueNotices(desk, number, notices),
    ],
    `tickets/${number}`,
  )
  return ticket
}

/** What a ticket keeps of its contact. */
export function contactFields(contact: Pick<Contact, 'id' | 'name' | 'email'>) {
  return { contactId: contact.id, contactName: contact.name, contactEmail: contact.email }
}

/** What a ticket keeps of its assignee. */
export function assigneeFields(agent: Agent) {
  return { assigneeId: agent.id, assigneeName: agent.name, assigneeEmail: agent.email }
}

/** The agent a ticket of this client may be given to: one who can see it, and whom the actor is to know of. */
export async function readAssignee(
  desk: Desk,
  actor: Actor,
  id: string,
  { clientId, pointer = '/assigneeId' }: { clientId: string | undefined; pointer?: string },
): Promise<Agent> {
  const agent = await readAgent(desk.table, id)
  if (agent === undefined || agent.disabled || !mayKnowAgent(actor, agent)) {
    throw invalid(pointer, 'is no agent of this desk')
  }
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
    assigneeId === undefined ? undefined : readAssignee(desk, actor, assigneeId, { clientId }),
    assertAssets(desk, actor, input.assetIds ?? [], clientId),
  ])
  if (client === undefined) throw invalid('/clientId', 'does not exist')
  return { client, contact, assignee }
}
