import { type Actor, assertMay, mayDo, mayKnowClient } from '../domain/actor.ts'
import {
  assertDraftFits,
  type Draft,
  type DraftContent,
  type DraftFile,
  isEmptyDraft,
  noDraft,
} from '../domain/draft.ts'
import { invalid } from '../domain/errors.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { Desk } from '../runtime/desk.ts'
import * as store from '../store/drafts.ts'
import { readTickets } from '../store/tickets.ts'
import { readUploads, type Upload } from '../store/uploads.ts'
import { isUploadId } from './attachment-places.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'
import { isUsable } from './prepare-upload.ts'
import { ticketFor } from './tickets.ts'

/** A draft as its writer gives it: its files by their ids. */
export type DraftInput = Omit<DraftContent, 'files'> & {
  attachmentIds?: readonly string[]
}

/** What the actor has begun to write on a ticket; one of version 0 where it is nothing. */
export async function readDraft(desk: Desk, actor: Actor, number: number): Promise<Draft> {
  const [draft] = await Promise.all([
    store.readDraft(desk.table, draftPlace(actor, number)),
    ticketFor(desk, actor, number, 'tickets:write'),
  ])
  return draft ?? noDraft(number)
}

/** The same for a page that reads the ticket, and asks whether the actor may, at the same time. */
export async function readDraftBeside(desk: Desk, actor: Actor, number: number): Promise<Draft> {
  if (!mayDo(actor, 'tickets:write')) return noDraft(number)
  return (await store.readDraft(desk.table, draftPlace(actor, number))) ?? noDraft(number)
}

/**
 * Keeps what the actor has begun to write, in the place of what was kept; nothing at all is no draft. Errors:
 * `version.stale` where the draft is not of that version any more, `draft.too-large`, and `request.invalid` with a
 * pointer to a file that is not the actor's or whose time is over.
 */
export async function saveDraft(
  desk: Desk,
  actor: Actor,
  input: DraftInput & { number: number; ifVersion?: number },
): Promise<Draft> {
  const { number, ifVersion, attachmentIds = [], ...words } = input
  const [files] = await Promise.all([
    filesOf(desk, actor, attachmentIds),
    ticketFor(desk, actor, number, 'tickets:write'),
  ])
  const content: DraftContent = { ...words, files }
  assertDraftFits(content)
  const place = draftPlace(actor, number)
  if (isEmptyDraft(content)) {
    // Where there should be none and is none, nothing is to be forgotten.
    if (ifVersion !== 0) await desk.table.commit([store.forgetDraft(place, ifVersion)])
    return noDraft(number)
  }
  const { draft, write } = store.saveDraft(place, content, { at: desk.now(), ifVersion })
  await desk.table.commit([write])
  return draft
}

/** Throws away what the actor has begun to write. Error: `version.stale`. */
export async function discardDraft(
  desk: Desk,
  actor: Actor,
  { number, ifVersion }: { number: number; ifVersion?: number },
): Promise<void> {
  await ticketFor(desk, actor, number, 'tickets:write')
  await desk.table.commit([store.forgetDraft(draftPlace(actor, number), ifVersion)])
}

/** What the actor has begun to write on tickets that are theirs to know, by the tickets' numbers. */
export async function listDrafts(
  desk: Desk,
  actor: Actor,
  page: CursorPage,
): Promise<{ drafts: { draft: Draft; ticket: Ticket }[]; nextCursor: string | null }> {
  assertMay(actor, 'tickets:write', 'any')
  const scope = cursorScope('drafts', actor)
  const after = await openCursor(desk, scope, page)
  const { records, next } = await store.listDrafts(desk.table, ownerOf(actor), after)
  const tickets = await readTickets(
    desk.table,
    records.map(({ ticketNumber }) => ticketNumber),
  )
  const drafts = records.flatMap((draft, index) => {
    const ticket = tickets[index]
    return ticket === undefined || !mayKnowClient(actor, ticket.clientId) ? [] : [{ draft, ticket }]
  })
  return { drafts, nextCursor: await sealCursor(desk, scope, next) }
}

/** Whose drafts and uploads somebody's are: an agent's on every browser, a key's its own. */
export function ownerOf(actor: Actor): string {
  return 'id' in actor ? actor.id : actor.name
}

export function draftPlace(actor: Actor, ticketNumber: number): store.DraftPlace {
  return { owner: ownerOf(actor), ticketNumber }
}

/** An upload as a draft names it. */
export function draftFileOf({ id, name, contentType, bytes, expiresAt }: Upload): DraftFile {
  return { id, name, contentType, bytes, expiresAt }
}

async function filesOf(desk: Desk, actor: Actor, ids: readonly string[]): Promise<DraftFile[]> {
  ids.forEach((id, index) => {
    if (ids.indexOf(id) !== index) throw invalid(`/attachmentIds/${index}`, 'is named twice')
    if (!isUploadId(id)) throw invalid(`/attachmentIds/${index}`, 'does not exist')
  })
  const [uploads, now] = [await readUploads(desk.table, ids), desk.now()]
  return uploads.map((upload, index) => {
    if (upload === undefined || !isUsable(upload, actor, now)) {
      throw invalid(`/attachmentIds/${index}`, 'does not exist')
    }
    return draftFileOf(upload)
  })
}
