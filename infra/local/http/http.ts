import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../clock.ts'
import { FunctionFailure } from '../lambda/failure.ts'
import { closeServer } from '../wire/server.ts'
import { type HttpCall, toHttpEvent } from './events.ts'
import { gatewayAnswer, type HttpAnswer, toHttpAnswer } from './events-answer.ts'
import { type HttpRoute, matchRoute } from './routes.ts'

export interface HttpBackend<Name extends string> {
  routes: readonly HttpRoute<Name>[]
  clock: Clock
  invoke(name: Name, event: unknown): Promise<unknown>
  /** Serves what begins with `/_local`; nothing else sees it. */
  doors(call: HttpCall): Promise<HttpAnswer>
  integrationMaxMs?: number
}

export interface HttpOptions<Name extends string> {
  /** 0 takes a free one. */
  port: number
  /** Requests that come earlier wait for it; if it fails they are cut off. */
  backend: Promise<HttpBackend<Name>>
}

export interface LocalHttp {
  port: number
  close(): Promise<void>
}

const bodyMaxBytes = 10 * 1024 * 1024
/** The doors take a mail as large as SES does. */
const doorBodyMaxBytes = 41 * 1024 * 1024
const headersMaxBytes = 10_240

/** The HTTP API on this machine, on 127.0.0.1 only. */
export async function startHttp<Name extends string>(options: HttpOptions<Name>): Promise<LocalHttp> {
  let port = options.port
  const server = createServer({ maxHeaderSize: headersMaxBytes }, async (request, response) => {
    const backend = await options.backend.catch(() => undefined)
    if (backend === undefined) {
      response.destroy()
      return
    }
    try {
      send(request, response, await answer(request, port, backend))
    } catch (error) {
      if (request.destroyed) return
      console.error('local HTTP API:', error)
      if (response.headersSent) response.destroy()
      else send(request, response, gatewayAnswer(500, 'Internal Server Error'))
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  port = (server.address() as AddressInfo).port
  return { port, close: () => closeServer(server) }
}

async function answer<Name extends string>(
  request: IncomingMessage,
  port: number,
  backend: HttpBackend<Name>,
): Promise<HttpAnswer> {
  const target = readTarget(request.url ?? '/')
  if (target === undefined) return gatewayAnswer(400, 'Bad Request')
  const isDoor = target.path === '/_local' || target.path.startsWith('/_local/')
  if (isDoor && !isOurs(request, port)) {
    return gatewayAnswer(403, 'The doors under /_local open only to this machine by its own name')
  }
  const body = await readBody(request, isDoor ? doorBodyMaxBytes : bodyMaxBytes)
  if (body === undefined) return gatewayAnswer(413, 'Request Entity Too Large')
  const call: HttpCall = {
    ...target,
    method: request.method ?? 'GET',
    protocol: `HTTP/${request.httpVersion}`,
    rawHeaders: request.rawHeaders,
    body,
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
    port,
  }
  return isDoor ? backend.doors(call) : integrate(call, backend)
}

/** Hands the request to the function of its route, as the gateway's Lambda integration does. */
async function integrate<Name extends string>(
  call: HttpCall,
  { routes, clock, invoke, integrationMaxMs = 30_000 }: HttpBackend<Name>,
): Promise<HttpAnswer> {
  const route = matchRoute(routes, call.method, call.path)
  if (route === undefined) return gatewayAnswer(404, 'Not Found')
  const event = toHttpEvent(call, route, clock.now())
  const tooLate = Promise.withResolvers<HttpAnswer>()
  const timer = setTimeout(() => tooLate.resolve(gatewayAnswer(503, 'Service Unavailable')), integrationMaxMs)
  const work = invoke(route.function, event).then(
    result => toHttpAnswer(result) ?? gatewayAnswer(500, 'Internal Server Error'),
    explain,
  )
  const given = await Promise.race([work, tooLate.promise]).finally(() => clearTimeout(timer))
  return { ...given, headers: { ...given.headers, 'apigw-requestid': event.requestContext.requestId } }
}

function explain(error: unknown): HttpAnswer {
  if (!(error instanceof FunctionFailure)) throw error
  if (error.errorType === 'RequestEntityTooLargeException') {
    return gatewayAnswer(413, 'Request Entity Too Large')
  }
  const unavailable = error.kind === 'timeout' || error.kind === 'throttled'
  return unavailable ? gatewayAnswer(503, 'Service Unavailable') : gatewayAnswer(500, 'Internal Server Error')
}

/** The HTTP API hands functions a decoded path and an encoded query; undefined where neither can be read. */
function readTarget(url: string): { path: string; rawQuery: string } | undefined {
  const [rawPath = '', ...rest] = url.replace(/^https?:\/\/[^/?]*/i, '').split('?')
  try {
    return { path: decodeURIComponent(rawPath) || '/', rawQuery: rest.join('?') }
  } catch {
    return undefined
  }
}

/** Keeps web pages out of the doors: those of a name that was re-bound to 127.0.0.1, and those that just post. */
function isOurs({ headers, method }: IncomingMessage, port: number): boolean {
  const names = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (!names.includes(headers.host ?? '')) return false
  if (method === 'GET' || method === 'HEAD') return true
  return headers.origin === undefined || names.some(name => headers.origin === `http://${name}`)
}

/** Undefined for a body that is too large, which is read to its end so that the caller hears the answer. */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes <= maxBytes) chunks.push(chunk)
    else chunks.length = 0
  }
  return bytes <= maxBytes ? Buffer.concat(chunks) : undefined
}

function send(request: IncomingMessage, response: ServerResponse, given: HttpAnswer): void {
  const bodiless = given.status === 204 || given.status === 304
  if (given.cookies.length > 0) response.setHeader('set-cookie', given.cookies)
  response.writeHead(given.status, {
    ...given.headers,
    ...(!bodiless && { 'content-length': given.body.length }),
  })
  response.end(request.method === 'HEAD' || bodiless ? undefined : given.body)
}
