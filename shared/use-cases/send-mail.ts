import { mayKnowClient } from '../domain/actor.ts'
import { DeskError, type ErrorCode } from '../domain/errors.ts'
import type { TemplatedMail } from '../domain/mail-template.ts'
import {
  heldBackUntil,
  type MailEvent,
  type OutboxMail,
  retryAt,
  type SuppressionReason,
  sendAttemptsMax,
} from '../domain/outbox.ts'
import { deskAddresses } from '../domain/settings.ts'
import { isStopped, type SuppressedAddress } from '../domain/suppressed-address.ts'
import type { Ticket } from '../domain/ticket.ts'
import { composeMail, type OutgoingMail } from '../mail/compose-mail.ts'
import type { Desk } from '../runtime/desk.ts'
import { isHeldBack, isRefusedForGood } from '../runtime/mailer.ts'
import type { Key, Write } from '../runtime/table.ts'
import { readAgent } from '../store/agents.ts'
import { readEmailOwner } from '../store/email-owners.ts'
import { readLetterGround } from '../store/letter-ground.ts'
import { rememberSent } from '../store/mails.ts'
import { claimMail, holdBackMail, postponeMail, readMail, settleMail } from '../store/outbox.ts'
import { readSettings } from '../store/settings.ts'
import { tellOfStop } from '../store/suppressed-addresses.ts'
import { readTicket } from '../store/tickets.ts'
import { readEntry, readOpening } from '../store/timeline.ts'
import { refusalOfAutoMail } from './auto-mail.ts'
import { noteMailEvent } from './effect.ts'
import { templateOf } from './letter-words.ts'
import { mailedFiles } from './mailed-files.ts'
import { writeLetter, writeSignInMail } from './write-letter.ts'

/**
 * What came of one row. `held-back` and `quota-used`: SES sends no more for now, this second or today; the row is
 * tried again as one that is `postponed`. `suppressed`: not sent on purpose. `held`: not to be sent yet.
 */
export type SendOutcome =
  | 'sent'
  | 'postponed'
  | 'held-back'
  | 'quota-used'
  | 'failed'
  | 'suppressed'
  | 'held'
  | 'left-alone'

/** Not to be sent at all: what the row is marked with, and where an address is stopped, by what. */
interface Suppression {
  reason: SuppressionReason
  stop?: SuppressedAddress
}

type Sent = { messageId: string } | { suppression: Suppression } | { refusal: unknown }

/**
 * Sends one row of the outbox: claimed, sent, marked. A row that somebody else has, or that was sent, is left
 * alone. A refusal for now is tried again later; one for good is shown on the ticket.
 */
export async function sendMail(desk: Desk, row: Key): Promise<SendOutcome> {
  const mail = await readMail(desk.table, row)
  if (mail === undefined || (mail.state !== 'waiting' && mail.state !== 'sending')) return 'left-alone'
  if (mail.heldUntil !== undefined && mail.heldUntil > desk.now()) return 'held'
  if (mail.state === 'sending' && mail.dueAt !== undefined && mail.dueAt > desk.now()) return 'left-alone'
  const claimed = await claimOrNone(desk, mail)
  if (claimed === undefined) return 'left-alone'
  const sent = await sendOrRefusal(desk, claimed)
  if ('refusal' in sent) return await giveBack(desk, claimed, sent.refusal)
  if ('suppression' in sent) return await suppress(desk, claimed, sent.suppression)
  await markSent(desk, claimed, sent.messageId)
  return 'sent'
}

async function sendOrRefusal(desk: Desk, mail: OutboxMail): Promise<Sent> {
  try {
    return await send(desk, mail)
  } catch (refusal) {
    desk.log.warn('A mail was not sent', { mail: mail.id, attempts: mail.attempts, why: String(refusal) })
    return { refusal }
  }
}

/** How often a mail that SES took is marked anew because somebody looked at its row at the same moment. */
const marksMax = 5

/** What SES took is never given back: should it stay unmarked, it is sent again when its lease has run out. */
async function markSent(desk: Desk, mail: OutboxMail, messageId: string): Promise<void> {
  const now = desk.now()
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await desk.table.commit([settleMail(mail, 'sent', now), ...remember(mail, messageId, now)])
    } catch (error) {
      // Taken over: another sender answers for the row, but this mail is out as well and may be answered.
      if (isDeskError(error, 'version.stale')) return await desk.table.commit(remember(mail, messageId, now))
      if (!isDeskError(error, 'write.conflict') || attempt === marksMax) throw error
    }
  }
}

function isDeskError(error: unknown, code: ErrorCode): boolean {
  return error instanceof DeskError && error.code === code
}

async function claimOrNone(desk: Desk, mail: OutboxMail): Promise<OutboxMail | undefined> {
  try {
    return await claimMail(desk.table, mail, desk.now())
  } catch (error) {
    if (error instanceof DeskError && error.kind === 'conflict') return undefined
    throw error
  }
}

/**
 * So that an answer to the mail, which names the Message-ID that SES gave it, finds the ticket, and a report of
 * SES on it the row.
 */
function remember({ id, ticketNumber, entryId }: OutboxMail, messageId: string, at: string): Write[] {
  return [
    rememberSent(messageId, {
      at,
      mailId: id,
      ...(ticketNumber === undefined ? {} : { ticketNumber }),
      ...(entryId === undefined ? {} : { entryId }),
    }),
  ]
}

/** What trying again mends nothing about. */
const finalCodes: ReadonlySet<ErrorCode> = new Set(['request.invalid', 'entry.redacted'])

/** An alarm looks for this very line in the log. */
export const quotaUsedLine = 'SES takes no more mail for now'

async function giveBack(desk: Desk, mail: OutboxMail, error: unknown): Promise<SendOutcome> {
  const now = desk.now()
  const why = error instanceof Error ? error.message.slice(0, 300) : String(error)
  const heldBack = isHeldBack(error)
  if (heldBack !== undefined) {
    const write = holdBackMail(mail, heldBackUntil(now, mail, heldBack), why)
    if (heldBack === 'rate') return await commitWhileClaimed(desk, [write], 'held-back')
    desk.log.error(quotaUsedLine, { why })
    return await commitWhileClaimed(desk, [write], 'quota-used')
  }
  const attempts = mail.attempts - (mail.heldBack ?? 0)
  const isHopeless = isRefusedForGood(error) || (error instanceof DeskError && finalCodes.has(error.code))
  if (!isHopeless && attempts < sendAttemptsMax) {
    return await commitWhileClaimed(desk, [postponeMail(mail, retryAt(now, attempts), why)], 'postponed')
  }
  const writes = [settleMail(mail, 'failed', now, why), ...(await noteFailure(desk, mail, why))]
  return await commitWhileClaimed(desk, writes, 'failed')
}

async function commitWhileClaimed(
  desk: Desk,
  writes: readonly Write[],
  outcome: SendOutcome,
): Promise<SendOutcome> {
  try {
    await desk.table.commit(writes)
    return outcome
  } catch (error) {
    // Taken over meanwhile, or the row stays claimed until its lease has run out: either way it is seen again.
    if (error instanceof DeskError && error.kind === 'conflict') return 'left-alone'
    throw error
  }
}

/** The agents of a ticket are told once of an address that gets no mail. */
async function suppress(desk: Desk, mail: OutboxMail, { reason, stop }: Suppression): Promise<SendOutcome> {
  const settled = settleMail(mail, 'suppressed', desk.now(), reason)
  const { ticketNumber, to } = mail
  if (ticketNumber === undefined || stop === undefined) {
    return await commitWhileClaimed(desk, [settled], 'suppressed')
  }
  const note = await noteMailEvent(desk, ticketNumber, {
    by: 'Mail out',
    text: stopInWords(to.address, stop),
  })
  try {
    const told = tellOfStop(ticketNumber, to.address, stop)
    return await commitWhileClaimed(desk, [settled, note, told], 'suppressed')
  } catch (error) {
    if (!isDeskError(error, 'report.repeated')) throw error
    return await commitWhileClaimed(desk, [settled], 'suppressed')
  }
}

function stopInWords(address: string, { reason, until }: SuppressedAddress): string {
  const cause =
    reason === 'address-bounced' ? 'earlier mail to it came back' : 'a mail was marked as spam there'
  const end =
    until === undefined ? 'Who may change the contact can let it go out again.' : `It is again from ${until}.`
  return `Mail to ${address} is not sent: ${cause}. ${end}`
}

async function noteFailure(desk: Desk, { ticketNumber, to }: OutboxMail, why: string): Promise<Write[]> {
  if (ticketNumber === undefined) return []
  const text = `Mail to ${to.address} was not sent: ${why}`
  return [await noteMailEvent(desk, ticketNumber, { by: 'Mail out', text })]
}

async function send(desk: Desk, mail: OutboxMail): Promise<Sent> {
  const address = deskAddresses(desk.config.domain)[0] ?? ''
  const event = templateOf(mail)
  const written =
    event === undefined || mail.ticketNumber === undefined
      ? { outgoing: writeSignInMail(mail, await readSettings(desk.table), address) }
      : await writeTicketMail(desk, { mail, event, ticketNumber: mail.ticketNumber, address })
  if ('suppression' in written) return written
  return await desk.mailer.send(await composeMail(written.outgoing), { from: address, to: mail.to.address })
}

interface TicketMail {
  mail: OutboxMail
  event: TemplatedMail
  ticketNumber: number
  address: string
}

async function writeTicketMail(
  desk: Desk,
  { mail, event, ticketNumber, address }: TicketMail,
): Promise<{ outgoing: OutgoingMail } | { suppression: Suppression }> {
  const { entryId, to } = mail
  const [ground, ticket, entry, opening, secret] = await Promise.all([
    readLetterGround(desk.table, { address: to.address, event }),
    readTicket(desk.table, ticketNumber),
    entryId === undefined ? undefined : readEntry(desk, ticketNumber, entryId),
    readOpening(desk.table, ticketNumber),
    desk.secrets.signingKey(),
  ])
  if (ticket === undefined) throw new Error(`No ticket for a mail of kind ${mail.event}`)
  if (!(await maySeeTicket(desk, mail, ticket))) {
    throw new DeskError('request.invalid', 'The agent may no longer see this ticket.')
  }
  if (mail.event === 'public-reply' && entry?.redactedAt !== undefined) {
    throw new DeskError('entry.redacted', 'Its words were redacted before it was sent.')
  }
  const { suppressed: stop, settings, template } = ground
  if (isStopped(stop, desk.now())) return { suppression: { reason: stop.reason, stop } }
  const reason = await refusalOfAutoMail(desk, mail, ticket, ground.autoMails)
  if (reason !== undefined) return { suppression: { reason } }
  const files =
    mail.event === 'public-reply' && entry !== undefined
      ? await mailedFiles(desk, entry)
      : { along: [], leftOut: [] }
  const openedBy = opening?.messageId
  const letter = { mail, settings, template, ticket, entry, files, openedBy, address, secret }
  return { outgoing: await writeLetter(desk, letter) }
}

const toAgents: ReadonlySet<MailEvent> = new Set([
  'assigned-notice',
  'client-reply-notice',
  'visit-invitation',
])

/** Notices to agents carry clients' words: who was disabled or lost the client since gets none. */
async function maySeeTicket(desk: Desk, { event, to }: OutboxMail, { clientId }: Ticket): Promise<boolean> {
  if (!toAgents.has(event)) return true
  const owner = await readEmailOwner(desk.table, to.address)
  if (owner?.agentId === undefined) return true
  const agent = await readAgent(desk.table, owner.agentId)
  return agent !== undefined && !agent.disabled && mayKnowClient(agent, clientId)
}
