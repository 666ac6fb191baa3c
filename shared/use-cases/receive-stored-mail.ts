import type { Desk } from '../runtime/desk.ts'
import type { InboundMail } from '../store/mails.ts'
import { lostReceipt } from './decided-anew.ts'
import { decideMail } from './receive-mail.ts'
import type { StoredMailMessage } from './stored-mail-message.ts'

/**
 * Takes in a mail of which no receipt is at hand. Its outcome, where it has one, keeps the receipt; else that is lost,
 * and the mail waits in quarantine for a person. Undefined where its raw form is gone.
 */
export async function receiveStoredMail(
  desk: Desk,
  { mailKey, storedAt, askedBy }: StoredMailMessage,
): Promise<InboundMail | undefined> {
  const raw = await desk.rawMail.read(mailKey)
  if (raw === undefined) return undefined
  return await decideMail(desk, lostReceipt(mailKey, storedAt), raw, askedBy)
}
