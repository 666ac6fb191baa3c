/** A form as it was typed, with what is wrong with it; keyed by field name. */
export interface FormState {
  values: Record<string, string>
  errors: Record<string, string>
  /** What is wrong with the form as a whole. */
  message?: string
}

/** A form as it is first shown. */
export function freshForm(values: Record<string, string> = {}): FormState {
  return { values, errors: {} }
}
