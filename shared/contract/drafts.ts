import * as z from 'zod'
import { statuses } from '../domain/ticket.ts'
import { id, instant, listOf, numberParams, pageQuery, text, version } from './fields.ts'
import { operation } from './operation.ts'
import { attachmentIds, recipients } from './tickets.ts'

const visibility = z.enum(['public', 'internal'])

export const draftAnswer = z
  .object({
    ticketNumber: z.int(),
    visibility: visibility.meta({ description: 'Which of the two was being written' }),
    publicText: z.string(),
    internalText: z.string(),
    recipients: z
      .array(z.object({ email: z.string(), name: z.string(), watch: z.boolean() }))
      .nullable()
      .meta({ description: 'Null: the contact and the watchers' }),
    status: z.enum(statuses).nullable(),
    statusId: id.nullable(),
    minutesWorked: z.int().nullable(),
    attachments: z.array(
      z.object({
        id,
        name: z.string(),
        contentType: z.string(),
        bytes: z.int(),
        expiresAt: instant.meta({ description: 'From then on no reply can take it' }),
      }),
    ),
    savedAt: instant.nullable(),
    version: version.meta({ description: '0 where there is no draft; also the ETag' }),
  })
  .meta({ id: 'Draft' })

const draftInput = z
  .strictObject({
    visibility: visibility.default('public'),
    publicText: text.default(''),
    internalText: text.default(''),
    recipients: recipients.optional(),
    status: z.enum(statuses).optional(),
    statusId: id.optional(),
    minutesWorked: z.int().min(0).max(100_000).optional(),
    attachmentIds: attachmentIds.optional(),
  })
  .refine(draft => draft.status === undefined || draft.statusId === undefined, {
    path: ['statusId'],
    message: 'give the status as one of the five or as a custom one',
  })

export const listDrafts = operation({
  id: 'listDrafts',
  method: 'get',
  path: '/drafts',
  summary: 'What you have begun to write, on which tickets',
  tag: 'Drafts',
  permission: 'tickets:write',
  query: z.strictObject(pageQuery),
  answer: {
    status: 200,
    schema: listOf(draftAnswer.extend({ reference: z.string(), subject: z.string() })),
    description: 'A page of drafts, by the numbers of their tickets',
  },
  errors: ['cursor.invalid'],
})

export const readDraft = operation({
  id: 'readDraft',
  method: 'get',
  path: '/tickets/{number}/draft',
  summary: 'What you have begun to write on a ticket; an empty one of version 0 where it is nothing',
  tag: 'Drafts',
  permission: 'tickets:write',
  params: numberParams,
  answer: { status: 200, schema: draftAnswer, description: 'Your draft: a key’s is its own' },
  errors: ['resource.missing'],
})

export const saveDraft = operation({
  id: 'saveDraft',
  method: 'put',
  path: '/tickets/{number}/draft',
  summary: 'Keeps what you have begun to write, in the place of what was kept; nothing in it is no draft',
  tag: 'Drafts',
  permission: 'tickets:write',
  params: numberParams,
  body: draftInput,
  answer: { status: 200, schema: draftAnswer, description: 'The draft as it is kept for 30 days' },
  errors: ['resource.missing', 'version.stale', 'draft.too-large'],
})

export const discardDraft = operation({
  id: 'discardDraft',
  method: 'delete',
  path: '/tickets/{number}/draft',
  summary: 'Throws away what you have begun to write on a ticket',
  tag: 'Drafts',
  permission: 'tickets:write',
  params: numberParams,
  answer: { status: 204, description: 'There is no draft' },
  errors: ['resource.missing', 'version.stale'],
})

export const undoReply = operation({
  id: 'undoReply',
  method: 'post',
  path: '/tickets/{number}/entries/{entryId}/undo',
  summary: 'Takes back a reply of yours whose mails are held, whole; its words are your draft again',
  tag: 'Tickets',
  permission: 'tickets:write',
  params: numberParams.extend({ entryId: id }),
  answer: { status: 200, schema: draftAnswer, description: 'The draft' },
  errors: [
    'resource.missing',
    'entry.not-yours',
    'undo.too-late',
    'undo.overtaken',
    'draft.too-large',
    'version.stale',
    'write.conflict',
  ],
})
