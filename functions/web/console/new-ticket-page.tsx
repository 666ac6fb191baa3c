import { priorities } from '../../../shared/domain/ticket.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { ErrorSummary, type Option, PostForm, SelectField, TextArea, TextField } from '../ui/fields.tsx'
import type { FormState } from '../ui/form-state.ts'
import { ConsolePage } from '../ui/page.tsx'
import type { View } from '../ui/view.ts'

/** The submit button that asks for a client's contacts instead of opening the ticket. */
export const chooseClientStep = 'choose-client'

export interface NewTicketProps {
  view: View
  form: FormState
  clients: readonly Option[]
  /** Undefined until a client is chosen. */
  contacts: readonly Option[] | undefined
  agents: readonly Option[]
}

/** The form that opens a ticket. */
export function NewTicketPage({ view, form, clients, contacts, agents }: NewTicketProps) {
  const strings = useStrings()
  const words = strings.newTicket
  return (
    <ConsolePage view={view} title={words.title} section="tickets" class="narrow">
      <h1>{words.title}</h1>
      <PostForm class="sheet" action={routes.newTicket.href({})} token={view.formToken}>
        {/* Enter presses a form's first submit button: this one, not the one that shows contacts. */}
        <button type="submit" hidden>
          {words.submit}
        </button>
        <ErrorSummary
          form={form}
          labels={{
            clientId: words.client,
            contactId: words.contact,
            subject: words.subject,
            descriptionText: words.description,
            priority: words.priority,
            assigneeId: words.assignee,
          }}
        />
        <div class="with-button" data-choose-client="">
          <SelectField
            form={form}
            name="clientId"
            label={words.client}
            options={[{ value: '', label: words.noClient }, ...clients]}
          />
          <button type="submit" class="button" name="step" value={chooseClientStep} formnovalidate>
            {words.chooseClient}
          </button>
        </div>
        <SelectField
          form={form}
          name="contactId"
          label={words.contact}
          hint={contacts === undefined ? words.contactFirst : words.contactHint}
          options={[{ value: '', label: words.noContact }, ...(contacts ?? [])]}
        />
        <TextField form={form} name="subject" label={words.subject} maxLength={500} required />
        <TextArea
          form={form}
          name="descriptionText"
          label={words.description}
          hint={words.descriptionHint}
          rows={9}
        />
        <div class="side-by-side">
          <SelectField
            form={form}
            name="priority"
            label={words.priority}
            options={priorities.map(value => ({ value, label: strings.priority[value] }))}
          />
          <SelectField
            form={form}
            name="assigneeId"
            label={words.assignee}
            options={[{ value: '', label: strings.tickets.unassigned }, ...agents]}
          />
        </div>
        <div class="sheet-foot">
          <button type="submit" class="button button-primary">
            {words.submit}
          </button>
          <a href={routes.tickets.href({})}>{words.cancel}</a>
        </div>
      </PostForm>
    </ConsolePage>
  )
}
