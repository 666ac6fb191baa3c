import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendAttemptsMax } from '../../shared/domain/outbox.ts'
import { threadRoot } from '../../shared/mail/reply-token.ts'
import type { Key } from '../../shared/runtime/table.ts'
import { claimMail, readMail } from '../../shared/store/outbox.ts'
import { changeTicket, closeTicket, resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { sendDueMail } from '../../shared/use-cases/send-due-mail.ts'
import { sendMail } from '../../shared/use-cases/send-mail.ts'
import { changeSettings } from '../../shared/use-cases/settings.ts'
import { admin } from '../support/desk.ts'
import {
  bounceOf,
  entriesOf,
  idOf,
  last,
  mail,
  mailsTo,
  openScene,
  referencesOf,
  replyToOf,
  rowsOf,
  type Scene,
  ticketByMail,
  tokenFor,
} from './given.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())

function pass(minutes: number): void {
  test.clock.moveTo(new Date(test.clock.now().getTime() + minutes * 60_000))
}

async function rowOfMail(number: number): Promise<Key> {
  const { pk, sk } = last((await rowsOf(test, number)).filter(({ sk }) => sk.startsWith('OUT#')))
  return { pk, sk }
}

/** A new ticket whose acknowledgement waits to be sent to an address of its own. */
async function waiting() {
  const from = `w${Math.random().toString(36).slice(2)}@northwind.example`
  const { number } = await ticketByMail(test, { from })
  return { number, from, row: await rowOfMail(number), sent: () => mailsTo(test, from).length }
}

describe('a mail out', () => {
  it('begins References with the root and names the sender’s own mail, so that every client threads it', async () => {
    const ticket = await ticketByMail(test, { id: 'opening@northwind.example' })
    const secret = await test.desk.secrets.signingKey()
    const root = threadRoot({ ticketNumber: ticket.number, secret, domain: 'desk.example' })
    await test.sendMails()
    const acknowledgement = last(mailsTo(test, 'anna@northwind.example'))
    expect(referencesOf(acknowledgement)).toEqual([root, 'opening@northwind.example'])
    await replyToTicket(test.desk, admin, { number: ticket.number, visibility: 'public', bodyText: 'Hello.' })
    await test.sendMails()
    const reply = last(mailsTo(test, 'anna@northwind.example'))
    expect(referencesOf(reply)).toEqual([root, 'opening@northwind.example'])
    expect(reply.headers['in-reply-to']).toBe('<opening@northwind.example>')
    expect(reply.subject).toBe(`[TCK-${ticket.number}] Printer on fire`)
  })

  it('invents no Message-ID for a mail that had none', async () => {
    const ticket = await ticketByMail(test, {
      from: 'nora@northwind.example',
      id: null,
      body: 'Nameless words.',
    })
    await test.sendMails()
    const acknowledgement = last(mailsTo(test, 'nora@northwind.example'))
    expect(acknowledgement.subject).toContain(`[TCK-${ticket.number}]`)
    expect(referencesOf(acknowledgement)).toHaveLength(1)
  })

  it('goes to each on the thread alone, with their own token, and shows them all', async () => {
    const { number } = await ticketByMail(test, { cc: 'Ben <ben@northwind.example>' })
    await replyToTicket(test.desk, admin, { number, visibility: 'public', bodyText: 'To both.' })
    await test.sendMails()
    for (const [one, other] of [
      ['anna@northwind.example', 'ben@northwind.example'],
      ['ben@northwind.example', 'anna@northwind.example'],
    ] as const) {
      const reply = last(mailsTo(test, one))
      expect(reply).toMatchObject({ envelopeTo: [one], to: [one], cc: [other] })
      expect(replyToOf(reply)).toBe(await tokenFor(test, number, one))
      expect(reply.headers).not.toHaveProperty('auto-submitted')
      expect(reply.text).toContain('To both.')
      expect(reply.html).toContain('To both.')
    }
  })

  it('that the desk writes by itself says so, that no machine answers it', async () => {
    const { number } = await ticketByMail(test)
    await resolveTicket(test.desk, admin, number)
    await closeTicket(test.desk, admin, number)
    await test.sendMails()
    for (const notice of mailsTo(test, 'anna@northwind.example').slice(-2)) {
      expect(notice.headers).toMatchObject({
        'auto-submitted': 'auto-generated',
        'x-auto-response-suppress': 'All',
      })
    }
  })

  it('cannot be given a header or a recipient by what a sender wrote', async () => {
    const evil = '=?utf-8?Q?Hi=0D=0ABcc:_victim@elsewhere.example=0D=0AX-Evil:_1?='
    const { number } = await ticketByMail(test, {
      subject: evil,
      from: '=?utf-8?Q?A=0D=0ABcc=3A_victim=40elsewhere.example?= <anna@northwind.example>',
    })
    await replyToTicket(test.desk, admin, { number, visibility: 'public', bodyText: 'x' })
    await test.sendMails()
    for (const sent of mailsTo(test, 'anna@northwind.example').slice(-2)) {
      expect(sent.headers).not.toHaveProperty('bcc')
      expect(sent.headers).not.toHaveProperty('x-evil')
      expect(sent).toMatchObject({ to: ['anna@northwind.example'], cc: [] })
    }
    expect(mailsTo(test, 'victim@elsewhere.example')).toEqual([])
  })
})

describe('sending', () => {
  it('by several senders at once sends once', async () => {
    const one = await waiting()
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => sendMail(test.desk, one.row)))
    expect(outcomes.toSorted()).toEqual(['left-alone', 'left-alone', 'left-alone', 'left-alone', 'sent'])
    expect(one.sent()).toBe(1)
    expect(await sendMail(test.desk, one.row)).toBe('left-alone')
  })

  it('that SES throttles is put off, tried again when due, and sent once', async () => {
    const one = await waiting()
    test.faults.arm({ service: 'ses', kind: 'throttle' })
    expect(await sendMail(test.desk, one.row)).toBe('held-back')
    test.faults.clear()
    await sendDueMail(test.desk)
    expect(one.sent()).toBe(0)
    pass(2)
    await sendDueMail(test.desk)
    expect(one.sent()).toBe(1)
    pass(60)
    await sendDueMail(test.desk)
    expect(one.sent()).toBe(1)
    expect(await readMail(test.desk.table, one.row)).toMatchObject({
      state: 'sent',
      attempts: 2,
      heldBack: 1,
    })
  })

  it('that SES throttles again and again never fails of it, and waits longer each time, up to a while', async () => {
    const one = await waiting()
    test.faults.arm({ service: 'ses', kind: 'throttle' })
    const waits: number[] = []
    for (let attempt = 1; attempt <= sendAttemptsMax + 3; attempt += 1) {
      expect(await sendMail(test.desk, one.row)).toBe('held-back')
      const { dueAt = '' } = (await readMail(test.desk.table, one.row)) ?? {}
      waits.push((Date.parse(dueAt) - test.clock.now().getTime()) / 60_000)
      test.clock.moveTo(new Date(dueAt))
    }
    test.faults.clear()
    for (const [index, minutes] of waits.entries()) {
      const least = Math.min(2 ** index, 15)
      expect(minutes).toBeGreaterThanOrEqual(least - 0.01)
      expect(minutes).toBeLessThanOrEqual(least * 1.5)
    }
    expect(await sendMail(test.desk, one.row)).toBe('sent')
    expect(one.sent()).toBe(1)
  })

  it('ends for this tick once SES takes no more: the rest stays as it was', async () => {
    const some = [
      await waiting(),
      await waiting(),
      await waiting(),
      await waiting(),
      await waiting(),
      await waiting(),
    ]
    pass(4)
    test.faults.arm({ service: 'ses', kind: 'throttle' })
    expect(await sendDueMail(test.desk)).toEqual({ 'held-back': 5 })
    test.faults.clear()
    const states = await Promise.all(some.map(({ row }) => readMail(test.desk.table, row)))
    expect(states.map(mail => mail?.attempts).toSorted()).toEqual([0, 1, 1, 1, 1, 1])
    pass(10)
    expect(await sendDueMail(test.desk)).toEqual({ sent: 6 })
    for (const one of some) expect(one.sent()).toBe(1)
  })

  it('that SES refuses for good is not tried again and is shown on the ticket', async () => {
    const one = await waiting()
    test.faults.arm({ service: 'ses', kind: 'conflict' })
    expect(await sendMail(test.desk, one.row)).toBe('failed')
    test.faults.clear()
    expect(last(await entriesOf(test, one.number))).toMatchObject({
      kind: 'mail-event',
      visibility: 'internal',
      text: `Mail to ${one.from} was not sent: The content of the message is not accepted.`,
    })
    pass(10)
    await sendDueMail(test.desk)
    expect(one.sent()).toBe(0)
  })

  it('that fails again and again ends after ten attempts, 1, 2, 4 … minutes apart, and is shown on the ticket', async () => {
    const one = await waiting()
    test.faults.arm({ service: 'ses', kind: 'error' })
    const waits: number[] = []
    for (let attempt = 1; attempt < sendAttemptsMax; attempt += 1) {
      expect(await sendMail(test.desk, one.row)).toBe('postponed')
      const { dueAt = '' } = (await readMail(test.desk.table, one.row)) ?? {}
      waits.push(Math.round((Date.parse(dueAt) - test.clock.now().getTime()) / 60_000))
      test.clock.moveTo(new Date(dueAt))
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256])
    expect(await sendMail(test.desk, one.row)).toBe('failed')
    test.faults.clear()
    expect(await readMail(test.desk.table, one.row)).toMatchObject({
      state: 'failed',
      attempts: sendAttemptsMax,
    })
    const notes = (await entriesOf(test, one.number)).filter(({ kind }) => kind === 'mail-event')
    expect(notes.map(({ text }) => text)).toEqual([
      expect.stringContaining(`Mail to ${one.from} was not sent`),
    ])
  })

  it('that somebody began and never ended is taken over once the lease ran out, not before', async () => {
    const one = await waiting()
    const mail = await readMail(test.desk.table, one.row)
    if (mail === undefined) throw new Error('No mail')
    await claimMail(test.desk.table, mail, test.desk.now())
    expect(await sendMail(test.desk, one.row)).toBe('left-alone')
    await sendDueMail(test.desk)
    expect(one.sent()).toBe(0)
    pass(4)
    await sendDueMail(test.desk)
    expect(one.sent()).toBe(1)
  })

  it('by somebody whose lease ran out does not undo what the one who took over did', async () => {
    const one = await waiting()
    test.faults.arm({ service: 'ses', kind: 'delay', nth: 1 })
    const slow = sendMail(test.desk, one.row)
    await expect.poll(async () => (await readMail(test.desk.table, one.row))?.state).toBe('sending')
    pass(4)
    expect(await sendMail(test.desk, one.row)).toBe('sent')
    expect(await slow).toBe('sent')
    test.faults.clear()
    expect(await readMail(test.desk.table, one.row)).toMatchObject({ state: 'sent', attempts: 2 })
    // Both are out, and an answer to either finds the ticket.
    expect(one.sent()).toBe(2)
    for (const sent of mailsTo(test, one.from)) {
      const answer = mail({ from: one.from, subject: 'x', inReplyTo: idOf(sent) })
      expect(await test.deliver(answer)).toMatchObject({ outcome: 'reply', ticketNumber: one.number })
    }
  })

  it('catches up by the sweep with what the stream never announced', async () => {
    const one = await waiting()
    pass(4)
    expect((await sendDueMail(test.desk)).sent).toBeGreaterThanOrEqual(1)
    expect(one.sent()).toBe(1)
  })
})

it('internal notes are in no byte of any mail, whatever the desk does', async () => {
  const canary = 'CANARY8c1fe0'
  await changeSettings(test.desk, admin, { newTicketAddress: 'team@msp.example' })
  const { number } = await ticketByMail(test, { cc: 'ben@northwind.example' })
  const note = (bodyText: string) =>
    replyToTicket(test.desk, admin, {
      number,
      visibility: 'internal',
      bodyText,
      bodyHtml: `<p>${bodyText}</p>`,
    })
  await note(`${canary} at first`)
  await changeTicket(test.desk, admin, { number, changes: { assigneeId: test.dana.id, priority: 'high' } })
  await replyToTicket(test.desk, admin, { number, visibility: 'public', bodyText: 'Public words.' })
  await note(`${canary} ${'long '.repeat(3_000)}`)
  await test.deliver(mail({ subject: `TCK-${number}`, body: 'Client words.' }))
  const out = mail({ subject: `Automatic reply: TCK-${number}`, headers: ['Auto-Submitted: auto-replied'] })
  await test.deliver(out.replace('The printer', `${canary} the printer`))
  await test.sendMails()
  const ours = idOf(last(mailsTo(test, 'ben@northwind.example')))
  await test.deliver(bounceOf('ben@northwind.example', ours), { envelopeFrom: '' })
  await replyToTicket(test.desk, admin, {
    number,
    visibility: 'internal',
    bodyText: `${canary} and resolved`,
    status: 'resolved',
  })
  await test.deliver(mail({ subject: `TCK-${number}`, body: 'Not yet.' }))
  await resolveTicket(test.desk, admin, number)
  await closeTicket(test.desk, admin, number)
  await test.deliver(mail({ subject: `TCK-${number}`, body: 'Once more.' }))
  await openTicket(test.desk, admin, {
    contactId: test.anna.id,
    subject: 'By phone',
    descriptionText: 'Words.',
  })
  await test.sendMails()
  const mails = test.outbox.list()
  expect(mails.length).toBeGreaterThan(20)
  for (const sent of mails) {
    const raw = test.outbox.raw(sent.id)?.toString('latin1') ?? ''
    const decoded = raw.replace(/=\r\n/g, '')
    const parts = raw.split(/\r\n\r\n/).map(part => Buffer.from(part, 'base64').toString('latin1'))
    for (const bytes of [raw, decoded, sent.text, sent.html, sent.subject, ...parts]) {
      expect(bytes.includes(canary)).toBe(false)
    }
  }
})
