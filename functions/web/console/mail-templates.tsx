import { html, raw } from 'hono/html'
import * as z from 'zod'
import { DeskError } from '../../../shared/domain/errors.ts'
import {
  type MailTemplate,
  type TemplatedMail,
  templatedMails,
  wordingOf,
} from '../../../shared/domain/mail-template.ts'
import {
  changeMailTemplate,
  listMailTemplates,
  readMailTemplate,
  resetMailTemplate,
} from '../../../shared/use-cases/mail-templates.ts'
import { previewMail } from '../../../shared/use-cases/preview-mail.ts'
import { answerPage } from '../answer-page.tsx'
import type { ConsoleDoor, Visit } from '../door.ts'
import type { WebContext } from '../env.ts'
import {
  attempt,
  optionalText,
  optionalWholeNumber,
  parseForm,
  type RawForm,
  refusedForm,
  text,
  wholeNumber,
} from '../form.ts'
import { languageOf, stringsOf } from '../language.ts'
import { routes } from '../routes.ts'
import { mailFrameHeaders } from '../security/headers.ts'
import type { Strings } from '../strings.ts'
import { type FormState, freshForm } from '../ui/form-state.ts'
import { MailTemplatePage, MailTemplatesPage } from './mail-templates-pages.tsx'

const wordsMax = 20_000

const wordingForm = (strings: Strings) =>
  z.strictObject({
    version: wholeNumber(strings, 0, 999_999_999),
    subject: text(strings, 200).refine(
      line => !/[\p{Cc}\u2028\u2029]/u.test(line),
      strings.mailTemplates.subjectWrong,
    ),
    text: text(strings, wordsMax),
    html: optionalText(strings, wordsMax).transform(typed => typed ?? null),
    number: optionalWholeNumber(strings, 1, 999_999_999),
  })
const resetForm = (strings: Strings) => z.strictObject({ version: wholeNumber(strings, 0, 999_999_999) })

/** Hangs up the words of the mails. */
export function hangMailTemplates(door: ConsoleDoor): void {
  door.get(routes.mailTemplates, 'settings:write', async ({ desk, c, agent, view }) =>
    answerPage(c, <MailTemplatesPage view={view} templates={await listMailTemplates(desk, agent)} />),
  )

  door.get(routes.mailTemplate, 'settings:write', async visit => {
    const template = await readMailTemplate(visit.desk, visit.agent, eventOf(visit.c))
    const saved = visit.c.req.query('saved') === '1'
    return show(visit, { template, form: freshForm(valuesOf(template)), saved, status: 200 })
  })

  door.post(routes.mailTemplate, 'settings:write', async (visit, form) => {
    const { desk, agent, c, strings } = visit
    const event = eventOf(c)
    const parsed = parseForm(wordingForm(strings), form)
    if (!parsed.ok) return refuse(visit, event, parsed.state, 400)
    const { version: ifVersion, number: _number, ...wording } = parsed.data
    const done = await attempt(changeMailTemplate(desk, agent, { event, ifVersion }, wording))
    if (!(done instanceof DeskError))
      return c.redirect(routes.mailTemplate.href({ event }, { saved: 1 }), 303)
    if (done.kind !== 'conflict') return refuse(visit, event, refusedForm(strings, form, done), 400)
    return refuse(visit, event, { ...freshForm(form), message: strings.mailTemplates.stale }, 409)
  })

  door.post(routes.mailTemplateReset, 'settings:write', async (visit, form) => {
    const { desk, agent, c } = visit
    const event = eventOf(c)
    const parsed = parseForm(resetForm(visit.strings), form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    await resetMailTemplate(desk, agent, { event, ifVersion: parsed.data.version })
    return c.redirect(routes.mailTemplate.href({ event }, { saved: 1 }), 303)
  })

  door.get(routes.mailTemplatePreview, 'settings:write', async ({ desk, agent, c }) => {
    const mail = await previewMail(desk, agent, { event: eventOf(c) }, {})
    return c.html(previewDocument(c, mail), 200, mailFrameHeaders)
  })

  door.post(routes.mailTemplatePreview, 'settings:write', preview)
}

/** Answers into the frame of the page, which stays as it is, with what is typed in it. */
async function preview({ desk, agent, c, strings }: Visit, form: RawForm): Promise<Response> {
  const parsed = parseForm(wordingForm(strings), form)
  if (!parsed.ok) return c.html(problemDocument(c, Object.values(parsed.state.errors)), 400, mailFrameHeaders)
  const { version: _version, number, ...wording } = parsed.data
  const about = { event: eventOf(c), ...(number === undefined ? {} : { number }) }
  try {
    const mail = await previewMail(desk, agent, about, wording)
    return c.html(previewDocument(c, mail), 200, mailFrameHeaders)
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    const { mailTemplates, refusals } = strings
    const messages = error.issues.map(({ message }) => refusals.field(message))
    const lines = error.kind === 'missing' ? [mailTemplates.noTicket] : messages
    return c.html(
      problemDocument(c, lines.length === 0 ? [refusals.whole(error.code, error.message)] : lines),
      400,
      mailFrameHeaders,
    )
  }
}

function eventOf(c: WebContext): TemplatedMail {
  const event = templatedMails.find(each => each === c.req.param('event'))
  if (event === undefined) throw new DeskError('resource.missing')
  return event
}

interface Showing {
  template: MailTemplate
  form: FormState
  saved?: boolean
  status: 200 | 400 | 409
}

function show({ c, view }: Visit, { template, form, saved = false, status }: Showing) {
  return answerPage(
    c,
    <MailTemplatePage view={view} template={template} form={form} version={template.version} saved={saved} />,
    status,
  )
}

/** The template as it is now, with what was typed. */
async function refuse(visit: Visit, event: TemplatedMail, form: FormState, status: 400 | 409) {
  const template = await readMailTemplate(visit.desk, visit.agent, event)
  return show(visit, { template, form, status })
}

function valuesOf(template: MailTemplate): Record<string, string> {
  const { subject, text, html = '' } = wordingOf(template)
  return { subject, text, html }
}

const style = `
  html { color-scheme: light; background: #fff; color: #1c2430; }
  body { margin: 16px; font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
  pre { padding-top: 16px; border-top: 1px solid #d5dbe4; white-space: pre-wrap; }
`

/** The subject, then the mail as those read it who see HTML, then as the others do. */
function previewDocument(c: WebContext, mail: { subject: string; text: string; html: string }) {
  const words = stringsOf(c).mailTemplates
  // Its values are escaped and its markup sanitised; the frame runs nothing besides.
  const body = mail.html
    .slice(mail.html.indexOf('>', mail.html.indexOf('<body')) + 1)
    .replace('</body></html>', '')
  return html`<!doctype html><html lang="${languageOf(c)}"><meta charset="utf-8"><title>${words.previewTitle}</title><style>${raw(style)}</style><body><main><h1 style="font-size:17px">${mail.subject}</h1>${raw(body)}<pre aria-label="${words.asText}">${mail.text}</pre></main>`
}

function problemDocument(c: WebContext, lines: readonly string[]) {
  const { mailTemplates: words, form } = stringsOf(c)
  return html`<!doctype html><html lang="${languageOf(c)}"><meta charset="utf-8"><title>${words.previewTitle}</title><style>${raw(style)}</style><body><main><h1 style="font-size:17px">${form.summary}</h1>${lines.map(line => html`<p>${line}</p>`)}</main>`
}
