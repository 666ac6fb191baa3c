import type { Desk } from '../runtime/desk.ts'
import { dueKeys, sweptThrough } from '../store/due.ts'
import { type SendOutcome, sendMail } from './send-mail.ts'

/** So many mails held back one after another, and SES is asked again at the next tick only. */
const heldBackInARowMax = 5

/** Sends every mail of the outbox that is due: what the stream did not get out, and what SES refused for now. */
export async function sendDueMail(
  desk: Desk,
  mayGoOn: () => boolean = () => true,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  const now = desk.now()
  let heldBackInARow = 0
  for await (const rows of dueKeys(desk.table, 'outbox', now)) {
    for (const row of rows) {
      // Cut off between SES's yes and the mark, a mail would go out twice; the next tick goes on from here.
      if (!mayGoOn()) return counts
      const outcome: SendOutcome = await sendMail(desk, row)
      counts[outcome] = (counts[outcome] ?? 0) + 1
      heldBackInARow = outcome === 'held-back' ? heldBackInARow + 1 : 0
      // The rest would be refused as well, at the price of a claim each.
      if (outcome === 'quota-used' || heldBackInARow === heldBackInARowMax) return counts
    }
  }
  await desk.table.commit([sweptThrough('outbox', now)])
  return counts
}
