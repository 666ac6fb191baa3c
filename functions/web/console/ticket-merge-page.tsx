import { referenceOf, type Ticket } from '../../../shared/domain/ticket.ts'
import type { TicketRow } from '../../../shared/use-cases/list-tickets.ts'
import type { MergePreview } from '../../../shared/use-cases/preview-changes.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { PostForm, TextField } from '../ui/fields.tsx'
import { freshForm } from '../ui/form-state.ts'
import { Icon } from '../ui/icon.tsx'
import { ConsolePage } from '../ui/page.tsx'
import type { View } from '../ui/view.ts'
import { TicketLine } from './ticket-links.tsx'
import { BackTo } from './ticket-timeline.tsx'

interface Props {
  view: View
  ticket: Ticket
  /** What was looked for. */
  asked: string
  rows: readonly TicketRow[]
  preview: MergePreview | undefined
  trouble: string | undefined
}

/** Which ticket this one is merged into, and then what that will do. */
export function MergePage(props: Props) {
  const words = useStrings().ticketWork.merge
  const { view, ticket, preview } = props
  const title = words.title(referenceOf(ticket))
  return (
    <ConsolePage view={view} title={title} section="tickets" class="narrow">
      <BackTo ticket={ticket} />
      <h1>{title}</h1>
      <p class="lead">
        <bdi>{ticket.subject}</bdi>
      </p>
      {props.trouble !== undefined && <Trouble text={props.trouble} />}
      {preview === undefined ? <Choice {...props} /> : <Preview view={view} preview={preview} />}
    </ConsolePage>
  )
}

/** Why what was asked for was not done. */
export function Trouble({ text }: { text: string }) {
  return (
    <div class="notice notice-error" role="alert" tabindex={-1} data-focus="">
      <Icon name="warning" />
      <div>
        <p class="notice-title">{text}</p>
      </div>
    </div>
  )
}

function Choice({ ticket, asked, rows }: Props) {
  const words = useStrings().ticketWork.merge
  const { number } = ticket
  return (
    <section class="sheet">
      <p>{words.lead}</p>
      <form method="get" action={routes.ticketMerge.href({ number })} class="with-button">
        <TextField
          form={freshForm({ into: asked })}
          name="into"
          label={words.find}
          hint={words.findHint}
          maxLength={200}
        />
        <button type="submit" class="button">
          {words.search}
        </button>
      </form>
      <div>
        <h2 class="panel-title">{asked === '' ? words.proposals : words.found}</h2>
        {rows.length === 0 && <p class="faint">{words.nothing}</p>}
        <ul class="items choices">
          {rows.map(row => (
            <li>
              <span class="stack">
                <TicketLine ticket={row} />
                <span class="faint">
                  {[row.clientName, row.contactName].filter(name => name !== undefined).join(' · ')}
                </span>
              </span>
              <a
                class="button"
                href={routes.ticketMerge.href({ number }, { into: referenceOf(row) })}
                aria-label={words.choose(referenceOf(row))}
              >
                {words.preview}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

function Preview({ view, preview }: { view: View; preview: MergePreview }) {
  const strings = useStrings()
  const words = strings.ticketWork.merge
  const { from, into, watchersAdded, minutesAdded, acrossClients } = preview
  const [one, other] = [referenceOf(from), referenceOf(into)]
  return (
    <section class="sheet">
      <h2>{words.previewTitle}</h2>
      <div class="before-after">
        <Side ticket={from} what={words.closed} />
        <Icon name="reply" />
        <Side ticket={into} what={words.goesOn} />
      </div>
      {acrossClients && (
        <div class="notice notice-warning">
          <Icon name="warning" />
          <div>
            <p class="notice-title">{words.otherClient}</p>
            <p>{words.otherClientHint}</p>
          </div>
        </div>
      )}
      <ul class="effects">
        <li>{words.shows(one, other)}</li>
        <li>{words.mail(one, other)}</li>
        {minutesAdded > 0 && <li>{words.minutes(strings.ticket.minutes(minutesAdded), other)}</li>}
        {watchersAdded.length === 0 ? (
          <li>{words.noWatchers}</li>
        ) : (
          <li>
            {words.watchers(other)}
            <ul>
              {watchersAdded.map(({ name, email }) => (
                <li>
                  {name !== '' && <bdi>{name}</bdi>} <bdi class="address">{email}</bdi>
                </li>
              ))}
            </ul>
          </li>
        )}
        <li>{words.nobodyTold}</li>
      </ul>
      <PostForm
        class="sheet-foot"
        action={routes.ticketMerge.href({ number: from.number })}
        token={view.formToken}
      >
        <input type="hidden" name="version" value={String(from.version)} />
        <input type="hidden" name="into" value={String(into.number)} />
        <button type="submit" class="button button-primary">
          {words.submit(other)}
        </button>
        <a class="button button-quiet" href={routes.ticketMerge.href({ number: from.number })}>
          {words.back}
        </a>
      </PostForm>
    </section>
  )
}

function Side({ ticket, what }: { ticket: Ticket; what: string }) {
  const strings = useStrings()
  return (
    <div class="side-of">
      <p class="faint">{what}</p>
      <TicketLine ticket={ticket} />
      <p>{ticket.clientName ?? strings.tickets.noClient}</p>
      {ticket.contactName !== undefined && (
        <p class="faint">
          <bdi>{ticket.contactName}</bdi>
        </p>
      )}
    </div>
  )
}
