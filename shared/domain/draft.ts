import { DeskError } from './errors.ts'
import type { ChosenRecipient } from './reply-recipients.ts'
import type { Status } from './ticket.ts'

/** A file that was uploaded for a draft, and until when a reply can take it. */
export interface DraftFile {
  id: string
  name: string
  contentType: string
  bytes: number
  expiresAt: string
}

/** What somebody has begun to write on a ticket: a public reply and an internal note, each with its own words. */
export interface DraftContent {
  /** Which of the two was being written. */
  visibility: 'public' | 'internal'
  publicText: string
  internalText: string
  /** Absent: the contact and the watchers. */
  recipients?: ChosenRecipient[]
  status?: Status
  statusId?: string
  minutesWorked?: number
  files: DraftFile[]
}

/** A draft as it is kept; `version` is 0 where there is none. */
export interface Draft extends DraftContent {
  ticketNumber: number
  savedAt?: string
  /** Later than that of every draft before it, of the same ticket too: what was sent does not come back. */
  version: number
}

/** A draft that nobody touched is forgotten after so many days. */
export const draftKeptDays = 30

/** Bytes of both texts: they are one row of the table, which takes 400 KB. */
export const draftBytesMax = 300_000

/** The draft of a ticket on which nothing was begun. */
export function noDraft(ticketNumber: number): Draft {
  return { ticketNumber, visibility: 'public', publicText: '', internalText: '', files: [], version: 0 }
}

/** Whether there is nothing in it that would be missed. */
export function isEmptyDraft({ publicText, internalText, files, ...rest }: DraftContent): boolean {
  if (`${publicText}${internalText}`.trim() !== '' || files.length > 0) return false
  const { recipients, status, statusId, minutesWorked } = rest
  return [recipients, status, statusId, minutesWorked].every(value => value === undefined)
}

/** Refuses with `draft.too-large` what no row of the table can hold. */
export function assertDraftFits({ publicText, internalText }: DraftContent): void {
  if (Buffer.byteLength(publicText) + Buffer.byteLength(internalText) <= draftBytesMax) return
  const detail = `Both texts together are more than ${draftBytesMax} bytes.`
  throw new DeskError('draft.too-large', detail, [
    { pointer: '/publicText', message: 'is too long to be kept' },
  ])
}

/** What is left of a draft of which one text was sent: the other, if it has any. */
export function draftAfterSending(draft: Draft, sent: DraftContent['visibility']): DraftContent | undefined {
  const rest = sent === 'public' ? draft.internalText : draft.publicText
  if (rest.trim() === '') return undefined
  return {
    visibility: sent === 'public' ? 'internal' : 'public',
    publicText: sent === 'public' ? '' : rest,
    internalText: sent === 'public' ? rest : '',
    files: [],
  }
}

/** A draft with a reply in it that was taken back: before what was begun since. */
export function draftWithUndone(draft: Draft, undone: DraftContent): DraftContent {
  const isPublic = undone.visibility === 'public'
  const join = (before: string, after: string) => [before, after].filter(text => text !== '').join('\n\n')
  return {
    ...undone,
    publicText: isPublic ? join(undone.publicText, draft.publicText) : draft.publicText,
    internalText: isPublic ? draft.internalText : join(undone.internalText, draft.internalText),
    files: [...undone.files, ...draft.files],
  }
}

/** The version that follows another at an instant. */
export function nextDraftVersion(now: string, before = 0): number {
  return Math.max(Date.parse(now), before + 1)
}
