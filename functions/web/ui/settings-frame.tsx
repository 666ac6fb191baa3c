import type { Child } from 'hono/jsx'
import { mayDo, type Permission } from '../../../shared/domain/actor.ts'
import { catalogueKinds } from '../../../shared/domain/catalogue.ts'
import { routes } from '../routes.ts'
import { type Strings, useStrings } from '../strings.ts'
import type { View } from './view.ts'

export type SettingsPageName = keyof Strings['settingsArea']['page']
type Group = keyof Strings['settingsArea']['group']

interface Place {
  name: SettingsPageName
  href: string
  permission: Permission
  /** Whether it is of the whole desk, and nothing for who may know some clients only. */
  wholeDesk?: boolean
}

/** What agents choose from while they write, not only admins: whoever cannot answer tickets has no use for it. */
const forWriters = new Set<string>(['templates', 'canned-replies'])

const groups: readonly (readonly [Group, readonly Place[]])[] = [
  ['desk', [{ name: 'general', href: routes.settings.href({}), permission: 'settings:read' }]],
  [
    'mail',
    [
      { name: 'mailTemplates', href: routes.mailTemplates.href({}), permission: 'settings:write' },
      {
        name: 'blockedSenders',
        href: routes.blockedSenders.href({}),
        permission: 'mail:read',
        wholeDesk: true,
      },
      {
        name: 'suppressedAddresses',
        href: routes.suppressedAddresses.href({}),
        permission: 'mail:read',
        wholeDesk: true,
      },
    ],
  ],
  [
    'tickets',
    catalogueKinds.map(kind => ({
      name: kind,
      href: routes.catalogue.href({ kind }),
      permission: forWriters.has(kind) ? 'tickets:write' : 'tickets:read',
    })),
  ],
  [
    'people',
    [
      { name: 'agents', href: routes.agents.href({}), permission: 'settings:write', wholeDesk: true },
      { name: 'apiKeys', href: routes.apiKeys.href({}), permission: 'settings:write', wholeDesk: true },
    ],
  ],
  ['connections', [{ name: 'webhooks', href: routes.webhooks.href({}), permission: 'settings:write' }]],
  [
    'history',
    [{ name: 'auditLog', href: routes.auditLog.href({}), permission: 'settings:write', wholeDesk: true }],
  ],
]

/** A page of the settings beside the way to all the others; on a narrow window that way is folded up. */
export function SettingsFrame(props: { view: View; current: SettingsPageName; children?: Child }) {
  const words = useStrings().settingsArea
  const { view, current, children } = props
  return (
    <div class="settings">
      <details class="settings-fold">
        <summary>{words.here(words.page[current])}</summary>
        <nav aria-label={words.nav}>
          <Places view={view} current={current} />
        </nav>
      </details>
      <nav class="settings-nav" aria-label={words.nav}>
        <Places view={view} current={current} />
      </nav>
      <div class="settings-page">{children}</div>
    </div>
  )
}

function Places({ view, current }: { view: View; current: SettingsPageName }) {
  const words = useStrings().settingsArea
  return (
    <>
      {groups.map(([group, places]) => {
        const open = places.filter(place => mayOpen(view, place))
        if (open.length === 0) return null
        return (
          <>
            <p class="settings-group">{words.group[group]}</p>
            <ul>
              {open.map(({ name, href }) => (
                <li>
                  <a href={href} aria-current={name === current ? 'page' : undefined}>
                    {words.page[name]}
                  </a>
                </li>
              ))}
            </ul>
          </>
        )
      })}
    </>
  )
}

/** Whether the agent may change the desk itself: an admin who sees every client. */
export function mayChangeDesk({ agent }: View): boolean {
  return mayDo(agent, 'settings:write') && agent.clientIds === undefined
}

function mayOpen({ agent }: View, { permission, wholeDesk = false }: Place): boolean {
  return mayDo(agent, permission) && (!wholeDesk || agent.clientIds === undefined)
}
