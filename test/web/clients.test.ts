import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../../shared/domain/people.ts'
import { createAgent } from '../../shared/use-cases/agents.ts'
import { changeAsset, createAsset, readAsset } from '../../shared/use-cases/assets.ts'
import { changeClient, createClient, readClient } from '../../shared/use-cases/clients.ts'
import { changeContact, createContact, readContact } from '../../shared/use-cases/contacts.ts'
import { indexNames } from '../../shared/use-cases/index-names.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { admin, openTestDesk, type TestDesk } from '../support/desk.ts'
import { everything } from '../support/everything.ts'
import { Browser, fieldIn } from './browser.ts'

let world: TestDesk
let northwind: Client
let acme: Client
let mia: Browser
let rea: Browser
let scoped: Browser

beforeAll(async () => {
  world = await openTestDesk()
  const { desk } = world
  northwind = await createClient(desk, admin, { name: 'Northwind', domains: ['northwind.example'] })
  acme = await createClient(desk, admin, { name: 'Acme' })
  await createAgent(desk, admin, { name: 'Mia Torres', email: 'mia@desk.example', role: 'admin' })
  await createAgent(desk, admin, { name: 'Rea Donly', email: 'rea@desk.example', role: 'read-only' })
  await createAgent(desk, admin, {
    name: 'Sco Ped',
    email: 'scoped@desk.example',
    role: 'technician',
    clientIds: [acme.id],
  })
  mia = await new Browser(desk).signIn('mia@desk.example')
  rea = await new Browser(desk).signIn('rea@desk.example')
  scoped = await new Browser(desk).signIn('scoped@desk.example')
})

afterAll(() => world.close())

const required = 'Fill this in.'
const clientFields = {
  name: 'New Co',
  domains: 'new.example\n',
  domainTrust: 'authenticated',
  hourlyRate: '95.50',
}
const contactFields = { name: 'Carla', email: 'Carla@New.example', 'role-primary': 'on' }
const assetFields = { name: 'SW-3', type: 'switch' }

const forms: [
  name: string,
  path: () => string,
  right: Record<string, string>,
  wrong: [string, string, string][],
][] = [
  [
    'client',
    () => '/clients',
    clientFields,
    [
      ['name', '', required],
      ['name', 'x'.repeat(201), 'At most 200 characters.'],
      ['domains', 'not a domain', 'Is no mail domain'],
      ['domains', 'gmail.com', 'Is a public mail domain'],
      ['domains', 'northwind.example', 'A client has one of these domains already.'],
      ['domains', 'a.example\n'.repeat(50), 'At most 49 domains'],
      ['domainTrust', 'never', 'Choose one of the list.'],
      ['hourlyRate', 'much', 'An amount such as 95 or 95.50.'],
      ['hourlyRate', '-5', 'An amount such as 95 or 95.50.'],
      ['hourlyRate', '1.234', 'An amount such as 95 or 95.50.'],
    ],
  ],
  [
    'contact',
    () => `/clients/${northwind.id}/contacts`,
    contactFields,
    [
      ['name', ' ', required],
      ['email', '', required],
      ['email', 'nobody', 'A mail address, such as'],
      ['email', 'mia@desk.example', 'A contact or an agent has this address already.'],
      ['role-primary', 'yes', 'Choose one of the list.'],
    ],
  ],
  [
    'asset',
    () => `/clients/${northwind.id}/assets`,
    assetFields,
    [
      ['name', '', required],
      ['type', '', required],
      ['type', 'x'.repeat(61), 'At most 60 characters.'],
    ],
  ],
]

describe.each(forms)('the form of a new %s', (_name, path, right, wrong) => {
  test.each(wrong)('with %s %j: says so at the field, and changes nothing', async (field, value, message) => {
    const before = await everything()
    const answer = await mia.post(path(), { ...right, [field]: value }, { from: `${path()}/new` })
    const html = await answer.text()
    expect([400, 409]).toContain(answer.status)
    expect(html).toContain('role="alert"')
    expect(html).toContain(message)
    expect(await everything()).toBe(before)
  })

  test('with a field of nobody is refused', async () => {
    const extra = { ...right, clientId: acme.id }
    expect((await mia.post(path(), extra, { from: `${path()}/new` })).status).toBe(400)
  })

  test('is not there for agents who may not use it, nor taken from them', async () => {
    const before = await everything()
    for (const agent of [rea, scoped]) {
      expect((await agent.get(`${path()}/new`)).status).toBe(404)
      expect((await agent.post(path(), right, { from: '/tickets' })).status).toBe(404)
    }
    expect(await everything()).toBe(before)
  })

  test('that is right leads to what was made', async () => {
    const answer = await mia.post(path(), right, { from: `${path()}/new` })
    expect(answer.status).toBe(303)
    const html = await (await mia.get(answer.headers.get('Location') ?? '')).text()
    expect(html).toContain(right.name)
    expect(html).toContain('Saved.')
  })
})

describe('somebody who was slower', () => {
  const stale = 'changed this while you had it open.'

  test('keeps what they typed of a client, and can save it then', async () => {
    const path = `/clients/${northwind.id}/edit`
    const fields = { ...clientFields, version: '1', domains: 'northwind.example' }
    await mia.post(path, { ...fields, name: 'Northwind A', hourlyRate: '' }, { from: path })
    const late = await mia.post(path, { ...fields, name: 'Northwind B' }, { from: path })
    const html = await late.text()
    expect(late.status).toBe(409)
    expect(html).toContain(`Mia Torres ${stale}`)
    expect(html).toContain('value="Northwind B"')
    const again = { ...fields, name: 'Northwind B', version: fieldIn(html, 'version') }
    expect((await mia.post(path, again, { from: path })).status).toBe(303)
    expect(await readClient(world.desk, admin, northwind.id)).toMatchObject({
      name: 'Northwind B',
      hourlyRate: { amount: 9550, currency: 'USD' },
    })
  })

  test('keeps what they typed of a contact or an asset', async () => {
    const { desk } = world
    const contact = await createContact(desk, admin, northwind.id, { name: 'Kim', email: 'kim@x.example' })
    const asset = await createAsset(desk, admin, northwind.id, { name: 'LAP-1', type: 'laptop' })
    await changeContact(desk, admin, contact.id, { name: 'Theirs' })
    await changeAsset(desk, admin, asset.id, { name: 'Theirs' })
    const edits: [string, Record<string, string>][] = [
      [`contacts/${contact.id}`, { name: 'Mine', email: 'kim@x.example' }],
      [`assets/${asset.id}`, { name: 'Mine', type: 'laptop' }],
    ]
    for (const [at, fields] of edits) {
      const path = `/clients/${northwind.id}/${at}/edit`
      const late = await mia.post(path, { ...fields, version: '1' }, { from: path })
      const html = await late.text()
      expect(late.status).toBe(409)
      expect(html).toContain(stale)
      expect(html).toContain('value="Mine"')
      expect((await mia.post(path, { ...fields, version: '2' }, { from: path })).status).toBe(303)
    }
    expect((await readContact(desk, admin, contact.id)).name).toBe('Mine')
    expect((await readAsset(desk, admin, asset.id)).name).toBe('Mine')
  })
})

test('a client, a contact and an asset are archived and brought back', async () => {
  const { desk } = world
  const client = await createClient(desk, admin, { name: 'Comes and goes' })
  const contact = await createContact(desk, admin, client.id, { name: 'Gus', email: 'gus@x.example' })
  const asset = await createAsset(desk, admin, client.id, { name: 'OLD-1', type: 'server' })
  const here = `/clients/${client.id}`
  const places: [path: string, list: string, name: string][] = [
    [`${here}/contacts/${contact.id}`, `${here}/contacts`, 'Gus'],
    [`${here}/assets/${asset.id}`, `${here}/assets`, 'OLD-1'],
    [here, '/clients', 'Comes and goes'],
  ]
  for (const [path, list, name] of places) {
    const rows = async (query: string) =>
      (await (await mia.get(`${list}${query}`)).text()).includes(`href="${path}"`)
    const press = (archived: boolean, version: number) =>
      mia.post(
        `${path}/archive`,
        { version: String(version), archived: String(archived) },
        { from: `${path}/edit` },
      )
    expect((await press(true, 9)).status).toBe(409)
    expect((await press(true, 1)).status).toBe(303)
    if (list === '/clients') expect(await rows('')).toBe(false)
    expect(await (await mia.get(`${list}?archived=true`)).text()).toContain(name)
    expect(await (await mia.get(`${path}/edit`)).text()).toContain('This is archived')
    expect((await press(false, 2)).status).toBe(303)
    expect(await (await mia.get(list)).text()).toContain(name)
  }
})

test('clients are found by the beginnings of their words, each agent those they may know', async () => {
  const { desk } = world
  for (const { id } of [northwind, acme]) {
    const after = await desk.table.get({ pk: `CLIENT#${id}`, sk: 'A' })
    await indexNames(desk, after === undefined ? {} : { after })
  }
  const found = await (await mia.get('/clients?q=acm')).text()
  expect(found).toContain(acme.id)
  expect(found).not.toContain(northwind.id)
  expect(await (await scoped.get('/clients?q=north')).text()).toContain('No such client')
  expect(await (await scoped.get('/clients')).text()).not.toContain(northwind.id)
})

test('a contact and an asset have their tickets, and are nowhere but at their client', async () => {
  const { desk } = world
  const contact = await createContact(desk, admin, northwind.id, { name: 'Anna', email: 'anna@x.example' })
  const asset = await createAsset(desk, admin, northwind.id, { name: 'SRV-9', type: 'server' })
  const input = { clientId: northwind.id, descriptionText: 'It is.' }
  await openTicket(desk, admin, { ...input, subject: 'Of Anna', contactId: contact.id })
  await openTicket(desk, admin, { ...input, subject: 'Of the server', assetIds: [asset.id] })
  const ofContact = await (await mia.get(`/clients/${northwind.id}/contacts/${contact.id}`)).text()
  expect(ofContact).toContain('Of Anna')
  expect(ofContact).not.toContain('Of the server')
  const ofAsset = await (await mia.get(`/clients/${northwind.id}/assets/${asset.id}`)).text()
  expect(ofAsset).toContain('Of the server')
  expect(ofAsset).not.toContain('Of Anna')
  for (const at of [`contacts/${contact.id}`, `assets/${asset.id}`]) {
    expect((await mia.get(`/clients/${acme.id}/${at}`)).status).toBe(404)
    expect((await scoped.get(`/clients/${northwind.id}/${at}`)).status).toBe(404)
    expect((await mia.get(`/clients/${acme.id}/${at}/edit`)).status).toBe(404)
    const seen = await (await rea.get(`/clients/${northwind.id}/${at}`)).text()
    expect(seen).not.toContain('/edit"')
  }
  expect((await scoped.get(`/clients/${acme.id}/contacts`)).status).toBe(200)
})

test('a client changed behind a form that only archives says who was faster', async () => {
  await changeClient(world.desk, admin, acme.id, { name: 'Acme Ltd' })
  const path = `/clients/${acme.id}`
  const pressed = { version: '1', archived: 'true' }
  const late = await mia.post(`${path}/archive`, pressed, { from: `${path}/edit` })
  expect(late.status).toBe(409)
  expect(await late.text()).toContain('value="Acme Ltd"')
})
