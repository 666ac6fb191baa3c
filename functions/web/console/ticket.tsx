import * as z from 'zod'
import { email } from '../../../shared/contract/fields.ts'
import { given } from '../../../shared/contract/given.ts'
import { DeskError } from '../../../shared/domain/errors.ts'
import {
  priorities,
  publicRecipients,
  statuses,
  type Ticket,
  type Watcher,
} from '../../../shared/domain/ticket.ts'
import { readAssets } from '../../../shared/use-cases/assets.ts'
import { changeTicket } from '../../../shared/use-cases/change-ticket.ts'
import { readTicket, readTicketPage, readTimeline } from '../../../shared/use-cases/read-ticket.ts'
import { stoppedAddresses } from '../../../shared/use-cases/suppression.ts'
import { answerPage } from '../answer-page.tsx'
import { type ConsoleDoor, ticketNumberOf, type Visit } from '../door.ts'
import { attempt, parseForm, refusedForm, text } from '../form.ts'
import { routes } from '../routes.ts'
import type { Strings } from '../strings.ts'
import { type FormState, freshForm } from '../ui/form-state.ts'
import { valuesOfDraft } from './composer-form.ts'
import { readComposerGround, undoableOf } from './composer-ground.ts'
import { agentOptions } from './options.ts'
import { seenFields } from './seen-fields.ts'
import { TicketPage, TimelinePage, type Trouble } from './ticket-page.tsx'
import { explainRefusal } from './trouble.ts'

const timelineOnPage = 100

const changeForm = (strings: Strings) =>
  z.strictObject({
    ...seenFields(strings),
    subject: text(strings, 500).optional(),
    status: z.enum(statuses).optional(),
    priority: z.enum(priorities).optional(),
    assigneeId: z
      .string()
      .max(100)
      .transform(id => (id === '' ? null : id))
      .optional(),
    /** Somebody to be added to the watchers. */
    watcherEmail: email.optional(),
    watcherName: z.string().max(100).optional(),
  })

/** Hangs up a ticket's page, its whole timeline, and the forms that write to it. */
export function hangTicket(door: ConsoleDoor): void {
  door.get(routes.ticket, 'tickets:read', visit => showTicket(visit, { status: 200 }))

  door.get(routes.ticketTimeline, 'tickets:read', async ({ desk, c, agent, view }) => {
    const number = ticketNumberOf(c)
    const cursor = c.req.query('cursor')
    const [ticket, { entries, nextCursor }] = await Promise.all([
      readTicket(desk, agent, number),
      readTimeline(desk, agent, number, { limit: timelineOnPage, ...(cursor ? { cursor } : {}) }),
    ])
    return answerPage(
      c,
      <TimelinePage view={view} ticket={ticket} entries={entries} nextCursor={nextCursor} />,
    )
  })

  door.post(routes.ticketChanges, 'tickets:write', async (visit, form) => {
    const number = ticketNumberOf(visit.c)
    const parsed = parseForm(changeForm(visit.strings), form)
    if (!parsed.ok) return showTicket(visit, { status: 400, trouble: troubleOf(visit.strings, parsed.state) })
    const { version, seen, seenReply: _reply, watcherEmail, watcherName = '', ...changes } = parsed.data
    const { watchers } =
      watcherEmail === undefined
        ? { watchers: undefined }
        : withWatcher(await readTicket(visit.desk, visit.agent, number), {
            email: watcherEmail,
            name: watcherName,
          })
    const done = await attempt(
      changeTicket(visit.desk, visit.agent, {
        number,
        ifVersion: version,
        changes: given({ ...changes, watchers }),
      }),
    )
    if (done instanceof DeskError) return showTicket(visit, { status: 409, refused: done, seen })
    return visit.c.redirect(routes.ticket.href({ number }), 303)
  })
}

function withWatcher({ watchers }: Ticket, added: Watcher): Pick<Ticket, 'watchers'> {
  const isThere = watchers.some(({ email }) => email === added.email)
  return { watchers: isThere ? watchers : [...watchers, added] }
}

interface Showing {
  status: 200 | 400 | 409
  /** The reply that was not accepted: as it was typed, or with its errors. */
  composer?: FormState | Record<string, string>
  trouble?: Trouble
  refused?: DeskError
  /** The last entry that the refused form had seen. */
  seen?: string
}

/** The ticket as it is now; after a refused form with what was typed, and with what came in between. */
export async function showTicket(
  visit: Visit,
  { status, composer, trouble, refused, seen }: Showing,
): Promise<Response> {
  const { desk, c, agent, view } = visit
  const [{ ticket, entries, more }, ground] = await Promise.all([
    readTicketPage(desk, agent, ticketNumberOf(c)),
    readComposerGround(visit),
  ])
  const [agents, assets, stopped] = await Promise.all([
    agentOptions(visit),
    readAssets(desk, agent, ticket.assetIds),
    stoppedAddresses(
      desk,
      publicRecipients(ticket).map(({ email }) => email),
    ),
  ])
  const form = composerState(visit.strings, composer ?? valuesOfDraft(ground.draft, view.now), refused)
  const explained =
    refused === undefined
      ? trouble
      : explainRefusal(visit.strings, refused, { entries, seen, me: agent.id, wrote: composer !== undefined })
  return answerPage(
    c,
    <TicketPage
      view={view}
      ticket={ticket}
      entries={entries}
      more={more}
      agents={agents}
      assets={assets}
      composer={form}
      composing={{
        ground,
        undoable: undoableOf(entries, visit),
        overtaken: composer !== undefined && refused?.kind === 'conflict',
      }}
      stopped={new Set(stopped.keys())}
      seen={{
        version: ticket.version,
        entryId: entries.at(-1)?.id ?? '',
        replyId: ticket.lastReplyId ?? null,
      }}
      {...(explained === undefined ? {} : { trouble: explained })}
      {...(refused === undefined || !seen ? {} : { newSince: seen })}
    />,
    status,
  )
}

function composerState(
  strings: Strings,
  typed: Showing['composer'],
  refused: DeskError | undefined,
): FormState {
  if (typed === undefined) return freshForm()
  if (isFormState(typed)) return typed
  if (refused === undefined || refused.issues.length === 0) return freshForm(typed)
  return refusedForm(strings, typed, refused)
}

function isFormState(typed: FormState | Record<string, string>): typed is FormState {
  return typeof typed.values === 'object'
}

function troubleOf({ form }: Strings, { errors }: FormState): Trouble {
  return { title: form.summary, lines: Object.values(errors) }
}
