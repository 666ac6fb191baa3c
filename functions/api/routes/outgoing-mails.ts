import type { Hono } from 'hono'
import type * as z from 'zod'
import { given } from '../../../shared/contract/given.ts'
import * as contract from '../../../shared/contract/outgoing-mails.ts'
import type { OutboxMail } from '../../../shared/domain/outbox.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { listOutgoingMails } from '../../../shared/use-cases/outgoing-mails.ts'
import { serve } from '../serve.ts'

export function serveOutgoingMails(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listOutgoingMails, async ({ desk, actor, params, query }) => {
    const page = await listOutgoingMails(desk, actor, params.number, given(query))
    return { body: { data: page.mails.map(present), nextCursor: page.nextCursor } }
  })
}

function present(mail: OutboxMail): z.output<typeof contract.outgoingMailAnswer> {
  return {
    id: mail.id,
    event: mail.event,
    to: { name: mail.to.name, email: mail.to.address },
    entryId: mail.entryId ?? null,
    state: mail.deliveryState ?? mail.state,
    at: mail.deliveryAt ?? null,
    detail: mail.deliveryDetail ?? mail.failure ?? null,
    attempts: mail.attempts,
    createdAt: mail.createdAt,
  }
}
