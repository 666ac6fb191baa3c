import { mayDo } from '../../../shared/domain/actor.ts'
import type { Asset, Client, Contact } from '../../../shared/domain/people.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { Empty } from '../ui/empty.tsx'
import { PostForm } from '../ui/fields.tsx'
import { Icon } from '../ui/icon.tsx'
import { Avatar } from '../ui/marks.tsx'
import { ConsolePage } from '../ui/page.tsx'
import type { View } from '../ui/view.ts'
import { When } from '../ui/when.tsx'
import { TicketList, type TicketListProps } from './ticket-list.tsx'

/** All clients, by name. */
export function ClientsPage(props: { view: View; clients: readonly Client[]; nextCursor: string | null }) {
  const words = useStrings().clients
  const { view, clients, nextCursor } = props
  return (
    <ConsolePage view={view} title={words.title} section="clients">
      <div class="head">
        <h1>{words.title}</h1>
      </div>
      {clients.length === 0 ? (
        <Empty words={words.empty} />
      ) : (
        <table class="rows client-rows">
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.domains}</th>
              <th scope="col">{words.since}</th>
            </tr>
          </thead>
          <tbody>
            {clients.map(client => (
              <tr class="row" data-row="">
                <td class="row-ticket">
                  <a class="row-link" href={routes.client.href({ clientId: client.id })}>
                    {client.name}
                  </a>
                </td>
                <td class="row-domains">
                  <Domains domains={client.domains} />
                </td>
                <td class="row-updated">
                  <When at={client.createdAt} view={view} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {nextCursor !== null && (
        <p class="pages">
          <a class="button" rel="next" href={routes.clients.href({}, { cursor: nextCursor })}>
            {words.more}
          </a>
        </p>
      )}
    </ConsolePage>
  )
}

export interface ClientPageProps {
  view: View
  client: Client
  contacts: readonly Contact[]
  assets: readonly Asset[]
  /** Whether there are more contacts or assets than these. */
  more: { contacts: boolean; assets: boolean }
  list: Omit<TicketListProps, 'view' | 'href' | 'clients'>
}

/** One client: its tickets, and who and what belongs to it. */
export function ClientPage({ view, client, contacts, assets, more, list }: ClientPageProps) {
  const words = useStrings().clients
  const here = { clientId: client.id }
  return (
    <ConsolePage view={view} title={client.name} section="clients">
      <div class="head">
        <h1>{client.name}</h1>
        {mayDo(view.agent, 'tickets:write') && (
          <a class="button" href={routes.newTicket.href({}, { client: client.id })}>
            <Icon name="plus" />
            {words.newTicket}
          </a>
        )}
      </div>
      <div class="client-columns">
        <section aria-labelledby="client-tickets">
          <h2 class="unseen" id="client-tickets">
            {words.tickets}
          </h2>
          <TicketList
            {...list}
            view={view}
            ofClient={client.id}
            href={query => routes.client.href(here, { ...query, client: undefined })}
          />
        </section>
        <aside class="panel">
          <Contacts view={view} client={client} contacts={contacts} more={more.contacts} />
          <Assets assets={assets} more={more.assets} />
          <section class="panel-part">
            <h2 class="panel-title">{words.domains}</h2>
            <Domains domains={client.domains} />
          </section>
        </aside>
      </div>
    </ConsolePage>
  )
}

function Contacts(props: { view: View; client: Client; contacts: readonly Contact[]; more: boolean }) {
  const words = useStrings().clients
  return (
    <section class="panel-part">
      <h2 class="panel-title">{words.contacts}</h2>
      {props.contacts.length === 0 && <p class="faint">{words.noContacts}</p>}
      <ul class="people">
        {props.contacts.map(contact => (
          <li>
            <Avatar name={contact.name} side="client" />
            <span class="stack">
              <a
                href={routes.client.href({ clientId: props.client.id }, { contact: contact.id, view: 'all' })}
              >
                <bdi>{contact.name}</bdi>
              </a>
              <bdi class="address">{contact.email}</bdi>
              {contact.roles.length > 0 && (
                <span class="faint">{contact.roles.map(role => words.contactRole[role]).join(', ')}</span>
              )}
              <MailTrouble view={props.view} contact={contact} />
            </span>
          </li>
        ))}
      </ul>
      {props.more && <p class="faint">{words.moreInApi}</p>}
    </section>
  )
}

/** Why mail does not reach a contact, and the way to try it again. */
function MailTrouble({ view, contact }: { view: View; contact: Contact }) {
  const strings = useStrings()
  const words = strings.clients
  const { undeliverableAt, complainedAt, suppressedAt } = contact
  const marks = [
    ...(undeliverableAt === undefined ? [] : [words.undeliverable]),
    ...(complainedAt === undefined ? [] : [words.complained]),
    ...(suppressedAt === undefined ? [] : [words.suppressed]),
  ]
  if (marks.length === 0) return null
  return (
    <>
      <span class="unverified">
        <Icon name="warning" />
        {marks.join('. ')}
      </span>
      {mayDo(view.agent, 'clients:write') && (
        <PostForm action={routes.contactMail.href({ contactId: contact.id })} token={view.formToken}>
          <input type="hidden" name="version" value={String(contact.version)} />
          <button type="submit" class="button">
            {strings.outgoing.again(contact.name)}
          </button>
        </PostForm>
      )}
    </>
  )
}

function Assets({ assets, more }: { assets: readonly Asset[]; more: boolean }) {
  const words = useStrings().clients
  return (
    <section class="panel-part">
      <h2 class="panel-title">{words.assets}</h2>
      {assets.length === 0 && <p class="faint">{words.noAssets}</p>}
      <ul class="assets">
        {assets.map(({ name, type }) => (
          <li>
            <bdi>{name}</bdi> <span class="faint">{type}</span>
          </li>
        ))}
      </ul>
      {more && <p class="faint">{words.moreInApi}</p>}
    </section>
  )
}

function Domains({ domains }: { domains: readonly string[] }) {
  const words = useStrings().clients
  if (domains.length === 0) return <span class="faint">{words.noDomains}</span>
  return (
    <ul class="names">
      {domains.map(domain => (
        <li>
          <bdi>{domain}</bdi>
        </li>
      ))}
    </ul>
  )
}
