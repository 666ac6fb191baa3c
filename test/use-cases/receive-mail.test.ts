import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { defaultSettings } from '../../shared/domain/settings.ts'
import { watchersMax } from '../../shared/domain/ticket.ts'
import { threadRoot } from '../../shared/mail/reply-token.ts'
import { changeAgent, createAgent } from '../../shared/use-cases/agents.ts'
import { changeTicket, closeTicket, resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import { changeContact, createContact, listContacts, readContact } from '../../shared/use-cases/contacts.ts'
import { readTicket } from '../../shared/use-cases/read-ticket.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { changeSettings } from '../../shared/use-cases/settings.ts'
import { admin, type DeliveryOptions } from '../support/desk.ts'
import {
  bounceOf,
  entriesOf,
  idOf,
  last,
  type MailFields,
  mail,
  mailsTo,
  numberOf,
  openScene,
  rowsOf,
  type Scene,
  ticketByMail,
  ticketNumbers,
  tokenFor,
} from './given.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())
beforeEach(async () => {
  const { unknownSenders, mailIn, clientNotifications } = defaultSettings
  await changeSettings(test.desk, admin, { unknownSenders, mailIn, clientNotifications })
})

const stranger = 'Eve <eve@elsewhere.example>'
const unverified = { verdicts: { dmarc: 'GRAY', spf: 'FAIL' } } as const
const spoofed = { verdicts: { dmarc: 'FAIL' } } as const

/** Delivers a mail that must leave a ticket as it was, byte for byte, and nobody written to. */
async function expectUntouched(number: number, raw: string, options: DeliveryOptions = {}) {
  await test.sendMails()
  const [before, sent, tickets] = [
    await rowsOf(test, number),
    test.outbox.list().length,
    await ticketNumbers(test),
  ]
  const outcome = await test.deliver(raw, options)
  await test.sendMails()
  expect(await rowsOf(test, number)).toEqual(before)
  expect(await ticketNumbers(test)).toEqual(tickets)
  expect(test.outbox.list()).toHaveLength(sent)
  return outcome
}

describe('a new mail', () => {
  it('of a contact is a ticket of their client, open, with the words as its first entry', async () => {
    const ticket = await ticketByMail(test, { subject: 'Scanner', body: 'It hums.' })
    expect(ticket).toMatchObject({
      subject: 'Scanner',
      status: 'open',
      source: 'email',
      clientId: test.northwind.id,
      contactId: test.anna.id,
      watchers: [],
      version: 1,
    })
    const [entry, ...others] = await entriesOf(test, ticket.number)
    expect(others).toEqual([])
    expect(entry).toMatchObject({
      kind: 'reply',
      visibility: 'public',
      text: 'It hums.',
      authenticated: true,
    })
  })

  it('with the subject of another ticket is another ticket', async () => {
    const first = await ticketByMail(test, { subject: 'Backup failed on SRV-01' })
    const second = await ticketByMail(test, { subject: 'Re: Backup failed on SRV-01' })
    expect(second.number).not.toBe(first.number)
  })

  it('from a registered domain makes a contact when DMARC passes', async () => {
    const { outcome, ticketNumber } = await test.deliver(mail({ from: 'New Person <new@acme.example>' }))
    expect(outcome).toBe('ticket')
    const { contacts } = await listContacts(test.desk, admin, test.acme.id, { limit: 100 })
    const made = contacts.find(({ email }) => email === 'new@acme.example')
    expect(made).toMatchObject({ name: 'New Person', clientId: test.acme.id })
    expect(await readTicket(test.desk, admin, ticketNumber ?? 0)).toMatchObject({
      contactId: made?.id,
      clientId: test.acme.id,
    })
  })

  it('from a registered domain is held when nothing proves it came from there', async () => {
    const raw = mail({ from: 'fake@acme.example' })
    expect(await test.deliver(raw, unverified)).toMatchObject({
      outcome: 'quarantined',
      reason: 'unknown-sender',
    })
    const { contacts } = await listContacts(test.desk, admin, test.acme.id, { limit: 100 })
    expect(contacts.map(({ email }) => email)).not.toContain('fake@acme.example')
  })

  it('of a stranger is held, ignored or accepted, as the desk wishes', async () => {
    expect(await test.deliver(mail({ from: stranger }))).toMatchObject({
      outcome: 'quarantined',
      reason: 'unknown-sender',
    })
    await changeSettings(test.desk, admin, { unknownSenders: 'ignore' })
    expect(await test.deliver(mail({ from: stranger }))).toMatchObject({
      outcome: 'recorded',
      reason: 'ignored-sender',
    })
    await changeSettings(test.desk, admin, { unknownSenders: 'accept' })
    const ticket = await ticketByMail(test, { from: stranger })
    expect(ticket).toMatchObject({ contactEmail: 'eve@elsewhere.example', contactName: 'Eve' })
    expect(ticket.clientId).toBeUndefined()
  })

  it('of an unverified sender is never acknowledged', async () => {
    await changeSettings(test.desk, admin, { unknownSenders: 'accept' })
    await test.sendMails()
    const sent = test.outbox.list().length
    await test.deliver(mail({ from: 'victim@elsewhere.example' }), unverified)
    await test.deliver(mail({}), unverified)
    await test.deliver(mail({ headers: ['Auto-Submitted: auto-generated'] }))
    await test.deliver(mail({}), { envelopeFrom: '' })
    await test.sendMails()
    expect(test.outbox.list()).toHaveLength(sent)
  })

  it('is held with its reason when it is spam, a virus, spoofed, or mail in is off', async () => {
    const cases: [DeliveryOptions, string][] = [
      [{ verdicts: { spam: 'FAIL' } }, 'spam'],
      [{ verdicts: { virus: 'FAIL' } }, 'virus'],
      [spoofed, 'spoofed'],
    ]
    for (const [options, reason] of cases) {
      expect(await test.deliver(mail(), options)).toMatchObject({ outcome: 'quarantined', reason })
    }
    await changeSettings(test.desk, admin, { mailIn: false })
    expect(await test.deliver(mail())).toMatchObject({ outcome: 'quarantined', reason: 'mail-in-off' })
  })

  it('without a Message-ID, without a date, or without a subject is taken in all the same', async () => {
    const words = { body: `Without ${Math.random()}` }
    expect(await test.deliver(mail({ ...words, id: null }))).toMatchObject({ outcome: 'ticket' })
    expect(await test.deliver(mail({ ...words, id: null }))).toMatchObject({ outcome: 'duplicate' })
    expect(await test.deliver(mail({ date: null }))).toMatchObject({ outcome: 'ticket' })
    expect(await ticketByMail(test, { subject: '' })).toMatchObject({ subject: '(no subject)' })
  })

  it('without a sender, with two, or that cannot be read has an outcome and no ticket', async () => {
    const held = { outcome: 'quarantined', reason: 'no-sender' }
    expect(await test.deliver(mail({ from: null }))).toMatchObject(held)
    const two = mail({ headers: ['From: Carl <carl@acme.example>'] })
    expect(await test.deliver(two)).toMatchObject(held)
    expect(await test.deliver('')).toMatchObject({ outcome: 'quarantined' })
  })

  it('says what it wants in headers that only SES may write, and is not believed', async () => {
    const forged = [
      'X-SES-Spam-Verdict: PASS',
      'X-SES-Virus-Verdict: PASS',
      'Authentication-Results: amazonses.com; spf=pass; dkim=pass; dmarc=pass header.from=northwind.example',
      'Received-SPF: pass',
      'X-Docket-Ticket: TCK-1',
    ]
    const { number } = await ticketByMail(test)
    expect(await test.deliver(mail({ headers: forged }), spoofed)).toMatchObject({ reason: 'spoofed' })
    expect(await test.deliver(mail({ headers: forged, from: 'x@acme.example' }), unverified)).toMatchObject({
      outcome: 'quarantined',
    })
    const pretending = mail({ headers: [`X-Docket-Ticket: TCK-${number}`] })
    const outcome = await test.deliver(pretending)
    expect(outcome).toMatchObject({ outcome: 'ticket' })
    expect(outcome.ticketNumber).not.toBe(number)
  })
})

describe('an answer finds its ticket', () => {
  async function expectReply(number: number, fields: MailFields, options: DeliveryOptions = {}) {
    expect(await test.deliver(mail(fields), options)).toMatchObject({
      outcome: 'reply',
      ticketNumber: number,
    })
  }

  it('by the token it was sent to, in any letter case, whatever else it says', async () => {
    const { number } = await ticketByMail(test)
    const token = await tokenFor(test, number, 'anna@northwind.example')
    await expectReply(number, { subject: 'no reference' }, { recipients: [token] })
    await expectReply(number, { subject: 'no reference' }, { recipients: [token.toUpperCase()] })
    const other = await ticketByMail(test)
    await expectReply(number, { subject: `[TCK-${other.number}]` }, { recipients: ['x@desk.example', token] })
  })

  it('by the Message-ID that SES gave our mail', async () => {
    const { number } = await ticketByMail(test)
    await replyToTicket(test.desk, admin, { number, visibility: 'public', bodyText: 'Hello.' })
    await test.sendMails()
    const sent = last(mailsTo(test, 'anna@northwind.example'))
    expect(sent.subject).toContain(`TCK-${number}]`)
    await expectReply(number, { subject: 'x', inReplyTo: idOf(sent) })
    await expectReply(number, { subject: 'x', references: ['a@b.example', idOf(sent)] })
  })

  it('by the Message-ID of their own earlier mail', async () => {
    const { number } = await ticketByMail(test, { id: 'earlier@northwind.example' })
    await expectReply(number, { subject: 'x', references: ['earlier@northwind.example'] })
  })

  it('by the root that stands first in everything we send, and not by a forged one', async () => {
    const { number } = await ticketByMail(test)
    const secret = await test.desk.secrets.signingKey()
    const root = threadRoot({ ticketNumber: number, secret, domain: 'desk.example' })
    await expectReply(number, { subject: 'x', references: [root] })
    const forged = root.replace(/\.(.)/, (_, first) => `.${first === 'a' ? 'b' : 'a'}`)
    expect(await test.deliver(mail({ references: [forged] }))).toMatchObject({ outcome: 'ticket' })
  })

  it('by a root that nobody here ever saw, which both mails name', async () => {
    const references = [`unseen-${Math.random()}@elsewhere.example`]
    const { number } = await ticketByMail(test, { references })
    await expectReply(number, { subject: 'x', references })
    await expectReply(number, { from: 'ben@northwind.example', references })
  })

  it('by the parent that a sibling named', async () => {
    const parent = `parent-${Math.random()}@elsewhere.example`
    const { number } = await ticketByMail(test, { inReplyTo: parent })
    await expectReply(number, { subject: 'x', inReplyTo: parent })
  })

  it('by its reference in the subject, in any letter case and under an old prefix', async () => {
    const { number } = await ticketByMail(test)
    await changeSettings(test.desk, admin, { ticketPrefix: 'HELP-' })
    await expectReply(number, { subject: `Re: [TCK-${number}] Printer` })
    await expectReply(number, { subject: `aw: tck-${number}`, from: 'ben@northwind.example' })
    await expectReply(number, { subject: `help-${number}` })
    await changeSettings(test.desk, admin, { ticketPrefix: 'TCK-' })
    await expectReply(number, { subject: `(Help-${number})` })
  })

  it('nearest first: an answer within a follow-up belongs to it, not to what it follows', async () => {
    const { number } = await ticketByMail(test, { id: 'first@northwind.example' })
    await resolveTicket(test.desk, admin, number)
    await closeTicket(test.desk, admin, number)
    const again = mail({ id: 'second@northwind.example', references: ['first@northwind.example'] })
    const followUp = await test.deliver(again)
    expect(followUp.outcome).toBe('follow-up')
    await expectReply(numberOf(followUp), {
      references: ['first@northwind.example', 'second@northwind.example'],
    })
  })
})

describe('a mail that names a ticket it has no part in', () => {
  it('changes no byte of the ticket and is held: a stranger, another client’s contact, a spoofed one', async () => {
    const { number } = await ticketByMail(test, { id: `known-${Math.random()}@northwind.example` })
    await replyToTicket(test.desk, admin, { number, visibility: 'public', bodyText: 'Hello.' })
    await test.sendMails()
    const sent = idOf(last(mailsTo(test, 'anna@northwind.example')))
    const held = (reason: string) => ({ outcome: 'quarantined', reason })
    for (const policy of ['quarantine', 'accept', 'ignore'] as const) {
      await changeSettings(test.desk, admin, { unknownSenders: policy })
      for (const from of [stranger, 'carl@acme.example', 'new@northwind.example']) {
        for (const names of [{ subject: `Re: [TCK-${number}]` }, { references: [sent] }]) {
          const outcome = await expectUntouched(number, mail({ from, ...names }))
          expect(outcome).toMatchObject(held('not-a-participant'))
          expect(outcome.ticketNumber).toBeUndefined()
        }
      }
    }
    const named = { subject: `Re: [TCK-${number}]`, references: [sent] }
    expect(await expectUntouched(number, mail(named), spoofed)).toMatchObject(held('spoofed'))
    const token = await tokenFor(test, number, 'anna@northwind.example')
    expect(await expectUntouched(number, mail(named), { ...spoofed, recipients: [token] })).toMatchObject(
      held('spoofed'),
    )
  })

  it('changes no byte of it as an automatic answer or a bounce either', async () => {
    const { number } = await ticketByMail(test)
    const automatic = mail({
      from: stranger,
      subject: `Re: [TCK-${number}]`,
      headers: ['Auto-Submitted: auto-replied'],
    })
    expect(await expectUntouched(number, automatic)).toMatchObject({ outcome: 'recorded' })
    const bounce = bounceOf('anna@northwind.example', 'guess@elsewhere.example', `[TCK-${number}]`)
    expect(await expectUntouched(number, bounce, { envelopeFrom: '' })).toMatchObject({ outcome: 'recorded' })
    expect(await readContact(test.desk, admin, test.anna.id)).not.toHaveProperty('undeliverableAt')
  })

  it('is as without its token when that is forged, cut, another person’s or another ticket’s', async () => {
    const { number } = await ticketByMail(test)
    const other = await ticketByMail(test)
    const annas = await tokenFor(test, number, 'anna@northwind.example')
    const [head = '', mac = ''] = annas.replace('@desk.example', '').split('.')
    const bad = [
      `${head}.${mac.startsWith('a') ? 'b' : 'a'}${mac.slice(1)}@desk.example`,
      `${head}.${mac.slice(0, -1)}@desk.example`,
      `${head}.@desk.example`,
      `${head}@desk.example`,
      `${head}.${mac}${mac}@desk.example`,
      annas.replace('desk.example', 'evil.example'),
      annas.replace(`+t${number}.`, `+t${other.number}.`),
    ]
    for (const recipient of bad) {
      const outcome = await test.deliver(mail({ subject: 'x' }), { recipients: [recipient] })
      expect(outcome.outcome).toBe('ticket')
      expect([number, other.number]).not.toContain(outcome.ticketNumber)
    }
    const byCarl = mail({ from: 'carl@acme.example', subject: 'x' })
    const outcome = await test.deliver(byCarl, { recipients: [annas] })
    expect(outcome.outcome).toBe('ticket')
    expect(outcome.ticketNumber).not.toBe(number)
    expect(await entriesOf(test, number)).toHaveLength(1)
    const byEve = await expectUntouched(number, mail({ from: stranger }), { recipients: [annas] })
    expect(byEve).toMatchObject({ outcome: 'quarantined', reason: 'unknown-sender' })
  })

  it('is as without its token when the agent it was given to is disabled', async () => {
    const gone = await createAgent(test.desk, admin, {
      name: 'Gone',
      email: 'gone@msp.example',
      role: 'technician',
    })
    await changeAgent(test.desk, admin, gone.id, { disabled: true })
    const { number } = await ticketByMail(test)
    const token = await tokenFor(test, number, 'gone@msp.example')
    const raw = mail({ from: 'gone@msp.example', subject: `[TCK-${number}]` })
    expect(await expectUntouched(number, raw, { recipients: [token] })).toMatchObject({
      outcome: 'quarantined',
    })
  })
})

describe('a reply', () => {
  it('of the client opens a ticket that waits, says so in the timeline, and stops its auto-close', async () => {
    for (const status of ['hold', 'resolved'] as const) {
      const { number } = await ticketByMail(test)
      await changeTicket(test.desk, admin, { number, changes: { status } })
      await test.deliver(mail({ subject: `TCK-${number}` }))
      const ticket = await readTicket(test.desk, admin, number)
      expect(ticket).toMatchObject({ status: 'open', lastReplyBy: 'client' })
      expect(ticket).not.toHaveProperty('autoCloseAt')
      expect(ticket).not.toHaveProperty('resolvedAt')
      expect(last(await entriesOf(test, number))).toMatchObject({
        kind: 'activity',
        by: { kind: 'contact', email: 'anna@northwind.example' },
        change: { field: 'status', from: status, to: 'open' },
      })
    }
  })

  it('to a closed ticket opens a follow-up linked to it and leaves the closed one as it was', async () => {
    const { number } = await ticketByMail(test)
    await resolveTicket(test.desk, admin, number)
    await closeTicket(test.desk, admin, number)
    await test.sendMails()
    const before = await rowsOf(test, number)
    const token = await tokenFor(test, number, 'anna@northwind.example')
    const outcome = await test.deliver(mail({ subject: `Re: [TCK-${number}] again` }), {
      recipients: [token],
    })
    expect(outcome.outcome).toBe('follow-up')
    expect(await rowsOf(test, number)).toEqual(before)
    expect(await readTicket(test.desk, admin, numberOf(outcome))).toMatchObject({
      followUpOf: number,
      status: 'open',
      clientId: test.northwind.id,
      contactId: test.anna.id,
    })
  })

  it('of an agent is their public reply when DMARC passes, mailed to the contact', async () => {
    const { number } = await ticketByMail(test)
    await test.sendMails()
    const sent = mailsTo(test, 'anna@northwind.example').length
    const body = 'Please pull the plug.'
    const raw = mail({ from: 'Dana <dana@msp.example>', subject: `[TCK-${number}]`, body })
    expect(await test.deliver(raw)).toMatchObject({ outcome: 'reply', ticketNumber: number })
    await test.sendMails()
    expect(last(await entriesOf(test, number))).toMatchObject({
      kind: 'reply',
      by: { kind: 'agent', id: test.dana.id },
    })
    expect(mailsTo(test, 'anna@northwind.example')).toHaveLength(sent + 1)
    expect(last(mailsTo(test, 'anna@northwind.example')).text).toContain(body)
    expect(mailsTo(test, 'dana@msp.example')).toEqual([])
    const ticket = await readTicket(test.desk, admin, number)
    expect(ticket).toMatchObject({ status: 'open', lastReplyBy: 'agent' })
    expect(ticket.firstResponseAt).toBeDefined()
  })

  it('that says it is of an agent is never one without DMARC', async () => {
    const { number } = await ticketByMail(test)
    for (const options of [unverified, spoofed]) {
      const raw = mail({ from: 'dana@msp.example', subject: `[TCK-${number}]` })
      expect(await expectUntouched(number, raw, options)).toMatchObject({
        outcome: 'quarantined',
        reason: 'spoofed',
      })
    }
  })

  it('reaches the other people on the thread once and never its author', async () => {
    const ticket = await ticketByMail(test, { cc: 'ben@northwind.example' })
    await changeTicket(test.desk, admin, { number: ticket.number, changes: { assigneeId: test.dana.id } })
    await test.sendMails()
    const count = () =>
      ['anna@northwind.example', 'ben@northwind.example', 'dana@msp.example'].map(
        address => mailsTo(test, address).length,
      )
    const [anna = 0, ben = 0, dana = 0] = count()
    await test.deliver(mail({ from: 'ben@northwind.example', subject: `TCK-${ticket.number}` }))
    await test.sendMails()
    expect(count()).toEqual([anna + 1, ben, dana + 1])
  })
})

describe('a machine', () => {
  it('that answers automatically is noted on the ticket: no status, no mail, no first reply', async () => {
    const { number } = await ticketByMail(test)
    await resolveTicket(test.desk, admin, number)
    await test.sendMails()
    const before = await readTicket(test.desk, admin, number)
    const sent = test.outbox.list().length
    const raw = mail({
      subject: 'Out of office',
      headers: ['Auto-Submitted: auto-replied'],
      body: 'Back soon.',
    })
    const token = await tokenFor(test, number, 'anna@northwind.example')
    expect(await test.deliver(raw, { recipients: [token] })).toMatchObject({
      outcome: 'recorded',
      reason: 'auto-reply',
      ticketNumber: number,
    })
    await test.sendMails()
    expect(test.outbox.list()).toHaveLength(sent)
    expect(await readTicket(test.desk, admin, number)).toEqual({
      ...before,
      mailsInHour: { hour: test.desk.now().slice(0, 13), count: 1 },
      version: before.version + 1,
    })
    expect(last(await entriesOf(test, number))).toMatchObject({ kind: 'mail-event', visibility: 'internal' })
  })

  it('that bounces our mail is shown on the ticket, and the contact is marked undeliverable', async () => {
    const { number } = await ticketByMail(test, { from: 'ben@northwind.example' })
    await resolveTicket(test.desk, admin, number)
    await test.sendMails()
    const ours = last(mailsTo(test, 'ben@northwind.example'))
    const outcome = await test.deliver(bounceOf('ben@northwind.example', idOf(ours)), { envelopeFrom: '' })
    expect(outcome).toMatchObject({ outcome: 'recorded', reason: 'bounce', ticketNumber: number })
    expect(await readTicket(test.desk, admin, number)).toMatchObject({ status: 'resolved' })
    const note = last(await entriesOf(test, number))
    expect(note).toMatchObject({ kind: 'mail-event', visibility: 'internal' })
    expect(note.text).toContain('ben@northwind.example could not be delivered')
    const ben = await readContact(test.desk, admin, test.ben.id)
    expect(ben.undeliverableAt).toBeDefined()
    await changeContact(test.desk, admin, ben.id, { email: 'ben2@northwind.example' })
    await changeContact(test.desk, admin, ben.id, { email: 'ben@northwind.example' })
  })

  it('cannot mark people undeliverable who never got the mail it names', async () => {
    await test.deliver(mail())
    await test.sendMails()
    const ours = idOf(last(mailsTo(test, 'anna@northwind.example')))
    await test.deliver(bounceOf('carl@acme.example', ours), { envelopeFrom: '' })
    expect(await readContact(test.desk, admin, test.carl.id)).not.toHaveProperty('undeliverableAt')
  })

  it('that sends us our own mail ends there, by its sender or by its Message-ID', async () => {
    const { number } = await ticketByMail(test)
    await test.sendMails()
    const ours = idOf(last(mailsTo(test, 'anna@northwind.example')))
    const own = { outcome: 'recorded', reason: 'own-mail' }
    const loop = mail({ from: 'Helpdesk <support@desk.example>', subject: `[TCK-${number}]` })
    expect(await expectUntouched(number, loop)).toMatchObject(own)
    const redirected = mail({ id: ours, subject: `[TCK-${number}]` })
    expect(await expectUntouched(number, redirected)).toMatchObject(own)
    expect(await expectUntouched(number, redirected)).toMatchObject(own)
  })
})

describe('copies', () => {
  const cc = [
    'Ben <ben@northwind.example>',
    'colleague@northwind.example',
    'carl@acme.example',
    'eve@elsewhere.example',
    'support@desk.example',
    'support+t1.aaaaaaaaaaaaaaaaaaaaaaaaaa@desk.example',
    'no-reply@northwind.example',
    'anna@northwind.example',
  ].join(', ')

  it('become watchers where they are of the client and the sender is authenticated', async () => {
    const { watchers } = await ticketByMail(test, { cc })
    expect(watchers).toEqual([
      { email: 'ben@northwind.example', name: 'Ben' },
      { email: 'colleague@northwind.example', name: '' },
    ])
  })

  it('of a reply become watchers by the same rule, each once', async () => {
    const { number } = await ticketByMail(test, { cc: 'ben@northwind.example' })
    await test.deliver(mail({ subject: `TCK-${number}`, cc }))
    await test.deliver(mail({ subject: `TCK-${number}`, cc }))
    const { watchers } = await readTicket(test.desk, admin, number)
    expect(watchers.map(({ email }) => email)).toEqual([
      'ben@northwind.example',
      'colleague@northwind.example',
    ])
  })

  it('subscribe nobody when the sender is not authenticated, so that an agent’s answer stays in the house', async () => {
    await createContact(test.desk, admin, test.northwind.id, {
      name: 'Mole',
      email: 'mole@northwind.example',
    })
    const raw = mail({ cc: 'mole@northwind.example, mallory@attacker.example' })
    const number = numberOf(await test.deliver(raw, unverified))
    expect((await readTicket(test.desk, admin, number)).watchers).toEqual([])
    await replyToTicket(test.desk, admin, { number, visibility: 'public', bodyText: 'For Anna only.' })
    await test.sendMails()
    expect(mailsTo(test, 'mole@northwind.example')).toEqual([])
    expect(mailsTo(test, 'mallory@attacker.example')).toEqual([])
  })

  it('never are so many that an answer would no longer fit into one transaction', async () => {
    const { number } = await ticketByMail(test)
    for (let round = 0; round < 4; round += 1) {
      const many = Array.from({ length: 19 }, (_, at) => `c${round}-${at}@northwind.example`).join(', ')
      await test.deliver(mail({ subject: `TCK-${number}`, cc: many }))
    }
    expect((await readTicket(test.desk, admin, number)).watchers).toHaveLength(watchersMax)
    const reply = { number, visibility: 'public', bodyText: 'To all.', status: 'resolved' } as const
    await expect(replyToTicket(test.desk, admin, reply)).resolves.toBeDefined()
  })
})
