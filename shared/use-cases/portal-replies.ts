import { personOf } from '../domain/actor.ts'
import { DeskError, invalid } from '../domain/errors.ts'
import { noticesOfClientReply } from '../domain/notifications.ts'
import { mayTakeStep, type PortalActor, type PortalStep, statusAfter } from '../domain/portal.ts'
import { applyEntry } from '../domain/reply.ts'
import { assertNotClosed, moveTo } from '../domain/ticket.ts'
import type { Entry } from '../domain/timeline.ts'
import { bodyOf, hasWords } from '../mail/body.ts'
import type { Desk } from '../runtime/desk.ts'
import { appendEntry } from '../store/timeline.ts'
import { saveChanged } from './change-ticket.ts'
import { decidedOnNewest, portalTicketFor } from './portal-access.ts'
import { findUploads, keepUploads } from './take-uploads.ts'
import { commitStep } from './ticket-step.ts'

export interface PortalReply {
  number: number
  bodyText: string
  /** Uploads of the actor that go with the words. */
  attachmentIds?: readonly string[]
}

/**
 * Adds what somebody of the client's side writes, as a public reply: it wakes a ticket that was on hold or
 * resolved, and is told to everybody else on it. Errors: `ticket.closed`, `attachment.used`,
 * `attachment.not-uploaded`.
 */
export async function replyInPortal(desk: Desk, actor: PortalActor, input: PortalReply): Promise<Entry> {
  const { number, bodyText } = input
  return await decidedOnNewest(async () => {
    const { ticket: before, settings } = await portalTicketFor(desk, actor, number)
    assertNotClosed(before)
    const uploads = await findUploads(desk, actor, input.attachmentIds)
    const [at, by, id] = [desk.now(), personOf(actor), desk.newUlid()]
    const body = bodyOf({ text: bodyText })
    if (!hasWords(body) && uploads.length === 0) throw invalid('/bodyText', 'has no words in it')
    const files = await keepUploads(desk, uploads, { ticketNumber: number, entryId: id })
    const entry: Entry = {
      id,
      kind: 'reply',
      visibility: 'public',
      at,
      by,
      ...body,
      attachments: files.attachments,
    }
    const { ticket: after, changes } = applyEntry(before, entry, {
      side: 'client',
      autoCloseHours: settings.autoCloseHours,
    })
    await commitStep(desk, {
      before,
      after,
      changes,
      writes: [await appendEntry(desk.files, number, entry), ...files.writes],
      notices: noticesOfClientReply(after, id, by, settings),
      by,
      at,
      made: `tickets/${number}/timeline/${id}`,
    })
    return entry
  })
}

/** Resolves, reopens or closes a ticket. Errors: those of `statusAfter`, `resource.missing`. */
export async function moveInPortal(
  desk: Desk,
  actor: PortalActor,
  { number, step }: { number: number; step: PortalStep },
): Promise<void> {
  if (!mayTakeStep(actor, step)) throw new DeskError('resource.missing')
  await decidedOnNewest(async () => {
    const { ticket: before, settings } = await portalTicketFor(desk, actor, number)
    const [at, by] = [desk.now(), personOf(actor)]
    const moved = moveTo(before, statusAfter(step, before), at, settings.autoCloseHours)
    await saveChanged(desk, before, moved, { by, at, settings })
  })
}
