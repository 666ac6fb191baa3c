import type { Receipt, Sender } from '../../shared/domain/inbound-mail.ts'
import type { IncomingMail } from '../../shared/domain/incoming-mail.ts'
import type { Agent, Client, Contact } from '../../shared/domain/people.ts'
import type { Ticket } from '../../shared/domain/ticket.ts'
import type { Entry } from '../../shared/domain/timeline.ts'

export const monday = '2026-11-23T09:00:00.000Z'

export function ticketWith(fields: Partial<Ticket> = {}): Ticket {
  return {
    number: 7,
    prefix: 'TCK-',
    subject: 'Printer on fire',
    clientId: 'clt_northwind',
    clientName: 'Northwind',
    contactId: 'con_anna',
    contactName: 'Anna Berg',
    contactEmail: 'anna@northwind.example',
    status: 'open',
    priority: 'medium',
    source: 'email',
    billable: true,
    assetIds: [],
    tags: [],
    watchers: [],
    minutesWorked: 0,
    createdAt: monday,
    updatedAt: monday,
    version: 1,
    ...fields,
  }
}

export function entryWith(fields: Partial<Entry> = {}): Entry {
  return {
    id: '01JDCV0000000000000000000A',
    kind: 'reply',
    visibility: 'public',
    at: monday,
    by: { kind: 'contact', name: 'Anna Berg', email: 'anna@northwind.example' },
    text: 'Words.',
    attachments: [],
    ...fields,
  }
}

export function mailFrom(address: string | undefined, fields: Partial<IncomingMail> = {}): IncomingMail {
  return {
    messageId: 'one@northwind.example',
    bodyDigest: '',
    inReplyTo: [],
    references: [],
    ...(address === undefined ? {} : { from: { name: '', address } }),
    replyTo: [],
    to: [],
    cc: [],
    subject: 'Printer',
    text: 'Words.',
    newText: 'Words.',
    attachments: [],
    ...fields,
  }
}

export function receiptWith(
  verdicts: Partial<Receipt['verdicts']> = {},
  envelopeFrom = 'anna@northwind.example',
): Receipt {
  return {
    mailKey: 'key',
    envelopeFrom,
    recipients: ['support@desk.example'],
    verdicts: { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', ...verdicts },
    receivedAt: monday,
  }
}

export const northwind: Client = {
  id: 'clt_northwind',
  name: 'Northwind',
  domains: ['northwind.example'],
  domainTrust: 'authenticated',
  createdAt: monday,
  version: 1,
}

export function contactOf(clientId: string, email: string): Contact {
  return { id: `con_${email}`, clientId, name: email, email, roles: [], createdAt: monday, version: 1 }
}

export function agentWith(fields: Partial<Agent> = {}): Agent {
  return {
    id: 'agt_dana',
    name: 'Dana Frost',
    email: 'dana@msp.example',
    role: 'technician',
    disabled: false,
    createdAt: monday,
    version: 1,
    ...fields,
  }
}

export const senders = {
  anna: {
    kind: 'contact',
    contact: contactOf('clt_northwind', 'anna@northwind.example'),
    client: northwind,
  },
  otherClient: { kind: 'contact', contact: contactOf('clt_acme', 'carl@acme.example'), client: undefined },
  agent: { kind: 'agent', agent: agentWith() },
  agentOfAcme: { kind: 'agent', agent: agentWith({ clientIds: ['clt_acme'] }) },
  domain: { kind: 'domain', client: northwind },
  domainTrusted: { kind: 'domain', client: { ...northwind, domainTrust: 'always' } },
  stranger: { kind: 'unknown' },
} as const satisfies Record<string, Sender>
