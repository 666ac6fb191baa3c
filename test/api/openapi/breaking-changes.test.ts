import { describe, expect, it } from 'vitest'
import { breakingChanges, type Document, type DocumentOperation } from './breaking-changes.ts'
import { presentDocument, promisedDocument, routesModule, writtenRoutesModule } from './published.ts'
import type { Schema } from './schema-breaks.ts'

describe('the API', () => {
  it('breaks nothing that it promised', () => {
    expect(breakingChanges(promisedDocument(), presentDocument())).toEqual([])
  })

  it('gives the typed client each of its routes', () => {
    expect(writtenRoutesModule()).toBe(routesModule())
  })
})

/** A small API, before and after a change. */
function changed(change: (parts: Parts) => void): string[] {
  const after = smallDocument()
  change(after)
  return breakingChanges(smallDocument().document, after.document)
}

const breaks: [string, (parts: Parts) => void, string][] = [
  ['a path that is gone', ({ document }) => delete document.paths['/things'], 'GET /things is gone'],
  ['a method that is gone', ({ things }) => delete things.post, 'POST /things is gone'],
  [
    'an operation by another id',
    ({ list }) => Object.assign(list, { operationId: 'all' }),
    'is called all now',
  ],
  [
    'another permission',
    ({ list }) => Object.assign(list, { security: [{ key: ['b'] }] }),
    'needs b instead of a',
  ],
  ['a parameter that is gone', ({ list }) => list.parameters?.pop(), 'query parameter limit is gone'],
  [
    'a parameter that is needed now',
    ({ list }) => list.parameters?.push({ name: 'q', in: 'query', required: true, schema: {} }),
    'query parameter q is needed now',
  ],
  ['a narrower limit', ({ limit }) => Object.assign(limit, { maximum: 50 }), 'maximum is 50 now'],
  ['another answer', ({ list }) => delete list.responses['200'], 'does not answer 200 any more'],
  [
    'a field of an answer that is gone',
    ({ thing }) => delete thing.properties?.id,
    'answer.data[].id is gone',
  ],
  [
    'a field of an answer that can be absent',
    ({ thing }) => Object.assign(thing, { required: ['kind'] }),
    '.id can be absent now',
  ],
  [
    'a field of an answer of another type',
    ({ thing }) => Object.assign(thing.properties ?? {}, { id: { type: 'integer' } }),
    '.id: can now be integer',
  ],
  [
    'a field of an answer that can be null',
    ({ thing }) =>
      Object.assign(thing.properties ?? {}, { id: { anyOf: [{ type: 'string' }, { type: 'null' }] } }),
    '.id: can now be',
  ],
  [
    'a value that is gone',
    ({ thing }) => Object.assign(thing.properties ?? {}, { kind: { type: 'string', enum: ['a'] } }),
    '.kind: b is no value any more',
  ],
  [
    'a field of a body that is needed now',
    ({ input }) => Object.assign(input, { required: ['name', 'kind'] }),
    'body.kind is needed now',
  ],
  ['a field of a body that is gone', ({ input }) => delete input.properties?.kind, 'body.kind is gone'],
  [
    'a field of a body of a narrower type',
    ({ input }) => Object.assign(input.properties ?? {}, { name: { type: 'string' } }),
    'body.name: does not take',
  ],
  [
    'a field of a body with fewer values',
    ({ input }) => Object.assign(input.properties ?? {}, { kind: { type: 'string', enum: ['b'] } }),
    'body.kind: a is no value any more',
  ],
  [
    'a body that is needed now',
    ({ list }) =>
      Object.assign(list, {
        requestBody: { required: true, content: { 'application/json': { schema: {} } } },
      }),
    'a body is needed now',
  ],
  [
    'a body of another kind',
    ({ create }) => Object.assign(create.requestBody ?? {}, { content: { 'text/plain': { schema: {} } } }),
    'body is no application/json any more',
  ],
]

const additions: [string, (parts: Parts) => void][] = [
  ['a path', ({ document, list }) => Object.assign(document.paths, { '/others': { get: list } })],
  ['a method', ({ things, list }) => Object.assign(things, { delete: list })],
  [
    'a parameter that may be left out',
    ({ list }) => list.parameters?.push({ name: 'q', in: 'query', required: false, schema: {} }),
  ],
  ['a wider limit', ({ limit }) => Object.assign(limit, { maximum: 200 })],
  [
    'a field of an answer',
    ({ thing }) => Object.assign(thing.properties ?? {}, { more: { type: 'string' } }),
  ],
  [
    'a value in an answer and a body',
    ({ thing, input }) => {
      const kind = { type: 'string', enum: ['a', 'b', 'c'] }
      Object.assign(thing.properties ?? {}, { kind })
      Object.assign(input.properties ?? {}, { kind })
    },
  ],
  [
    'a field of a body that may be left out',
    ({ input }) => Object.assign(input.properties ?? {}, { more: { type: 'string' } }),
  ],
  ['a field of a body that is not needed any more', ({ input }) => Object.assign(input, { required: [] })],
  ['a field of a body that takes more', ({ input }) => Object.assign(input.properties ?? {}, { name: {} })],
  [
    'an answer that is put together otherwise',
    ({ list, document }) => {
      const { Thing = {} } = document.components.schemas
      const data = { type: 'array', items: { allOf: [Thing, { type: 'object', properties: { more: {} } }] } }
      const schema = { type: 'object', required: ['data'], properties: { data } }
      Object.assign(list.responses, { 200: { content: { 'application/json': { schema } } } })
    },
  ],
]

describe('a breaking change', () => {
  it.each(breaks)('is %s', (_name, change, line) => {
    expect(changed(change)).toContainEqual(expect.stringContaining(line))
  })

  it.each(additions)('is not %s', (_name, change) => {
    expect(changed(change)).toEqual([])
  })
})

type Parts = ReturnType<typeof smallDocument>

function smallDocument() {
  const thing: Schema = {
    type: 'object',
    required: ['id', 'kind'],
    properties: {
      id: { type: 'string' },
      kind: { type: 'string', enum: ['a', 'b'] },
      parent: { $ref: '#/components/schemas/Thing' },
    },
  }
  const input: Schema = {
    type: 'object',
    required: ['name'],
    additionalProperties: false,
    properties: {
      name: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      kind: { type: 'string', enum: ['a', 'b'] },
    },
  }
  const limit: Schema = { type: 'integer', minimum: 1, maximum: 100 }
  const json = (schema: Schema) => ({ content: { 'application/json': { schema } } })
  const reference = { $ref: '#/components/schemas/Thing' }
  const list: DocumentOperation = {
    operationId: 'listThings',
    security: [{ key: ['a'] }],
    parameters: [{ name: 'limit', in: 'query', required: false, schema: limit }],
    responses: {
      200: json({
        type: 'object',
        required: ['data'],
        properties: { data: { type: 'array', items: reference } },
      }),
    },
  }
  const create: DocumentOperation = {
    operationId: 'createThing',
    requestBody: { required: true, ...json(input) },
    responses: { 201: {} },
  }
  const things: Record<string, DocumentOperation> = { get: list, post: create }
  const document: Document = { paths: { '/things': things }, components: { schemas: { Thing: thing } } }
  return { document, things, list, create, limit, thing, input }
}
