import * as z from 'zod'
import { DeskError, invalid } from '../../../shared/domain/errors.ts'
import { referenceOf, type Status, type Ticket } from '../../../shared/domain/ticket.ts'
import { referenceIn } from '../../../shared/domain/words.ts'
import { listTickets, type TicketRow } from '../../../shared/use-cases/list-tickets.ts'
import { mergeTickets, undoMerge } from '../../../shared/use-cases/merge-tickets.ts'
import { type MergePreview, previewMerge } from '../../../shared/use-cases/preview-changes.ts'
import { readTicket } from '../../../shared/use-cases/read-ticket.ts'
import { answerPage } from '../answer-page.tsx'
import { type ConsoleDoor, ticketNumberOf, type Visit } from '../door.ts'
import { attempt, parseForm, wholeNumber } from '../form.ts'
import { routes } from '../routes.ts'
import { type Strings, useStrings } from '../strings.ts'
import { PostForm } from '../ui/fields.tsx'
import { Icon } from '../ui/icon.tsx'
import { mayWriteTickets } from '../ui/view.ts'
import { SeenFields } from './composer.tsx'
import { seenFields } from './seen-fields.ts'
import { showTicket } from './ticket.tsx'
import { orMissing } from './ticket-links.tsx'
import { MergePage } from './ticket-merge-page.tsx'
import type { TicketPageProps } from './ticket-page.tsx'

const foundMax = 10
const live: Status[] = ['open', 'working', 'hold', 'resolved']

const mergeForm = (strings: Strings) =>
  z.strictObject({
    version: wholeNumber(strings, 0, 999_999_999),
    into: wholeNumber(strings, 1, 999_999_999),
  })

const undoForm = (strings: Strings) => z.strictObject(seenFields(strings))

/** Hangs up what merges a ticket into another, seen before it is done, and what takes that back. */
export function hangTicketMerge(door: ConsoleDoor): void {
  door.get(routes.ticketMerge, 'tickets:write', visit => show(visit, { status: 200 }))

  door.post(routes.ticketMerge, 'tickets:write', async (visit, form) => {
    const number = ticketNumberOf(visit.c)
    const parsed = parseForm(mergeForm(visit.strings), form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    const { into, version } = parsed.data
    const done = await attempt(mergeTickets(visit.desk, visit.agent, { number, into, ifVersion: version }))
    if (done instanceof DeskError) return show(visit, { status: 409, refused: done, into })
    return visit.c.redirect(routes.ticket.href({ number: into }), 303)
  })

  door.post(routes.ticketUnmerge, 'tickets:write', async (visit, form) => {
    const number = ticketNumberOf(visit.c)
    const parsed = parseForm(undoForm(visit.strings), form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    const { version, seen } = parsed.data
    const done = await attempt(undoMerge(visit.desk, visit.agent, number, version))
    if (done instanceof DeskError) return showTicket(visit, { status: 409, refused: done, seen })
    return visit.c.redirect(routes.ticket.href({ number }), 303)
  })
}

interface Showing {
  status: 200 | 409
  refused?: DeskError
  /** What was to be merged into, when that was refused. */
  into?: number
}

async function show(visit: Visit, { status, refused, into }: Showing): Promise<Response> {
  const { desk, c, agent, view, strings } = visit
  const number = ticketNumberOf(c)
  const asked = (into === undefined ? (c.req.query('into') ?? '') : String(into)).trim().slice(0, 200)
  const ticket = await readTicket(desk, agent, number)
  const reference = referenceIn(asked)
  const missing = () => invalid('/into', strings.ticketWork.links.missing)
  const found =
    reference === undefined
      ? await candidates(visit, ticket, asked)
      : await attempt<MergePreview>(
          previewMerge(desk, agent, { number, into: reference.number }).catch(orMissing(missing)),
        )
  const error = refused ?? (found instanceof DeskError ? found : undefined)
  const isPreview = !Array.isArray(found) && !(found instanceof DeskError)
  const rows = Array.isArray(found) ? found : isPreview ? [] : await candidates(visit, ticket, '')
  return answerPage(
    c,
    <MergePage
      view={view}
      ticket={ticket}
      asked={asked}
      rows={rows}
      preview={isPreview ? found : undefined}
      trouble={error?.kind === 'invalid' ? strings.ticketWork.links.missing : error && saidOf(strings, error)}
    />,
    error === undefined ? status : error.kind === 'invalid' ? 400 : 409,
  )
}

/** Tickets that this one can be merged into: by words, or else of the same client. */
async function candidates(visit: Visit, ticket: Ticket, words: string): Promise<TicketRow[]> {
  const { desk, agent } = visit
  const { clientId, number } = ticket
  if (words === '' && clientId === undefined) return []
  const filter = words === '' && clientId !== undefined ? { clientId } : { q: words }
  const { tickets } = await listTickets(desk, agent, { ...filter, status: live }, { limit: foundMax + 1 })
  return tickets.filter(each => each.number !== number).slice(0, foundMax)
}

/** What a refusal says, in words. */
export function saidOf(strings: Strings, error: DeskError): string {
  if (error.kind === 'conflict') return strings.stale.tryAgain
  return strings.refusals.whole(error.code, error.message)
}

/** Where a merged ticket went, and the way back. */
export function MergedNotice({ view, ticket, around, seen }: TicketPageProps) {
  const words = useStrings().ticketWork.merge
  const { mergedInto } = ticket
  if (mergedInto === undefined) return null
  const other = around.known.get(mergedInto)
  const into = referenceOf(other ?? { prefix: ticket.prefix, number: mergedInto })
  return (
    <div class="notice" id="composer">
      <Icon name="closed" />
      <div>
        <p class="notice-title">{words.wentTo(into)}</p>
        <p class="notice-acts">
          <a class="button" href={routes.ticket.href({ number: mergedInto })}>
            {words.goTo(into)}
          </a>
        </p>
        {mayWriteTickets(view) && (
          <PostForm
            class="notice-acts"
            action={routes.ticketUnmerge.href({ number: ticket.number })}
            token={view.formToken}
          >
            <SeenFields seen={seen} />
            <button type="submit" class="button">
              {words.undo}
            </button>
            <span class="hint">{words.undoHint}</span>
          </PostForm>
        )}
      </div>
    </div>
  )
}
