import type { TemplateTask, TicketTemplate } from '../domain/catalogue.ts'
import { assertPlaceholders, ticketTemplatePlaceholders } from '../domain/placeholders.ts'
import type { Priority } from '../domain/ticket.ts'
import { sanitiseHtml } from '../mail/sanitise-html.ts'
import { catalogueOf } from './catalogue.ts'
import { readChosenCategory } from './chosen-fields.ts'

export interface TicketTemplateInput {
  name: string
  subject: string
  descriptionText?: string | undefined
  descriptionHtml?: string | undefined
  priority?: Priority | undefined
  categoryId?: string | undefined
  tags?: string[] | undefined
  billable?: boolean | undefined
  tasks?: TemplateTask[] | undefined
}

/** Tickets as they are often opened; `placeholder.unknown` for one with a placeholder that nothing fills. */
export const ticketTemplates = catalogueOf<TicketTemplate, TicketTemplateInput>({
  kind: 'templates',
  newId: desk => desk.newId('tpl'),
  readBy: 'tickets:write',
  fieldsOf: input => input,
  implied: ({ descriptionText, descriptionHtml }) => ({
    ...(descriptionText === undefined ? {} : { descriptionHtml: null }),
    ...(descriptionHtml === undefined ? {} : { descriptionText: null }),
  }),
  settle: async (template, desk) => {
    const { subject, descriptionText = '', descriptionHtml, categoryId } = template
    assertPlaceholders('/subject', subject, ticketTemplatePlaceholders)
    assertPlaceholders('/descriptionText', descriptionText, ticketTemplatePlaceholders)
    if (categoryId !== undefined) await readChosenCategory(desk, categoryId)
    if (descriptionHtml === undefined) return template
    const clean = sanitiseHtml(descriptionHtml)
    assertPlaceholders('/descriptionHtml', clean, ticketTemplatePlaceholders)
    return { ...template, descriptionHtml: clean }
  },
})
