import * as z from 'zod'
import { catalogueOperations } from './catalogue-operations.ts'
import { id, idParams, instant, line, version } from './fields.ts'
import { operation } from './operation.ts'
import { eitherGiven, oneAtMost, templateText } from './template-text.ts'

const visibility = z.enum(['public', 'internal'])

export const cannedReplyAnswer = z
  .object({
    id,
    name: z.string(),
    shortcut: z.string().nullable(),
    bodyText: z.string().nullable(),
    bodyHtml: z.string().nullable().meta({ description: 'Sanitised' }),
    visibility: visibility.nullable(),
    createdAt: instant,
    version,
  })
  .meta({ id: 'CannedReply' })

const fields = { name: line(100), bodyText: templateText, bodyHtml: templateText }
const shortcut = line(30)
const taken = oneAtMost('bodyText', 'bodyHtml')

export const cannedReplies = {
  ...catalogueOperations({
    names: { one: 'CannedReply', many: 'CannedReplies' },
    words: { one: 'canned reply', many: 'canned replies' },
    path: '/canned-replies',
    tag: 'Canned replies',
    readBy: 'tickets:write',
    answer: cannedReplyAnswer,
    input: z
      .strictObject({ ...fields, shortcut, visibility })
      .partial()
      .required({ name: true })
      .refine(taken.holds, taken.otherwise)
      .refine(eitherGiven('bodyText', 'bodyHtml'), {
        path: ['bodyText'],
        message: 'give the words as text or as HTML',
      }),
    change: z
      .strictObject({ ...fields, shortcut: shortcut.nullable(), visibility: visibility.nullable() })
      .partial()
      .refine(taken.holds, taken.otherwise),
    errors: ['placeholder.unknown'],
  }),
  render: operation({
    id: 'renderCannedReply',
    method: 'post',
    path: '/canned-replies/{id}/render',
    summary: 'The words of a canned reply for one ticket, to be looked at and sent; nothing is written',
    tag: 'Canned replies',
    permission: 'tickets:write',
    params: idParams,
    body: z.strictObject({ number: z.int().min(1).max(999_999_999) }),
    answer: {
      status: 200,
      schema: z.object({ text: z.string(), html: z.string() }),
      description: 'The words as text and as HTML',
    },
    errors: ['resource.missing'],
  }),
}
