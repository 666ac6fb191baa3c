import type { CustomField } from './catalogue.ts'
import { invalid } from './errors.ts'
import type { Ticket } from './ticket.ts'

export type FieldValue = string | number | boolean

/** By the id of the custom field; null takes the value away. */
export type FieldValues = Readonly<Record<string, FieldValue | null>>

export const customFieldsMax = 20
export const fieldValueCharactersMax = 500

/**
 * A ticket's custom fields with some of them changed; undefined where it has none left.
 * Errors: `request.invalid` at `/customFields/<id>` for a value that its field does not take.
 */
export function withFieldValues(
  before: Ticket['customFields'] = {},
  values: FieldValues,
  fields: ReadonlyMap<string, CustomField>,
): Ticket['customFields'] {
  const after = new Map(Object.entries(before))
  for (const [id, value] of Object.entries(values)) {
    const field = fields.get(id)
    const pointer = `/customFields/${pointerPart(id)}`
    // What is left of a field that is gone can be taken away, and nothing else be done with it.
    if (field === undefined && !(value === null && after.has(id))) {
      throw invalid(pointer, 'is no custom field of this desk')
    }
    const wrong = field && wrongWith(field, value)
    if (wrong !== undefined) throw invalid(pointer, wrong)
    if (value === null) after.delete(id)
    else after.set(id, value)
  }
  if (after.size > customFieldsMax) {
    throw invalid('/customFields', `would be more than ${customFieldsMax} on one ticket`)
  }
  return after.size === 0 ? undefined : Object.fromEntries(after)
}

/** Refuses a ticket without a value for each of these fields. */
export function assertRequiredFields(values: Ticket['customFields'] = {}, required: readonly string[]): void {
  const missing = required.find(id => !Object.hasOwn(values, id))
  if (missing !== undefined) throw invalid(`/customFields/${missing}`, 'is required')
}

function wrongWith(
  { type, choices = [], required }: CustomField,
  value: FieldValue | null,
): string | undefined {
  if (value === null) return required ? 'is required' : undefined
  switch (type) {
    case 'text':
      return typeof value === 'string' && value.trim() !== '' ? undefined : 'must be a text'
    case 'number':
      return typeof value === 'number' ? undefined : 'must be a number'
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false'
    case 'date':
      return typeof value === 'string' && isDate(value) ? undefined : 'must be a date, YYYY-MM-DD'
    case 'choice':
      return typeof value === 'string' && choices.includes(value)
        ? undefined
        : `must be one of: ${choices.join(', ')}`
  }
}

/** RFC 3339 full-date, of a day that there is. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

/** RFC 6901 */
function pointerPart(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
