import { type Actor, assertMay, type Permission } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import { headerBlock, headerBytesMax } from '../mail/raw-headers.ts'
import type { Desk } from '../runtime/desk.ts'
import { type InboundMail, readInbound } from '../store/mails.ts'
import { ticketFor } from './tickets.ts'

/** What fits into one answer of a function, base64 and all: Lambda gives 6 MB. */
const answerBytesMax = 4_000_000

/** A raw mail: its bytes, or for a large one a short-lived link to them. */
export type Original = { content: Uint8Array } | { link: string }

/** A stored mail, and what became of it as far as anything did. */
export interface StoredMail {
  mailKey: string
  /** When it was received; of a mail without an outcome, when it was stored. */
  at: string
  inbound?: InboundMail
}

/** The raw mail as SES stored it. */
export async function readOriginal(desk: Desk, actor: Actor, mailKey: string): Promise<Original> {
  await storedMailFor(desk, actor, mailKey, 'mail:read')
  const content = await desk.rawMail.read(mailKey)
  if (content === undefined) throw new DeskError('resource.missing')
  if (content.byteLength <= answerBytesMax) return { content }
  return { link: await desk.rawMail.downloadLink(mailKey, 'original.eml', 'message/rfc822') }
}

/** The header fields of a raw mail as text, one line after the other as they stand there. */
export async function readMailHeaders(desk: Desk, actor: Actor, mailKey: string): Promise<string> {
  await storedMailFor(desk, actor, mailKey, 'mail:read')
  const start = await desk.rawMail.readStart(mailKey, headerBytesMax)
  if (start === undefined) throw new DeskError('resource.missing')
  return headerBlock(start.content)
}

/** What became of a mail; nothing yet, where it is stored and no more. */
export async function readMailOutcome(desk: Desk, actor: Actor, mailKey: string): Promise<StoredMail> {
  return await storedMailFor(desk, actor, mailKey, 'mail:read')
}

/**
 * The mail, if it is there and the actor's to know: with its ticket where it became part of one, else with the desk.
 * A key for some clients can be in a client's hands: it is not shown what only the desk sees of its tickets.
 */
export async function storedMailFor(
  desk: Desk,
  actor: Actor,
  mailKey: string,
  permission: Permission,
): Promise<StoredMail> {
  assertMay(actor, permission, 'any')
  if (!isMailKey(mailKey)) throw new DeskError('resource.missing')
  const inbound = await readInbound(desk.table, mailKey)
  if (inbound?.ticketNumber === undefined) assertMay(actor, permission, undefined)
  else {
    await ticketFor(desk, actor, inbound.ticketNumber, permission)
    const isClientKey = actor.kind === 'key' && actor.clientIds !== undefined
    if (isClientKey && inbound.outcome === 'recorded') throw new DeskError('resource.missing')
  }
  if (inbound !== undefined) return { mailKey, at: inbound.receivedAt, inbound }
  const at = await desk.rawMail.storedAt(mailKey)
  if (at === undefined) throw new DeskError('resource.missing')
  return { mailKey, at }
}

/** SES names mails by letters and digits; what else lies in the bucket, as its note of having been set up, is none. */
export function isMailKey(key: string): boolean {
  return /^[A-Za-z0-9]{1,60}$/.test(key)
}
