import * as z from 'zod'
import type { Operation } from '../../../shared/contract/operation.ts'

interface JsonSchema {
  type?: string
  minLength?: number
  maxLength?: number
  maximum?: number
  properties?: Record<string, JsonSchema>
  propertyNames?: JsonSchema
  items?: JsonSchema
  anyOf?: JsonSchema[]
}

/** Lines that happen to be as long as an id may be. */
const otherLines = ['name', 'type']

/**
 * Where an operation takes an id: `{number}` in its path, `?clientId` in its query, `/set/assigneeId`,
 * `/assetIds/*` or, where the names of the fields are ids, `/customFields/*` in its body.
 */
export function idFieldsOf({ params, query, body }: Operation): string[] {
  return [
    ...Object.keys(params?.shape ?? {}).map(name => `{${name}}`),
    ...pointersIn(query).map(pointer => pointer.replace('/', '?')),
    ...pointersIn(body),
  ]
}

function pointersIn(schema: z.ZodObject | undefined): string[] {
  if (schema === undefined) return []
  return walk(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema, '')
}

function walk(schema: JsonSchema, pointer: string): string[] {
  const { properties = {}, propertyNames, items, anyOf = [] } = schema
  const found = [
    ...(isId(schema, pointer) ? [pointer] : []),
    ...Object.entries(properties).flatMap(([name, inner]) => walk(inner, `${pointer}/${name}`)),
    ...(propertyNames === undefined ? [] : walk(propertyNames, `${pointer}/*`)),
    ...(items === undefined ? [] : walk(items, `${pointer}/*`)),
    ...anyOf.flatMap(inner => walk(inner, pointer)),
  ]
  return [...new Set(found)]
}

/** As `id`, or as the number of a ticket. */
function isId({ type, minLength, maxLength, maximum }: JsonSchema, pointer: string): boolean {
  const isText = type === 'string' && minLength === 1 && maxLength === 60
  const isNumber = type === 'integer' && maximum === 999_999_999
  return (isText || isNumber) && !otherLines.includes(pointer.slice(pointer.lastIndexOf('/') + 1))
}
