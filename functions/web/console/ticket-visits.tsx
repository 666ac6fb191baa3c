import * as z from 'zod'
import { DeskError } from '../../../shared/domain/errors.ts'
import { type Visit as ScheduledVisit, visitSpan } from '../../../shared/domain/visit.ts'
import { cancelVisit, changeVisit, scheduleVisit } from '../../../shared/use-cases/visits.ts'
import { type ConsoleDoor, ticketNumberOf, type Visit } from '../door.ts'
import { attempt, parseForm, type RawForm, refusedForm, wholeNumber } from '../form.ts'
import { routes } from '../routes.ts'
import { type Strings, useLanguage, useStrings } from '../strings.ts'
import { PostForm, SelectField, TextField } from '../ui/fields.tsx'
import type { FormState } from '../ui/form-state.ts'
import { instantOf, localTimeOf, spanOf } from './local-times.ts'
import { PanelPart, Unfold } from './panel-parts.tsx'
import { showTicket } from './ticket.tsx'
import { stateOf } from './ticket-form.tsx'
import type { PanelProps } from './ticket-panel.tsx'

/** As the API takes a line or a note. */
const locationMax = 200
const noteMax = 2_000

const localTime = (strings: Strings, timeZone: string) =>
  z.string().transform((local, context) => {
    const at = instantOf(local, timeZone)
    if (at !== undefined) return at
    context.addIssue({ code: 'custom', message: strings.ticketWork.visits.timeWrong })
    return z.NEVER
  })

const orNothing = (strings: Strings, limit: number) =>
  z
    .string()
    .trim()
    .max(limit, strings.form.tooLong(limit))
    .refine(typed => !/[\p{Cc}\u2028\u2029]/u.test(typed.replaceAll('\n', '')), strings.form.notAllowed)
    .transform(typed => (typed === '' ? null : typed))

const visitForm = (strings: Strings, timeZone: string) =>
  z.strictObject({
    startAt: localTime(strings, timeZone),
    endAt: localTime(strings, timeZone),
    agentId: orNothing(strings, 100),
    location: orNothing(strings, locationMax),
    note: orNothing(strings, noteMax),
  })

const versionForm = (strings: Strings) => z.strictObject({ version: wholeNumber(strings, 0, 999_999_999) })

/** Hangs up the visits of a ticket; everybody invited gets what changes by mail. */
export function hangTicketVisits(door: ConsoleDoor): void {
  door.post(routes.ticketVisits, 'tickets:write', async (visit, form) => {
    const parsed = parseForm(visitForm(visit.strings, visit.view.timeZone), form)
    if (!parsed.ok) return refused(visit, 'visit', parsed.state)
    const number = ticketNumberOf(visit.c)
    const done = await attempt(scheduleVisit(visit.desk, visit.agent, number, parsed.data))
    return done instanceof DeskError ? refused(visit, 'visit', form, done) : back(visit)
  })

  door.post(routes.ticketVisit, 'tickets:write', async (visit, { version = '', ...form }) => {
    const { number, visitId, ifVersion } = visitAt(visit, version)
    const name = `visit-${visitId}`
    const parsed = parseForm(visitForm(visit.strings, visit.view.timeZone), form)
    if (!parsed.ok) return refused(visit, name, parsed.state)
    const done = await attempt(
      changeVisit(visit.desk, visit.agent, { number, visitId, ifVersion }, parsed.data),
    )
    return done instanceof DeskError ? refused(visit, name, form, done) : back(visit)
  })

  door.post(routes.ticketVisitCancel, 'tickets:write', async (visit, { version = '', ...form }) => {
    if (Object.keys(form).length > 0) throw new DeskError('request.malformed')
    const done = await attempt(cancelVisit(visit.desk, visit.agent, visitAt(visit, version)))
    return done instanceof DeskError ? showTicket(visit, { status: 409, refused: done }) : back(visit)
  })
}

function visitAt(visit: Visit, version: string) {
  const parsed = parseForm(versionForm(visit.strings), { version })
  if (!parsed.ok) throw new DeskError('request.malformed')
  const visitId = visit.c.req.param('visitId') ?? ''
  return { number: ticketNumberOf(visit.c), visitId, ifVersion: parsed.data.version }
}

function refused(visit: Visit, name: string, form: FormState | RawForm, error?: DeskError) {
  if (error === undefined) {
    return showTicket(visit, { status: 400, typed: { name, state: form as FormState } })
  }
  const typed = { name, state: refusedForm(visit.strings, form as RawForm, error) }
  return showTicket(visit, { status: error.kind === 'invalid' ? 400 : 409, refused: error, typed })
}

function back({ c }: Visit): Response {
  return c.redirect(`${routes.ticket.href({ number: ticketNumberOf(c) })}#panel-visits`, 303)
}

/** When somebody goes to the client's, and what asks for it. */
export function Visits(props: PanelProps & { changeable: boolean }) {
  const words = useStrings().ticketWork.visits
  const { view, ticket, around, changeable, typed } = props
  if (around.visits.length === 0 && !changeable) return null
  const form = stateOf(typed, 'visit', { agentId: ticket.assigneeId ?? '' })
  return (
    <PanelPart name="visits" title={words.title}>
      {around.visits.length === 0 && <p class="faint">{words.none}</p>}
      <ul class="visits">
        {around.visits.map(visit => (
          <VisitLine {...props} visit={visit} />
        ))}
      </ul>
      {changeable && (
        <Unfold label={words.add} open={typed?.name === 'visit'}>
          <PostForm
            class="part-form"
            action={routes.ticketVisits.href({ number: ticket.number })}
            token={view.formToken}
          >
            <VisitFields {...props} form={form} scope="visit" />
            <p class="hint">{words.invites}</p>
            <button type="submit" class="button">
              {words.submit}
            </button>
          </PostForm>
        </Unfold>
      )}
    </PanelPart>
  )
}

function VisitLine(props: PanelProps & { changeable: boolean; visit: ScheduledVisit }) {
  const words = useStrings().ticketWork.visits
  const { view, ticket, visit, changeable, typed } = props
  const span = spanOf(visit, view.timeZone, useLanguage())
  const at = { number: ticket.number, visitId: visit.id }
  const name = `visit-${visit.id}`
  const form = stateOf(typed, name, {
    startAt: localTimeOf(visit.startAt, view.timeZone),
    endAt: localTimeOf(visit.endAt, view.timeZone),
    agentId: visit.agentId ?? '',
    location: visit.location ?? '',
    note: visit.note ?? '',
  })
  const isOver = visit.endAt < view.now
  return (
    <li>
      <span class="stack">
        <strong title={visitSpan(visit, view.timeZone)}>{span}</strong>
        {isOver && <span class="faint">{words.over}</span>}
        <span>{visit.agentName ?? words.nobody}</span>
        {visit.location !== undefined && <bdi>{visit.location}</bdi>}
        {visit.note !== undefined && <bdi class="faint">{visit.note}</bdi>}
      </span>
      {changeable && !isOver && (
        <div class="visit-acts">
          <details class="unfold" open={typed?.name === name}>
            <summary aria-label={words.changeOf(span)}>{words.change}</summary>
            <PostForm class="part-form" action={routes.ticketVisit.href(at)} token={view.formToken}>
              <input type="hidden" name="version" value={String(visit.version)} />
              <VisitFields {...props} form={form} scope={name} />
              <p class="hint">{words.invitesAgain}</p>
              <button type="submit" class="button">
                {words.save}
              </button>
            </PostForm>
          </details>
          <details class="unfold">
            <summary aria-label={words.cancelOf(span)}>{words.cancel}</summary>
            <PostForm class="part-form" action={routes.ticketVisitCancel.href(at)} token={view.formToken}>
              <input type="hidden" name="version" value={String(visit.version)} />
              <p class="hint">{words.cancelMeaning}</p>
              <button type="submit" class="button button-danger">
                {words.cancelSubmit}
              </button>
            </PostForm>
          </details>
        </div>
      )}
    </li>
  )
}

function VisitFields({ view, agents, form, scope }: PanelProps & { form: FormState; scope: string }) {
  const words = useStrings().ticketWork.visits
  const common = { form, scope }
  return (
    <>
      <TextField
        {...{ ...common, name: 'startAt', label: words.start, hint: words.zone(view.timeZone) }}
        type="datetime-local"
        required
      />
      <TextField {...{ ...common, name: 'endAt', label: words.end }} type="datetime-local" required />
      <SelectField
        {...{ ...common, name: 'agentId', label: words.agent }}
        options={[{ value: '', label: words.nobody }, ...agents]}
      />
      <TextField {...{ ...common, name: 'location', label: words.location, maxLength: locationMax }} />
      <TextField {...{ ...common, name: 'note', label: words.note, maxLength: noteMax }} />
    </>
  )
}
