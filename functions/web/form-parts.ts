import * as z from 'zod'
import { text, wholeNumber } from './form.ts'
import type { Strings } from './strings.ts'

/** Parts that the forms of settings, clients and the like are put together from. */

/** The version that a form was made from. */
export function formVersion(strings: Strings) {
  return wholeNumber(strings, 0, 999_999_999)
}

/** One line that must be there. */
export function oneLine(strings: Strings, limit: number) {
  return text(strings, limit).refine(isOneLine, strings.settingsArea.oneLine)
}

/** One line, or nothing. */
export function optionalLine(strings: Strings, limit: number) {
  return z
    .string()
    .trim()
    .max(limit, strings.form.tooLong(limit))
    .refine(isOneLine, strings.settingsArea.oneLine)
    .transform(typed => (typed === '' ? undefined : typed))
}

/** What a box says that is checked, or is not sent. */
export function checkbox({ form }: Strings) {
  return z
    .literal('on', form.notAllowed)
    .optional()
    .transform(sent => sent === 'on')
}

/** One of a list. */
export function choice<const T extends string>({ form }: Strings, values: readonly T[]) {
  return z.enum(values, form.notAllowed)
}

/** A mail address, in lower case. */
export function mailAddress(strings: Strings) {
  const { form, settingsArea } = strings
  return z
    .string()
    .trim()
    .toLowerCase()
    .min(1, form.required)
    .max(254, form.tooLong(254))
    .pipe(z.email(settingsArea.invalidEmail))
}

/** The lines of a text that say something; `wrong` where there are too many, or one is too long. */
export function lines(limits: { many: number; long: number }, wrong: string) {
  return z
    .string()
    .transform(typed =>
      typed
        .split('\n')
        .map(line => line.trim())
        .filter(line => line !== ''),
    )
    .refine(
      all => all.length <= limits.many && all.every(line => line.length <= limits.long && isOneLine(line)),
      wrong,
    )
}

/** What a box that is checked sends. */
export function checked(name: string, isChecked: boolean): Record<string, string> {
  return isChecked ? { [name]: 'on' } : {}
}

function isOneLine(typed: string): boolean {
  return !/[\p{Cc}\u2028\u2029]/u.test(typed)
}
