import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { listContacts } from '../../shared/use-cases/contacts.ts'
import { listQuarantine } from '../../shared/use-cases/quarantine.ts'
import { readTicket } from '../../shared/use-cases/read-ticket.ts'
import { changeSettings } from '../../shared/use-cases/settings.ts'
import { admin } from '../support/desk.ts'
import {
  entriesOf,
  mail,
  mailsTo,
  openScene,
  rowsOf,
  type Scene,
  ticketByMail,
  ticketNumbers,
} from './given.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())
beforeEach(() => changeSettings(test.desk, admin, { unknownSenders: 'quarantine' }))

const note = 'Please take this one, she is always late with the invoices.'

/** What Gmail makes when Dana forwards a mail. */
function forwardOf(from: string, subject = 'Fwd: Scanner', headers: string[] = []): string {
  const body = [
    note,
    '',
    '---------- Forwarded message ---------',
    `From: ${from}`,
    'Date: Tue, Mar 3, 2026 at 9:01 AM',
    'Subject: Scanner',
    'To: Dana Frost <dana@msp.example>',
    '',
    '',
    'It hums and prints nothing.',
  ].join('\r\n')
  return mail({ from: 'Dana Frost <dana@msp.example>', subject, body, headers })
}

it('opens a ticket for the contact who wrote it first; the agent’s words are a note', async () => {
  const before = mailsTo(test, 'anna@northwind.example').length
  const { outcome, ticketNumber = 0 } = await test.deliver(forwardOf('Anna Berg <anna@northwind.example>'))
  expect(outcome).toBe('ticket')
  expect(await readTicket(test.desk, admin, ticketNumber)).toMatchObject({
    subject: 'Scanner',
    clientId: test.northwind.id,
    contactId: test.anna.id,
    lastReplyBy: 'client',
    watchers: [],
  })
  const [words, own] = await entriesOf(test, ticketNumber)
  expect(words).toMatchObject({ kind: 'reply', visibility: 'public', by: { id: test.anna.id } })
  expect(words?.text).toBe('It hums and prints nothing.')
  expect(own).toMatchObject({ kind: 'note', visibility: 'internal', by: { id: test.dana.id } })
  expect(own?.text).toContain(note)
  await test.sendMails()
  const sent = mailsTo(test, 'anna@northwind.example').slice(before)
  expect(sent).toHaveLength(1)
  expect(sent[0]?.text).toContain('TCK-')
  expect(test.outbox.list().filter(({ text }) => text.includes(note))).toEqual([])
  expect(mailsTo(test, 'dana@msp.example')).toEqual([])
})

it('makes a contact of somebody at a registered domain: the agent vouches for them', async () => {
  const { ticketNumber = 0 } = await test.deliver(forwardOf('"Nia New" <nia@acme.example>'))
  const { contacts } = await listContacts(test.desk, admin, test.acme.id, { limit: 100 })
  const nia = contacts.find(({ email }) => email === 'nia@acme.example')
  expect(nia).toMatchObject({ name: 'Nia New' })
  expect(await readTicket(test.desk, admin, ticketNumber)).toMatchObject({ contactId: nia?.id })
})

it('of somebody unknown follows the policy, and waits under their own name', async () => {
  const raw = forwardOf('Eve <eve@elsewhere.example>')
  expect(await test.deliver(raw)).toMatchObject({
    outcome: 'quarantined',
    reason: 'unknown-sender',
    from: { address: 'eve@elsewhere.example' },
  })
  const { mails } = await listQuarantine(test.desk, admin, { limit: 10 })
  expect(mails[0]).toMatchObject({ subject: 'Scanner', preview: 'It hums and prints nothing.' })
  await changeSettings(test.desk, admin, { unknownSenders: 'accept' })
  const { ticketNumber = 0 } = await test.deliver(forwardOf('Eve <eve@elsewhere.example>'))
  expect(await readTicket(test.desk, admin, ticketNumber)).toMatchObject({
    contactEmail: 'eve@elsewhere.example',
  })
})

it('of a contact about their own ticket joins it as their reply, and no agent’s word goes out', async () => {
  const { number } = await ticketByMail(test, { subject: 'Scanner' })
  await test.sendMails()
  const sent = test.outbox.list().length
  const raw = forwardOf('Anna Berg <anna@northwind.example>', `Fwd: [TCK-${number}] Scanner`)
  expect(await test.deliver(raw)).toMatchObject({ outcome: 'reply', ticketNumber: number })
  const entries = await entriesOf(test, number)
  expect(entries.map(({ kind, visibility, by }) => [kind, visibility, by.kind])).toEqual([
    ['reply', 'public', 'contact'],
    ['reply', 'public', 'contact'],
    ['note', 'internal', 'agent'],
  ])
  await test.sendMails()
  const after = test.outbox.list().slice(sent)
  expect(after.filter(({ text }) => text.includes(note))).toEqual([])
})

it('leaves a ticket alone in which its author takes no part', async () => {
  const { number } = await ticketByMail(test, { subject: 'Scanner' })
  const before = await rowsOf(test, number)
  const raw = forwardOf('Carl Voss <carl@acme.example>', `Fwd: [TCK-${number}] Scanner`)
  const { outcome, ticketNumber } = await test.deliver(raw)
  expect(outcome).toBe('ticket')
  expect(ticketNumber).not.toBe(number)
  expect(await rowsOf(test, number)).toEqual(before)
})

it('is nothing without DMARC, and of anyone else a mail like every other', async () => {
  const tickets = await ticketNumbers(test)
  const raw = forwardOf('Anna Berg <anna@northwind.example>')
  expect(await test.deliver(raw, { verdicts: { dmarc: 'GRAY', spf: 'FAIL' } })).toMatchObject({
    outcome: 'quarantined',
    reason: 'spoofed',
  })
  expect(await ticketNumbers(test)).toEqual(tickets)
  const { ticketNumber = 0 } = await test.deliver(
    forwardOf('Anna Berg <anna@northwind.example>').replace('Dana Frost <dana@msp', 'Carl Voss <carl@acme'),
  )
  expect(await readTicket(test.desk, admin, ticketNumber)).toMatchObject({ contactId: test.carl.id })
})

it('of a colleague’s or the desk’s own mail is the agent’s own ticket', async () => {
  for (const from of ['Dana Frost <dana@msp.example>', 'Desk <support@desk.example>', 'Anna Berg']) {
    const { ticketNumber = 0 } = await test.deliver(forwardOf(from))
    const ticket = await readTicket(test.desk, admin, ticketNumber)
    expect(ticket.contactEmail).toBeUndefined()
    expect(ticket.lastReplyBy).toBe('agent')
  }
})

it('as an attachment opens the attached mail, its HTML and files included', async () => {
  const inner = [
    'From: Anna Berg <anna@northwind.example>',
    'Subject: Scanner',
    'Date: Tue, 03 Mar 2026 09:01:00 +0100',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=I',
    '',
    '--I',
    'Content-Type: text/html',
    '',
    '<p>It <b>hums</b>.</p>',
    '--I',
    'Content-Type: text/csv; name=log.csv',
    'Content-Disposition: attachment; filename=log.csv',
    '',
    'a,b',
    '--I--',
  ]
  const raw = [
    'From: Dana Frost <dana@msp.example>',
    'To: support@desk.example',
    'Subject: Fwd: Scanner',
    `Message-ID: <attached-forward@msp.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=O',
    '',
    '--O',
    'Content-Type: text/plain',
    '',
    note,
    '--O',
    'Content-Type: message/rfc822',
    '',
    ...inner,
    '--O--',
    '',
  ].join('\r\n')
  const { ticketNumber = 0 } = await test.deliver(raw)
  expect(await readTicket(test.desk, admin, ticketNumber)).toMatchObject({ contactId: test.anna.id })
  const [words, own] = await entriesOf(test, ticketNumber)
  expect(words?.html).toContain('<b>hums</b>')
  expect(words?.attachments.map(({ name }) => name)).toEqual(['log.csv'])
  expect(own?.text).toContain(note)
})
