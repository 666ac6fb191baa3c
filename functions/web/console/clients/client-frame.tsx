import type { Child } from 'hono/jsx'
import { mayDo } from '../../../../shared/domain/actor.ts'
import type { Client } from '../../../../shared/domain/people.ts'
import { routes } from '../../routes.ts'
import { useStrings } from '../../strings.ts'
import { ErrorSummary, PostForm } from '../../ui/fields.tsx'
import type { FormState } from '../../ui/form-state.ts'
import { Icon } from '../../ui/icon.tsx'
import { ConsolePage } from '../../ui/page.tsx'
import { SavedNotice } from '../../ui/saved-notice.tsx'
import type { View } from '../../ui/view.ts'

export type ClientTab = 'tickets' | 'contacts' | 'assets'

interface Props {
  view: View
  client: Client
  tab: ClientTab
  /** What the page is called, where that is not the client. */
  title?: string
  saved?: boolean
  children?: Child
}

/** A page of one client: its name, what can be done with it, and its parts as tabs. */
export function ClientFrame({ view, client, tab, title = client.name, saved = false, children }: Props) {
  const strings = useStrings()
  const words = strings.clientPages
  const here = { clientId: client.id }
  const tabs: [ClientTab, string][] = [
    ['tickets', routes.client.href(here)],
    ['contacts', routes.contacts.href(here)],
    ['assets', routes.assets.href(here)],
  ]
  const Name = title === client.name ? 'h1' : 'p'
  return (
    <ConsolePage view={view} title={title} section="clients">
      <div class="head">
        <Name class="client-name">
          <a href={routes.client.href(here)}>
            <bdi>{client.name}</bdi>
          </a>
          {client.archivedAt !== undefined && <span class="pill">{words.isArchived}</span>}
        </Name>
        <div class="head-acts">
          {mayDo(view.agent, 'clients:write') && (
            <a class="button" href={routes.editClient.href(here)}>
              {words.edit}
            </a>
          )}
          {mayDo(view.agent, 'tickets:write') && client.archivedAt === undefined && (
            <a class="button" href={routes.newTicket.href({}, { client: client.id })}>
              <Icon name="plus" />
              {strings.clients.newTicket}
            </a>
          )}
        </div>
      </div>
      <nav class="tabs client-tabs" aria-label={words.sections}>
        <ul>
          {tabs.map(([name, href]) => (
            <li>
              <a href={href} aria-current={name === tab ? 'page' : undefined}>
                {words[name]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <SavedNotice saved={saved} />
      {children}
    </ConsolePage>
  )
}

interface ArchiveProps {
  view: View
  action: string
  what: 'client' | 'contact' | 'asset'
  record: { archivedAt?: string; version: number }
}

/** What takes a client, a contact or an asset out of use, or brings it back. */
export function Archive({ view, action, what, record: { archivedAt, version } }: ArchiveProps) {
  const words = useStrings().clientPages
  const archive = archivedAt === undefined
  const form = (
    <PostForm action={action} token={view.formToken}>
      <input type="hidden" name="version" value={String(version)} />
      <input type="hidden" name="archived" value={String(archive)} />
      {archive && <p>{words.archiveSure[what]}</p>}
      <button type="submit" class="button">
        {archive ? words.archiveSubmit : words.restore}
      </button>
    </PostForm>
  )
  if (archive) {
    return (
      <details class="fold">
        <summary>{words.archive}</summary>
        {form}
      </details>
    )
  }
  return (
    <div class="notice">
      <Icon name="tray" />
      <div>
        <p>{words.archivedNotice}</p>
        {form}
      </div>
    </div>
  )
}

interface RecordFormProps {
  view: View
  action: string
  form: FormState
  labels: Record<string, string>
  isNew: boolean
  children?: Child
}

/** The form of a client, a contact or an asset. */
export function RecordForm({ view, action, form, labels, isNew, children }: RecordFormProps) {
  const { settingsArea } = useStrings()
  return (
    <PostForm class="sheet" action={action} token={view.formToken}>
      <ErrorSummary form={form} labels={labels} />
      {!isNew && <input type="hidden" name="version" value={form.values.version ?? ''} />}
      <fieldset>{children}</fieldset>
      <div class="sheet-foot">
        <button type="submit" class="button button-primary">
          {isNew ? settingsArea.add : settingsArea.save}
        </button>
      </div>
    </PostForm>
  )
}
