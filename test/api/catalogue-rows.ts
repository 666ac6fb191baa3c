import { type Api, type Json, made, opened, type Site } from './door.ts'
import type { Row } from './operation-rows.ts'

type Make = (api: Api, site: Site) => Promise<Json>

/** The rows of one catalogue's operations: bodies with every field, and a record to name in a path. */
function rowsOf(
  names: { one: string; many: string },
  path: string,
  bodies: { input: Make; change?: Make; instead?: readonly string[] },
): Record<string, Row> {
  const at = async (api: Api, site: Site) => ({ id: await made(api, path, await bodies.input(api, site)) })
  const instead = bodies.instead === undefined ? {} : { instead: bodies.instead }
  return {
    [`list${names.many}`]: { forOtherClients: 'served' },
    [`create${names.one}`]: { body: bodies.input, ...instead, forOtherClients: 'absent' },
    [`read${names.one}`]: { at, forOtherClients: 'served' },
    ...(bodies.change === undefined
      ? {}
      : { [`change${names.one}`]: { at, body: bodies.change, ...instead, forOtherClients: 'absent' } }),
    [`delete${names.one}`]: { at, forOtherClients: 'absent' },
  }
}

export const category = async (api: Api) => made(api, '/categories', { name: 'Hardware' })
export const customField = async (api: Api) => made(api, '/custom-fields', { name: 'Rack', type: 'text' })

const cannedReplyBody = async () => ({
  name: 'On its way',
  shortcut: 'otw',
  bodyText: 'Dear {{contact.name}}, we look into {{ticket.reference}}.',
  visibility: 'public',
})

const ticketTemplateBody = async (api: Api) => ({
  name: 'New starter',
  subject: 'New starter at {{client.name}}',
  descriptionText: 'Asked for by {{contact.name}} on {{date}}.',
  priority: 'low',
  categoryId: await category(api),
  tags: ['people'],
  billable: true,
  tasks: [{ title: 'Make the account', required: true }],
})

export const ticketTemplate = async (api: Api) => made(api, '/templates', await ticketTemplateBody(api))

/** Of the catalogues that admins keep, and of the log of what they did. */
export const catalogueRows: Record<string, Row> = {
  ...rowsOf({ one: 'Status', many: 'Statuses' }, '/statuses', {
    input: async () => ({ name: 'At the vendor', status: 'hold', position: 3, color: '#aa5500' }),
    change: async () => ({ name: 'With the vendor', position: 4, color: '#aa5511', active: false }),
  }),
  ...rowsOf({ one: 'Category', many: 'Categories' }, '/categories', {
    input: async () => ({ name: 'Network' }),
    change: async () => ({ name: 'Networks', active: false }),
  }),
  ...rowsOf({ one: 'Tag', many: 'Tags' }, '/tags', {
    input: async api => ({ name: `printer ${api.next()}` }),
  }),
  ...rowsOf({ one: 'CustomField', many: 'CustomFields' }, '/custom-fields', {
    input: async () => ({ name: 'Floor', type: 'choice', choices: ['first', 'second'], required: false }),
    change: async () => ({ name: 'Storey', choices: ['ground', 'first'], required: false }),
  }),
  ...rowsOf({ one: 'TicketTemplate', many: 'TicketTemplates' }, '/templates', {
    input: ticketTemplateBody,
    change: ticketTemplateBody,
    instead: ['descriptionHtml'],
  }),
  ...rowsOf({ one: 'CannedReply', many: 'CannedReplies' }, '/canned-replies', {
    input: cannedReplyBody,
    change: cannedReplyBody,
    instead: ['bodyHtml'],
  }),
  renderCannedReply: {
    at: async api => ({ id: await made(api, '/canned-replies', await cannedReplyBody()) }),
    body: async (api, site) => ({ number: await opened(api, site) }),
    forOtherClients: 'absent',
  },
  listAuditLog: { forOtherClients: 'absent' },
}
