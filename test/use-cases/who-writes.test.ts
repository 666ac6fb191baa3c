import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hourOf, senderMailsPerHourMax, ticketMailsPerHourMax } from '../../shared/domain/mail-breaker.ts'
import { takeFrom } from '../../shared/store/rate-windows.ts'
import { saveTicket } from '../../shared/store/tickets.ts'
import { changeTicket } from '../../shared/use-cases/change-ticket.ts'
import { changeClient } from '../../shared/use-cases/clients.ts'
import { readTicket } from '../../shared/use-cases/read-ticket.ts'
import { admin } from '../support/desk.ts'
import { entriesOf, last, mail, mailsTo, numberOf, openScene, type Scene, ticketByMail } from './given.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())

const unverified = { verdicts: { dmarc: 'GRAY', spf: 'FAIL' } } as const

/** As if so many mails of this hour were counted already. */
async function countedMails(whose: string, count: number): Promise<void> {
  const at = test.desk.now()
  await takeFrom(test.desk.table, `mail#${whose}`, { window: hourOf(at), count, at })
}

describe('a flood', () => {
  it('of one sender waits in quarantine, each mail of it, and is over with the hour', async () => {
    const from = 'Ben Ode <ben@northwind.example>'
    await countedMails('ben@northwind.example', senderMailsPerHourMax)
    const outcome = await test.deliver(mail({ from }))
    expect(outcome).toMatchObject({ outcome: 'quarantined', reason: 'flood' })
    test.clock.moveTo(new Date(Date.parse(test.desk.now()) + 3_600_000))
    expect(await test.deliver(mail({ from }))).toMatchObject({ outcome: 'ticket' })
  })

  it('of forgeries does not hold back the mail of whom they claim to be from', async () => {
    await countedMails('unverified#anna@northwind.example', senderMailsPerHourMax)
    expect(await test.deliver(mail(), unverified)).toMatchObject({ outcome: 'quarantined', reason: 'flood' })
    expect(await test.deliver(mail())).toMatchObject({ outcome: 'ticket' })
  })

  it('onto one ticket waits in quarantine, and leaves the others alone', async () => {
    const ticket = await ticketByMail(test)
    const other = await ticketByMail(test)
    const mailsInHour = { hour: hourOf(test.desk.now()), count: ticketMailsPerHourMax - 1 }
    await test.desk.table.commit(saveTicket(ticket, { ...ticket, mailsInHour, version: ticket.version + 1 }))
    const reply = (number: number) => test.deliver(mail({ subject: `Re: TCK-${number}` }))
    expect(await reply(ticket.number)).toMatchObject({ outcome: 'reply' })
    expect(await reply(ticket.number)).toMatchObject({ outcome: 'quarantined', reason: 'flood' })
    expect(await reply(other.number)).toMatchObject({ outcome: 'reply' })
    expect(await entriesOf(test, ticket.number)).toHaveLength(2)
  })
})

describe('whom a mail is addressed to besides', () => {
  it('is offered to the desk where they are not on the ticket, and nowhere else', async () => {
    const cc = [
      'Ben <ben@northwind.example>',
      'Vera <vera@vendor.example>',
      'no-reply@vendor.example',
      'support+t7.abc@desk.example',
    ].join(', ')
    const ticket = await ticketByMail(test, { cc })
    expect(ticket.watchers.map(({ email }) => email)).toEqual(['ben@northwind.example'])
    const [opening] = await entriesOf(test, ticket.number)
    expect(opening?.copied).toEqual([{ email: 'vera@vendor.example', name: 'Vera' }])
  })

  it('is offered whole where the sender is not authenticated, and sent nothing before somebody accepts', async () => {
    const cc = 'Ben <ben@northwind.example>, Vera <vera@vendor.example>'
    const number = numberOf(await test.deliver(mail({ from: 'Carl <carl@acme.example>', cc }), unverified))
    const [opening] = await entriesOf(test, number)
    expect(opening?.copied?.map(({ email }) => email)).toEqual([
      'ben@northwind.example',
      'vera@vendor.example',
    ])
    await test.sendMails()
    expect(mailsTo(test, 'vera@vendor.example')).toEqual([])
    await changeTicket(test.desk, admin, { number, changes: { watchers: opening?.copied ?? [] } })
    expect((await readTicket(test.desk, admin, number)).watchers).toHaveLength(2)
  })
})

describe('a client whose domains are always trusted', () => {
  it('gets a contact by a mail that nobody vouches for, but none by a forged one', async () => {
    const from = 'Nora New <nora@northwind.example>'
    expect(await test.deliver(mail({ from }), unverified)).toMatchObject({ reason: 'unknown-sender' })
    await changeClient(test.desk, admin, test.northwind.id, { domainTrust: 'always' })
    const forged = await test.deliver(mail({ from }), { verdicts: { dmarc: 'FAIL' } })
    expect(forged).toMatchObject({ outcome: 'quarantined', reason: 'spoofed' })
    const number = numberOf(await test.deliver(mail({ from }), unverified))
    const ticket = await readTicket(test.desk, admin, number)
    expect(ticket).toMatchObject({ clientId: test.northwind.id, contactEmail: 'nora@northwind.example' })
    expect(last(await entriesOf(test, number)).authenticated).toBe(false)
  })
})
