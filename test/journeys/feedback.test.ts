import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestCloud, type TestCloud } from '../support/cloud.ts'

let cloud: TestCloud
beforeAll(async () => {
  cloud = await openTestCloud({ demo: false })
}, 60_000)
afterAll(() => cloud?.close())

describe('mail that comes back', () => {
  it('is noted on its ticket and marks the contact', async () => {
    const client = await cloud.api('/clients', { method: 'POST', body: { name: 'Northwind' } })
    const contact = await cloud.api(`/clients/${client.json.id}/contacts`, {
      method: 'POST',
      body: { name: 'Gone', email: 'bounce@simulator.amazonses.com' },
    })
    const ticket = await cloud.api('/tickets', {
      method: 'POST',
      body: { contactId: contact.json.id, subject: 'Hello?', descriptionText: 'Is anybody there?' },
    })
    await cloud.settle()
    const { json } = await cloud.api(`/tickets/${ticket.json.number}/timeline`)
    const events = json.data.filter((entry: { kind: string }) => entry.kind === 'mail-event')
    expect(events).toMatchObject([
      { visibility: 'internal', text: 'Mail to bounce@simulator.amazonses.com could not be delivered' },
    ])
    const marked = await cloud.api(`/contacts/${contact.json.id}`)
    expect(marked.json.undeliverableAt).not.toBeNull()
  })
})
