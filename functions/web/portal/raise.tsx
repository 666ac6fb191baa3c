import * as z from 'zod'
import { given } from '../../../shared/contract/given.ts'
import { DeskError } from '../../../shared/domain/errors.ts'
import { priorities } from '../../../shared/domain/ticket.ts'
import { takeFiles, type WaitingFile } from '../../../shared/use-cases/portal-files.ts'
import { readPortalTicket } from '../../../shared/use-cases/portal-tickets.ts'
import { raiseTicket } from '../../../shared/use-cases/raise-ticket.ts'
import { answerPage } from '../answer-page.tsx'
import { attempt, optionalChoice, parseForm, refusedForm, text } from '../form.ts'
import { sentFilesMax } from '../multipart-form.ts'
import { routes } from '../routes.ts'
import type { Strings } from '../strings.ts'
import { type FormState, freshForm } from '../ui/form-state.ts'
import type { PortalDoor, PortalVisit } from './portal-door.ts'
import { filesField } from './portal-form.ts'
import { RaisePage } from './raise-page.tsx'

const after = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number)
  .optional()
const kept = z
  .string()
  .max(1_000)
  .transform(ids => (ids === '' ? [] : ids.split(',')))
  .default([])

const raiseForm = (strings: Strings) =>
  z.strictObject({
    kept,
    after,
    subject: text(strings, 500),
    descriptionText: text(strings, 100_000),
    priority: optionalChoice(strings, priorities).optional(),
  })
/** What of the form is read even where its words are refused. */
const around = z.object({ kept, after })

/** Hangs up the form by which a contact raises a ticket. */
export function hangRaise(door: PortalDoor): void {
  door.get(routes.portalNewTicket, visit => {
    const asked = around.safeParse({ after: visit.c.req.query('after') })
    return show(visit, { form: freshForm(), after: asked.data?.after })
  })

  door.post(routes.portalNewTicket, async (visit, form, sent) => {
    const { desk, contact, strings, c } = visit
    const frame = around.safeParse(form)
    if (!frame.success) throw new DeskError('request.malformed')
    const waiting = await takeFiles(desk, contact, { files: sent.files, keptIds: frame.data.kept })
    const again = (state: FormState, status: 400 | 409) =>
      show(visit, { form: state, kept: waiting, after: frame.data.after }, status)
    const parsed = parseForm(raiseForm(strings), form)
    const trouble = waiting.length > sentFilesMax ? ('too-many' as const) : sent.trouble
    const fileErrors = trouble === undefined ? {} : { [filesField]: strings.portal.fileTrouble[trouble] }
    if (!parsed.ok || trouble !== undefined) {
      return await again({ values: form, errors: { ...parsed.state.errors, ...fileErrors } }, 400)
    }
    const { kept: _kept, after: followUpOf, ...words } = parsed.data
    const ticket = await attempt(
      raiseTicket(desk, contact, {
        ...given({ ...words, followUpOf }),
        attachmentIds: waiting.map(({ id }) => id),
      }),
    )
    if (ticket instanceof DeskError) return await again(refusedForm(strings, form, ticket), 409)
    return c.redirect(routes.portalTicket.href({ number: ticket.number }, { done: 'raised' }), 303)
  })
}

async function show(
  visit: PortalVisit,
  shown: { form: FormState; kept?: readonly WaitingFile[]; after: number | undefined },
  status: 200 | 400 | 409 = 200,
): Promise<Response> {
  const { desk, c, contact, view } = visit
  // Of a ticket that is not theirs nothing is said, not even here.
  const followed =
    shown.after === undefined ? undefined : (await readPortalTicket(desk, contact, shown.after)).ticket
  return answerPage(
    c,
    <RaisePage
      view={view}
      form={shown.form}
      kept={shown.kept ?? []}
      {...(followed === undefined ? {} : { after: followed })}
    />,
    status,
  )
}
