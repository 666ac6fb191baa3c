import type * as z from 'zod'
import type { auditEntryAnswer } from '../../shared/contract/audit-log.ts'
import type { cannedReplyAnswer } from '../../shared/contract/canned-replies.ts'
import type {
  categoryAnswer,
  customFieldAnswer,
  statusAnswer,
  tagAnswer,
} from '../../shared/contract/catalogues.ts'
import type { ticketTemplateAnswer } from '../../shared/contract/ticket-templates.ts'
import type { AuditEntry } from '../../shared/domain/audit.ts'
import type {
  CannedReply,
  Category,
  CustomField,
  CustomStatus,
  Tag,
  TicketTemplate,
} from '../../shared/domain/catalogue.ts'

/** The catalogues' records, and the log of their changes, in the shapes that the contract promises. */

export function presentCustomStatus(custom: CustomStatus): z.output<typeof statusAnswer> {
  const { id, name, status, position, color, active, createdAt, version } = custom
  return { id, name, status, position, color: color ?? null, active, createdAt, version }
}

export function presentCategory(category: Category): z.output<typeof categoryAnswer> {
  const { id, name, active, createdAt, version } = category
  return { id, name, active, createdAt, version }
}

export function presentTag({ id, name, createdAt, version }: Tag): z.output<typeof tagAnswer> {
  return { id, name, createdAt, version }
}

export function presentCustomField(field: CustomField): z.output<typeof customFieldAnswer> {
  const { id, name, type, choices = [], required, createdAt, version } = field
  return { id, name, type, choices, required, createdAt, version }
}

export function presentTicketTemplate(template: TicketTemplate): z.output<typeof ticketTemplateAnswer> {
  const { id, name, subject, tags = [], tasks = [], createdAt, version } = template
  return {
    id,
    name,
    subject,
    descriptionText: template.descriptionText ?? null,
    descriptionHtml: template.descriptionHtml ?? null,
    priority: template.priority ?? null,
    categoryId: template.categoryId ?? null,
    tags,
    billable: template.billable ?? null,
    tasks,
    createdAt,
    version,
  }
}

export function presentCannedReply(reply: CannedReply): z.output<typeof cannedReplyAnswer> {
  const { id, name, shortcut, bodyText, bodyHtml, visibility, createdAt, version } = reply
  return {
    id,
    name,
    shortcut: shortcut ?? null,
    bodyText: bodyText ?? null,
    bodyHtml: bodyHtml ?? null,
    visibility: visibility ?? null,
    createdAt,
    version,
  }
}

export function presentAuditEntry(entry: AuditEntry): z.output<typeof auditEntryAnswer> {
  const { id, at, by, action, resource, name, changes } = entry
  return { id, at, by: { kind: by.kind, id: by.id ?? null, name: by.name }, action, resource, name, changes }
}
