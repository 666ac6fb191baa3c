import { type AutoMails, admitAutoMail } from '../domain/auto-mail.ts'
import { DeskError } from '../domain/errors.ts'
import type { OutboxMail, SuppressionReason } from '../domain/outbox.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { Desk } from '../runtime/desk.ts'
import { readAutoMails, saveAutoMails } from '../store/auto-mail-limits.ts'

/** How often a mail asks anew because another to the same address was let through at that moment. */
const asksMax = 5

/**
 * Lets a mail through that answers somebody's mail by itself, or says why it must not go out: at most one in ten
 * minutes and three a day to an address. What an agent did is always told.
 */
export async function refusalOfAutoMail(
  desk: Desk,
  mail: OutboxMail,
  { source }: Pick<Ticket, 'source'>,
  known: AutoMails | undefined,
): Promise<SuppressionReason | undefined> {
  if (mail.event !== 'ticket-created' || source !== 'email') return undefined
  const { address } = mail.to
  let before = known
  for (let attempt = 1; ; attempt += 1) {
    const after = admitAutoMail(before, mail.id, desk.now())
    if (after === 'admitted') return undefined
    if (typeof after === 'string') return after
    try {
      await desk.table.commit([saveAutoMails(address, before, after)])
      return undefined
    } catch (error) {
      if (!(error instanceof DeskError) || error.kind !== 'conflict' || attempt === asksMax) throw error
      before = await readAutoMails(desk.table, address)
    }
  }
}
