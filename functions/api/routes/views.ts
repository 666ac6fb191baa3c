import type { Hono } from 'hono'
import type * as z from 'zod'
import { given } from '../../../shared/contract/given.ts'
import * as contract from '../../../shared/contract/views.ts'
import type { SavedView } from '../../../shared/domain/saved-view.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { countView } from '../../../shared/use-cases/count-view.ts'
import * as views from '../../../shared/use-cases/saved-views.ts'
import { type Answer, serve } from '../serve.ts'

export function serveViews(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listViews, async ({ desk, actor, query }) => {
    const page = await views.listViews(desk, actor, given(query))
    return { body: { data: page.views.map(presentView), nextCursor: page.nextCursor } }
  })
  serve(app, ground, contract.createView, async ({ desk, actor, body }) => {
    const view = await views.createView(desk, actor, withFilter(given(body)))
    return { ...answerOf(view), location: `/views/${view.id}` }
  })
  serve(app, ground, contract.readView, async ({ desk, actor, params }) =>
    answerOf(await views.readView(desk, actor, params.id)),
  )
  serve(app, ground, contract.changeView, async ({ desk, actor, params, body, ifVersion }) =>
    answerOf(
      await views.changeView(desk, actor, {
        id: params.id,
        changes: withFilter(given(body)),
        ...ifVersion,
      }),
    ),
  )
  serve(app, ground, contract.deleteView, async ({ desk, actor, params, ifVersion }) => {
    await views.deleteView(desk, actor, params.id, ifVersion.ifVersion)
    return {}
  })
  serve(app, ground, contract.countView, async ({ desk, actor, params }) => ({
    body: await countView(desk, actor, await views.readView(desk, actor, params.id)),
  }))
}

type Filter = NonNullable<z.output<typeof contract.createView.body>['filter']>

function withFilter<T extends { filter?: Filter }>({ filter, ...body }: T) {
  return { ...body, ...(filter === undefined ? {} : { filter: given(filter) }) }
}

function answerOf(view: SavedView): Answer {
  return { body: presentView(view), version: view.version }
}

function presentView(view: SavedView): z.output<typeof contract.viewAnswer> {
  const { owner, filter, sort, columns, clientIds: _clients, ...fields } = view
  return {
    ...fields,
    shared: owner === undefined,
    filter: { ...filter, status: filter.status && [...filter.status] },
    sort: sort ?? null,
    columns: [...columns],
  }
}
