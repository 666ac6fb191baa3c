import { fileSize } from '../../../shared/domain/attachment.ts'
import type { WaitingFile } from '../../../shared/use-cases/portal-files.ts'
import { useStrings } from '../strings.ts'
import { fieldId } from '../ui/fields.tsx'
import type { FormState } from '../ui/form-state.ts'
import { Icon } from '../ui/icon.tsx'
import { filesField } from './portal-form.ts'

/** The field that takes files, and those that an earlier try of the form brought. */
export function FilesField(props: { form: FormState; scope?: string; kept: readonly WaitingFile[] }) {
  const { form, scope, kept } = props
  const words = useStrings().portal
  const id = fieldId(filesField, scope)
  const error = form.errors[filesField]
  return (
    <div class={error === undefined ? 'field' : 'field field-wrong'}>
      <label for={id}>{words.files}</label>
      <p class="hint" id={`${id}-hint`}>
        {words.filesHint}
      </p>
      {error !== undefined && (
        <p class="field-error" id={`${id}-error`}>
          <Icon name="warning" />
          {error}
        </p>
      )}
      {kept.length > 0 && (
        <div class="portal-kept">
          <p>{words.filesKept}</p>
          <ul class="files">
            {kept.map(({ name, bytes }) => (
              <li>
                <Icon name="paperclip" /> <bdi>{name}</bdi> <span class="faint">{fileSize(bytes)}</span>
              </li>
            ))}
          </ul>
          <input type="hidden" name="kept" value={kept.map(file => file.id).join(',')} />
        </div>
      )}
      <input
        type="file"
        id={id}
        name={filesField}
        multiple
        aria-describedby={error === undefined ? `${id}-hint` : `${id}-hint ${id}-error`}
      />
    </div>
  )
}
