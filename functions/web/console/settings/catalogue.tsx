import * as z from 'zod'
import { mayDo } from '../../../../shared/domain/actor.ts'
import type { CatalogueKind } from '../../../../shared/domain/catalogue.ts'
import { DeskError } from '../../../../shared/domain/errors.ts'
import { answerPage } from '../../answer-page.tsx'
import type { ConsoleDoor, Visit } from '../../door.ts'
import { parseForm } from '../../form.ts'
import { formVersion } from '../../form-parts.ts'
import type { Refusal } from '../../refusal.ts'
import { routes } from '../../routes.ts'
import { type FormState, freshForm } from '../../ui/form-state.ts'
import { mayChangeDesk } from '../../ui/settings-frame.tsx'
import type { CatalogueKeeper, KeptRecord } from './catalogue-keeper.ts'
import { categoryKeeper, customFieldKeeper, statusKeeper, tagKeeper } from './catalogue-lists.tsx'
import { CataloguePage, CatalogueRecordPage } from './catalogue-pages.tsx'
import { cannedReplyKeeper, templateKeeper } from './catalogue-words.tsx'

const rowsOnPage = 50

const keepers: Record<CatalogueKind, CatalogueKeeper> = {
  statuses: statusKeeper,
  categories: categoryKeeper,
  tags: tagKeeper,
  'custom-fields': customFieldKeeper,
  templates: templateKeeper,
  'canned-replies': cannedReplyKeeper,
}

/** Hangs up the lists that agents choose from: alike for all of them, each by its own facts. */
export function hangCatalogues(door: ConsoleDoor): void {
  door.get(routes.catalogue, 'tickets:read', async visit => {
    const { c, view } = visit
    const keeper = keeperFor(visit)
    const cursor = c.req.query('cursor')
    const page = await keeper.list(visit, { limit: rowsOnPage, ...(cursor ? { cursor } : {}) })
    return answerPage(
      c,
      <CataloguePage
        view={view}
        kind={keeper.kind}
        {...page}
        isFurther={cursor !== undefined}
        saved={c.req.query('saved') === '1'}
      />,
    )
  })

  door.get(routes.newInCatalogue, 'settings:write', async visit => {
    assertMayChange(visit)
    return await show(visit, keeperFor(visit), { form: freshForm(keeperFor(visit).usual), status: 200 })
  })

  door.post(routes.catalogue, 'settings:write', async (visit, form) => {
    const keeper = keeperFor(visit)
    return answer(visit, keeper, await keeper.create(visit, form))
  })

  door.get(routes.inCatalogue, 'tickets:read', async visit => {
    const keeper = keeperFor(visit)
    const existing = await keeper.read(visit, idOf(visit))
    return await show(visit, keeper, { form: freshForm(existing.values), existing, status: 200 })
  })

  door.post(routes.inCatalogue, 'settings:write', async (visit, form) => {
    const keeper = keeperFor(visit)
    const id = idOf(visit)
    return answer(visit, keeper, await keeper.change(visit, id, form), id)
  })

  door.post(routes.removeFromCatalogue, 'settings:write', async (visit, form) => {
    const keeper = keeperFor(visit)
    const parsed = parseForm(z.strictObject({ version: formVersion(visit.strings) }), form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    const error = await keeper.remove(visit, idOf(visit), parsed.data.version)
    if (error === undefined) return visit.c.redirect(listHref(keeper), 303)
    const existing = await keeper.read(visit, idOf(visit))
    const state = { ...freshForm(existing.values), message: visit.strings.settingsArea.removeStale }
    return await show(visit, keeper, { form: state, existing, status: 409 })
  })
}

interface Showing {
  form: FormState
  existing?: KeptRecord
  status: 200 | 400 | 409
}

async function show(visit: Visit, keeper: CatalogueKeeper, { form, existing, status }: Showing) {
  const fields = await keeper.fields(visit, existing === undefined)
  return answerPage(
    visit.c,
    <CatalogueRecordPage
      view={visit.view}
      kind={keeper.kind}
      fields={fields}
      form={form}
      isChangeable={keeper.isChangeable || existing === undefined}
      {...(existing === undefined ? {} : { existing })}
    />,
    status,
  )
}

/** Back to the list, or to the form with what is wrong with it. */
async function answer(visit: Visit, keeper: CatalogueKeeper, refused: Refusal | undefined, id?: string) {
  if (refused === undefined) return visit.c.redirect(listHref(keeper), 303)
  const existing = id === undefined ? undefined : await keeper.read(visit, id)
  const asked = Number(refused.state.values.version)
  // What the form was made from stays in it, unless its sender is told that somebody changed it since.
  const version = Number.isSafeInteger(asked) ? asked : (existing?.version ?? 0)
  return await show(visit, keeper, {
    form: refused.state,
    status: refused.status,
    ...(existing === undefined ? {} : { existing: { ...existing, version } }),
  })
}

function listHref({ kind }: CatalogueKeeper): string {
  return routes.catalogue.href({ kind }, { saved: 1 })
}

/** The catalogue of an address; `resource.missing` alike for none and for one that the agent may not read. */
function keeperFor({ c, agent }: Visit): CatalogueKeeper {
  const keeper = Object.values(keepers).find(({ kind }) => kind === c.req.param('kind'))
  if (keeper === undefined || !mayDo(agent, keeper.readBy)) throw new DeskError('resource.missing')
  return keeper
}

function assertMayChange({ view }: Visit): void {
  if (!mayChangeDesk(view)) throw new DeskError('resource.missing')
}

function idOf({ c }: Visit): string {
  return c.req.param('id') ?? ''
}
