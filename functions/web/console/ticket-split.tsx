import * as z from 'zod'
import { DeskError } from '../../../shared/domain/errors.ts'
import { splitEntriesMax } from '../../../shared/domain/split.ts'
import { assertNotClosed } from '../../../shared/domain/ticket.ts'
import { readTicket, readTimeline } from '../../../shared/use-cases/read-ticket.ts'
import { splitTicket } from '../../../shared/use-cases/split-ticket.ts'
import { answerPage } from '../answer-page.tsx'
import { type ConsoleDoor, ticketNumberOf, type Visit } from '../door.ts'
import { attempt, parseForm, type RawForm, text, wholeNumber } from '../form.ts'
import { routes } from '../routes.ts'
import type { Strings } from '../strings.ts'
import { type FormState, freshForm } from '../ui/form-state.ts'
import { saidOf } from './ticket-merge.tsx'
import { chosenPrefix, SplitPage } from './ticket-split-page.tsx'

const offeredMax = 100

const splitForm = (strings: Strings) =>
  z.strictObject({
    version: wholeNumber(strings, 0, 999_999_999),
    subject: text(strings, 500),
    step: z.enum(['choose', 'preview', 'confirm']),
  })

/** Hangs up what takes messages of a ticket into one of their own: chosen, seen before it is done, done. */
export function hangTicketSplit(door: ConsoleDoor): void {
  door.get(routes.ticketSplit, 'tickets:write', visit =>
    show(visit, { status: 200, chosen: [], step: 'choose' }),
  )

  door.post(routes.ticketSplit, 'tickets:write', async (visit, form) => {
    const { strings } = visit
    const words = strings.ticketWork.split
    const { fields, chosen } = parted(form)
    const parsed = parseForm(splitForm(strings), fields)
    if (!parsed.ok) return show(visit, { status: 400, chosen, step: 'choose', state: parsed.state })
    const { subject, step, version } = parsed.data
    const state = freshForm({ subject })
    if (step === 'choose') return show(visit, { status: 200, chosen, step, state })
    const wrong =
      chosen.length === 0
        ? words.chooseOne
        : chosen.length > splitEntriesMax
          ? words.tooMany(splitEntriesMax)
          : undefined
    if (wrong !== undefined)
      return show(visit, { status: 400, chosen, step: 'choose', state, trouble: wrong })
    if (step === 'preview') return show(visit, { status: 200, chosen, step, state })
    const number = ticketNumberOf(visit.c)
    const input = { number, entryIds: chosen, subject, ifVersion: version }
    const done = await attempt(splitTicket(visit.desk, visit.agent, input))
    if (done instanceof DeskError) {
      const trouble = saidOf(strings, done)
      return show(visit, {
        status: done.kind === 'invalid' ? 400 : 409,
        chosen,
        step: 'choose',
        state,
        trouble,
      })
    }
    return visit.c.redirect(routes.ticket.href({ number: done.number }), 303)
  })
}

interface Showing {
  status: 200 | 400 | 409
  chosen: readonly string[]
  step: 'choose' | 'preview'
  state?: FormState
  trouble?: string
}

async function show(visit: Visit, { status, chosen, step, state, trouble }: Showing): Promise<Response> {
  const { desk, c, agent, view, strings } = visit
  const number = ticketNumberOf(c)
  const wish = { limit: offeredMax, newestFirst: true, kinds: ['reply', 'note'] } as const
  const [ticket, { entries, nextCursor }] = await Promise.all([
    readTicket(desk, agent, number),
    readTimeline(desk, agent, number, wish),
  ])
  // What is on a merged ticket stays there, and the description, which is the first of all, where it is.
  const own = entries.filter(({ mergedFrom }) => mergedFrom === undefined).reverse()
  const offered = nextCursor === null ? own.slice(1) : own
  const closed = await attempt(Promise.resolve().then(() => assertNotClosed(ticket)))
  const known = new Set(offered.map(({ id }) => id))
  const shown = chosen.filter(id => known.has(id))
  const said = closed instanceof DeskError ? saidOf(strings, closed) : trouble
  return answerPage(
    c,
    <SplitPage
      view={view}
      ticket={ticket}
      entries={closed instanceof DeskError ? [] : offered}
      more={nextCursor !== null}
      chosen={new Set(shown)}
      form={state ?? freshForm({ subject: ticket.subject })}
      step={closed instanceof DeskError || shown.length === 0 ? 'choose' : step}
      trouble={said}
    />,
    closed instanceof DeskError ? 409 : status,
  )
}

/** The boxes that were ticked, each a field of its own, beside the rest of the form. */
function parted(form: RawForm): { fields: RawForm; chosen: string[] } {
  const isChoice = (name: string) => name.startsWith(chosenPrefix)
  return {
    fields: Object.fromEntries(Object.entries(form).filter(([name]) => !isChoice(name))),
    chosen: Object.keys(form)
      .filter(isChoice)
      .map(name => name.slice(chosenPrefix.length)),
  }
}
