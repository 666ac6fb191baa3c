import { DeskError } from '../../../../shared/domain/errors.ts'
import type { Asset, Client } from '../../../../shared/domain/people.ts'
import { changeAsset, createAsset, listAssets, readAsset } from '../../../../shared/use-cases/assets.ts'
import { answerPage } from '../../answer-page.tsx'
import type { ConsoleDoor, Visit } from '../../door.ts'
import { attempt, parseForm, type RawForm } from '../../form.ts'
import { type Refusal, refusal } from '../../refusal.ts'
import { routes } from '../../routes.ts'
import { freshForm } from '../../ui/form-state.ts'
import { overtakenForm } from '../overtaken.ts'
import { readList } from '../read-list.ts'
import { readListRequest } from '../ticket-filter.ts'
import { AssetPage, AssetsPage, EditAssetPage, NewAssetPage } from './asset-pages.tsx'
import { archiveForm, assetForm, newAssetForm, valuesOfAsset } from './client-forms.ts'
import { clientOf } from './clients.tsx'

const assetsOnPage = 50

type Shown = Refusal | { state: Refusal['state']; status: 200 }

/** Hangs up a client's assets: their list, their pages and their forms. */
export function hangAssets(door: ConsoleDoor): void {
  door.get(routes.assets, 'clients:read', async visit => {
    const { desk, c, agent, view } = visit
    const { cursor, archived } = c.req.query()
    const client = await clientOf(visit)
    const asked = { archived: archived === 'true' }
    const page = await listAssets(desk, agent, client.id, {
      limit: assetsOnPage,
      ...asked,
      ...(cursor ? { cursor } : {}),
    })
    return answerPage(
      c,
      <AssetsPage view={view} client={client} {...page} {...asked} isFurther={cursor !== undefined} />,
    )
  })

  door.get(routes.newAsset, 'clients:write', async visit =>
    showNew(visit, await clientOf(visit), { state: freshForm(), status: 200 }),
  )

  door.post(routes.assets, 'clients:write', async (visit, form) => {
    const { desk, agent, strings, c } = visit
    const client = await clientOf(visit)
    const parsed = parseForm(newAssetForm(strings), form)
    if (!parsed.ok) return showNew(visit, client, { state: parsed.state, status: 400 })
    const done = await attempt(createAsset(desk, agent, client.id, parsed.data))
    if (done instanceof DeskError) return showNew(visit, client, refusal(strings, form, done))
    return c.redirect(routes.clientAsset.href({ clientId: client.id, assetId: done.id }, { saved: 1 }), 303)
  })

  door.get(routes.clientAsset, 'clients:read', async visit => {
    const { client, asset } = await assetOf(visit)
    const asked = readListRequest({ view: 'all', ...visit.c.req.query() })
    const request = { ...asked, clientId: client.id, assetId: asset.id }
    const list = await readList(visit, request)
    const { clientId: _client, assetId: _own, ...shown } = request
    return answerPage(
      visit.c,
      <AssetPage
        view={visit.view}
        client={client}
        asset={asset}
        list={{ ...list, counts: {}, request: shown }}
        saved={visit.c.req.query('saved') === '1'}
      />,
    )
  })

  door.get(routes.editAsset, 'clients:write', async visit => {
    const { client, asset } = await assetOf(visit)
    return showEdit(visit, client, asset, { state: freshForm(valuesOfAsset(asset)), status: 200 })
  })

  door.post(routes.editAsset, 'clients:write', async (visit, form) => {
    const { desk, agent, strings } = visit
    const { client, asset } = await assetOf(visit)
    const parsed = parseForm(assetForm(strings), form)
    if (!parsed.ok) return showEdit(visit, client, asset, { state: parsed.state, status: 400 })
    const { version, changes } = parsed.data
    const done = await attempt(changeAsset(desk, agent, asset.id, changes, version))
    if (!(done instanceof DeskError)) return toAsset(visit, asset)
    if (done.kind !== 'conflict') return showEdit(visit, client, asset, refusal(strings, form, done))
    return await showOvertaken(visit, form)
  })

  door.post(routes.archiveAsset, 'clients:write', async (visit, form) => {
    const { asset } = await assetOf(visit)
    const parsed = parseForm(archiveForm(visit.strings), form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    const { version, archived } = parsed.data
    const changes = { archived: archived === 'true' }
    const done = await attempt(changeAsset(visit.desk, visit.agent, asset.id, changes, version))
    return done instanceof DeskError ? await showOvertaken(visit) : toAsset(visit, asset)
  })
}

/** The asset of an address, if it is this client's. */
async function assetOf(visit: Visit): Promise<{ client: Client; asset: Asset }> {
  const assetId = visit.c.req.param('assetId') ?? ''
  const [client, asset] = await Promise.all([clientOf(visit), readAsset(visit.desk, visit.agent, assetId)])
  if (asset.clientId !== client.id) throw new DeskError('resource.missing')
  return { client, asset }
}

function toAsset({ c }: Visit, { clientId, id }: Asset) {
  return c.redirect(routes.clientAsset.href({ clientId, assetId: id }, { saved: 1 }), 303)
}

function showNew({ c, view }: Visit, client: Client, { state, status }: Shown) {
  return answerPage(c, <NewAssetPage view={view} client={client} form={state} />, status)
}

function showEdit({ c, view }: Visit, client: Client, asset: Asset, { state, status }: Shown) {
  return answerPage(c, <EditAssetPage view={view} client={client} asset={asset} form={state} />, status)
}

/** What was typed on top of what somebody else left; what was pressed alone can be pressed again. */
async function showOvertaken(visit: Visit, form?: RawForm) {
  const { client, asset } = await assetOf(visit)
  const { id, version } = asset
  const typed = form ?? valuesOfAsset(asset)
  const state = await overtakenForm(visit, typed, { resource: `assets/${id}`, version })
  return showEdit(visit, client, asset, { state, status: 409 })
}
