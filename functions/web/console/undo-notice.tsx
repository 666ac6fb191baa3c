import type { Entry } from '../../../shared/domain/timeline.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { PostForm } from '../ui/fields.tsx'
import { Icon } from '../ui/icon.tsx'
import type { View } from '../ui/view.ts'

/** Says that a reply was sent, and for how long it can be taken back; the script counts down with it. */
export function UndoNotice({ view, number, entry }: { view: View; number: number; entry: Entry }) {
  const words = useStrings().writing
  const seconds = Math.ceil((Date.parse(entry.undoUntil ?? view.now) - Date.parse(view.now)) / 1_000)
  return (
    <PostForm
      class="notice undo"
      action={routes.replyUndo.href({ number, entryId: entry.id })}
      token={view.formToken}
    >
      <Icon name="mail" />
      <p role="status">
        <strong>{words.sent}</strong>{' '}
        <span data-undo-seconds={seconds} data-words={words.sentCounting}>
          {words.sentUntil(seconds)}
        </span>
      </p>
      <button type="submit" class="button" aria-keyshortcuts="z">
        {words.undo}
      </button>
    </PostForm>
  )
}
