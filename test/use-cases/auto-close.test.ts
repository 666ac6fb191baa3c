import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ticket } from '../../shared/domain/ticket.ts'
import { reopenTicket, resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import { closeDueTickets } from '../../shared/use-cases/close-due-tickets.ts'
import { readTicket } from '../../shared/use-cases/read-ticket.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { changeSettings } from '../../shared/use-cases/settings.ts'
import { admin } from '../support/desk.ts'
import {
  entriesOf,
  last,
  mail,
  mailsTo,
  numberOf,
  openScene,
  type Scene,
  store,
  takeIn,
  ticketByMail,
} from './given.ts'

let test: Scene
beforeEach(async () => {
  test = await openScene()
  test.clock.moveTo(new Date('2026-11-23T09:30:00.000Z'))
  await closeDueTickets(test.desk)
})
afterEach(() => test.close())

function pass(hours: number): void {
  test.clock.moveTo(new Date(test.clock.now().getTime() + hours * 3_600_000))
}

async function resolved(): Promise<Ticket> {
  const { number } = await ticketByMail(test, { cc: 'ben@northwind.example' })
  return await resolveTicket(test.desk, admin, number)
}

async function statusOf({ number }: Ticket) {
  return (await readTicket(test.desk, admin, number)).status
}

describe('a resolved ticket', () => {
  it('closes at its own time, not before, and its people are told once', async () => {
    const ticket = await resolved()
    await test.sendMails()
    const mails = mailsTo(test, 'anna@northwind.example').length
    pass(71.9)
    expect(await closeDueTickets(test.desk)).toEqual({ closed: 0, skipped: 0 })
    expect(await statusOf(ticket)).toBe('resolved')
    pass(0.2)
    expect(await closeDueTickets(test.desk)).toEqual({ closed: 1, skipped: 0 })
    const closed = await readTicket(test.desk, admin, ticket.number)
    expect(closed).toMatchObject({ status: 'closed', resolvedAt: ticket.resolvedAt })
    expect(closed.closedAt?.slice(0, 16)).toBe(test.desk.now().slice(0, 16))
    expect(last(await entriesOf(test, ticket.number))).toMatchObject({
      by: { kind: 'system', name: 'Auto-close' },
      change: { field: 'status', from: 'resolved', to: 'closed' },
    })
    await test.sendMails()
    expect(mailsTo(test, 'anna@northwind.example')).toHaveLength(mails + 1)
    expect(last(mailsTo(test, 'anna@northwind.example')).text).toContain('is now closed')
    expect(await closeDueTickets(test.desk)).toEqual({ closed: 0, skipped: 0 })
    pass(1)
    expect(await closeDueTickets(test.desk)).toEqual({ closed: 0, skipped: 0 })
    await test.sendMails()
    expect(mailsTo(test, 'anna@northwind.example')).toHaveLength(mails + 1)
  })

  it('keeps the time it was given when the setting changes, or a note is added', async () => {
    const ticket = await resolved()
    await changeSettings(test.desk, admin, { autoCloseHours: 1 })
    pass(2)
    await replyToTicket(test.desk, admin, {
      number: ticket.number,
      visibility: 'internal',
      bodyText: 'Note.',
    })
    expect(await closeDueTickets(test.desk)).toEqual({ closed: 0, skipped: 0 })
    pass(70.1)
    expect(await closeDueTickets(test.desk)).toEqual({ closed: 1, skipped: 0 })
  })

  it('stays open when the client replied first, and when an agent reopened it first', async () => {
    const [replied, reopened] = [await resolved(), await resolved()]
    pass(71.9)
    await test.deliver(mail({ subject: `TCK-${replied.number}` }))
    await reopenTicket(test.desk, admin, reopened.number)
    pass(0.2)
    expect(await closeDueTickets(test.desk)).toEqual({ closed: 0, skipped: 0 })
    expect([await statusOf(replied), await statusOf(reopened)]).toEqual(['open', 'open'])
    await resolveTicket(test.desk, admin, replied.number)
    pass(71.9)
    expect(await closeDueTickets(test.desk)).toEqual({ closed: 0, skipped: 0 })
    pass(0.2)
    expect(await closeDueTickets(test.desk)).toEqual({ closed: 1, skipped: 0 })
  })

  it('that is answered while it closes is open with the reply, or closed with a follow-up', async () => {
    for (let round = 0; round < 6; round += 1) {
      const ticket = await resolved()
      pass(72.1)
      const receipt = await store(test, mail({ subject: `TCK-${ticket.number}` }))
      const [outcome] = await Promise.all([takeIn(test, receipt), closeDueTickets(test.desk)])
      const status = await statusOf(ticket)
      expect([status, outcome.outcome]).toEqual(
        status === 'open' ? ['open', 'reply'] : ['closed', 'follow-up'],
      )
      const landed = await readTicket(test.desk, admin, numberOf(outcome))
      expect(landed.status).toBe('open')
    }
  })

  it('is closed once by two sweeps at once', async () => {
    const ticket = await resolved()
    await test.sendMails()
    const mails = mailsTo(test, 'anna@northwind.example').length
    pass(72.1)
    const sweeps = await Promise.all([1, 2, 3].map(() => closeDueTickets(test.desk)))
    expect(sweeps.reduce((sum, { closed }) => sum + closed, 0)).toBe(1)
    await test.sendMails()
    expect(mailsTo(test, 'anna@northwind.example')).toHaveLength(mails + 1)
    const closings = (await entriesOf(test, ticket.number)).filter(({ change }) => change?.to === 'closed')
    expect(closings).toHaveLength(1)
  })
})

describe('the sweep', () => {
  it('closes all that fell due while it was away, over many hours', async () => {
    await changeSettings(test.desk, admin, { autoCloseHours: 1 })
    const tickets: Ticket[] = []
    for (let each = 0; each < 12; each += 1) {
      tickets.push(await resolved())
      pass(3)
    }
    expect(await closeDueTickets(test.desk)).toEqual({ closed: 12, skipped: 0 })
    expect(new Set(await Promise.all(tickets.map(statusOf)))).toEqual(new Set(['closed']))
  })

  it('that had to stop goes on where it was at the next tick', async () => {
    await changeSettings(test.desk, admin, { autoCloseHours: 1 })
    for (let each = 0; each < 4; each += 1) {
      await resolved()
      pass(2)
    }
    pass(10)
    let left = 2
    expect(await closeDueTickets(test.desk, () => left-- > 0)).toEqual({ closed: 2, skipped: 0 })
    expect(await closeDueTickets(test.desk)).toEqual({ closed: 2, skipped: 0 })
  })

  it('that ran ahead of the clock hides nothing that falls due before it', async () => {
    await changeSettings(test.desk, admin, { autoCloseHours: 1 })
    const ticket = await resolved()
    const now = test.clock.now()
    pass(240)
    await resolved()
    await closeDueTickets(test.desk)
    test.clock.moveTo(new Date(now.getTime() + 1))
    const later = await resolved()
    pass(1.1)
    expect(await closeDueTickets(test.desk)).toEqual({ closed: 1, skipped: 0 })
    expect([await statusOf(ticket), await statusOf(later)]).toEqual(['closed', 'closed'])
  })

  it('that was overtaken on one ticket comes by it again, however long ago it fell due', async () => {
    await changeSettings(test.desk, admin, { autoCloseHours: 1 })
    const ticket = await resolved()
    pass(6)
    test.faults.arm({ service: 'dynamodb', operation: 'TransactWriteItems', kind: 'conflict', nth: 1 })
    expect(await closeDueTickets(test.desk)).toEqual({ closed: 0, skipped: 1 })
    test.faults.clear()
    pass(0.1)
    expect(await closeDueTickets(test.desk)).toEqual({ closed: 1, skipped: 0 })
    expect(await statusOf(ticket)).toBe('closed')
  })

  it('tells nobody where the desk wants no notices', async () => {
    await changeSettings(test.desk, admin, { clientNotifications: false })
    await resolved()
    pass(72.1)
    expect(await closeDueTickets(test.desk)).toEqual({ closed: 1, skipped: 0 })
    await test.sendMails()
    expect(test.outbox.list()).toEqual([])
  })
})
