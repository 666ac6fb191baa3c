import type { Desk } from '../runtime/desk.ts'
import { dueKeys, sweptThrough } from '../store/due.ts'
import { sendMail } from './send-mail.ts'

/** Sends every mail of the outbox that is due: what the stream did not get out, and what SES refused for now. */
export async function sendDueMail(
  desk: Desk,
  mayGoOn: () => boolean = () => true,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  const now = desk.now()
  for await (const rows of dueKeys(desk.table, 'outbox', now)) {
    for (const row of rows) {
      // Cut off between SES's yes and the mark, a mail would go out twice; the next tick goes on from here.
      if (!mayGoOn()) return counts
      const outcome = await sendMail(desk, row)
      counts[outcome] = (counts[outcome] ?? 0) + 1
    }
  }
  await desk.table.commit([sweptThrough('outbox', now)])
  return counts
}
