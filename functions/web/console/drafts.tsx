import * as z from 'zod'
import { DeskError } from '../../../shared/domain/errors.ts'
import { offerCannedReplies, renderCannedReply } from '../../../shared/use-cases/canned-replies.ts'
import { discardDraft, listDrafts, saveDraft } from '../../../shared/use-cases/drafts.ts'
import { prepareUpload } from '../../../shared/use-cases/prepare-upload.ts'
import { readTicket } from '../../../shared/use-cases/read-ticket.ts'
import { answerPage } from '../answer-page.tsx'
import { type ConsoleDoor, ticketNumberOf, type Visit } from '../door.ts'
import { attempt, type RawForm } from '../form.ts'
import { routes } from '../routes.ts'
import { CannedList } from './canned-list.tsx'
import { draftInputOf, listsOf, withFiles } from './composer-form.ts'
import { DraftsPage } from './drafts-page.tsx'
import { withSentFiles } from './sent-files.ts'
import { showTicket } from './ticket.tsx'

const draftsOnPage = 50

/** A file that a script is about to upload. */
const announced = z.strictObject({
  name: z.string().min(1).max(1_000),
  size: z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number),
  type: z.string().max(200),
})

/** Hangs up how what is written is kept until it is sent, and what is put into it. */
export function hangDrafts(door: ConsoleDoor): void {
  door.get(routes.drafts, 'tickets:write', async visit => {
    const { desk, agent, view, c } = visit
    const cursor = c.req.query('cursor')
    const page = await listDrafts(desk, agent, { limit: draftsOnPage, ...(cursor ? { cursor } : {}) })
    return answerPage(c, <DraftsPage view={view} {...page} />)
  })

  door.postFiles(routes.ticketDraft, 'tickets:write', 'files', async (visit, sent) => {
    const { form, trouble } = await withSentFiles(visit, sent)
    if (form.step === 'auto') return await keepAsTyped(visit, form)
    return await keepByButton(visit, form, trouble)
  })

  door.get(routes.ticketCanned, 'tickets:write', async ({ desk, agent, c }) => {
    const q = (c.req.query('q') ?? '').slice(0, 100)
    const offered = await offerCannedReplies(desk, agent, { number: ticketNumberOf(c), q })
    return answerPage(c, <CannedList offered={offered} />)
  })

  door.post(routes.ticketUploads, 'tickets:write', async ({ desk, agent, c }, form) => {
    await readTicket(desk, agent, ticketNumberOf(c))
    const parsed = announced.safeParse(form)
    if (!parsed.success) return c.json({ message: '' }, 400)
    const prepared = await attempt(prepareUpload(desk, agent, parsed.data))
    if (prepared instanceof DeskError) return c.json({ message: prepared.message }, 409)
    const { upload, form: into } = prepared
    return c.json({ id: upload.id, name: upload.name, ...into })
  })
}

/** Keeps what was typed over the draft that the form saw; answers the version of the draft there is then. */
export async function keepTyped(
  { desk, agent, c }: Visit,
  form: RawForm,
): Promise<{ draftVersion?: string; refused?: DeskError }> {
  const number = ticketNumberOf(c)
  const ticket = await readTicket(desk, agent, number)
  const ifVersion = /^\d{1,15}$/.test(form.draftVersion ?? '') ? { ifVersion: Number(form.draftVersion) } : {}
  const saved = await attempt(
    saveDraft(desk, agent, { number, ...draftInputOf(form, ticket, agent), ...ifVersion }),
  )
  return saved instanceof DeskError ? { refused: saved } : { draftVersion: String(saved.version) }
}

/** As the script asks while one types: only the words, and whether they are kept. */
async function keepAsTyped(visit: Visit, form: RawForm): Promise<Response> {
  const { draftVersion, refused } = await keepTyped(visit, form)
  if (refused === undefined) return visit.c.json({ version: draftVersion })
  return visit.c.json({ code: refused.code }, 409)
}

async function keepByButton(visit: Visit, sent: RawForm, trouble: string | undefined): Promise<Response> {
  const { desk, agent, strings, c } = visit
  const number = ticketNumberOf(c)
  const { step = 'save' } = sent
  if (step === 'discard') {
    await discardDraft(desk, agent, { number })
    return c.redirect(`${routes.ticket.href({ number })}#composer`, 303)
  }
  const form = await afterStep(visit, sent)
  const { refused, draftVersion } = await keepTyped(visit, form)
  if (trouble !== undefined) {
    const values = draftVersion === undefined ? form : { ...form, draftVersion }
    return await showTicket(visit, { status: 400, composer: { values, errors: { files: trouble } } })
  }
  if (refused !== undefined) {
    const words = strings.writing
    const isStale = refused.kind === 'conflict'
    const errors = isStale ? {} : { bodyText: words.draftTooLarge }
    // Without the version it was typed over, saving again replaces what is kept.
    const { draftVersion: _seen, ...values } = form
    const message = isStale ? { message: words.draftOverwrite } : {}
    return await showTicket(visit, { status: 409, composer: { values, errors, ...message } })
  }
  const query = step === 'canned' ? { canned: '1' } : {}
  return c.redirect(`${routes.ticket.href({ number }, query)}#composer`, 303)
}

/** The form after what its button does to it: a file less, or a canned reply more. */
async function afterStep({ desk, agent, c }: Visit, form: RawForm): Promise<RawForm> {
  const { step = '', cannedId = '', bodyText = '' } = form
  if (step.startsWith('drop:')) {
    return withFiles(
      form,
      listsOf(form).fileIds.filter(id => id !== step.slice('drop:'.length)),
    )
  }
  if (step !== 'insert' || cannedId === '') return form
  const { text } = await renderCannedReply(desk, agent, { id: cannedId, number: ticketNumberOf(c) })
  return { ...form, bodyText: bodyText.trim() === '' ? text : `${bodyText}\n${text}` }
}
