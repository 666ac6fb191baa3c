import { expect, it } from 'vitest'
import { type Decision, decide, type Sender, type TicketEvidence } from '../../shared/domain/inbound-mail.ts'
import type { UnknownSenderPolicy } from '../../shared/domain/settings.ts'
import type { Ticket } from '../../shared/domain/ticket.ts'
import { mailFrom, receiptWith, senders, ticketWith } from './given.ts'

interface Case {
  /** Who forwards. */
  by?: keyof typeof senders
  /** Who wrote it first. */
  from: string
  sender: keyof typeof senders
  evidence?: (ticket: Ticket) => TicketEvidence
  status?: Ticket['status']
  dmarc?: 'PASS' | 'GRAY'
  policy?: UnknownSenderPolicy
  senderMails?: number
}

const anna = { from: 'anna@northwind.example', sender: 'anna' } as const
const carl = { from: 'carl@acme.example', sender: 'otherClient' } as const
const bySubject = (ticket: Ticket) => ({ bySubject: ticket })
const byReference = (ticket: Ticket) => ({ byReference: ticket })
const byToken = (ticket: Ticket) => ({ byToken: ticket })

/** `outcome`, with the reason or the author, and whether it is decided by what was forwarded. */
const table: [promise: string, mail: Case, becomes: string][] = [
  ['a contact’s mail', anna, 'ticket by contact, forwarded'],
  [
    'a mail of a registered domain',
    { from: 'new@northwind.example', sender: 'domain' },
    'ticket by new-contact, forwarded',
  ],
  [
    'a stranger’s mail',
    { from: 'eve@elsewhere.example', sender: 'stranger' },
    'quarantined unknown-sender, forwarded',
  ],
  [
    '… accepted',
    { from: 'eve@elsewhere.example', sender: 'stranger', policy: 'accept' },
    'ticket by stranger, forwarded',
  ],
  [
    '… ignored',
    { from: 'eve@elsewhere.example', sender: 'stranger', policy: 'ignore' },
    'recorded ignored-sender, forwarded',
  ],
  ['an agent’s mail', { from: 'dana@msp.example', sender: 'agent' }, 'ticket by agent'],
  ['the desk’s own mail', { from: 'support@desk.example', sender: 'stranger' }, 'ticket by agent'],
  ['by an agent without DMARC', { ...anna, dmarc: 'GRAY' }, 'quarantined spoofed'],
  ['in a flood of theirs', { ...anna, senderMails: 1001 }, 'quarantined flood'],
  ['by a contact', { ...anna, by: 'otherClient' }, 'ticket by contact'],
  ['with a reference of their ticket', { ...anna, evidence: byReference }, 'reply by contact, forwarded'],
  ['with the number of their ticket', { ...anna, evidence: bySubject }, 'reply by contact, forwarded'],
  ['… closed', { ...anna, evidence: bySubject, status: 'closed' }, 'follow-up by contact, forwarded'],
  ['with the number of another’s ticket', { ...carl, evidence: bySubject }, 'ticket by contact, forwarded'],
  ['to the reply address of a ticket', { ...anna, evidence: byToken }, 'reply by agent'],
  [
    'by an agent of other clients',
    { ...anna, by: 'agentOfAcme' },
    'quarantined not-a-participant, forwarded',
  ],
  ['… about what they see', { ...carl, by: 'agentOfAcme' }, 'ticket by contact, forwarded'],
]

function decisionOf({
  by = 'agent',
  from,
  sender,
  evidence,
  status,
  dmarc,
  policy,
  senderMails,
}: Case): Decision {
  const forwarded: { from: { name: string; address: string }; sender: Sender } = {
    from: { name: '', address: from },
    sender: senders[sender],
  }
  return decide({
    mail: mailFrom(by === 'otherClient' ? 'carl@acme.example' : 'dana@msp.example'),
    receipt: receiptWith({ dmarc: dmarc ?? 'PASS', spf: 'FAIL' }, 'dana@msp.example'),
    sender: senders[by],
    evidence: evidence?.(ticketWith(status === undefined ? {} : { status })) ?? {},
    settings: { mailIn: true, unknownSenders: policy ?? 'quarantine' },
    deskAddresses: ['support@desk.example'],
    senderMails: senderMails ?? 1,
    forwarded,
  })
}

function told(decision: Decision): string {
  const forwarded = decision.forwardedBy === undefined ? '' : ', forwarded'
  const what = 'author' in decision ? `by ${decision.author.kind}` : decision.reason
  return `${decision.outcome} ${what}${forwarded}`
}

it.each(table)('what an agent forwards: %s: %j is %s', (_promise, mail, becomes) => {
  expect(told(decisionOf(mail))).toBe(becomes)
})
