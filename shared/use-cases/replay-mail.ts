import { type Actor, personOf } from '../domain/actor.ts'
import type { Desk } from '../runtime/desk.ts'
import { commitEffect } from './effect.ts'
import { type StoredMail, storedMailFor } from './read-mail.ts'
import { storedMailMessage } from './stored-mail-message.ts'

/**
 * Has a stored mail looked at once more by whoever takes mail in: one that nobody took in is decided anew, one without
 * an outcome is taken in, every other stays what it is. Answers the mail as it is now.
 */
export async function replayMail(desk: Desk, actor: Actor, mailKey: string): Promise<StoredMail> {
  const mail = await storedMailFor(desk, actor, mailKey, 'mail:write')
  await desk.mailWakeUps.send([storedMailMessage({ mailKey, storedAt: mail.at, askedBy: personOf(actor) })])
  // Asked for again after this broke off, it is put into the queue twice, and done once.
  await commitEffect(desk, [], `mails/${mailKey}/outcome`)
  return mail
}
