import * as z from 'zod'
import { customFieldTypes } from '../domain/catalogue.ts'
import { statuses } from '../domain/ticket.ts'
import { cannedReplies } from './canned-replies.ts'
import { catalogueOperations } from './catalogue-operations.ts'
import { id, instant, line, version } from './fields.ts'
import { ticketTemplates } from './ticket-templates.ts'

const kept = { createdAt: instant, version }
const position = z.int().min(0).max(9_999).meta({ description: 'The lowest comes first' })
const color = z.string().regex(/^#[0-9a-f]{6}$/, 'must be a colour as #rrggbb, in lower case')
const active = z.boolean().meta({ description: 'Whether tickets can be given it' })
const choices = z.array(line(100)).max(100)

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
  ticketTemplates,
  cannedReplies,
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
