import { minutesAfter, type OutboxMail, sendLeaseMinutes } from '../domain/outbox.ts'
import type { Item, Key, Table, Write } from '../runtime/table.ts'
import { dueBucket, keys } from './keys.ts'
import { expiring, itemOf, recordOf } from './records.ts'

/** How long a sent mail's row is kept. */
const sentKeptDays = 90

/**
 * The write that queues a mail, for the transaction of its cause. The stream sends it within moments; should it
 * not, the sweep finds it due a few minutes later.
 */
export function queueMail(mail: OutboxMail): Write {
  const dueAt = minutesAfter(mail.createdAt, sendLeaseMinutes)
  return { put: itemOfMail({ ...mail, dueAt }), onlyIf: { absent: true } }
}

/** Takes a mail for sending, unless somebody else has it; `write.conflict` then, or when it is sent already. */
export async function claimMail(table: Table, mail: OutboxMail, now: string): Promise<OutboxMail> {
  const claimed: OutboxMail = {
    ...mail,
    state: 'sending',
    attempts: mail.attempts + 1,
    dueAt: minutesAfter(now, sendLeaseMinutes),
  }
  await table.commit([
    { put: itemOfMail(claimed), onlyIf: { equals: { state: mail.state, attempts: mail.attempts } } },
  ])
  return claimed
}

/** The mail as it is after SES took it, or refused it for good; it is due no more. */
export function settleMail(mail: OutboxMail, state: 'sent' | 'failed', at: string, failure?: string): Write {
  const { dueAt: _due, signIn: _secret, ...rest } = mail
  const settled: OutboxMail = { ...rest, state, ...(failure === undefined ? {} : { failure }) }
  return { put: { ...itemOfMail(settled), ...expiring(at, sentKeptDays) } }
}

/** Gives a claimed mail back, to be tried again at an instant. */
export function postponeMail(mail: OutboxMail, dueAt: string, failure: string): Write {
  return { put: itemOfMail({ ...mail, state: 'waiting', dueAt, failure }) }
}

export async function readMail(table: Table, key: Key): Promise<OutboxMail | undefined> {
  const item = await table.get(key)
  return item && mailOf(item)
}

/** The mail in a row of the outbox, as a read or a stream record gives it. */
export function mailOf(item: Item): OutboxMail {
  return recordOf<OutboxMail>(item)
}

function itemOfMail(mail: OutboxMail): Item {
  const key =
    mail.ticketNumber === undefined ? keys.deskMail(mail.id) : keys.ticketMail(mail.ticketNumber, mail.id)
  return itemOf(key, 'outbox', mail, {
    ...(mail.dueAt === undefined ? {} : { dueBucket: dueBucket('outbox', mail.dueAt), dueKind: 'outbox' }),
  })
}
