import type { Hono } from 'hono'
import type * as z from 'zod'
import * as contract from '../../../shared/contract/attachments.ts'
import { versionOf } from '../../../shared/domain/timeline.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { type PreparedUpload, prepareUpload, renewUpload } from '../../../shared/use-cases/prepare-upload.ts'
import { attachmentLink } from '../../../shared/use-cases/read-attachment.ts'
import { redactAttachment } from '../../../shared/use-cases/redact-attachment.ts'
import { presentEntry } from '../present.ts'
import { serve } from '../serve.ts'

export function serveAttachments(app: Hono, ground: Desk): void {
  serve(app, ground, contract.prepareUpload, async ({ desk, actor, body }) => {
    const prepared = await prepareUpload(desk, actor, body)
    return { body: presentUpload(prepared), location: `/attachments/${prepared.upload.id}/upload` }
  })
  serve(app, ground, contract.renewUpload, async ({ desk, actor, params }) => ({
    body: presentUpload(await renewUpload(desk, actor, params.id)),
  }))
  serve(app, ground, contract.readAttachment, async ({ desk, actor, params }) => ({
    redirect: await attachmentLink(desk, actor, params.id),
  }))
  serve(app, ground, contract.redactAttachment, async ({ desk, actor, params, ifVersion }) => {
    const entry = await redactAttachment(desk, actor, params.id, ifVersion.ifVersion)
    return { body: presentEntry(entry), version: versionOf(entry) }
  })
}

function presentUpload({ upload, form, until }: PreparedUpload): z.output<typeof contract.uploadAnswer> {
  const { id, name, bytes, contentType, expiresAt } = upload
  return { id, name, size: bytes, type: contentType, upload: { ...form, expiresAt: until }, expiresAt }
}
