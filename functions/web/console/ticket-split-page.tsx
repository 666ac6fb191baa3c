import { referenceOf, type Ticket } from '../../../shared/domain/ticket.ts'
import type { Entry } from '../../../shared/domain/timeline.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { ErrorSummary, PostForm, TextField } from '../ui/fields.tsx'
import type { FormState } from '../ui/form-state.ts'
import { Icon } from '../ui/icon.tsx'
import { ConsolePage } from '../ui/page.tsx'
import type { View } from '../ui/view.ts'
import { When } from '../ui/when.tsx'
import { Trouble } from './ticket-merge-page.tsx'
import { BackTo } from './ticket-timeline.tsx'

/** The name of an entry's box begins so; the rest is its id. */
export const chosenPrefix = 'entry-'
const previewCharacters = 220

interface Props {
  view: View
  ticket: Ticket
  entries: readonly Entry[]
  /** Whether there are older ones than those offered. */
  more: boolean
  chosen: ReadonlySet<string>
  form: FormState
  step: 'choose' | 'preview'
  trouble: string | undefined
}

/** Which messages go to a ticket of their own, and then what that will do. */
export function SplitPage(props: Props) {
  const strings = useStrings()
  const words = strings.ticketWork.split
  const { view, ticket, form, trouble } = props
  const title = words.title(referenceOf(ticket))
  return (
    <ConsolePage view={view} title={title} section="tickets" class="narrow">
      <BackTo ticket={ticket} />
      <h1>{title}</h1>
      <p class="lead">
        <bdi>{ticket.subject}</bdi>
      </p>
      {trouble !== undefined && <Trouble text={trouble} />}
      <ErrorSummary form={form} labels={{ subject: words.subject }} />
      {ticket.status !== 'closed' &&
        (props.step === 'preview' ? <Preview {...props} /> : <Choice {...props} />)}
    </ConsolePage>
  )
}

function Choice({ view, ticket, entries, more, chosen, form }: Props) {
  const words = useStrings().ticketWork.split
  if (entries.length === 0) return <p class="faint">{words.none}</p>
  return (
    <PostForm
      class="sheet"
      action={routes.ticketSplit.href({ number: ticket.number })}
      token={view.formToken}
    >
      <p>{words.lead}</p>
      <input type="hidden" name="version" value={String(ticket.version)} />
      <fieldset>
        <legend>{words.entries}</legend>
        {more && <p class="hint">{words.older}</p>}
        <ul class="split-entries">
          {entries.map(entry => (
            <li>
              <input
                type="checkbox"
                id={`split-${entry.id}`}
                name={chosenPrefix + entry.id}
                value="on"
                checked={chosen.has(entry.id)}
              />
              <label for={`split-${entry.id}`}>
                <Preamble view={view} entry={entry} />
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      <TextField {...{ form, name: 'subject', label: words.subject, maxLength: 500 }} required />
      <p class="sheet-foot">
        <button type="submit" name="step" value="preview" class="button button-primary">
          {words.preview}
        </button>
      </p>
    </PostForm>
  )
}

function Preview({ view, ticket, entries, chosen, form }: Props) {
  const strings = useStrings()
  const words = strings.ticketWork.split
  const going = entries.filter(({ id }) => chosen.has(id))
  const minutes = going.reduce((sum, { minutesWorked = 0 }) => sum + minutesWorked, 0)
  return (
    <PostForm
      class="sheet"
      action={routes.ticketSplit.href({ number: ticket.number })}
      token={view.formToken}
    >
      <h2>{words.previewTitle}</h2>
      <input type="hidden" name="version" value={String(ticket.version)} />
      <input type="hidden" name="subject" value={form.values.subject ?? ''} />
      {going.map(({ id }) => (
        <input type="hidden" name={chosenPrefix + id} value="on" />
      ))}
      <ul class="effects">
        <li>
          {words.newTicket}: <strong>{form.values.subject}</strong>{' '}
          {words.forSame(
            [ticket.contactName, ticket.clientName].filter(name => name !== undefined).join(', ') ||
              strings.tickets.noClient,
          )}
        </li>
        <li>
          {words.moves(going.length)}
          <ul class="split-entries">
            {going.map(entry => (
              <li>
                <Preamble view={view} entry={entry} />
              </li>
            ))}
          </ul>
        </li>
        {minutes > 0 && <li>{words.minutes(strings.ticket.minutes(minutes))}</li>}
        <li>{words.nobodyTold}</li>
      </ul>
      <p class="sheet-foot">
        <button type="submit" name="step" value="confirm" class="button button-primary">
          {words.submit}
        </button>
        <button type="submit" name="step" value="choose" class="button button-quiet">
          {words.back}
        </button>
      </p>
    </PostForm>
  )
}

/** Who wrote it, when, and how it begins. */
function Preamble({ view, entry }: { view: View; entry: Entry }) {
  const words = useStrings().entry
  const beginning = entry.text.slice(0, previewCharacters).toWellFormed()
  return (
    <span class="stack">
      <span>
        <strong>
          <bdi>{entry.by.name}</bdi>
        </strong>{' '}
        {entry.visibility === 'internal' && (
          <span class="note-mark">
            <Icon name="note" />
            {words.noteLabel}
          </span>
        )}{' '}
        <When at={entry.at} view={view} />
      </span>
      <span class="faint">
        {beginning === '' ? words.empty : beginning}
        {entry.text.length > previewCharacters && '…'}
      </span>
    </span>
  )
}
