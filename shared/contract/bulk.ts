import * as z from 'zod'
import { priorities, statuses } from '../domain/ticket.ts'
import { id, text, version } from './fields.ts'
import { operation } from './operation.ts'
import { tags } from './tickets.ts'

/** How many tickets one request may name. */
const bulkMax = 100

const number = z.int().min(1).max(999_999_999)
const bulkResult = z
  .object({
    number: z.int(),
    ok: z.boolean(),
    version: version.nullable(),
    code: z.string().nullable().meta({ description: 'Why it was refused, as `code` of a problem' }),
    detail: z.string().nullable(),
  })
  .meta({ id: 'BulkResult' })

export const changeManyTickets = operation({
  id: 'changeManyTickets',
  method: 'post',
  path: '/tickets/bulk',
  summary:
    'Does the same to many tickets, or merges them into one; each has its own result, and one that is refused stops no other',
  tag: 'Tickets',
  permission: 'tickets:write',
  body: z
    .strictObject({
      numbers: z
        .array(number)
        .min(1)
        .max(bulkMax)
        .refine(numbers => new Set(numbers).size === numbers.length, 'must name each ticket once'),
      set: z
        .strictObject({
          assigneeId: id.nullable(),
          priority: z.enum(priorities),
          categoryId: id.nullable().meta({ description: 'null: none' }),
          addTags: tags,
          removeTags: tags,
          status: z.enum(statuses),
        })
        .partial()
        .optional(),
      reply: z.strictObject({ visibility: z.enum(['public', 'internal']), bodyText: text.min(1) }).optional(),
      mergeInto: number
        .meta({ description: 'Merges each into this ticket; not together with `set` or `reply`' })
        .optional(),
    })
    .refine(
      ({ set = {}, reply, mergeInto }) => Object.keys(set).length > 0 || (reply ?? mergeInto) !== undefined,
      {
        path: ['set'],
        message: 'say what to do: set something, reply, or merge',
      },
    )
    .refine(({ set, reply, mergeInto }) => mergeInto === undefined || (set ?? reply) === undefined, {
      path: ['mergeInto'],
      message: 'is given together with neither set nor reply',
    }),
  answer: {
    status: 200,
    schema: z.object({ results: z.array(bulkResult) }),
    description: 'A result per ticket, in the order they were named',
  },
  errors: ['write.conflict'],
})
