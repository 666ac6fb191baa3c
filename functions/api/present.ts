import type * as z from 'zod'
import type { agentAnswer, apiKeyAnswer } from '../../shared/contract/agents.ts'
import type { assetAnswer, clientAnswer, contactAnswer } from '../../shared/contract/clients.ts'
import type { entryAnswer, person, ticketAnswer, ticketRowAnswer } from '../../shared/contract/tickets.ts'
import type { Agent, ApiKey, Asset, Client, Contact } from '../../shared/domain/people.ts'
import { referenceOf, type Ticket } from '../../shared/domain/ticket.ts'
import { allVerdicts, type Entry, type Person, versionOf } from '../../shared/domain/timeline.ts'
import { ratePerMinuteOf } from '../../shared/use-cases/api-keys.ts'
import type { TicketRow } from '../../shared/use-cases/list-tickets.ts'

/** The domain's values in the shapes that the contract promises: what is absent is null. */

export function presentTicketRow(row: TicketRow): z.output<typeof ticketRowAnswer> {
  return {
    number: row.number,
    reference: referenceOf(row),
    subject: row.subject,
    status: row.status,
    statusId: row.statusId ?? null,
    statusName: row.statusName ?? null,
    priority: row.priority,
    categoryId: row.categoryId ?? null,
    categoryName: row.categoryName ?? null,
    due: row.due ?? null,
    clientId: row.clientId ?? null,
    clientName: row.clientName ?? null,
    contactId: row.contactId ?? null,
    contactName: row.contactName ?? null,
    assigneeId: row.assigneeId ?? null,
    assigneeName: row.assigneeName ?? null,
    source: row.source,
    tags: row.tags,
    billable: row.billable,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    lastReplyBy: row.lastReplyBy ?? null,
    mergedInto: row.mergedInto ?? null,
    version: row.version,
  }
}

export function presentTicket(ticket: Ticket): z.output<typeof ticketAnswer> {
  return {
    ...presentTicketRow(ticket),
    assetIds: ticket.assetIds,
    watchers: ticket.watchers,
    externalReference: ticket.externalReference ?? null,
    customFields: ticket.customFields ?? {},
    links: ticket.links ?? [],
    tasksOpen: ticket.tasksOpen ?? 0,
    requiredTasksOpen: ticket.requiredTasksOpen ?? 0,
    minutesWorked: ticket.minutesWorked,
    firstResponseAt: ticket.firstResponseAt ?? null,
    resolvedAt: ticket.resolvedAt ?? null,
    autoCloseAt: ticket.autoCloseAt ?? null,
    closedAt: ticket.closedAt ?? null,
    lastReplyAt: ticket.lastReplyAt ?? null,
    lastReplyId: ticket.lastReplyId ?? null,
    mergedFrom: ticket.mergedFrom ?? [],
    followUpOf: ticket.followUpOf ?? null,
    feedback: presentFeedback(ticket),
  }
}

function presentFeedback({ feedback }: Ticket): z.output<typeof ticketAnswer>['feedback'] {
  if (feedback === undefined) return null
  const { rating, comment = null, at, by } = feedback
  return { rating, comment, at, by: { kind: by.kind, id: by.id ?? null, name: by.name } }
}

export function presentPerson({ kind, id, name, email }: Person): z.output<typeof person> {
  return { kind, id: id ?? null, name, email: email ?? null }
}

export function presentEntry(entry: Entry): z.output<typeof entryAnswer> {
  return {
    id: entry.id,
    kind: entry.kind,
    visibility: entry.visibility,
    at: entry.at,
    by: presentPerson(entry.by),
    text: entry.text,
    html: entry.html ?? null,
    quoted: entry.quoted ?? null,
    attachments: entry.attachments.map(({ id, name, contentType, bytes, redacted = false }) => ({
      id,
      name: redacted ? null : name,
      contentType,
      bytes,
      redacted,
    })),
    recipients: entry.recipients ?? null,
    undoUntil: entry.undoUntil ?? null,
    minutesWorked: entry.minutesWorked ?? null,
    change: entry.change ?? null,
    mailKey: entry.mailKey ?? null,
    copied: entry.copied ?? [],
    mail: presentEntryMail(entry),
    mergedFrom: entry.mergedFrom ?? null,
    movedTo: entry.movedTo ?? null,
    editedAt: entry.editedAt ?? null,
    editedBy: entry.editedBy === undefined ? null : presentPerson(entry.editedBy),
    redactedAt: entry.redactedAt ?? null,
    redactedBy: entry.redactedBy === undefined ? null : presentPerson(entry.redactedBy),
    version: versionOf(entry),
  }
}

function presentEntryMail({ mailKey, authenticated = false, verdicts }: Entry) {
  if (mailKey === undefined) return null
  return { key: mailKey, authenticated, verdicts: verdicts === undefined ? null : allVerdicts(verdicts) }
}

export function presentClient(client: Client): z.output<typeof clientAnswer> {
  const { id, name, domains, domainTrust, hourlyRate, createdAt, version } = client
  const { archivedAt = null } = client
  return { id, name, domains, domainTrust, hourlyRate: hourlyRate ?? null, archivedAt, createdAt, version }
}

export function presentContact(contact: Contact): z.output<typeof contactAnswer> {
  const { id, clientId, name, email, roles, createdAt, version } = contact
  const { undeliverableAt = null, complainedAt = null, suppressedAt = null, archivedAt = null } = contact
  return {
    ...{ id, clientId, name, email, roles },
    ...{ undeliverableAt, complainedAt, suppressedAt, archivedAt, createdAt, version },
  }
}

export function presentAsset(asset: Asset): z.output<typeof assetAnswer> {
  const { id, clientId, name, type, archivedAt = null, createdAt, version } = asset
  return { id, clientId, name, type, archivedAt, createdAt, version }
}

export function presentAgent(agent: Agent): z.output<typeof agentAnswer> {
  const { id, name, email, role, clientIds = null, disabled, identity, createdAt, version } = agent
  const linkedAt = identity?.linkedAt ?? null
  return { id, name, email, role, clientIds, disabled, linkedAt, createdAt, version }
}

export function presentApiKey(key: ApiKey): z.output<typeof apiKeyAnswer> {
  const { id, name, scopes, clientIds, expiresAt, itflow, createdAt, version } = key
  return {
    id,
    name,
    scopes,
    clientIds: clientIds ?? null,
    expiresAt: expiresAt ?? null,
    itflow,
    ratePerMinute: ratePerMinuteOf(key),
    createdAt,
    version,
  }
}
