import type { Verdicts } from '../domain/inbound-mail.ts'
import type { Mailbox } from '../domain/incoming-mail.ts'
import type { Table, Write } from '../runtime/table.ts'
import { listDirectory, type PageRequest, type RecordPage } from './directory.ts'
import { directories, keys } from './keys.ts'
import { expiring, itemOf, recordOf } from './records.ts'

/** Raw mail and what is known of it is kept so long; a replay is possible until then. */
export const mailKeptDays = 400

/** What became of one stored mail. */
export interface InboundMail {
  mailKey: string
  outcome: 'ticket' | 'reply' | 'follow-up' | 'recorded' | 'quarantined' | 'duplicate'
  reason?: string
  ticketNumber?: number
  receivedAt: string
  from?: Mailbox
  envelopeFrom: string
  recipients: string[]
  subject: string
  verdicts: Verdicts
  /** Of a quarantined mail, the beginning of its words. */
  preview?: string
  /** What was done with a quarantined mail. */
  settled?: 'released' | 'deleted' | 'blocked'
  /** What SES said of it is lost: it is as good as unverified. */
  receiptLost?: true
  version: number
}

export async function readInbound(table: Table, mailKey: string): Promise<InboundMail | undefined> {
  const item = await table.get(keys.inbound(mailKey))
  return item && recordOf<InboundMail>(item)
}

/**
 * The one outcome of a stored mail; refused with `write.conflict` where it has one already, or, of a mail that is
 * decided anew, not the one any more that it was.
 */
export function recordOutcome(mail: InboundMail, before?: InboundMail): Write {
  if (before === undefined) return { put: itemOfInbound(mail), onlyIf: { absent: true } }
  return {
    put: itemOfInbound({ ...mail, version: before.version + 1 }),
    onlyIf: { equals: { version: before.version } },
  }
}

/** Replaces an outcome as it was read; `quarantine.settled` if anybody was first. */
export function changeOutcome(before: InboundMail, after: InboundMail): Write {
  return {
    put: itemOfInbound({ ...after, version: before.version + 1 }),
    onlyIf: { equals: { version: before.version } },
    otherwise: 'quarantine.settled',
  }
}

/** Takes the beginning of its words off an outcome. */
export async function forgetPreview(table: Table, mailKey: string): Promise<Write[]> {
  if ((await readInbound(table, mailKey))?.preview === undefined) return []
  return [{ update: keys.inbound(mailKey), remove: ['preview'], onlyIf: { exists: true } }]
}

/** What waits in quarantine, newest first. */
export function listQuarantine(table: Table, page: PageRequest): Promise<RecordPage<InboundMail>> {
  return listDirectory<InboundMail>(table, directories.quarantine, { ...page, newestFirst: true })
}

/**
 * `received`: this mail was taken in, under this key. `held`: a copy of it lies in quarantine. `sent`: we sent
 * it. `mentioned`: a mail we took in names it as an ancestor; the mail itself was not seen.
 */
export interface KnownMessage {
  how: 'received' | 'held' | 'sent' | 'mentioned'
  ticketNumber?: number
  /** The entry that it became, or that it carries. */
  entryId?: string
  mailKey?: string
  /** The row of the outbox that it was sent from. */
  mailId?: string
}

export async function readMessage(table: Table, messageId: string): Promise<KnownMessage | undefined> {
  const item = await table.get(keys.message(messageId))
  return item && recordOf<KnownMessage>(item)
}

interface Claim {
  mailKey: string
  ticketNumber?: number
  entryId?: string
  at: string
}

/**
 * Claims a received Message-ID; refused with `write.conflict` where a mail with it was taken in before. A copy
 * in quarantine does not stand in the way: whoever got it there may not be whom it claims to be from.
 */
export function claimMessage(messageId: string, claim: Claim): Write {
  return {
    put: itemOfClaim(messageId, 'received', claim),
    onlyIf: { absentOr: { how: ['mentioned', 'held'] } },
  }
}

/** The same for a mail that claimed it before, and is decided anew. */
export function reclaimMessage(messageId: string, claim: Claim): Write {
  return {
    put: itemOfClaim(messageId, 'received', claim),
    onlyIf: { absentOr: { mailKey: [claim.mailKey] } },
  }
}

/** Notes that a copy of a mail lies in quarantine; refused with `write.conflict` where one was taken in. */
export function claimHeldMessage(messageId: string, claim: Claim): Write {
  return { put: itemOfClaim(messageId, 'held', claim), onlyIf: { absentOr: { how: ['mentioned'] } } }
}

/** The outcomes of stored mails, at most 100, in the order of their keys; a moment old. */
export async function readOutcomes(
  table: Table,
  mailKeys: readonly string[],
): Promise<(InboundMail | undefined)[]> {
  if (mailKeys.length === 0) return []
  const items = await table.getMany(mailKeys.map(keys.inbound), false)
  return items.map(item => item && recordOf<InboundMail>(item))
}

/**
 * Lets answers to a mail that was released find the ticket it became; `quarantine.settled` where another copy of
 * it was taken in meanwhile.
 */
export function linkMessage(messageId: string, claim: Claim): Write {
  return {
    put: itemOfClaim(messageId, 'received', claim),
    onlyIf: { absentOr: { mailKey: [claim.mailKey] } },
    otherwise: 'quarantine.settled',
  }
}

function itemOfClaim(messageId: string, how: KnownMessage['how'], { at, ...facts }: Claim) {
  return itemOf(keys.message(messageId), 'message', { how, ...facts }, expiring(at, mailKeptDays))
}

/** Remembers a Message-ID that SES gave to a mail of ours. */
export function rememberSent(
  messageId: string,
  { at, ...facts }: { ticketNumber?: number; entryId?: string; mailId?: string; at: string },
): Write {
  return {
    put: itemOf(keys.message(messageId), 'message', { how: 'sent', ...facts }, expiring(at, mailKeptDays)),
  }
}

/** Remembers an ancestor that was never seen, so that its other descendants find the same ticket. */
export function rememberMentioned(messageId: string, facts: { ticketNumber: number; at: string }): Write {
  return {
    put: itemOf(
      keys.message(messageId),
      'message',
      { how: 'mentioned', ticketNumber: facts.ticketNumber },
      expiring(facts.at, mailKeptDays),
    ),
    onlyIf: { absent: true },
  }
}

/** Refused with `report.repeated` where this report was recorded before. */
export function claimReport(id: string, at: string): Write {
  return {
    put: { ...keys.report(id), itemType: 'report', ...expiring(at, 30) },
    onlyIf: { absent: true },
    otherwise: 'report.repeated',
  }
}

function itemOfInbound(mail: InboundMail) {
  const waits = mail.outcome === 'quarantined' && mail.settled === undefined
  return itemOf(keys.inbound(mail.mailKey), 'inbound', mail, {
    ...expiring(mail.receivedAt, mailKeptDays),
    ...(waits
      ? { directory: directories.quarantine, directoryOrder: `${mail.receivedAt}#${mail.mailKey}` }
      : {}),
  })
}
