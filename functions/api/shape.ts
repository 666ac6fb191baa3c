import type { Operation } from '../../shared/contract/operation.ts'
import { expansionsOf, fieldsOf, isList } from '../../shared/contract/shaping.ts'
import { DeskError } from '../../shared/domain/errors.ts'

/** How a caller wants an answer: only some fields of the resource, and what its ids stand for beside them. */
export interface Shape {
  fields?: ReadonlySet<string>
  expand: readonly string[]
}

/** Takes `fields` and `expand` out of a query; `request.invalid` for a name that the operation does not know. */
export function readShape(
  operation: Operation,
  query: Record<string, string>,
): { shape: Shape; rest: Record<string, string> } {
  const { fields, expand, ...rest } = query
  const [knownFields, knownExpansions] = [fieldsOf(operation), expansionsOf(operation)]
  const wanted = knownExpansions.length === 0 ? undefined : namesIn('expand', expand, knownExpansions)
  const only = knownFields.length === 0 ? undefined : namesIn('fields', fields, knownFields)
  return {
    shape: { expand: wanted ?? [], ...(only === undefined ? {} : { fields: new Set(only) }) },
    // What the operation cannot do is left in, to be refused like any parameter that it does not know.
    rest: {
      ...rest,
      ...(fields === undefined || only !== undefined ? {} : { fields }),
      ...(expand === undefined || wanted !== undefined ? {} : { expand }),
    },
  }
}

/** The answer's body with the fields that were asked for, of the resource or of each row. */
export function shaped(operation: Operation, body: object, { fields }: Shape): object {
  if (fields === undefined) return body
  if (!isList(operation) || !('data' in body) || !Array.isArray(body.data)) return only(fields, body)
  return { ...body, data: body.data.map(row => only(fields, row)) }
}

function namesIn(
  parameter: string,
  value: string | undefined,
  known: readonly string[],
): string[] | undefined {
  if (value === undefined) return undefined
  const names = [...new Set(value.split(','))]
  const unknown = names.filter(name => !known.includes(name))
  if (unknown.length === 0) return names
  throw new DeskError(
    'request.invalid',
    undefined,
    unknown.slice(0, 10).map(name => ({
      pointer: `/${parameter}`,
      message: `does not know ${JSON.stringify(name.slice(0, 60))}; it takes ${known.join(', ')}`,
    })),
  )
}

function only(fields: ReadonlySet<string>, resource: object): object {
  return Object.fromEntries(Object.entries(resource).filter(([name]) => fields.has(name)))
}
