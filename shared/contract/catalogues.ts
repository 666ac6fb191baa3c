import * as z from 'zod'
import { customFieldTypes } from '../domain/catalogue.ts'
import { priorities, statuses } from '../domain/ticket.ts'
import { catalogueOperations } from './catalogue-operations.ts'
import { id, instant, line, version } from './fields.ts'
import { operation } from './operation.ts'

/** A row of the table holds 400 KB, and a template's two texts must fit with room to spare. */
const words = z
  .string()
  .max(20_000)
  .refine(text => text.trim() !== '', 'has no words in it')
const kept = { createdAt: instant, version }
const position = z.int().min(0).max(9_999).meta({ description: 'The lowest comes first' })
const color = z.string().regex(/^#[0-9a-f]{6}$/, 'must be a colour as #rrggbb, in lower case')
const active = z.boolean().meta({ description: 'Whether tickets can be given it' })
const visibility = z.enum(['public', 'internal'])
const choices = z.array(line(100)).max(100)
const tags = z.array(line(50)).max(30)
const tasks = z.array(z.strictObject({ title: line(200), required: z.boolean().default(false) })).max(50)

export const statusAnswer = z
  .object({
    id,
    name: z.string(),
    status: z.enum(statuses).meta({ description: 'The one of the five that it behaves as' }),
    position,
    color: color.nullable(),
    active: z.boolean(),
    ...kept,
  })
  .meta({ id: 'CustomStatus' })

export const categoryAnswer = z
  .object({ id, name: z.string(), active: z.boolean(), ...kept })
  .meta({ id: 'Category' })

export const tagAnswer = z.object({ id, name: z.string(), ...kept }).meta({ id: 'Tag' })

export const customFieldAnswer = z
  .object({
    id,
    name: z.string(),
    type: z.enum(customFieldTypes),
    choices: z.array(z.string()),
    required: z.boolean(),
    ...kept,
  })
  .meta({ id: 'CustomField' })

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
    ...kept,
  })
  .meta({ id: 'TicketTemplate' })

export const cannedReplyAnswer = z
  .object({
    id,
    name: z.string(),
    shortcut: z.string().nullable(),
    bodyText: z.string().nullable(),
    bodyHtml: z.string().nullable().meta({ description: 'Sanitised' }),
    visibility: visibility.nullable(),
    ...kept,
  })
  .meta({ id: 'CannedReply' })

const ticketTemplateFields = {
  name: line(100),
  subject: line(500),
  descriptionText: words,
  descriptionHtml: words,
}
const ticketTemplateChoices = {
  priority: z.enum(priorities),
  categoryId: id,
  tags,
  billable: z.boolean(),
  tasks,
}
const cannedReplyFields = { name: line(100), bodyText: words, bodyHtml: words }

/** The operations of each of the desk's catalogues. */
export const catalogues = {
  statuses: catalogueOperations({
    names: { one: 'Status', many: 'Statuses' },
    words: { one: 'custom status', many: 'custom statuses' },
    path: '/statuses',
    tag: 'Statuses',
    readBy: 'tickets:read',
    answer: statusAnswer,
    input: z.strictObject({
      name: line(60),
      status: z.enum(statuses),
      position: position.optional(),
      color: color.optional(),
    }),
    change: z.strictObject({ name: line(60), position, color: color.nullable(), active }).partial(),
  }),
  categories: catalogueOperations({
    names: { one: 'Category', many: 'Categories' },
    words: { one: 'category', many: 'categories' },
    path: '/categories',
    tag: 'Categories',
    readBy: 'tickets:read',
    answer: categoryAnswer,
    input: z.strictObject({ name: line(100) }),
    change: z.strictObject({ name: line(100), active }).partial(),
  }),
  tags: tagOperations(),
  customFields: catalogueOperations({
    names: { one: 'CustomField', many: 'CustomFields' },
    words: { one: 'custom field', many: 'custom fields' },
    path: '/custom-fields',
    tag: 'Custom fields',
    readBy: 'tickets:read',
    answer: customFieldAnswer,
    input: z.strictObject({
      name: line(100),
      type: z.enum(customFieldTypes),
      choices: choices.optional(),
      required: z.boolean().optional(),
    }),
    change: z.strictObject({ name: line(100), choices, required: z.boolean() }).partial(),
  }),
  ticketTemplates: catalogueOperations({
    names: { one: 'TicketTemplate', many: 'TicketTemplates' },
    words: { one: 'ticket template', many: 'ticket templates' },
    path: '/templates',
    tag: 'Ticket templates',
    readBy: 'tickets:write',
    answer: ticketTemplateAnswer,
    input: z
      .strictObject({ ...ticketTemplateFields, ...ticketTemplateChoices })
      .partial()
      .required({ name: true, subject: true })
      .refine(oneAtMost('descriptionText', 'descriptionHtml'), bothGiven('descriptionText'))
      .refine(({ descriptionText, descriptionHtml }) => (descriptionText ?? descriptionHtml) !== undefined, {
        path: ['descriptionText'],
        message: 'give the description as text or as HTML',
      }),
    change: z
      .strictObject({
        ...ticketTemplateFields,
        priority: ticketTemplateChoices.priority.nullable(),
        categoryId: id.nullable(),
        tags,
        billable: z.boolean().nullable(),
        tasks,
      })
      .partial()
      .refine(oneAtMost('descriptionText', 'descriptionHtml'), bothGiven('descriptionText')),
    errors: ['placeholder.unknown'],
  }),
  cannedReplies: {
    ...catalogueOperations({
      names: { one: 'CannedReply', many: 'CannedReplies' },
      words: { one: 'canned reply', many: 'canned replies' },
      path: '/canned-replies',
      tag: 'Canned replies',
      readBy: 'tickets:write',
      answer: cannedReplyAnswer,
      input: z
        .strictObject({ ...cannedReplyFields, shortcut: line(30), visibility })
        .partial()
        .required({ name: true })
        .refine(oneAtMost('bodyText', 'bodyHtml'), bothGiven('bodyText'))
        .refine(({ bodyText, bodyHtml }) => (bodyText ?? bodyHtml) !== undefined, {
          path: ['bodyText'],
          message: 'give the words as text or as HTML',
        }),
      change: z
        .strictObject({
          ...cannedReplyFields,
          shortcut: line(30).nullable(),
          visibility: visibility.nullable(),
        })
        .partial()
        .refine(oneAtMost('bodyText', 'bodyHtml'), bothGiven('bodyText')),
      errors: ['placeholder.unknown'],
    }),
    render: operation({
      id: 'renderCannedReply',
      method: 'post',
      path: '/canned-replies/{id}/render',
      summary: 'The words of a canned reply for one ticket, to be looked at and sent; nothing is written',
      tag: 'Canned replies',
      permission: 'tickets:write',
      params: z.strictObject({ id }),
      body: z.strictObject({ number: z.int().min(1).max(999_999_999) }),
      answer: {
        status: 200,
        schema: z.object({ text: z.string(), html: z.string() }),
        description: 'The words as text and as HTML',
      },
      errors: ['resource.missing'],
    }),
  },
}

/** A tag is its name: to rename one is to remove it and to add another. */
function tagOperations() {
  const { list, create, read, remove } = catalogueOperations({
    names: { one: 'Tag', many: 'Tags' },
    words: { one: 'tag', many: 'tags' },
    path: '/tags',
    tag: 'Tags',
    readBy: 'tickets:read',
    answer: tagAnswer,
    input: z.strictObject({ name: line(50) }),
    change: z.strictObject({}),
    errors: ['name.taken'],
  })
  return { list, create, read, remove }
}

function oneAtMost<K extends string>(first: K, second: K) {
  return (input: Partial<Record<K, unknown>>) => input[first] === undefined || input[second] === undefined
}

function bothGiven(path: string) {
  return { path: [path], message: 'give the words as text or as HTML, not as both' }
}
