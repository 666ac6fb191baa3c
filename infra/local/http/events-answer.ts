/** An answer ready for the wire. */
export interface HttpAnswer {
  status: number
  headers: Record<string, string>
  cookies: readonly string[]
  body: Buffer
}

/** Written by the gateway itself, whatever a function says. */
const gatewayHeaders = new Set(['connection', 'content-length', 'transfer-encoding', 'keep-alive', 'upgrade'])

/** What the HTTP API makes of a function's result (payload 2.0); undefined where it finds it malformed. */
export function toHttpAnswer(result: unknown): HttpAnswer | undefined {
  if (!isObject(result) || !('statusCode' in result)) return shortAnswer(result)
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result
  const status = Number(statusCode)
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined
  if (typeof body !== 'string' || !isObject(headers) || !Array.isArray(cookies)) return undefined
  const named: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase()
    if (isObject(value)) return undefined
    if (!gatewayHeaders.has(lower)) named[lower] = String(value)
  }
  return {
    status,
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...named },
    cookies: cookies.map(String),
    body: Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8'),
  }
}

/** An answer of the gateway's own, in its words. */
export function gatewayAnswer(status: number, message: string): HttpAnswer {
  return jsonAnswer(status, { message })
}

/** An answer in JSON. */
export function jsonAnswer(status: number, value: unknown): HttpAnswer {
  const headers = { 'content-type': 'application/json' }
  return { status, headers, cookies: [], body: Buffer.from(JSON.stringify(value)) }
}

/** A result without a status is the body of a 200, in JSON; a bare string is taken as it is. */
function shortAnswer(result: unknown): HttpAnswer {
  if (typeof result !== 'string') return jsonAnswer(200, result)
  return { ...jsonAnswer(200, ''), body: Buffer.from(result) }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
