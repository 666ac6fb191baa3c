import { afterAll, beforeAll, expect, it } from 'vitest'
import { wholeTable } from '../support/whole-table.ts'
import { type Api, type Json, made, makeSite, opened, openTestApi, type Reply, type Site } from './door.ts'

let api: Api
let site: Site
let otherSite: Site
let number: number
let id: Record<'hold' | 'closed' | 'archived' | 'gone' | 'category' | 'field' | 'required' | 'canned', string>
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
  otherSite = await makeSite(api)
  number = await opened(api, site)
  const status = (name: string, behaves: string) => made(api, '/statuses', { name, status: behaves })
  const field = (name: string, more: Json) => made(api, '/custom-fields', { name, type: 'number', ...more })
  id = {
    hold: await status('At the vendor', 'hold'),
    closed: await status('Archived', 'closed'),
    archived: await status('Old', 'hold'),
    gone: await status('Gone', 'hold'),
    category: await made(api, '/categories', { name: 'Old' }),
    field: await field('Floor', {}),
    required: await field('Cost centre', { required: true }),
    canned: await made(api, '/canned-replies', { name: 'Hi', bodyText: 'Hello' }),
  }
  await api.patch(`/statuses/${id.archived}`, { active: false })
  await api.call('DELETE', `/statuses/${id.gone}`)
  await api.patch(`/categories/${id.category}`, { active: false })
  await made(api, '/tags', { name: 'vpn' })
})
afterAll(() => api.close())

const change = (changes: Json) => api.patch(`/tickets/${number}`, changes)
const reply = (more: Json) =>
  api.post(`/tickets/${number}/replies`, { visibility: 'public', bodyText: 'x', ...more })
const open = (more: Json) =>
  api.post('/tickets', {
    clientId: site.clientId,
    subject: 'Printer',
    descriptionText: 'x',
    customFields: { [id.required]: 1 },
    ...more,
  })
const custom = (field: string, value: unknown) => ({ customFields: { [field]: value } })
const stale = { headers: { 'If-Match': '"7"' } }

const refusals: [what: string, request: () => Promise<Reply>, code: string, pointer?: string][] = [
  [
    'a step that no status takes, as a custom one',
    () => change({ statusId: id.closed }),
    'ticket.transition',
  ],
  ['the same by a reply', () => reply({ statusId: id.closed }), 'ticket.transition'],
  ['an archived status', () => change({ statusId: id.archived }), 'request.invalid', '/statusId'],
  ['a removed status', () => reply({ statusId: id.gone }), 'request.invalid', '/statusId'],
  ['two statuses', () => change({ statusId: id.hold, status: 'hold' }), 'request.invalid', '/statusId'],
  [
    'two statuses by a reply',
    () => reply({ statusId: id.hold, status: 'hold' }),
    'request.invalid',
    '/statusId',
  ],
  ['an archived category', () => change({ categoryId: id.category }), 'request.invalid', '/categoryId'],
  [
    'a new ticket of that category',
    () => open({ categoryId: id.category }),
    'request.invalid',
    '/categoryId',
  ],
  ['no template', () => open({ templateId: 'tpl_none' }), 'request.invalid', '/templateId'],
  ['an unknown field', () => change(custom('fld_none', 1)), 'request.invalid', '/customFields/fld_none'],
  ['an unknown field of a new ticket', () => open(custom('a/b', 1)), 'request.invalid', '/customFields/a~1b'],
  ['a new ticket without what is required', () => open({ customFields: {} }), 'request.invalid'],
  ['the other client’s contact', () => change({ contactId: otherSite.contactId }), 'contact.other-client'],
  [
    'a move with the old client’s asset',
    () => change({ clientId: otherSite.clientId, assetIds: [site.assetId] }),
    'asset.other-client',
    '/assetIds/0',
  ],
  ['a move to no client', () => change({ clientId: 'clt_none' }), 'request.invalid', '/clientId'],
  ['a due that is no instant', () => change({ due: 'soon' }), 'request.invalid', '/due'],
  ['a tag that is there', () => api.post('/tags', { name: 'VPN' }), 'name.taken'],
  [
    'an unknown placeholder',
    () => api.patch(`/canned-replies/${id.canned}`, { bodyText: '{{x}}' }),
    'placeholder.unknown',
    '/bodyText',
  ],
  [
    'a stale canned reply',
    () => api.patch(`/canned-replies/${id.canned}`, { name: 'Ho' }, stale),
    'version.stale',
  ],
  ['a stale status', () => api.call('DELETE', `/statuses/${id.hold}`, stale), 'version.stale'],
  ['stale settings', () => api.patch('/settings', { deskName: 'x' }, stale), 'version.stale'],
  [
    'a lower number',
    () => api.patch('/settings', { nextTicketNumber: 1 }),
    'number.lower',
    '/nextTicketNumber',
  ],
  [
    'choices of a number',
    () => api.patch(`/custom-fields/${id.field}`, { choices: ['1'] }),
    'request.invalid',
  ],
]

it.each(refusals)('%s is refused, and not a byte is written', async (_what, request, code, pointer) => {
  const before = await wholeTable()
  const { body } = await request()
  expect(body.code).toBe(code)
  if (pointer !== undefined) expect(body.errors).toMatchObject([{ pointer }])
  expect(await wholeTable()).toEqual(before)
})
