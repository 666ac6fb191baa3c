import { describe, expect, it } from 'vitest'
import {
  type Decision,
  decide,
  isAuthenticated,
  mayAnswer,
  type Sender,
  type TicketEvidence,
  type Verdict,
  type Verdicts,
} from '../../shared/domain/inbound-mail.ts'
import type { MachineMail } from '../../shared/domain/incoming-mail.ts'
import type { UnknownSenderPolicy } from '../../shared/domain/settings.ts'
import type { Status, Ticket } from '../../shared/domain/ticket.ts'
import { mailFrom, monday, receiptWith, senders, ticketWith } from './given.ts'

/** One mail as the table tells it. */
interface Case {
  sender: keyof typeof senders | 'watcher' | 'correspondent' | 'nobody' | 'desk'
  verdicts?: Partial<Verdicts>
  by?: 'token' | 'reference' | 'subject'
  /** Of the ticket that the evidence names. */
  status?: Status
  machine?: MachineMail
  policy?: UnknownSenderPolicy
  mailIn?: boolean
  /** From the sender, and onto the ticket, in this hour. */
  senderMails?: number
  mailsInHour?: number
}

const noDmarc = { dmarc: 'GRAY', spf: 'FAIL' } as const
const failsDmarc = { dmarc: 'FAIL' } as const
const autoReply: MachineMail = { kind: 'auto-reply' }
const bounce: MachineMail = {
  kind: 'bounce',
  failedRecipients: ['anna@northwind.example', 'victim@acme.example'],
  permanent: true,
}

const addresses: Record<Case['sender'], string | undefined> = {
  anna: 'anna@northwind.example',
  otherClient: 'carl@acme.example',
  agent: 'dana@msp.example',
  agentOfAcme: 'dana@msp.example',
  domain: 'new@northwind.example',
  stranger: 'someone@elsewhere.example',
  domainTrusted: 'new@northwind.example',
  watcher: 'wendy@elsewhere.example',
  correspondent: 'cora@elsewhere.example',
  nobody: undefined,
  desk: 'support@desk.example',
}

/** `outcome`, with the reason or the kind of author behind it. */
const table: [promise: string, mail: Case, becomes: string][] = [
  ['a contact writes', { sender: 'anna' }, 'ticket by contact'],
  ['a contact without DMARC writes', { sender: 'anna', verdicts: noDmarc }, 'ticket by contact'],
  ['a spoofed contact', { sender: 'anna', verdicts: failsDmarc }, 'quarantined spoofed'],
  [
    'a spoofed contact with a token',
    { sender: 'anna', verdicts: failsDmarc, by: 'token' },
    'quarantined spoofed',
  ],
  [
    'a spoofed contact, subject',
    { sender: 'anna', verdicts: failsDmarc, by: 'subject' },
    'quarantined spoofed',
  ],
  ['a contact answers by token', { sender: 'anna', by: 'token' }, 'reply by contact'],
  ['a contact answers by reference', { sender: 'anna', by: 'reference' }, 'reply by contact'],
  ['a contact answers by subject', { sender: 'anna', by: 'subject' }, 'reply by contact'],
  ['working', { sender: 'anna', by: 'token', status: 'working' }, 'reply by contact'],
  ['hold', { sender: 'anna', by: 'token', status: 'hold' }, 'reply by contact'],
  ['resolved', { sender: 'anna', by: 'token', status: 'resolved' }, 'reply by contact'],
  ['closed, token', { sender: 'anna', by: 'token', status: 'closed' }, 'follow-up by contact'],
  ['closed, reference', { sender: 'anna', by: 'reference', status: 'closed' }, 'follow-up by contact'],
  ['closed, subject', { sender: 'anna', by: 'subject', status: 'closed' }, 'follow-up by contact'],

  ['another client’s contact writes', { sender: 'otherClient' }, 'ticket by contact'],
  ['… names the subject', { sender: 'otherClient', by: 'subject' }, 'quarantined not-a-participant'],
  ['… names the thread', { sender: 'otherClient', by: 'reference' }, 'quarantined not-a-participant'],
  ['… has a token', { sender: 'otherClient', by: 'token' }, 'quarantined not-a-participant'],
  ['… closed', { sender: 'otherClient', by: 'subject', status: 'closed' }, 'quarantined not-a-participant'],

  ['a watcher answers', { sender: 'watcher', by: 'token' }, 'reply by watcher'],
  ['a watcher names the subject', { sender: 'watcher', by: 'subject' }, 'reply by watcher'],
  ['a watcher, closed', { sender: 'watcher', by: 'reference', status: 'closed' }, 'follow-up by watcher'],
  ['a watcher with something new', { sender: 'watcher' }, 'quarantined unknown-sender'],

  ['a correspondent answers', { sender: 'correspondent', by: 'reference' }, 'reply by watcher'],
  ['a correspondent names the subject', { sender: 'correspondent', by: 'subject' }, 'reply by watcher'],
  [
    'a correspondent without DMARC names the subject',
    { sender: 'correspondent', verdicts: noDmarc, by: 'subject' },
    'quarantined not-a-participant',
  ],
  ['a correspondent with something new', { sender: 'correspondent' }, 'quarantined unknown-sender'],

  [
    'a domain that is always trusted',
    { sender: 'domainTrusted', verdicts: noDmarc },
    'ticket by new-contact',
  ],
  ['… whose DMARC fails', { sender: 'domainTrusted', verdicts: failsDmarc }, 'quarantined spoofed'],

  ['the thousandth mail of an hour', { sender: 'anna', senderMails: 1_000 }, 'ticket by contact'],
  ['the next', { sender: 'anna', senderMails: 1_001 }, 'quarantined flood'],
  ['… with a token', { sender: 'anna', senderMails: 1_001, by: 'token' }, 'quarantined flood'],
  ['the 200th onto a ticket', { sender: 'anna', by: 'token', mailsInHour: 199 }, 'reply by contact'],
  ['the next', { sender: 'anna', by: 'token', mailsInHour: 200 }, 'quarantined flood'],
  [
    'a storm of bounces',
    { sender: 'stranger', machine: bounce, by: 'reference', mailsInHour: 200 },
    'recorded bounce',
  ],
  [
    'an automatic answer too many',
    { sender: 'anna', machine: autoReply, by: 'token', senderMails: 1_001 },
    'recorded auto-reply',
  ],

  ['an agent writes', { sender: 'agent' }, 'ticket by agent'],
  ['an agent answers', { sender: 'agent', by: 'reference' }, 'reply by agent'],
  ['an agent names the subject', { sender: 'agent', by: 'subject' }, 'reply by agent'],
  ['an agent without DMARC', { sender: 'agent', verdicts: noDmarc }, 'quarantined spoofed'],
  ['… by subject', { sender: 'agent', verdicts: noDmarc, by: 'subject' }, 'quarantined spoofed'],
  ['… by reference', { sender: 'agent', verdicts: noDmarc, by: 'reference' }, 'quarantined spoofed'],
  ['… but with a token', { sender: 'agent', verdicts: noDmarc, by: 'token' }, 'reply by agent'],
  ['… DMARC failing', { sender: 'agent', verdicts: failsDmarc, by: 'token' }, 'quarantined spoofed'],
  ['an agent of another client', { sender: 'agentOfAcme', by: 'subject' }, 'quarantined not-a-participant'],
  ['an agent, closed', { sender: 'agent', by: 'subject', status: 'closed' }, 'follow-up by agent'],

  ['a registered domain', { sender: 'domain' }, 'ticket by new-contact'],
  ['… without DMARC', { sender: 'domain', verdicts: noDmarc }, 'quarantined unknown-sender'],
  [
    '… without DMARC, where strangers are accepted',
    { sender: 'domain', verdicts: noDmarc, policy: 'accept' },
    'ticket by stranger',
  ],
  ['… DMARC failing', { sender: 'domain', verdicts: failsDmarc }, 'quarantined spoofed'],
  ['… on somebody’s ticket', { sender: 'domain', by: 'subject' }, 'quarantined not-a-participant'],

  ['a stranger', { sender: 'stranger' }, 'quarantined unknown-sender'],
  ['a stranger, ignored', { sender: 'stranger', policy: 'ignore' }, 'recorded ignored-sender'],
  ['a stranger, accepted', { sender: 'stranger', policy: 'accept' }, 'ticket by stranger'],
  ['a stranger’s guess', { sender: 'stranger', by: 'subject' }, 'quarantined not-a-participant'],
  [
    '… even where strangers are accepted',
    { sender: 'stranger', by: 'subject', policy: 'accept' },
    'quarantined not-a-participant',
  ],
  [
    '… by reference',
    { sender: 'stranger', by: 'reference', policy: 'ignore' },
    'quarantined not-a-participant',
  ],

  ['no sender', { sender: 'nobody' }, 'quarantined no-sender'],
  ['no sender, subject', { sender: 'nobody', by: 'subject' }, 'quarantined no-sender'],
  ['the desk itself', { sender: 'desk' }, 'recorded own-mail'],
  ['the desk itself, subject', { sender: 'desk', by: 'subject' }, 'recorded own-mail'],
  ['mail in is off', { sender: 'anna', mailIn: false }, 'quarantined mail-in-off'],
  ['a virus', { sender: 'anna', by: 'token', verdicts: { virus: 'FAIL' } }, 'quarantined virus'],
  [
    'a virus that is spam',
    { sender: 'anna', verdicts: { virus: 'FAIL', spam: 'FAIL' } },
    'quarantined virus',
  ],
  ['spam', { sender: 'anna', by: 'reference', verdicts: { spam: 'FAIL' } }, 'quarantined spam'],
  ['spam from an agent', { sender: 'agent', verdicts: { spam: 'FAIL' } }, 'quarantined spam'],
  ['a spoofed bounce', { sender: 'anna', machine: bounce, verdicts: failsDmarc }, 'quarantined spoofed'],

  ['an auto-reply', { sender: 'anna', machine: autoReply }, 'recorded auto-reply'],
  ['… to a ticket', { sender: 'anna', machine: autoReply, by: 'token' }, 'recorded auto-reply on 7'],
  [
    '… resolved',
    { sender: 'anna', machine: autoReply, by: 'subject', status: 'resolved' },
    'recorded auto-reply on 7',
  ],
  ['… closed', { sender: 'anna', machine: autoReply, by: 'token', status: 'closed' }, 'recorded auto-reply'],
  [
    'a stranger’s auto-reply',
    { sender: 'stranger', machine: autoReply, by: 'subject' },
    'recorded auto-reply',
  ],
  ['… by reference', { sender: 'stranger', machine: autoReply, by: 'reference' }, 'recorded auto-reply'],
  ['another client’s', { sender: 'otherClient', machine: autoReply, by: 'subject' }, 'recorded auto-reply'],
  [
    'an auto-reply as an agent, no DMARC',
    { sender: 'agent', machine: autoReply, by: 'subject', verdicts: noDmarc },
    'recorded auto-reply',
  ],
  ['a program’s alert', { sender: 'anna', machine: { kind: 'auto-generated' } }, 'ticket by contact'],
  ['a list', { sender: 'anna', machine: { kind: 'list' }, by: 'reference' }, 'reply by contact'],
  ['a bounce', { sender: 'stranger', machine: bounce, by: 'reference' }, 'recorded bounce on 7'],
  [
    'a bounce without a sender',
    { sender: 'nobody', machine: bounce, by: 'reference' },
    'recorded bounce on 7',
  ],
  ['a bounce by a guessed number', { sender: 'stranger', machine: bounce, by: 'subject' }, 'recorded bounce'],
  ['a bounce of nothing', { sender: 'stranger', machine: bounce }, 'recorded bounce'],
  [
    'a bounce, closed',
    { sender: 'nobody', machine: bounce, by: 'reference', status: 'closed' },
    'recorded bounce',
  ],
  [
    'a report by a guess',
    { sender: 'stranger', machine: { kind: 'report' }, by: 'subject' },
    'recorded report',
  ],
  ['a report', { sender: 'stranger', machine: { kind: 'report' }, by: 'reference' }, 'recorded report on 7'],
]

function decisionOf({
  sender,
  verdicts,
  by,
  status = 'open',
  machine,
  policy,
  mailIn,
  senderMails = 1,
  mailsInHour,
}: Case): Decision {
  const watchers = [{ email: 'wendy@elsewhere.example', name: 'Wendy' }]
  const correspondents = ['cora@elsewhere.example']
  const counted =
    mailsInHour === undefined ? {} : { mailsInHour: { hour: monday.slice(0, 13), count: mailsInHour } }
  return decide({
    mail: mailFrom(addresses[sender], machine === undefined ? {} : { machine }),
    receipt: receiptWith(verdicts, addresses[sender] ?? ''),
    sender: senderOf(sender),
    evidence: evidenceOf(by, ticketWith({ status, watchers, correspondents, ...counted })),
    settings: { mailIn: mailIn ?? true, unknownSenders: policy ?? 'quarantine' },
    deskAddresses: ['support@desk.example'],
    senderMails,
  })
}

function senderOf(sender: Case['sender']): Sender {
  return sender in senders ? senders[sender as keyof typeof senders] : senders.stranger
}

function evidenceOf(by: Case['by'], ticket: Ticket): TicketEvidence {
  switch (by) {
    case undefined:
      return {}
    case 'token':
      return { byToken: ticket }
    case 'reference':
      return { byReference: ticket }
    case 'subject':
      return { bySubject: ticket }
  }
}

function told(decision: Decision): string {
  switch (decision.outcome) {
    case 'quarantined':
      return `quarantined ${decision.reason}`
    case 'recorded':
      return `recorded ${decision.reason}${decision.ticket === undefined ? '' : ` on ${decision.ticket.number}`}`
    case 'reply':
    case 'follow-up':
    case 'ticket':
      return `${decision.outcome} by ${decision.author.kind}`
  }
}

describe('what a mail becomes', () => {
  it.each(table)('%s: %j is %s', (_promise, mail, becomes) => {
    expect(told(decisionOf(mail))).toBe(becomes)
  })

  it('a token is stronger than a reference, and that than a subject', () => {
    const facts = {
      mail: mailFrom('anna@northwind.example'),
      receipt: receiptWith(),
      sender: senders.anna,
      settings: { mailIn: true, unknownSenders: 'quarantine' as const },
      deskAddresses: [],
      senderMails: 1,
    }
    const [byToken, byReference, bySubject] = [1, 2, 3].map(number => ticketWith({ number }))
    if (byToken === undefined || byReference === undefined || bySubject === undefined) throw new Error()
    const all = decide({ ...facts, evidence: { byToken, byReference, bySubject } })
    const two = decide({ ...facts, evidence: { byReference, bySubject } })
    expect(all).toMatchObject({ outcome: 'reply', ticket: { number: 1 } })
    expect(two).toMatchObject({ outcome: 'reply', ticket: { number: 2 } })
  })

  it('a bounce is believed only of people who got the mail it names, and only when it is for good', () => {
    const known: Case = { sender: 'stranger', machine: bounce, by: 'reference' }
    expect(decisionOf(known)).toMatchObject({ undeliverable: ['anna@northwind.example'] })
    expect(decisionOf({ ...known, status: 'closed' })).toMatchObject({
      undeliverable: ['anna@northwind.example'],
    })
    expect(decisionOf({ ...known, by: 'subject' })).not.toHaveProperty('undeliverable')
    expect(decisionOf({ ...known, machine: { ...bounce, permanent: false } })).not.toHaveProperty(
      'undeliverable',
    )
  })
})

describe('a sender is authenticated', () => {
  const anna = mailFrom('anna@northwind.example')
  const cases: [dmarc: Verdict, spf: Verdict, envelopeFrom: string, is: boolean][] = [
    ['PASS', 'PASS', 'anna@northwind.example', true],
    ['PASS', 'FAIL', 'bounces@elsewhere.example', true],
    ['GRAY', 'PASS', 'anna@northwind.example', true],
    ['GRAY', 'PASS', 'Anna@NORTHWIND.example', true],
    ['GRAY', 'PASS', 'x@sub.northwind.example', false],
    ['GRAY', 'PASS', 'x@evil.example', false],
    ['GRAY', 'PASS', '', false],
    ['GRAY', 'FAIL', 'anna@northwind.example', false],
    ['GRAY', 'GRAY', 'anna@northwind.example', false],
    ['FAIL', 'PASS', 'anna@northwind.example', false],
    ['PROCESSING_FAILED', 'PASS', 'anna@northwind.example', false],
    ['DISABLED', 'PASS', 'anna@northwind.example', false],
  ]
  it.each(cases)('DMARC %s, SPF %s for %j: %j', (dmarc, spf, envelopeFrom, is) => {
    expect(isAuthenticated(anna, receiptWith({ dmarc, spf }, envelopeFrom))).toBe(is)
  })

  it('never without exactly one sender', () => {
    expect(isAuthenticated(mailFrom(undefined), receiptWith())).toBe(false)
  })
})

describe('an answer may be sent', () => {
  const anna = mailFrom('anna@northwind.example')
  it('to an authenticated person', () => {
    expect(mayAnswer(anna, receiptWith())).toBe(true)
  })
  it('to no machine of any kind', () => {
    const kinds = ['auto-reply', 'auto-generated', 'list', 'report'] as const
    for (const machine of [...kinds.map(kind => ({ kind })), bounce]) {
      expect(mayAnswer({ ...anna, machine }, receiptWith())).toBe(false)
    }
  })
  it('to nobody who is unverified, and never to the null sender', () => {
    expect(mayAnswer(anna, receiptWith(noDmarc))).toBe(false)
    expect(mayAnswer(anna, receiptWith({}, ''))).toBe(false)
  })
})
