import { request } from 'node:http'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MovableClock } from '../../../infra/local/clock.ts'
import { jsonAnswer } from '../../../infra/local/http/events-answer.ts'
import { type LocalHttp, startHttp } from '../../../infra/local/http/http.ts'
import { FunctionFailure } from '../../../infra/local/lambda/lambda.ts'

let http: LocalHttp
let url: string
let seen: { name: string; event: APIGatewayProxyEventV2 }[]
let reply: () => unknown

beforeEach(async () => {
  seen = []
  reply = () => ({ statusCode: 200, body: 'ok' })
  const clock = new MovableClock()
  clock.moveTo(new Date('2026-11-24T02:05:04Z'))
  http = await startHttp({
    port: 0,
    backend: Promise.resolve({
      routes: [
        { route: 'ANY /api/v1/{proxy+}', function: 'api' },
        { route: '$default', function: 'web' },
      ],
      clock,
      invoke: async (name, event) => {
        seen.push({ name, event: event as APIGatewayProxyEventV2 })
        return reply()
      },
      doors: async call => jsonAnswer(200, { door: call.path, bytes: call.body.length }),
      integrationMaxMs: 100,
    }),
  })
  url = `http://127.0.0.1:${http.port}`
})

afterEach(() => http.close())

function lastEvent(): APIGatewayProxyEventV2 {
  const last = seen.at(-1)
  if (last === undefined) throw new Error('No function was called')
  return last.event
}

/** Unlike fetch, sends any header and any path as they are. */
function send(
  path: string,
  headers: Record<string, string | string[]> = {},
  method = 'GET',
): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request({ port: http.port, host: '127.0.0.1', path, headers, method }, response => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    call.on('error', reject)
    call.end()
  })
}

describe('the event of a request', () => {
  test('is API Gateway’s payload 2.0', async () => {
    await fetch(`${url}/api/v1/tickets/7?status=open&tag=a&tag=b%20c`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'User-Agent': 'check', Cookie: 'a=1; b=2' },
      body: '{"näme":1}',
    })
    expect(seen[0]?.name).toBe('api')
    expect(lastEvent()).toEqual({
      version: '2.0',
      routeKey: 'ANY /api/v1/{proxy+}',
      rawPath: '/api/v1/tickets/7',
      rawQueryString: 'status=open&tag=a&tag=b%20c',
      cookies: ['a=1', 'b=2'],
      headers: expect.objectContaining({
        'content-type': 'application/json',
        'content-length': '11',
        host: `127.0.0.1:${http.port}`,
        'user-agent': 'check',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': String(http.port),
        'x-forwarded-proto': 'http',
      }),
      queryStringParameters: { status: 'open', tag: 'a,b c' },
      pathParameters: { proxy: 'tickets/7' },
      requestContext: {
        accountId: '000000000000',
        apiId: 'local',
        domainName: '127.0.0.1',
        domainPrefix: 'local',
        http: {
          method: 'POST',
          path: '/api/v1/tickets/7',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'check',
        },
        requestId: expect.stringMatching(/^[\w-]{15}=$/),
        routeKey: 'ANY /api/v1/{proxy+}',
        stage: '$default',
        time: '24/Nov/2026:02:05:04 +0000',
        timeEpoch: expect.any(Number),
      },
      body: '{"näme":1}',
      isBase64Encoded: false,
    })
    expect(lastEvent().headers).not.toHaveProperty('cookie')
  })

  test('leaves out what the request does not have', async () => {
    await send('/')
    const event = lastEvent()
    expect(event).toMatchObject({ routeKey: '$default', rawPath: '/', rawQueryString: '' })
    for (const absent of ['cookies', 'queryStringParameters', 'pathParameters', 'body']) {
      expect(event).not.toHaveProperty(absent)
    }
  })

  test('joins headers that come twice, and tells the true address after any that is claimed', async () => {
    await send('/', { 'X-Tag': ['one', 'two'], 'X-Forwarded-For': '203.0.113.9' })
    expect(lastEvent().headers).toMatchObject({
      'x-tag': 'one,two',
      'x-forwarded-for': '203.0.113.9, 127.0.0.1',
    })
  })

  test.each([
    ['application/json', false],
    ['application/json; charset=utf-8', false],
    ['text/csv', false],
    ['application/xml', false],
    ['application/x-www-form-urlencoded', true],
    ['multipart/form-data; boundary=x', true],
    ['application/problem+json', true],
    ['image/png', true],
  ])('has a body of type %s in base64: %s', async (type, isBase64Encoded) => {
    await fetch(url, { method: 'POST', headers: { 'content-type': type }, body: 'a=1' })
    expect(lastEvent()).toMatchObject({ isBase64Encoded, body: isBase64Encoded ? 'YT0x' : 'a=1' })
  })

  test.each([
    ['/api/v1/a%20b%2Fc?x=%20', 'api', '/api/v1/a b/c'],
    ['/api/v1/', 'web', '/api/v1/'],
    ['/api/v1', 'web', '/api/v1'],
    ['/API/v1/tickets', 'web', '/API/v1/tickets'],
    ['//api/v1/tickets', 'web', '//api/v1/tickets'],
    ['/x/../api/v1/tickets', 'web', '/x/../api/v1/tickets'],
  ])('goes for %s to %s', async (path, name, rawPath) => {
    await send(path)
    expect(seen[0]?.name).toBe(name)
    expect(lastEvent().rawPath).toBe(rawPath)
  })
})

describe('the answer of a function', () => {
  test('comes out with its status, headers, cookies and bytes', async () => {
    reply = () => ({
      statusCode: 201,
      headers: { 'Content-Type': 'image/png', 'X-Count': 3 },
      cookies: ['a=1; Path=/', 'b=2'],
      body: Buffer.from([0, 255]).toString('base64'),
      isBase64Encoded: true,
    })
    const response = await fetch(url)
    expect(response.status).toBe(201)
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(response.headers.get('x-count')).toBe('3')
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2'])
    expect(response.headers.get('apigw-requestid')).toMatch(/=$/)
    expect([...(await response.bytes())]).toEqual([0, 255])
  })

  test('without a status is the JSON body of a 200', async () => {
    reply = () => ({ hello: 'world' })
    const response = await fetch(url)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.json()).toEqual({ hello: 'world' })
    reply = () => 'plain'
    expect(await (await fetch(url)).text()).toBe('plain')
  })

  test.each([[{ statusCode: 'no' }], [{ statusCode: 200, body: { a: 1 } }], [{ statusCode: 20 }]])(
    'that is malformed (%j) is a 500',
    async given => {
      reply = () => given
      const response = await fetch(url)
      expect(response.status).toBe(500)
      expect(await response.json()).toEqual({ message: 'Internal Server Error' })
    },
  )

  test.each([
    ['error', 500],
    ['crash', 500],
    ['too-large', 500],
    ['timeout', 503],
    ['throttled', 503],
  ] as const)('that failed as %s is a %i', async (kind, status) => {
    reply = () => {
      throw new FunctionFailure(kind, 'Test', 'secret detail')
    }
    const response = await fetch(url)
    expect(response.status).toBe(status)
    expect(await response.text()).not.toContain('secret')
  })

  test('that comes too late for the gateway is a 503', async () => {
    reply = () => new Promise(() => {})
    expect((await fetch(url)).status).toBe(503)
  })
})

describe('what is refused before any function hears of it', () => {
  test('a body over 10 MB', async () => {
    const response = await fetch(url, { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) })
    expect(response.status).toBe(413)
    expect(seen).toEqual([])
  })

  test('headers over 10 KB and paths that cannot be decoded', async () => {
    expect(await send('/', { 'x-long': 'x'.repeat(11_000) })).toBe(431)
    expect(await send('/%zz')).toBe(400)
    expect(seen).toEqual([])
  })
})

describe('the doors under /_local', () => {
  test('are served here and not by a function', async () => {
    const response = await fetch(`${url}/_local/usage`)
    expect(await response.json()).toEqual({ door: '/_local/usage', bytes: 0 })
    expect(seen).toEqual([])
    expect(await send('/_locals')).toBe(200)
    expect(seen).toHaveLength(1)
  })

  test.each([
    ['another host name', 'GET', { host: 'evil.example' }, 403],
    ['another port', 'GET', { host: '127.0.0.1:1' }, 403],
    ['a page elsewhere that posts', 'POST', { origin: 'https://evil.example' }, 403],
    ['a page without an origin that posts', 'POST', { origin: 'null' }, 403],
    ['a program', 'POST', {}, 200],
  ] as const)('answer %s by %s with %j: %i', async (_who, method, headers, status) => {
    expect(await send('/_local/clock', { ...headers }, method)).toBe(status)
    expect(await send('/%5flocal/clock', { ...headers }, method)).toBe(status)
  })

  test('take a mail of 40 MB', async () => {
    const body = Buffer.alloc(40 * 1024 * 1024)
    const response = await fetch(`${url}/_local/mail`, { method: 'POST', body })
    expect(await response.json()).toEqual({ door: '/_local/mail', bytes: body.length })
  })
})
