import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAgent } from '../../shared/use-cases/agents.ts'
import { cannedReplies } from '../../shared/use-cases/canned-replies.ts'
import { categories } from '../../shared/use-cases/categories.ts'
import { createClient } from '../../shared/use-cases/clients.ts'
import { customFields } from '../../shared/use-cases/custom-fields.ts'
import { customStatuses } from '../../shared/use-cases/custom-statuses.ts'
import { changeSettings, readSettings } from '../../shared/use-cases/settings.ts'
import { stopMailTo } from '../../shared/use-cases/suppression.ts'
import { tags } from '../../shared/use-cases/tags.ts'
import { ticketTemplates } from '../../shared/use-cases/ticket-templates.ts'
import { changeWebhook, createWebhook, readWebhook } from '../../shared/use-cases/webhooks.ts'
import { admin, openTestDesk, type TestDesk } from '../support/desk.ts'
import { everything } from '../support/everything.ts'
import { Browser, fieldIn } from './browser.ts'

let world: TestDesk
let mia: Browser
let tess: Browser
let rea: Browser
let bill: Browser
let scoped: Browser

beforeAll(async () => {
  world = await openTestDesk()
  const { desk } = world
  const people = [
    ['Mia Torres', 'mia@desk.example', 'admin'],
    ['Tess Ecker', 'tess@desk.example', 'technician'],
    ['Rea Donly', 'rea@desk.example', 'read-only'],
    ['Bill Ling', 'bill@desk.example', 'billing'],
  ] as const
  for (const [name, email, role] of people) await createAgent(desk, admin, { name, email, role })
  const { id } = await createClient(desk, admin, { name: 'Only Theirs', domains: [] })
  await createAgent(desk, admin, {
    name: 'Sco Ped',
    email: 'scoped@desk.example',
    role: 'admin',
    clientIds: [id],
  })
  const signIn = (email: string) => new Browser(desk).signIn(email)
  mia = await signIn('mia@desk.example')
  tess = await signIn('tess@desk.example')
  rea = await signIn('rea@desk.example')
  bill = await signIn('bill@desk.example')
  scoped = await signIn('scoped@desk.example')
})

afterAll(() => world.close())

/** Where a form goes, where it stands, and what it holds when all is well. */
interface Form {
  path: string
  from: string
  right: Record<string, string>
  wrong: [field: string, value: string, message: string][]
}

const required = 'Fill this in.'
const oneLine = 'One line, of characters that can be seen.'
const long = 'x'.repeat(20_001)

const forms: Record<string, Form> = {
  status: {
    path: '/settings/lists/statuses',
    from: '/settings/lists/statuses/new',
    right: { name: 'At the vendor', status: 'hold', position: '3', hasColor: 'on', color: '#AA5500' },
    wrong: [
      ['name', ' ', required],
      ['name', 'x'.repeat(61), 'At most 60 characters.'],
      ['name', 'a\u0007b', oneLine],
      ['status', 'lost', 'Choose one of the list.'],
      ['position', '-1', 'A whole number from 0 to 9999.'],
      ['position', '1e3', 'A whole number from 0 to 9999.'],
      ['color', 'red', 'A colour as #rrggbb.'],
      ['hasColor', 'perhaps', 'Choose one of the list.'],
    ],
  },
  category: {
    path: '/settings/lists/categories',
    from: '/settings/lists/categories/new',
    right: { name: 'Network' },
    wrong: [
      ['name', '', required],
      ['name', 'x'.repeat(101), 'At most 100 characters.'],
    ],
  },
  tag: {
    path: '/settings/lists/tags',
    from: '/settings/lists/tags/new',
    right: { name: 'printer' },
    wrong: [
      ['name', '', required],
      ['name', 'x'.repeat(51), 'At most 50 characters.'],
    ],
  },
  'custom field': {
    path: '/settings/lists/custom-fields',
    from: '/settings/lists/custom-fields/new',
    right: { name: 'Floor', type: 'choice', choices: 'ground\nfirst\n' },
    wrong: [
      ['name', '', required],
      ['type', 'colour', 'Choose one of the list.'],
      ['choices', '', 'Are needed for a choice'],
      ['choices', 'a\na', 'Must differ from each other'],
      ['choices', 'x'.repeat(101), 'At most 100 choices, of at most 100 characters each.'],
      ['choices', 'x\n'.repeat(101), 'At most 100 choices, of at most 100 characters each.'],
      ['required', 'yes', 'Choose one of the list.'],
    ],
  },
  'ticket template': {
    path: '/settings/lists/templates',
    from: '/settings/lists/templates/new',
    right: {
      name: 'New starter',
      subject: 'New starter at {{client.name}}',
      descriptionText: 'Asked for by {{contact.name}}.',
      descriptionHtml: '',
      priority: 'low',
      categoryId: '',
      tags: 'people, new',
      billable: 'no',
      tasks: '! Make the account\nOrder a laptop',
    },
    wrong: [
      ['name', '', required],
      ['subject', '', required],
      ['subject', 'x'.repeat(501), 'At most 500 characters.'],
      ['subject', 'For {{nobody}}', '{{nobody}} is no placeholder here'],
      ['descriptionText', '', 'Write it as text or as HTML.'],
      ['descriptionText', long, 'At most 20000 characters.'],
      ['descriptionText', 'Dear {{nobody', '{{ has no }} after it'],
      ['descriptionHtml', '<p>too</p>', 'Write it as text or as HTML, not as both.'],
      ['priority', 'enormous', 'Choose one of the list.'],
      ['categoryId', 'cat_none', 'Is no category that this desk uses'],
      ['tags', 'x'.repeat(51), 'At most 30 tags, of at most 50 characters each.'],
      ['billable', 'maybe', 'Choose one of the list.'],
      ['tasks', 'x'.repeat(201), 'At most 50 tasks, of at most 200 characters each.'],
    ],
  },
  'canned reply': {
    path: '/settings/lists/canned-replies',
    from: '/settings/lists/canned-replies/new',
    right: {
      name: 'On its way',
      shortcut: 'otw',
      bodyText: 'Dear {{contact.name}}',
      bodyHtml: '',
      visibility: 'public',
    },
    wrong: [
      ['name', '', required],
      ['shortcut', 'x'.repeat(31), 'At most 30 characters.'],
      ['bodyText', ' ', 'Write it as text or as HTML.'],
      ['bodyText', '{{date}}', '{{date}} is no placeholder here'],
      ['bodyHtml', '<b>x</b>', 'Write it as text or as HTML, not as both.'],
      ['visibility', 'secret', 'Choose one of the list.'],
    ],
  },
  webhook: {
    path: '/settings/webhooks',
    from: '/settings/webhooks/new',
    right: {
      name: 'Chat',
      url: 'http://127.0.0.1:9/hook',
      clientId: '',
      'event-ticket.created': 'on',
      'event-client.changed': 'on',
    },
    wrong: [
      ['name', '', required],
      ['url', '', required],
      ['url', 'ftp://x.example', 'An address that begins with https://'],
      ['url', 'http://10.0.0.1/hook', 'must'],
      ['url', 'https://user:pass@x.example/', 'must'],
      ['clientId', 'clt_nobody', 'Is no client'],
      ['event-ticket.created', 'yes', 'Choose one of the list.'],
    ],
  },
}

describe.each(Object.entries(forms))('the form of a new %s', (_name, { path, from, right, wrong }) => {
  test.each(wrong)(
    'with %s %j: says so at the field, keeps what was typed, changes nothing',
    async (...bad) => {
      const [field, value, message] = bad
      const before = await everything()
      const typed: Record<string, string> = { ...right, [field]: value }
      const answer = await mia.post(path, typed, { from })
      const html = decoded(await answer.text())
      expect([400, 409]).toContain(answer.status)
      expect(html).toContain('role="alert"')
      expect(html).toContain(message)
      expect(html).toContain(typed.name ?? '')
      expect(await everything()).toBe(before)
    },
  )

  test.each(['__proto__', 'version2', 'id'])('with a field %s of nobody is refused', async extra => {
    const answer = await mia.post(path, Object.fromEntries([...Object.entries(right), [extra, 'x']]), {
      from,
    })
    expect(answer.status).toBe(400)
  })

  test('that is right is taken', async () => {
    const answer = await mia.post(path, right, { from })
    expect([201, 303]).toContain(answer.status)
    expect(await (await mia.get(path)).text()).toContain(right.name)
  })

  test('is not there for agents who may not use it, nor taken from them', async () => {
    const before = await everything()
    // An admin of some clients makes webhooks of theirs.
    const others = path === '/settings/webhooks' ? [tess, rea, bill] : [tess, rea, bill, scoped]
    for (const agent of others) {
      expect((await agent.get(from)).status).toBe(404)
      expect((await agent.post(path, right, { from: '/tickets' })).status).toBe(404)
      expect(await (await agent.get(path)).text()).not.toContain(`href="${from}"`)
    }
    expect(await everything()).toBe(before)
  })
})

test('a webhook without any event is refused', async () => {
  const { 'event-ticket.created': _one, 'event-client.changed': _other, ...none } = forms.webhook?.right ?? {}
  const answer = await mia.post('/settings/webhooks', none, { from: '/settings/webhooks/new' })
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain('Choose one at least.')
})

describe('a record that is there', () => {
  test('is changed by its form, and nobody who was slower loses what they typed', async () => {
    const { desk } = world
    const status = await customStatuses.create(desk, admin, { name: 'Old', status: 'hold' })
    const path = `/settings/lists/statuses/${status.id}`
    const fields = { version: '1', name: 'New', position: '7', color: '#112233', active: 'on' }
    expect((await mia.post(path, fields, { from: path })).status).toBe(303)
    expect(await customStatuses.read(desk, admin, status.id)).toMatchObject({
      name: 'New',
      position: 7,
      active: true,
    })
    const late = await mia.post(path, { ...fields, name: 'Mine' }, { from: path })
    const html = await late.text()
    expect(late.status).toBe(409)
    expect(html).toContain('Mia Torres changed this while you had it open.')
    expect(html).toContain('value="Mine"')
    const again = { ...fields, name: 'Mine', version: fieldIn(html, 'version') }
    expect((await mia.post(path, again, { from: path })).status).toBe(303)
    expect((await customStatuses.read(desk, admin, status.id)).name).toBe('Mine')
  })

  test('can be taken out of use and removed, unless it was changed meanwhile', async () => {
    const category = await categories.create(world.desk, admin, { name: 'Fax' })
    const path = `/settings/lists/categories/${category.id}`
    await mia.post(path, { version: '1', name: 'Fax' }, { from: path })
    expect(await categories.read(world.desk, admin, category.id)).toMatchObject({ active: false })
    expect((await mia.post(`${path}/remove`, { version: '1' }, { from: path })).status).toBe(409)
    expect((await mia.post(`${path}/remove`, { version: '2' }, { from: path })).status).toBe(303)
    expect((await mia.get(path)).status).toBe(404)
  })

  test('keeps what its form does not show, and loses what was emptied', async () => {
    const { desk } = world
    const template = await ticketTemplates.create(desk, admin, {
      name: 'T',
      subject: 'S',
      descriptionHtml: '<p>As HTML</p>',
      priority: 'high',
      billable: true,
    })
    const path = `/settings/lists/templates/${template.id}`
    const html = decoded(await (await mia.get(path)).text())
    expect(html).toContain('<p>As HTML</p>')
    const fields = {
      ...{ version: '1', name: 'T', subject: 'S', descriptionText: 'As text', descriptionHtml: '' },
      ...{ priority: '', categoryId: '', tags: '', billable: '', tasks: '' },
    }
    await mia.post(path, fields, { from: path })
    const changed = await ticketTemplates.read(desk, admin, template.id)
    expect(changed).toMatchObject({ descriptionText: 'As text', tags: [], tasks: [] })
    for (const field of ['descriptionHtml', 'priority', 'billable']) expect(changed).not.toHaveProperty(field)
  })

  test('a tag has no form to change it, and is not there twice', async () => {
    const tag = await tags.create(world.desk, admin, { name: 'vpn' })
    const path = `/settings/lists/tags/${tag.id}`
    expect(await (await mia.get(path)).text()).not.toContain(`action="${path}"`)
    expect((await mia.post(path, { version: '1', name: 'x' }, { from: '/tickets' })).status).toBe(404)
    const twice = await mia.post(
      '/settings/lists/tags',
      { name: 'VPN' },
      { from: '/settings/lists/tags/new' },
    )
    expect(twice.status).toBe(409)
    expect(await twice.text()).toContain('There is one of this name already.')
  })

  test('can be looked at without its form by who may not change it', async () => {
    const field = await customFields.create(world.desk, admin, { name: 'Rack', type: 'text' })
    const path = `/settings/lists/custom-fields/${field.id}`
    for (const agent of [tess, rea, bill, scoped]) {
      const html = await (await agent.get(path)).text()
      expect(html).toContain('value="Rack"')
      expect(html).not.toContain(`action="${path}`)
      expect(html).toContain('Only admins who see every client change this.')
    }
    const reply = await cannedReplies.create(world.desk, admin, { name: 'Hi', bodyText: 'Hello' })
    expect((await tess.get(`/settings/lists/canned-replies/${reply.id}`)).status).toBe(200)
    expect((await rea.get(`/settings/lists/canned-replies/${reply.id}`)).status).toBe(404)
    expect((await rea.get('/settings/lists/canned-replies')).status).toBe(404)
    expect((await mia.get('/settings/lists/nothing')).status).toBe(404)
  })
})

describe('the general settings', () => {
  const wrong: [field: string, value: string, message: string][] = [
    ['deskName', '', required],
    ['deskName', 'a\u200bb', 'Only characters that can be seen.'],
    ['timeZone', 'Mars/Olympus', 'The IANA name of a time zone'],
    ['ticketPrefix', '', required],
    ['ticketPrefix', 'TCK1', 'does not end with a digit'],
    ['nextTicketNumber', '0', 'A whole number from 1 to 900000000.'],
    ['autoCloseHours', '9000', 'A whole number from 1 to 8760.'],
    ['mailIn', 'true', 'Choose one of the list.'],
    ['unknownSenders', 'eat', 'Choose one of the list.'],
    ['fromName', '', required],
    ['fromName', 'a\u0000b', oneLine],
    ['newTicketAddress', 'nobody', 'address'],
    ['currency', 'QQQ', 'The ISO 4217 code of a currency'],
    ['defaultBillable', '1', 'Choose one of the list.'],
  ]
  const read = async () => {
    const html = await (await mia.get('/settings')).text()
    const { version, ...settings } = await readSettings(world.desk, admin)
    const number = fieldIn(html, 'shownTicketNumber')
    return {
      ...{ version: String(version), shownTicketNumber: number, nextTicketNumber: number },
      ...{ deskName: settings.deskName, timeZone: settings.timeZone, ticketPrefix: settings.ticketPrefix },
      ...{ autoCloseHours: '72', mailIn: 'on', unknownSenders: 'quarantine', fromName: settings.fromName },
      ...{ clientNotifications: 'on', newTicketAddress: '', currency: settings.currency },
    }
  }

  test.each(wrong)('with %s %j: say so at the field and stay', async (field, value, message) => {
    const fields = await read()
    const before = await everything()
    const answer = await mia.post('/settings', { ...fields, [field]: value }, { from: '/settings' })
    const html = decoded(await answer.text())
    expect(answer.status).toBe(400)
    expect(html).toContain(message)
    expect(html).toContain(`field-${field}-error`)
    expect(await everything()).toBe(before)
  })

  test('are saved as they are, and lower no number', async () => {
    const fields = { ...(await read()), timeZone: 'Asia/Kolkata', nextTicketNumber: '500' }
    expect((await mia.post('/settings', fields, { from: '/settings' })).status).toBe(303)
    expect(await readSettings(world.desk, admin)).toMatchObject({
      timeZone: 'Asia/Kolkata',
      nextTicketNumber: 500,
      defaultBillable: false,
    })
    const lower = { ...(await read()), nextTicketNumber: '499' }
    const refused = await mia.post('/settings', lower, { from: '/settings' })
    expect(refused.status).toBe(409)
    expect(await refused.text()).toContain('Must be more than 499')
  })

  test('say who was faster', async () => {
    const fields = { ...(await read()), deskName: 'Typed' }
    await mia.post('/settings', { ...fields, deskName: 'Faster' }, { from: '/settings' })
    const late = await mia.post('/settings', fields, { from: '/settings' })
    const html = await late.text()
    expect(late.status).toBe(409)
    expect(html).toContain('Mia Torres changed this')
    expect(html).toContain('value="Typed"')
    await changeSettings(world.desk, admin, { deskName: 'System' })
    const later = await mia.post('/settings', fields, { from: '/settings' })
    expect(await later.text()).toContain('Somebody else changed this')
  })
})

describe('a webhook', () => {
  const make = () =>
    createWebhook(world.desk, admin, { name: 'Hook', url: 'http://127.0.0.1:9/', events: ['ticket.created'] })

  test('has its secret on the page that made it, and on no other', async () => {
    const { path, from, right } = forms.webhook ?? { path: '', from: '', right: {} }
    const answer = await mia.post(path, { ...right, name: 'Secretive' }, { from })
    const html = await answer.text()
    const [secret = ''] = /whsec_[\w+/=]+/.exec(html) ?? []
    const [href = ''] = /\/settings\/webhooks\/whk_\w+/.exec(html) ?? []
    expect(secret).not.toBe('')
    for (const page of [href, '/settings/webhooks', '/settings/audit-log']) {
      expect(await (await mia.get(page)).text()).not.toContain('whsec_')
    }
    const fresh = await mia.post(`${href}/secret`, { version: '1' }, { from: href })
    const [another = ''] = /whsec_[\w+/=]+/.exec(await fresh.text()) ?? []
    expect(another).not.toBe('')
    expect(another).not.toBe(secret)
  })

  test('is switched off and on, tested while it is on, and its deliveries are sent anew', async () => {
    const { webhook } = await make()
    const path = `/settings/webhooks/${webhook.id}`
    const tested = await mia.post(`${path}/test`, {}, { from: path })
    expect(tested.headers.get('Location')).toBe(`${path}?tested=1`)
    const page = await (await mia.get(path)).text()
    const [delivery = ''] = new RegExp(`${path}/deliveries/\\w+`).exec(page) ?? []
    const shown = decoded(await (await mia.get(delivery)).text())
    expect(shown).toContain('"type": "webhook.test"')
    expect((await mia.post(`${delivery}/replay`, {}, { from: delivery })).status).toBe(303)
    await mia.post(`${path}/switch`, { version: '1', active: 'false' }, { from: path })
    expect((await readWebhook(world.desk, admin, webhook.id)).active).toBe(false)
    const refused = await mia.post(`${path}/test`, {}, { from: path })
    expect(refused.status).toBe(409)
    expect(await refused.text()).toContain('It is switched off')
    expect((await mia.post(`${delivery}/replay`, {}, { from: delivery })).status).toBe(409)
    const late = await mia.post(`${path}/switch`, { version: '1', active: 'true' }, { from: path })
    expect(late.status).toBe(409)
    const removed = await mia.post(`${path}/remove`, { version: '2' }, { from: path })
    expect(removed.status).toBe(303)
    expect((await mia.get(path)).status).toBe(404)
  })

  test('that somebody changed meanwhile keeps what was typed', async () => {
    const { webhook } = await make()
    await changeWebhook(world.desk, admin, { id: webhook.id, changes: { name: 'Theirs' } })
    const path = `/settings/webhooks/${webhook.id}`
    const fields = { version: '1', name: 'Mine', url: webhook.url, clientId: '', 'event-*': 'on' }
    const late = await mia.post(path, fields, { from: path })
    const html = await late.text()
    expect(late.status).toBe(409)
    expect(html).toContain('value="Mine"')
    const again = { ...fields, version: '2' }
    expect((await mia.post(path, again, { from: path })).status).toBe(303)
    expect(await readWebhook(world.desk, admin, webhook.id)).toMatchObject({ name: 'Mine', events: ['*'] })
  })
})

test('a suppressed address is seen by who may read mail, and let go by who may write it', async () => {
  const { desk } = world
  await desk.table.commit(await stopMailTo(desk, 'gus@elsewhere.example', 'address-complained'))
  for (const agent of [rea, bill, scoped]) {
    expect((await agent.get('/settings/suppressed-addresses')).status).toBe(404)
  }
  const html = await (await tess.get('/settings/suppressed-addresses')).text()
  expect(html).toContain('gus@elsewhere.example')
  expect(html).toContain('Marked a mail as spam')
  const [path = ''] = /\/settings\/suppressed-addresses\/[^"]+\/release/.exec(html) ?? []
  expect((await rea.post(path, {}, { from: '/tickets' })).status).toBe(404)
  expect((await tess.post(path, {}, { from: '/settings/suppressed-addresses' })).status).toBe(303)
  expect(await (await tess.get('/settings/suppressed-addresses')).text()).toContain('Mail reaches everybody')
})

test('the audit log says who changed what from what to what, to admins of the whole desk alone', async () => {
  for (const agent of [tess, rea, bill, scoped]) {
    expect((await agent.get('/settings/audit-log')).status).toBe(404)
  }
  await changeSettings(world.desk, admin, { autoCloseHours: 24 })
  const html = decoded(await (await mia.get('/settings/audit-log?kind=settings')).text())
  expect(html).toContain('<code>autoCloseHours</code>')
  expect(html).toMatch(/<del><bdi>72<\/bdi><\/del>.*<ins><bdi>24<\/bdi><\/ins>/)
  expect(html).not.toContain('added: Category')
  expect((await mia.get('/settings/audit-log?cursor=x')).status).toBe(400)
})

test('the way through the settings shows each agent what they may open', async () => {
  const links = async (agent: Browser) =>
    [...(await (await agent.get('/settings')).text()).matchAll(/href="(\/settings[^"]*|\/blocked-senders)"/g)]
      .map(([, href = '']) => href)
      .filter((href, index, all) => all.indexOf(href) === index)
  for (const agent of [mia, tess, rea, bill, scoped]) {
    for (const href of await links(agent)) expect((await agent.get(href)).status, href).toBe(200)
  }
  expect(await links(rea)).not.toContain('/settings/webhooks')
  expect(await links(mia)).toContain('/settings/audit-log')
})

/** A page without what escaping does to quotes and brackets. */
function decoded(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
