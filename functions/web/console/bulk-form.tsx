import { priorities, statuses } from '../../../shared/domain/ticket.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { type Option, PostForm, SelectField, TextArea, TextField } from '../ui/fields.tsx'
import { type FormState, freshForm } from '../ui/form-state.ts'
import type { View } from '../ui/view.ts'

export interface BulkFormProps {
  view: View
  agents: readonly Option[]
  categories: readonly Option[]
}

/** What can be done to several tickets of a list, in a fold; the rows' ticks are sent with it. */
export function BulkForm(
  props: BulkFormProps & { id: string; back: string; allHref: string; isOpen: boolean },
) {
  const words = useStrings().bulk
  return (
    <details class="bulk" open={props.isOpen}>
      <summary>{words.open}</summary>
      <PostForm
        action={routes.changeMany.href({})}
        token={props.view.formToken}
        class="bulk-form"
        id={props.id}
      >
        <p class="hint">
          {words.lead} <a href={props.allHref}>{words.pickAll}</a>
        </p>
        <input type="hidden" name="back" value={props.back} />
        <BulkFields {...props} form={freshForm()} />
        <div class="actions">
          <button type="submit" class="button button-primary">
            {words.preview}
          </button>
        </div>
      </PostForm>
    </details>
  )
}

/** The fields of a bulk change. */
export function BulkFields({ form, agents, categories }: BulkFormProps & { form: FormState }) {
  const strings = useStrings()
  const words = strings.bulk
  const leave = { value: '', label: words.leave }
  const scope = 'bulk'
  return (
    <div class="bulk-fields">
      <SelectField
        {...{ form, scope, name: 'assignee', label: words.assignee, keys: 'a' }}
        options={[leave, { value: 'nobody', label: words.nobody }, ...agents]}
      />
      <SelectField
        {...{ form, scope, name: 'priority', label: words.priority, keys: 'p' }}
        options={[
          leave,
          ...[...priorities].reverse().map(value => ({ value, label: strings.priority[value] })),
        ]}
      />
      <SelectField
        {...{ form, scope, name: 'status', label: words.status, keys: 's' }}
        options={[leave, ...statuses.map(value => ({ value, label: strings.status[value] }))]}
      />
      <SelectField
        {...{ form, scope, name: 'category', label: words.category }}
        options={[leave, { value: 'none', label: words.noCategory }, ...categories]}
      />
      <TextField
        {...{ form, scope, name: 'addTags', label: words.addTags, hint: words.tagsHint }}
        maxLength={500}
      />
      <TextField
        {...{ form, scope, name: 'removeTags', label: words.removeTags, hint: words.tagsHint }}
        maxLength={500}
      />
      <TextField
        {...{ form, scope, name: 'mergeInto', label: words.mergeInto, hint: words.mergeHint, keys: 'm' }}
        maxLength={40}
      />
      <SelectField
        {...{ form, scope, name: 'visibility', label: words.replyKind }}
        options={[
          { value: 'internal', label: words.internal },
          { value: 'public', label: words.public },
        ]}
      />
      <div class="bulk-reply">
        <TextArea {...{ form, scope, name: 'reply', label: words.reply }} rows={2} />
      </div>
    </div>
  )
}
