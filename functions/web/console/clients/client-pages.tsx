import { type Client, domainTrusts } from '../../../../shared/domain/people.ts'
import { shownAmount } from '../../money.ts'
import { routes } from '../../routes.ts'
import { useLanguage, useStrings } from '../../strings.ts'
import { SelectField, TextArea, TextField } from '../../ui/fields.tsx'
import type { FormState } from '../../ui/form-state.ts'
import { ConsolePage } from '../../ui/page.tsx'
import type { View } from '../../ui/view.ts'
import { When } from '../../ui/when.tsx'
import { TicketList, type TicketListProps } from '../ticket-list.tsx'
import { Archive, ClientFrame, RecordForm } from './client-frame.tsx'
import { Domains } from './clients-page.tsx'

export interface ClientPageProps {
  view: View
  client: Client
  list: Omit<TicketListProps, 'view' | 'href' | 'clients'>
  saved?: boolean
}

/** One client: its tickets, and what is known of it. */
export function ClientPage({ view, client, list, saved = false }: ClientPageProps) {
  const strings = useStrings()
  const here = { clientId: client.id }
  return (
    <ClientFrame view={view} client={client} tab="tickets" saved={saved}>
      <div class="client-columns">
        <section aria-labelledby="client-tickets">
          <h2 class="unseen" id="client-tickets">
            {strings.clients.tickets}
          </h2>
          <TicketList
            {...list}
            view={view}
            of={{ clientId: client.id }}
            href={query => routes.client.href(here, { ...query, client: undefined })}
          />
        </section>
        <aside class="panel" aria-label={strings.clientPages.about}>
          <Facts view={view} client={client} />
        </aside>
      </div>
    </ClientFrame>
  )
}

function Facts({ view, client }: { view: View; client: Client }) {
  const strings = useStrings()
  const words = strings.clientPages
  const language = useLanguage()
  const { hourlyRate, domains, domainTrust, createdAt } = client
  return (
    <section class="panel-part">
      <h2 class="panel-title">{words.about}</h2>
      <dl class="facts">
        <div>
          <dt>{words.domains}</dt>
          <dd>
            <Domains domains={domains} />
          </dd>
        </div>
        {domains.length > 0 && (
          <div>
            <dt>{words.domainTrust}</dt>
            <dd>{words.trust[domainTrust]}</dd>
          </div>
        )}
        <div>
          <dt>{words.rate}</dt>
          <dd>{hourlyRate === undefined ? words.noRate : words.rateOf(shownAmount(hourlyRate, language))}</dd>
        </div>
        <div>
          <dt>{words.since}</dt>
          <dd>
            <When at={createdAt} view={view} />
          </dd>
        </div>
      </dl>
    </section>
  )
}

/** The form of a new client. */
export function NewClientPage({ view, form, currency }: { view: View; form: FormState; currency: string }) {
  const strings = useStrings()
  return (
    <ConsolePage view={view} title={strings.clientPages.add} section="clients" class="narrow">
      <p class="back">
        <a href={routes.clients.href({})}>{strings.settingsArea.back(strings.clients.title)}</a>
      </p>
      <h1>{strings.clientPages.add}</h1>
      <ClientForm view={view} action={routes.clients.href({})} form={form} currency={currency} isNew />
    </ConsolePage>
  )
}

interface EditProps {
  view: View
  client: Client
  form: FormState
  currency: string
}

/** The form of a client that is there, and the way to take it out of use. */
export function EditClientPage({ view, client, form, currency }: EditProps) {
  const words = useStrings().clientPages
  const here = { clientId: client.id }
  return (
    <ClientFrame view={view} client={client} tab="tickets" title={words.editClient}>
      <div class="client-edit">
        <h1>{words.editClient}</h1>
        <ClientForm
          view={view}
          action={routes.editClient.href(here)}
          form={form}
          currency={currency}
          isNew={false}
        />
        <Archive view={view} action={routes.archiveClient.href(here)} what="client" record={client} />
      </div>
    </ClientFrame>
  )
}

function ClientForm(props: {
  view: View
  action: string
  form: FormState
  currency: string
  isNew: boolean
}) {
  const words = useStrings().clientPages
  const { view, action, form, currency, isNew } = props
  const labels = {
    name: words.name,
    domains: words.domains,
    domainTrust: words.domainTrust,
    hourlyRate: words.rate,
  }
  return (
    <RecordForm view={view} action={action} form={form} labels={labels} isNew={isNew}>
      <TextField form={form} name="name" label={words.name} maxLength={200} required />
      <TextArea form={form} name="domains" label={words.domains} hint={words.domainsHint} rows={3} />
      <SelectField
        form={form}
        name="domainTrust"
        label={words.domainTrust}
        options={domainTrusts.map(value => ({ value, label: words.trust[value] }))}
      />
      <TextField
        form={form}
        name="hourlyRate"
        label={words.rate}
        hint={words.rateHint(currency)}
        inputmode="decimal"
        maxLength={20}
        class="short"
      />
    </RecordForm>
  )
}
