import type { Hono } from 'hono'
import * as contract from '../../../shared/contract/dashboard.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { readDashboard } from '../../../shared/use-cases/dashboard.ts'
import { presentTicketRow } from '../present.ts'
import { serve } from '../serve.ts'

export function serveDashboard(app: Hono, ground: Desk): void {
  serve(app, ground, contract.readDashboard, async ({ desk, actor }) => {
    const { nextDue, ...dashboard } = await readDashboard(desk, actor)
    return { body: { ...dashboard, nextDue: nextDue.map(presentTicketRow) } }
  })
}
