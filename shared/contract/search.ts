import * as z from 'zod'
import { id, line, listOf, pageQuery } from './fields.ts'
import { operation } from './operation.ts'
import { ticketRowAnswer } from './tickets.ts'

const named = { id, name: z.string() }

export const searchHit = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('ticket'), ticket: ticketRowAnswer }),
    z.object({ kind: z.literal('client'), ...named }),
    z.object({ kind: z.literal('contact'), ...named, clientId: id, email: z.string() }),
    z.object({ kind: z.literal('asset'), ...named, clientId: id }),
  ])
  .meta({ id: 'SearchHit' })

export const searchDesk = operation({
  id: 'searchDesk',
  method: 'get',
  path: '/search',
  summary: 'Finds clients, contacts and assets by name, and tickets by their words or reference',
  tag: 'Search',
  permission: 'tickets:read',
  query: z.strictObject({
    ...pageQuery,
    q: line(200).meta({ description: 'Words, or beginnings of words; or the reference of a ticket' }),
  }),
  answer: { status: 200, schema: listOf(searchHit), description: 'A page of what was found' },
  errors: ['cursor.invalid', 'list.too-broad'],
})
