import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rememberSent } from '../../shared/store/mails.ts'
import { suppressStranger } from '../../shared/store/suppressed-addresses.ts'
import { changeContact, createContact, readContact } from '../../shared/use-cases/contacts.ts'
import { listOutgoingMails } from '../../shared/use-cases/outgoing-mails.ts'
import { readTicket } from '../../shared/use-cases/read-ticket.ts'
import { type Feedback, recordFeedback } from '../../shared/use-cases/record-feedback.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { requestSignIn } from '../../shared/use-cases/sign-in.ts'
import { stoppedAddresses } from '../../shared/use-cases/suppression.ts'
import { admin } from '../support/desk.ts'
import { entriesOf, idOf, last, mailsTo, openScene, type Scene, ticketByMail } from './given.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())

/** So late that the last acknowledgement to anybody is forgotten. */
async function sentTo(address: string) {
  test.clock.moveTo(new Date(test.clock.now().getTime() + 9 * 3_600_000))
  const ticket = await ticketByMail(test, { from: address })
  await test.sendMails()
  return { ticket, messageId: idOf(last(mailsTo(test, address))) }
}

/** A report on a mail to Ben or whom it says, a moment ago. */
function report(facts: Pick<Feedback, 'messageId' | 'state'> & Partial<Feedback>): Feedback {
  return { at: test.desk.now(), recipients: ['ben@northwind.example'], ...facts }
}

/** The mails of a ticket as agents are shown them. */
async function mailsOf(number: number) {
  return (await listOutgoingMails(test.desk, admin, number, { limit: 100 })).mails
}

async function notesOf(number: number) {
  return (await entriesOf(test, number)).filter(({ kind }) => kind === 'mail-event')
}

describe('what SES reports of a mail we sent', () => {
  const words = {
    delayed: 'Mail to ben@northwind.example is delayed: 451 greylisted',
    returned: 'Mail to ben@northwind.example could not be delivered this time: 451 greylisted',
    rejected: 'SES refused to send a mail of this ticket: 451 greylisted',
    complained: 'ben@northwind.example marked a mail of this ticket as spam: 451 greylisted',
    bounced: 'Mail to ben@northwind.example could not be delivered: 451 greylisted',
  } as const

  it.each(Object.entries(words))(
    '%s: noted on its ticket, inside the desk, and nothing else of it',
    async (...each) => {
      const [state, text] = each as [keyof typeof words, string]
      await changeContact(test.desk, admin, test.ben.id, { suppressed: false })
      const { ticket, messageId } = await sentTo('ben@northwind.example')
      await recordFeedback(test.desk, report({ messageId, state, detail: '451 greylisted' }))
      expect(last(await entriesOf(test, ticket.number))).toMatchObject({
        kind: 'mail-event',
        visibility: 'internal',
        text,
      })
      expect(await readTicket(test.desk, admin, ticket.number)).toEqual(ticket)
      const { undeliverableAt, complainedAt, suppressedAt } = await readContact(test.desk, admin, test.ben.id)
      expect(undeliverableAt !== undefined).toBe(state === 'bounced')
      expect(complainedAt !== undefined).toBe(state === 'complained')
      expect(suppressedAt !== undefined).toBe(state === 'bounced' || state === 'complained')
      expect(await mailsOf(ticket.number)).toMatchObject([
        { deliveryState: state, deliveryDetail: '451 greylisted' },
      ])
    },
  )

  it('is noted once, however often it is delivered, also at the same moment', async () => {
    const { ticket, messageId } = await sentTo('carl@acme.example')
    const bounce = report({ messageId, state: 'bounced', recipients: ['carl@acme.example'] })
    await Promise.all([1, 2, 3].map(() => recordFeedback(test.desk, bounce)))
    await recordFeedback(test.desk, bounce)
    expect(await notesOf(ticket.number)).toHaveLength(1)
    expect(await readContact(test.desk, admin, test.carl.id)).toHaveProperty('undeliverableAt')
  })

  it('ends as the gravest of it, in whatever order and however often it comes', async () => {
    const states = ['delayed', 'delivered', 'bounced', 'complained'] as const
    const orders = [
      states,
      states.toReversed(),
      ['complained', 'delayed', 'bounced', 'delivered', 'delayed'] as const,
    ]
    for (const order of orders) {
      const from = `reader${test.desk.newUlid().toLowerCase()}@northwind.example`
      const { ticket, messageId } = await sentTo(from)
      for (const state of order) {
        await recordFeedback(test.desk, report({ messageId, state, recipients: [from] }))
      }
      expect(await mailsOf(ticket.number)).toMatchObject([{ state: 'sent', deliveryState: 'complained' }])
    }
  })

  it('that it arrived is shown at the mail and noted nowhere', async () => {
    const { ticket, messageId } = await sentTo('dora@northwind.example')
    await recordFeedback(test.desk, report({ messageId, state: 'delivered' }))
    await recordFeedback(test.desk, report({ messageId, state: 'delivered' }))
    expect(await mailsOf(ticket.number)).toMatchObject([{ deliveryState: 'delivered' }])
    expect(await notesOf(ticket.number)).toEqual([])
  })

  it('of a mail whose mark it overtook is refused, so that the queue brings it again', async () => {
    const ticket = await ticketByMail(test, { from: 'anna@northwind.example' })
    const messageId = 'quick@email.amazonses.com'
    const delay = report({ messageId, state: 'delayed' })
    await expect(recordFeedback(test.desk, delay)).rejects.toThrow('not known yet')
    const at = test.desk.now()
    await test.desk.table.commit([rememberSent(messageId, { ticketNumber: ticket.number, at })])
    await recordFeedback(test.desk, delay)
    expect(last(await entriesOf(test, ticket.number))).toMatchObject({ kind: 'mail-event' })
  })

  it('of a mail that belongs to no ticket is taken and noted nowhere, and locks no agent out', async () => {
    const messageId = 'code@email.amazonses.com'
    await test.desk.table.commit([rememberSent(messageId, { at: test.desk.now() })])
    const bounce = report({ messageId, state: 'bounced', recipients: ['dana@msp.example'] })
    await expect(recordFeedback(test.desk, bounce)).resolves.toBeUndefined()
    expect(await stoppedAddresses(test.desk, ['dana@msp.example'])).toEqual(new Map())
  })
})

describe('an address that is dead or complained', () => {
  const inAnHour = () => test.clock.moveTo(new Date(test.clock.now().getTime() + 3_600_000))

  it('gets no more mail, is told of once on each ticket, and gets mail again when an agent says so', async () => {
    const contact = await createContact(test.desk, admin, test.northwind.id, {
      name: 'Eva',
      email: 'eva@northwind.example',
    })
    const { ticket, messageId } = await sentTo(contact.email)
    await recordFeedback(test.desk, report({ messageId, state: 'bounced', recipients: [contact.email] }))
    const reply = () =>
      replyToTicket(test.desk, admin, { number: ticket.number, visibility: 'public', bodyText: 'Hello?' })
    await reply()
    await reply()
    await test.sendMails()
    expect(mailsTo(test, contact.email)).toHaveLength(1)
    expect((await mailsOf(ticket.number)).slice(0, 2)).toMatchObject([
      { state: 'suppressed', failure: 'address-bounced' },
      { state: 'suppressed', failure: 'address-bounced' },
    ])
    expect((await notesOf(ticket.number)).map(({ text }) => text)).toEqual([
      'Mail to eva@northwind.example could not be delivered',
      'Mail to eva@northwind.example is not sent: earlier mail to it came back. Who may change the contact can let it go out again.',
    ])
    await changeContact(test.desk, admin, contact.id, { suppressed: false })
    const cleared = await readContact(test.desk, admin, contact.id)
    expect(cleared).not.toHaveProperty('suppressedAt')
    expect(cleared).not.toHaveProperty('undeliverableAt')
    await reply()
    await test.sendMails()
    expect(mailsTo(test, contact.email)).toHaveLength(2)
  })

  it('of a contact is left behind with the address', async () => {
    const contact = await createContact(test.desk, admin, test.northwind.id, {
      name: 'Finn',
      email: 'finn@northwind.example',
    })
    const { messageId } = await sentTo(contact.email)
    await recordFeedback(test.desk, report({ messageId, state: 'complained', recipients: [contact.email] }))
    expect((await stoppedAddresses(test.desk, [contact.email])).size).toBe(1)
    const moved = await changeContact(test.desk, admin, contact.id, { email: 'finn.new@northwind.example' })
    expect(moved).not.toHaveProperty('complainedAt')
    expect((await stoppedAddresses(test.desk, [contact.email, moved.email])).size).toBe(0)
  })

  it('of somebody who is no contact gets mail again after 14 days', async () => {
    const messageId = 'stranger@email.amazonses.com'
    await test.desk.table.commit([rememberSent(messageId, { at: test.desk.now() })])
    await recordFeedback(
      test.desk,
      report({ messageId, state: 'bounced', recipients: ['gus@elsewhere.example'] }),
    )
    expect((await stoppedAddresses(test.desk, ['gus@elsewhere.example'])).size).toBe(1)
    test.clock.moveTo(new Date(test.clock.now().getTime() + 14 * 86_400_000 + 1))
    expect((await stoppedAddresses(test.desk, ['gus@elsewhere.example'])).size).toBe(0)
  })

  it('is a code to sign in with sent all the same', async () => {
    inAnHour()
    await test.desk.table.commit([
      suppressStranger('dana@msp.example', { reason: 'address-bounced', at: test.desk.now() }),
    ])
    await requestSignIn(test.desk, { email: 'dana@msp.example' })
    await test.sendMails()
    expect(mailsTo(test, 'dana@msp.example')).toHaveLength(1)
  })
})
