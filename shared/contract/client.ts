import { DocketProblem } from './client-problem.ts'
import { operationRoutes } from './client-routes.ts'
import type { DocketClient } from './client-types.ts'

export { DocketProblem } from './client-problem.ts'
export type { DocketClient } from './client-types.ts'

export interface ClientOptions {
  /** Origin of the desk: `https://desk.example`. */
  baseUrl: string
  /** The secret of an API key. */
  key: string
  fetch?: typeof fetch
}

/** What any method is called with; the contract says which of it each takes. */
interface AnyInput {
  params?: Record<string, string | number>
  query?: Record<string, unknown>
  body?: unknown
  ifMatch?: number | string
  idempotencyKey?: string
  signal?: AbortSignal
}

interface AnyPage {
  data: unknown[]
  nextCursor: string | null
}

/** A client of one desk, with a method for each operation. It needs `fetch` and nothing else. */
export function createDocketClient(options: ClientOptions): DocketClient {
  const methods = Object.entries(operationRoutes).map(([id, route]) => {
    const method = (input?: AnyInput) => call(options, route, input)
    const pages = (input?: AnyInput) => pagesOf(options, route, input)
    const rows = (input?: AnyInput) => rowsOf(options, route, input)
    return [id, Object.assign(method, { pages, rows })]
  })
  // The table of routes has a line for each operation, and each line becomes a method: the contract types them.
  return Object.fromEntries(methods) as DocketClient
}

async function call(options: ClientOptions, route: string, input: AnyInput = {}): Promise<unknown> {
  const [method = 'GET', path = ''] = route.split(' ')
  const { fetch: send = fetch } = options
  const response = await send(`${options.baseUrl}/api/v1${pathWith(path, input.params)}${queryOf(input)}`, {
    method,
    headers: headersOf(options.key, input),
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    ...(input.signal === undefined ? {} : { signal: input.signal }),
  })
  if (!response.ok) throw await DocketProblem.of(response)
  if (response.status === 204) return undefined
  const contentType = response.headers.get('Content-Type') ?? ''
  return contentType.startsWith('application/json') ? await response.json() : response
}

async function* pagesOf(
  options: ClientOptions,
  route: string,
  input: AnyInput = {},
): AsyncGenerator<AnyPage> {
  let cursor: unknown = input.query?.cursor
  do {
    const query = { ...input.query, ...(cursor === undefined ? {} : { cursor }) }
    const page = (await call(options, route, { ...input, query })) as AnyPage
    yield page
    cursor = page.nextCursor
  } while (cursor !== null)
}

async function* rowsOf(options: ClientOptions, route: string, input?: AnyInput): AsyncGenerator<unknown> {
  for await (const { data } of pagesOf(options, route, input)) yield* data
}

function pathWith(path: string, params: AnyInput['params'] = {}): string {
  return path.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(String(params[name])))
}

function queryOf({ query = {} }: AnyInput): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  if (given.length === 0) return ''
  return `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`
}

function headersOf(key: string, { body, ifMatch, idempotencyKey }: AnyInput): Record<string, string> {
  return {
    Authorization: `Bearer ${key}`,
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(ifMatch === undefined ? {} : { 'If-Match': typeof ifMatch === 'number' ? `"${ifMatch}"` : ifMatch }),
    ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
  }
}
