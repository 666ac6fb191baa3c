import * as z from 'zod'
import { deliveryStates } from '../domain/outbox.ts'
import { id, instant, listOf, numberParams, pageQuery } from './fields.ts'
import { operation } from './operation.ts'

export const outgoingMailAnswer = z
  .object({
    id,
    event: z.string().meta({ description: 'Why it goes out, as in the names of mail templates' }),
    to: z.object({ name: z.string(), email: z.string() }),
    entryId: id.nullable().meta({ description: 'The timeline entry that it carries' }),
    state: z
      .enum(['waiting', 'sending', 'sent', ...deliveryStates, 'failed', 'suppressed'])
      .meta({ description: 'From `delayed` on, what SES reported of it since' }),
    at: instant.nullable().meta({ description: 'Of that report' }),
    detail: z.string().nullable().meta({ description: 'Why it is not sent, or what the other server said' }),
    attempts: z.int(),
    createdAt: instant,
  })
  .meta({ id: 'OutgoingMail' })

export const listOutgoingMails = operation({
  id: 'listOutgoingMails',
  method: 'get',
  path: '/tickets/{number}/outgoing-mails',
  summary:
    'The mails of a ticket of the last 90 days, one for each recipient, and how each fared; newest first',
  tag: 'Tickets',
  permission: 'tickets:read',
  params: numberParams,
  query: z.strictObject(pageQuery),
  answer: { status: 200, schema: listOf(outgoingMailAnswer), description: 'A page of mails' },
  errors: ['resource.missing', 'cursor.invalid'],
})
