import type { Context } from 'hono'
import type * as z from 'zod'
import { DeskError, type Issue } from '../../shared/domain/errors.ts'

/** The largest JSON body taken, in bytes. */
const bodyBytesMax = 1_000_000

/** The request's JSON; `undefined` where it has no body. Errors: `request.malformed`, `request.too-large`. */
export async function readJson(c: Context): Promise<{ raw: string; json: unknown }> {
  const raw = await c.req.text()
  if (Buffer.byteLength(raw) > bodyBytesMax)
    throw new DeskError('request.too-large', 'The body is larger than 1 MB.')
  if (raw === '') return { raw, json: undefined }
  try {
    return { raw, json: JSON.parse(raw) }
  } catch {
    throw new DeskError('request.malformed', 'The body is not JSON.')
  }
}

/** The value as its schema has it; `request.invalid` with a JSON pointer for each thing that is wrong. */
export function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issues = result.error.issues.flatMap(issuesOf)
  throw new DeskError('request.invalid', undefined, issues)
}

function issuesOf(issue: z.core.$ZodIssue): Issue[] {
  const pointer = pointerOf(issue.path)
  if (issue.code !== 'unrecognized_keys') return [{ pointer, message: issue.message }]
  return issue.keys.map(key => ({
    pointer: `${pointer}/${escapePart(key)}`,
    message: 'is not a field of this request',
  }))
}

/** RFC 6901 */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map(part => `/${escapePart(String(part))}`).join('')
}

function escapePart(part: string): string {
  return part.replace(/~/g, '~0').replace(/\//g, '~1')
}
