import * as z from 'zod'
import { commentCharactersMax, ratingDays } from '../domain/feedback.ts'
import { numberParams } from './fields.ts'
import { operation } from './operation.ts'
import { ticketAnswer } from './tickets.ts'

export const rateTicket = operation({
  id: 'rateTicket',
  method: 'post',
  path: '/tickets/{number}/feedback',
  summary: 'Notes how happy the client’s side is with the work, as it told the caller',
  tag: 'Tickets',
  permission: 'tickets:write',
  params: numberParams,
  body: z.strictObject({
    rating: z
      .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)])
      .meta({ description: 'From 1, very unhappy, to 5, very happy; the last one counts' }),
    comment: z.string().trim().max(commentCharactersMax).optional(),
  }),
  answer: {
    status: 200,
    schema: ticketAnswer,
    description: `The ticket as it is now: resolved, or closed no longer than ${ratingDays} days ago`,
  },
  errors: [
    'resource.missing',
    'ticket.not-resolved',
    'ticket.merged',
    'feedback.over',
    'version.stale',
    'write.conflict',
  ],
})
