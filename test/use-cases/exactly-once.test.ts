import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readInbound } from '../../shared/store/mails.ts'
import { resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import { readTicket } from '../../shared/use-cases/read-ticket.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { admin } from '../support/desk.ts'
import {
  entriesOf,
  mail,
  mailsTo,
  numberOf,
  openScene,
  type Scene,
  store,
  takeIn,
  ticketByMail,
  ticketNumbers,
} from './given.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())

/** What taking some mails in added to the desk, a day after whatever was acknowledged before. */
async function effectOf(work: () => Promise<unknown>) {
  await test.sendMails()
  test.clock.moveTo(new Date(Date.parse(test.desk.now()) + 86_400_000))
  const [tickets, mails] = [await ticketNumbers(test), mailsTo(test, 'anna@northwind.example').length]
  await work()
  await test.sendMails()
  return {
    tickets: (await ticketNumbers(test)).length - tickets.length,
    mails: mailsTo(test, 'anna@northwind.example').length - mails,
  }
}

function counted(outcomes: { outcome: string }[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { outcome } of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

describe('one mail is one ticket and one acknowledgement', () => {
  it('however often its sender transmits it', async () => {
    const raw = mail()
    const outcomes: { outcome: string; ticketNumber?: number }[] = []
    const effect = await effectOf(async () => {
      for (let time = 0; time < 5; time += 1) outcomes.push(await test.deliver(raw))
    })
    expect(counted(outcomes)).toEqual({ ticket: 1, duplicate: 4 })
    expect(new Set(outcomes.map(({ ticketNumber }) => ticketNumber)).size).toBe(1)
    expect(effect).toEqual({ tickets: 1, mails: 1 })
  })

  it('however often SES announces it: the outcome stays the first one', async () => {
    const receipt = await store(test, mail())
    const effect = await effectOf(async () => {
      const first = await takeIn(test, receipt)
      expect(first.outcome).toBe('ticket')
      for (let time = 0; time < 4; time += 1) expect(await takeIn(test, receipt)).toEqual(first)
    })
    expect(effect).toEqual({ tickets: 1, mails: 1 })
  })

  it('when ten transmissions of it are taken in at once', async () => {
    const raw = mail()
    const receipts = await Promise.all(Array.from({ length: 10 }, () => store(test, raw)))
    const effect = await effectOf(async () => {
      const outcomes = await Promise.all(receipts.map(receipt => takeIn(test, receipt)))
      expect(counted(outcomes)).toEqual({ ticket: 1, duplicate: 9 })
    })
    expect(effect).toEqual({ tickets: 1, mails: 1 })
    const rows = await Promise.all(receipts.map(({ mailKey }) => readInbound(test.desk.table, mailKey)))
    expect(counted(rows.filter(row => row !== undefined))).toEqual({ ticket: 1, duplicate: 9 })
  })

  it('when ten announcements of it are taken in at once', async () => {
    const receipt = await store(test, mail())
    const effect = await effectOf(async () => {
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => takeIn(test, receipt)))
      expect(new Set(outcomes.map(outcome => JSON.stringify(outcome))).size).toBe(1)
      expect(outcomes[0]?.outcome).toBe('ticket')
    })
    expect(effect).toEqual({ tickets: 1, mails: 1 })
  })

  it('when it has no Message-ID and comes again', async () => {
    const raw = mail({ id: null, body: 'Nameless.' })
    const effect = await effectOf(async () => {
      const outcomes = await Promise.all([1, 2, 3].map(() => test.deliver(raw)))
      expect(counted(outcomes)).toEqual({ ticket: 1, duplicate: 2 })
    })
    expect(effect).toEqual({ tickets: 1, mails: 1 })
  })

  it('and one line in quarantine when it is held', async () => {
    const raw = mail({ from: 'eve@elsewhere.example' })
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => test.deliver(raw)))
    expect(counted(outcomes)).toEqual({ quarantined: 1, duplicate: 3 })
  })
})

describe('mails that race', () => {
  it('for one ticket are all on it', async () => {
    const { number } = await ticketByMail(test)
    const bodies = ['one', 'two', 'three', 'four', 'five']
    const receipts = await Promise.all(
      bodies.map((body, at) =>
        store(
          test,
          mail({
            from: at % 2 ? 'ben@northwind.example' : 'anna@northwind.example',
            subject: `TCK-${number}`,
            body,
          }),
        ),
      ),
    )
    const outcomes = await Promise.all(receipts.map(receipt => takeIn(test, receipt)))
    expect(counted(outcomes)).toEqual({ reply: 5 })
    const texts = (await entriesOf(test, number)).slice(1).map(({ text }) => text)
    expect(texts.sort()).toEqual([...bodies].sort())
  })

  it('as siblings of a root that nobody saw end on one ticket', async () => {
    const references = ['sibling-root@elsewhere.example']
    const receipts = await Promise.all([1, 2].map(() => store(test, mail({ references }))))
    const outcomes = await Promise.all(receipts.map(receipt => takeIn(test, receipt)))
    expect(counted(outcomes)).toEqual({ ticket: 1, reply: 1 })
    expect(new Set(outcomes.map(numberOf)).size).toBe(1)
  })

  it('to make the same new contact make one, and both are tickets', async () => {
    const receipts = await Promise.all([1, 2, 3].map(() => store(test, mail({ from: 'twin@acme.example' }))))
    const outcomes = await Promise.all(receipts.map(receipt => takeIn(test, receipt)))
    const tickets = await Promise.all(
      outcomes.map(outcome => readTicket(test.desk, admin, numberOf(outcome))),
    )
    expect(new Set(tickets.map(({ contactId }) => contactId)).size).toBe(1)
    expect(counted(outcomes)).toEqual({ ticket: 3 })
  })

  it('with an agent’s reply and a resolve lose nothing, and the ticket is open or resolved', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { number } = await ticketByMail(test)
      const receipt = await store(test, mail({ subject: `TCK-${number}`, body: 'client words' }))
      const [outcome, reply, resolved] = await Promise.allSettled([
        takeIn(test, receipt),
        replyToTicket(test.desk, admin, { number, visibility: 'public', bodyText: 'agent words' }),
        resolveTicket(test.desk, admin, number),
      ])
      expect(outcome.status).toBe('fulfilled')
      const entries = await entriesOf(test, number)
      const words = entries.filter(({ kind }) => kind === 'reply').map(({ text }) => text)
      expect(words).toContain('client words')
      expect(words.includes('agent words')).toBe(reply.status === 'fulfilled')
      const { status, version } = await readTicket(test.desk, admin, number)
      const wasResolved = entries.some(({ change }) => change?.to === 'resolved')
      expect(wasResolved).toBe(resolved.status === 'fulfilled')
      const wasOpened = entries.some(({ change }) => change?.from === 'resolved')
      expect(status).toBe(wasResolved && !wasOpened ? 'resolved' : 'open')
      const wins = [outcome, reply, resolved].filter(each => each.status === 'fulfilled').length
      expect(version).toBe(1 + wins)
    }
  })
})
