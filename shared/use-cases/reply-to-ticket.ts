import { type Actor, personOf } from '../domain/actor.ts'
import { invalid } from '../domain/errors.ts'
import { noticesOfAgentReply, noticesOfStatus } from '../domain/notifications.ts'
import { applyEntry, assertNotOvertaken } from '../domain/reply.ts'
import { assertNotClosed, type Status, type Ticket } from '../domain/ticket.ts'
import type { Entry } from '../domain/timeline.ts'
import { bodyOf, hasWords } from '../mail/body.ts'
import type { Desk } from '../runtime/desk.ts'
import { readSettings } from '../store/settings.ts'
import { appendEntry } from '../store/timeline.ts'
import { readChosenStatus } from './chosen-fields.ts'
import { requestRow } from './effect.ts'
import { assertUploadedFor, findUploads, keepUploads } from './take-uploads.ts'
import { assertMayResolve } from './tasks.ts'
import { commitStep } from './ticket-step.ts'
import { assertVersion, ticketFor } from './tickets.ts'

export interface ReplyInput {
  number: number
  visibility: 'public' | 'internal'
  bodyText?: string
  bodyHtml?: string
  /** Moves the ticket in the same step. */
  status?: Status
  /** Moves it to a custom status, in the place of `status`. */
  statusId?: string
  minutesWorked?: number
  /** Uploads of the actor that go with the words. */
  attachmentIds?: readonly string[]
  /** The header's `lastReplyId` as the writer saw it, null for none; not asked where absent. */
  seenReplyId?: string | null
  /** The writer knows of newer public replies and sends on purpose. */
  evenIfOvertaken?: true
  /** The version the writer saw. */
  ifVersion?: number
}

/**
 * Adds an agent's public reply or internal note, and queues the mails that carry a public one.
 * Errors: `ticket.closed`, `ticket.transition`, `ticket.tasks-open`, `reply.overtaken`, `version.stale`,
 * `attachment.used`, `attachment.not-uploaded`.
 */
export async function replyToTicket(
  desk: Desk,
  actor: Actor,
  input: ReplyInput,
): Promise<{ ticket: Ticket; entry: Entry }> {
  const [before, settings] = await Promise.all([
    ticketFor(desk, actor, input.number, 'tickets:write'),
    readSettings(desk.table),
  ])
  // First of all: a precondition (RFC 9110, section 13.2.2) is asked before what the request would do.
  assertVersion(before.version, input.ifVersion)
  assertNotClosed(before)
  if (input.visibility === 'public' && input.seenReplyId !== undefined && !input.evenIfOvertaken) {
    assertNotOvertaken(before, input.seenReplyId)
  }
  await assertMayResolve(desk, before, input.status)
  const uploads = await findUploads(desk, actor, input.attachmentIds)
  assertUploadedFor(uploads, before.clientId)
  const at = desk.now()
  const by = personOf(actor)
  const drafted: Entry = {
    id: desk.newUlid(),
    kind: input.visibility === 'public' ? 'reply' : 'note',
    visibility: input.visibility,
    at,
    by,
    ...bodyOf({
      ...(input.bodyText === undefined ? {} : { text: input.bodyText }),
      ...(input.bodyHtml === undefined ? {} : { html: input.bodyHtml }),
    }),
    attachments: [],
    ...(input.minutesWorked === undefined ? {} : { minutesWorked: input.minutesWorked }),
  }
  if (!hasWords(drafted)) throw invalid('/bodyText', 'has no words in it')
  const custom = input.statusId === undefined ? undefined : await readChosenStatus(desk, input.statusId)
  const files = await keepUploads(desk, uploads, {
    ticketNumber: before.number,
    entryId: drafted.id,
  })
  const entry: Entry = { ...drafted, attachments: files.attachments }
  const { ticket: after, changes } = applyEntry(before, entry, {
    side: 'agent',
    ...(input.status === undefined ? {} : { status: input.status }),
    ...(custom === undefined ? {} : { custom }),
    autoCloseHours: settings.autoCloseHours,
  })
  const ticket = await commitStep(desk, {
    before,
    after,
    changes,
    writes: [await appendEntry(desk.files, before.number, entry, requestRow(desk)), ...files.writes],
    notices: [
      ...(entry.visibility === 'public' ? noticesOfAgentReply(after, entry.id, by) : []),
      ...noticesOfStatus(before, after, by, settings),
    ],
    by,
    at,
    made: `tickets/${before.number}/timeline/${entry.id}`,
  })
  return { ticket, entry }
}
