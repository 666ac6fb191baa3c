import * as z from 'zod'
import { instant, listOf, numberParams } from './fields.ts'
import { operation } from './operation.ts'

export const viewerAnswer = z
  .object({
    agentId: z.string(),
    name: z.string(),
    writing: z.boolean().meta({ description: 'Whether they began to write a reply' }),
    seenAt: instant.meta({ description: 'When it was last heard of them, to half a minute' }),
  })
  .meta({ id: 'Viewer' })

export const listViewers = operation({
  id: 'listViewers',
  method: 'get',
  path: '/tickets/{number}/viewers',
  summary: 'The agents who have a ticket open in the console; none to a key for some clients',
  tag: 'Tickets',
  permission: 'tickets:read',
  params: numberParams,
  answer: { status: 200, schema: listOf(viewerAnswer), description: 'All of them' },
  errors: ['resource.missing'],
})
