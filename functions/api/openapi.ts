import * as z from 'zod'
import { operations } from '../../shared/contract/api.ts'
import type { Operation } from '../../shared/contract/operation.ts'
import { apiPath } from './serve.ts'

type Json = Record<string, unknown>

/** The API as OpenAPI 3.1, from the same schemas that check each request. */
export function openApiDocument(publicUrl: string): Json {
  const components: Json = { Problem: problemSchema }
  const paths: Record<string, Json> = {}
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation, components) }
  }
  const tags = [...new Set(operations.map(({ tag }) => tag))].map(name => ({ name }))
  return {
    openapi: '3.1.0',
    info: {
      title: 'Docket',
      version: '1',
      description: 'The helpdesk of a managed-service provider. Everything the console does, this does.',
    },
    servers: [{ url: `${publicUrl}${apiPath}` }],
    tags,
    security: [{ key: [] }],
    paths,
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } }, schemas: components },
  }
}

function describe(operation: Operation, components: Json): Json {
  const { params, query, body, answer } = operation
  return {
    operationId: operation.id,
    summary: operation.summary,
    description: `Needs \`${operation.permission}\`.`,
    tags: [operation.tag],
    parameters: [
      ...parameters(params, 'path', components),
      ...parameters(query, 'query', components),
      ...headers(operation),
    ],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(body, 'input', components) } },
          },
        }),
    responses: {
      [answer.status]: {
        description: answer.description,
        ...contentOf(answer, components),
      },
      default: {
        description: `A problem; \`code\` says which: ${[...operation.errors, 'request.invalid', 'auth.required', 'auth.invalid'].map(code => `\`${code}\``).join(', ')}`,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function contentOf({ schema, contentType }: Operation['answer'], components: Json): Json {
  if (schema !== undefined)
    return { content: { 'application/json': { schema: schemaOf(schema, 'output', components) } } }
  if (contentType !== undefined)
    return { content: { [contentType]: { schema: { type: 'string', format: 'binary' } } } }
  return {}
}

function parameters(schema: z.ZodObject | undefined, where: 'path' | 'query', components: Json): Json[] {
  if (schema === undefined) return []
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: where,
    required: where === 'path',
    schema: schemaOf(field as z.ZodType, 'input', components),
  }))
}

function headers({ method, errors }: Operation): Json[] {
  const header = (name: string, description: string) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  })
  if (method === 'get') return [header('If-None-Match', 'An ETag; 304 while it still holds.')]
  return [
    ...(method === 'post' ? [header('Idempotency-Key', 'The same key and body get the same answer.')] : []),
    ...(errors.includes('version.stale')
      ? [header('If-Match', 'An ETag; 412 if the resource has changed since.')]
      : []),
  ]
}

/** A schema in JSON Schema; one with a name of its own is put among the components once and referred to. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Json): Json {
  const name = schema.meta()?.id
  const { $schema: _dialect, $defs, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json
  for (const [id, definition] of Object.entries(($defs ?? {}) as Json))
    components[id] ??= referring(definition)
  const { id: _id, ...rest } = referring(json) as Json
  if (name === undefined) return rest
  components[name] ??= rest
  return { $ref: `#/components/schemas/${name}` }
}

/** Turns zod's `#/$defs/X` into OpenAPI's `#/components/schemas/X`. */
function referring(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('#/$defs/', '#/components/schemas/'), (_key, part) => {
    if (part === null || typeof part !== 'object' || Array.isArray(part) || !('id' in part)) return part
    const { id, ...rest } = part
    return typeof id === 'string' ? rest : part
  })
}

const problemSchema = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; see the API guide' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'message'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer, RFC 6901' },
          message: { type: 'string' },
        },
      },
    },
    requestId: { type: 'string' },
  },
}
