import * as z from 'zod'
import { id, numberParams } from './fields.ts'
import { operation } from './operation.ts'
import { ticketRowAnswer } from './tickets.ts'

const watcher = z.object({ email: z.string(), name: z.string() })

export const mergePreviewAnswer = z
  .object({
    from: ticketRowAnswer.meta({ description: 'The ticket that would be closed' }),
    into: ticketRowAnswer.meta({ description: 'The ticket that would go on' }),
    watchersAdded: z.array(watcher).meta({ description: 'Who would get its public replies from then on' }),
    minutesAdded: z.int().meta({ description: 'Minutes worked that would count with it' }),
    acrossClients: z.boolean().meta({ description: 'The two are different clients’' }),
  })
  .meta({ id: 'MergePreview' })

export const movePreviewAnswer = z
  .object({
    clientId: z.string(),
    clientName: z.string(),
    contactDropped: watcher.nullable(),
    watchersDropped: z.array(watcher),
    assetIdsDropped: z.array(z.string()),
    assigneeDropped: z
      .string()
      .nullable()
      .meta({ description: 'The name of one who does not see that client' }),
  })
  .meta({ id: 'MovePreview' })

export const previewMerge = operation({
  id: 'previewMerge',
  method: 'get',
  path: '/tickets/{number}/merge/{into}',
  summary: 'What merging a ticket into another would do; refused where the merge would be',
  tag: 'Tickets',
  permission: 'tickets:write',
  params: numberParams.extend({ into: numberParams.shape.number }),
  answer: { status: 200, schema: mergePreviewAnswer, description: 'Nothing has been done' },
  errors: ['resource.missing', 'ticket.closed', 'ticket.merged', 'merge.into-itself', 'merge.too-many'],
})

export const previewMove = operation({
  id: 'previewMove',
  method: 'get',
  path: '/tickets/{number}/move/{clientId}',
  summary: 'What a ticket would lose by becoming another client’s',
  tag: 'Tickets',
  permission: 'tickets:write',
  params: numberParams.extend({ clientId: id }),
  answer: { status: 200, schema: movePreviewAnswer, description: 'Nothing has been done' },
  errors: ['resource.missing', 'ticket.closed'],
})
