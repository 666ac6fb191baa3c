import type { Hono } from 'hono'
import type * as z from 'zod'
import * as contract from '../../../shared/contract/drafts.ts'
import { given } from '../../../shared/contract/given.ts'
import type { Draft } from '../../../shared/domain/draft.ts'
import { referenceOf } from '../../../shared/domain/ticket.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { discardDraft, listDrafts, readDraft, saveDraft } from '../../../shared/use-cases/drafts.ts'
import { undoReply } from '../../../shared/use-cases/undo-reply.ts'
import { type Answer, serve } from '../serve.ts'

export function serveDrafts(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listDrafts, async ({ desk, actor, query }) => {
    const { drafts, nextCursor } = await listDrafts(desk, actor, given(query))
    const data = drafts.map(({ draft, ticket }) => ({
      ...presentDraft(draft),
      reference: referenceOf(ticket),
      subject: ticket.subject,
    }))
    return { body: { data, nextCursor } }
  })
  serve(app, ground, contract.readDraft, async ({ desk, actor, params }) =>
    answerOf(await readDraft(desk, actor, params.number)),
  )
  serve(app, ground, contract.saveDraft, async ({ desk, actor, params, body, ifVersion }) => {
    return answerOf(await saveDraft(desk, actor, { ...params, ...given(body), ...ifVersion }))
  })
  serve(app, ground, contract.discardDraft, async ({ desk, actor, params, ifVersion }) => {
    await discardDraft(desk, actor, { ...params, ...ifVersion })
    return {}
  })
  serve(app, ground, contract.undoReply, async ({ desk, actor, params, ifVersion }) =>
    answerOf(await undoReply(desk, actor, { ...params, ...ifVersion })),
  )
}

function answerOf(draft: Draft): Answer {
  return { body: presentDraft(draft), version: draft.version }
}

function presentDraft(draft: Draft): z.output<typeof contract.draftAnswer> {
  const { ticketNumber, visibility, publicText, internalText, files, version } = draft
  return {
    ...{ ticketNumber, visibility, publicText, internalText },
    recipients: draft.recipients?.map(({ email, name, watch = false }) => ({ email, name, watch })) ?? null,
    status: draft.status ?? null,
    statusId: draft.statusId ?? null,
    minutesWorked: draft.minutesWorked ?? null,
    attachments: files,
    savedAt: draft.savedAt ?? null,
    version,
  }
}
