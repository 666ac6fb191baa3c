import type { Hono } from 'hono'
import { createApi } from '../../functions/api/app.ts'
import type { Permission } from '../../shared/domain/actor.ts'
import { createApiKey } from '../../shared/use-cases/api-keys.ts'
import { admin, openTestDesk } from '../support/desk.ts'

export type Json = Record<string, unknown>

export interface Reply {
  status: number
  headers: Headers
  /** The body as it came. */
  raw: string
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers whose shape it is about to promise
  body: any
}

export interface CallOptions {
  /** A secret; null for none. The admin key where nothing is said. */
  key?: string | null
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown
  headers?: Record<string, string>
}

export type Api = Awaited<ReturnType<typeof openTestApi>>

/** A desk behind its API, and a key that may do everything. */
export async function openTestApi() {
  const test = await openTestDesk()
  const app = createApi(test.desk)
  const makeKey = (scopes: readonly (Permission | '*')[], clientIds?: string[]) =>
    createApiKey(test.desk, admin, {
      name: 'Test',
      scopes,
      ratePerMinute: null,
      ...(clientIds && { clientIds }),
    })
  const { secret } = await makeKey(['*'])
  let count = 0
  const call = (method: string, path: string, options: CallOptions = {}) =>
    request(app, method, path, { key: secret, ...options })
  return {
    ...test,
    app,
    secret,
    makeKey,
    call,
    get: (path: string, options?: CallOptions) => call('GET', path, options),
    post: (path: string, body?: unknown, options?: CallOptions) => call('POST', path, { body, ...options }),
    patch: (path: string, body: unknown, options?: CallOptions) => call('PATCH', path, { body, ...options }),
    /** A number that no other call of this desk gets. */
    next: () => ++count,
  }
}

/** A client with what belongs to it. */
export async function makeSite(api: Api) {
  const domain = `site${api.next()}.example`
  const client = await made(api, '/clients', { name: `Site ${domain}`, domains: [domain] })
  const contactEmail = `anna@${domain}`
  const contact = await made(api, `/clients/${client}/contacts`, { name: 'Anna Berg', email: contactEmail })
  const asset = await made(api, `/clients/${client}/assets`, { name: 'SRV-01', type: 'server' })
  return { clientId: client, contactId: contact, assetId: asset, domain, contactEmail }
}

export type Site = Awaited<ReturnType<typeof makeSite>>

/** Makes a resource; answers its id. */
export async function made(api: Api, path: string, body: Json): Promise<string> {
  const reply = await api.post(path, body)
  if (reply.status !== 201) throw new Error(`${path}: ${reply.status} ${reply.raw}`)
  return reply.body.id
}

/** Opens a ticket; answers its number. */
export async function opened(api: Api, site: Pick<Site, 'clientId'>, more: Json = {}): Promise<number> {
  const input = { clientId: site.clientId, subject: 'Printer', descriptionText: 'It is on fire.', ...more }
  const reply = await api.post('/tickets', input)
  if (reply.status !== 201) throw new Error(`/tickets: ${reply.status} ${reply.raw}`)
  return reply.body.number
}

/** The answer's body without what is new in each answer. */
export function withoutRequestId({ body }: Reply): Json {
  const { requestId: _requestId, ...rest } = body
  return rest
}

async function request(app: Hono, method: string, path: string, options: CallOptions): Promise<Reply> {
  const { key, body, headers = {} } = options
  const response = await app.request(`/api/v1${path}`, {
    method,
    headers: { ...(typeof key === 'string' && { Authorization: `Bearer ${key}` }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const raw = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && raw !== ''
  return { status: response.status, headers: response.headers, raw, body: isJson ? JSON.parse(raw) : raw }
}
