import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestCloud, type TestCloud } from '../support/cloud.ts'

let cloud: TestCloud
beforeAll(async () => {
  cloud = await openTestCloud({ demo: false })
}, 60_000)
afterAll(() => cloud?.close())

describe('mail that comes back', () => {
  it('is noted on its ticket and marks the contact', async () => {
    const { docket } = cloud
    const client = await docket.createClient({ body: { name: 'Northwind' } })
    const contact = await docket.createContact({
      params: { id: client.id },
      body: { name: 'Gone', email: 'bounce@simulator.amazonses.com' },
    })
    const { number } = await docket.openTicket({
      body: { contactId: contact.id, subject: 'Hello?', descriptionText: 'Is anybody there?' },
    })
    await cloud.settle()
    const { data } = await docket.readTimeline({ params: { number } })
    const events = data.filter(({ kind }) => kind === 'mail-event')
    expect(events).toMatchObject([
      {
        visibility: 'internal',
        text: 'Mail to bounce@simulator.amazonses.com could not be delivered: smtp; 550 5.1.1 user unknown',
      },
    ])
    const mails = await docket.listOutgoingMails({ params: { number } })
    expect(mails.data).toMatchObject([{ state: 'bounced', detail: 'smtp; 550 5.1.1 user unknown' }])
    const marked = await docket.readContact({ params: { id: contact.id } })
    expect(marked.undeliverableAt).not.toBeNull()
    expect(marked.suppressedAt).not.toBeNull()
    const cleared = await docket.changeContact({ params: { id: contact.id }, body: { suppressed: false } })
    expect(cleared).toMatchObject({ undeliverableAt: null, suppressedAt: null })
  })
})
