import * as z from 'zod'
import { operations } from '../../shared/contract/api.ts'
import type { Operation } from '../../shared/contract/operation.ts'
import { expansionsOf, fieldsOf, isList } from '../../shared/contract/shaping.ts'
import { tagDescriptions } from '../../shared/contract/tags.ts'
import { apiPath } from './api-path.ts'
import { answerHeaders, headerComponents, problemResponses, problemSchema } from './openapi-answers.ts'

export type Json = Record<string, unknown>

/** The API as OpenAPI 3.1, from the same schemas that check each request. */
export function openApiDocument(publicUrl: string): Json {
  const schemas: Json = { Problem: problemSchema }
  const paths: Record<string, Json> = {}
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation, schemas) }
  }
  const tags = [...new Set(operations.map(({ tag }) => tag))].map(name => {
    const description = tagDescriptions[name]
    return description === undefined ? { name } : { name, description }
  })
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
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'The secret of an API key' } },
      headers: headerComponents,
      schemas,
    },
  }
}

function describe(operation: Operation, schemas: Json): Json {
  const { params, query, body, answer, permission } = operation
  return {
    operationId: operation.id,
    summary: operation.summary,
    description: permission === 'public' ? 'Open to anybody.' : `Needs \`${permission}\`.`,
    tags: [operation.tag],
    security: permission === 'public' ? [] : [{ key: [permission] }],
    parameters: [
      ...parameters(params, 'path', schemas),
      ...parameters(query, 'query', schemas),
      ...shaping(operation),
      ...headers(operation),
    ],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(body, 'input', schemas) } },
          },
        }),
    responses: {
      [answer.status]: {
        description: answerDescription(operation),
        headers: answerHeaders(operation),
        ...contentOf(operation, schemas),
      },
      ...problemResponses(operation),
    },
  }
}

/**
 * The schema is of the whole resource: as a choice between it and any part of it, every field would be optional in
 * every client made from the document, for the sake of callers who say themselves what they leave out.
 */
function answerDescription(operation: Operation): string {
  const { description } = operation.answer
  if (fieldsOf(operation).length === 0) return description
  const what = isList(operation) ? 'each row has' : 'it has'
  return `${description}. With \`fields\` ${what} only those that were asked for, whatever the schema requires.`
}

function contentOf(operation: Operation, schemas: Json): Json {
  const { schema, contentType } = operation.answer
  if (schema !== undefined) {
    const plain = schemaOf(schema, 'output', schemas)
    return { content: { 'application/json': { schema: expanded(operation, plain, schemas) } } }
  }
  if (contentType !== undefined)
    return { content: { [contentType]: { schema: { type: 'string', format: 'binary' } } } }
  return {}
}

/** The answer's schema with what `expand` can add to the resource, or to each row of its list. */
function expanded(operation: Operation, schema: Json, schemas: Json): Json {
  const { expands } = operation
  if (expands === undefined) return schema
  const added = Object.entries(expands).map(([name, expansion]) => [
    name,
    {
      anyOf: [schemaOf(expansion, 'output', schemas), { type: 'null' }],
      description: `With \`expand=${name}\`; null where there is none, or none that the key may know`,
    },
  ])
  const wider = (resource: unknown) => ({
    allOf: [resource, { type: 'object', properties: Object.fromEntries(added) }],
  })
  if (!isList(operation)) return wider(schema)
  const { data, ...others } = schema.properties as { data: Json }
  return { ...schema, properties: { data: { ...data, items: wider(data.items) }, ...others } }
}

function parameters(schema: z.ZodObject | undefined, where: 'path' | 'query', schemas: Json): Json[] {
  if (schema === undefined) return []
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: where,
    required: where === 'path',
    schema: schemaOf(field as z.ZodType, 'input', schemas),
  }))
}

function shaping(operation: Operation): Json[] {
  const listed = (name: string, names: string[], description: string) =>
    names.length === 0
      ? []
      : [
          {
            name,
            in: 'query',
            required: false,
            description,
            style: 'form',
            explode: false,
            schema: { type: 'array', minItems: 1, items: { type: 'string', enum: names } },
          },
        ]
  const what = isList(operation) ? 'of each row' : 'of the resource'
  return [
    ...listed('expand', expansionsOf(operation), 'Puts what an id names beside it.'),
    ...listed(
      'fields',
      fieldsOf(operation),
      `Answers these fields ${what} and leaves out all others, required or not.`,
    ),
  ]
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
function schemaOf(schema: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const name = schema.meta()?.id
  const {
    $schema: _dialect,
    $defs,
    ...json
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    // An answer may gain fields: who reads it must not refuse them.
    override: ({ jsonSchema }) => {
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
    },
  }) as Json
  for (const [id, definition] of Object.entries(($defs ?? {}) as Json)) schemas[id] ??= referring(definition)
  const { id: _id, ...rest } = referring(json) as Json
  if (name === undefined) return rest
  schemas[name] ??= rest
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
