import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

  it('of a mail that nobody knows is no error', async () => {
    const report = {
      id: 'unknown',
      messageId: 'never@sent.example',
      kind: 'bounce' as const,
      recipients: ['x@y.example'],
    }
    await expect(recordFeedback(test.desk, report)).resolves.toBeUndefined()
  })
})
