import * as z from 'zod'
import { linkKinds } from '../domain/ticket.ts'
import { numberParams } from './fields.ts'
import { operation } from './operation.ts'
import { ticketAnswer } from './tickets.ts'

const linkErrors = ['resource.missing', 'ticket.closed', 'version.stale', 'write.conflict'] as const

export const linkTickets = operation({
  id: 'linkTickets',
  method: 'post',
  path: '/tickets/{number}/links',
  summary: 'Links a ticket to another; the other says the converse',
  tag: 'Tickets',
  permission: 'tickets:write',
  params: numberParams,
  body: z.strictObject({
    number: z.int().min(1).max(999_999_999).meta({ description: 'The other ticket' }),
    kind: z.enum(linkKinds).meta({ description: 'What the other is to this one' }),
  }),
  answer: { status: 200, schema: ticketAnswer, description: 'The ticket as it is now' },
  errors: [...linkErrors, 'link.itself', 'links.full'],
})

export const unlinkTickets = operation({
  id: 'unlinkTickets',
  method: 'delete',
  path: '/tickets/{number}/links/{other}',
  summary: 'Takes a link off both tickets',
  tag: 'Tickets',
  permission: 'tickets:write',
  params: numberParams.extend({ other: numberParams.shape.number }),
  answer: { status: 204, description: 'It is gone' },
  errors: linkErrors,
})
