import * as z from 'zod'
import { splitEntriesMax } from '../domain/split.ts'
import { id, line, numberParams } from './fields.ts'
import { operation } from './operation.ts'
import { ticketAnswer, ticketErrors } from './tickets.ts'

const ticketNumber = z.int().min(1).max(999_999_999)

export const mergeInput = z.strictObject({ into: ticketNumber })

export const splitInput = z.strictObject({
  entryIds: z.array(id).min(1).max(splitEntriesMax),
  subject: line(500).optional(),
})

export const mergeTickets = operation({
  id: 'mergeTickets',
  method: 'post',
  path: '/tickets/{number}/merge',
  summary: 'Merges a ticket into another, which then shows its timeline and gets its mail',
  tag: 'Tickets',
  permission: 'tickets:write',
  params: numberParams,
  body: mergeInput,
  answer: { status: 200, schema: ticketAnswer, description: 'The merged ticket, now closed' },
  errors: [...ticketErrors, 'ticket.merged', 'merge.into-itself', 'merge.too-many'],
})

export const undoMerge = operation({
  id: 'undoMerge',
  method: 'post',
  path: '/tickets/{number}/unmerge',
  summary: 'Takes a merge back: the ticket is again what it was before',
  tag: 'Tickets',
  permission: 'tickets:write',
  params: numberParams,
  answer: { status: 200, schema: ticketAnswer, description: 'The ticket as it is now' },
  errors: ['resource.missing', 'ticket.not-merged', 'merge.chained', 'version.stale', 'write.conflict'],
})

export const splitTicket = operation({
  id: 'splitTicket',
  method: 'post',
  path: '/tickets/{number}/split',
  summary: 'Takes replies and notes into a ticket of their own, leaving a pointer in the place of each',
  tag: 'Tickets',
  permission: 'tickets:write',
  params: numberParams,
  body: splitInput,
  answer: { status: 201, schema: ticketAnswer, description: 'The new ticket' },
  errors: [...ticketErrors, 'split.too-many', 'links.full'],
})
