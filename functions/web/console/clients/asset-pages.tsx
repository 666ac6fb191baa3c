import { mayDo } from '../../../../shared/domain/actor.ts'
import type { Asset, Client } from '../../../../shared/domain/people.ts'
import { routes } from '../../routes.ts'
import { useStrings } from '../../strings.ts'
import { TextField } from '../../ui/fields.tsx'
import type { FormState } from '../../ui/form-state.ts'
import type { View } from '../../ui/view.ts'
import { When } from '../../ui/when.tsx'
import { TicketList, type TicketListProps } from '../ticket-list.tsx'
import { BelongingsList } from './belongings-list.tsx'
import { Archive, ClientFrame, RecordForm } from './client-frame.tsx'

interface ListProps {
  view: View
  client: Client
  assets: readonly Asset[]
  archived: boolean
  isFurther: boolean
  nextCursor: string | null
}

/** A client's assets: those in use, or those that are archived. */
export function AssetsPage({ view, client, assets, ...list }: ListProps) {
  const words = useStrings().clientPages
  const here = { clientId: client.id }
  return (
    <ClientFrame view={view} client={client} tab="assets">
      <BelongingsList
        {...list}
        title={words.assets}
        href={query => routes.assets.href(here, query)}
        count={assets.length}
        empty={list.archived ? words.noArchivedAssets : words.noAssets}
        more={words.moreAssets}
        {...(mayDo(view.agent, 'clients:write')
          ? { add: { href: routes.newAsset.href(here), words: words.addAsset } }
          : {})}
      >
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.type}</th>
            </tr>
          </thead>
          <tbody>
            {assets.map(asset => (
              <tr class="row" data-row="">
                <td class="row-ticket">
                  <a class="row-link" href={routes.clientAsset.href({ ...here, assetId: asset.id })}>
                    <bdi>{asset.name}</bdi>
                  </a>
                </td>
                <td>
                  <bdi>{asset.type}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </BelongingsList>
    </ClientFrame>
  )
}

interface PageProps {
  view: View
  client: Client
  asset: Asset
  list: Omit<TicketListProps, 'view' | 'href' | 'clients'>
  saved: boolean
}

/** One asset, and its tickets. */
export function AssetPage({ view, client, asset, list, saved }: PageProps) {
  const words = useStrings().clientPages
  const here = { clientId: client.id, assetId: asset.id }
  return (
    <ClientFrame view={view} client={client} tab="assets" title={asset.name} saved={saved}>
      <div class="client-columns">
        <section aria-labelledby="own-tickets">
          <h2 id="own-tickets" class="unseen">
            {words.itsTickets}
          </h2>
          <TicketList
            {...list}
            view={view}
            of={here}
            href={query => routes.clientAsset.href(here, { ...query, client: undefined, asset: undefined })}
          />
        </section>
        <aside class="panel" aria-labelledby="asset-name">
          <section class="panel-part">
            <div class="panel-head">
              <h1 id="asset-name">
                <bdi>{asset.name}</bdi>
              </h1>
              {asset.archivedAt !== undefined && <span class="pill">{words.isArchived}</span>}
            </div>
            <dl class="facts">
              <div>
                <dt>{words.type}</dt>
                <dd>
                  <bdi>{asset.type}</bdi>
                </dd>
              </div>
              <div>
                <dt>{words.since}</dt>
                <dd>
                  <When at={asset.createdAt} view={view} />
                </dd>
              </div>
            </dl>
            {mayDo(view.agent, 'clients:write') && (
              <p>
                <a class="button" href={routes.editAsset.href(here)}>
                  {words.editAsset}
                </a>
              </p>
            )}
          </section>
        </aside>
      </div>
    </ClientFrame>
  )
}

/** The form of a new asset. */
export function NewAssetPage({ view, client, form }: { view: View; client: Client; form: FormState }) {
  const words = useStrings().clientPages
  return (
    <ClientFrame view={view} client={client} tab="assets" title={words.addAsset}>
      <div class="client-edit">
        <h1>{words.addAsset}</h1>
        <AssetForm view={view} action={routes.assets.href({ clientId: client.id })} form={form} isNew />
      </div>
    </ClientFrame>
  )
}

interface EditProps {
  view: View
  client: Client
  asset: Asset
  form: FormState
}

/** The form of an asset that is there, and the way to take it out of use. */
export function EditAssetPage({ view, client, asset, form }: EditProps) {
  const words = useStrings().clientPages
  const here = { clientId: client.id, assetId: asset.id }
  return (
    <ClientFrame view={view} client={client} tab="assets" title={words.editAsset}>
      <div class="client-edit">
        <p class="back">
          <a href={routes.clientAsset.href(here)}>
            <bdi>{asset.name}</bdi>
          </a>
        </p>
        <h1>{words.editAsset}</h1>
        <AssetForm view={view} action={routes.editAsset.href(here)} form={form} isNew={false} />
        <Archive view={view} action={routes.archiveAsset.href(here)} what="asset" record={asset} />
      </div>
    </ClientFrame>
  )
}

function AssetForm(props: { view: View; action: string; form: FormState; isNew: boolean }) {
  const words = useStrings().clientPages
  const { form } = props
  return (
    <RecordForm {...props} labels={{ name: words.name, type: words.type }}>
      <TextField form={form} name="name" label={words.name} maxLength={200} required />
      <TextField form={form} name="type" label={words.type} hint={words.typeHint} maxLength={60} required />
    </RecordForm>
  )
}
