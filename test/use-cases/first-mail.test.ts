import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sanitiserVersion } from '../../shared/mail/sanitise-html.ts'
import { createClient } from '../../shared/use-cases/clients.ts'
import { createContact } from '../../shared/use-cases/contacts.ts'
import { readTimeline } from '../../shared/use-cases/read-ticket.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { admin, openTestDesk, type TestDesk } from '../support/desk.ts'

let test: TestDesk
beforeAll(async () => {
  test = await openTestDesk()
  const client = await createClient(test.desk, admin, { name: 'Northwind', domains: ['northwind.example'] })
  await createContact(test.desk, admin, client.id, { name: 'Anna Berg', email: 'anna@northwind.example' })
})
afterAll(() => test.close())

const mail = (id: string, subject: string, headers = '') =>
  `From: Anna Berg <anna@northwind.example>\r\nTo: support@desk.example\r\nSubject: ${subject}\r\nMessage-ID: <${id}@northwind.example>\r\n${headers}\r\nThe printer is on fire.\r\n`

describe('a contact’s first mail', () => {
  it('becomes a ticket, is acknowledged, and its answer lands on the same ticket', async () => {
    const { outcome, ticketNumber } = await test.deliver(mail('one', 'Printer'))
    expect(outcome).toBe('ticket')
    await test.sendMails()
    const [acknowledgement] = await test.outbox.list({ to: 'anna@northwind.example' })
    expect(acknowledgement?.subject).toBe(`[TCK-${ticketNumber}] Printer`)
    const { entry } = await replyToTicket(test.desk, admin, {
      number: ticketNumber ?? 0,
      visibility: 'public',
      bodyText: 'Use water.',
    })
    await test.sendMails()
    const [, reply] = await test.outbox.list({ to: 'anna@northwind.example' })
    expect(reply?.text).toContain('Use water.')
    const replyTo = /<(.+)>/.exec(reply?.headers['reply-to'] ?? '')?.[1] ?? ''
    const answer = await test.deliver(mail('two', 'no reference here'), { recipients: [replyTo] })
    expect(answer).toMatchObject({ outcome: 'reply', ticketNumber })
    const page = await readTimeline(test.desk, admin, ticketNumber ?? 0, { limit: 50 })
    expect(page.entries.map(({ id }) => id)).toContain(entry.id)
    expect(page.entries).toHaveLength(3)
  })
  it('keeps by which rules its HTML was sanitised', async () => {
    const raw = mail('html', 'Markup', 'Content-Type: text/html\r\n').replace(
      'The printer',
      '<b onclick=x>The</b> printer',
    )
    const { ticketNumber } = await test.deliver(raw)
    const page = await readTimeline(test.desk, admin, ticketNumber ?? 0, { limit: 50 })
    expect(page.entries[0]).toMatchObject({ html: expect.stringContaining('<b>The</b>'), sanitiserVersion })
  })
})
