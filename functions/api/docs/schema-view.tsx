import type { Child } from 'hono/jsx'
import type { Schema } from './document.ts'
import { Prose } from './prose.tsx'

/** Objects within objects are shown this deep; the contract nests no deeper. */
const depthMax = 4

/** What a value is, in a few words, named schemas as links. */
export function TypeName({ schema }: { schema: Schema }) {
  return <span class="type">{typeOf(schema)}</span>
}

/** The fields of an object, those of the objects inside it below them with their path. */
export function Fields({ schema }: { schema: Schema }) {
  const rows = rowsOf(schema, '', 0)
  if (rows.length === 0) return <TypeName schema={schema} />
  return (
    <dl class="fields">
      {rows.map(({ name, schema: field, isRequired }) => (
        <Field name={name} schema={field} isRequired={isRequired} />
      ))}
    </dl>
  )
}

/** One field or parameter: name, type, limits, words. */
export function Field({
  name,
  schema,
  isRequired,
  description = schema.description,
}: {
  name: string
  schema: Schema
  isRequired: boolean
  description?: string | undefined
}) {
  const limits = limitsOf(schema)
  return (
    <div>
      <dt>
        <code>{name}</code> <TypeName schema={schema} />
        {isRequired ? <span class="required"> required</span> : null}
      </dt>
      {description === undefined && limits === '' ? null : (
        <dd>
          {description === undefined ? null : <Prose text={sentence(description)} />} {limits}
        </dd>
      )}
    </div>
  )
}

interface Row {
  name: string
  schema: Schema
  isRequired: boolean
}

function rowsOf(schema: Schema, prefix: string, depth: number): Row[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    const name = `${prefix}${key}`
    const row = { name, schema: field, isRequired: schema.required?.includes(key) ?? false }
    const inner = depth < depthMax ? innerOf(field) : undefined
    return inner === undefined ? [row] : [row, ...rowsOf(inner.schema, `${name}${inner.mark}.`, depth + 1)]
  })
  return [...(schema.allOf ?? []).flatMap(part => rowsOf(part, prefix, depth)), ...own]
}

/** The object whose fields a field's value has, if it has some of its own. */
function innerOf(schema: Schema): { schema: Schema; mark: string } | undefined {
  if (schema.properties !== undefined) return { schema, mark: '' }
  const choice = (schema.anyOf ?? schema.oneOf ?? []).find(({ properties }) => properties !== undefined)
  if (choice !== undefined) return { schema: choice, mark: '' }
  const item = schema.items === undefined ? undefined : innerOf(schema.items)
  return item && { ...item, mark: '[]' }
}

function typeOf(schema: Schema): Child {
  const { $ref, type, items, additionalProperties } = schema
  if ($ref !== undefined) {
    const name = $ref.split('/').at(-1) ?? ''
    return <a href={`#schema-${name}`}>{name}</a>
  }
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return joined(choices.map(typeOf), ' or ')
  if (schema.allOf !== undefined) return joined(schema.allOf.filter(isNamed).map(typeOf), ' and ')
  if (schema.const !== undefined) return <code>{JSON.stringify(schema.const)}</code>
  if (schema.enum !== undefined) {
    return joined(
      schema.enum.map(value => <code>{String(value)}</code>),
      ', ',
    )
  }
  if (items !== undefined) return <>list of {typeOf(items)}</>
  if (typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0) {
    return <>map of {typeOf(additionalProperties)}</>
  }
  const names = [type ?? 'any'].flat().join(' or ')
  return schema.format === undefined ? names : `${names} (${schema.format})`
}

function isNamed({ $ref, properties }: Schema): boolean {
  return $ref !== undefined || properties === undefined
}

function joined(parts: Child[], between: string): Child {
  return <>{parts.map((part, index) => (index === 0 ? part : [between, part]))}</>
}

function limitsOf({ minLength, maxLength, minItems, maxItems, minimum, maximum, ...schema }: Schema): string {
  // JSON Schema's integers are bounded by what a double can hold; that is no limit of ours.
  const safe = (bound: number | undefined) =>
    bound === undefined || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? undefined : bound
  const limits = [
    between(minLength, maxLength, 'characters'),
    between(minItems, maxItems, 'items'),
    between(safe(minimum), safe(maximum), ''),
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ].filter(limit => limit !== '')
  return limits.length === 0 ? '' : `${sentence(limits.join(', '))}`
}

function between(min: number | undefined, max: number | undefined, what: string): string {
  const unit = what === '' ? '' : ` ${what}`
  if (min !== undefined && max !== undefined) return `${min} to ${max}${unit}`
  if (max !== undefined) return `at most ${max}${unit}`
  if (min === undefined || min === 0) return ''
  return min === 1 && what !== '' ? 'not empty' : `at least ${min}${unit}`
}

function sentence(text: string): string {
  const whole = `${text.charAt(0).toUpperCase()}${text.slice(1)}`
  return /[.!?]$/.test(whole) ? whole : `${whole}.`
}
