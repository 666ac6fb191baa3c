import type { Hono } from 'hono'
import * as contract from '../../../shared/contract/events.ts'
import { given } from '../../../shared/contract/given.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { showEvent } from '../../../shared/use-cases/event-payload.ts'
import { readEvents } from '../../../shared/use-cases/read-events.ts'
import { serve } from '../serve.ts'

export function serveEvents(app: Hono, ground: Desk): void {
  serve(app, ground, contract.readEvents, async ({ desk, actor, query }) => {
    const { events, ...rest } = await readEvents(desk, actor, given(query))
    return { body: { data: events.map(showEvent), ...rest } }
  })
}
