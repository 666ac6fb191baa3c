import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import { mayDo } from '../../../shared/domain/actor.ts'
import { assetHref } from '../assets/served.ts'
import { routes } from '../routes.ts'
import { useLanguage, useStrings } from '../strings.ts'
import { PostForm } from './fields.tsx'
import { Icon } from './icon.tsx'
import { LanguageChoice } from './language-choice.tsx'
import { Avatar } from './marks.tsx'
import type { View } from './view.ts'

export type Section = 'dashboard' | 'tickets' | 'clients' | 'quarantine' | 'settings'

/** A page of a signed-in agent: top bar, content, and the list of shortcuts. */
export function ConsolePage(props: {
  view: View
  title: string
  section?: Section
  class?: string
  children: Child
}) {
  return (
    <Document title={`${props.title} · ${props.view.deskName}`} now={props.view.now}>
      <TopBar view={props.view} section={props.section} />
      <main id="main" class={props.class} tabindex={-1}>
        {props.children}
      </main>
      <Shortcuts />
      <Palette />
    </Document>
  )
}

/** A page for anybody: one card in the middle; with a choice of language where there is a token for it. */
export function CardPage(props: { title: string; deskName: string; formToken?: string; children: Child }) {
  return (
    <Document title={`${props.title} · ${props.deskName}`}>
      <main id="main" class="card-page" tabindex={-1}>
        <div class="card-brand">
          <img src={assetHref('icon')} alt="" width="32" height="32" />
          <span>{props.deskName}</span>
        </div>
        <section class="card">
          <h1>{props.title}</h1>
          {props.children}
        </section>
        {props.formToken !== undefined && <LanguageChoice token={props.formToken} />}
      </main>
    </Document>
  )
}

/** The frame of every page: head, script and style, and the words the script needs. */
export function Document({ title, now, children }: { title: string; now?: string; children: Child }) {
  const strings = useStrings()
  return html`<!doctype html>${(
    <html lang={useLanguage()}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="icon" href={assetHref('icon')} type="image/svg+xml" />
        <link rel="stylesheet" href={assetHref('stylesheet')} />
        <script src={assetHref('script')} defer />
      </head>
      <body
        data-time-words={JSON.stringify(strings.time)}
        data-offline-words={strings.offline}
        data-now={now}
      >
        <a class="skip" href="#main">
          {strings.skipToContent}
        </a>
        {children}
      </body>
    </html>
  )}`
}

function TopBar({ view, section }: { view: View; section?: Section | undefined }) {
  const strings = useStrings()
  const { agent } = view
  const links: [Section, string][] = [
    ['dashboard', routes.dashboard.href({})],
    ['tickets', routes.tickets.href({})],
    ['clients', routes.clients.href({})],
    ...(mayDo(agent, 'mail:read')
      ? [['quarantine', routes.quarantine.href({})] satisfies [Section, string]]
      : []),
    ...(mayDo(agent, 'settings:read')
      ? [['settings', routes.settings.href({})] satisfies [Section, string]]
      : []),
  ]
  return (
    <header class="bar">
      <a class="brand" href={routes.tickets.href({})}>
        <img src={assetHref('icon')} alt="" width="24" height="24" />
        <span>{view.deskName}</span>
      </a>
      <nav aria-label={strings.nav.label}>
        <ul>
          {links.map(([name, href]) => (
            <li>
              <a
                href={href}
                aria-current={name === section ? 'page' : undefined}
                aria-keyshortcuts={`g ${sectionKeys[name]}`}
              >
                {strings.nav[name]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <GoTo />
      {mayDo(agent, 'tickets:write') && (
        <a class="button button-primary bar-new" href={routes.newTicket.href({})} aria-keyshortcuts="c">
          <Icon name="plus" />
          <span>{strings.tickets.newTicket}</span>
        </a>
      )}
      <Account view={view} />
    </header>
  )
}

/** After `g`. */
const sectionKeys: Record<Section, string> = {
  dashboard: 'd',
  tickets: 't',
  clients: 'c',
  quarantine: 'q',
  settings: 's',
}

function GoTo() {
  const strings = useStrings()
  return (
    <search class="go-to">
      <form method="get" action={routes.goToTicket.href({})}>
        <label class="unseen" for="go-to">
          {strings.goTo.label}
        </label>
        <input
          id="go-to"
          name="reference"
          type="search"
          placeholder={strings.goTo.hint}
          autocomplete="off"
          maxlength={200}
          aria-keyshortcuts="/"
        />
        <span class="key" aria-hidden="true">
          /
        </span>
        <button type="submit" class="unseen">
          {strings.goTo.submit}
        </button>
      </form>
    </search>
  )
}

function Account({ view }: { view: View }) {
  const strings = useStrings()
  const { agent } = view
  return (
    <details class="account">
      <summary>
        <span class="unseen">{strings.account.menu(agent.name)}</span>
        <Avatar name={agent.name} />
      </summary>
      <div class="menu">
        <p>
          <strong>{agent.name}</strong>
          <span>{agent.email}</span>
          <span>{strings.role[agent.role]}</span>
        </p>
        <a class="menu-item" href={routes.account.href({})}>
          {strings.yourAccount.title}
        </a>
        <button type="button" class="menu-item" data-opens="shortcuts" hidden>
          {strings.account.shortcuts}
        </button>
        <LanguageChoice token={view.formToken} />
        <PostForm action={routes.signOut.href({})} token={view.formToken}>
          <button type="submit" class="menu-item">
            {strings.account.signOut}
          </button>
        </PostForm>
      </div>
    </details>
  )
}

function Shortcuts() {
  const strings = useStrings()
  return (
    <dialog id="shortcuts" class="dialog" aria-labelledby="shortcuts-title">
      <h2 id="shortcuts-title">{strings.shortcuts.title}</h2>
      <dl>
        {strings.shortcuts.rows.map(([keys, what]) => (
          <div>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit" class="button">
          {strings.shortcuts.close}
        </button>
      </form>
    </dialog>
  )
}

/** Filled by the script, which opens it: tickets, clients and people by their words, and what the page can do. */
function Palette() {
  const words = useStrings().palette
  return (
    <dialog
      id="palette"
      class="dialog palette"
      aria-label={words.title}
      data-palette={routes.palette.href({})}
    >
      <input
        type="search"
        role="combobox"
        aria-label={words.label}
        placeholder={words.hint}
        aria-expanded="true"
        aria-controls="palette-results"
        aria-autocomplete="list"
        autocomplete="off"
        maxlength={200}
      />
      <div id="palette-results" role="listbox" aria-label={words.results} />
    </dialog>
  )
}
