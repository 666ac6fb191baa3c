import { mayDo } from '../../../../shared/domain/actor.ts'
import type { Client } from '../../../../shared/domain/people.ts'
import { routes } from '../../routes.ts'
import { useStrings } from '../../strings.ts'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ConsolePage } from '../../ui/page.tsx'
import type { View } from '../../ui/view.ts'
import { When } from '../../ui/when.tsx'

interface Props {
  view: View
  clients: readonly Client[]
  nextCursor: string | null
  asked: { q?: string; archived: boolean; isFurther: boolean }
  tooBroad: boolean
}

/** The clients by name: those in use, those that are archived, or those that were looked for. */
export function ClientsPage({ view, clients, nextCursor, asked, tooBroad }: Props) {
  const strings = useStrings()
  const words = strings.clientPages
  const { q, archived } = asked
  const query = { q, archived: archived ? 'true' : undefined }
  return (
    <ConsolePage view={view} title={strings.clients.title} section="clients">
      <div class="head">
        <h1>{strings.clients.title}</h1>
        {mayAddClients(view) && (
          <a class="button" href={routes.newClient.href({})}>
            <Icon name="plus" />
            {words.add}
          </a>
        )}
      </div>
      <nav class="tabs" aria-label={words.lists}>
        <ul>
          <li>
            <a href={routes.clients.href({}, { q })} aria-current={archived ? undefined : 'page'}>
              {words.inUse}
            </a>
          </li>
          <li>
            <a
              href={routes.clients.href({}, { q, archived: 'true' })}
              aria-current={archived ? 'page' : undefined}
            >
              {words.archived}
            </a>
          </li>
        </ul>
      </nav>
      <search>
        <form class="filter" method="get" action={routes.clients.href({})}>
          {archived && <input type="hidden" name="archived" value="true" />}
          <label class="choice find" for="find-client">
            <span>{words.search}</span>
            <input
              id="find-client"
              name="q"
              type="search"
              value={q ?? ''}
              placeholder={words.searchHint}
              maxlength={200}
              autocomplete="off"
            />
          </label>
          <button type="submit" class="button">
            {words.searchSubmit}
          </button>
          {q !== undefined && (
            <a class="filter-clear" href={routes.clients.href({}, { archived: query.archived })}>
              {words.clear}
            </a>
          )}
        </form>
      </search>
      {tooBroad && (
        <p class="notice notice-error" role="alert">
          <Icon name="warning" />
          {words.tooBroad}
        </p>
      )}
      {clients.length === 0 && nextCursor === null && !tooBroad ? (
        <Empty words={emptyWords()} />
      ) : (
        <ClientRows view={view} clients={clients} />
      )}
      {(asked.isFurther || nextCursor !== null) && (
        <p class="pages">
          {asked.isFurther && (
            <a class="button" href={routes.clients.href({}, query)}>
              {strings.settingsArea.newest}
            </a>
          )}
          {nextCursor !== null && (
            <a class="button" rel="next" href={routes.clients.href({}, { ...query, cursor: nextCursor })}>
              {strings.clients.more}
            </a>
          )}
        </p>
      )}
    </ConsolePage>
  )

  function emptyWords() {
    if (q !== undefined) return words.emptyFound
    return archived ? words.emptyArchived : words.empty
  }
}

function ClientRows({ view, clients }: { view: View; clients: readonly Client[] }) {
  const words = useStrings().clients
  return (
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
                <bdi>{client.name}</bdi>
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
  )
}

/** A client's mail domains. */
export function Domains({ domains }: { domains: readonly string[] }) {
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

function mayAddClients({ agent }: View): boolean {
  return mayDo(agent, 'clients:write') && agent.clientIds === undefined
}
