import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rememberSent } from '../../shared/store/mails.ts'
import { readContact } from '../../shared/use-cases/contacts.ts'
import { readTicket } from '../../shared/use-cases/read-ticket.ts'
import { recordFeedback } from '../../shared/use-cases/record-feedback.ts'
import { admin } from '../support/desk.ts'
import { entriesOf, idOf, last, mailsTo, openScene, type Scene, ticketByMail } from './given.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())

async function sentTo(address: string) {
  const ticket = await ticketByMail(test, { from: address })
  await test.sendMails()
  return { ticket, messageId: idOf(last(mailsTo(test, address))) }
}

describe('what SES reports of a mail we sent', () => {
  const words = {
    bounce: 'Mail to ben@northwind.example could not be delivered',
    complaint: 'ben@northwind.example marked a mail of this ticket as spam',
    delay: 'Mail to ben@northwind.example is delayed',
    reject: 'SES refused to send a mail of this ticket',
  } as const

  it('is noted on its ticket, inside the desk, and changes nothing else of it', async () => {
    const recipients = ['ben@northwind.example']
    for (const kind of ['delay', 'complaint', 'reject', 'bounce'] as const) {
      const { ticket, messageId } = await sentTo('ben@northwind.example')
      await recordFeedback(test.desk, { id: `report-${kind}`, messageId, kind, recipients })
      expect(last(await entriesOf(test, ticket.number))).toMatchObject({
        kind: 'mail-event',
        visibility: 'internal',
        text: words[kind],
      })
      expect(await readTicket(test.desk, admin, ticket.number)).toEqual(ticket)
      const { undeliverableAt } = await readContact(test.desk, admin, test.ben.id)
      expect(undeliverableAt !== undefined).toBe(kind === 'bounce')
    }
  })

  it('is noted once, however often it is delivered, also at the same moment', async () => {
    const { ticket, messageId } = await sentTo('anna@northwind.example')
    const report = { id: 'again', messageId, kind: 'bounce' as const, recipients: ['anna@northwind.example'] }
    await Promise.allSettled([1, 2, 3].map(() => recordFeedback(test.desk, report)))
    await recordFeedback(test.desk, report)
    await recordFeedback(test.desk, report)
    const notes = (await entriesOf(test, ticket.number)).filter(({ kind }) => kind === 'mail-event')
    expect(notes).toHaveLength(1)
    expect(await readContact(test.desk, admin, test.anna.id)).toHaveProperty('undeliverableAt')
  })

  it('of a mail whose mark it overtook is refused, so that the queue brings it again', async () => {
    const ticket = await ticketByMail(test, { from: 'anna@northwind.example' })
    const messageId = 'quick@email.amazonses.com'
    const report = { id: 'quick', messageId, kind: 'delay' as const, recipients: ['anna@northwind.example'] }
    await expect(recordFeedback(test.desk, report)).rejects.toThrow('not known yet')
    const at = test.desk.now()
    await test.desk.table.commit([rememberSent(messageId, { ticketNumber: ticket.number, at })])
    await recordFeedback(test.desk, report)
    expect(last(await entriesOf(test, ticket.number))).toMatchObject({ kind: 'mail-event' })
  })

  it('of a mail that belongs to no ticket is taken and noted nowhere', async () => {
    const messageId = 'code@email.amazonses.com'
    await test.desk.table.commit([rememberSent(messageId, { at: test.desk.now() })])
    const report = { id: 'code', messageId, kind: 'bounce' as const, recipients: ['dana@msp.example'] }
    await expect(recordFeedback(test.desk, report)).resolves.toBeUndefined()
  })
})
