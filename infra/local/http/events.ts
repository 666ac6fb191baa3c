import { randomBytes } from 'node:crypto'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { MatchedRoute } from './routes.ts'

/** A request as it came off the wire. */
export interface HttpCall {
  method: string
  /** Decoded, without the query. */
  path: string
  /** As it was sent, without the question mark. */
  rawQuery: string
  protocol: string
  /** Name and value by turns, as node:http gives them. */
  rawHeaders: readonly string[]
  body: Buffer
  sourceIp: string
  port: number
}

/** Not to be passed on: they belong to the connection, or stand in the event under another name. */
const dropped = new Set(['connection', 'keep-alive', 'transfer-encoding', 'te', 'upgrade', 'cookie'])
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The event that API Gateway's HTTP API (payload 2.0) makes of a request. */
export function toHttpEvent(call: HttpCall, route: MatchedRoute<string>, at: Date): APIGatewayProxyEventV2 {
  const { method, path, protocol, sourceIp, rawQuery, body } = call
  const received = pairs(call.rawHeaders)
  const headers = { ...joinHeaders(received, dropped), ...forwarded(call, received) }
  const cookies = received
    .filter(([name]) => name === 'cookie')
    .flatMap(([, value]) => value.split(/;\s*/))
    .filter(cookie => cookie !== '')
  const query = joinQuery(rawQuery)
  const binary = !isText(headers['content-type'])
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath: path,
    rawQueryString: rawQuery,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: (headers.host ?? '127.0.0.1').replace(/:\d+$/, ''),
      domainPrefix: 'local',
      http: { method, path, protocol, sourceIp, userAgent: headers['user-agent'] ?? '' },
      requestId: `${randomBytes(11).toString('base64url')}=`,
      routeKey: route.routeKey,
      stage: '$default',
      time: gatewayTime(at),
      timeEpoch: at.getTime(),
    },
    ...(route.pathParameters && { pathParameters: route.pathParameters }),
    ...(body.length > 0 && { body: body.toString(binary ? 'base64' : 'utf8') }),
    isBase64Encoded: body.length > 0 && binary,
  }
}

/** Header names and values, names in lower case. */
export function pairs(rawHeaders: readonly string[]): [string, string][] {
  const found: [string, string][] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    // Node hands over the bytes of a header as Latin-1; API Gateway reads them as UTF-8.
    const value = Buffer.from(rawHeaders[at + 1] ?? '', 'latin1').toString('utf8')
    found.push([(rawHeaders[at] ?? '').toLowerCase(), value])
  }
  return found
}

function joinHeaders(received: [string, string][], without: Set<string>): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of received) {
    if (without.has(name)) continue
    headers[name] = Object.hasOwn(headers, name) ? `${headers[name]},${value}` : value
  }
  return headers
}

/** API Gateway appends the address it saw; what stands before it is only what the caller claims. */
function forwarded({ sourceIp, port }: HttpCall, received: [string, string][]): Record<string, string> {
  const claimed = received.filter(([name]) => name === 'x-forwarded-for').map(([, value]) => value)
  return {
    'x-forwarded-for': [...claimed, sourceIp].join(', '),
    'x-forwarded-port': String(port),
    'x-forwarded-proto': 'http',
  }
}

function joinQuery(rawQuery: string): Record<string, string> {
  const query = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    const before = query.get(name)
    query.set(name, before === undefined ? value : `${before},${value}`)
  }
  return Object.fromEntries(query)
}

/** Everything else arrives in base64, forms and bodies without a type among it. */
function isText(contentType = ''): boolean {
  return /^\s*(text\/|application\/(json|xml|javascript)\s*(;|$))/i.test(contentType)
}

/** `24/Nov/2026:02:05:04 +0000` */
function gatewayTime(at: Date): string {
  const [day, hours] = [at.getUTCDate(), at.toISOString().slice(11, 19)]
  return `${String(day).padStart(2, '0')}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}:${hours} +0000`
}
