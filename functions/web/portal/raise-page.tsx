import { priorities } from '../../../shared/domain/ticket.ts'
import type { WaitingFile } from '../../../shared/use-cases/portal-files.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { ErrorSummary, PostForm, SelectField, TextArea, TextField } from '../ui/fields.tsx'
import type { FormState } from '../ui/form-state.ts'
import { FilesField } from './files-field.tsx'
import { PortalPage } from './portal-page.tsx'
import type { PortalView } from './portal-view.ts'

/** Where a contact asks for something. */
export function RaisePage(props: {
  view: PortalView
  form: FormState
  kept: readonly WaitingFile[]
  /** Of the closed ticket that this one carries on. */
  after?: { number: number; reference: string }
}) {
  const { view, form, kept, after } = props
  const { portal: words, priority } = useStrings()
  const labels = {
    subject: words.subject,
    descriptionText: words.description,
    priority: words.priority,
    files: words.files,
  }
  return (
    <PortalPage view={view} title={words.raiseTitle} section="raise">
      <h1>{words.raiseTitle}</h1>
      <p class="lead">{words.raiseLead}</p>
      {after !== undefined && <p class="notice">{words.followUp(after.reference)}</p>}
      <PostForm class="portal-form" action={routes.portalNewTicket.href({})} token={view.formToken} multipart>
        {after !== undefined && <input type="hidden" name="after" value={String(after.number)} />}
        <ErrorSummary form={form} labels={labels} />
        <TextField form={form} name="subject" label={words.subject} maxLength={500} required />
        <TextArea
          form={form}
          name="descriptionText"
          label={words.description}
          hint={words.descriptionHint}
          rows={9}
          required
        />
        <SelectField
          form={form}
          name="priority"
          label={words.priority}
          options={[
            { value: '', label: words.priorityStays },
            ...priorities.map(value => ({ value, label: priority[value] })),
          ]}
        />
        <FilesField form={form} kept={kept} />
        <p>
          <button type="submit" class="button button-primary">
            {words.send}
          </button>
        </p>
      </PostForm>
    </PortalPage>
  )
}
