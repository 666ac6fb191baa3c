import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { statusesOf } from '../../functions/api/problem.ts'
import { operations } from '../../shared/contract/api.ts'
import { permissions } from '../../shared/domain/actor.ts'
import { type Api, openTestApi } from './door.ts'

const schema = z.record(z.string(), z.unknown())
const content = z.record(z.string(), z.strictObject({ schema }))
const parameter = z.strictObject({
  name: z.string().min(1),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean(),
  description: z.string().optional(),
  style: z.literal('form').optional(),
  explode: z.literal(false).optional(),
  schema,
})
const headers = z.record(z.string(), z.strictObject({ $ref: z.string() }))
const operationObject = z.strictObject({
  operationId: z.string().regex(/^[a-z][A-Za-z]+$/),
  summary: z.string().min(1),
  description: z.string().min(1),
  tags: z.array(z.string()).length(1),
  security: z.array(z.strictObject({ key: z.array(z.enum(permissions)).length(1) })).length(1),
  parameters: z.array(parameter),
  requestBody: z.strictObject({ required: z.boolean(), content }).optional(),
  responses: z.record(
    z.string().regex(/^[1-5]\d\d$/),
    z.strictObject({ description: z.string().min(1), headers, content: content.optional() }),
  ),
})
/** The parts of an OpenAPI 3.1 document that this API uses, strictly. */
const openApi = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.strictObject({ url: z.url() })).min(1),
  tags: z.array(z.strictObject({ name: z.string(), description: z.string().optional() })),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(
    z.string().regex(/^\//),
    z.partialRecord(z.enum(['get', 'post', 'put', 'patch', 'delete']), operationObject),
  ),
  components: z.strictObject({
    securitySchemes: z.record(
      z.string(),
      z.strictObject({ type: z.literal('http'), scheme: z.literal('bearer'), description: z.string() }),
    ),
    headers: z.record(z.string(), z.strictObject({ description: z.string(), schema })),
    schemas: z.record(z.string().regex(/^[\w.-]+$/), schema),
  }),
})

let api: Api
let raw: string
let document: z.output<typeof openApi>
beforeAll(async () => {
  api = await openTestApi()
  const answer = await api.get('/openapi.json', { key: null })
  raw = answer.raw
  document = openApi.parse(answer.body)
})
afterAll(() => api.close())

describe('/api/v1/openapi.json', () => {
  it('lists exactly the operations of the contract', () => {
    const listed = described().map(({ method, path, operation }) => [method, path, operation.operationId])
    expect(listed.sort()).toEqual(operations.map(({ method, path, id }) => [method, path, id]).sort())
  })

  it('names each operation once', () => {
    const ids = described().map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('declares each parameter of each path once, as required, and no other', () => {
    for (const { path, operation } of described()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const declared = operation.parameters.filter(each => each.in === 'path')
      expect(declared.map(({ name }) => name)).toEqual(inPath)
      expect(declared.filter(({ required }) => !required)).toEqual([])
      const all = operation.parameters.map(({ in: where, name }) => `${where} ${name}`)
      expect(new Set(all).size).toBe(all.length)
    }
  })

  it('has no two paths that differ in the names of their parameters only', () => {
    const shapes = Object.keys(document.paths).map(path => path.replace(/\{\w+\}/g, '{}'))
    expect(new Set(shapes).size).toBe(shapes.length)
  })

  it('refers only to schemas that it has, and has none that nothing refers to', () => {
    const referred = [...raw.matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target)
    const { schemas, headers: shared } = document.components
    const known = Object.entries({ schemas, headers: shared }).flatMap(([kind, named]) =>
      Object.keys(named).map(name => `#/components/${kind}/${name}`),
    )
    expect([...new Set(referred)].sort()).toEqual(known.sort())
  })

  it('carries nothing over from where its schemas come from', () => {
    expect(raw).not.toMatch(/\$defs|"\$schema"|"~standard"|"\$id"/)
  })

  it('writes every pattern as a regular expression that compiles', () => {
    const patterns: string[] = []
    JSON.parse(raw, (key, value) => {
      if (key === 'pattern' && typeof value === 'string') patterns.push(value)
      return value
    })
    expect(patterns.length).toBeGreaterThan(0)
    for (const pattern of patterns) expect(() => new RegExp(pattern, 'u')).not.toThrow()
  })

  it('says of every operation what it answers, what it needs and how it fails', () => {
    for (const operation of operations) {
      const found = described().find(each => each.operation.operationId === operation.id)?.operation
      expect(Object.keys(found?.responses ?? {})).toContain(String(operation.answer.status))
      expect(found?.description).toContain(operation.permission)
      expect(found?.security).toEqual([{ key: [operation.permission] }])
      for (const code of operation.errors) {
        for (const status of statusesOf(code)) {
          expect(found?.responses[status]?.description).toContain(`\`${code}\``)
        }
      }
      expect(found?.responses[500]?.description).toContain('internal')
      expect(found?.requestBody === undefined).toBe(operation.body === undefined)
      const response = found?.responses[operation.answer.status]
      expect(response?.content === undefined).toBe(
        operation.answer.schema === undefined && operation.answer.contentType === undefined,
      )
    }
  })

  it('says of every answer that `fields` can make smaller that its schema is of the whole', () => {
    let shaped = 0
    for (const { operation } of described()) {
      const { parameters, responses } = operation
      const takesFields = parameters.some(({ name }) => name === 'fields')
      expect(responses[200]?.description.includes('With `fields`') ?? false).toBe(takesFields)
      if (takesFields) shaped += 1
    }
    expect(shaped).toBeGreaterThan(20)
  })

  it('offers If-Match wherever a stale version is refused, Idempotency-Key on every POST', () => {
    for (const { method, operation } of described()) {
      const headers = operation.parameters.filter(each => each.in === 'header').map(({ name }) => name)
      const { errors = [] } = operations.find(({ id }) => id === operation.operationId) ?? {}
      expect(headers.includes('If-Match')).toBe(errors.some(code => code === 'version.stale'))
      expect(headers.includes('Idempotency-Key')).toBe(method === 'post')
    }
  })

  it('uses tags and security that it declares', () => {
    const tags = document.tags.map(({ name }) => name)
    for (const { operation } of described()) expect(tags).toContain(operation.tags[0])
    const schemes = Object.keys(document.components.securitySchemes)
    expect(document.security.flatMap(Object.keys)).toEqual(schemes)
  })
})

function described() {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  )
}
