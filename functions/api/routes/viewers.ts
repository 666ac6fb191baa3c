import type { Hono } from 'hono'
import * as contract from '../../../shared/contract/viewers.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { listViewers } from '../../../shared/use-cases/viewers.ts'
import { serve } from '../serve.ts'

export function serveViewers(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listViewers, async ({ desk, actor, params }) => {
    const viewers = await listViewers(desk, actor, params.number)
    const data = viewers.map(({ agentId, name, isWriting, seenAt }) => {
      return { agentId, name, writing: isWriting, seenAt }
    })
    return { body: { data, nextCursor: null } }
  })
}
