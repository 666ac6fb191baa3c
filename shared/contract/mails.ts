import * as z from 'zod'
import { id, idParams, instant, listOf, pageQuery } from './fields.ts'
import { operation } from './operation.ts'
import { ticketAnswer } from './tickets.ts'

const verdict = z.enum(['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED', 'DISABLED'])

export const quarantinedMail = z
  .object({
    id: z.string().meta({ description: 'The key of its raw form' }),
    reason: z.string(),
    receivedAt: instant,
    from: z.object({ name: z.string(), address: z.string() }).nullable(),
    envelopeFrom: z.string(),
    recipients: z.array(z.string()),
    subject: z.string(),
    preview: z.string(),
    verdicts: z.object({ spam: verdict, virus: verdict, spf: verdict, dkim: verdict, dmarc: verdict }),
  })
  .meta({ id: 'QuarantinedMail' })

const keyParams = z.strictObject({ key: id })

export const listQuarantine = operation({
  id: 'listQuarantine',
  method: 'get',
  path: '/quarantine',
  summary: 'Mail that waits for a decision, newest first',
  tag: 'Mail',
  permission: 'mail:read',
  query: z.strictObject(pageQuery),
  answer: { status: 200, schema: listOf(quarantinedMail), description: 'A page of quarantined mails' },
  errors: ['cursor.invalid'],
})

export const releaseFromQuarantine = operation({
  id: 'releaseFromQuarantine',
  method: 'post',
  path: '/quarantine/{id}/release',
  summary: 'Takes a quarantined mail in as a ticket',
  tag: 'Mail',
  permission: 'mail:write',
  params: idParams,
  body: z.strictObject({ as: z.literal('ticket'), clientId: id.optional() }),
  answer: { status: 200, schema: ticketAnswer, description: 'The ticket it became' },
  errors: ['resource.missing', 'quarantine.settled', 'mail.unreadable'],
})

export const deleteFromQuarantine = operation({
  id: 'deleteFromQuarantine',
  method: 'delete',
  path: '/quarantine/{id}',
  summary: 'Takes a mail out of quarantine for good',
  tag: 'Mail',
  permission: 'mail:write',
  params: idParams,
  answer: { status: 204, description: 'It is out' },
  errors: ['resource.missing', 'quarantine.settled'],
})

export const readMail = operation({
  id: 'readMail',
  method: 'get',
  path: '/mails/{key}',
  summary: 'A mail in its raw form',
  tag: 'Mail',
  permission: 'mail:read',
  params: keyParams,
  answer: {
    status: 200,
    description: 'RFC 5322; for a mail over 4 MB 302 to a short-lived download',
    contentType: 'message/rfc822',
  },
  errors: ['resource.missing'],
})
