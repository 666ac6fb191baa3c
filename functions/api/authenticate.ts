import type { Context } from 'hono'
import type { Actor } from '../../shared/domain/actor.ts'
import { DeskError } from '../../shared/domain/errors.ts'
import type { Desk } from '../../shared/runtime/desk.ts'
import { callerOfSecret } from '../../shared/use-cases/api-keys.ts'
import { limitsOf } from './limits.ts'

/** Who is asking, by their API key, and not more often than it may. Errors: `auth.required`, `auth.invalid`, `request.too-many`. */
export async function authenticate(c: Context, desk: Desk): Promise<Actor> {
  const limits = limitsOf(desk)
  const [, secret] = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(c.req.header('authorization') ?? '') ?? []
  limits.countAddress(c, secret)
  if (secret === undefined) throw new DeskError('auth.required', 'Send an API key: Authorization: Bearer …')
  const caller = await callerOfSecret(desk, secret)
  await limits.countKey(c, secret, caller)
  return caller.actor
}
