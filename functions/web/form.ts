import * as z from 'zod'
import { DeskError } from '../../shared/domain/errors.ts'
import type { WebContext } from './env.ts'
import type { Strings } from './strings.ts'
import type { FormState } from './ui/form-state.ts'

export type RawForm = Record<string, string>

/** As many fields as our largest form has, with room: a hundred clients to choose from, and what is chosen for them. */
export const fieldsMax = 150

/** As many tickets as one bulk change takes. */
const listedMax = 100

/**
 * Reads a sent form; each field once, but for those named `…[]`, whose values come with commas between. Error: `request.malformed` for
 * anything no form of ours sends.
 */
export async function readForm(c: WebContext): Promise<RawForm> {
  const type = c.req.header('Content-Type') ?? ''
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) throw new DeskError('request.malformed')
  const pairs = [...new URLSearchParams(await c.req.text())]
  const single = pairs.filter(([name]) => !name.endsWith('[]'))
  const listed = Map.groupBy(
    pairs.filter(([name]) => name.endsWith('[]')),
    ([name]) => name,
  )
  const names = new Set(single.map(([name]) => name))
  if (names.size !== single.length || names.size + listed.size > fieldsMax) {
    throw new DeskError('request.malformed')
  }
  const lists = [...listed].map(([name, values]) => {
    if (values.length > listedMax) throw new DeskError('request.malformed')
    return [name, values.map(([, value]) => value).join(',')]
  })
  // Browsers send line ends as CRLF, whatever was typed.
  return Object.fromEntries([
    ...single.map(([name, value]) => [name, value.replaceAll('\r\n', '\n')]),
    ...lists,
  ])
}

export type ParsedForm<T> = { data: T; state: FormState; ok: true } | { state: FormState; ok: false }

/**
 * A form as its schema reads it, beside what was typed. Error: `request.malformed` for a field that the form
 * does not have: nobody gets there by typing.
 */
export function parseForm<T>(schema: z.ZodType<T>, raw: RawForm): ParsedForm<T> {
  const parsed = schema.safeParse(raw)
  if (parsed.success) return { ok: true, data: parsed.data, state: { values: raw, errors: {} } }
  const errors: Record<string, string> = {}
  for (const { code, path, message } of parsed.error.issues) {
    if (code === 'unrecognized_keys') throw new DeskError('request.malformed')
    errors[String(path[0])] ??= message
  }
  return { ok: false, state: { values: raw, errors } }
}

/** What the desk refused of a form, at the fields that it names. */
export function refusedForm({ refusals }: Strings, values: RawForm, error: DeskError): FormState {
  const errors = Object.fromEntries(
    error.issues.flatMap(({ pointer, message }) => {
      const [field] = pointer.split('/').slice(1)
      return field === undefined ? [] : [[field, refusals.field(message)]]
    }),
  )
  const isAboutFields = Object.keys(errors).length > 0
  return { values, errors, ...(isAboutFields ? {} : { message: refusals.whole(error.code, error.message) }) }
}

/**
 * What a use case answers, or the error that a form can show beside what was typed; what is missing, and what
 * is our own fault, goes on to the error page.
 */
export async function attempt<T>(work: Promise<T>): Promise<T | DeskError> {
  try {
    return await work
  } catch (error) {
    if (error instanceof DeskError && error.kind !== 'missing') return error
    throw error
  }
}

/** Text that must be there. */
export function text({ form }: Strings, limit: number, missing: string = form.required) {
  return z.string().trim().min(1, missing).max(limit, form.tooLong(limit))
}

/** Text that may be left out; undefined then. */
export function optionalText({ form }: Strings, limit: number) {
  return z
    .string()
    .trim()
    .max(limit, form.tooLong(limit))
    .transform(typed => (typed === '' ? undefined : typed))
}

/** One of a list, or nothing. */
export function optionalChoice<const T extends string>({ form }: Strings, values: readonly T[]) {
  return z.enum(['', ...values], form.notAllowed).transform(chosen => values.find(value => value === chosen))
}

/** A whole number that must be there. */
export function wholeNumber({ form }: Strings, from: number, to: number) {
  return z
    .string()
    .trim()
    .regex(/^\d{1,9}$/, form.wholeNumber(from, to))
    .transform(Number)
    .refine(value => value >= from && value <= to, form.wholeNumber(from, to))
}

/** A whole number, or nothing. */
export function optionalWholeNumber(strings: Strings, from: number, to: number) {
  return z.union([z.literal('').transform(() => undefined), wholeNumber(strings, from, to)], {
    error: strings.form.wholeNumber(from, to),
  })
}
