import type { Child } from 'hono/jsx'
import type { Query } from '../../routes.ts'
import { useStrings } from '../../strings.ts'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'

interface Props {
  title: string
  /** The address of this list under another query. */
  href: (query: Query) => string
  archived: boolean
  isFurther: boolean
  nextCursor: string | null
  count: number
  empty: readonly [string, string]
  more: string
  add?: { href: string; words: string }
  children?: Child
}

/** A list of what belongs to a client, with its pages: those in use, or those that are archived. */
export function BelongingsList(props: Props) {
  const strings = useStrings()
  const words = strings.clientPages
  const { title, href, archived, isFurther, nextCursor, count, empty, more, add, children } = props
  const query = { archived: archived ? 'true' : undefined }
  return (
    <section class="belongings">
      <div class="head">
        <h2>
          {title}
          {archived && <span class="pill">{words.isArchived}</span>}
        </h2>
        {add !== undefined && !archived && (
          <a class="button" href={add.href}>
            <Icon name="plus" />
            {add.words}
          </a>
        )}
      </div>
      {count === 0 && nextCursor === null ? <Empty words={empty} /> : children}
      <p class="pages">
        <a class="pages-other" href={href(archived ? {} : { archived: 'true' })}>
          {archived ? words.showInUse : words.showArchived}
        </a>
        {isFurther && (
          <a class="button" href={href(query)}>
            {strings.settingsArea.newest}
          </a>
        )}
        {nextCursor !== null && (
          <a class="button" rel="next" href={href({ ...query, cursor: nextCursor })}>
            {more}
          </a>
        )}
      </p>
    </section>
  )
}
