import { referenceOf, type Ticket } from '../../../shared/domain/ticket.ts'
import { readTicket, readTimeline } from '../../../shared/use-cases/read-ticket.ts'
import { answerPage } from '../answer-page.tsx'
import { type ConsoleDoor, ticketNumberOf, type Visit } from '../door.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { ConsolePage } from '../ui/page.tsx'
import type { View } from '../ui/view.ts'
import { type ShownEntry, Timeline } from './timeline.tsx'
import { entryKindsOf, isOfKind, type TimelineKind, timelineKindOf, timelineKinds } from './timeline-kinds.ts'

const wholeOnPage = 100
const olderOnPage = 50

/** Hangs up a long ticket's timeline: whole and from its beginning, or what lies before what its page shows. */
export function hangTicketTimeline(door: ConsoleDoor): void {
  door.get(routes.ticketTimeline, 'tickets:read', async visit => {
    const { desk, c, agent, view } = visit
    const number = ticketNumberOf(c)
    const older = c.req.query('older')
    const kind = timelineKindOf(c.req.query('show'))
    const cursor = c.req.query('cursor')
    const [ticket, page] = await Promise.all([
      readTicket(desk, agent, number),
      older === undefined
        ? readTimeline(desk, agent, number, { limit: wholeOnPage, ...(cursor ? { cursor } : {}) })
        : readOlder(visit, number, { kind, cursor: older }),
    ])
    return answerPage(
      c,
      <TimelinePage view={view} ticket={ticket} kind={kind} isOlder={older !== undefined} {...page} />,
    )
  })
}

/** The newest entries of one kind, oldest first among them, and where the older ones are. */
export async function readOlder(
  { desk, agent }: Visit,
  number: number,
  { kind, cursor }: { kind: TimelineKind; cursor?: string },
): Promise<{ entries: ShownEntry[]; nextCursor: string | null }> {
  const kinds = entryKindsOf(kind)
  const { entries, nextCursor } = await readTimeline(desk, agent, number, {
    ...{ limit: olderOnPage, newestFirst: true },
    ...(kinds === undefined ? {} : { kinds }),
    ...(cursor === undefined || cursor === '' ? {} : { cursor }),
  })
  return { entries: entries.filter(entry => isOfKind(kind, entry)).reverse(), nextCursor }
}

/** What of the timeline is shown, and how much there is of each kind, as far as it was counted. */
export function TimelineFilter(props: {
  number: number
  kind: TimelineKind
  entries: readonly ShownEntry[]
  /** Whether there are older entries than those counted. */
  more: boolean
}) {
  const words = useStrings().ticketWork.timeline
  const { number, kind, entries, more } = props
  const counts = new Map(
    timelineKinds.map(each => [each, entries.filter(entry => isOfKind(each, entry)).length]),
  )
  const shown = timelineKinds.filter(
    each => each === kind || each === 'all' || more || counts.get(each) !== 0,
  )
  return (
    <nav class="timeline-filter" id="timeline" aria-label={words.show}>
      <ul>
        {shown.map(each => (
          <li>
            <a
              href={`${routes.ticket.href({ number }, { show: each === 'all' ? undefined : each })}#timeline`}
              aria-current={each === kind ? 'true' : undefined}
            >
              {words[each]}{' '}
              <span class="count">{more ? words.atLeast(counts.get(each) ?? 0) : counts.get(each)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The way to what lies before; the script brings it into the page that is open. */
export function OlderLink({
  number,
  kind,
  cursor,
}: {
  number: number
  kind: TimelineKind
  cursor: string | null
}) {
  const words = useStrings().ticketWork.timeline
  if (cursor === null) return null
  const query = { older: cursor, show: kind === 'all' ? undefined : kind }
  return (
    <p class="earlier">
      <a class="button" rel="prev" data-older="" href={routes.ticketTimeline.href({ number }, query)}>
        {words.older}
      </a>
    </p>
  )
}

function TimelinePage(props: {
  view: View
  ticket: Ticket
  entries: readonly ShownEntry[]
  nextCursor: string | null
  kind: TimelineKind
  isOlder: boolean
}) {
  const strings = useStrings()
  const words = strings.ticket
  const { view, ticket, nextCursor, isOlder, kind } = props
  const { number } = ticket
  const title = isOlder ? strings.ticketWork.timeline.olderTitle : words.wholeTimeline
  return (
    <ConsolePage view={view} title={`${title} ${referenceOf(ticket)}`} section="tickets" class="narrow">
      <BackTo ticket={ticket} />
      <h1>{ticket.subject}</h1>
      <h2 class="unseen">{title}</h2>
      {isOlder && <OlderLink number={number} kind={kind} cursor={nextCursor} />}
      {props.entries.length === 0 && <p class="faint">{strings.ticketWork.timeline.nothing}</p>}
      <Timeline view={view} ticket={ticket} entries={props.entries} />
      {!isOlder && nextCursor !== null && (
        <p class="pages">
          <a class="button" rel="next" href={routes.ticketTimeline.href({ number }, { cursor: nextCursor })}>
            {words.newerEntries}
          </a>
        </p>
      )}
    </ConsolePage>
  )
}

/** The way back to the ticket's page. */
export function BackTo({ ticket }: { ticket: Pick<Ticket, 'number' | 'prefix'> }) {
  const words = useStrings().ticket
  return (
    <p class="back">
      <a href={routes.ticket.href({ number: ticket.number })}>{words.backToTicket(referenceOf(ticket))}</a>
    </p>
  )
}
