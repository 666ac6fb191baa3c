import { randomUUID } from 'node:crypto'
import type { SentMail } from '../../infra/local/ses/outbox.ts'
import { newReceiptId } from '../../infra/local/ses/receipt.ts'
import type { Receipt } from '../../shared/domain/inbound-mail.ts'
import type { Ticket } from '../../shared/domain/ticket.ts'
import type { Entry } from '../../shared/domain/timeline.ts'
import { replyAddress } from '../../shared/mail/reply-token.ts'
import type { Item } from '../../shared/runtime/table.ts'
import { keys } from '../../shared/store/keys.ts'
import type { InboundMail } from '../../shared/store/mails.ts'
import { createAgent } from '../../shared/use-cases/agents.ts'
import { createClient } from '../../shared/use-cases/clients.ts'
import { createContact } from '../../shared/use-cases/contacts.ts'
import { readTicket, readTimeline } from '../../shared/use-cases/read-ticket.ts'
import { receiveMail } from '../../shared/use-cases/receive-mail.ts'
import { admin, type DeliveryOptions, openTestDesk, type TestDesk } from '../support/desk.ts'

export type Scene = Awaited<ReturnType<typeof openScene>>

/** A desk with two clients, some of their people, and one agent besides the admin. */
export async function openScene() {
  const test = await openTestDesk()
  const { desk } = test
  const northwind = await createClient(desk, admin, { name: 'Northwind', domains: ['northwind.example'] })
  const acme = await createClient(desk, admin, { name: 'Acme', domains: ['acme.example'] })
  const person = (clientId: string, name: string, email: string) =>
    createContact(desk, admin, clientId, { name, email })
  const anna = await person(northwind.id, 'Anna Berg', 'anna@northwind.example')
  const ben = await person(northwind.id, 'Ben Ode', 'ben@northwind.example')
  const carl = await person(acme.id, 'Carl Voss', 'carl@acme.example')
  const dana = await createAgent(desk, admin, {
    name: 'Dana Frost',
    email: 'dana@msp.example',
    role: 'technician',
  })
  return { ...test, northwind, acme, anna, ben, carl, dana }
}

export interface MailFields {
  /** null: the mail has no such header. */
  from?: string | null
  to?: string
  cc?: string
  subject?: string
  id?: string | null
  date?: string | null
  inReplyTo?: string
  references?: string[]
  headers?: string[]
  body?: string
}

/** A person's plain mail; every call another Message-ID. */
export function mail(fields: MailFields = {}): string {
  const { from = 'Anna Berg <anna@northwind.example>', subject = 'Printer on fire', headers = [] } = fields
  const { id = `${randomUUID()}@northwind.example`, date = 'Mon, 23 Nov 2026 09:00:00 +0000' } = fields
  const lines = [
    ...(from === null ? [] : [`From: ${from}`]),
    `To: ${fields.to ?? 'support@desk.example'}`,
    ...(fields.cc === undefined ? [] : [`Cc: ${fields.cc}`]),
    `Subject: ${subject}`,
    ...(id === null ? [] : [`Message-ID: <${id}>`]),
    ...(date === null ? [] : [`Date: ${date}`]),
    ...(fields.inReplyTo === undefined ? [] : [`In-Reply-To: <${fields.inReplyTo}>`]),
    ...(fields.references === undefined
      ? []
      : [`References: ${fields.references.map(each => `<${each}>`).join('\r\n ')}`]),
    ...headers,
    'Content-Type: text/plain; charset=utf-8',
  ]
  return `${lines.join('\r\n')}\r\n\r\n${fields.body ?? 'The printer is on fire.'}\r\n`
}

/** RFC 3464, about a mail of ours. */
export function bounceOf(recipient: string, originalMessageId: string, subject = 'Undeliverable'): string {
  return [
    'From: Mail Delivery System <mailer-daemon@northwind.example>',
    'To: support@desk.example',
    `Subject: ${subject}`,
    `Message-ID: <${randomUUID()}@northwind.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=B',
    '',
    '--B',
    'Content-Type: text/plain',
    '',
    'Your mail could not be delivered.',
    '--B',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.northwind.example',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    'Status: 5.1.1',
    '',
    '--B',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: <${originalMessageId}>`,
    'Subject: whatever',
    '',
    '--B--',
    '',
  ].join('\r\n')
}

/** A mail from the client, taken in; the ticket it became. */
export async function ticketByMail(test: TestDesk, fields: MailFields = {}): Promise<Ticket> {
  return await readTicket(test.desk, admin, numberOf(await test.deliver(mail(fields))))
}

export function numberOf({ ticketNumber }: InboundMail): number {
  if (ticketNumber === undefined) throw new Error('This mail became no ticket')
  return ticketNumber
}

/** Lays a raw mail where SES would, and answers the receipt SES would send. */
export async function store(test: TestDesk, raw: string, options: DeliveryOptions = {}): Promise<Receipt> {
  const mailKey = newReceiptId()
  await test.desk.rawMail.write(mailKey, Buffer.from(raw), 'message/rfc822')
  return {
    mailKey,
    envelopeFrom: options.envelopeFrom ?? /^From:.*?([^\s<>]+@[^\s<>]+)/im.exec(raw)?.[1] ?? '',
    recipients: options.recipients ?? ['support@desk.example'],
    verdicts: { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', ...options.verdicts },
    receivedAt: test.desk.now(),
  }
}

export async function takeIn(test: TestDesk, receipt: Receipt): Promise<InboundMail> {
  return await receiveMail(test.desk, receipt)
}

/** Where the person's answers to a ticket go. */
export async function tokenFor(test: TestDesk, ticketNumber: number, recipient: string): Promise<string> {
  const secret = await test.desk.secrets.signingKey()
  return replyAddress({ desk: 'support@desk.example', ticketNumber, recipient, secret })
}

export async function entriesOf(test: TestDesk, number: number): Promise<Entry[]> {
  return (await readTimeline(test.desk, admin, number, { limit: 100 })).entries
}

/** Every row of a ticket's partition: header, timeline, outbox. */
export async function rowsOf(test: TestDesk, number: number): Promise<Item[]> {
  const { items } = await test.desk.table.query({
    partition: { name: 'pk', value: keys.ticket(number).pk },
    limit: 1_000,
  })
  return items
}

/** Numbers of all tickets, newest first. */
export async function ticketNumbers(test: TestDesk): Promise<number[]> {
  const { items } = await test.desk.table.query({
    index: 'tickets',
    partition: { name: 'ticketShard', value: '0' },
    newestFirst: true,
    limit: 1_000,
  })
  return items.map(item => Number(item.ticketNumber))
}

/** Mails that reached this very address since `before` were sent. */
export function mailsTo(test: TestDesk, address: string): SentMail[] {
  return test.outbox.list().filter(({ envelopeTo }) => envelopeTo.includes(address))
}

/** The Message-ID on the wire, without its brackets. */
export function idOf({ messageId }: SentMail): string {
  return messageId.replace(/[<>]/g, '')
}

export function replyToOf({ headers }: SentMail): string {
  return /<(.+)>/.exec(headers['reply-to'] ?? '')?.[1] ?? headers['reply-to'] ?? ''
}

export function referencesOf({ headers }: SentMail): string[] {
  return [...(headers.references ?? '').matchAll(/<([^>]+)>/g)].map(([, id]) => id ?? '')
}

export function last<T>(list: readonly T[]): T {
  const found = list.at(-1)
  if (found === undefined) throw new Error('Nothing there')
  return found
}
