import { operations } from '../../../shared/contract/api.ts'
import type { Operation } from '../../../shared/contract/operation.ts'
import type { Api, Json, Reply, Site } from '../door.ts'
import { type Params, type Row, rows } from '../operation-rows.ts'

/** One call of an operation, with all that it names there already: it can be made by anybody. */
export interface PreparedCall {
  operation: Operation
  params: Params
  /** Without its question mark. */
  query: string
  body?: Json
}

/** Makes at the site what the operation is called on, and a body that is taken. */
export async function prepare(api: Api, site: Site, id: string, at = rowOf(id).at): Promise<PreparedCall> {
  const operation = operationOf(id)
  const params = (await at?.(api, site)) ?? {}
  const body = await rowOf(id).body?.(api, site, params)
  const query = rowOf(id).query ?? ''
  return { operation, params, query, ...(body === undefined ? {} : { body }) }
}

/** Makes the call with a key's secret; null: with none. */
export async function ask(
  api: Api,
  { operation, params, query, body }: PreparedCall,
  key: string | null,
): Promise<Reply> {
  const path = operation.path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(String(params[name])),
  )
  const asked = body === undefined ? { key } : { key, body }
  return await api.call(operation.method.toUpperCase(), query === '' ? path : `${path}?${query}`, asked)
}

/** The same desk, where whatever is made is made with this key. */
export function madeBy(api: Api, key: string): Api {
  return { ...api, post: (path, body, options) => api.post(path, body, { key, ...options }) }
}

/** The number of the ticket that a call is about, or that holds what it is about and was opened for it. */
export async function ticketOf(api: Api, { params }: PreparedCall): Promise<number> {
  if (params.number !== undefined) return Number(params.number)
  const newest: Reply = await api.get('/tickets?limit=1')
  return newest.body.data[0].number
}

export function operationOf(id: string): Operation {
  const found = operations.find(operation => operation.id === id)
  if (found === undefined) throw new Error(`The contract has no ${id}`)
  return found
}

export function rowOf(id: string): Row {
  const row = rows[id]
  if (row === undefined) throw new Error(`No row for ${id} in operation-rows.ts`)
  return row
}
