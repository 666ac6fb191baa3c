import { type Actor, assertMay } from '../domain/actor.ts'
import type { Category, TicketTemplate } from '../domain/catalogue.ts'
import { invalid } from '../domain/errors.ts'
import { fillPlaceholders, type TicketTemplatePlaceholder } from '../domain/placeholders.ts'
import type { Task } from '../domain/task.ts'
import type { Priority } from '../domain/ticket.ts'
import type { BodyInput } from '../mail/body.ts'
import { headerLine } from '../mail/clean-text.ts'
import { escapeHtml } from '../mail/text-html.ts'
import type { Desk } from '../runtime/desk.ts'
import { readFromCatalogue } from '../store/catalogue.ts'

/** The template that a ticket is to be opened from. */
export async function readChosenTemplate(desk: Desk, actor: Actor, id: string): Promise<TicketTemplate> {
  assertMay(actor, 'tickets:write', 'any')
  const template = await readFromCatalogue<TicketTemplate>(desk.table, 'templates', id)
  if (template === undefined) throw invalid('/templateId', 'does not exist')
  return template
}

/** What of a ticket to be opened a template can choose. */
interface Choices {
  priority?: Priority
  categoryId?: string
  tags?: readonly string[]
  billable?: boolean
}

/** The input with what it does not choose taken from the template; a category that is used no more is left out. */
export async function filledFromTemplate<T extends Choices>(
  desk: Desk,
  { priority, categoryId, tags, billable }: TicketTemplate,
  input: T,
): Promise<T> {
  const category =
    categoryId === undefined || input.categoryId !== undefined
      ? undefined
      : await readFromCatalogue<Category>(desk.table, 'categories', categoryId)
  return {
    ...(priority === undefined ? {} : { priority }),
    ...(category?.active ? { categoryId: category.id } : {}),
    ...(tags === undefined ? {} : { tags }),
    ...(billable === undefined ? {} : { billable }),
    ...input,
  }
}

interface Words {
  subject?: string
  descriptionText?: string
  descriptionHtml?: string
}

/** The words of a ticket to be opened: its own, else those of the template, their placeholders filled. */
export function wordsOf(
  template: TicketTemplate | undefined,
  own: Words,
  facts: { clientName: string; contactName: string; at: string; timeZone: string },
): { subject: string; description: BodyInput } {
  const values: Record<TicketTemplatePlaceholder, string> = {
    'client.name': facts.clientName,
    'contact.name': facts.contactName,
    date: dateIn(facts.timeZone, facts.at),
  }
  const isDescribed = own.descriptionText !== undefined || own.descriptionHtml !== undefined
  const { descriptionText: text, descriptionHtml: html } = isDescribed
    ? own
    : filledDescription(template, values)
  return {
    subject: own.subject ?? filledSubject(template, values),
    description: { ...(text === undefined ? {} : { text }), ...(html === undefined ? {} : { html }) },
  }
}

/** The checklist that a ticket opened from the template begins with. */
export function tasksOf(desk: Desk, template: TicketTemplate | undefined, at: string): Task[] {
  return (template?.tasks ?? []).map(({ title, required }) => ({
    id: desk.newId('tsk'),
    title,
    required,
    done: false,
    createdAt: at,
    version: 1,
  }))
}

/** One line as any subject; what has nothing left in it is called as its template. */
function filledSubject(template: TicketTemplate | undefined, values: Record<string, string>): string {
  if (template === undefined) return ''
  return headerLine(fillPlaceholders(template.subject, values), 500) || template.name
}

function filledDescription(
  { descriptionText: text, descriptionHtml: html }: Words = {},
  values: Record<string, string>,
): Words {
  return {
    ...(text === undefined ? {} : { descriptionText: fillPlaceholders(text, values) }),
    ...(html === undefined ? {} : { descriptionHtml: fillPlaceholders(html, values, escapeHtml) }),
  }
}

/** `2026-11-25`, as the calendar of the desk says it. */
function dateIn(timeZone: string, at: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(at))
}
