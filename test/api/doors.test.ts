import { Hono } from 'hono'
import { handle } from 'hono/aws-lambda'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createApi } from '../../functions/api/app.ts'
import { askPermission, assertRoutesAsk, routePermissions } from '../../functions/api/route-permissions.ts'
import { serve } from '../../functions/api/serve.ts'
import { toHttpEvent } from '../../infra/local/http/events.ts'
import { operations } from '../../shared/contract/api.ts'
import { listTickets } from '../../shared/contract/tickets.ts'
import { type Api, makeSite, opened, openTestApi } from './door.ts'

let api: Api
let number: number
beforeAll(async () => {
  api = await openTestApi()
  number = await opened(api, await makeSite(api))
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => api.close())

describe('every route', () => {
  it('carries the permission of its operation; only what is published is open to anybody', () => {
    const promised = operations.map(
      ({ method, path, permission }) =>
        [`${method.toUpperCase()} /api/v1${path.replace(/\{(\w+)\}/g, ':$1')}`, permission] as const,
    )
    const published = ['GET /api/v1/openapi.json', 'GET /api/v1/docs'].map(
      route => [route, 'public'] as const,
    )
    expect(routePermissions(api.app)).toEqual(new Map([...promised, ...published]))
    const hung = api.app.routes
      .filter(({ path }) => path !== '/*')
      .map(({ method, path }) => `${method} ${path}`)
    expect([...routePermissions(api.app).keys()].sort()).toEqual(hung.sort())
  })

  it('is not hung without one', () => {
    const app = new Hono()
    const { permission: _permission, ...bare } = listTickets
    const spoilt: typeof listTickets = JSON.parse(JSON.stringify({ ...bare, permission: 'tickets:all' }))
    expect(() => serve(app, api.desk, spoilt, async () => ({}))).toThrow('which is no permission')
    const without: typeof listTickets = JSON.parse(JSON.stringify(bare))
    expect(() => serve(app, api.desk, without, async () => ({}))).toThrow('which is no permission')
    expect(app.routes).toEqual([])
  })

  it('keeps the API from starting when it was hung around all that', () => {
    const app = new Hono().get('/api/v1/back-door', c => c.text('open'))
    expect(() => assertRoutesAsk(app)).toThrow('GET /api/v1/back-door asks for no permission')
    const wide = new Hono().all('/api/v1/*', c => c.text('open'))
    expect(() => assertRoutesAsk(wide)).toThrow('asks for no permission')
  })

  it('is served once', () => {
    const app = new Hono()
    askPermission(app, 'GET /x', 'tickets:read')
    expect(() => askPermission(app, 'GET /x', 'tickets:read')).toThrow('served twice')
  })
})

/** Ways to write a protected path that a server could take for another one. */
const oddPaths = [
  '//api/v1/tickets',
  '/api//v1/tickets',
  '/api/v1//tickets',
  '/api/v1/tickets/',
  '/api/v1/tickets//',
  '/api/v1/./tickets',
  '/api/v1/docs/../tickets',
  '/api/v1/openapi.json/../tickets',
  '/api/v1/docs/..%2Ftickets',
  '/api/v1/docs%2F..%2Ftickets',
  '/api/v1%2Ftickets',
  '/api%2Fv1%2Ftickets',
  '/api/v1/tickets%2F',
  '/api/v1/tickets%00',
  '/api/v1/tickets%20',
  '/api/v1/tickets%0a',
  '/api/v1/tickets;',
  '/api/v1/tickets;x=1',
  '/api/v1/;/tickets',
  '/api/v1/openapi.json;/tickets',
  '/api/v1/Tickets',
  '/API/V1/tickets',
  '/api/v1/TICKETS',
  '/api/v1/%74ickets',
  '/api/v1/%2574ickets',
  '/api/v1/tickets%3Flimit=1',
  '/api/v1/tickets#docs',
  '/api/v1/tickets\\',
  '/api/v1/tickets.json',
  '/api/v1/docs/tickets',
  '/api/v1/*',
  '/api/v1/:number',
  '/',
]

describe('an odd way to write a path', () => {
  it.each(oddPaths)('%s lets nobody in without a key', async path => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const { status, body } = await sent(method, path)
      expect([method, status]).toEqual([method, expect.toSatisfy(code => code === 401 || code === 404)])
      if (method !== 'HEAD') expect(JSON.parse(body)).toMatchObject({ status })
    }
  })

  it.each(oddPaths)('%s leads with a key to the tickets or nowhere', async path => {
    const { status, body } = await sent('GET', path, { authorization: `Bearer ${api.secret}` })
    if (status === 200) expect(JSON.parse(body).data[0].number).toBe(number)
    else expect(JSON.parse(body)).toMatchObject({ status: 404, code: 'resource.missing' })
  })

  it('asks for no other permission than the path it is taken for', async () => {
    const { secret } = await api.makeKey(['settings:read'])
    for (const path of oddPaths) {
      expect((await sent('GET', path, { authorization: `Bearer ${secret}` })).status).toBe(404)
    }
  })

  it('finds no method by another name', async () => {
    const override = { authorization: `Bearer ${api.secret}`, 'x-http-method-override': 'DELETE' }
    const { status } = await sent('POST', `/api/v1/tickets/${number}`, override)
    expect(status).toBe(404)
  })
})

describe('the request id', () => {
  it('is new in each answer, whatever it is asked to be, and in its problem', async () => {
    const headers = { 'X-Request-Id': 'mine', 'X-Amzn-Request-Id': 'mine' }
    const replies = await Promise.all([
      api.get('/settings', { headers }),
      api.get('/tickets/999999', { headers }),
      api.get('/nowhere', { headers, key: null }),
      api.get('/docs', { headers, key: null }),
    ])
    const ids = replies.map(reply => reply.headers.get('x-request-id'))
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(new Set(ids).size).toBe(ids.length)
    expect(replies[1]?.body.requestId).toBe(ids[1])
    expect(replies[2]?.body.requestId).toBe(ids[2])
  })

  it('is in each line that the request logs, as the rooms below log it', async () => {
    const lines: { message: string; facts: Record<string, unknown> | undefined }[] = []
    const log = (message: string, facts?: Record<string, unknown>) => lines.push({ message, facts })
    const desk = { ...api.desk, log: { info: log, warn: log, error: log } }
    const app = new Hono()
    app.use(async (c, next) => {
      c.header('X-Request-Id', 'of-this-request')
      await next()
    })
    serve(app, desk, listTickets, async call => {
      call.desk.log.info('Looked', { tickets: 1 })
      call.desk.log.warn('Wondered')
      call.desk.log.error('Failed', { requestId: 'forged' })
      return { body: { data: [], nextCursor: null } }
    })
    await app.request('/api/v1/tickets', { headers: { Authorization: `Bearer ${api.secret}` } })
    expect(lines).toEqual([
      { message: 'Looked', facts: { tickets: 1, requestId: 'of-this-request' } },
      { message: 'Wondered', facts: { requestId: 'of-this-request' } },
      { message: 'Failed', facts: { requestId: 'of-this-request' } },
    ])
  })
})

/** Sends a request past every URL parser but the function's own, as API Gateway hands it over. */
async function sent(method: string, path: string, headers: Record<string, string> = {}) {
  const handler = handle(createApi(api.desk))
  const event = toHttpEvent(
    {
      method,
      path,
      rawQuery: '',
      protocol: 'HTTP/1.1',
      rawHeaders: Object.entries({ host: 'desk.example', ...headers }).flat(),
      body: Buffer.alloc(0),
      sourceIp: '127.0.0.1',
      port: 80,
    },
    { routeKey: '$default', function: 'api' },
    new Date(),
  )
  const answer = await handler(JSON.parse(JSON.stringify(event)))
  return { status: answer.statusCode, body: answer.body }
}
