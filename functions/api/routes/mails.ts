import type { Hono } from 'hono'
import { given } from '../../../shared/contract/given.ts'
import * as contract from '../../../shared/contract/mails.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import {
  deleteFromQuarantine,
  listQuarantine,
  releaseFromQuarantine,
} from '../../../shared/use-cases/quarantine.ts'
import { readOriginal } from '../../../shared/use-cases/read-ticket.ts'
import { presentQuarantined, presentTicket } from '../present.ts'
import { serve } from '../serve.ts'

export function serveMails(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listQuarantine, async ({ desk, actor, query }) => {
    const page = await listQuarantine(desk, actor, given(query))
    return { body: { data: page.mails.map(presentQuarantined), nextCursor: page.nextCursor } }
  })
  serve(app, ground, contract.releaseFromQuarantine, async ({ desk, actor, params, body }) => {
    const ticket = await releaseFromQuarantine(desk, actor, params.id, given(body))
    return { body: presentTicket(ticket), version: ticket.version, location: `/tickets/${ticket.number}` }
  })
  serve(app, ground, contract.deleteFromQuarantine, async ({ desk, actor, params }) => {
    await deleteFromQuarantine(desk, actor, params.id)
    return {}
  })
  serve(app, ground, contract.readMail, async ({ desk, actor, params }) => {
    const original = await readOriginal(desk, actor, params.key)
    return 'link' in original ? { redirect: original.link } : { body: Uint8Array.from(original.content) }
  })
}
