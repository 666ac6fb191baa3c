import { mayKnowClient } from '../domain/actor.ts'
import { fileSize } from '../domain/attachment.ts'
import { DeskError, type ErrorCode } from '../domain/errors.ts'
import type { Mailbox } from '../domain/incoming-mail.ts'
import { type MailEvent, type OutboxMail, retryAt, sendAttemptsMax } from '../domain/outbox.ts'
import { deskAddresses, type Settings } from '../domain/settings.ts'
import { publicRecipients, referenceOf, type Ticket } from '../domain/ticket.ts'
import type { Entry } from '../domain/timeline.ts'
import { type VisitNotice, visitSpan } from '../domain/visit.ts'
import { composeMail, type OutgoingMail } from '../mail/compose-mail.ts'
import { composeInvitation } from '../mail/invitation.ts'
import { replyAddress, threadRoot } from '../mail/reply-token.ts'
import * as templates from '../mail/templates.ts'
import type { Desk } from '../runtime/desk.ts'
import { isRefusedForGood } from '../runtime/mailer.ts'
import type { Key, Write } from '../runtime/table.ts'
import { readAgent } from '../store/agents.ts'
import { readEmailOwner } from '../store/email-owners.ts'
import { rememberSent } from '../store/mails.ts'
import { claimMail, postponeMail, readMail, settleMail } from '../store/outbox.ts'
import { readSettings } from '../store/settings.ts'
import { readTicket } from '../store/tickets.ts'
import { readEntry, readOpening } from '../store/timeline.ts'
import { noteMailEvent } from './effect.ts'
import { type MailedFiles, mailedFiles } from './mailed-files.ts'

/** Everything a mail is written from. */
interface Letter {
  mail: OutboxMail
  settings: Settings
  ticket: Ticket | undefined
  entry: Entry | undefined
  files: MailedFiles
  /** Message-ID of the mail that opened the ticket. */
  openedBy: string | undefined
  from: Mailbox
  secret: string
  publicUrl: string
}

/**
 * Sends one row of the outbox: claimed, sent, marked. A row that somebody else has, or that was sent, is left
 * alone. A refusal for now is tried again later; one for good is shown on the ticket.
 */
export async function sendMail(
  desk: Desk,
  row: Key,
): Promise<'sent' | 'postponed' | 'failed' | 'left-alone'> {
  const mail = await readMail(desk.table, row)
  if (mail === undefined || (mail.state !== 'waiting' && mail.state !== 'sending')) return 'left-alone'
  if (mail.state === 'sending' && mail.dueAt !== undefined && mail.dueAt > desk.now()) return 'left-alone'
  const claimed = await claimOrNone(desk, mail)
  if (claimed === undefined) return 'left-alone'
  const sent = await sendOrRefusal(desk, claimed)
  if ('refusal' in sent) return await giveBack(desk, claimed, sent.refusal)
  await markSent(desk, claimed, sent.messageId)
  return 'sent'
}

async function sendOrRefusal(
  desk: Desk,
  mail: OutboxMail,
): Promise<{ messageId: string } | { refusal: unknown }> {
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

/** So that an answer to the mail, which names the Message-ID that SES gave it, finds the ticket. */
function remember({ ticketNumber, entryId }: OutboxMail, messageId: string, at: string): Write[] {
  return [
    rememberSent(messageId, {
      at,
      ...(ticketNumber === undefined ? {} : { ticketNumber }),
      ...(entryId === undefined ? {} : { entryId }),
    }),
  ]
}

/** What trying again mends nothing about. */
const finalCodes: ReadonlySet<ErrorCode> = new Set(['request.invalid', 'entry.redacted'])

async function giveBack(
  desk: Desk,
  mail: OutboxMail,
  error: unknown,
): Promise<'postponed' | 'failed' | 'left-alone'> {
  const now = desk.now()
  const why = error instanceof Error ? error.message.slice(0, 300) : String(error)
  const isHopeless = isRefusedForGood(error) || (error instanceof DeskError && finalCodes.has(error.code))
  const mayRetry = !isHopeless && mail.attempts < sendAttemptsMax
  const writes = mayRetry
    ? [postponeMail(mail, retryAt(now, mail.attempts), why)]
    : [settleMail(mail, 'failed', now, why), ...(await noteFailure(desk, mail, why))]
  try {
    await desk.table.commit(writes)
    return mayRetry ? 'postponed' : 'failed'
  } catch (error) {
    // Taken over meanwhile, or the row stays claimed until its lease has run out: either way it is seen again.
    if (error instanceof DeskError && error.kind === 'conflict') return 'left-alone'
    throw error
  }
}

async function noteFailure(desk: Desk, { ticketNumber, to }: OutboxMail, why: string): Promise<Write[]> {
  if (ticketNumber === undefined) return []
  const text = `Mail to ${to.address} was not sent: ${why}`
  return [await noteMailEvent(desk, ticketNumber, { by: 'Mail out', text })]
}

async function send(desk: Desk, mail: OutboxMail): Promise<{ messageId: string }> {
  const { ticketNumber, entryId } = mail
  const [settings, ticket, entry, opening, secret] = await Promise.all([
    readSettings(desk.table),
    ticketNumber === undefined ? undefined : readTicket(desk.table, ticketNumber),
    ticketNumber === undefined || entryId === undefined ? undefined : readEntry(desk, ticketNumber, entryId),
    ticketNumber === undefined ? undefined : readOpening(desk.table, ticketNumber),
    desk.secrets.signingKey(),
  ])
  if (ticket !== undefined && !(await maySeeTicket(desk, mail, ticket))) {
    throw new DeskError('request.invalid', 'The agent may no longer see this ticket.')
  }
  if (mail.event === 'public-reply' && entry?.redactedAt !== undefined) {
    throw new DeskError('entry.redacted', 'Its words were redacted before it was sent.')
  }
  const address = deskAddresses(desk.config.domain)[0] ?? ''
  const letter: Letter = {
    mail,
    settings,
    ticket,
    entry,
    files:
      mail.event === 'public-reply' && entry !== undefined
        ? await mailedFiles(desk, entry)
        : { along: [], leftOut: [] },
    openedBy: opening?.messageId,
    secret,
    from: { name: fromName(mail, settings), address },
    publicUrl: desk.config.publicUrl,
  }
  const raw = await composeMail(outgoing(letter, desk.config.domain))
  return await desk.mailer.send(raw, { from: address, to: mail.to.address })
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

/** An agent's words come with the agent's name; what the desk says by itself with the desk's. */
function fromName({ event, actorName }: OutboxMail, { fromName }: Settings): string {
  return event === 'public-reply' && actorName !== undefined ? `${actorName} (${fromName})` : fromName
}

function outgoing(letter: Letter, domain: string): OutgoingMail {
  const { mail, ticket, from, secret, files } = letter
  const words = wordsOf(letter)
  const common = {
    from,
    ...words,
    automatic: mail.event !== 'public-reply',
    attachments: files.along,
  }
  if (ticket === undefined) return { ...common, to: [mail.to], cc: [], references: [] }
  const { number } = ticket
  return {
    ...common,
    ...visibleRecipients(mail, ticket),
    replyTo: {
      name: from.name,
      address: replyAddress({ desk: from.address, ticketNumber: number, recipient: mail.to.address, secret }),
    },
    references: [threadRoot({ ticketNumber: number, secret, domain }), ...mailsOfClient(letter)],
    reference: referenceOf(ticket),
    ...invitationOf(letter, ticket, domain),
  }
}

function invitationOf({ mail, from, settings }: Letter, ticket: Ticket, domain: string) {
  const { visit } = mail
  if (visit === undefined) return {}
  const method = mail.event === 'visit-cancellation' ? ('CANCEL' as const) : ('REQUEST' as const)
  const content = composeInvitation({
    ...visit,
    method,
    uid: `${visit.id}@${domain}`,
    stampedAt: mail.createdAt,
    // An answer from a calendar repeats it: its reference leads to the ticket.
    summary: `[${referenceOf(ticket)}] ${settings.deskName}: ${ticket.subject}`,
    description: visit.note ?? '',
    organizer: from,
    attendee: mail.to,
  })
  return { invitation: { method, content } }
}

/** The mail that began the thread and the one this is about, so that an answer stands where it belongs. */
function mailsOfClient({ openedBy, entry }: Letter): string[] {
  const ids = [openedBy, entry?.messageId].filter(id => id !== undefined)
  return [...new Set(ids)].filter(id => !id.startsWith('content-'))
}

/** A public reply shows everyone on the thread; a notice only whom it is for. */
function visibleRecipients(mail: OutboxMail, ticket: Ticket): { to: Mailbox[]; cc: Mailbox[] } {
  if (mail.event !== 'public-reply') return { to: [mail.to], cc: [] }
  const others = publicRecipients(ticket)
    .filter(({ email }) => email !== mail.to.address)
    .map(({ email, name }) => ({ name, address: email }))
  return { to: [mail.to], cc: others }
}

function wordsOf(letter: Letter): templates.MailWords {
  const { mail, settings, ticket, entry } = letter
  const { deskName } = settings
  if (mail.event === 'sign-in-code') return templates.signInCode({ deskName, ...signInOf(mail) })
  if (ticket === undefined) throw new Error(`No ticket for a mail of kind ${mail.event}`)
  const facts = { deskName, reference: referenceOf(ticket), subject: ticket.subject }
  const contactName = mail.to.name
  const words = entry?.text ?? ''
  const authorName = entry?.by.name ?? mail.actorName ?? deskName
  const actorName = mail.actorName ?? deskName
  const url = `${letter.publicUrl}/tickets/${ticket.number}`
  switch (mail.event) {
    case 'ticket-created':
      return templates.ticketCreated({ ...facts, contactName, words })
    case 'public-reply':
      return templates.publicReply({
        ...facts,
        authorName,
        text: words,
        leftOut: letter.files.leftOut.map(({ name, bytes }) => `${name} (${fileSize(bytes)})`),
        ...(entry?.html === undefined || entry.mailKey !== undefined ? {} : { html: entry.html }),
      })
    case 'resolved':
      return templates.ticketResolved({
        ...facts,
        contactName,
        closesAt: inZone(ticket.autoCloseAt, settings),
      })
    case 'closed':
      return templates.ticketClosed({ ...facts, contactName })
    case 'new-ticket-notice':
      return templates.newTicketNotice({ ...facts, authorName, words, url })
    case 'assigned-notice':
      return templates.assignedNotice({ ...facts, actorName, url })
    case 'client-reply-notice':
      return templates.clientReplyNotice({ ...facts, authorName, words, url })
    case 'visit-invitation': {
      const { sequence, ...visit } = visitOf(mail)
      const when = visitSpan(visit, settings.timeZone)
      return templates.visitInvitation({
        ...facts,
        ...visit,
        when,
        name: contactName,
        isChanged: sequence > 0,
      })
    }
    case 'visit-cancellation': {
      const visit = visitOf(mail)
      const when = visitSpan(visit, settings.timeZone)
      return templates.visitCancellation({ ...facts, ...visit, when, name: contactName })
    }
  }
}

function signInOf({ signIn }: OutboxMail): { code: string; url: string } {
  if (signIn === undefined) throw new Error('A sign-in mail without its code')
  return signIn
}

function visitOf({ visit }: OutboxMail): VisitNotice {
  if (visit === undefined) throw new Error('A visit mail without its visit')
  return visit
}

function inZone(instant: string | undefined, { timeZone }: Settings): string {
  if (instant === undefined) return 'its due time'
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone }).format(
    Date.parse(instant),
  )
}
