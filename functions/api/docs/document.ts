/** The parts of an OpenAPI document that the page shows. */
export interface ApiDocument {
  info: { title: string; description: string }
  servers: { url: string }[]
  tags: { name: string; description?: string }[]
  paths: Record<string, Record<string, ApiOperation>>
  components: { schemas: Record<string, Schema> }
}

export interface ApiOperation {
  operationId: string
  summary: string
  description: string
  tags: string[]
  parameters: ApiParameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, ApiResponse>
}

export interface ApiParameter {
  name: string
  in: string
  required: boolean
  description?: string
  schema: Schema
}

export interface ApiResponse {
  description: string
  content?: Record<string, { schema: Schema }>
}

/** JSON Schema, as far as the contract uses it. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  description?: string
  format?: string
  pattern?: string
  const?: unknown
  enum?: unknown[]
  default?: unknown
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}

/** One call: where it is, and what the document says of it. */
export interface Call {
  method: string
  path: string
  operation: ApiOperation
}

/** The calls under a tag, in the document's order. */
export function callsUnder({ paths }: ApiDocument, tag: string): Call[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { tags }]) => tags.includes(tag))
      .map(([method, operation]) => ({ method, path, operation })),
  )
}

/** Every error code of the document with the statuses it comes with, by name. */
export function errorCodes({ paths }: ApiDocument): { code: string; statuses: string[] }[] {
  const found = new Map<string, Set<string>>()
  for (const { responses } of Object.values(paths).flatMap(methods => Object.values(methods))) {
    for (const [status, { description, content }] of Object.entries(responses)) {
      if (content?.['application/problem+json'] === undefined) continue
      for (const code of codesIn(description)) {
        found.set(code, (found.get(code) ?? new Set()).add(status))
      }
    }
  }
  return [...found]
    .map(([code, statuses]) => ({ code, statuses: [...statuses].sort() }))
    .sort((a, b) => (a.code < b.code ? -1 : 1))
}

/** The codes that a problem's description names. */
export function codesIn(description: string): string[] {
  return [...description.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
}
