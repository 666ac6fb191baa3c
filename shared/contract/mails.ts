import * as z from 'zod'
import { blockScopes } from '../domain/blocked-sender.ts'
import { blockedSenderAnswer } from './blocked-senders.ts'
import { id, idParams, instant, listOf, pageQuery } from './fields.ts'
import { operation } from './operation.ts'
import { ticketAnswer } from './tickets.ts'
import { verdicts } from './verdicts.ts'

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
    verdicts,
  })
  .meta({ id: 'QuarantinedMail' })

export const storedMail = z
  .object({
    key: z.string(),
    at: instant.meta({ description: 'When it was received' }),
    outcome: z
      .enum(['ticket', 'reply', 'follow-up', 'recorded', 'quarantined', 'duplicate'])
      .nullable()
      .meta({ description: 'Null while nothing became of it' }),
    reason: z.string().nullable(),
    settled: z
      .enum(['released', 'deleted', 'blocked'])
      .nullable()
      .meta({ description: 'What was done with it in quarantine' }),
    ticket: z.int().nullable(),
  })
  .meta({ id: 'StoredMail' })

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
  summary: 'Takes a quarantined mail in as a ticket, or as a reply to one',
  tag: 'Mail',
  permission: 'mail:write',
  params: idParams,
  body: z
    .strictObject({
      as: z.enum(['ticket', 'reply']),
      clientId: id.optional().meta({ description: 'Of the new ticket' }),
      number: z.int().min(1).max(999_999_999).optional().meta({ description: 'The ticket it answers' }),
      registerSender: z
        .literal(true)
        .optional()
        .meta({ description: 'Makes the sender a contact of the client; takes clients:write' }),
    })
    .refine(({ as, number }) => as !== 'reply' || number !== undefined, {
      path: ['number'],
      message: 'is needed for a reply',
    })
    .refine(({ as, number }) => as !== 'ticket' || number === undefined, {
      path: ['number'],
      message: 'is for a reply only',
    })
    .refine(({ as, clientId }) => as !== 'reply' || clientId === undefined, {
      path: ['clientId'],
      message: 'is for a ticket only',
    }),
  answer: { status: 200, schema: ticketAnswer, description: 'The ticket it became, or became part of' },
  errors: ['resource.missing', 'quarantine.settled', 'mail.unreadable', 'ticket.closed', 'email.taken'],
})

export const blockFromQuarantine = operation({
  id: 'blockFromQuarantine',
  method: 'post',
  path: '/quarantine/{id}/block',
  summary: 'Blocks the sender of a quarantined mail, and takes the mail out of quarantine',
  tag: 'Mail',
  permission: 'mail:write',
  params: idParams,
  body: z.strictObject({ scope: z.enum(blockScopes).meta({ description: 'Or everybody at the domain' }) }),
  answer: { status: 201, schema: blockedSenderAnswer, description: 'Who is blocked now' },
  errors: ['resource.missing', 'quarantine.settled', 'sender.registered', 'domain.public'],
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

export const readMailHeaders = operation({
  id: 'readMailHeaders',
  method: 'get',
  path: '/mails/{key}/headers',
  summary: 'The header fields of a mail, as they stand in its raw form',
  tag: 'Mail',
  permission: 'mail:read',
  params: keyParams,
  answer: {
    status: 200,
    description: 'Text, never shown in place',
    contentType: 'text/plain; charset=utf-8',
  },
  errors: ['resource.missing'],
})

export const readMailOutcome = operation({
  id: 'readMailOutcome',
  method: 'get',
  path: '/mails/{key}/outcome',
  summary: 'What became of a mail',
  tag: 'Mail',
  permission: 'mail:read',
  params: keyParams,
  answer: { status: 200, schema: storedMail, description: 'What became of it so far' },
  errors: ['resource.missing'],
})

export const replayMail = operation({
  id: 'replayMail',
  method: 'post',
  path: '/mails/{key}/replay',
  summary: 'Has a mail decided anew that nobody took in; every other stays what it is',
  tag: 'Mail',
  permission: 'mail:write',
  params: keyParams,
  answer: { status: 202, schema: storedMail, description: 'It will be; the mail as it is now' },
  errors: ['resource.missing'],
})
