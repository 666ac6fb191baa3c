import * as z from 'zod'
import { templatedMails } from '../domain/mail-template.ts'
import { instant, line, version } from './fields.ts'
import { operation } from './operation.ts'
import { templateText } from './template-text.ts'

const event = z.enum(templatedMails)
const tag = 'Mail templates'
const params = z.strictObject({ event })

const wording = {
  subject: line(200).meta({ description: 'Comes after the reference of the ticket, which is always there' }),
  text: templateText,
  html: templateText.nullable().meta({ description: 'Sanitised; null: made from the text' }),
}

export const mailTemplateAnswer = z
  .object({
    event,
    subject: z.string(),
    text: z.string(),
    html: z.string().nullable(),
    isStandard: z.boolean().meta({ description: 'Whether these are the words that Docket brings' }),
    placeholders: z.array(z.string()),
    lastProblem: z
      .object({ at: instant, message: z.string() })
      .nullable()
      .meta({ description: 'Why a mail went out in the words that Docket brings, though there are others' }),
    changedAt: instant.nullable(),
    version,
  })
  .meta({ id: 'MailTemplate' })

const answered = { status: 200, schema: mailTemplateAnswer, description: 'The template' } as const
const refusals = ['resource.missing', 'placeholder.unknown', 'placeholder.misplaced'] as const

export const listMailTemplates = operation({
  id: 'listMailTemplates',
  method: 'get',
  path: '/mail-templates',
  summary: 'The words of every kind of mail that the desk sends',
  tag,
  permission: 'settings:read',
  answer: {
    status: 200,
    schema: z.object({ data: z.array(mailTemplateAnswer), nextCursor: z.null() }),
    description: 'All templates',
  },
  errors: [],
})

export const readMailTemplate = operation({
  id: 'readMailTemplate',
  method: 'get',
  path: '/mail-templates/{event}',
  summary: 'The words of one kind of mail',
  tag,
  permission: 'settings:read',
  params,
  answer: answered,
  errors: ['resource.missing'],
})

export const changeMailTemplate = operation({
  id: 'changeMailTemplate',
  method: 'patch',
  path: '/mail-templates/{event}',
  summary: 'Gives one kind of mail words of the desk’s own',
  tag,
  permission: 'settings:write',
  params,
  body: z.strictObject(wording).partial(),
  answer: answered,
  errors: [...refusals, 'version.stale'],
})

export const resetMailTemplate = operation({
  id: 'resetMailTemplate',
  method: 'delete',
  path: '/mail-templates/{event}',
  summary: 'Gives one kind of mail the words that Docket brings',
  tag,
  permission: 'settings:write',
  params,
  answer: { status: 204, description: 'The desk’s own words are gone' },
  errors: ['resource.missing', 'version.stale'],
})

export const previewMail = operation({
  id: 'previewMail',
  method: 'post',
  path: '/mail-templates/{event}/preview',
  summary: 'A mail in the words given, or as they are, about a ticket or one made up; nothing is written',
  tag,
  permission: 'settings:write',
  params,
  body: z.strictObject({ ...wording, number: z.int().min(1).max(999_999_999) }).partial(),
  answer: {
    status: 200,
    schema: z.object({ subject: z.string(), text: z.string(), html: z.string() }),
    description: 'The mail',
  },
  errors: refusals,
})
