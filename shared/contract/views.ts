import * as z from 'zod'
import { densities, viewColumns } from '../domain/saved-view.ts'
import { statuses } from '../domain/ticket.ts'
import { id, idParams, instant, line, listOf, pageQuery, version } from './fields.ts'
import { narrowing, waitingMeans } from './narrowing.ts'
import { operation } from './operation.ts'

const { sort, ...narrowed } = narrowing

const filter = z.strictObject({
  status: z
    .array(z.enum(statuses))
    .min(1)
    .max(statuses.length)
    .transform(list => [...new Set(list)])
    .optional(),
  ...narrowed,
  assigneeId: id.optional().meta({ description: 'An agent’s id, `me` for whoever looks, or `none`' }),
  billable: z.boolean().optional(),
  waiting: z.literal(true).optional().meta({ description: waitingMeans }),
})

const columns = z
  .array(z.enum(viewColumns))
  .max(viewColumns.length)
  .refine(names => new Set(names).size === names.length, 'must name each column once')
  .meta({ description: 'Besides the ticket’s reference and subject, in this order' })
const position = z.int().min(0).max(9_999).meta({ description: 'The lowest comes first' })
const shared = z
  .boolean()
  .meta({ description: 'Whether it is the desk’s; else it is there for the one who made it alone' })
const fields = { name: line(100), shared, filter, columns, density: z.enum(densities), position }

export const viewAnswer = z
  .object({ id, ...fields, sort: sort.unwrap().nullable(), createdAt: instant, version })
  .meta({ id: 'View' })

export const ticketCount = z
  .object({
    count: z.int(),
    isMore: z.boolean().meta({
      description: 'Whether there are more: a list that has no counter is counted as far as one read goes',
    }),
  })
  .meta({ id: 'TicketCount' })

const facts = { tag: 'Views', permission: 'tickets:read' } as const
const one = { status: 200, schema: viewAnswer } as const
const toTheDesk = 'a view of the desk takes `settings:write` as well'

export const listViews = operation({
  id: 'listViews',
  method: 'get',
  path: '/views',
  summary: 'Saved lists of tickets: the desk’s, then one’s own, each in their order',
  ...facts,
  query: z.strictObject(pageQuery),
  answer: { status: 200, schema: listOf(viewAnswer), description: 'A page of views' },
  errors: ['cursor.invalid'],
})

export const createView = operation({
  id: 'createView',
  method: 'post',
  path: '/views',
  summary: `Saves a list of tickets; ${toTheDesk}`,
  ...facts,
  body: z
    .strictObject({ ...fields, sort })
    .partial()
    .required({ name: true }),
  answer: { ...one, status: 201, description: 'The view' },
  errors: ['resource.missing', 'views.full'],
})

export const readView = operation({
  id: 'readView',
  method: 'get',
  path: '/views/{id}',
  summary: 'One saved list',
  ...facts,
  params: idParams,
  answer: { ...one, description: 'The view' },
  errors: ['resource.missing'],
})

export const changeView = operation({
  id: 'changeView',
  method: 'patch',
  path: '/views/{id}',
  summary: `Changes a saved list; its filter is replaced as a whole; ${toTheDesk}`,
  ...facts,
  params: idParams,
  body: z.strictObject({ ...fields, sort: sort.unwrap().nullable() }).partial(),
  answer: { ...one, description: 'The view as it is now' },
  errors: ['resource.missing', 'version.stale', 'views.full'],
})

export const deleteView = operation({
  id: 'deleteView',
  method: 'delete',
  path: '/views/{id}',
  summary: `Forgets a saved list; ${toTheDesk}`,
  ...facts,
  params: idParams,
  answer: { status: 204, description: 'It is gone' },
  errors: ['resource.missing', 'version.stale'],
})

export const countView = operation({
  id: 'countView',
  method: 'get',
  path: '/views/{id}/count',
  summary: 'How many tickets a saved list holds',
  ...facts,
  params: idParams,
  answer: {
    status: 200,
    schema: ticketCount,
    description: 'The count',
  },
  errors: ['resource.missing', 'list.too-broad'],
})
