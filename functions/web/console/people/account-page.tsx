import type { ListedSession } from '../../../../shared/use-cases/sessions.ts'
import { routes } from '../../routes.ts'
import { useStrings } from '../../strings.ts'
import { PostForm } from '../../ui/fields.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ConsolePage } from '../../ui/page.tsx'
import type { View } from '../../ui/view.ts'
import { SessionList } from './session-list.tsx'

/** An agent's own page: who they are here, and where they are signed in. */
export function AccountPage(props: {
  view: View
  sessions: readonly ListedSession[]
  nextCursor: string | null
  hereId: string
  ended: boolean
}) {
  const strings = useStrings()
  const words = strings.yourAccount
  const { view, sessions, nextCursor, hereId, ended } = props
  const { name, email, role } = view.agent
  return (
    <ConsolePage view={view} title={words.title} class="narrow">
      <h1>{words.title}</h1>
      {ended && (
        <p class="notice notice-good" role="status">
          <Icon name="resolved" />
          {words.ended}
        </p>
      )}
      <section class="sheet" aria-labelledby="account-facts">
        <h2 id="account-facts">{words.facts}</h2>
        <dl class="facts">
          <div>
            <dt>{words.name}</dt>
            <dd>{name}</dd>
          </div>
          <div>
            <dt>{words.email}</dt>
            <dd>{email}</dd>
          </div>
          <div>
            <dt>{words.role}</dt>
            <dd>{strings.role[role]}</dd>
          </div>
        </dl>
      </section>
      <section class="sheet" aria-labelledby="account-sessions">
        <div>
          <h2 id="account-sessions">{words.sessions}</h2>
          <p class="lead">{words.sessionsLead}</p>
        </div>
        <SessionList
          view={view}
          sessions={sessions}
          hereId={hereId}
          endHref={sessionId => routes.accountSession.href({ sessionId })}
        />
        {nextCursor !== null && (
          <p class="pages">
            <a class="button" rel="next" href={routes.account.href({}, { cursor: nextCursor })}>
              {strings.sessions.more}
            </a>
          </p>
        )}
        {(sessions.length > 1 || nextCursor !== null) && (
          <PostForm class="sheet-foot" action={routes.accountOtherSessions.href({})} token={view.formToken}>
            <button type="submit" class="button button-danger">
              {words.endOthers}
            </button>
          </PostForm>
        )}
      </section>
    </ConsolePage>
  )
}
