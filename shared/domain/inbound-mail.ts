import { mayDo, mayKnowClient } from './actor.ts'
import type { BlockScope } from './blocked-sender.ts'
import type { IncomingMail, Mailbox } from './incoming-mail.ts'
import { isFlooded, senderMailsPerHourMax } from './mail-breaker.ts'
import { domainOf } from './mail-domain.ts'
import type { Agent, Client, Contact } from './people.ts'
import type { Settings } from './settings.ts'
import { publicRecipients, type Ticket } from './ticket.ts'

/** What SES itself says of a mail it received: nothing here can be written by the sender. */
export interface Receipt {
  /** Key of the raw mail in the mail bucket. */
  mailKey: string
  envelopeFrom: string
  /** Envelope recipients on the desk's domain. */
  recipients: string[]
  verdicts: Verdicts
  receivedAt: string
  /** What SES said of the mail is lost: nothing but the key and the time is known. */
  lost?: true
}

export type Verdict = 'PASS' | 'FAIL' | 'GRAY' | 'PROCESSING_FAILED' | 'DISABLED'

export interface Verdicts {
  spam: Verdict
  virus: Verdict
  spf: Verdict
  dkim: Verdict
  dmarc: Verdict
}

/** Whom the From address is registered to, as far as anyone knows. */
export type Sender =
  | { kind: 'contact'; contact: Contact; client: Client | undefined }
  | { kind: 'agent'; agent: Agent }
  | { kind: 'domain'; client: Client }
  | { kind: 'unknown' }

/** The tickets a mail may belong to, strongest evidence first; each already read. */
export interface TicketEvidence {
  /** Named by a reply token whose MAC fits this sender. */
  byToken?: Ticket
  /** Named by a Message-ID in In-Reply-To or References. */
  byReference?: Ticket
  /**
   * Shares an ancestor with this mail that nobody here saw. Two clients can answer the same vendor's mail: it
   * leads only those to the ticket who take part in it.
   */
  byUnseenAncestor?: Ticket
  /** Named by a reference in the subject. */
  bySubject?: Ticket
}

export type QuarantineReason =
  | 'virus'
  | 'spam'
  | 'no-sender'
  | 'spoofed'
  | 'unknown-sender'
  | 'not-a-participant'
  | 'mail-in-off'
  | 'unreadable'
  | 'flood'
  | 'no-receipt'

export type RecordedReason =
  | 'auto-reply'
  | 'bounce'
  | 'report'
  | 'own-mail'
  | 'ignored-sender'
  | 'blocked-sender'

/** Who a mail's words are from, once it is let in. */
export type Author =
  | { kind: 'agent'; agent: Agent }
  | { kind: 'contact'; contact: Contact }
  | { kind: 'new-contact'; clientId: string; mailbox: Mailbox }
  | { kind: 'watcher'; mailbox: Mailbox }
  | { kind: 'stranger'; mailbox: Mailbox }

/** Who wrote the mail that an agent forwards, and whom that address is registered to. */
export interface OriginalSender {
  from: Mailbox
  sender: Sender
}

/** The one thing that a mail becomes; with `forwardedBy`, the mail that this agent forwards becomes it. */
export type Decision = (
  | { outcome: 'quarantined'; reason: QuarantineReason }
  | {
      outcome: 'recorded'
      reason: RecordedReason
      ticket?: Ticket
      /** Addresses that mail of ours came back from for good. */
      undeliverable?: string[]
    }
  | { outcome: 'reply'; ticket: Ticket; author: Author }
  | { outcome: 'follow-up'; of: Ticket; author: Author }
  | { outcome: 'ticket'; author: Author; client: Client | undefined }
) & { forwardedBy?: Agent }

export interface InboundFacts {
  mail: IncomingMail
  receipt: Receipt
  sender: Sender
  evidence: TicketEvidence
  /** Set where the sender's address, or else its domain, is blocked. */
  blocked?: BlockScope
  settings: Pick<Settings, 'mailIn' | 'unknownSenders'>
  deskAddresses: readonly string[]
  /** Mails of this hour from the sender, this one included. */
  senderMails: number
  /** Of a mail that an agent forwards. */
  forwarded?: OriginalSender
}

/** Decides what one mail is, after product.md section 5; the first rule that holds wins. */
export function decide(facts: InboundFacts): Decision {
  const { mail, receipt, sender, evidence } = facts
  if (isBlocked(facts)) return { outcome: 'recorded', reason: 'blocked-sender' }
  const refusal = refusalOf(facts)
  if (refusal !== undefined) return { outcome: 'quarantined', reason: refusal }

  const from = mail.from
  const isFlood = facts.senderMails > senderMailsPerHourMax
  const recorded = fromMachine(facts)
  if (recorded !== undefined) {
    const { ticket, ...unseen } = recorded
    return isFlood || (ticket !== undefined && isFlooded(ticket, receipt.receivedAt)) ? unseen : recorded
  }
  if (from === undefined) return { outcome: 'quarantined', reason: 'no-sender' }
  if (facts.deskAddresses.includes(from.address)) return { outcome: 'recorded', reason: 'own-mail' }

  const byToken = evidence.byToken
  const byThread = evidence.byReference ?? siblingOf(evidence, from, sender)
  const ticket = byToken ?? byThread ?? evidence.bySubject
  if (sender.kind === 'agent' && !isAuthenticated(mail, receipt) && byToken === undefined) {
    return { outcome: 'quarantined', reason: 'spoofed' }
  }
  // What an agent may not do in the console, they may not do by mail.
  if (sender.kind === 'agent' && !mayDo({ kind: 'agent', ...sender.agent }, 'tickets:write')) {
    return { outcome: 'quarantined', reason: 'not-a-participant' }
  }
  if (sender.kind === 'agent' && byToken === undefined && facts.forwarded !== undefined && !isFlood) {
    const forward = decideForward(facts, sender.agent, facts.forwarded, byThread ?? evidence.bySubject)
    if (forward !== undefined) return { ...forward, forwardedBy: sender.agent }
  }
  if (ticket !== undefined) {
    // A number is easily guessed: it leads only those to a ticket who are shown to be who they say they are.
    const isGuess = byToken === undefined && byThread === undefined
    const author = isGuess && !isAuthenticated(mail, receipt) ? undefined : authorOn(ticket, from, sender)
    if (author === undefined) return { outcome: 'quarantined', reason: 'not-a-participant' }
    if (isFlood || isFlooded(ticket, receipt.receivedAt)) return { outcome: 'quarantined', reason: 'flood' }
    return ticket.status === 'closed'
      ? { outcome: 'follow-up', of: ticket, author }
      : { outcome: 'reply', ticket, author }
  }
  return isFlood ? { outcome: 'quarantined', reason: 'flood' } : newTicket(facts, from)
}

/**
 * What an agent forwards is of whoever wrote it first: the agent, who is authenticated, vouches for them. What
 * colleagues or the desk itself wrote is the agent's own mail; what they may not see they may not open either.
 */
function decideForward(
  facts: InboundFacts,
  agent: Agent,
  { from, sender }: OriginalSender,
  ticket: Ticket | undefined,
): Decision | undefined {
  if (sender.kind === 'agent' || facts.deskAddresses.includes(from.address)) return undefined
  const author = ticket === undefined ? undefined : authorOn(ticket, from, sender)
  if (ticket !== undefined && author !== undefined && mayKnowClient(agent, ticket.clientId)) {
    if (isFlooded(ticket, facts.receipt.receivedAt)) return { outcome: 'quarantined', reason: 'flood' }
    return ticket.status === 'closed'
      ? { outcome: 'follow-up', of: ticket, author }
      : { outcome: 'reply', ticket, author }
  }
  const clientId = clientIdOf(sender)
  return mayKnowClient(agent, clientId)
    ? newTicket({ ...facts, sender }, from)
    : { outcome: 'quarantined', reason: 'not-a-participant' }
}

function clientIdOf(sender: Sender): string | undefined {
  if (sender.kind === 'contact') return sender.contact.clientId
  return sender.kind === 'domain' ? sender.client.id : undefined
}

function siblingOf({ byUnseenAncestor }: TicketEvidence, from: Mailbox, sender: Sender): Ticket | undefined {
  if (byUnseenAncestor === undefined) return undefined
  return authorOn(byUnseenAncestor, from, sender) === undefined ? undefined : byUnseenAncestor
}

/** DMARC passed; or the domain publishes none and SPF passed for the very domain in From. */
export function isAuthenticated(
  mail: Pick<IncomingMail, 'from'>,
  receipt: Pick<Receipt, 'envelopeFrom' | 'verdicts'>,
): boolean {
  if (mail.from === undefined) return false
  if (receipt.verdicts.dmarc === 'PASS') return true
  return (
    receipt.verdicts.dmarc === 'GRAY' &&
    receipt.verdicts.spf === 'PASS' &&
    domainOf(receipt.envelopeFrom.toLowerCase()) === domainOf(mail.from.address)
  )
}

/** Whether a notice may be sent to the author: never to a machine, never to an unverified stranger. */
export function mayAnswer(mail: IncomingMail, receipt: Receipt): boolean {
  return mail.machine === undefined && receipt.envelopeFrom !== '' && isAuthenticated(mail, receipt)
}

/**
 * Whoever is registered is not blocked: an agent, a contact, or the domain of a client but for single addresses. What
 * a mail system says of our own mail is heard, and nothing is said of a mail whose receipt is lost.
 */
function isBlocked({ mail, receipt, sender, blocked }: InboundFacts): boolean {
  if (blocked === undefined || receipt.lost || mail.machine?.kind === 'bounce') return false
  return sender.kind === 'unknown' || (sender.kind === 'domain' && blocked === 'address')
}

/**
 * Whether nobody took the mail in: it may be decided anew, and a copy that is let in takes its Message-ID over.
 */
export function isPassedOver({ outcome, reason }: { outcome: string; reason?: string }): boolean {
  return outcome === 'quarantined' || reason === 'ignored-sender' || reason === 'blocked-sender'
}

function refusalOf({ receipt, settings }: InboundFacts): QuarantineReason | undefined {
  if (receipt.lost) return 'no-receipt'
  if (!settings.mailIn) return 'mail-in-off'
  if (receipt.verdicts.virus === 'FAIL') return 'virus'
  if (receipt.verdicts.spam === 'FAIL') return 'spam'
  if (receipt.verdicts.dmarc === 'FAIL') return 'spoofed'
  return undefined
}

type Recorded = Extract<Decision, { outcome: 'recorded' }>

/** Of what a program wrote, that which is only ever noted; an alert or a list's mail may well be a ticket. */
function fromMachine(facts: InboundFacts): Recorded | undefined {
  const { machine } = facts.mail
  switch (machine?.kind) {
    case 'bounce':
      return deliveryReport('bounce', machine, facts.evidence)
    case 'report':
      return deliveryReport('report', undefined, facts.evidence)
    case 'auto-reply':
      return autoReply(facts)
    case 'auto-generated':
    case 'list':
    case undefined:
      return undefined
  }
}

/**
 * Mail systems take part in no ticket, and anyone can write as one: only a mail of the thread that they name leads
 * to it, and only of those who got that mail are they believed that nobody can be reached there.
 */
function deliveryReport(
  reason: 'bounce' | 'report',
  bounce: { failedRecipients: string[]; permanent: boolean } | undefined,
  { byToken, byReference }: TicketEvidence,
): Recorded {
  const ticket = byToken ?? byReference
  if (ticket === undefined) return { outcome: 'recorded', reason }
  const reached = new Set([ticket.assigneeEmail, ...publicRecipients(ticket).map(({ email }) => email)])
  const failed = bounce?.permanent ? bounce.failedRecipients.filter(address => reached.has(address)) : []
  return {
    outcome: 'recorded',
    reason,
    ...(ticket.status === 'closed' ? {} : { ticket }),
    ...(failed.length === 0 ? {} : { undeliverable: failed }),
  }
}

/** An answer that nobody wrote is noted on the ticket of whoever takes part in it, and on no other. */
function autoReply({ mail, receipt, sender, evidence }: InboundFacts): Recorded {
  const ticket = evidence.byToken ?? evidence.byReference ?? evidence.bySubject
  const isSpoofed =
    sender.kind === 'agent' && evidence.byToken === undefined && !isAuthenticated(mail, receipt)
  const author =
    ticket === undefined || mail.from === undefined || isSpoofed
      ? undefined
      : authorOn(ticket, mail.from, sender)
  return ticket === undefined || author === undefined || ticket.status === 'closed'
    ? { outcome: 'recorded', reason: 'auto-reply' }
    : { outcome: 'recorded', reason: 'auto-reply', ticket }
}

/** A reference names a ticket but never lets anyone in: the sender must take part in it. */
function authorOn(ticket: Ticket, from: Mailbox, sender: Sender): Author | undefined {
  if (sender.kind === 'agent') {
    const { agent } = sender
    return mayKnowClient(agent, ticket.clientId) ? { kind: 'agent', agent } : undefined
  }
  if (sender.kind === 'contact' && sender.contact.clientId === ticket.clientId) {
    return { kind: 'contact', contact: sender.contact }
  }
  const takesPart =
    ticket.contactEmail === from.address ||
    ticket.watchers.some(({ email }) => email === from.address) ||
    ticket.correspondents?.includes(from.address) === true
  if (takesPart) return { kind: 'watcher', mailbox: from }
  return undefined
}

function newTicket({ mail, receipt, sender, settings }: InboundFacts, from: Mailbox): Decision {
  switch (sender.kind) {
    case 'contact':
      return {
        outcome: 'ticket',
        author: { kind: 'contact', contact: sender.contact },
        client: sender.client,
      }
    case 'agent':
      return { outcome: 'ticket', author: { kind: 'agent', agent: sender.agent }, client: undefined }
    case 'domain':
      if (sender.client.domainTrust !== 'always' && !isAuthenticated(mail, receipt)) {
        return fromUnknown(from, settings)
      }
      return {
        outcome: 'ticket',
        author: { kind: 'new-contact', clientId: sender.client.id, mailbox: from },
        client: sender.client,
      }
    case 'unknown':
      return fromUnknown(from, settings)
  }
}

function fromUnknown(from: Mailbox, { unknownSenders }: InboundFacts['settings']): Decision {
  switch (unknownSenders) {
    case 'quarantine':
      return { outcome: 'quarantined', reason: 'unknown-sender' }
    case 'ignore':
      return { outcome: 'recorded', reason: 'ignored-sender' }
    case 'accept':
      return { outcome: 'ticket', author: { kind: 'stranger', mailbox: from }, client: undefined }
  }
}

/**
 * Numbers named by a reference in a subject: any of the prefixes, any letter case, with or without brackets,
 * in the order they stand.
 */
export function numbersInSubject(subject: string, prefixes: readonly string[]): number[] {
  const found: { at: number; number: number }[] = []
  const lower = subject.toLowerCase()
  for (const prefix of prefixes) {
    const wanted = prefix.toLowerCase()
    if (wanted === '') continue
    for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, at + 1)) {
      if (at > 0 && isWordCharacter(lower.charAt(at - 1))) continue
      const digits = /^\d{1,9}(?![\p{L}\p{N}])/u.exec(
        lower.slice(at + wanted.length, at + wanted.length + 12),
      )
      if (digits) found.push({ at, number: Number(digits[0]) })
    }
  }
  return [...new Set(found.sort((a, b) => a.at - b.at).map(({ number }) => number))]
}

function isWordCharacter(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character)
}
