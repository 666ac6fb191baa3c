import type { Hono } from 'hono'
import type * as z from 'zod'
import { given } from '../../../shared/contract/given.ts'
import * as contract from '../../../shared/contract/mails.ts'
import { invalid } from '../../../shared/domain/errors.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { blockFromQuarantine } from '../../../shared/use-cases/blocked-senders.ts'
import { deleteFromQuarantine, listQuarantine } from '../../../shared/use-cases/quarantine.ts'
import { readMailHeaders, readMailOutcome, readOriginal } from '../../../shared/use-cases/read-mail.ts'
import { type ReleaseInput, releaseFromQuarantine } from '../../../shared/use-cases/release-mail.ts'
import { replayMail } from '../../../shared/use-cases/replay-mail.ts'
import { presentTicket } from '../present.ts'
import { presentBlockedSender, presentQuarantined, presentStoredMail } from '../present-mails.ts'
import { serve } from '../serve.ts'

export function serveMails(app: Hono, ground: Desk): void {
  serveQuarantine(app, ground)
  serve(app, ground, contract.readMail, async ({ desk, actor, params }) => {
    const original = await readOriginal(desk, actor, params.key)
    return 'link' in original ? { redirect: original.link } : { body: Uint8Array.from(original.content) }
  })
  serve(app, ground, contract.readMailHeaders, async ({ desk, actor, params }) => ({
    body: new TextEncoder().encode(await readMailHeaders(desk, actor, params.key)),
  }))
  serve(app, ground, contract.readMailOutcome, async ({ desk, actor, params }) => ({
    body: presentStoredMail(await readMailOutcome(desk, actor, params.key)),
  }))
  serve(app, ground, contract.replayMail, async ({ desk, actor, params }) => ({
    body: presentStoredMail(await replayMail(desk, actor, params.key)),
    location: `/mails/${params.key}/outcome`,
  }))
}

function serveQuarantine(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listQuarantine, async ({ desk, actor, query }) => {
    const page = await listQuarantine(desk, actor, given(query))
    return { body: { data: page.mails.map(presentQuarantined), nextCursor: page.nextCursor } }
  })
  serve(app, ground, contract.releaseFromQuarantine, async ({ desk, actor, params, body }) => {
    const ticket = await releaseFromQuarantine(desk, actor, params.id, releaseInput(body))
    return { body: presentTicket(ticket), version: ticket.version, location: `/tickets/${ticket.number}` }
  })
  serve(app, ground, contract.blockFromQuarantine, async ({ desk, actor, params, body }) => {
    const sender = await blockFromQuarantine(desk, actor, params.id, body.scope)
    return {
      body: presentBlockedSender(sender),
      version: sender.version,
      location: `/blocked-senders/${sender.id}`,
    }
  })
  serve(app, ground, contract.deleteFromQuarantine, async ({ desk, actor, params }) => {
    await deleteFromQuarantine(desk, actor, params.id)
    return {}
  })
}

function releaseInput(body: z.output<typeof contract.releaseFromQuarantine.body>): ReleaseInput {
  const { as, number, ...rest } = given(body)
  if (as === 'ticket') return { as, ...rest }
  if (number === undefined) throw invalid('/number', 'is needed for a reply')
  return { as, number, ...(rest.registerSender ? { registerSender: true } : {}) }
}
