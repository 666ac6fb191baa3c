import { CheckField, type Option, SelectField, TextArea, TextField } from '../../ui/fields.tsx'
import type { FormState } from '../../ui/form-state.ts'

/** One field of a catalogue's form. */
export interface CatalogueField {
  name: string
  label: string
  hint?: string
  as:
    | { kind: 'line'; max: number }
    | { kind: 'number'; max: number }
    | { kind: 'lines'; rows: number }
    | { kind: 'check' }
    | { kind: 'color' }
    | { kind: 'choice'; options: readonly Option[] }
  required?: true
}

/** A field of a catalogue's form, drawn as what it is. */
export function CatalogueFieldView({ field, form }: { field: CatalogueField; form: FormState }) {
  const { name, label, hint, as, required = false } = field
  const shared = { form, name, label, hint, required }
  switch (as.kind) {
    case 'line':
      return <TextField {...shared} maxLength={as.max} />
    case 'number':
      return <TextField {...shared} type="number" inputmode="numeric" min={0} max={as.max} class="short" />
    case 'lines':
      return <TextArea {...shared} rows={as.rows} />
    case 'check':
      return <CheckField {...shared} />
    case 'color':
      return <TextField {...shared} type="color" class="color" />
    case 'choice':
      return <SelectField {...shared} options={as.options} class="medium" />
  }
}
