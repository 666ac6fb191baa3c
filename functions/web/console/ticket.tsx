import type { DeskError } from '../../../shared/domain/errors.ts'
import { publicRecipients } from '../../../shared/domain/ticket.ts'
import { readAssets } from '../../../shared/use-cases/assets.ts'
import { stoppedAddresses } from '../../../shared/use-cases/suppression.ts'
import { noteLook, readViewedPage } from '../../../shared/use-cases/viewers.ts'
import { answerPage } from '../answer-page.tsx'
import { type ConsoleDoor, ticketNumberOf, type Visit } from '../door.ts'
import { refusedForm } from '../form.ts'
import { routes } from '../routes.ts'
import type { Strings } from '../strings.ts'
import { type FormState, freshForm } from '../ui/form-state.ts'
import { valuesOfDraft } from './composer-form.ts'
import { readComposerGround, undoableOf } from './composer-ground.ts'
import { agentOptions } from './options.ts'
import { type EditedPart, editedParts, readAround } from './ticket-around.ts'
import type { TypedForm } from './ticket-form.tsx'
import { TicketPage } from './ticket-page.tsx'
import { readOlder } from './ticket-timeline.tsx'
import { isOfKind, type TimelineKind, timelineKindOf } from './timeline-kinds.ts'
import { explainRefusal } from './trouble.ts'

/** Hangs up a ticket's page. */
export function hangTicket(door: ConsoleDoor): void {
  door.get(routes.ticket, 'tickets:read', visit => showTicket(visit, { status: 200 }))
}

interface Showing {
  status: 200 | 400 | 409
  /** The reply that was not accepted: as it was typed, or with its errors. */
  composer?: FormState | Record<string, string>
  /** Another form of the page that was not accepted. */
  typed?: TypedForm
  refused?: DeskError
  /** The last entry that the refused form had seen. */
  seen?: string
}

/** The ticket as it is now; after a refused form with what was typed, and with what came in between. */
export async function showTicket(visit: Visit, showing: Showing): Promise<Response> {
  const { status, composer, typed, refused, seen } = showing
  const { desk, c, agent, view } = visit
  const number = ticketNumberOf(c)
  const kind = timelineKindOf(c.req.query('show'))
  const [page, ground] = await Promise.all([readViewedPage(desk, agent, number), readComposerGround(visit)])
  const { ticket, own } = page
  const [agents, assets, stopped, around, shown] = await Promise.all([
    agentOptions(visit),
    readAssets(desk, agent, ticket.assetIds),
    stoppedAddresses(
      desk,
      publicRecipients(ticket).map(({ email }) => email),
    ),
    readAround(visit, ticket, editedPartOf(c.req.query('edit') ?? typed?.name)),
    shownEntries(visit, page, kind),
    isLookedAt(visit) && noteLook(desk, agent, { ticket, own, isWriting: false }),
  ])
  const form = composerState(visit.strings, composer ?? valuesOfDraft(ground.draft, view.now), refused)
  const wrote = composer !== undefined || (typed?.name ?? '') !== ''
  const explained =
    refused === undefined
      ? undefined
      : explainRefusal(visit.strings, refused, { entries: page.entries, seen, me: agent.id, wrote })
  return answerPage(
    c,
    <TicketPage
      view={view}
      ticket={ticket}
      entries={page.entries}
      shown={shown.entries}
      olderCursor={shown.nextCursor}
      kind={kind}
      more={page.more}
      agents={agents}
      assets={assets}
      around={around}
      viewers={page.viewers}
      composer={form}
      composing={{
        ground,
        statuses: around.statuses,
        undoable: undoableOf(page.entries, visit),
        overtaken: composer !== undefined && refused?.kind === 'conflict',
      }}
      typed={typed}
      stopped={new Set(stopped.keys())}
      seen={{
        version: ticket.version,
        entryId: page.entries.at(-1)?.id ?? '',
        replyId: ticket.lastReplyId ?? null,
      }}
      {...(explained === undefined ? {} : { trouble: explained })}
      {...(refused === undefined || !seen ? {} : { newSince: seen })}
      {...(own === undefined ? {} : { lookedAt: own.seenAt })}
    />,
    status,
  )
}

/** The script fetches pages ahead that nobody may look at; it says so itself when one is. */
function isLookedAt({ c }: Visit): boolean {
  const mode = c.req.header('Sec-Fetch-Mode')
  return mode === undefined || mode === 'navigate'
}

type ReadPage = Awaited<ReturnType<typeof readViewedPage>>

/** Those of a kind: from the page while it holds the whole timeline, else read as far back as it takes. */
async function shownEntries(visit: Visit, page: ReadPage, kind: TimelineKind) {
  if (kind === 'all' || !page.more) {
    const entries = page.entries.filter(entry => isOfKind(kind, entry))
    return { entries, nextCursor: page.olderCursor }
  }
  return await readOlder(visit, page.ticket.number, { kind })
}

function editedPartOf(asked: string | undefined): EditedPart | undefined {
  return editedParts.find(part => part === asked)
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
