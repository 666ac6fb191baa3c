import { type Author, isAuthenticated, isPassedOver, mayAnswer } from '../domain/inbound-mail.ts'
import type { IncomingMail } from '../domain/incoming-mail.ts'
import { countedMail } from '../domain/mail-breaker.ts'
import {
  type Notice,
  noticesOfAgentReply,
  noticesOfClientReply,
  noticesOfNewTicket,
} from '../domain/notifications.ts'
import type { Client } from '../domain/people.ts'
import { applyEntry } from '../domain/reply.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { Entry, Person } from '../domain/timeline.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { createContact } from '../store/contacts.ts'
import { holdMail } from '../store/held-mails.ts'
import {
  claimHeldMessage,
  claimMessage,
  type InboundMail,
  reclaimMessage,
  rememberMentioned,
} from '../store/mails.ts'
import { createTicket, saveTicket } from '../store/tickets.ts'
import { appendEntry } from '../store/timeline.ts'
import { offeredFrom, watchersFrom } from './copied-watchers.ts'
import { isAsBefore, outcomeWrites } from './decided-anew.ts'
import { draftTicket, entryOf, personOf } from './draft-ticket.ts'
import { queueNotices } from './effect.ts'
import { noteOfForward } from './forward-of-agent.ts'
import { type InboundCase, outcomeRow } from './inbound-case.ts'
import { writesOfStep } from './ticket-step.ts'
import { markUndeliverable } from './undeliverable.ts'

/** Carries out what was decided of a mail, in one transaction with its outcome. */
export async function fileMail(desk: Desk, inbound: InboundCase): Promise<InboundMail> {
  const { decision } = inbound
  switch (decision.outcome) {
    case 'quarantined': {
      const held = asSent(inbound)
      await holdMail(desk.files, inbound.receipt.mailKey, held.mail)
      return await commitOutcome(desk, held, [], { outcome: 'quarantined', reason: decision.reason })
    }
    case 'recorded':
      return decision.ticket === undefined
        ? await commitOutcome(desk, inbound, await markUndeliverable(desk, decision.undeliverable ?? []), {
            outcome: 'recorded',
            reason: decision.reason,
          })
        : await recordOnTicket(desk, inbound, decision.ticket, decision)
    case 'reply':
      return await fileReply(desk, inbound, decision.ticket, decision.author)
    case 'follow-up':
      return await fileNewTicket(desk, inbound, decision.author, { followUpOf: decision.of })
    case 'ticket':
      return await fileNewTicket(desk, inbound, decision.author, { client: decision.client })
  }
}

async function fileNewTicket(
  desk: Desk,
  inbound: InboundCase,
  author: Author,
  facts: { client?: Client | undefined; followUpOf?: Ticket },
): Promise<InboundMail> {
  const { mail, receipt } = asSent(inbound)
  const draft = await draftTicket(desk, { mail, receipt }, author, facts)
  const { contact, settings } = draft
  const ticket = {
    ...draft.ticket,
    watchers: watchersFrom(desk, inbound, draft.ticket),
  }
  const entry = withCopied(desk, inbound, ticket, draft.entry)
  const notices = [
    ...noticesOfNewTicket(ticket, {
      entryId: entry.id,
      by: entry.by,
      mayAnswer: author.kind !== 'agent' && mayAnswer(mail, receipt),
      settings,
    }),
    ...(author.kind === 'agent' ? noticesOfAgentReply(ticket, entry.id, entry.by) : []),
  ]
  const outcome = facts.followUpOf === undefined ? 'ticket' : 'follow-up'
  return await commitOutcome(
    desk,
    inbound,
    [
      ...createTicket(ticket),
      ...(await Promise.all(
        [entry, ...notesOf(desk, inbound)].map(each => appendEntry(desk.files, ticket.number, each)),
      )),
      ...(author.kind === 'new-contact' && contact !== undefined ? createContact(contact) : []),
      ...queueNotices(desk, ticket.number, notices),
    ],
    { outcome, ticketNumber: ticket.number, entryId: entry.id },
  )
}

async function fileReply(
  desk: Desk,
  inbound: InboundCase,
  before: Ticket,
  author: Author,
): Promise<InboundMail> {
  const at = desk.now()
  const by = personOf(author, undefined)
  const words = await entryOf(desk, asSent(inbound), before.number, by, at)
  const side = author.kind === 'agent' ? 'agent' : 'client'
  const { ticket: replied, changes } = applyEntry(before, words, {
    side,
    autoCloseHours: inbound.answers.settings.autoCloseHours,
  })
  const ticket = {
    ...replied,
    watchers: watchersFrom(desk, inbound, replied),
    mailsInHour: countedMail(before, inbound.receipt.receivedAt),
  }
  const entry = withCopied(desk, inbound, ticket, words)
  const notices =
    side === 'agent'
      ? noticesOfAgentReply(ticket, entry.id, by)
      : fromClientSide(inbound, noticesOfClientReply(ticket, entry.id, by, inbound.answers.settings))
  const writes = [await appendEntry(desk.files, ticket.number, entry)]
  const step = await writesOfStep(desk, { before, after: ticket, changes, writes, notices, by, at })
  const notes = notesOf(desk, inbound).map(note => appendEntry(desk.files, ticket.number, note))
  return await commitOutcome(desk, inbound, [...step.writes, ...(await Promise.all(notes))], {
    outcome: 'reply',
    ticketNumber: before.number,
    entryId: entry.id,
  })
}

/** An entry with whom its mail was addressed to besides, who are not on the ticket. */
function withCopied(desk: Desk, { mail }: InboundCase, ticket: Ticket, entry: Entry): Entry {
  const copied = offeredFrom(desk, mail, ticket)
  return copied.length === 0 ? entry : { ...entry, copied }
}

/** A mail that an agent forwards is filed as if its author had sent it here. */
function asSent(inbound: InboundCase): InboundCase {
  return inbound.forward === undefined ? inbound : { ...inbound, mail: inbound.forward.mail }
}

function notesOf(desk: Desk, { forward, decision, receipt }: InboundCase): Entry[] {
  const { forwardedBy } = decision
  if (forward === undefined || forwardedBy === undefined) return []
  const { mailKey } = receipt
  return [noteOfForward(forward, forwardedBy, { id: desk.newUlid(), at: desk.now(), mailKey })]
}

/**
 * What a program wrote, or somebody who is not shown to be who they say they are, is shown to the desk but
 * carried to nobody else: two programs could keep it going, and the desk's good name would vouch for a forger.
 */
function fromClientSide({ mail, receipt }: InboundCase, notices: Notice[]): Notice[] {
  return mail.machine === undefined && isAuthenticated(mail, receipt)
    ? notices
    : notices.filter(({ event }) => event === 'client-reply-notice')
}

/** An automatic answer or a bounce is noted on its ticket and changes nothing else: no status, no mail. */
async function recordOnTicket(
  desk: Desk,
  inbound: InboundCase,
  before: Ticket,
  { reason, undeliverable = [] }: { reason: string; undeliverable?: string[] },
): Promise<InboundMail> {
  const { mail } = inbound
  const at = desk.now()
  const by: Person = { kind: 'system', name: mail.from?.name || mail.from?.address || 'Mail system' }
  const entry: Entry = {
    ...(await entryOf(desk, inbound, before.number, by, at)),
    kind: 'mail-event',
    visibility: 'internal',
  }
  const noted = { ...entry, text: `${headline(mail)}\n\n${entry.text}`.trim() }
  const mailsInHour = countedMail(before, inbound.receipt.receivedAt)
  const ticket = { ...before, mailsInHour, version: before.version + 1 }
  return await commitOutcome(
    desk,
    inbound,
    [
      ...saveTicket(before, ticket),
      await appendEntry(desk.files, before.number, noted),
      ...(await markUndeliverable(desk, undeliverable)),
    ],
    { outcome: 'recorded', reason, ticketNumber: before.number },
  )
}

function headline(mail: IncomingMail): string {
  if (mail.machine?.kind !== 'bounce') return `Automatic answer: ${mail.subject}`
  const whom = mail.machine.failedRecipients.join(', ') || 'a recipient'
  return mail.machine.permanent ? `Mail to ${whom} could not be delivered` : `Mail to ${whom} is delayed`
}

async function commitOutcome(
  desk: Desk,
  inbound: InboundCase,
  writes: Write[],
  { entryId, ...what }: Pick<InboundMail, 'outcome' | 'reason' | 'ticketNumber'> & { entryId?: string },
): Promise<InboundMail> {
  const { receipt, mail, again } = inbound
  const { ticketNumber } = what
  const outcome = outcomeRow(receipt, mail, what)
  if (again !== undefined && isAsBefore(outcome, again)) return again.before
  const facts = {
    ...(ticketNumber === undefined ? {} : { ticketNumber }),
    ...(entryId === undefined ? {} : { entryId }),
  }
  await desk.table.commit([
    ...writes,
    ...outcomeWrites(desk, outcome, again),
    ...claims(inbound, isPassedOver(what), facts),
    ...(ticketNumber === undefined ? [] : mentions(inbound, ticketNumber)),
  ])
  return outcome
}

/** The claim of the Message-ID; a mail that nobody took in leaves it to a copy that is let in. */
function claims(
  { receipt, messageId, answers, again }: InboundCase,
  passedOver: boolean,
  facts: { ticketNumber?: number; entryId?: string },
): Write[] {
  const claim = { mailKey: receipt.mailKey, ...facts, at: receipt.receivedAt }
  const isClaimed = again !== undefined && answers.message?.mailKey === receipt.mailKey
  if (isClaimed) return passedOver ? [] : [reclaimMessage(messageId, claim)]
  return [passedOver ? claimHeldMessage(messageId, claim) : claimMessage(messageId, claim)]
}

/** The root and the parent, where nobody knew them: mails that share them belong to this ticket too. */
function mentions({ ancestors, answers, mail, receipt }: InboundCase, ticketNumber: number): Write[] {
  const wanted = new Set([mail.references[0], mail.inReplyTo[0]])
  return ancestors
    .filter((id, index) => wanted.has(id) && answers.ancestors[index] === undefined)
    .map(id => rememberMentioned(id, { ticketNumber, at: receipt.receivedAt }))
}
