import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../shared/contract/api.ts'
import { type Permission, permissions } from '../../shared/domain/actor.ts'
import { createApiKey } from '../../shared/use-cases/api-keys.ts'
import { followChanges } from '../../shared/use-cases/follow-changes.ts'
import { keepLists } from '../../shared/use-cases/keep-lists.ts'
import { publishEvents } from '../../shared/use-cases/publish-events.ts'
import { admin } from '../support/desk.ts'
import { wholeTable } from '../support/whole-table.ts'
import { ask, madeBy, type PreparedCall, prepare, rowOf, ticketOf } from './authorization/prepared-call.ts'
import { expectAnswer, noCase, readTable } from './authorization/read-table.ts'
import {
  type Api,
  type Json,
  makeSite,
  opened,
  openTestApi,
  type Reply,
  type Site,
  withoutRequestId,
} from './door.ts'

const table = readTable('operations.md', [
  'operation',
  'call',
  'scope',
  'besides',
  'all',
  'own',
  'other',
  'merged',
  'closed',
  'absent',
])
type Line = (typeof table)[number]

let api: Api
let site: Site
let otherSite: Site
let missing: Json
let key: Awaited<ReturnType<typeof makeKeys>>
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
  otherSite = await makeSite(api)
  missing = withoutRequestId(await api.get('/nothing-here'))
  key = await makeKeys()
  for (const each of [site, otherSite]) await fill(each)
  await followChanges(api.desk, await api.changes(), [publishEvents, keepLists])
})
afterAll(() => api.close())

it('the table names every operation exactly once, with its call', () => {
  expect(table.map(({ operation, call }) => `${operation} ${call}`).sort()).toEqual(
    operations.map(({ id, method, path }) => `${id} ${method.toUpperCase()} ${path}`).sort(),
  )
})

describe('is refused:', () => {
  const calls = new Map<string, PreparedCall>()
  let before: Awaited<ReturnType<typeof wholeTable>>
  beforeAll(async () => {
    for (const { operation } of table) calls.set(operation, await prepare(api, site, operation))
    before = await wholeTable()
  })

  it.each(table)('$operation to nobody, and to a key that is not good', async line => {
    const answers = [
      [null, 'auth.required'],
      [key.unknown, 'auth.invalid'],
      [key.expired, 'auth.invalid'],
      [key.revoked, 'auth.invalid'],
    ] as const
    for (const [secret, code] of answers) expectAnswer(await refused(line, secret), `401 ${code}`)
  })

  it.each(table)('$operation to every other scope alone, and to all others together', async line => {
    const others = permissions.filter(permission => permission !== line.scope)
    expect(others).toHaveLength(permissions.length - 1)
    for (const scope of others) await expectMissing(line, key.only.get(scope))
    await expectMissing(line, key.allBut.get(line.scope))
  })

  const closedToSome = table.filter(({ own, other }) => own === '404' || other === '404')
  it.each(closedToSome)('$operation to a key for some clients, where it is not theirs', async line => {
    if (line.own === '404') await expectMissing(line, key.own)
    if (line.other === '404') await expectMissing(line, key.other)
  })

  it.each(table.filter(({ absent }) => absent !== noCase))('$operation about nothing', async line => {
    for (const secret of [api.secret, key.own, key.other]) {
      const reply = await refused(line, secret, '999999999')
      expectAnswer(reply, line.absent)
      expect(withoutRequestId(reply)).toEqual(missing)
    }
  })

  it('with not a byte of the table changed by all of it', async () => {
    expect(Object.keys(before).length).toBeGreaterThan(200)
    expect(await wholeTable()).toEqual(before)
  })

  async function refused({ operation }: Line, secret: string | null | undefined, id?: string) {
    const call = calls.get(operation)
    if (call === undefined || secret === undefined) throw new Error(`Nothing to ask ${operation} with`)
    if (id === undefined) return await ask(api, call, secret)
    const nothing = Object.fromEntries(Object.keys(call.params).map(name => [name, id]))
    return await ask(api, { ...call, params: nothing }, secret)
  }

  async function expectMissing(line: Line, secret: string | undefined) {
    const reply = await refused(line, secret)
    expectAnswer(reply, '404')
    expect(withoutRequestId(reply)).toEqual(missing)
  }
})

describe('is answered as the table says:', () => {
  it.each(table)('$operation to a key for every client', async line => {
    const scopes = scopesOf(line)
    const { secret } = await api.makeKey(scopes)
    const maker = line.besides === 'maker' ? madeBy(api, secret) : api
    expectAnswer(await ask(api, await prepare(maker, site, line.operation), secret), line.all)
    if (line.besides === 'maker') return
    expectAnswer(await ask(api, await prepare(api, site, line.operation), api.secret), line.all)
    if (scopes.length === 1) return
    const call = await prepare(api, site, line.operation)
    for (const lacking of scopes) {
      const { secret: less } = await api.makeKey(scopes.filter(scope => scope !== lacking))
      expect([lacking, withoutRequestId(await ask(api, call, less))]).toEqual([lacking, missing])
    }
  })

  it.each(table)('$operation to a key for the client, and without what is another’s', async line => {
    const isAboutItself = line.operation === 'deleteClient'
    const call = await prepare(api, site, line.operation)
    if (isAboutItself) call.params = { id: site.clientId }
    const reply = await ask(api, call, key.own)
    expectAnswer(reply, line.own)
    expect(reply.raw).not.toContain(otherSite.clientId)
    expect(reply.raw).not.toContain(otherSite.domain)
  })

  const served = table.filter(({ other }) => other !== '404')
  it.each(served)('$operation to a key for another client, without what is the client’s', async line => {
    const reply = await ask(api, await prepare(api, site, line.operation), key.other)
    expectAnswer(reply, line.other)
    expect(reply.raw).not.toContain(site.clientId)
    expect(reply.raw).not.toContain(site.domain)
  })

  for (const state of ['merged', 'closed'] as const) {
    const possible = table.filter(line => line[state] !== noCase)
    it.each(possible)(`$operation about what is ${state}`, async line => {
      const mayOwn = line.own === line.all
      const call = await prepareIn(state, line)
      expect(withoutRequestId(await ask(api, call, key.other))).toEqual(missing)
      expectAnswer(await ask(api, call, key.own), mayOwn ? line[state] : line.own)
      const isAsBefore = !mayOwn || call.operation.method === 'get' || line[state].startsWith('4')
      const again = isAsBefore ? call : await prepareIn(state, line)
      expectAnswer(await ask(api, again, api.secret), line[state])
    })
  }
})

describe('is answered with no more than the key may know:', () => {
  const ofKind = (reply: Reply) => new Set(reply.body.data.map((hit: { kind: string }) => hit.kind))

  it('a search, by the scopes and by the clients', async () => {
    const search = (secret: string | undefined) => api.get('/search?q=site&limit=100', { key: secret ?? '' })
    expect(ofKind(await search(api.secret))).toEqual(new Set(['client', 'ticket']))
    expect(ofKind(await search(key.only.get('tickets:read')))).toEqual(new Set(['ticket']))
    for (const [secret, shown, hidden] of [
      [key.own, site, otherSite],
      [key.other, otherSite, site],
    ] as const) {
      const { raw } = await search(secret)
      expect(raw).toContain(shown.clientId)
      expect(raw).not.toContain(hidden.clientId)
      expect(raw).not.toContain(hidden.domain)
    }
  })

  it('a ticket with those it names beside it', async () => {
    const number = await opened(api, site, { contactId: site.contactId })
    const path = `/tickets/${number}?expand=client,contact`
    expect((await api.get(path)).body).toMatchObject({ client: { id: site.clientId } })
    const { body } = await api.get(path, { key: key.only.get('tickets:read') ?? '' })
    expect(body).toMatchObject({ client: null, contact: null })
  })

  it('the events', async () => {
    const kinds = async (secret: string | undefined) => {
      const { body } = await api.get('/events?limit=100', { key: secret ?? '' })
      return new Set(body.data.map(({ about }: { about: { kind: string } }) => about.kind))
    }
    expect(await kinds(api.secret)).toEqual(new Set(['client', 'contact', 'asset', 'ticket']))
    expect(await kinds(key.only.get('tickets:read'))).toEqual(new Set(['ticket']))
  })
})

async function makeKeys() {
  const secretOf = async (...[scopes, clientIds]: Parameters<Api['makeKey']>) =>
    (await api.makeKey(scopes, clientIds)).secret
  const revoked = await api.makeKey(['*'])
  await api.call('DELETE', `/api-keys/${revoked.apiKey.id}`)
  const expiresAt = new Date(Date.parse(api.desk.now()) - 1).toISOString()
  const expired = await createApiKey(api.desk, admin, { name: 'Old', scopes: ['*'], expiresAt })
  const only = new Map<string, string>()
  const allBut = new Map<string, string>()
  for (const scope of permissions) {
    only.set(scope, await secretOf([scope]))
    allBut.set(scope, await secretOf(permissions.filter(other => other !== scope)))
  }
  return {
    unknown: `${api.secret}x`,
    expired: expired.secret,
    revoked: revoked.secret,
    only,
    allBut,
    own: await secretOf(['*'], [site.clientId]),
    other: await secretOf(['*'], [otherSite.clientId]),
  }
}

function scopesOf({ scope, besides }: Line): Permission[] {
  const names = [scope, ...(besides === noCase || besides === 'maker' ? [] : besides.split(' '))]
  const scopes = permissions.filter(permission => names.includes(permission))
  expect(scopes).toHaveLength(names.length)
  return scopes
}

/** Something in every list that the other client could be shown. */
async function fill(each: Site): Promise<void> {
  await prepare(api, each, 'readTicket')
  await prepare(api, each, 'readWebhook')
  await ask(api, await prepare(api, each, 'createAgent'), api.secret)
}

/** The call as it is prepared for an open ticket, which then is closed or merged. */
async function prepareIn(state: 'merged' | 'closed', { operation }: Line): Promise<PreparedCall> {
  // What is merged already cannot be closed.
  const at = operation === 'undoMerge' && state === 'closed' ? rowOf('readTicket').at : rowOf(operation).at
  const call = await prepare(api, site, operation, at)
  const number = await ticketOf(api, call)
  if (state === 'merged') await api.post(`/tickets/${number}/merge`, { into: await opened(api, site) })
  else for (const step of ['resolve', 'close']) await api.post(`/tickets/${number}/${step}`)
  const { body } = await api.get(`/tickets/${number}`)
  expect([body.status, body.mergedInto !== null]).toEqual(['closed', state === 'merged'])
  return call
}
