import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../shared/contract/api.ts'
import type { Operation } from '../../shared/contract/operation.ts'
import { permissions } from '../../shared/domain/actor.ts'
import { createApiKey } from '../../shared/use-cases/api-keys.ts'
import { admin } from '../support/desk.ts'
import { indexTicket } from '../support/word-index.ts'
import {
  type Api,
  type CallOptions,
  type Json,
  makeSite,
  openTestApi,
  type Site,
  withoutRequestId,
} from './door.ts'
import { type Params, type Row, rows } from './operation-rows.ts'

let api: Api
let site: Site
let otherSite: Site
let missing: Json
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
  otherSite = await makeSite(api)
  missing = withoutRequestId(await api.get('/nothing-here'))
})
afterAll(() => api.close())

/** What gives somebody a permission, or has sent to them what takes one, takes having it. */
const granting = [
  'createApiKey',
  'changeApiKey',
  'deleteApiKey',
  'createAgent',
  'changeAgent',
  'endAgentSessions',
  'endAgentSession',
  'unlinkAgent',
  'createWebhook',
  'changeWebhook',
  'releaseFromQuarantine',
  'changeView',
  'deleteView',
]
const served = operations.map(operation => ({ name: operation.id, operation }))
const withBody = served.filter(({ operation }) => operation.body !== undefined)
const withoutBody = served.filter(({ operation: { body, method } }) => body === undefined && method !== 'get')
const named = served.filter(({ operation }) => operation.params !== undefined)
const paged = served.filter(
  ({ operation }) => operation.query !== undefined && 'cursor' in operation.query.shape,
)

describe('the contract', () => {
  it('is served whole, and nothing else is', () => {
    const promised = operations.map(({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`)
    const routes = api.app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replace('/api/v1', '')}`)
    expect(routes.sort()).toEqual([...promised, 'get /docs', 'get /openapi.json'].sort())
  })

  it('has a row for every operation in these tests', () => {
    expect(Object.keys(rows).sort()).toEqual(operations.map(({ id }) => id).sort())
  })

  it('asks every operation for a permission', () => {
    expect(operations.filter(({ permission }) => permission === 'public')).toEqual([])
  })
})

describe.each(served)('$name', ({ operation }) => {
  it('answers as promised', async () => {
    const { status, headers, body, raw } = await call(operation)
    expect({ status, raw }).toMatchObject({ status: operation.answer.status })
    if (operation.answer.schema !== undefined) {
      // Parsing drops what the contract does not know: equal means that nothing was dropped.
      expect(operation.answer.schema.parse(body)).toEqual(body)
      expect(headers.get('etag')).toMatch(/^(W\/)?"[\w-]+"$/)
    }
    // A form to upload with is signed anew each time.
    if (status === 201 && operation.id !== 'prepareUpload') {
      const location = headers.get('location') ?? ''
      const { secret: _toldOnce, ...made } = body
      expect((await api.get(location.replace('/api/v1', ''))).body).toEqual(made)
    }
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/)
  })

  it('asks for a key that is known, not revoked and not expired', async () => {
    const revoked = await api.makeKey(['*'])
    await api.call('DELETE', `/api-keys/${revoked.apiKey.id}`)
    const expired = await createApiKey(api.desk, admin, {
      name: 'Old',
      scopes: ['*'],
      expiresAt: new Date(Date.parse(api.desk.now()) - 1).toISOString(),
    })
    const refused: [CallOptions, string][] = [
      [{ key: null }, 'auth.required'],
      [{ key: null, headers: { Authorization: `Basic ${api.secret}` } }, 'auth.required'],
      [{ key: null, headers: { Authorization: 'Bearer' } }, 'auth.required'],
      [{ key: 'docket_nobody' }, 'auth.invalid'],
      [{ key: `${api.secret}x` }, 'auth.invalid'],
      [{ key: revoked.secret }, 'auth.invalid'],
      [{ key: expired.secret }, 'auth.invalid'],
    ]
    for (const [options, code] of refused) {
      const reply = await api.call(
        operation.method.toUpperCase(),
        pathOf(operation, absent(operation)),
        options,
      )
      expect(reply.body).toMatchObject({ code, status: 401 })
      expect(reply.headers.get('www-authenticate')).toBe('Bearer')
      expect(reply.headers.get('content-type')).toBe('application/problem+json')
    }
  })

  it('does not exist for a key without its permission', async () => {
    const others = permissions.filter(permission => permission !== operation.permission)
    const { secret } = await api.makeKey(others)
    const reply = await call(operation, { key: secret })
    expect(reply.status).toBe(404)
    expect(withoutRequestId(reply)).toEqual(missing)
  })

  it('lets a key with this permission alone in', async () => {
    if (operation.permission === 'public') return
    const { secret } = await api.makeKey([operation.permission])
    // An upload that nothing took is its uploader's alone, and a reply its writer's to take back.
    if (['renewUpload', 'undoReply'].includes(operation.id) || granting.includes(operation.id)) return
    expect((await call(operation, { key: secret })).status).toBe(operation.answer.status)
  })

  it('lets nobody grant more than they may', async () => {
    if (!granting.includes(operation.id)) return
    const { secret } = await api.makeKey(['settings:write'])
    expect(withoutRequestId(await call(operation, { key: secret }))).toEqual(missing)
  })

  it('shows a key for another client no more than what is absent', async () => {
    const { secret } = await api.makeKey(['*'], [otherSite.clientId])
    const reply = await call(operation, { key: secret })
    if (rowOf(operation).forOtherClients === 'absent') expect(withoutRequestId(reply)).toEqual(missing)
    else {
      expect(reply.status).toBe(operation.answer.status)
      expect(reply.raw).not.toContain(site.clientId)
    }
  })

  it('refuses a parameter that it does not know', async () => {
    const reply = await call(operation, { query: '?sur%2Fprise=1' })
    expect(reply.body).toMatchObject({ status: 400, code: 'request.invalid' })
    expect(reply.body.errors).toEqual([{ pointer: '/sur~1prise', message: expect.any(String) }])
  })
})

describe.each(named)('$name', ({ operation }) => {
  it('answers 404 for what does not exist and for what could not', async () => {
    for (const unlikely of [
      'nobody',
      'x'.repeat(61),
      '0',
      '-1',
      '1e3',
      '__proto__',
      '..%2F..',
      '%00',
      '9999999',
    ]) {
      const params = Object.fromEntries(Object.keys(absent(operation)).map(name => [name, unlikely]))
      const reply = await call(operation, { params })
      expect([unlikely, withoutRequestId(reply)]).toEqual([unlikely, missing])
    }
  })
})

describe.each([...withBody, ...withoutBody])('$name', ({ operation }) => {
  it('refuses a body that is not JSON', async () => {
    for (const raw of ['{', 'subject=Printer', '{"a":1}{"b":2}', "{'a':1}"]) {
      const reply = await call(operation, { body: raw })
      expect(reply.body).toMatchObject({ status: 400, code: 'request.malformed' })
    }
  })

  it('refuses a body that is no object', async () => {
    for (const raw of ['null', '[]', '"text"', '1', 'true']) {
      const reply = await call(operation, { body: raw })
      expect(reply.body).toMatchObject({ status: 400, code: 'request.invalid' })
    }
  })

  it('refuses fields that it does not know, and says which', async () => {
    const valid = await bodyOf(operation)
    for (const name of ['__proto__', 'constructor', 'prototype', 'version', 'pk', 'id', 'a/b~c']) {
      const body = JSON.stringify(valid).replace(/^\{/, `{${JSON.stringify(name)}:{"role":"admin"},`)
      const reply = await call(operation, { body: body.replace(',}', '}') })
      expect(reply.body).toMatchObject({ status: 400, code: 'request.invalid' })
      expect(reply.body.errors).toContainEqual({
        pointer: `/${name.replace('~', '~0').replace('/', '~1')}`,
        message: 'is not a field of this request',
      })
    }
  })

  it('refuses more than 1 MB', async () => {
    const reply = await call(operation, { body: `{"a":"${'x'.repeat(1_000_000)}"}` })
    expect(reply.body).toMatchObject({ status: 413, code: 'request.too-large' })
  })
})

describe.each(withBody)('$name', ({ operation }) => {
  it('has every field in its row', async () => {
    const fields = Object.keys(operation.body?.shape ?? {}).sort()
    expect([...Object.keys(await bodyOf(operation)), ...(rowOf(operation).instead ?? [])].sort()).toEqual(
      fields,
    )
  })

  it('refuses each field of a wrong type, with a pointer to it', async () => {
    const valid = await bodyOf(operation)
    for (const name of Object.keys(operation.body?.shape ?? {})) {
      for (const wrong of [[[]], { toString: 'x' }, -1, 1.5]) {
        const reply = await call(operation, { body: { ...valid, [name]: wrong } })
        expect([name, wrong, reply.body]).toMatchObject([
          name,
          wrong,
          { status: 400, code: 'request.invalid' },
        ])
        expect(pointersOf(reply.body).filter(pointer => isWithin(pointer, name))).not.toEqual([])
      }
    }
  })

  it('refuses each field that is too long, with a pointer to it', async () => {
    const valid = await bodyOf(operation)
    for (const [name, value] of Object.entries(valid)) {
      const tooLong = longer(value)
      if (tooLong === undefined) continue
      const reply = await call(operation, { body: { ...valid, [name]: tooLong } })
      expect([name, reply.body]).toMatchObject([name, { status: 400, code: 'request.invalid' }])
      expect(pointersOf(reply.body).filter(pointer => isWithin(pointer, name))).not.toEqual([])
    }
  })

  it('refuses unknown fields inside its fields', async () => {
    const valid = await bodyOf(operation)
    for (const [name, value] of Object.entries(valid)) {
      const bare = Array.isArray(value) ? value[0] : value
      if (typeof bare !== 'object' || bare === null) continue
      const spoilt = { ...bare, pk: 'x' }
      const body = { ...valid, [name]: Array.isArray(value) ? [spoilt] : spoilt }
      const reply = await call(operation, { body })
      expect(reply.body).toMatchObject({ status: 400, code: 'request.invalid' })
      expect(pointersOf(reply.body).filter(pointer => isWithin(pointer, name))).not.toEqual([])
    }
  })

  it('refuses control characters and line separators in its one-line fields', async () => {
    const valid = await bodyOf(operation)
    const lines = ['name', 'subject', 'type', 'deskName', 'fromName', 'email', 'newTicketAddress']
    for (const name of lines.filter(line => line in valid)) {
      for (const mark of ['\r\n', '\u0000', '\u2028', '\u001b']) {
        const reply = await call(operation, { body: { ...valid, [name]: `a${mark}b@x.example` } })
        expect(reply.body).toMatchObject({ status: 400, code: 'request.invalid' })
      }
    }
  })
})

describe.each(paged)('$name', ({ operation }) => {
  it('goes on from its own cursor and from no other', async () => {
    const params = await paramsOf(operation)
    await fill(operation.id)
    const first = await call(operation, { params, query: '?limit=1' })
    const cursor: string = first.body.nextCursor
    expect(first.body.data).toHaveLength(1)
    const second = await call(operation, { params, query: `?limit=1&cursor=${cursor}` })
    expect(second.status).toBe(200)
    expect(second.body.data).toHaveLength(1)
    expect(second.body.data).not.toEqual(first.body.data)
    expect((await call(operation, { params, query: '?limit=1' })).body.nextCursor).toBe(cursor)

    const foreign = await foreignCursor(operation)
    const bad = [
      foreign,
      'x',
      `${cursor}x`,
      cursor.slice(0, -4),
      `${cursor.startsWith('A') ? 'B' : 'A'}${cursor.slice(1)}`,
      cursor.slice(5),
      '%00',
    ]
    for (const each of bad) {
      const reply = await call(operation, { params, query: `?limit=1&cursor=${each}` })
      expect([each, reply.body]).toMatchObject([each, { status: 400, code: 'cursor.invalid' }])
    }
    const other = await api.makeKey(['*'])
    const reply = await call(operation, { params, query: `?limit=1&cursor=${cursor}`, key: other.secret })
    expect(reply.body).toMatchObject({ status: 400, code: 'cursor.invalid' })
  })

  it('tells nothing by its cursor', async () => {
    const params = await paramsOf(operation)
    await fill(operation.id)
    const { body } = await call(operation, { params, query: '?limit=1' })
    const opened = Buffer.from(String(body.nextCursor), 'base64url').toString('latin1')
    expect(opened).not.toMatch(/"pk"|"sk"|Site|TICKET|CLIENT/)
  })

  it('takes a limit of 1 to 100', async () => {
    for (const limit of ['0', '101', '-1', '1.5', 'all', '']) {
      const reply = await call(operation, { query: `?limit=${limit}` })
      expect([limit, reply.body]).toMatchObject([limit, { status: 400, code: 'request.invalid' }])
      expect(pointersOf(reply.body)).toEqual(['/limit'])
    }
    expect((await call(operation, { query: '?limit=100' })).status).toBe(200)
  })

  it('answers 304 while nothing changed', async () => {
    const params = await paramsOf(operation)
    const first = await call(operation, { params })
    const headers = { 'If-None-Match': first.headers.get('etag') ?? '' }
    const again = await call(operation, { params, headers })
    expect([again.status, again.raw]).toEqual([304, ''])
  })
})

interface OperationCall extends CallOptions {
  params?: Params
  query?: string
}

/** Calls the operation on something of the site's that was made for it, with a body that is taken. */
async function call(operation: Operation, { params, query = '', ...options }: OperationCall = {}) {
  const named = params ?? (await paramsOf(operation))
  const body = operation.body === undefined ? {} : { body: await bodyOf(operation, named) }
  const path = pathOf(operation, named)
  const asked = [rowOf(operation).query, query.slice(1)].filter(part => part).join('&')
  return await api.call(operation.method.toUpperCase(), `${path}?${asked}`.replace(/\?$/, ''), {
    ...body,
    ...options,
  })
}

function rowOf({ id }: Operation): Row {
  const row = rows[id]
  if (row === undefined) throw new Error(`No row for ${id} in operation-rows.ts`)
  return row
}

async function paramsOf(operation: Operation): Promise<Params> {
  return (await rowOf(operation).at?.(api, site)) ?? {}
}

async function bodyOf(operation: Operation, params?: Params): Promise<Json> {
  return (await rowOf(operation).body?.(api, site, params ?? (await paramsOf(operation)))) ?? {}
}

/** Two more of what an operation lists. */
async function fill(listId: string): Promise<void> {
  const makers: Record<string, string[]> = {
    listContacts: ['readContact', 'readContact'],
    listAssets: ['readAsset', 'readAsset'],
    listAgents: ['readAgent', 'readAgent'],
    listTickets: ['readTicket', 'readTicket'],
    listStatuses: ['readStatus', 'readStatus'],
    listCategories: ['readCategory', 'readCategory'],
    listTags: ['readTag', 'readTag'],
    listCustomFields: ['readCustomField', 'readCustomField'],
    listTicketTemplates: ['readTicketTemplate', 'readTicketTemplate'],
    listCannedReplies: ['readCannedReply', 'readCannedReply'],
    listWebhooks: ['readWebhook', 'readWebhook'],
    searchDesk: ['readTicket', 'readTicket'],
    listBlockedSenders: ['readBlockedSender', 'readBlockedSender'],
    listSuppressedAddresses: ['readSuppressedAddress', 'readSuppressedAddress'],
    listQuarantine: ['deleteFromQuarantine', 'deleteFromQuarantine'],
  }
  for (const id of makers[listId] ?? []) {
    const at = await rows[id]?.at?.(api, site)
    if (listId === 'searchDesk') await indexTicket(api, Number(at?.number))
  }
}

/** A cursor that is good for another list of the same key. */
async function foreignCursor(operation: Operation): Promise<string> {
  const path = operation.id === 'listClients' ? '/tickets' : '/clients'
  await fill('listTickets')
  return (await api.get(`${path}?limit=1`)).body.nextCursor
}

function pathOf({ path }: Operation, params: Params): string {
  return path.replace(/\{(\w+)\}/g, (_whole, name: string) => String(params[name]))
}

function absent({ path }: Operation): Record<string, string> {
  return Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, '999999999']))
}

function pointersOf(problem: { errors: { pointer: string }[] }): string[] {
  return problem.errors.map(({ pointer }) => pointer)
}

function isWithin(pointer: string, name: string): boolean {
  return pointer === `/${name}` || pointer.startsWith(`/${name}/`)
}

/** The same kind of value, far too long; undefined where length says nothing. */
function longer(value: unknown): unknown {
  if (typeof value === 'string') return 'x'.repeat(100_001)
  if (Array.isArray(value)) return Array.from({ length: 1_001 }, () => value[0])
  if (typeof value === 'number') return Number.MAX_SAFE_INTEGER
  return undefined
}
