import { publicRecipients, type Ticket } from '../../../shared/domain/ticket.ts'
import { useStrings } from '../strings.ts'
import { CheckField, fieldId, TextField } from '../ui/fields.tsx'
import type { FormState } from '../ui/form-state.ts'
import { Icon } from '../ui/icon.tsx'
import type { View } from '../ui/view.ts'
import { listsOf } from './composer-form.ts'

/** Whom a public reply goes to: each to be left out, others to be added. */
export function RecipientFields(props: {
  view: View
  ticket: Ticket
  form: FormState
  stopped: ReadonlySet<string>
}) {
  const strings = useStrings()
  const words = strings.writing
  const { ticket, form, stopped } = props
  const people = offered(props)
  const chosen = chosenOf(props)
  return (
    <fieldset class="composer-to">
      <legend>
        <Icon name={chosen.size === 0 ? 'warning' : 'mail'} />
        {people.length === 0 ? strings.composer.nobody : strings.composer.publicHint}
      </legend>
      <input type="hidden" name="recipientsShown" value="on" />
      <div class="recipients">
        {people.map(({ name, email }, index) => (
          <label class="recipient">
            <input type="checkbox" name={`to${index}`} value={email} checked={chosen.has(email)} />
            <span>
              {name !== '' && <bdi>{name}</bdi>} <bdi class="address">{email}</bdi>
              {stopped.has(email) && <strong> ({strings.outgoing.stopped})</strong>}
            </span>
          </label>
        ))}
      </div>
      {form.errors.recipients !== undefined && (
        <p class="field-error" id={fieldId('recipients', 'composer')}>
          <Icon name="warning" />
          {form.errors.recipients}
        </p>
      )}
      <details class="more-recipients" open={hasAdded(form, ticket)}>
        <summary>{words.addTo}</summary>
        <TextField
          form={form}
          scope="composer"
          name="addTo"
          label={words.addTo}
          hint={words.addToHint}
          inputmode="email"
        />
        <CheckField form={form} scope="composer" name="keepTo" label={words.keepTo} />
      </details>
    </fieldset>
  )
}

/** Whom the form has ticked; everybody, where nobody touched it. */
export function chosenOf({
  view,
  ticket,
  form,
}: {
  view: View
  ticket: Ticket
  form: FormState
}): Set<string> {
  if (form.values.recipientsShown === undefined) {
    return new Set(publicRecipients(ticket, view.agent).map(({ email }) => email))
  }
  return new Set(listsOf(form.values).to)
}

function offered({ ticket, form, view }: { ticket: Ticket; form: FormState; view: View }) {
  const known = publicRecipients(ticket, view.agent)
  const added = listsOf(form.values).to.filter(address => !known.some(({ email }) => email === address))
  return [...known, ...added.map(email => ({ email, name: '' }))]
}

function hasAdded({ values, errors }: FormState, ticket: Ticket): boolean {
  const known = new Set(publicRecipients(ticket).map(({ email }) => email))
  const isTyped = (values.addTo ?? '').trim() !== '' || errors.addTo !== undefined
  return isTyped || listsOf(values).to.some(address => !known.has(address))
}
