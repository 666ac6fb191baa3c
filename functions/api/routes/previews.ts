import type { Hono } from 'hono'
import * as contract from '../../../shared/contract/previews.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { previewMerge, previewMove } from '../../../shared/use-cases/preview-changes.ts'
import { presentTicketRow } from '../present.ts'
import { serve } from '../serve.ts'

export function servePreviews(app: Hono, ground: Desk): void {
  serve(app, ground, contract.previewMerge, async ({ desk, actor, params }) => {
    const { from, into, ...rest } = await previewMerge(desk, actor, params)
    return { body: { from: presentTicketRow(from), into: presentTicketRow(into), ...rest } }
  })
  serve(app, ground, contract.previewMove, async ({ desk, actor, params }) => {
    const preview = await previewMove(desk, actor, params)
    const { clientId, clientName, watchersDropped, assetIdsDropped } = preview
    const { contactDropped = null, assigneeDropped = null } = preview
    const people = { contactDropped, watchersDropped, assigneeDropped }
    return { body: { clientId, clientName, ...people, assetIdsDropped } }
  })
}
