import { fileSize } from '../../../shared/domain/attachment.ts'
import type { DraftFile } from '../../../shared/domain/draft.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { fieldId } from '../ui/fields.tsx'
import type { FormState } from '../ui/form-state.ts'
import { Icon } from '../ui/icon.tsx'
import { listsOf } from './composer-form.ts'

/** The files that go with what is written: those there are, and where to add more. */
export function FileFields({
  number,
  form,
  files,
}: {
  number: number
  form: FormState
  files: readonly DraftFile[]
}) {
  const words = useStrings().writing
  const id = fieldId('files', 'composer')
  const error = form.errors.files ?? form.errors.attachmentIds
  const attached = listsOf(form.values).fileIds.flatMap(fileId => files.filter(file => file.id === fileId))
  return (
    <div class={error === undefined ? 'field composer-files' : 'field composer-files field-wrong'}>
      <ul
        class="files"
        aria-label={words.filesList}
        data-uploads={routes.ticketUploads.href({ number })}
        data-failed={words.fileFailed('#')}
        data-remove={words.removeFile('#')}
        data-too-large={words.fileTooLarge}
      >
        {attached.map(({ id: fileId, name, bytes }, index) => (
          <li>
            <input type="hidden" name={`file${index}`} value={fileId} />
            <Icon name="paperclip" />
            <bdi>{name}</bdi> <span class="faint">{fileSize(bytes)}</span>
            <button
              type="submit"
              name="step"
              value={`drop:${fileId}`}
              formaction={routes.ticketDraft.href({ number })}
              class="button button-quiet"
              aria-label={words.removeFile(name)}
              data-drop=""
            >
              ×
            </button>
          </li>
        ))}
      </ul>
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
      <input
        type="file"
        multiple
        id={id}
        name="files"
        aria-describedby={error === undefined ? `${id}-hint` : `${id}-hint ${id}-error`}
      />
    </div>
  )
}
