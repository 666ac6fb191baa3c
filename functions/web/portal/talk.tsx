import * as z from 'zod'
import { DeskError } from '../../../shared/domain/errors.ts'
import { commentCharactersMax, type Rating, ratings } from '../../../shared/domain/feedback.ts'
import { type PortalActor, type PortalStep, portalSteps } from '../../../shared/domain/portal.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { takeFiles, type WaitingFile } from '../../../shared/use-cases/portal-files.ts'
import { moveInPortal, replyInPortal } from '../../../shared/use-cases/portal-replies.ts'
import { portalFileLink, readPortalTicket } from '../../../shared/use-cases/portal-tickets.ts'
import { rateInPortal } from '../../../shared/use-cases/rate-ticket.ts'
import { answerPage } from '../answer-page.tsx'
import type { WebContext } from '../env.ts'
import { attempt, optionalText, parseForm, type RawForm } from '../form.ts'
import { sentFilesMax } from '../multipart-form.ts'
import { routes } from '../routes.ts'
import { passForImage } from '../security/image-link.ts'
import type { Strings } from '../strings.ts'
import { type FormState, freshForm } from '../ui/form-state.ts'
import { filesField, type SentFiles } from './portal-form.ts'
import type { PortalView } from './portal-view.ts'
import { type DoneName, TalkPage, type TalkPlaces } from './talk-page.tsx'

/** One request about one ticket, by whoever of the client's side. */
export interface TalkVisit {
  desk: Desk
  c: WebContext
  actor: PortalActor
  number: number
  view: PortalView
  strings: Strings
  places: Omit<TalkPlaces, 'image'>
  steps: readonly PortalStep[]
}

interface Shown {
  reply?: FormState
  kept?: readonly WaitingFile[]
  rating?: FormState
  refused?: string
}

const kept = z
  .string()
  .max(1_000)
  .transform(ids => (ids === '' ? [] : ids.split(',')))
  .default([])

const replyForm = (strings: Strings) =>
  z.strictObject({ kept, bodyText: optionalText(strings, 100_000).optional() })
const stepForm = z.strictObject({ step: z.enum(portalSteps) })
const ratingForm = (strings: Strings) =>
  z.strictObject({
    rating: z
      .enum(ratings.map(String), strings.portal.ratingNeeded)
      .transform(chosen => ratings.find(each => String(each) === chosen)),
    comment: optionalText(strings, commentCharactersMax).optional(),
  })

/** The ticket and what was said on it. */
export async function showTalk(visit: TalkVisit, shown: Shown = {}, status = 200): Promise<Response> {
  const { desk, c, actor, number, view, places, steps } = visit
  const page = await readPortalTicket(desk, actor, number, c.req.query('cursor'))
  const key = await desk.secrets.signingKey()
  const image = (attachmentId: string) => {
    return routes.inlineImage.href({ attachmentId }, { ...passForImage(key, attachmentId, desk.now()) })
  }
  const done = doneIn(c)
  return answerPage(
    c,
    <TalkPage
      view={view}
      page={page}
      places={{ ...places, image }}
      steps={steps}
      reply={shown.reply ?? freshForm()}
      kept={shown.kept ?? []}
      rating={shown.rating ?? freshForm()}
      {...(done === undefined || status !== 200 ? {} : { done })}
      {...(shown.refused === undefined ? {} : { refused: shown.refused })}
      {...(actor.kind === 'guest' ? { guestName: actor.name } : {})}
    />,
    status === 400 ? 400 : status === 409 ? 409 : 200,
  )
}

/** Adds what was written, with its files. */
export async function replyTo(visit: TalkVisit, form: RawForm, sent: SentFiles): Promise<Response> {
  const { desk, actor, number, strings } = visit
  const parsed = parseForm(replyForm(strings), form)
  const keptIds = parsed.ok ? parsed.data.kept : []
  const waiting = await takeFiles(desk, actor, { number, files: sent.files, keptIds })
  const shown = (state: FormState, status: number) =>
    showTalk(visit, { reply: { ...state, values: form }, kept: waiting }, status)
  if (!parsed.ok) return await shown(parsed.state, 400)
  const trouble = waiting.length > sentFilesMax ? ('too-many' as const) : sent.trouble
  if (trouble !== undefined) {
    return await shown({ values: form, errors: { [filesField]: strings.portal.fileTrouble[trouble] } }, 400)
  }
  const { bodyText = '' } = parsed.data
  if (bodyText === '' && waiting.length === 0) {
    return await shown({ values: form, errors: { bodyText: strings.form.required } }, 400)
  }
  const attachmentIds = waiting.map(({ id }) => id)
  const done = await attempt(replyInPortal(desk, actor, { number, bodyText, attachmentIds }))
  if (done instanceof DeskError) return await shown({ ...freshForm(), message: told(visit, done) }, 409)
  return backTo(visit, 'replied', `entry-${done.id}`)
}

/** Resolves, reopens or closes it. */
export async function takeStep(visit: TalkVisit, form: RawForm): Promise<Response> {
  const parsed = parseForm(stepForm, form)
  if (!parsed.ok) throw new DeskError('request.malformed')
  const { step } = parsed.data
  const done = await attempt(moveInPortal(visit.desk, visit.actor, { number: visit.number, step }))
  if (done instanceof DeskError) return await showTalk(visit, { refused: told(visit, done) }, 409)
  return backTo(visit, step)
}

/** Takes a rating. */
export async function rate(visit: TalkVisit, form: RawForm): Promise<Response> {
  const { desk, actor, number, strings } = visit
  const parsed = parseForm(ratingForm(strings), form)
  if (!parsed.ok) return await showTalk(visit, { rating: parsed.state }, 400)
  const { rating, comment } = parsed.data
  if (rating === undefined) throw new DeskError('request.malformed')
  const words: { rating: Rating; comment?: string } = {
    rating,
    ...(comment === undefined ? {} : { comment }),
  }
  const done = await attempt(rateInPortal(desk, actor, { number, ...words }))
  if (done instanceof DeskError) return await showTalk(visit, { refused: told(visit, done) }, 409)
  return backTo(visit, 'rated')
}

/** Leads to a file of it. */
export async function openFile({ desk, c, actor, number }: TalkVisit): Promise<Response> {
  const attachmentId = c.req.param('attachmentId') ?? ''
  return c.redirect(await portalFileLink(desk, actor, { number, attachmentId }), 302)
}

function backTo({ c, places }: TalkVisit, done: DoneName, anchor?: string): Response {
  return c.redirect(`${places.page({ done })}${anchor === undefined ? '' : `#${anchor}`}`, 303)
}

const doneNames: readonly DoneName[] = ['raised', 'replied', 'rated', ...portalSteps]

function doneIn(c: WebContext): DoneName | undefined {
  return doneNames.find(name => name === c.req.query('done'))
}

/** What the desk refused, in words for the client's side: its own are for those who run it. */
function told({ strings: { portal } }: TalkVisit, { code }: DeskError): string {
  switch (code) {
    case 'ticket.closed':
    case 'ticket.merged':
      return portal.isClosed
    case 'ticket.tasks-open':
      return portal.notYet
    case 'ticket.not-resolved':
      return portal.notResolved
    case 'feedback.over':
      return portal.ratingOver
    default:
      return portal.overtaken
  }
}
