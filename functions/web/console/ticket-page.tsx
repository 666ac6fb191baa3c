import type { OutboxMail } from '../../../shared/domain/outbox.ts'
import { referenceOf, type Ticket } from '../../../shared/domain/ticket.ts'
import type { Look } from '../../../shared/domain/viewer.ts'
import { useStrings } from '../strings.ts'
import { TextField } from '../ui/fields.tsx'
import type { FormState } from '../ui/form-state.ts'
import { Icon } from '../ui/icon.tsx'
import { PriorityMark, StatusPill } from '../ui/marks.tsx'
import { ConsolePage } from '../ui/page.tsx'
import { mayWriteTickets, type View } from '../ui/view.ts'
import { Composer, type Composing } from './composer.tsx'
import { OutgoingMails } from './outgoing-mails.tsx'
import { ChangeForm, stateOf } from './ticket-form.tsx'
import { MergedNotice } from './ticket-merge.tsx'
import { type PanelProps, TicketPanel } from './ticket-panel.tsx'
import { BackTo, OlderLink, TimelineFilter } from './ticket-timeline.tsx'
import { Viewers } from './ticket-viewers.tsx'
import { type ShownEntry, Timeline, TimelineEntry } from './timeline.tsx'
import type { TimelineKind } from './timeline-kinds.ts'

export interface Trouble {
  title: string
  lines: string[]
}

export interface TicketPageProps extends PanelProps {
  /** The newest, of every kind. */
  entries: readonly ShownEntry[]
  /** Whether the timeline began before these entries. */
  more: boolean
  /** Those of the kind asked for, and where older ones are. */
  shown: readonly ShownEntry[]
  olderCursor: string | null
  kind: TimelineKind
  viewers: readonly Look[]
  composer: FormState
  composing: Composing
  /** Why the last form was not accepted. */
  trouble?: Trouble
  /** The last entry that the agent had seen; later ones are marked. */
  newSince?: string
  /** When the agent looked last before now. */
  lookedAt?: string
}

/** One ticket: what it is, what was said and done, where to write, what is known of it. */
export function TicketPage(props: TicketPageProps) {
  const strings = useStrings()
  const words = strings.ticket
  const none = strings.ticketWork.timeline
  const { view, ticket, entries, shown, kind, trouble } = props
  return (
    <ConsolePage
      view={view}
      title={`${referenceOf(ticket)} ${ticket.subject}`}
      section="tickets"
      class="ticket"
    >
      <Head {...props} />
      {trouble !== undefined && <TroubleNotice trouble={trouble} />}
      <div class="ticket-columns">
        <div class="ticket-main">
          <h2 class="unseen">{words.timeline}</h2>
          <TimelineFilter number={ticket.number} kind={kind} entries={entries} more={props.more} />
          <OlderLink number={ticket.number} kind={kind} cursor={props.olderCursor} />
          {shown.length === 0 && (
            <p class="faint">{props.olderCursor === null ? none.nothing : none.nothingYet}</p>
          )}
          <Timeline
            view={view}
            ticket={ticket}
            entries={shown}
            {...(props.newSince === undefined ? {} : { newSince: props.newSince })}
            {...(props.lookedAt === undefined ? {} : { lookedAt: props.lookedAt })}
          />
          <Ending {...props} />
        </div>
        <TicketPanel {...props} />
      </div>
    </ConsolePage>
  )
}

/** One entry in full length, and how the mails that carried it fared. */
export function EntryPage(props: {
  view: View
  ticket: Ticket
  entry: ShownEntry
  mails: readonly OutboxMail[]
}) {
  const strings = useStrings()
  const { view, ticket, entry, mails } = props
  return (
    <ConsolePage
      view={view}
      title={`${strings.entry.wholeTitle} ${referenceOf(ticket)}`}
      section="tickets"
      class="narrow"
    >
      <BackTo ticket={ticket} />
      <h1>{ticket.subject}</h1>
      <h2 class="unseen">{strings.entry.wholeTitle}</h2>
      <TimelineEntry view={view} ticket={ticket} entry={entry} whole />
      {entry.visibility === 'public' && <OutgoingMails mails={mails} />}
    </ConsolePage>
  )
}

function Head(props: TicketPageProps) {
  const { view, ticket, viewers, typed } = props
  const words = useStrings().ticket
  return (
    <div class="head ticket-head">
      <p class="ticket-marks">
        <span class="reference">{referenceOf(ticket)}</span>
        <StatusPill status={ticket.status} name={ticket.statusName} />
        <PriorityMark priority={ticket.priority} />
        {ticket.clientName !== undefined && <span class="faint">{ticket.clientName}</span>}
      </p>
      <Viewers number={ticket.number} viewers={viewers} />
      <h1>{ticket.subject}</h1>
      {mayWriteTickets(view) && ticket.status !== 'closed' && (
        <details class="edit-subject" open={typed?.name === 'subject'}>
          <summary>{words.editSubject}</summary>
          <ChangeForm {...props} name="subject" class="inline-form wide">
            <TextField
              form={stateOf(typed, 'subject', { subject: ticket.subject })}
              scope="head"
              name="subject"
              label={words.subject}
              maxLength={500}
              required
            />
            <button type="submit" class="button">
              {words.saveSubject}
            </button>
          </ChangeForm>
        </details>
      )}
    </div>
  )
}

function Ending(props: TicketPageProps) {
  const words = useStrings().ticket
  const { view, ticket, composer, composing, seen, stopped = new Set<string>() } = props
  if (ticket.mergedInto !== undefined) return <MergedNotice {...props} />
  if (ticket.status === 'closed') return <Notice icon="closed" text={words.closedNotice} typed={composer} />
  if (!mayWriteTickets(view)) return <Notice icon="eye" text={words.readOnlyNotice} typed={composer} />
  return (
    <Composer
      view={view}
      ticket={ticket}
      form={composer}
      seen={seen}
      composing={composing}
      stopped={stopped}
    />
  )
}

/** Says why nothing can be written here; what was typed before that became so is shown, to be copied. */
function Notice({ icon, text, typed }: { icon: 'closed' | 'eye'; text: string; typed: FormState }) {
  const strings = useStrings()
  const body = typed.values.bodyText ?? ''
  return (
    <div class="notice" id="composer">
      <Icon name={icon} />
      <div>
        <p>{text}</p>
        {body !== '' && (
          <label class="typed">
            <span>{strings.form.typed}</span>
            <textarea readonly rows={5}>{`\n${body}`}</textarea>
          </label>
        )}
      </div>
    </div>
  )
}

function TroubleNotice({ trouble }: { trouble: Trouble }) {
  return (
    <div class="notice notice-error" role="alert" tabindex={-1} data-focus="">
      <Icon name="warning" />
      <div>
        <p class="notice-title">{trouble.title}</p>
        {trouble.lines.map(line => (
          <p>{line}</p>
        ))}
      </div>
    </div>
  )
}
