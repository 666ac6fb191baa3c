import { isDeepStrictEqual } from 'node:util'

/** JSON Schema, as far as the contract uses it. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  format?: string
  pattern?: string
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

/** Finds what a `$ref` names. */
export type SchemaFrom = (ref: string) => Schema

interface Context {
  before: SchemaFrom
  after: SchemaFrom
  /** Pairs that are being compared further out: a schema can hold itself. */
  within?: readonly string[]
}

type Direction = 'input' | 'output'

/** How values of the one schema are refused by the other (input), or surprise who knew the one (output). */
export function schemaBreaks(
  direction: Direction,
  before: Schema,
  after: Schema,
  { within = [], ...from }: Context,
): string[] {
  const pair = `${before.$ref} ${after.$ref}`
  if (before.$ref !== undefined && within.includes(pair)) return []
  const context = { ...from, within: [...within, pair] }
  const [old, now] = [whole(before, from.before), whole(after, from.after)]
  const choices = choiceBreaks(direction, old, now, context)
  if (choices !== undefined) return choices
  return [
    ...typeBreaks(direction, old, now),
    ...enumBreaks(old, now, direction),
    ...(direction === 'input' ? limitBreaks(old, now) : []),
    ...fieldBreaks(direction, old, now, context),
    ...(old.items === undefined || now.items === undefined
      ? []
      : schemaBreaks(direction, old.items, now.items, context).map(line => `[]${line}`)),
  ]
}

/** What the schema says, with references followed and parts put together. */
function whole(schema: Schema, from: SchemaFrom): Schema {
  if (schema.$ref !== undefined) return whole(from(schema.$ref), from)
  if (schema.allOf === undefined) return schema
  const { allOf, ...own } = schema
  const parts = [own, ...allOf.map(part => whole(part, from))]
  return {
    ...Object.assign({}, ...parts),
    properties: Object.fromEntries(parts.flatMap(({ properties = {} }) => Object.entries(properties))),
    required: parts.flatMap(({ required = [] }) => required),
  }
}

/** Where either side is a choice: each old choice is still taken, or each new one was known. */
function choiceBreaks(
  direction: Direction,
  before: Schema,
  after: Schema,
  context: Context,
): string[] | undefined {
  const [old, now] = [before, after].map(schema => schema.anyOf ?? schema.oneOf)
  if (old === undefined && now === undefined) return undefined
  const [olds, nows] = [old ?? [before], now ?? [after]]
  const isFine = (one: Schema, other: Schema) => schemaBreaks(direction, one, other, context).length === 0
  const lost =
    direction === 'input'
      ? olds.filter(one => !nows.some(other => isFine(one, other)))
      : nows.filter(other => !olds.some(one => isFine(one, other)))
  if (lost.length === 0) return []
  return [
    `: ${direction === 'input' ? 'does not take' : 'can now be'} ${lost.map(each => JSON.stringify(each).slice(0, 80)).join(', ')}${direction === 'input' ? ' any more' : ''}`,
  ]
}

function typeBreaks(direction: Direction, before: Schema, after: Schema): string[] {
  const [old, now] = [typesOf(before), typesOf(after)]
  if (direction === 'input') {
    if (now.length === 0) return []
    const lost = old.length === 0 ? ['any'] : old.filter(type => !includes(now, type))
    return lost.length === 0 ? [] : [`: does not take ${lost.join(', ')} any more`]
  }
  if (old.length === 0) return []
  const gained = now.length === 0 ? ['any'] : now.filter(type => !includes(old, type))
  return gained.length === 0 ? [] : [`: can now be ${gained.join(', ')}`]
}

function typesOf({ type = [] }: Schema): string[] {
  return [type].flat()
}

function includes(types: string[], type: string): boolean {
  return types.includes(type) || (type === 'integer' && types.includes('number'))
}

function enumBreaks(before: Schema, after: Schema, direction: Direction): string[] {
  const [old, now] = [valuesOf(before), valuesOf(after)]
  if (now === undefined) return []
  if (old === undefined)
    return direction === 'input' ? [`: takes only ${now.map(String).join(', ')} now`] : []
  const lost = old.filter(value => !now.some(other => isDeepStrictEqual(value, other)))
  return lost.length === 0 ? [] : [`: ${lost.map(String).join(', ')} is no value any more`]
}

function valuesOf(schema: Schema): unknown[] | undefined {
  return 'const' in schema ? [schema.const] : schema.enum
}

function limitBreaks(before: Schema, after: Schema): string[] {
  const lower = (['minimum', 'minLength', 'minItems'] as const).filter(
    name => (after[name] ?? -Infinity) > (before[name] ?? -Infinity),
  )
  const upper = (['maximum', 'maxLength', 'maxItems'] as const).filter(
    name => (after[name] ?? Infinity) < (before[name] ?? Infinity),
  )
  const forms = (['pattern', 'format'] as const).filter(
    name => after[name] !== undefined && after[name] !== before[name],
  )
  return [...lower, ...upper, ...forms].map(name => `: ${name} is ${after[name]} now`)
}

function fieldBreaks(direction: Direction, before: Schema, after: Schema, context: Context): string[] {
  const [old, now] = [before.properties ?? {}, after.properties ?? {}]
  const required = (schema: Schema, name: string) => schema.required?.includes(name) ?? false
  const changed = Object.entries(old).flatMap(([name, field]) => {
    const other = now[name]
    if (other === undefined) {
      return direction === 'output' || after.additionalProperties === false ? [`.${name} is gone`] : []
    }
    return schemaBreaks(direction, field, other, context).map(line => `.${name}${line}`)
  })
  const moved =
    direction === 'input'
      ? Object.keys(now)
          .filter(name => required(after, name) && !required(before, name))
          .map(name => `.${name} is needed now`)
      : Object.keys(old)
          .filter(name => name in now && required(before, name) && !required(after, name))
          .map(name => `.${name} can be absent now`)
  return [...changed, ...moved, ...mapBreaks(direction, before, after, context)]
}

function mapBreaks(direction: Direction, before: Schema, after: Schema, context: Context): string[] {
  const [old, now] = [before.additionalProperties, after.additionalProperties]
  if (typeof old === 'object' && typeof now === 'object') {
    return schemaBreaks(direction, old, now, context).map(line => `.*${line}`)
  }
  const isClosed = direction === 'input' && now === false && old !== false && before.properties !== undefined
  return isClosed ? [': takes no other fields any more'] : []
}
