import * as z from 'zod'
import { id, instant, listOf, numberParams, pageQuery, text } from './fields.ts'
import { operation } from './operation.ts'
import { entryAnswer, oneOf, person } from './tickets.ts'

export const pastEntryAnswer = z
  .object({
    version: z.int(),
    at: instant.meta({ description: 'When these words were written' }),
    by: person,
    text: z.string(),
    html: z.string().nullable().meta({ description: 'Sanitised' }),
    quoted: z.string().nullable(),
  })
  .meta({ id: 'PastEntry' })

const entryParams = numberParams.extend({ entryId: id })
const entryErrors = [
  'resource.missing',
  'entry.not-yours',
  'entry.no-words',
  'version.stale',
  'write.conflict',
] as const

export const editEntry = operation({
  id: 'editEntry',
  method: 'patch',
  path: '/tickets/{number}/timeline/{entryId}',
  summary:
    'Gives a reply or note of the desk’s side other words; a reply that was mailed is not mailed again',
  tag: 'Tickets',
  permission: 'tickets:write',
  params: entryParams,
  body: z
    .strictObject({ bodyText: text.min(1).optional(), bodyHtml: text.min(1).optional() })
    .refine(oneOf('bodyText', 'bodyHtml'), {
      path: ['bodyText'],
      message: 'give the words as text or as HTML',
    }),
  answer: { status: 200, schema: entryAnswer, description: 'The entry as it is now' },
  errors: [...entryErrors, 'ticket.closed', 'entry.redacted', 'entry.versions-full'],
})

export const readEntryHistory = operation({
  id: 'readEntryHistory',
  method: 'get',
  path: '/tickets/{number}/timeline/{entryId}/history',
  summary: 'The words of an entry before it was edited, the first ones first',
  tag: 'Tickets',
  permission: 'tickets:read',
  params: entryParams,
  query: z.strictObject(pageQuery),
  answer: { status: 200, schema: listOf(pastEntryAnswer), description: 'A page of earlier versions' },
  errors: ['resource.missing', 'cursor.invalid'],
})

export const redactEntry = operation({
  id: 'redactEntry',
  method: 'post',
  path: '/tickets/{number}/timeline/{entryId}/redact',
  summary: 'Takes the words of an entry away for good, with their history and the raw mail they came by',
  tag: 'Tickets',
  permission: 'tickets:write',
  params: entryParams,
  body: z.strictObject({
    attachments: z.literal(true).optional().meta({ description: 'Its files and their names as well' }),
  }),
  answer: { status: 200, schema: entryAnswer, description: 'What is left of the entry' },
  errors: entryErrors,
})
