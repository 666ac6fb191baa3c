import { type Schema, type SchemaFrom, schemaBreaks } from './schema-breaks.ts'

interface Parameter {
  name: string
  in: string
  required?: boolean
  schema: Schema
}

type Content = Record<string, { schema: Schema }>

export interface DocumentOperation {
  operationId: string
  security?: Record<string, string[]>[]
  parameters?: Parameter[]
  requestBody?: { required?: boolean; content: Content }
  responses: Record<string, { content?: Content }>
}

/** An OpenAPI document, as far as callers rely on it. */
export interface Document {
  paths: Record<string, Record<string, DocumentOperation>>
  components: { schemas: Record<string, Schema> }
}

/**
 * What a caller of the one document would find broken under the other, a line each. Additions break nothing: new
 * operations, parameters that may be left out, fields of answers, values that are taken or answered besides.
 */
export function breakingChanges(before: Document, after: Document): string[] {
  return Object.entries(before.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const name = `${method.toUpperCase()} ${path}`
      const now = after.paths[path]?.[method]
      if (now === undefined) return [`${name} is gone`]
      const context = { before: schemasOf(before), after: schemasOf(after) }
      return operationBreaks(operation, now, context).map(line => `${name}: ${line}`)
    }),
  )
}

interface Context {
  before: SchemaFrom
  after: SchemaFrom
}

function operationBreaks(before: DocumentOperation, after: DocumentOperation, context: Context): string[] {
  return [
    ...(before.operationId === after.operationId ? [] : [`is called ${after.operationId} now`]),
    ...(needs(before) === needs(after) ? [] : [`needs ${needs(after)} instead of ${needs(before)}`]),
    ...parameterBreaks(before.parameters ?? [], after.parameters ?? [], context),
    ...bodyBreaks(before.requestBody, after.requestBody, context),
    ...answerBreaks(before.responses, after.responses, context),
  ]
}

function needs({ security = [] }: DocumentOperation): string {
  return security.flatMap(each => Object.values(each)).join() || 'nothing'
}

function parameterBreaks(before: Parameter[], after: Parameter[], context: Context): string[] {
  const nameOf = (parameter: Parameter) => `${parameter.in} parameter ${parameter.name}`
  const same = (one: Parameter) => (other: Parameter) => nameOf(one) === nameOf(other)
  const needed = after
    .filter(({ required = false }) => required)
    .filter(parameter => before.find(same(parameter))?.required !== true)
    .map(parameter => `${nameOf(parameter)} is needed now`)
  const changed = before.flatMap(parameter => {
    const now = after.find(same(parameter))
    if (now === undefined) return [`${nameOf(parameter)} is gone`]
    return schemaBreaks('input', parameter.schema, now.schema, context).map(
      line => `${nameOf(parameter)}${line}`,
    )
  })
  return [...needed, ...changed]
}

function bodyBreaks(
  before: DocumentOperation['requestBody'],
  after: DocumentOperation['requestBody'],
  context: Context,
): string[] {
  if (before === undefined) return after?.required === true ? ['a body is needed now'] : []
  if (after === undefined) return ['the body is gone']
  return contentBreaks('input', before.content, after.content, context).map(line => `body${line}`)
}

function answerBreaks(
  before: DocumentOperation['responses'],
  after: DocumentOperation['responses'],
  context: Context,
): string[] {
  return Object.entries(before)
    .filter(([status]) => /^[23]/.test(status))
    .flatMap(([status, { content = {} }]) => {
      const now = after[status]
      if (now === undefined) return [`does not answer ${status} any more`]
      return contentBreaks('output', content, now.content ?? {}, context).map(line => `answer${line}`)
    })
}

function contentBreaks(
  direction: 'input' | 'output',
  before: Content,
  after: Content,
  context: Context,
): string[] {
  return Object.entries(before).flatMap(([contentType, { schema }]) => {
    const now = after[contentType]
    return now === undefined
      ? [` is no ${contentType} any more`]
      : schemaBreaks(direction, schema, now.schema, context)
  })
}

function schemasOf({ components }: Document): SchemaFrom {
  return ref => components.schemas[ref.split('/').at(-1) ?? ''] ?? {}
}
