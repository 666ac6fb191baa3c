import type { CustomField, CustomFieldType } from '../domain/catalogue.ts'
import { invalid } from '../domain/errors.ts'
import { requiredCustomFieldsMax } from '../domain/settings.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { readSettings, saveSettings } from '../store/settings.ts'
import { catalogueOf } from './catalogue.ts'

export interface CustomFieldInput {
  name: string
  type: CustomFieldType
  choices?: string[] | undefined
  required?: boolean | undefined
}

/** The fields that the desk added to its tickets. */
export const customFields = catalogueOf<CustomField, CustomFieldInput>({
  kind: 'custom-fields',
  newId: desk => desk.newId('fld'),
  readBy: 'tickets:read',
  fieldsOf: ({ name, type, choices, required = false }) => ({
    name,
    type,
    required,
    choices,
  }),
  settle: field => {
    assertChoices(field)
    return field
  },
  besides: rememberRequired,
})

function assertChoices({ type, choices = [] }: CustomField): void {
  if (type === 'choice' && choices.length === 0) throw invalid('/choices', 'are needed for a choice')
  if (type !== 'choice' && choices.length > 0) throw invalid('/choices', 'are for a choice only')
  if (new Set(choices).size < choices.length) throw invalid('/choices', 'must differ from each other')
}

/** Which fields are required stands in the settings, which every new ticket reads anyway. */
async function rememberRequired(
  desk: Desk,
  before: CustomField | undefined,
  after: CustomField | undefined,
): Promise<Write[]> {
  const id = after?.id ?? before?.id
  const isRequired = after?.required ?? false
  if (id === undefined || isRequired === (before?.required ?? false)) return []
  const settings = await readSettings(desk.table)
  const others = settings.requiredCustomFields.filter(each => each !== id)
  if (isRequired && others.length >= requiredCustomFieldsMax) {
    throw invalid('/required', `is so for ${requiredCustomFieldsMax} fields already`)
  }
  const requiredCustomFields = isRequired ? [...others, id] : others
  return [saveSettings(settings, { requiredCustomFields })]
}
