import { type Actor, personOf } from '../domain/actor.ts'
import { type Draft, type DraftContent, draftAfterSending } from '../domain/draft.ts'
import { invalid } from '../domain/errors.ts'
import { secondsAfter } from '../domain/instants.ts'
import { noticesOfAgentReply, noticesOfStatus } from '../domain/notifications.ts'
import { applyEntry, assertNotOvertaken, changesBetween } from '../domain/reply.ts'
import { assertRecipients, type ChosenRecipient, withChosen } from '../domain/reply-recipients.ts'
import { assertMayHold } from '../domain/reply-undo.ts'
import { assertNotClosed, type Status, type Ticket } from '../domain/ticket.ts'
import type { Entry } from '../domain/timeline.ts'
import { bodyOf, hasWords } from '../mail/body.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { forgetDraft, readDraft, saveDraft } from '../store/drafts.ts'
import { keepReplyUndo } from '../store/reply-undos.ts'
import { readSettings } from '../store/settings.ts'
import { appendEntry } from '../store/timeline.ts'
import { readChosenStatus } from './chosen-fields.ts'
import { draftFileOf, draftPlace, ownerOf } from './drafts.ts'
import { commitEffect, requestRow } from './effect.ts'
import { type ArrivedUpload, assertUploadedFor, findUploads, keepUploads } from './take-uploads.ts'
import { assertMayResolve } from './tasks.ts'
import { writesOfStep } from './ticket-step.ts'
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
  /** Whom a public reply is mailed to, in the place of the contact and the watchers. */
  recipients?: readonly ChosenRecipient[]
  /** For so long its mails are held, so that it can be taken back; 0 where absent. */
  holdSeconds?: number
  /** The actor's draft of this ticket goes with it, but for the words of the other kind. */
  fromDraft?: true
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
 * `attachment.used`, `attachment.not-uploaded`, and `request.invalid` for recipients of an internal note.
 */
export async function replyToTicket(
  desk: Desk,
  actor: Actor,
  input: ReplyInput,
): Promise<{ ticket: Ticket; entry: Entry }> {
  const [before, settings, draft] = await Promise.all([
    ticketFor(desk, actor, input.number, 'tickets:write'),
    readSettings(desk.table),
    input.fromDraft ? readDraft(desk.table, draftPlace(actor, input.number)) : undefined,
  ])
  // First of all: a precondition (RFC 9110, section 13.2.2) is asked before what the request would do.
  assertVersion(before.version, input.ifVersion)
  assertNotClosed(before)
  if (input.visibility === 'public' && input.seenReplyId !== undefined && !input.evenIfOvertaken) {
    assertNotOvertaken(before, input.seenReplyId)
  }
  const recipients = chosenRecipients(desk, before, input)
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
    ...(recipients === undefined
      ? {}
      : { recipients: recipients.map(({ email, name }) => ({ email, name })) }),
    ...(input.holdSeconds ? { undoUntil: secondsAfter(at, input.holdSeconds) } : {}),
    ...(input.minutesWorked === undefined ? {} : { minutesWorked: input.minutesWorked }),
  }
  if (!hasWords(drafted)) throw invalid('/bodyText', 'has no words in it')
  const custom = input.statusId === undefined ? undefined : await readChosenStatus(desk, input.statusId)
  const files = await keepUploads(desk, uploads, {
    ticketNumber: before.number,
    entryId: drafted.id,
  })
  const entry: Entry = { ...drafted, attachments: files.attachments }
  const applied = applyEntry(before, entry, {
    side: 'agent',
    ...(input.status === undefined ? {} : { status: input.status }),
    ...(custom === undefined ? {} : { custom }),
    autoCloseHours: settings.autoCloseHours,
  })
  const after = withChosen(applied.ticket, recipients ?? [])
  if (entry.undoUntil !== undefined) assertMayHold(before, after)
  const { ticket, writes } = await writesOfStep(desk, {
    before,
    after,
    changes: changesBetween(before, after),
    writes: [await appendEntry(desk.files, before.number, entry, requestRow(desk)), ...files.writes],
    notices: [
      ...(entry.visibility === 'public' ? noticesOfAgentReply(after, entry.id, by, entry.recipients) : []),
      ...noticesOfStatus(before, after, by, settings),
    ],
    ...(entry.undoUntil === undefined ? {} : { heldUntil: entry.undoUntil }),
    by,
    at,
  })
  const beside = [
    ...undoOf(actor, { before, ticket, entry, uploads, input }, writes),
    ...draftLeft(actor, draft, { visibility: input.visibility, at }),
  ]
  await commitEffect(desk, [...writes, ...beside], `tickets/${before.number}/timeline/${entry.id}`)
  return { ticket, entry }
}

/** Undefined: whoever the ticket names. */
function chosenRecipients(
  desk: Desk,
  ticket: Ticket,
  { visibility, recipients }: ReplyInput,
): ChosenRecipient[] | undefined {
  if (recipients === undefined) return undefined
  if (visibility === 'internal')
    throw invalid('/recipients', 'are for public replies: a note is never mailed')
  return assertRecipients(ticket, recipients, desk.config.domain)
}

interface Written {
  before: Ticket
  ticket: Ticket
  entry: Entry
  uploads: readonly ArrivedUpload[]
  input: ReplyInput
}

/** How to take a held reply back. */
function undoOf(
  actor: Actor,
  { before, ticket, entry, uploads, input }: Written,
  writes: readonly Write[],
): Write[] {
  const { undoUntil: until } = entry
  if (until === undefined) return []
  const text = input.bodyText ?? entry.text
  const { visibility, status, statusId, minutesWorked, recipients } = input
  const words: DraftContent = {
    visibility,
    publicText: visibility === 'public' ? text : '',
    internalText: visibility === 'public' ? '' : text,
    ...(recipients === undefined ? {} : { recipients: [...recipients] }),
    ...(status === undefined ? {} : { status }),
    ...(statusId === undefined ? {} : { statusId }),
    ...(minutesWorked === undefined ? {} : { minutesWorked }),
    files: uploads.map(({ upload }) => draftFileOf(upload)),
  }
  const { number: ticketNumber, version } = ticket
  const kept = { ticketNumber, entryId: entry.id, owner: ownerOf(actor), until, before, version, words }
  return [keepReplyUndo(kept, writes)]
}

/** What was sent is no draft any more; the words of the other kind stay one. */
function draftLeft(
  actor: Actor,
  draft: Draft | undefined,
  { visibility, at }: { visibility: ReplyInput['visibility']; at: string },
): Write[] {
  if (draft === undefined) return []
  const place = draftPlace(actor, draft.ticketNumber)
  const left = draftAfterSending(draft, visibility)
  return [left === undefined ? forgetDraft(place) : saveDraft(place, left, { at, over: draft }).write]
}
