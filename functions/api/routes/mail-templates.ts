import type { Hono } from 'hono'
import type * as z from 'zod'
import { given } from '../../../shared/contract/given.ts'
import * as contract from '../../../shared/contract/mail-templates.ts'
import { type MailTemplate, wordingOf } from '../../../shared/domain/mail-template.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import * as templates from '../../../shared/use-cases/mail-templates.ts'
import { previewMail } from '../../../shared/use-cases/preview-mail.ts'
import { type Answer, serve } from '../serve.ts'

export function serveMailTemplates(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listMailTemplates, async ({ desk, actor }) => ({
    body: { data: (await templates.listMailTemplates(desk, actor)).map(present), nextCursor: null },
  }))
  serve(app, ground, contract.readMailTemplate, async ({ desk, actor, params }) =>
    answerOf(await templates.readMailTemplate(desk, actor, params.event)),
  )
  serve(app, ground, contract.changeMailTemplate, async ({ desk, actor, params, body, ifVersion }) =>
    answerOf(await templates.changeMailTemplate(desk, actor, { ...params, ...ifVersion }, given(body))),
  )
  serve(app, ground, contract.resetMailTemplate, async ({ desk, actor, params, ifVersion }) => {
    await templates.resetMailTemplate(desk, actor, { ...params, ...ifVersion })
    return {}
  })
  serve(app, ground, contract.previewMail, async ({ desk, actor, params, body }) => {
    const { number, ...changes } = given(body)
    const about = { ...params, ...(number === undefined ? {} : { number }) }
    return { body: await previewMail(desk, actor, about, changes) }
  })
}

function answerOf(template: MailTemplate): Answer {
  return { body: present(template), version: template.version }
}

function present(template: MailTemplate): z.output<typeof contract.mailTemplateAnswer> {
  const { subject, text, html } = wordingOf(template)
  return {
    event: template.event,
    subject,
    text,
    html: html ?? null,
    isStandard: template.wording === undefined,
    placeholders: [...templates.placeholdersOf(template.event)],
    lastProblem: template.lastProblem ?? null,
    changedAt: template.changedAt ?? null,
    version: template.version,
  }
}
