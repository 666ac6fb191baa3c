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
  const item =
    mail.state === 'waiting'
      ? itemOfMail({ ...mail, dueAt })
      : { ...itemOfMail(mail), ...expiring(mail.createdAt, sentKeptDays) }
  return { put: item, onlyIf: { absent: true } }
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

/** A claimed mail after SES took it, or refused it for good; `version.stale` once somebody took it over. */
export function settleMail(mail: OutboxMail, state: 'sent' | 'failed', at: string, failure?: string): Write {
  const { dueAt: _due, signIn: _secret, ...rest } = mail
  const settled: OutboxMail = { ...rest, state, ...(failure === undefined ? {} : { failure }) }
  return { put: { ...itemOfMail(settled), ...expiring(at, sentKeptDays) }, ...whileClaimed(mail) }
}

/** Gives a claimed mail back, to be tried again at an instant; `version.stale` once somebody took it over. */
export function postponeMail(mail: OutboxMail, dueAt: string, failure: string): Write {
  return { put: itemOfMail({ ...mail, state: 'waiting', dueAt, failure }), ...whileClaimed(mail) }
}

function whileClaimed({ attempts }: OutboxMail) {
  return { onlyIf: { equals: { state: 'sending', attempts } }, otherwise: 'version.stale' } as const
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
