import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Api, type Json, made, makeSite, opened, openTestApi, type Site } from './door.ts'

let api: Api
let site: Site
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
})
afterAll(() => api.close())

const change = (number: number, changes: Json) => api.patch(`/tickets/${number}`, changes)
const ticket = async (number: number) => (await api.get(`/tickets/${number}`)).body
const names = async (path: string) =>
  (await api.get(path)).body.data.map(({ name }: { name: string }) => name)

/** Refused with this code at this pointer, and not a row of the ticket touched. */
async function expectUntouched(number: number, changes: Json, expected: { code: string; pointer?: string }) {
  const before = await ticket(number)
  const { body } = await change(number, changes)
  expect(body.code).toBe(expected.code)
  if (expected.pointer !== undefined) {
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toContain(expected.pointer)
  }
  expect(await ticket(number)).toEqual(before)
}

describe('a custom status', () => {
  let vendor: string
  beforeEach(async () => {
    vendor = await made(api, '/statuses', { name: 'At the vendor', status: 'hold' })
  })

  it('is given to a ticket, which is then also what it behaves as', async () => {
    const number = await opened(api, site)
    const { body } = await change(number, { statusId: vendor })
    expect(body).toMatchObject({ status: 'hold', statusId: vendor, statusName: 'At the vendor' })
  })

  it('stays by its own plain status, and is left by another, by null and by a reply', async () => {
    const number = await opened(api, site)
    await change(number, { statusId: vendor })
    expect((await change(number, { status: 'hold' })).body.statusId).toBe(vendor)
    expect((await change(number, { statusId: null })).body).toMatchObject({ status: 'hold', statusId: null })
    await change(number, { statusId: vendor })
    expect((await change(number, { status: 'working' })).body).toMatchObject({
      statusId: null,
      statusName: null,
    })
    await change(number, { statusId: vendor })
    await api.post(`/tickets/${number}/replies`, {
      visibility: 'public',
      bodyText: 'Done.',
      status: 'resolved',
    })
    expect(await ticket(number)).toMatchObject({ status: 'resolved', statusId: null })
  })

  it('is given by a reply', async () => {
    const number = await opened(api, site)
    const reply = { visibility: 'public', bodyText: 'Sent in for repair.', statusId: vendor }
    expect((await api.post(`/tickets/${number}/replies`, reply)).status).toBe(201)
    expect(await ticket(number)).toMatchObject({ status: 'hold', statusId: vendor })
  })

  it('is left when the contact writes', async () => {
    const number = await opened(api, site, { contactId: site.contactId })
    await change(number, { statusId: vendor })
    const { outcome } = await api.deliver(
      `From: ${site.contactEmail}\r\nTo: support@desk.example\r\nSubject: Re: [TCK-${number}]\r\nMessage-ID: <${api.next()}@w.example>\r\n\r\nAny news?\r\n`,
    )
    expect(outcome).toBe('reply')
    expect(await ticket(number)).toMatchObject({ status: 'open', statusId: null, statusName: null })
  })

  it('leads nowhere that what it behaves as does not', async () => {
    const archive = await made(api, '/statuses', { name: 'Archived', status: 'closed' })
    const number = await opened(api, site)
    await expectUntouched(number, { statusId: archive }, { code: 'ticket.transition' })
    await change(number, { status: 'resolved' })
    expect((await change(number, { statusId: archive })).body).toMatchObject({ status: 'closed' })
    await expectUntouched(number, { statusId: null }, { code: 'ticket.closed' })
    await expectUntouched(number, { statusId: vendor }, { code: 'ticket.closed' })
  })

  it('that is archived, gone or never was can be given to no ticket', async () => {
    const number = await opened(api, site)
    await api.patch(`/statuses/${vendor}`, { active: false })
    const refused = { code: 'request.invalid', pointer: '/statusId' }
    await expectUntouched(number, { statusId: vendor }, refused)
    await expectUntouched(number, { statusId: 'sts_none' }, refused)
    await expectUntouched(number, { statusId: vendor, status: 'hold' }, refused)
  })

  it('stays on a ticket that has it when it is archived and when it is removed', async () => {
    const number = await opened(api, site)
    await change(number, { statusId: vendor })
    await api.patch(`/statuses/${vendor}`, { active: false })
    expect((await change(number, { statusId: vendor, priority: 'low' })).status).toBe(200)
    expect((await api.call('DELETE', `/statuses/${vendor}`)).status).toBe(204)
    expect(await ticket(number)).toMatchObject({ statusId: vendor, statusName: 'At the vendor' })
  })

  it('cannot come to behave as another', async () => {
    const { body } = await api.patch(`/statuses/${vendor}`, { status: 'open' })
    expect(body).toMatchObject({ code: 'request.invalid', errors: [{ pointer: '/status' }] })
  })

  it('is listed by its position, then by name', async () => {
    for (const [name, position] of [
      ['Zeta', 10],
      ['alpha', 200],
      ['Beta', 200],
    ] as const) {
      await made(api, '/statuses', { name, status: 'open', position })
    }
    const listed = await names('/statuses')
    expect(listed.slice(-3)).toEqual(['Zeta', 'alpha', 'Beta'])
  })
})

describe('a category', () => {
  it('is given, kept when archived, and taken away by null', async () => {
    const id = await made(api, '/categories', { name: 'Printing' })
    const number = await opened(api, site, { categoryId: id })
    expect(await ticket(number)).toMatchObject({ categoryId: id, categoryName: 'Printing' })
    await api.patch(`/categories/${id}`, { active: false })
    expect((await change(number, { categoryId: id, priority: 'high' })).status).toBe(200)
    expect((await change(number, { categoryId: null })).body).toMatchObject({
      categoryId: null,
      categoryName: null,
    })
    await expectUntouched(number, { categoryId: id }, { code: 'request.invalid', pointer: '/categoryId' })
  })

  it('is recorded by name', async () => {
    const number = await opened(api, site)
    await change(number, { categoryId: await made(api, '/categories', { name: 'Network' }) })
    const { body } = await api.get(`/tickets/${number}/timeline`)
    expect(body.data.at(-1).change).toEqual({ field: 'category', from: null, to: 'Network' })
  })
})

describe('a tag', () => {
  it('is kept once, letter case aside', async () => {
    await made(api, '/tags', { name: 'VPN' })
    const { status, body } = await api.post('/tags', { name: 'vpn' })
    expect([status, body.code]).toEqual([409, 'name.taken'])
    expect(await names('/tags')).toEqual(['VPN'])
  })
})

describe('a custom field', () => {
  it('takes its values on a ticket, one beside the other', async () => {
    const floor = await made(api, '/custom-fields', { name: 'Floor', type: 'number' })
    const seen = await made(api, '/custom-fields', { name: 'Seen', type: 'date' })
    const number = await opened(api, site, { customFields: { [floor]: 3 } })
    await change(number, { customFields: { [seen]: '2026-11-25' } })
    expect((await ticket(number)).customFields).toEqual({ [floor]: 3, [seen]: '2026-11-25' })
    await change(number, { customFields: { [floor]: null } })
    expect((await ticket(number)).customFields).toEqual({ [seen]: '2026-11-25' })
    await expectUntouched(
      number,
      { customFields: { [seen]: 'soon' } },
      { code: 'request.invalid', pointer: `/customFields/${seen}` },
    )
    await expectUntouched(
      number,
      { customFields: { fld_none: 'x' } },
      { code: 'request.invalid', pointer: '/customFields/fld_none' },
    )
    await expectUntouched(
      number,
      { customFields: { [seen]: 'x'.repeat(501) } },
      { code: 'request.invalid', pointer: `/customFields/${seen}` },
    )
  })

  it('that is required must be given, and goes with its definition', async () => {
    const id = await made(api, '/custom-fields', { name: 'Cost centre', type: 'text', required: true })
    const input = { clientId: site.clientId, subject: 'Printer', descriptionText: 'It is on fire.' }
    const { status, body } = await api.post('/tickets', input)
    expect([status, body.errors]).toEqual([400, [{ pointer: `/customFields/${id}`, message: 'is required' }]])
    const number = await opened(api, site, { customFields: { [id]: '4711' } })
    await expectUntouched(
      number,
      { customFields: { [id]: null } },
      { code: 'request.invalid', pointer: `/customFields/${id}` },
    )
    await api.patch(`/custom-fields/${id}`, { required: false })
    expect((await api.post('/tickets', input)).status).toBe(201)
    await api.patch(`/custom-fields/${id}`, { required: true })
    expect((await api.get('/settings')).body.requiredCustomFields).toEqual([id])
    await api.call('DELETE', `/custom-fields/${id}`)
    expect((await api.post('/tickets', input)).status).toBe(201)
    expect((await change(number, { customFields: { [id]: null } })).body.customFields).toEqual({})
  })

  it('is required for ten at most', async () => {
    const ids: string[] = []
    for (let count = 0; count < 10; count += 1) {
      ids.push(await made(api, '/custom-fields', { name: `Must ${count}`, type: 'text', required: true }))
    }
    const { body } = await api.post('/custom-fields', { name: 'One more', type: 'text', required: true })
    expect(body).toMatchObject({ code: 'request.invalid', errors: [{ pointer: '/required' }] })
    expect(await names('/custom-fields')).not.toContain('One more')
    for (const id of ids) await api.call('DELETE', `/custom-fields/${id}`)
  })

  it.each([
    { type: 'choice' },
    { type: 'choice', choices: [] },
    { type: 'choice', choices: ['a', 'a'] },
    { type: 'text', choices: ['a'] },
  ])('is refused as %j', async more => {
    const { status, body } = await api.post('/custom-fields', { name: 'Odd', ...more })
    expect([status, body.errors[0].pointer]).toEqual([400, '/choices'])
  })
})

describe('a canned reply', () => {
  it('is filled for a ticket, with its values as text in HTML', async () => {
    const id = await made(api, '/canned-replies', {
      name: 'Hello',
      bodyHtml: '<p>Dear {{contact.name}}, <b>{{ticket.subject}}</b> is {{ ticket.reference }}.</p>',
    })
    const number = await opened(api, site, {
      contactId: site.contactId,
      subject: '<img src=x onerror=alert(1)> & {{agent.name}}',
    })
    const { status, body } = await api.post(`/canned-replies/${id}/render`, { number })
    expect(status).toBe(200)
    expect(body.html).toBe(
      `<p>Dear Anna Berg, <b>&lt;img src=x onerror=alert(1)&gt; &amp; {{agent.name}}</b> is TCK-${number}.</p>`,
    )
    expect(body.text).toContain('<img src=x onerror=alert(1)> & {{agent.name}}')
  })

  it('of text is escaped as HTML, and empty where the ticket says nothing', async () => {
    const bodyText = 'Hi {{contact.name}},\n{{ticket.subject}} / {{assignee.name}} / {{agent.name}}'
    const id = await made(api, '/canned-replies', { name: 'Hi', bodyText })
    const number = await opened(api, site, { subject: '<script>' })
    const { body } = await api.post(`/canned-replies/${id}/render`, { number })
    expect(body.text).toBe('Hi ,\n<script> /  / Test')
    expect(body.html).toBe('<p>Hi ,<br>&lt;script&gt; /  / Test</p>')
  })

  it('with a placeholder that nothing fills is refused, by creation and by change', async () => {
    const bad = { name: 'Bad', bodyText: 'Dear {{contact.password}}' }
    const refused = {
      status: 400,
      code: 'placeholder.unknown',
      errors: [{ pointer: '/bodyText', message: '{{contact.password}} is no placeholder here' }],
    }
    expect((await api.post('/canned-replies', bad)).body).toMatchObject(refused)
    const id = await made(api, '/canned-replies', { name: 'Good', bodyText: 'Hello' })
    expect((await api.patch(`/canned-replies/${id}`, { bodyText: bad.bodyText })).body).toMatchObject(refused)
    expect((await api.get(`/canned-replies/${id}`)).body).toMatchObject({ bodyText: 'Hello', version: 1 })
  })

  it('is text or HTML: the one takes the place of the other', async () => {
    const id = await made(api, '/canned-replies', { name: 'Either', bodyText: 'Hello' })
    const { body } = await api.patch(`/canned-replies/${id}`, { bodyHtml: '<p onclick="x()">Hello</p>' })
    expect(body).toMatchObject({ bodyText: null, bodyHtml: '<p>Hello</p>' })
  })
})

describe('a ticket template', () => {
  it('fills what the request leaves out, and nothing else', async () => {
    const categoryId = await made(api, '/categories', { name: 'Onboarding' })
    const id = await made(api, '/templates', {
      name: 'New starter',
      subject: 'Starter at {{client.name}}',
      descriptionHtml: '<p>For {{contact.name}}, {{date}}</p>',
      priority: 'low',
      categoryId,
      tags: ['people'],
      billable: false,
    })
    const { status, body } = await api.post('/tickets', {
      contactId: site.contactId,
      templateId: id,
      priority: 'urgent',
    })
    expect([status, body]).toMatchObject([
      201,
      {
        subject: `Starter at Site ${site.domain}`,
        priority: 'urgent',
        categoryId,
        categoryName: 'Onboarding',
        tags: ['people'],
        billable: false,
      },
    ])
    const timeline = await api.get(`/tickets/${body.number}/timeline`)
    const today = api.desk.now().slice(0, 10)
    expect(timeline.body.data[0]).toMatchObject({ html: `<p>For Anna Berg, ${today}</p>` })
    const own = await api.post('/tickets', {
      contactId: site.contactId,
      templateId: id,
      subject: 'My own',
      descriptionText: 'Words.',
      tags: [],
    })
    expect(own.body).toMatchObject({ subject: 'My own', tags: [] })
  })

  it('gives its checklist, whose required tasks keep the ticket from being resolved', async () => {
    const tasks = [
      { title: 'Make the account', required: true },
      { title: 'Say hello', required: false },
    ]
    const id = await made(api, '/templates', { name: 'T', subject: 'S', descriptionText: 'D', tasks })
    const { body } = await api.post('/tickets', { clientId: site.clientId, templateId: id })
    expect(body).toMatchObject({ tasksOpen: 2, requiredTasksOpen: 1, version: 1 })
    const list = (await api.get(`/tickets/${body.number}/tasks`)).body.data
    expect(list).toMatchObject(tasks.map(task => ({ ...task, done: false })))
    await expectUntouched(body.number, { status: 'resolved' }, { code: 'ticket.tasks-open' })
    expect((await api.patch(`/tickets/${body.number}/tasks/${list[0].id}`, { done: true })).status).toBe(200)
    expect((await change(body.number, { status: 'resolved' })).status).toBe(200)
  })

  it('has required tasks, which a custom status leads past no more than its plain one', async () => {
    const tasks = [{ title: 'Make the account', required: true }]
    const id = await made(api, '/templates', { name: 'T', subject: 'S', descriptionText: 'D', tasks })
    const statusId = await made(api, '/statuses', { name: 'Done', status: 'resolved' })
    const { body } = await api.post('/tickets', { clientId: site.clientId, templateId: id })
    await expectUntouched(body.number, { statusId }, { code: 'ticket.tasks-open' })
  })

  it('writes names as text into HTML', async () => {
    const client = await made(api, '/clients', { name: '<b>Bold</b> & Co' })
    const id = await made(api, '/templates', {
      name: 'T',
      subject: '{{client.name}}',
      descriptionHtml: '<p>{{client.name}}</p>',
    })
    const { body } = await api.post('/tickets', { clientId: client, templateId: id })
    expect(body.subject).toBe('<b>Bold</b> & Co')
    const timeline = await api.get(`/tickets/${body.number}/timeline`)
    expect(timeline.body.data[0].html).toBe('<p>&lt;b&gt;Bold&lt;/b&gt; &amp; Co</p>')
  })

  it('leaves out a category that is used no more', async () => {
    const categoryId = await made(api, '/categories', { name: 'Old' })
    const id = await made(api, '/templates', { name: 'T', subject: 'S', descriptionText: 'D', categoryId })
    await api.patch(`/categories/${categoryId}`, { active: false })
    const { status, body } = await api.post('/tickets', { clientId: site.clientId, templateId: id })
    expect([status, body.categoryId]).toEqual([201, null])
  })

  it('must exist, and have a category that does', async () => {
    const none = await api.post('/tickets', { clientId: site.clientId, templateId: 'tpl_none' })
    expect(none.body).toMatchObject({ status: 400, errors: [{ pointer: '/templateId' }] })
    const bad = { name: 'T', subject: 'S', descriptionText: 'D', categoryId: 'cat_none' }
    const template = await api.post('/templates', bad)
    expect(template.body).toMatchObject({ status: 400, errors: [{ pointer: '/categoryId' }] })
  })

  it('has a subject and a description with placeholders of its own only', async () => {
    const subject = await api.post('/templates', {
      name: 'T',
      subject: '{{agent.name}}',
      descriptionText: 'D',
    })
    expect(subject.body).toMatchObject({ code: 'placeholder.unknown', errors: [{ pointer: '/subject' }] })
    expect((await api.post('/tickets', { clientId: site.clientId })).body.errors).toContainEqual({
      pointer: '/subject',
      message: 'is needed where no template is given',
    })
  })
})
