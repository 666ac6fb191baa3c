import { sessionIdIn } from '../../shared/use-cases/sessions.ts'
import { signInWithProvider } from '../../shared/use-cases/sign-in-with-provider.ts'
import { stopMailTo } from '../../shared/use-cases/suppression.ts'
import { catalogueRows, category, customField, ticketTemplate } from './catalogue-rows.ts'
import { type Api, type Json, made, opened, type Site } from './door.ts'

export type Params = Record<string, string | number>

/** How one operation of the contract is called by the tests that hold for every operation. */
export interface Row {
  /** Makes what the path names, at the site; answers the path's parameters. */
  at?: (api: Api, site: Site) => Promise<Params>
  /** A body that is taken by what `params` name, with every field that the operation knows. */
  body?: (api: Api, site: Site, params: Params) => Promise<Json>
  /** Fields that the body can have in the place of another. */
  instead?: readonly string[]
  /** The query that it cannot do without. */
  query?: string
  /** What a key for another client meets. */
  forOtherClients: 'absent' | 'served'
}

const agent = async (api: Api) =>
  made(api, '/agents', { name: 'Noor', email: `noor${api.next()}@desk.example`, role: 'technician' })
const contact = async (api: Api, { clientId }: Site) =>
  made(api, `/clients/${clientId}/contacts`, { name: 'Ben', email: `ben${api.next()}@other.example` })
const asset = async (api: Api, { clientId }: Site) =>
  made(api, `/clients/${clientId}/assets`, { name: 'LAP-07', type: 'laptop' })

const atClient = async (_api: Api, { clientId }: Site) => ({ id: clientId })
const atContact = async (api: Api, site: Site) => ({ id: await contact(api, site) })
const atAsset = async (api: Api, site: Site) => ({ id: await asset(api, site) })
const atApiKey = async (api: Api) => ({ id: (await api.makeKey(['tickets:read'])).apiKey.id })
const atAgent = async (api: Api) => ({ id: await agent(api) })
/** An agent who is signed in twice, by the identity provider; names one of the sessions. */
const atSession = async (api: Api) => {
  const subject = `subject-${api.next()}`
  const email = `${subject}@desk.example`
  const id = await made(api, '/agents', { name: 'Noor', email, role: 'technician' })
  const claims = { issuer: 'https://id.example', subject, told: { email, email_verified: true } }
  const { session } = await signInWithProvider(api.desk, { claims, userAgent: 'Firefox/1' })
  await signInWithProvider(api.desk, { claims })
  return { id, sessionId: sessionIdIn(session) }
}
const atSignedIn = async (api: Api) => ({ id: (await atSession(api)).id })
const atTicket = async (api: Api, site: Site) => ({ number: await opened(api, site) })
const atResolved = async (api: Api, site: Site) => {
  const number = await opened(api, site)
  await api.post(`/tickets/${number}/resolve`)
  return { number }
}
const atMerged = async (api: Api, site: Site) => {
  const [number, into] = [await opened(api, site), await opened(api, site)]
  await api.post(`/tickets/${number}/merge`, { into })
  return { number }
}
const taskBody = async () => ({ title: 'Replace the fan', required: true, done: true, position: 0 })
const atTask = async (api: Api, site: Site) => {
  const number = await opened(api, site)
  return { number, taskId: await made(api, `/tickets/${number}/tasks`, { title: 'Order a fan' }) }
}
const atDraft = async (api: Api, site: Site) => {
  const number = await opened(api, site)
  await api.call('PUT', `/tickets/${number}/draft`, { body: { publicText: 'On its way.' } })
  return { number }
}
const atNote = async (api: Api, site: Site) => {
  const number = await opened(api, site)
  const words = { visibility: 'internal', bodyText: 'First.' }
  return { number, entryId: await made(api, `/tickets/${number}/replies`, words) }
}
const visitBody = async (api: Api) => ({
  startAt: '2090-03-01T09:00:00Z',
  endAt: '2090-03-01T11:30:00Z',
  agentId: await agent(api),
  location: 'Main office, second floor',
  note: 'Please keep the server room open.',
})
const atVisit = async (api: Api, site: Site) => {
  const number = await opened(api, site)
  const times = { startAt: '2090-01-01T09:00:00Z', endAt: '2090-01-01T10:00:00Z' }
  return { number, visitId: await made(api, `/tickets/${number}/visits`, times) }
}
const atMail = async (api: Api, site: Site) => ({ key: (await mailWithFile(api, site)).mailKey })
const blockBody = async (api: Api) => ({ address: `spam${api.next()}@nowhere.example` })
const atBlockedSender = async (api: Api) => ({
  id: await made(api, '/blocked-senders', await blockBody(api)),
})
const atSuppressed = async (api: Api) => {
  const address = `dead${api.next()}@nowhere.example`
  await api.desk.table.commit(await stopMailTo(api.desk, address, 'address-bounced'))
  const { body } = await api.get('/suppressed-addresses?limit=100')
  return { id: body.data.find((stop: { address: string }) => stop.address === address).id }
}
const atQuarantined = async (api: Api) => ({ id: await quarantined(api) })

const atAttachment = async (api: Api, site: Site) => {
  const { ticketNumber } = await mailWithFile(api, site)
  const { body } = await api.get(`/tickets/${ticketNumber}/timeline`)
  return { id: body.data[0].attachments[0].id }
}

const clientBody = async (api: Api) => ({
  name: 'Northwind',
  domains: [`northwind${api.next()}.example`],
  domainTrust: 'always',
  hourlyRate: { amount: 12_000, currency: 'EUR' },
})
const contactBody = async (api: Api) => ({
  name: 'Carla',
  email: `carla${api.next()}@northwind.example`,
  roles: ['primary', 'technical', 'billing'],
})
const assetBody = async () => ({ name: 'SW-3', type: 'switch' })
const ticketFields = async (api: Api, site: Site) => ({
  contactId: site.contactId,
  subject: 'Scanner',
  priority: 'high',
  assigneeId: await agent(api),
  assetIds: [site.assetId],
  watchers: [{ email: `watcher@${site.domain}`, name: 'Wim' }, `plain@${site.domain}`],
  tags: ['hardware'],
  billable: false,
  categoryId: await category(api),
  customFields: { [await customField(api)]: 'B4' },
  due: '2099-01-01T00:00:00Z',
  externalReference: 'PO-77',
})

const webhookBody = async (_api: Api, { clientId }: Site) => ({
  name: 'Chat',
  url: 'http://127.0.0.1:9/hook',
  events: ['ticket.created', 'client.changed'],
  clientIds: [clientId],
  active: true,
})
const atWebhook = async (api: Api, site: Site) => ({
  id: await made(api, '/webhooks', await webhookBody(api, site)),
})
/** A webhook with two deliveries; names one of them. */
const delivered = async (api: Api, site: Site) => {
  const { id } = await atWebhook(api, site)
  await api.post(`/webhooks/${id}/test`)
  const { body } = await api.post(`/webhooks/${id}/test`)
  return { id, deliveryId: String(body.id) }
}

const atMailed = async (api: Api, site: Site) => {
  const number = await opened(api, site)
  for (const bodyText of ['Hello.', 'Done.']) {
    await api.patch(`/tickets/${number}`, { contactId: site.contactId })
    await api.post(`/tickets/${number}/replies`, { visibility: 'public', bodyText })
  }
  return { number }
}
const atMailTemplate = async () => ({ event: 'resolved' })
const wordingBody = async () => ({
  subject: 'Done: {{ticket.subject}}',
  text: 'Hello {{recipient.name}},\n\n{{ticket.reference}} is done.',
  html: '<p>{{ticket.reference}} is <strong>done</strong>.</p>',
})

const undoneFields = { priority: 'low', tags: ['old'], status: 'hold' }
const viewBody = async (api: Api, { clientId, contactId, assetId }: Site) => ({
  name: 'Urgent at the site',
  shared: false,
  filter: {
    status: ['open', 'working'],
    statusId: await made(api, '/statuses', { name: 'At the vendor', status: 'hold' }),
    clientId,
    contactId,
    assetId,
    assigneeId: await agent(api),
    priority: 'urgent',
    tag: 'outage',
    categoryId: await category(api),
    billable: true,
    waiting: true,
    createdFrom: '2026-01-01T00:00:00Z',
    createdTo: '2026-02-01T00:00:00Z',
    updatedFrom: '2026-01-01T00:00:00Z',
    updatedTo: '2026-02-01T00:00:00Z',
    dueFrom: '2026-01-01T00:00:00Z',
    dueTo: '2026-02-01T00:00:00Z',
    q: 'printer',
  },
  sort: 'due',
  columns: ['client', 'due'],
  density: 'compact',
  position: 3,
})
const atView = async (api: Api, { clientId }: Site) => ({
  id: await made(api, '/views', { name: 'The site', shared: true, filter: { clientId } }),
})

export const rows: Record<string, Row> = {
  ...catalogueRows,
  listMailTemplates: { forOtherClients: 'served' },
  readMailTemplate: { at: atMailTemplate, forOtherClients: 'served' },
  changeMailTemplate: { at: atMailTemplate, body: wordingBody, forOtherClients: 'absent' },
  resetMailTemplate: { at: atMailTemplate, forOtherClients: 'absent' },
  previewMail: {
    at: atMailTemplate,
    body: wordingBody,
    // To be shown a ticket takes the right to read it as well.
    instead: ['number'],
    forOtherClients: 'absent',
  },
  listOutgoingMails: { at: atMailed, forOtherClients: 'absent' },
  readSettings: { forOtherClients: 'served' },
  changeSettings: {
    body: async api => ({
      deskName: 'Desk',
      timeZone: 'Europe/Amsterdam',
      currency: 'EUR',
      ticketPrefix: 'DSK-',
      autoCloseHours: 48,
      mailIn: true,
      unknownSenders: 'quarantine',
      clientNotifications: true,
      newTicketAddress: 'new@desk.example',
      portalEnabled: true,
      fromName: 'Desk',
      defaultBillable: false,
      nextTicketNumber: (await api.get('/settings')).body.nextTicketNumber,
    }),
    forOtherClients: 'absent',
  },
  listClients: { forOtherClients: 'served' },
  createClient: { body: clientBody, forOtherClients: 'absent' },
  readClient: { at: atClient, forOtherClients: 'absent' },
  changeClient: {
    at: atClient,
    body: async api => ({ ...(await clientBody(api)), archived: false }),
    forOtherClients: 'absent',
  },
  deleteClient: {
    at: async api => ({ id: await made(api, '/clients', { name: 'Gone soon' }) }),
    forOtherClients: 'absent',
  },
  listContacts: { at: atClient, forOtherClients: 'absent' },
  createContact: { at: atClient, body: contactBody, forOtherClients: 'absent' },
  readContact: { at: atContact, forOtherClients: 'absent' },
  changeContact: {
    at: atContact,
    body: async api => ({ ...(await contactBody(api)), suppressed: false, archived: false }),
    forOtherClients: 'absent',
  },
  deleteContact: { at: atContact, forOtherClients: 'absent' },
  listAssets: { at: atClient, forOtherClients: 'absent' },
  createAsset: { at: atClient, body: assetBody, forOtherClients: 'absent' },
  readAsset: { at: atAsset, forOtherClients: 'absent' },
  changeAsset: {
    at: atAsset,
    body: async () => ({ ...(await assetBody()), archived: false }),
    forOtherClients: 'absent',
  },
  deleteAsset: { at: atAsset, forOtherClients: 'absent' },
  listAgents: { forOtherClients: 'served' },
  createAgent: {
    body: async (api, { clientId }) => ({
      name: 'Kim',
      email: `kim${api.next()}@desk.example`,
      role: 'billing',
      clientIds: [clientId],
    }),
    forOtherClients: 'absent',
  },
  readAgent: { at: atAgent, forOtherClients: 'served' },
  changeAgent: {
    at: atAgent,
    body: async (api, { clientId }) => ({
      name: 'Kim',
      email: `kim${api.next()}@desk.example`,
      role: 'read-only',
      clientIds: [clientId],
      disabled: true,
    }),
    forOtherClients: 'absent',
  },
  listAgentSessions: { at: atSignedIn, forOtherClients: 'absent' },
  endAgentSessions: { at: atSignedIn, forOtherClients: 'absent' },
  endAgentSession: { at: atSession, forOtherClients: 'absent' },
  unlinkAgent: { at: atSignedIn, forOtherClients: 'absent' },
  listApiKeys: { forOtherClients: 'absent' },
  createApiKey: {
    body: async (_api, { clientId }) => ({
      name: 'Monitoring',
      scopes: ['tickets:read'],
      clientIds: [clientId],
      expiresAt: '2099-01-01T00:00:00Z',
      itflow: false,
      ratePerMinute: 600,
    }),
    forOtherClients: 'absent',
  },
  readApiKey: { at: atApiKey, forOtherClients: 'absent' },
  changeApiKey: {
    at: atApiKey,
    body: async () => ({
      name: 'Reporting',
      expiresAt: '2098-01-01T00:00:00Z',
      itflow: true,
      ratePerMinute: 300,
    }),
    forOtherClients: 'absent',
  },
  deleteApiKey: { at: atApiKey, forOtherClients: 'absent' },
  listTickets: { forOtherClients: 'served' },
  listViews: { forOtherClients: 'served' },
  createView: { body: viewBody, forOtherClients: 'absent' },
  readView: { at: atView, forOtherClients: 'absent' },
  changeView: { at: atView, body: viewBody, forOtherClients: 'absent' },
  deleteView: { at: atView, forOtherClients: 'absent' },
  countView: { at: atView, forOtherClients: 'absent' },
  readDashboard: { forOtherClients: 'served' },
  searchDesk: { query: 'q=printer', forOtherClients: 'served' },
  openTicket: {
    body: async (api, site) => ({
      clientId: site.clientId,
      templateId: await ticketTemplate(api),
      descriptionText: 'It scans upside down.',
      ...(await ticketFields(api, site)),
      attachmentIds: [],
    }),
    instead: ['descriptionHtml'],
    forOtherClients: 'absent',
  },
  readTicket: { at: atTicket, forOtherClients: 'absent' },
  changeTicket: {
    at: atTicket,
    body: async (api, site) => ({
      status: 'working',
      clientId: site.clientId,
      ...(await ticketFields(api, site)),
    }),
    instead: ['statusId'],
    forOtherClients: 'absent',
  },
  readTimeline: {
    at: async (api, site) => {
      const number = await opened(api, site)
      await api.post(`/tickets/${number}/replies`, { visibility: 'public', bodyText: 'On its way.' })
      return { number }
    },
    forOtherClients: 'absent',
  },
  readEntry: {
    at: async (api, site) => {
      const number = await opened(api, site)
      const { body } = await api.get(`/tickets/${number}/timeline`)
      return { number, entryId: body.data[0].id }
    },
    forOtherClients: 'absent',
  },
  replyToTicket: {
    at: atTicket,
    body: async (_api, site) => ({
      visibility: 'public',
      bodyText: 'On its way.',
      status: 'resolved',
      minutesWorked: 15,
      attachmentIds: [],
      recipients: [{ email: `extra@${site.domain}`, name: 'Eve', watch: true }, `plain@${site.domain}`],
      holdSeconds: 10,
      fromDraft: true,
      seenReplyId: null,
      evenIfOvertaken: true,
    }),
    instead: ['bodyHtml', 'statusId'],
    forOtherClients: 'absent',
  },
  resolveTicket: { at: atTicket, forOtherClients: 'absent' },
  reopenTicket: { at: atResolved, forOtherClients: 'absent' },
  closeTicket: { at: atResolved, forOtherClients: 'absent' },
  rateTicket: {
    at: atResolved,
    body: async () => ({ rating: 4, comment: 'Quick and friendly.' }),
    forOtherClients: 'absent',
  },
  mergeTickets: {
    at: atTicket,
    body: async (api, site) => ({ into: await opened(api, site) }),
    forOtherClients: 'absent',
  },
  undoManyChanges: {
    body: async (api, site) => {
      const number = await opened(api, site, { priority: 'low' })
      await api.patch(`/tickets/${number}`, { priority: 'high' })
      const statusId = await made(api, '/statuses', { name: 'At the vendor', status: 'hold' })
      const chosen = { assigneeId: await agent(api), categoryId: await category(api), statusId }
      return { tickets: [{ number, version: 2, set: { ...undoneFields, ...chosen } }], dryRun: false }
    },
    forOtherClients: 'served',
  },
  previewMerge: {
    at: async (api, site) => ({ number: await opened(api, site), into: await opened(api, site) }),
    forOtherClients: 'absent',
  },
  previewMove: {
    at: async (api, site) => ({ number: await opened(api, site), clientId: site.clientId }),
    forOtherClients: 'absent',
  },
  listViewers: { at: atTicket, forOtherClients: 'absent' },
  undoMerge: { at: atMerged, forOtherClients: 'absent' },
  splitTicket: {
    at: atTicket,
    body: async (api, _site, { number }) => {
      const reply = { visibility: 'public', bodyText: 'And the scanner?' }
      const { body } = await api.post(`/tickets/${number}/replies`, reply)
      return { entryIds: [body.id ?? 'none'], subject: 'Scanner' }
    },
    forOtherClients: 'absent',
  },
  listTasks: {
    at: async (api, site) => ({ number: (await atTask(api, site)).number }),
    forOtherClients: 'absent',
  },
  createTask: { at: atTicket, body: taskBody, forOtherClients: 'absent' },
  readTask: { at: atTask, forOtherClients: 'absent' },
  changeTask: { at: atTask, body: taskBody, forOtherClients: 'absent' },
  deleteTask: { at: atTask, forOtherClients: 'absent' },
  listDrafts: { forOtherClients: 'served' },
  readDraft: { at: atDraft, forOtherClients: 'absent' },
  saveDraft: {
    at: atTicket,
    body: async (_api, site) => ({
      visibility: 'internal',
      publicText: 'On its way.',
      internalText: 'Ask Kim first.',
      recipients: [{ email: `extra@${site.domain}`, name: 'Eve', watch: true }, `plain@${site.domain}`],
      status: 'working',
      minutesWorked: 15,
      attachmentIds: [],
    }),
    instead: ['statusId'],
    forOtherClients: 'absent',
  },
  discardDraft: { at: atDraft, forOtherClients: 'absent' },
  undoReply: {
    at: async (api, site) => {
      const number = await opened(api, site)
      const reply = { visibility: 'public', bodyText: 'Too soon.', holdSeconds: 30 }
      return { number, entryId: await made(api, `/tickets/${number}/replies`, reply) }
    },
    forOtherClients: 'absent',
  },
  editEntry: {
    at: atNote,
    body: async () => ({ bodyText: 'Better words.' }),
    instead: ['bodyHtml'],
    forOtherClients: 'absent',
  },
  readEntryHistory: {
    at: async (api, site) => {
      const at = await atNote(api, site)
      for (const bodyText of ['Second.', 'Third.']) {
        await api.patch(`/tickets/${at.number}/timeline/${at.entryId}`, { bodyText })
      }
      return at
    },
    forOtherClients: 'absent',
  },
  redactEntry: { at: atNote, body: async () => ({ attachments: true }), forOtherClients: 'absent' },
  changeManyTickets: {
    body: async (api, site) => ({
      numbers: [await opened(api, site), await opened(api, site)],
      set: {
        assigneeId: await agent(api),
        priority: 'urgent',
        addTags: ['outage'],
        removeTags: ['hardware'],
        status: 'working',
      },
      reply: { visibility: 'public', bodyText: 'We are at it.' },
      dryRun: false,
    }),
    instead: ['mergeInto'],
    forOtherClients: 'served',
  },
  linkTickets: {
    at: atTicket,
    body: async (api, site) => ({ number: await opened(api, site), kind: 'blocks' }),
    forOtherClients: 'absent',
  },
  unlinkTickets: {
    at: async (api, site) => {
      const [number, other] = [await opened(api, site), await opened(api, site)]
      await api.post(`/tickets/${number}/links`, { number: other, kind: 'related' })
      return { number, other }
    },
    forOtherClients: 'absent',
  },
  listVisits: {
    at: async (api, site) => ({ number: (await atVisit(api, site)).number }),
    forOtherClients: 'absent',
  },
  scheduleVisit: { at: atTicket, body: visitBody, forOtherClients: 'absent' },
  readVisit: { at: atVisit, forOtherClients: 'absent' },
  changeVisit: { at: atVisit, body: visitBody, forOtherClients: 'absent' },
  cancelVisit: { at: atVisit, forOtherClients: 'absent' },
  listQuarantine: { forOtherClients: 'absent' },
  releaseFromQuarantine: {
    at: atQuarantined,
    body: async (_api, { clientId }) => ({ as: 'ticket', clientId, registerSender: true }),
    instead: ['number'],
    forOtherClients: 'absent',
  },
  blockFromQuarantine: {
    at: atQuarantined,
    body: async () => ({ scope: 'address' }),
    forOtherClients: 'absent',
  },
  deleteFromQuarantine: { at: atQuarantined, forOtherClients: 'absent' },
  readMail: { at: atMail, forOtherClients: 'absent' },
  readMailHeaders: { at: atMail, forOtherClients: 'absent' },
  readMailOutcome: { at: atMail, forOtherClients: 'absent' },
  replayMail: { at: atMail, forOtherClients: 'absent' },
  listBlockedSenders: { forOtherClients: 'absent' },
  blockSender: { body: blockBody, instead: ['domain'], forOtherClients: 'absent' },
  readBlockedSender: { at: atBlockedSender, forOtherClients: 'absent' },
  unblockSender: { at: atBlockedSender, forOtherClients: 'absent' },
  listSuppressedAddresses: { forOtherClients: 'absent' },
  readSuppressedAddress: { at: atSuppressed, forOtherClients: 'absent' },
  releaseSuppressedAddress: { at: atSuppressed, forOtherClients: 'absent' },
  prepareUpload: {
    body: async () => ({ name: 'log.txt', size: 4, type: 'text/plain' }),
    forOtherClients: 'served',
  },
  renewUpload: {
    at: async api => ({ id: await made(api, '/attachments', { name: 'a', size: 1, type: 'text/plain' }) }),
    forOtherClients: 'absent',
  },
  readAttachment: { at: atAttachment, forOtherClients: 'absent' },
  redactAttachment: { at: atAttachment, forOtherClients: 'absent' },
  readEvents: { forOtherClients: 'served' },
  listWebhooks: { forOtherClients: 'served' },
  createWebhook: { body: webhookBody, forOtherClients: 'absent' },
  readWebhook: { at: atWebhook, forOtherClients: 'absent' },
  changeWebhook: { at: atWebhook, body: webhookBody, forOtherClients: 'absent' },
  deleteWebhook: { at: atWebhook, forOtherClients: 'absent' },
  rotateSecret: { at: atWebhook, forOtherClients: 'absent' },
  testWebhook: { at: atWebhook, forOtherClients: 'absent' },
  listDeliveries: {
    at: async (api, site) => ({ id: (await delivered(api, site)).id }),
    forOtherClients: 'absent',
  },
  readDelivery: { at: delivered, forOtherClients: 'absent' },
  replayDelivery: { at: delivered, forOtherClients: 'absent' },
}

/** A mail from nobody the desk knows; answers its key. */
async function quarantined(api: Api): Promise<string> {
  const { mailKey, outcome } = await api.deliver(
    mailFrom(
      `stranger${api.next()}@nowhere.example`,
      api.next(),
      'Content-Type: text/plain\r\n\r\nHello?\r\n',
    ),
  )
  if (outcome !== 'quarantined') throw new Error(`Not quarantined but ${outcome}`)
  return mailKey
}

async function mailWithFile(api: Api, site: Site) {
  const part = (headers: string, body: string) => `--cut\r\n${headers}\r\n\r\n${body}\r\n`
  return await api.deliver(
    mailFrom(
      site.contactEmail,
      api.next(),
      `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=cut\r\n\r\n${part('Content-Type: text/plain', 'See the log.')}${part('Content-Type: text/plain; name=log.txt\r\nContent-Disposition: attachment; filename=log.txt', 'line')}--cut--\r\n`,
    ),
  )
}

function mailFrom(address: string, unique: number, rest: string): string {
  return `From: ${address}\r\nTo: support@desk.example\r\nSubject: Mail ${unique}\r\nMessage-ID: <${unique}@x.example>\r\n${rest}`
}
