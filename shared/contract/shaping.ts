import * as z from 'zod'
import type { Operation } from './operation.ts'

/** The resource that a GET answers, or that each row of its list shows; none where its answer is no JSON object. */
export function resourceOf({ method, answer: { schema } }: Operation): z.ZodObject | undefined {
  if (method !== 'get' || !(schema instanceof z.ZodObject)) return undefined
  if (!isListSchema(schema)) return schema
  const { element } = schema.shape.data
  return element instanceof z.ZodObject ? element : undefined
}

/** Whether the answer is a page of rows. */
export function isList({ answer: { schema } }: Operation): boolean {
  return schema instanceof z.ZodObject && isListSchema(schema)
}

/** What `expand` takes. */
export function expansionsOf({ expands = {} }: Operation): string[] {
  return Object.keys(expands)
}

/** What `fields` takes: the resource's own fields, and what it can be expanded by. */
export function fieldsOf(operation: Operation): string[] {
  const resource = resourceOf(operation)
  return resource === undefined ? [] : [...Object.keys(resource.shape), ...expansionsOf(operation)]
}

function isListSchema(
  schema: z.ZodObject,
): schema is z.ZodObject<{ data: z.ZodArray; nextCursor: z.ZodType }> {
  return schema.shape.data instanceof z.ZodArray && 'nextCursor' in schema.shape
}
