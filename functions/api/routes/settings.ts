import type { Hono } from 'hono'
import { given } from '../../../shared/contract/given.ts'
import * as contract from '../../../shared/contract/settings.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { changeSettings, readSettings } from '../../../shared/use-cases/settings.ts'
import { serve } from '../serve.ts'

export function serveSettings(app: Hono, ground: Desk): void {
  serve(app, ground, contract.readSettings, async ({ desk, actor }) => {
    const settings = await readSettings(desk, actor)
    return { body: settings, version: settings.version }
  })
  serve(app, ground, contract.changeSettings, async ({ desk, actor, body, ifVersion }) => {
    const settings = await changeSettings(desk, actor, given(body), ifVersion.ifVersion)
    return { body: settings, version: settings.version }
  })
}
