import type { Draft } from '../../../shared/domain/draft.ts'
import { referenceOf, type Ticket } from '../../../shared/domain/ticket.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { ConsolePage } from '../ui/page.tsx'
import type { View } from '../ui/view.ts'
import { When } from '../ui/when.tsx'

/** What the agent has begun to write, for nobody else to see. */
export function DraftsPage(props: {
  view: View
  drafts: readonly { draft: Draft; ticket: Ticket }[]
  nextCursor: string | null
}) {
  const words = useStrings().writing
  const { view, drafts, nextCursor } = props
  return (
    <ConsolePage view={view} title={words.drafts} section="tickets" class="narrow">
      <h1>{words.drafts}</h1>
      {drafts.length === 0 ? (
        <Empty words={[words.draftsEmpty, words.draftsEmptyText]} />
      ) : (
        <ul class="drafts">
          {drafts.map(({ draft, ticket }) => (
            <li>
              <a href={`${routes.ticket.href({ number: ticket.number })}#composer`}>
                <span class="reference">{referenceOf(ticket)}</span> {ticket.subject}
              </a>
              <p class={`draft-words draft-${draft.visibility}`}>
                <Icon name={draft.visibility === 'public' ? 'reply' : 'note'} />
                <span>
                  <strong>{words.draftOf[draft.visibility]}:</strong> {beginningOf(draft)}
                </span>
              </p>
              {draft.savedAt !== undefined && <When at={draft.savedAt} view={view} />}
            </li>
          ))}
        </ul>
      )}
      {nextCursor !== null && (
        <p class="pages">
          <a class="button" rel="next" href={routes.drafts.href({}, { cursor: nextCursor })}>
            {words.more}
          </a>
        </p>
      )}
    </ConsolePage>
  )
}

function beginningOf({ visibility, publicText, internalText }: Draft): string {
  return (visibility === 'public' ? publicText || internalText : internalText || publicText).slice(0, 200)
}
