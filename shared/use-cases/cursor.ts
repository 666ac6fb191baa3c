import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto'
import type { Actor } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import type { Desk } from '../runtime/desk.ts'

export interface CursorPage {
  /** 1 to 100. */
  limit: number
  cursor?: string
}

const cipher = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/** Where a page starts, as the table understands it. Error: `cursor.invalid` for a cursor of another list or actor. */
export async function openCursor(
  desk: Desk,
  scope: string,
  page: CursorPage,
): Promise<{ limit: number; after?: Record<string, unknown> }> {
  if (page.cursor === undefined) return { limit: page.limit }
  const sealed = Buffer.from(page.cursor, 'base64url')
  const isWhole = sealed.length > nonceBytes + tagBytes && sealed.toString('base64url') === page.cursor
  if (!isWhole) throw foreignCursor()
  const opening = createDecipheriv(cipher, await keyOf(desk), sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
  opening.setAAD(Buffer.from(scope)).setAuthTag(sealed.subarray(-tagBytes))
  try {
    const payload = Buffer.concat([opening.update(sealed.subarray(nonceBytes, -tagBytes)), opening.final()])
    return { limit: page.limit, after: JSON.parse(payload.toString()) }
  } catch {
    throw foreignCursor()
  }
}

/**
 * The opaque cursor of the next page, good for the list it belongs to; null at the end. It is encrypted: a page
 * can end at a row that its reader may not know. The same position gives the same cursor, so that a list's ETag
 * holds; the nonce is therefore made from what it seals.
 */
export async function sealCursor(
  desk: Desk,
  scope: string,
  next: Record<string, unknown> | undefined,
): Promise<string | null> {
  if (next === undefined) return null
  const payload = JSON.stringify(next)
  const key = await keyOf(desk)
  const nonce = createHmac('sha256', key).update(`${scope}\n${payload}`).digest().subarray(0, nonceBytes)
  const sealing = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(scope))
  const sealed = [nonce, sealing.update(payload), sealing.final(), sealing.getAuthTag()]
  return Buffer.concat(sealed).toString('base64url')
}

/** What a cursor is bound to: the list, its filters, and whose it is. */
export function cursorScope(list: string, actor: Actor, filter: object = {}): string {
  return JSON.stringify([list, actor.kind, 'id' in actor ? actor.id : actor.name, filter])
}

function foreignCursor(): DeskError {
  return new DeskError('cursor.invalid', 'This cursor does not belong to this list.', [
    { pointer: '/cursor', message: 'does not belong to this list' },
  ])
}

async function keyOf(desk: Desk): Promise<Buffer> {
  return createHash('sha256')
    .update(`cursor\n${await desk.secrets.signingKey()}`)
    .digest()
}
