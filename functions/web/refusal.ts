import type { DeskError } from '../../shared/domain/errors.ts'
import { type RawForm, refusedForm } from './form.ts'
import type { Strings } from './strings.ts'
import type { FormState } from './ui/form-state.ts'

/** A form that was not taken, and the status of the page that says so. */
export interface Refusal {
  state: FormState
  status: 400 | 409
}

/** The field that each of these is about; the table refuses them, and knows no field. */
const fieldOf = { 'name.taken': 'name', 'email.taken': 'email', 'domain.taken': 'domains' } as const

/** What the desk refused of a form, at the field that it is about. */
export function refusal(strings: Strings, values: RawForm, error: DeskError): Refusal {
  const status = error.kind === 'invalid' ? 400 : 409
  const { code } = error
  if (!isAboutField(code)) return { state: refusedForm(strings, values, error), status }
  return { state: { values, errors: { [fieldOf[code]]: strings.settingsArea.refused[code] } }, status }
}

function isAboutField(code: string): code is keyof typeof fieldOf {
  return Object.hasOwn(fieldOf, code)
}
