import type { TestCloud } from '../support/cloud.ts'

export type FilledSettings = Awaited<ReturnType<typeof fillSettings>>

/** A desk with something on each page of the settings, and a client whose every page says something; their ids. */
export async function fillSettings(cloud: TestCloud) {
  const { docket } = cloud
  const client = await docket.createClient({
    body: {
      name: 'Gruber & Söhne Dampfkesselbau',
      domains: ['gruber.example', `${'sehr-lang-'.repeat(5)}gruber.example`],
      hourlyRate: { amount: 9_550, currency: 'EUR' },
    },
  })
  const archived = await docket.createClient({ body: { name: 'Closed down Ltd' } })
  await docket.changeClient({ params: { id: archived.id }, body: { archived: true } })
  const params = { id: client.id }
  const contact = await docket.createContact({
    params,
    body: { name: 'Resi Gruber', email: 'bounce@simulator.amazonses.com', roles: ['primary', 'billing'] },
  })
  const gone = await docket.createContact({
    params,
    body: { name: 'Long Gone', email: 'gone@gruber.example' },
  })
  await docket.changeContact({ params: { id: gone.id }, body: { archived: true } })
  const asset = await docket.createAsset({ params, body: { name: 'SRV-KESSEL-01', type: 'server' } })
  const { number } = await docket.openTicket({
    body: {
      clientId: client.id,
      contactId: contact.id,
      assetIds: [asset.id],
      subject: 'The boiler room has no network',
      descriptionText: 'Since this morning.',
    },
  })
  const reply = { visibility: 'public' as const, bodyText: 'We come by.' }
  await docket.replyToTicket({ params: { number }, body: reply })
  const status = await docket.createStatus({
    body: { name: 'At the vendor', status: 'hold', position: 3, color: '#aa5500' },
  })
  const unused = await docket.createCategory({ body: { name: 'Fax machines' } })
  await docket.changeCategory({ params: { id: unused.id }, body: { active: false } })
  await docket.createCategory({ body: { name: 'Network' } })
  await docket.createTag({ body: { name: 'boiler' } })
  await docket.createTicketTemplate({
    body: {
      name: 'New starter',
      subject: 'New starter at {{client.name}}',
      descriptionText: 'Asked for by {{contact.name}}.',
      priority: 'low',
      tasks: [{ title: 'Make the account', required: true }],
    },
  })
  const cannedReply = await docket.createCannedReply({
    body: {
      name: 'On its way',
      shortcut: 'otw',
      bodyText: 'Dear {{contact.name}},\n\nwe look into {{ticket.reference}}.',
      visibility: 'public',
    },
  })
  // Nobody listens there: its log shows what failed.
  const webhook = await docket.createWebhook({
    body: { name: 'Chat', url: 'http://127.0.0.1:9/hook', events: ['ticket.created', 'client.changed'] },
  })
  const { id: delivery } = await docket.testWebhook({ params: { id: webhook.id } })
  await cloud.settle()
  return {
    client: client.id,
    archived: archived.id,
    contact: contact.id,
    asset: asset.id,
    status: status.id,
    cannedReply: cannedReply.id,
    webhook: webhook.id,
    delivery,
  }
}
