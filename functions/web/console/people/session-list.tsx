import type { ListedSession } from '../../../../shared/use-cases/sessions.ts'
import { useStrings } from '../../strings.ts'
import { PostForm } from '../../ui/fields.tsx'
import type { View } from '../../ui/view.ts'
import { When } from '../../ui/when.tsx'

/** Where somebody is signed in; each but the one that the page is looked at in can be signed out. */
export function SessionList(props: {
  view: View
  sessions: readonly ListedSession[]
  /** The id of the session that asks. */
  hereId: string
  endHref: (id: string) => string
}) {
  const words = useStrings().sessions
  const { view, sessions, hereId, endHref } = props
  if (sessions.length === 0) return <p class="faint">{words.none}</p>
  return (
    <ul class="facts-rows">
      {sessions.map(session => {
        const browser = words.browser(session.browser, session.system)
        return (
          <li class="facts-row">
            <div class="facts-main">
              <p class="facts-name">
                {browser}
                {session.id === hereId && <span class="pill status-resolved">{words.here}</span>}
              </p>
              <p class="faint">
                {words.since} <When at={session.createdAt} view={view} /> · {words.seen}{' '}
                <When at={session.seenAt} view={view} />
              </p>
            </div>
            {session.id !== hereId && (
              <PostForm action={endHref(session.id)} token={view.formToken}>
                <button type="submit" class="button" aria-label={words.endOf(browser)}>
                  {words.end}
                </button>
              </PostForm>
            )}
          </li>
        )
      })}
    </ul>
  )
}
