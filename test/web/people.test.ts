import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../shared/domain/people.ts'
import { createAgent, listAgents } from '../../shared/use-cases/agents.ts'
import { callerOfSecret, createApiKey, listApiKeys } from '../../shared/use-cases/api-keys.ts'
import { createClient, deleteClient } from '../../shared/use-cases/clients.ts'
import { admin, openTestDesk, type TestDesk } from '../support/desk.ts'
import { everything } from '../support/everything.ts'
import { Browser, fieldIn } from './browser.ts'

let world: TestDesk
let mia: Browser
let client: Client
let count = 0
beforeAll(async () => {
  world = await openTestDesk()
  const { desk } = world
  await createAgent(desk, admin, { name: 'Mia Torres', email: 'mia@desk.example', role: 'admin' })
  client = await createClient(desk, admin, { name: 'Northwind' })
  mia = await new Browser(desk).signIn('mia@desk.example')
})
afterAll(() => world.close())

async function newAgent() {
  count += 1
  const email = `kim${count}@desk.example`
  return await createAgent(world.desk, admin, { name: `Kim ${count}`, email, role: 'technician' })
}

async function agentWith(email: string) {
  const { agents } = await listAgents(world.desk, admin, { limit: 100 })
  return agents.find(agent => agent.email === email)
}

const page = async (path: string) => await (await mia.get(path)).text()

describe('inviting an agent', () => {
  const from = '/settings/agents/new'
  const fields = { name: 'Noor', email: 'Noor@desk.example', role: 'billing', reach: 'all' }

  it('makes one who can sign in at once', async () => {
    const answer = await mia.post(from, fields, { from })
    expect(answer.status).toBe(303)
    const noor = await agentWith('noor@desk.example')
    expect(noor).toMatchObject({ name: 'Noor', role: 'billing', disabled: false })
    expect(answer.headers.get('Location')).toBe(`/settings/agents/${noor?.id}?done=invited`)
    const own = await new Browser(world.desk).signIn('noor@desk.example')
    expect((await own.get('/tickets')).status).toBe(200)
  })

  it('keeps them to the clients that are ticked', async () => {
    const some = { ...fields, email: 'some@desk.example', reach: 'some', [`client-${client.id}`]: 'on' }
    await mia.post(from, some, { from })
    expect((await agentWith('some@desk.example'))?.clientIds).toEqual([client.id])
  })

  it.each<[string, Record<string, string>, RegExp, number]>([
    ['nothing', { name: '', email: '', role: '' }, /Name: Fill this in\./, 400],
    ['an address that is none', { email: 'nobody' }, /Enter a mail address/, 400],
    ['no client at all', { reach: 'some' }, /Choose at least one client/, 400],
    ['a name that cannot be seen', { name: 'No\u200bor' }, /Only characters that can be seen/, 400],
    ['an address that is somebody’s', { email: 'mia@desk.example' }, /another agent has this address/, 409],
    ['a client that is none', { reach: 'some', 'client-clt_x': 'on', email: 'c@d.example' }, /is gone/, 409],
  ])(
    'with %s is told at its field, keeps what was typed, and changes nothing',
    async (_what, more, says, status) => {
      const before = await everything()
      const answer = await mia.post(from, { ...fields, email: 'new@desk.example', ...more }, { from })
      const html = await answer.text()
      expect({ status: answer.status, html }).toMatchObject({ status, html: expect.stringMatching(says) })
      expect(fieldIn(html, 'formToken')).not.toBe('')
      if (more.name === undefined) expect(html).toContain('value="Noor"')
      expect(await everything()).toBe(before)
    },
  )

  it('refuses a field that the form does not have', async () => {
    for (const more of [{ disabled: 'no' }, { __proto__x: 'on' }, { clientIds: client.id }]) {
      const answer = await mia.post(from, { ...fields, email: 'x@desk.example', ...more }, { from })
      expect(answer.status).toBe(400)
    }
    expect(await agentWith('x@desk.example')).toBeUndefined()
  })
})

describe('an agent’s page', () => {
  it('changes them, and refuses what was made from an older look', async () => {
    const { id, email } = await newAgent()
    const path = `/settings/agents/${id}`
    const fields = { version: '1', name: 'Kim Lee', email, role: 'read-only', reach: 'all' }
    expect((await mia.post(path, fields, { from: path })).headers.get('Location')).toBe(`${path}?done=saved`)
    expect(await agentWith(email)).toMatchObject({ name: 'Kim Lee', role: 'read-only' })
    const stale = await mia.post(path, { ...fields, name: 'Other' }, { from: path })
    expect(stale.status).toBe(409)
    const html = await stale.text()
    expect(html).toContain('Somebody else changed this agent')
    expect(html).toContain('value="Other"')
    expect(await agentWith(email)).toMatchObject({ name: 'Kim Lee' })
  })

  it('disables and enables them; a disabled one is out at once and stays out', async () => {
    const { id, email } = await newAgent()
    const path = `/settings/agents/${id}`
    const kim = await new Browser(world.desk).signIn(email)
    const access = { version: '1', disabled: 'yes' }
    await mia.post(`${path}/access`, access, { from: path })
    expect((await kim.get('/tickets')).status).toBe(303)
    expect(await page(path)).toContain('Disabled: they cannot sign in')
    await mia.post(`${path}/access`, { version: '2', disabled: 'no' }, { from: path })
    expect(await agentWith(email)).toMatchObject({ disabled: false })
    expect((await kim.get('/tickets')).status).toBe(303)
  })

  it('keeps the last admin', async () => {
    const last = await agentWith('mia@desk.example')
    const path = `/settings/agents/${last?.id}`
    const answer = await mia.post(`${path}/access`, { version: '1', disabled: 'yes' }, { from: path })
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('keep one admin')])
  })

  it('shows where they are signed in, and signs them out: there, or everywhere', async () => {
    const { id, email } = await newAgent()
    const path = `/settings/agents/${id}`
    const [one, two] = [
      await new Browser(world.desk).signIn(email),
      await new Browser(world.desk).signIn(email),
    ]
    const [action = ''] = /\/settings\/agents\/\w+\/sessions\/ses_\w+\/end/.exec(await page(path)) ?? []
    expect((await mia.post(action, {}, { from: path })).status).toBe(303)
    const statuses = async () => [(await one.get('/account')).status, (await two.get('/account')).status]
    expect((await statuses()).sort()).toEqual([200, 303])
    expect((await mia.post(`${path}/sessions/end`, {}, { from: path })).status).toBe(303)
    expect(await statuses()).toEqual([303, 303])
    expect(await page(path)).toContain('Signed in nowhere.')
  })

  it('of nobody is no page', async () => {
    for (const path of ['/settings/agents/agt_x', '/settings/api-keys/key_x']) {
      expect((await mia.get(path)).status).toBe(404)
    }
  })
})

describe('one’s own account', () => {
  it('signs out everywhere else, and stays', async () => {
    const { email } = await newAgent()
    const [here, there] = [
      await new Browser(world.desk).signIn(email),
      await new Browser(world.desk).signIn(email),
    ]
    await here.post('/account/sessions/end-others', {}, { from: '/account' })
    expect((await there.get('/account')).status).toBe(303)
    const html = await (await here.get('/account')).text()
    expect(html).toContain('This one')
    expect(html).not.toContain('Sign out everywhere else')
  })

  it('cannot end another agent’s session', async () => {
    const [one, other] = [await newAgent(), await newAgent()]
    const theirs = await new Browser(world.desk).signIn(other.email)
    const html = await page(`/settings/agents/${other.id}`)
    const [session = ''] = /ses_\w+/.exec(html) ?? []
    const own = await new Browser(world.desk).signIn(one.email)
    const answer = await own.post(`/account/sessions/${session}/end`, {}, { from: '/account' })
    expect(answer.status).toBe(404)
    expect((await theirs.get('/account')).status).toBe(200)
  })
})

describe('a key', () => {
  const from = '/settings/api-keys/new'
  const fields = { name: 'Monitoring', reach: 'all', expires: '', 'scope-tickets-read': 'on' }

  it('is made with what was ticked, and its secret is on this one page, which nothing keeps', async () => {
    const answer = await mia.post(
      from,
      {
        ...{ ...fields, expires: '2099-12-31', itflow: 'on' },
        ...{ 'scope-mail-write': 'on', reach: 'some', [`client-${client.id}`]: 'on' },
      },
      { from },
    )
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([201, 'no-store'])
    const [secret = ''] = /docket_[\w-]{43}/.exec(await answer.text()) ?? []
    const { actor } = await callerOfSecret(world.desk, secret)
    expect(actor).toMatchObject({ scopes: ['tickets:read', 'mail:write'], clientIds: [client.id] })
    const { apiKeys } = await listApiKeys(world.desk, admin, { limit: 100 })
    const made = apiKeys.find(({ id }) => id === actor.id)
    expect(made).toMatchObject({ expiresAt: '2099-12-31T23:59:59.999Z', itflow: true })
    for (const path of ['/settings/api-keys', `/settings/api-keys/${actor.id}`]) {
      const html = await page(path)
      expect(html).toContain('Monitoring')
      expect(html).not.toContain(secret)
    }
  })

  it('that may do everything says so alone', async () => {
    const answer = await mia.post(from, { ...fields, 'scope-all': 'on' }, { from })
    const [secret = ''] = /docket_[\w-]{43}/.exec(await answer.text()) ?? []
    expect((await callerOfSecret(world.desk, secret)).actor.scopes).toEqual(['*'])
  })

  it.each<[string, Record<string, string>, RegExp]>([
    ['may do nothing', { 'scope-tickets-read': '' }, /May: Choose at least one/],
    ['has no name', { name: ' ' }, /Name: Fill this in/],
    ['is over already', { expires: '2020-01-01' }, /A day that is not over yet/],
    ['ends on no day', { expires: '2099-02-30' }, /A day that is not over yet/],
    ['is for no client', { reach: 'some' }, /Choose at least one client/],
  ])('that %s is not made, and the form says why', async (_what, more, says) => {
    const before = await everything()
    const answer = await mia.post(from, { ...fields, ...more }, { from })
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringMatching(says)])
    expect(await everything()).toBe(before)
  })

  it('says everything that is wrong at once', async () => {
    const answer = await mia.post(from, { name: '', reach: 'some', expires: 'x' }, { from })
    const html = await answer.text()
    for (const field of ['Name', 'May', 'May see', 'Last day']) expect(html).toContain(`>${field}: `)
  })

  it('for a client that is gone meanwhile is not made', async () => {
    const gone = await createClient(world.desk, admin, { name: 'Gone' })
    const ticked = { ...fields, reach: 'some', [`client-${gone.id}`]: 'on' }
    await deleteClient(world.desk, admin, gone.id)
    const answer = await mia.post(from, ticked, { from })
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('is gone')])
  })

  it('is revoked at once', async () => {
    const { apiKey, secret } = await createApiKey(world.desk, admin, { name: 'Old', scopes: ['*'] })
    const path = `/settings/api-keys/${apiKey.id}`
    expect((await mia.post(`${path}/revoke`, {}, { from: path })).status).toBe(303)
    await expect(callerOfSecret(world.desk, secret)).rejects.toMatchObject({ code: 'auth.invalid' })
    expect((await mia.get(path)).status).toBe(404)
  })
})

describe('who is no admin of every client', () => {
  it.each(['technician', 'billing', 'read-only', 'scoped admin'] as const)(
    'gets none of it: %s',
    async who => {
      count += 1
      const email = `other${count}@desk.example`
      const role = who === 'scoped admin' ? 'admin' : who
      const scope = who === 'scoped admin' ? { clientIds: [client.id] } : {}
      const { id } = await createAgent(world.desk, admin, { name: 'Kim', email, role, ...scope })
      const other = await new Browser(world.desk).signIn(email)
      expect((await other.get('/account')).status).toBe(200)
      const target = await newAgent()
      const before = await everything()
      for (const path of ['agents', 'agents/new', `agents/${id}`, 'api-keys', 'api-keys/new']) {
        expect([path, (await other.get(`/settings/${path}`)).status]).toEqual([path, 404])
      }
      const fields = { name: 'Made', email: 'made@desk.example', role: 'admin', reach: 'all' }
      for (const [path, body] of [
        ['agents/new', fields],
        [`agents/${target.id}`, { ...fields, version: '1' }],
        [`agents/${target.id}/access`, { version: '1', disabled: 'yes' }],
        [`agents/${target.id}/sessions/end`, {}],
        [`agents/${target.id}/unlink`, {}],
        ['api-keys/new', { name: 'K', reach: 'all', expires: '', 'scope-all': 'on' }],
      ] as const) {
        const answer = await other.post(`/settings/${path}`, body, { from: '/account' })
        expect([path, answer.status]).toEqual([path, 404])
      }
      expect(await everything()).toBe(before)
    },
  )
})
