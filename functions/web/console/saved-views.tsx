import * as z from 'zod'
import { mayDo } from '../../../shared/domain/actor.ts'
import { DeskError } from '../../../shared/domain/errors.ts'
import type { SavedView } from '../../../shared/domain/saved-view.ts'
import { countView } from '../../../shared/use-cases/count-view.ts'
import * as views from '../../../shared/use-cases/saved-views.ts'
import { answerPage } from '../answer-page.tsx'
import type { ConsoleDoor, Visit } from '../door.ts'
import { attempt, parseForm, type RawForm, refusedForm, text, wholeNumber } from '../form.ts'
import { routes } from '../routes.ts'
import type { Strings } from '../strings.ts'
import { tasteOf } from './read-list.ts'
import { ViewWrongPage } from './save-view.tsx'
import { queryOf, readListRequest, requestOfView, viewFilterOf } from './ticket-filter.ts'

const viewForm = (strings: Strings) =>
  z.strictObject({
    name: text(strings, 100),
    position: wholeNumber(strings, 0, 9_999),
    shared: z.literal('on').optional(),
    query: z.string().max(8_000),
    version: wholeNumber(strings, 0, 999_999_999).optional(),
  })

const versionForm = (strings: Strings) => z.strictObject({ version: wholeNumber(strings, 0, 999_999_999) })

/** Hangs up what keeps saved views, and their counts. */
export function hangSavedViews(door: ConsoleDoor): void {
  door.post(routes.views, 'tickets:read', (visit, form) => save(visit, form, undefined))

  door.post(routes.savedView, 'tickets:read', (visit, form) => save(visit, form, visit.c.req.param('viewId')))

  door.post(routes.forgetView, 'tickets:read', async ({ desk, agent, c, strings }, form) => {
    const parsed = parseForm(versionForm(strings), form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    await views.deleteView(desk, agent, c.req.param('viewId') ?? '', parsed.data.version)
    return c.redirect(routes.tickets.href({}), 303)
  })

  door.get(routes.viewCount, 'tickets:read', async ({ desk, agent, c }) => {
    const saved = await views.readView(desk, agent, c.req.param('viewId') ?? '')
    const { count, isMore } = await countView(desk, agent, saved)
    return c.text(isMore ? `${count}+` : String(count))
  })
}

async function save(visit: Visit, form: RawForm, viewId: string | undefined): Promise<Response> {
  const { agent, c, view, strings } = visit
  const parsed = parseForm(viewForm(strings), form)
  const saved = parsed.ok ? await attempt(keep(visit, parsed.data, viewId)) : parsed.state
  if (!(saved instanceof DeskError) && 'id' in saved) {
    return c.redirect(routes.tickets.href({}, queryOf(requestOfView(saved, view.timeZone))), 303)
  }
  const state = saved instanceof DeskError ? refusedForm(strings, form, saved) : saved
  const action = viewId === undefined ? routes.views.href({}) : routes.savedView.href({ viewId })
  const mayShare = mayDo(agent, 'settings:write')
  const page = <ViewWrongPage view={view} form={state} action={action} mayShare={mayShare} />
  return await answerPage(c, page, 422)
}

async function keep(
  visit: Visit,
  form: z.output<ReturnType<typeof viewForm>>,
  viewId: string | undefined,
): Promise<SavedView> {
  const { desk, agent, view } = visit
  const request = readListRequest(new URLSearchParams(form.query))
  const input = {
    name: form.name,
    position: form.position,
    shared: form.shared === 'on',
    filter: viewFilterOf(request, { agentId: agent.id, timeZone: view.timeZone }),
    ...tasteOf(visit, request),
  }
  const { sort } = request
  if (viewId === undefined) {
    return await views.createView(desk, agent, { ...input, ...(sort === undefined ? {} : { sort }) })
  }
  const { version: ifVersion } = form
  const change = { id: viewId, changes: { ...input, sort: sort ?? null } }
  return await views.changeView(desk, agent, ifVersion === undefined ? change : { ...change, ifVersion })
}
