import type { Hono } from 'hono'
import * as contract from '../../../shared/contract/audit-log.ts'
import { given } from '../../../shared/contract/given.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { listAuditLog } from '../../../shared/use-cases/audit-log.ts'
import { presentAuditEntry } from '../present-catalogues.ts'
import { serve } from '../serve.ts'

export function serveAuditLog(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listAuditLog, async ({ desk, actor, query }) => {
    const page = await listAuditLog(desk, actor, given(query))
    return { body: { data: page.entries.map(presentAuditEntry), nextCursor: page.nextCursor } }
  })
}
