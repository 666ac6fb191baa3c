import * as z from 'zod'
import { tasksMax } from '../domain/task.ts'
import { priorities } from '../domain/ticket.ts'
import { catalogueOperations } from './catalogue-operations.ts'
import { id, instant, line, version } from './fields.ts'
import { eitherGiven, oneAtMost, templateText } from './template-text.ts'

export const ticketTemplateAnswer = z
  .object({
    id,
    name: z.string(),
    subject: z.string(),
    descriptionText: z.string().nullable(),
    descriptionHtml: z.string().nullable().meta({ description: 'Sanitised' }),
    priority: z.enum(priorities).nullable(),
    categoryId: id.nullable(),
    tags: z.array(z.string()),
    billable: z.boolean().nullable(),
    tasks: z.array(z.object({ title: z.string(), required: z.boolean() })),
    createdAt: instant,
    version,
  })
  .meta({ id: 'TicketTemplate' })

const fields = {
  name: line(100),
  subject: line(500),
  descriptionText: templateText,
  descriptionHtml: templateText,
  tags: z.array(line(50)).max(30),
  tasks: z.array(z.strictObject({ title: line(200), required: z.boolean().default(false) })).max(tasksMax),
}
const choices = { priority: z.enum(priorities), categoryId: id, billable: z.boolean() }
const taken = oneAtMost('descriptionText', 'descriptionHtml')

export const ticketTemplates = catalogueOperations({
  names: { one: 'TicketTemplate', many: 'TicketTemplates' },
  words: { one: 'ticket template', many: 'ticket templates' },
  path: '/templates',
  tag: 'Ticket templates',
  readBy: 'tickets:write',
  answer: ticketTemplateAnswer,
  input: z
    .strictObject({ ...fields, ...choices })
    .partial()
    .required({ name: true, subject: true })
    .refine(taken.holds, taken.otherwise)
    .refine(eitherGiven('descriptionText', 'descriptionHtml'), {
      path: ['descriptionText'],
      message: 'give the description as text or as HTML',
    }),
  change: z
    .strictObject({
      ...fields,
      priority: choices.priority.nullable(),
      categoryId: choices.categoryId.nullable(),
      billable: choices.billable.nullable(),
    })
    .partial()
    .refine(taken.holds, taken.otherwise),
  errors: ['placeholder.unknown'],
})
