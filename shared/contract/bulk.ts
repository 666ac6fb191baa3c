import * as z from 'zod'
import { priorities, statuses } from '../domain/ticket.ts'
import { id, text, version } from './fields.ts'
import { operation } from './operation.ts'
import { tags } from './tickets.ts'

/** How many tickets one request may name. */
const bulkMax = 100

const number = z.int().min(1).max(999_999_999)
const undo = z
  .strictObject({
    number,
    version: version.meta({ description: 'As the change left it: a ticket that was written to since stays' }),
    set: z
      .strictObject({
        assigneeId: id.nullable(),
        priority: z.enum(priorities),
        categoryId: id.nullable(),
        tags,
        status: z.enum(statuses),
        statusId: id,
      })
      .partial()
      .optional(),
    unmerge: z.literal(true).optional(),
  })
  .refine(({ set, unmerge }) => (set === undefined) !== (unmerge === undefined), {
    path: ['set'],
    message: 'give either what to set, or that it is to be unmerged',
  })
const dryRun = z
  .boolean()
  .optional()
  .meta({ description: 'Writes nothing: the results say what would come of each' })
const bulkResult = z
  .object({
    number: z.int(),
    ok: z.boolean(),
    version: version.nullable(),
    code: z.string().nullable().meta({ description: 'Why it was refused, as `code` of a problem' }),
    detail: z.string().nullable(),
    changes: z
      .array(z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() }))
      .meta({ description: 'What is different now, or would be' }),
    undo: undo.nullable().meta({
      description: 'What `POST /tickets/bulk/undo` takes to take it back; null where nothing can be',
    }),
  })
  .meta({ id: 'BulkResult' })

const answer = {
  status: 200,
  schema: z.object({ results: z.array(bulkResult) }),
  description: 'A result per ticket, in the order they were named',
} as const

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
      dryRun,
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
  answer,
  errors: ['write.conflict'],
})

export const undoManyChanges = operation({
  id: 'undoManyChanges',
  method: 'post',
  path: '/tickets/bulk/undo',
  summary:
    'Takes back what a bulk change did, ticket by ticket, where nobody wrote to it since; what was mailed stays mailed',
  tag: 'Tickets',
  permission: 'tickets:write',
  body: z.strictObject({
    tickets: z
      .array(undo)
      .min(1)
      .max(bulkMax)
      .refine(
        tickets => new Set(tickets.map(each => each.number)).size === tickets.length,
        'must name each ticket once',
      ),
    dryRun,
  }),
  answer,
  errors: ['write.conflict'],
})
