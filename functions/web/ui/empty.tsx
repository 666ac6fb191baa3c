import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icon.tsx'

/** What stands in a list's place when it is empty: what that means, and what will fill it. */
export function Empty(props: { icon?: IconName; words: readonly [string, string]; children?: Child }) {
  const [title, lead] = props.words
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon name={props.icon ?? 'tray'} />
      </span>
      <p class="empty-title">{title}</p>
      <p>{lead}</p>
      {props.children}
    </div>
  )
}
