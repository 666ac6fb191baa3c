import type { Child } from 'hono/jsx'
import type { View } from './view.ts'

/** A page of the settings. */
export function SettingsFrame(props: { view: View; current: 'agents' | 'apiKeys'; children?: Child }) {
  return <div class="settings-page">{props.children}</div>
}
