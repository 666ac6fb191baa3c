import { publicRecipients, statusesAfter, type Ticket } from '../../../shared/domain/ticket.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { ErrorSummary, fieldId, PostForm, SelectField, TextArea, TextField } from '../ui/fields.tsx'
import type { FormState } from '../ui/form-state.ts'
import { Icon } from '../ui/icon.tsx'
import type { View } from '../ui/view.ts'

/** What a form on a ticket's page saw of it: its version, and the last entry shown. */
export interface Seen {
  version: number
  entryId: string
  /** The last public reply. */
  replyId: string | null
}

/**
 * Where agents write. Which of the two kinds a message is shows in the whole box (the stylesheet follows the
 * chosen radio), and each kind has a button of its own that says what will happen.
 */
export function Composer(props: {
  view: View
  ticket: Ticket
  form: FormState
  seen: Seen
  /** Addresses that get no mail for now. */
  stopped?: ReadonlySet<string>
}) {
  const strings = useStrings()
  const words = strings.composer
  const { view, ticket, form, seen, stopped } = props
  const recipients = publicRecipients(ticket, view.agent)
  return (
    <PostForm
      class="composer"
      id="composer"
      action={routes.ticketReplies.href({ number: ticket.number })}
      token={view.formToken}
    >
      <h2 class="unseen">{words.title}</h2>
      <SeenFields seen={seen} />
      <fieldset class="modes">
        <legend class="unseen">{words.mode}</legend>
        <Mode mode="public" form={form} />
        <Mode mode="internal" form={form} />
      </fieldset>
      <ErrorSummary
        form={form}
        scope="composer"
        labels={{ bodyText: words.body, status: words.status, minutesWorked: words.minutes }}
      />
      <p class="composer-note">
        <Icon name="note" />
        {strings.entry.noteLabel}
      </p>
      <p class="composer-to">
        <Icon name={recipients.length === 0 ? 'warning' : 'mail'} />
        <span>
          {recipients.length === 0 ? words.nobody : `${words.publicHint} `}
          {recipients.map(({ name, email }) => (
            <span class="recipient">
              {name !== '' && <bdi>{name}</bdi>} <bdi class="address">{email}</bdi>
              {stopped?.has(email) === true && <strong> ({strings.outgoing.stopped})</strong>}
            </span>
          ))}
        </span>
      </p>
      <TextArea form={form} scope="composer" name="bodyText" label={words.body} rows={7} required />
      <div class="composer-foot">
        <SelectField
          form={form}
          scope="composer"
          name="status"
          label={words.status}
          options={[
            { value: '', label: words.statusStays(strings.status[ticket.status]) },
            ...statusesAfter(ticket.status).map(value => ({ value, label: strings.status[value] })),
          ]}
        />
        <TextField
          form={form}
          scope="composer"
          name="minutesWorked"
          label={words.minutes}
          type="number"
          inputmode="numeric"
          min={0}
          max={1440}
          class="short"
        />
        <div class="composer-submit">
          <button type="submit" class="button button-primary submit-public">
            {sendLabel(recipients)}
          </button>
          <button type="submit" class="button button-note submit-internal">
            {words.saveNote}
          </button>
        </div>
      </div>
    </PostForm>
  )
}

/** What the form saw, so that the desk can tell what came in between. */
export function SeenFields({ seen }: { seen: Seen }) {
  return (
    <>
      <input type="hidden" name="version" value={String(seen.version)} />
      <input type="hidden" name="seen" value={seen.entryId} />
      <input type="hidden" name="seenReply" value={seen.replyId ?? ''} />
    </>
  )
}

function Mode({ mode, form }: { mode: 'public' | 'internal'; form: FormState }) {
  const words = useStrings().composer
  const id = fieldId(mode, 'composer')
  return (
    <label class={`mode mode-${mode}`} for={id}>
      <input
        type="radio"
        id={id}
        name="visibility"
        value={mode}
        aria-keyshortcuts={mode === 'public' ? 'r' : 'n'}
        data-go-to="composer"
        checked={(form.values.visibility ?? 'public') === mode}
      />
      <Icon name={mode === 'public' ? 'reply' : 'note'} />
      {words[mode]}
    </label>
  )
}

function sendLabel(recipients: readonly { name: string; email: string }[]): string {
  const words = useStrings().composer
  const [first, ...others] = recipients
  if (first === undefined) return words.sendToNobody
  const name = first.name || first.email
  return others.length === 0 ? words.sendTo(name) : words.sendToMore(name, others.length)
}
