import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { listOutgoingMails } from '../../shared/use-cases/outgoing-mails.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { sendDueMail } from '../../shared/use-cases/send-due-mail.ts'
import { admin } from '../support/desk.ts'
import { mail, mailsTo, openScene, type Scene, ticketByMail } from './given.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())

function pass(minutes: number): void {
  test.clock.moveTo(new Date(test.clock.now().getTime() + minutes * 60_000))
}

async function newcomer(): Promise<string> {
  return `n${test.desk.newUlid().toLowerCase()}@northwind.example`
}

async function reasonsOf(number: number) {
  const { mails } = await listOutgoingMails(test.desk, admin, number, { limit: 100 })
  return mails.map(({ state, failure }) => failure ?? state)
}

describe('acknowledgements', () => {
  it('are one in ten minutes to an address, whoever writes in its name; each that is left out says why', async () => {
    const from = await newcomer()
    const tickets = []
    for (let count = 1; count <= 12; count += 1) tickets.push(await ticketByMail(test, { from }))
    await test.sendMails()
    expect(mailsTo(test, from)).toHaveLength(1)
    const reasons = await Promise.all(tickets.map(({ number }) => reasonsOf(number)))
    expect(reasons).toEqual([['sent'], ...Array.from({ length: 11 }, () => ['acknowledged-lately'])])
    pass(9)
    await ticketByMail(test, { from })
    await test.sendMails()
    expect(mailsTo(test, from)).toHaveLength(1)
    pass(2)
    await ticketByMail(test, { from })
    await test.sendMails()
    expect(mailsTo(test, from)).toHaveLength(2)
  })

  it('are three in any 24 hours, for 30 days of mail', async () => {
    const from = await newcomer()
    const sentAt: number[] = []
    for (let hour = 0; hour < 30 * 24; hour += 4) {
      const before = mailsTo(test, from).length
      await ticketByMail(test, { from })
      await test.sendMails()
      if (mailsTo(test, from).length > before) sentAt.push(hour)
      pass(240)
    }
    expect(sentAt.length).toBeGreaterThanOrEqual(80)
    for (const start of sentAt) {
      expect(sentAt.filter(at => at >= start && at < start + 24).length).toBeLessThanOrEqual(3)
    }
  }, 120_000)

  it('sent at the same moment by several senders are still one', async () => {
    const from = await newcomer()
    await Promise.all([1, 2, 3, 4, 5].map(() => test.deliver(mail({ from }))))
    await Promise.all([test.sendMails(), test.sendMails()])
    expect(mailsTo(test, from)).toHaveLength(1)
  })

  it('that SES held back keep their place', async () => {
    const from = await newcomer()
    const { number } = await ticketByMail(test, { from })
    test.faults.arm({ service: 'ses', kind: 'throttle' })
    await test.sendMails()
    test.faults.clear()
    const second = await ticketByMail(test, { from })
    pass(3)
    await sendAllDue()
    expect(await reasonsOf(number)).toEqual([expect.stringMatching(/sent|rate/)])
    expect(mailsTo(test, from)).toHaveLength(1)
    expect(mailsTo(test, from)[0]?.subject).toContain(`[TCK-${number}]`)
    expect(await reasonsOf(second.number)).toEqual(['acknowledged-lately'])
  })
})

async function sendAllDue() {
  await sendDueMail(test.desk)
  await test.sendMails()
}

it('what an agent did is told however often it happens', async () => {
  const number = async () => {
    const ticket = await openTicket(test.desk, admin, {
      contactId: test.anna.id,
      subject: 'By phone',
      descriptionText: 'Words.',
    })
    return ticket.number
  }
  for (let count = 1; count <= 5; count += 1) {
    await replyToTicket(test.desk, admin, {
      number: await number(),
      visibility: 'public',
      bodyText: 'Done.',
      status: 'resolved',
    })
  }
  await test.sendMails()
  // An acknowledgement, the reply and the notice of each.
  expect(mailsTo(test, test.anna.email)).toHaveLength(15)
})
