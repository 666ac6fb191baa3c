import { minutesAfter } from '../domain/instants.ts'
import { type Delivery, type OutboxMail, sendLeaseMinutes } from '../domain/outbox.ts'
import type { Item, Key, Table, Write } from '../runtime/table.ts'
import type { PageRequest, RecordPage } from './directory.ts'
import { dueBucket, keys, ticketMails } from './keys.ts'
import { expiring, itemOf, recordOf } from './records.ts'

/** How long a sent mail's row is kept. */
const sentKeptDays = 90

/**
 * The write that queues a mail, for the transaction of its cause. The stream sends it within moments, or when it is
 * held no more; should it not, the sweep finds it due a few minutes later, a held one at its own time.
 */
export function queueMail(mail: OutboxMail): Write {
  const dueAt = mail.heldUntil ?? minutesAfter(mail.createdAt, sendLeaseMinutes)
  const item =
    mail.state === 'waiting'
      ? itemOfMail({ ...mail, dueAt })
      : { ...itemOfMail(mail), ...expiring(mail.createdAt, sentKeptDays) }
  return { put: item, onlyIf: { absent: true } }
}

/** Takes back a held mail of a ticket that nobody has begun to send; `undo.too-late` where somebody has. */
export function cancelMail(ticketNumber: number, id: string): Write {
  return {
    delete: keys.ticketMail(ticketNumber, id),
    onlyIf: { equals: { state: 'waiting', attempts: 0 } },
    otherwise: 'undo.too-late',
  }
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

/** A claimed mail after SES took it, or that is not sent any more; `version.stale` once somebody took it over. */
export function settleMail(
  mail: OutboxMail,
  state: 'sent' | 'failed' | 'suppressed',
  at: string,
  failure?: string,
): Write {
  const { dueAt: _due, signIn: _secret, ...rest } = mail
  const settled: OutboxMail = { ...rest, state, ...(failure === undefined ? {} : { failure }) }
  return { put: { ...itemOfMail(settled), ...expiring(at, sentKeptDays) }, ...whileClaimed(mail) }
}

/** Gives a claimed mail back, to be tried again at an instant; `version.stale` once somebody took it over. */
export function postponeMail(mail: OutboxMail, dueAt: string, failure: string): Write {
  return { put: itemOfMail({ ...mail, state: 'waiting', dueAt, failure }), ...whileClaimed(mail) }
}

/** The same, where SES sends no more for now: the attempt does not count. */
export function holdBackMail(mail: OutboxMail, dueAt: string, failure: string): Write {
  return postponeMail({ ...mail, heldBack: (mail.heldBack ?? 0) + 1 }, dueAt, failure)
}

/** What SES reports of a sent mail; `write.conflict` where another report was folded in meanwhile. */
export function foldDelivery(mail: OutboxMail, { state, at, detail }: Delivery): Write {
  return {
    update: keyOfMail(mail),
    set: {
      deliveryState: state,
      deliveryAt: at,
      ...(detail === undefined ? {} : { deliveryDetail: detail }),
    },
    onlyIf: {
      exists: true,
      ...(mail.deliveryState === undefined
        ? { lacks: 'deliveryState' }
        : { equals: { deliveryState: mail.deliveryState } }),
    },
  }
}

/** The mails of a ticket, newest first. */
export async function listTicketMails(
  table: Table,
  ticketNumber: number,
  page: PageRequest,
): Promise<RecordPage<OutboxMail>> {
  const { items, next } = await table.query({
    partition: { name: 'pk', value: keys.ticket(ticketNumber).pk },
    range: { name: 'sk', ...ticketMails },
    newestFirst: true,
    ...page,
  })
  return { records: items.map(mailOf), ...(next === undefined ? {} : { next }) }
}

/** The mails that carry one entry; they were queued with it, or soon after. */
export async function listMailsOfEntry(
  table: Table,
  ticketNumber: number,
  entryId: string,
): Promise<OutboxMail[]> {
  const { items } = await table.query({
    partition: { name: 'pk', value: keys.ticket(ticketNumber).pk },
    range: { name: 'sk', from: keys.ticketMail(ticketNumber, entryId).sk, to: ticketMails.to },
    where: { entryId: [entryId] },
    limit: 100,
  })
  return items.map(mailOf)
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

function keyOfMail({ ticketNumber, id }: Pick<OutboxMail, 'ticketNumber' | 'id'>): Key {
  return ticketNumber === undefined ? keys.deskMail(id) : keys.ticketMail(ticketNumber, id)
}

function itemOfMail(mail: OutboxMail): Item {
  return itemOf(keyOfMail(mail), 'outbox', mail, {
    ...(mail.dueAt === undefined ? {} : { dueBucket: dueBucket('outbox', mail.dueAt), dueKind: 'outbox' }),
  })
}
