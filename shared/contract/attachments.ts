import * as z from 'zod'
import { uploadBytesMax, uploadFormMinutes, uploadKeptHours } from '../domain/attachment.ts'
import { id, idParams, instant, line } from './fields.ts'
import { operation } from './operation.ts'
import { entryAnswer } from './tickets.ts'

const fileBytes = z
  .int()
  .min(1)
  // Far above what is taken, so that a file too large is told from a number that is none.
  .max(1_000_000_000_000)
  .meta({ description: `Bytes, ${uploadBytesMax} at most` })

export const uploadAnswer = z
  .object({
    id: id.meta({ description: 'For `attachmentIds` of a reply or a ticket' }),
    name: z.string().meta({ description: 'As it will be shown: without paths and hidden characters' }),
    size: z.int(),
    type: z.string(),
    upload: z
      .object({
        url: z.string(),
        fields: z.record(z.string(), z.string()),
        expiresAt: instant,
      })
      .meta({
        description:
          'Post to `url` as multipart/form-data: every one of `fields`, and last the bytes, under the name `file`',
      }),
    expiresAt: instant.meta({ description: 'Unless a reply or a ticket has it by then, it is deleted' }),
  })
  .meta({ id: 'Upload' })

export const prepareUpload = operation({
  id: 'prepareUpload',
  method: 'post',
  path: '/attachments',
  summary: `Announces a file, and answers the form that uploads it within ${uploadFormMinutes} minutes; a reply or a ticket takes it within ${uploadKeptHours} hours`,
  tag: 'Attachments',
  permission: 'tickets:write',
  body: z.strictObject({ name: line(4_000), size: fileBytes, type: line(200) }),
  answer: { status: 201, schema: uploadAnswer, description: 'Where to send the bytes' },
  errors: ['attachment.too-large', 'attachment.too-many-pending'],
})

export const renewUpload = operation({
  id: 'renewUpload',
  method: 'get',
  path: '/attachments/{id}/upload',
  summary: 'A fresh form for a file that was announced with this key and is nowhere attached yet',
  tag: 'Attachments',
  permission: 'tickets:write',
  params: idParams,
  answer: { status: 200, schema: uploadAnswer, description: 'Where to send the bytes' },
  errors: ['resource.missing'],
})

export const readAttachment = operation({
  id: 'readAttachment',
  method: 'get',
  path: '/attachments/{id}',
  summary: 'Leads to a short-lived download of an attachment',
  tag: 'Attachments',
  permission: 'tickets:read',
  params: idParams,
  answer: { status: 302, description: 'Location is the download' },
  errors: ['resource.missing', 'attachment.redacted', 'attachment.not-uploaded'],
})

export const redactAttachment = operation({
  id: 'redactAttachment',
  method: 'post',
  path: '/attachments/{id}/redact',
  summary:
    'Deletes the bytes and the name of an attachment for good, of one that came by mail the raw mail too; its place in the timeline stays',
  tag: 'Attachments',
  permission: 'tickets:write',
  params: idParams,
  answer: { status: 200, schema: entryAnswer, description: 'The entry as it is now' },
  errors: ['resource.missing', 'version.stale', 'write.conflict'],
})
