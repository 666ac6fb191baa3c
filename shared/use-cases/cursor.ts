import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Actor } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import type { Desk } from '../runtime/desk.ts'

export interface CursorPage {
  /** 1 to 100. */
  limit: number
  cursor?: string
}

/** Where a page starts, as the table understands it. Error: `cursor.invalid` for a cursor of another list or actor. */
export async function openCursor(
  desk: Desk,
  scope: string,
  page: CursorPage,
): Promise<{ limit: number; after?: Record<string, unknown> }> {
  if (page.cursor === undefined) return { limit: page.limit }
  const [payload = '', mac = ''] = page.cursor.split('.')
  const expected = await macOf(desk, scope, payload)
  const given = Buffer.from(mac, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new DeskError('cursor.invalid', 'This cursor does not belong to this list.', [
      { pointer: '/cursor', message: 'does not belong to this list' },
    ])
  }
  return { limit: page.limit, after: JSON.parse(Buffer.from(payload, 'base64url').toString()) }
}

/** The opaque cursor of the next page, signed with the list it belongs to; null at the end. */
export async function sealCursor(
  desk: Desk,
  scope: string,
  next: Record<string, unknown> | undefined,
): Promise<string | null> {
  if (next === undefined) return null
  const payload = Buffer.from(JSON.stringify(next)).toString('base64url')
  return `${payload}.${(await macOf(desk, scope, payload)).toString('base64url')}`
}

/** What a cursor is bound to: the list, its filters, and whose it is. */
export function cursorScope(list: string, actor: Actor, filter: object = {}): string {
  return JSON.stringify([list, actor.kind, 'id' in actor ? actor.id : actor.name, filter])
}

async function macOf(desk: Desk, scope: string, payload: string): Promise<Buffer> {
  return createHmac('sha256', await desk.secrets.signingKey())
    .update(`cursor\n${scope}\n${payload}`)
    .digest()
    .subarray(0, 16)
}
