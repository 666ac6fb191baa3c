import { DeskError } from '../domain/errors.ts'
import {
  decide,
  isAuthenticated,
  isPassedOver,
  numbersInSubject,
  type Receipt,
  type TicketEvidence,
} from '../domain/inbound-mail.ts'
import type { IncomingMail } from '../domain/incoming-mail.ts'
import { hourOf } from '../domain/mail-breaker.ts'
import { domainOf } from '../domain/mail-domain.ts'
import { deskAddresses } from '../domain/settings.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { Person } from '../domain/timeline.ts'
import { parseIfReadable } from '../mail/parse-mail.ts'
import { readReplyAddress, readThreadRoot, verifyReplyToken } from '../mail/reply-token.ts'
import type { Desk } from '../runtime/desk.ts'
import { type InboundAnswers, readInboundFacts } from '../store/inbound-facts.ts'
import { type InboundMail, readInbound, recordOutcome } from '../store/mails.ts'
import { takeFrom } from '../store/rate-windows.ts'
import { againOf, outcomeWrites, receiptOf } from './decided-anew.ts'
import { fileMail } from './file-mail.ts'
import { readForwardOfAgent } from './forward-of-agent.ts'
import { copiedAddresses, type InboundCase, messageIdOf, outcomeRow } from './inbound-case.ts'
import { readSender } from './mail-sender.ts'
import { sanitiseAnew } from './sanitise-anew.ts'
import { readSurviving, readTicketOfMoved } from './surviving-tickets.ts'

/** How often a mail is decided anew because somebody else wrote in between. */
const decisionsMax = 8
/** Ancestors looked up: the root and the nearest ones; a forged References line costs no more. */
const ancestorsMax = 20
const candidatesMax = 3

/**
 * Turns one stored mail into its one outcome, however often it is delivered: the ticket or reply, the outcome
 * and the claim of the Message-ID are one transaction. Answers the outcome it has.
 */
export async function receiveMail(desk: Desk, receipt: Receipt): Promise<InboundMail> {
  const raw = await desk.rawMail.read(receipt.mailKey)
  if (raw === undefined) throw new Error(`No raw mail under ${receipt.mailKey}`)
  return await decideMail(desk, receipt, raw)
}

/**
 * The same for a mail that was read. One that has an outcome already keeps it, unless somebody asks for it to be
 * decided anew, or its receipt comes after it was given up for lost. Whoever asks has its HTML sanitised anew, too.
 */
export async function decideMail(
  desk: Desk,
  receipt: Receipt,
  raw: Uint8Array,
  askedBy?: Person,
): Promise<InboundMail> {
  const mail = await parseIfReadable(raw)
  const countSender = mail === undefined ? undefined : countOfSender(desk, mail, receipt)
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (mail === undefined || countSender === undefined) return await quarantineUnreadable(desk, receipt)
      return await settleMail(desk, { receipt, mail, askedBy, countSender })
    } catch (error) {
      // Somebody was first: with this very mail, or with its ticket. The next reading tells which.
      const again = error instanceof DeskError && (error.kind === 'conflict' || error.code === 'email.taken')
      if (!again || attempt === decisionsMax) throw error
    }
  }
}

/** What became of a stored mail; undefined while nothing did. */
export async function outcomeOfMail(desk: Desk, mailKey: string): Promise<InboundMail | undefined> {
  return await readInbound(desk.table, mailKey)
}

async function settleMail(
  desk: Desk,
  facts: {
    receipt: Receipt
    mail: IncomingMail
    askedBy: Person | undefined
    countSender: () => Promise<number>
  },
): Promise<InboundMail> {
  const { receipt: given, mail, askedBy, countSender } = facts
  const messageId = messageIdOf(mail)
  const ancestors = ancestorsOf(mail, messageId)
  const sender = mail.from?.address
  const answers = await readInboundFacts(desk.table, {
    mailKey: given.mailKey,
    messageId,
    ancestors,
    ...(sender === undefined ? {} : { sender, senderDomain: domainOf(sender) }),
    copied: copiedAddresses(mail),
  })
  const again = againOf(answers.done, given, askedBy)
  if (answers.done !== undefined && again === undefined) {
    const isItsOwn = answers.message?.mailKey === given.mailKey
    if (askedBy !== undefined && isItsOwn) await sanitiseAnew(desk, mail, answers.message)
    return answers.done
  }
  const receipt = again === undefined || !given.lost ? given : receiptOf(again.before)
  const repeated = { receipt, mail, ...(again === undefined ? {} : { again }) }
  const isOurs = again !== undefined && answers.message?.mailKey === receipt.mailKey
  if (answers.message?.how === 'received' && !isOurs) {
    return await recordRepeated(desk, repeated, { outcome: 'duplicate', ...numberOf(answers) })
  }
  if (answers.message?.how === 'sent') {
    return await recordRepeated(desk, repeated, { outcome: 'recorded', reason: 'own-mail' })
  }
  const [from, evidence, senderMails] = await Promise.all([
    readSender(desk, answers),
    readEvidence(desk, { mail, receipt, ancestors, answers }),
    countSender(),
  ])
  const forward = from.kind === 'agent' ? await readForwardOfAgent(desk, mail) : undefined
  const decision = decide({
    mail,
    receipt,
    sender: from,
    evidence,
    ...(forward === undefined ? {} : { forwarded: forward.original }),
    ...(answers.blocked === undefined ? {} : { blocked: answers.blocked }),
    settings: answers.settings,
    deskAddresses: deskAddresses(desk.config.domain),
    senderMails,
  })
  // Another copy was passed over already, and so would this one be.
  if (answers.message?.how === 'held' && !isOurs && isPassedOver(decision)) {
    return await recordRepeated(desk, repeated, { outcome: 'duplicate' })
  }
  return await fileMail(desk, {
    ...{ ...repeated, messageId, ancestors, answers, sender: from, decision },
    ...(forward === undefined || decision.forwardedBy === undefined ? {} : { forward }),
  })
}

/**
 * Counts a mail with those of its sender's hour, once however often it is decided. Those that only claim to be from
 * the sender are counted apart: a flood of forgeries keeps nobody's own mail out.
 */
function countOfSender(desk: Desk, mail: IncomingMail, receipt: Receipt): () => Promise<number> {
  let counted: Promise<number> | undefined
  const count = async () => {
    if (mail.from === undefined) return 1
    const at = desk.now()
    const whose = `mail#${isAuthenticated(mail, receipt) ? '' : 'unverified#'}${mail.from.address}`
    try {
      return await takeFrom(desk.table, whose, { window: hourOf(at), count: 1, at })
    } catch (error) {
      // What breaks a flood is no reason to hold up mail.
      desk.log.warn('The mails of a sender could not be counted', { why: String(error) })
      return 1
    }
  }
  return () => {
    counted ??= count()
    return counted
  }
}

/** Nearest first, so that an answer to a follow-up belongs to it and not to the ticket it follows. */
function ancestorsOf(mail: IncomingMail, ownId: string): string[] {
  const bounced = mail.machine?.kind === 'bounce' ? mail.machine.originalMessageId : undefined
  const ids = [
    ...(bounced === undefined ? [] : [bounced]),
    ...mail.inReplyTo,
    ...mail.references.toReversed(),
  ]
  const unique = [...new Set(ids)].filter(id => id !== ownId)
  return unique.length <= ancestorsMax
    ? unique
    : [...unique.slice(0, ancestorsMax / 2), ...unique.slice(-ancestorsMax / 2)]
}

async function readEvidence(
  desk: Desk,
  facts: { mail: IncomingMail; receipt: Receipt; ancestors: string[]; answers: InboundAnswers },
): Promise<TicketEvidence> {
  const { mail, answers } = facts
  const secret = await desk.secrets.signingKey()
  const token = tokenNumber(desk, facts, secret)
  const parent = parentOf(desk, facts, secret)
  const unseen = answers.ancestors.find(known => known?.how === 'mentioned')?.ticketNumber
  const named = numbersInSubject(mail.subject, answers.settings.ticketPrefixes).slice(0, candidatesMax)
  const numbers = [token, parent?.number, unseen, ...named].filter(number => number !== undefined)
  const found = await readSurviving(desk, [...new Set(numbers)])
  const inWake = parent === undefined ? undefined : await splitOff(desk, parent, found)
  const ticketOf = (number: number | undefined) => {
    if (number === undefined) return undefined
    // The token of a ticket that the parent's words were split off from leads to where those are now.
    return inWake !== undefined && number === parent?.number ? inWake : found.get(number)
  }
  const byToken = ticketOf(token)
  const byReference = ticketOf(parent?.number)
  const byUnseenAncestor = ticketOf(unseen)
  const bySubject = named.map(ticketOf).find(ticket => ticket !== undefined)
  return {
    ...(byToken === undefined ? {} : { byToken }),
    ...(byReference === undefined ? {} : { byReference }),
    ...(byUnseenAncestor === undefined ? {} : { byUnseenAncestor }),
    ...(bySubject === undefined ? {} : { bySubject }),
  }
}

/** What a mail answers, as far as we sent or received it. */
interface Parent {
  number: number
  entryId?: string
}

function parentOf(
  desk: Desk,
  { ancestors, answers }: { ancestors: string[]; answers: InboundAnswers },
  secret: string,
): Parent | undefined {
  for (const [index, id] of ancestors.entries()) {
    const known = answers.ancestors[index]
    if (known === undefined || known.how === 'mentioned') {
      const number = readThreadRoot(id, { secret, domain: desk.config.domain })
      if (number !== undefined) return { number }
    } else if (known.ticketNumber !== undefined) {
      const { ticketNumber: number, entryId } = known
      return { number, ...(entryId === undefined ? {} : { entryId }) }
    }
  }
  return undefined
}

/** The ticket that the parent's words were split into, if they were. */
async function splitOff(
  desk: Desk,
  { number, entryId }: Parent,
  found: ReadonlyMap<number, Ticket>,
): Promise<Ticket | undefined> {
  const surviving = found.get(number)
  const mayHaveMoved = surviving?.number !== number || surviving.splitInto !== undefined
  if (entryId === undefined || !mayHaveMoved) return undefined
  const movedTo = await readTicketOfMoved(desk, number, entryId)
  return movedTo === undefined ? undefined : (await readSurviving(desk, [movedTo])).get(movedTo)
}

/** The ticket of a reply token in an envelope recipient, if the token was given to this very sender. */
function tokenNumber(
  desk: Desk,
  { mail, receipt }: { mail: IncomingMail; receipt: Receipt },
  secret: string,
): number | undefined {
  const sender = mail.from?.address
  if (sender === undefined) return undefined
  for (const recipient of receipt.recipients) {
    const token = readReplyAddress(recipient, deskAddresses(desk.config.domain))
    if (token !== undefined && verifyReplyToken({ ...token, sender, secret })) return token.ticketNumber
  }
  return undefined
}

/** A mail whose Message-ID is taken already: by itself, or, when a mail of ours comes back, by us. */
async function recordRepeated(
  desk: Desk,
  { receipt, mail, again }: Pick<InboundCase, 'receipt' | 'mail' | 'again'>,
  what: Pick<InboundMail, 'outcome' | 'reason' | 'ticketNumber'>,
): Promise<InboundMail> {
  const outcome = outcomeRow(receipt, mail, what)
  await desk.table.commit(outcomeWrites(desk, outcome, again))
  return outcome
}

function numberOf({ message }: InboundAnswers): { ticketNumber?: number } {
  return message?.ticketNumber === undefined ? {} : { ticketNumber: message.ticketNumber }
}

async function quarantineUnreadable(desk: Desk, receipt: Receipt): Promise<InboundMail> {
  const done = await readInbound(desk.table, receipt.mailKey)
  // Asked for or not: nobody can say more of what cannot be read.
  if (done !== undefined) return done
  const outcome = outcomeRow(receipt, undefined, { outcome: 'quarantined', reason: 'unreadable' })
  await desk.table.commit([recordOutcome(outcome)])
  return outcome
}
