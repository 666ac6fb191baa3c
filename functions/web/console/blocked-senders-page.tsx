import { mayDo } from '../../../shared/domain/actor.ts'
import type { BlockedSender } from '../../../shared/domain/blocked-sender.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { Empty } from '../ui/empty.tsx'
import { PostForm } from '../ui/fields.tsx'
import { ConsolePage } from '../ui/page.tsx'
import { SettingsFrame } from '../ui/settings-frame.tsx'
import type { View } from '../ui/view.ts'
import { When } from '../ui/when.tsx'

/** Who is blocked, and by whom; each can be let write again. */
export function BlockedSendersPage(props: {
  view: View
  senders: readonly BlockedSender[]
  nextCursor: string | null
}) {
  const words = useStrings().quarantine
  const { view, senders, nextCursor } = props
  return (
    <ConsolePage view={view} title={words.blocked} section="settings">
      <SettingsFrame view={view} current="blockedSenders">
        <p class="back">
          <a href={routes.quarantine.href({})}>{words.back}</a>
        </p>
        <div class="head">
          <h1>{words.blocked}</h1>
          <p class="lead">{words.blockedLead}</p>
        </div>
        {senders.length === 0 && <Empty icon="shield" words={words.blockedEmpty} />}
        {senders.map(sender => (
          <Sender view={view} sender={sender} />
        ))}
        {nextCursor !== null && (
          <p class="pages">
            <a class="button" rel="next" href={routes.blockedSenders.href({}, { cursor: nextCursor })}>
              {words.blockedMore}
            </a>
          </p>
        )}
      </SettingsFrame>
    </ConsolePage>
  )
}

function Sender({ view, sender }: { view: View; sender: BlockedSender }) {
  const words = useStrings().quarantine
  return (
    <article class="held">
      <header class="held-head">
        <span class="pill reason">{words.blockedScope[sender.scope]}</span>
        <When at={sender.createdAt} view={view} />
      </header>
      <h2>
        <bdi>{sender.name}</bdi>
      </h2>
      <p class="faint">{words.blockedBy(sender.by.name)}</p>
      {mayDo(view.agent, 'mail:write') && (
        <PostForm action={routes.unblockSender.href({ sender: sender.id })} token={view.formToken}>
          <button type="submit" class="button" aria-label={words.unblockOf(sender.name)}>
            {words.unblock}
          </button>
        </PostForm>
      )}
    </article>
  )
}
