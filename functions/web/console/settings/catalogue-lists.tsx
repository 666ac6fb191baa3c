import * as z from 'zod'
import { customFieldTypes } from '../../../../shared/domain/catalogue.ts'
import { statuses } from '../../../../shared/domain/ticket.ts'
import { categories } from '../../../../shared/use-cases/categories.ts'
import { customFields } from '../../../../shared/use-cases/custom-fields.ts'
import { customStatuses } from '../../../../shared/use-cases/custom-statuses.ts'
import { tags } from '../../../../shared/use-cases/tags.ts'
import type { Visit } from '../../door.ts'
import { wholeNumber } from '../../form.ts'
import { checkbox, checked, choice, formVersion, lines, oneLine } from '../../form-parts.ts'
import type { Strings } from '../../strings.ts'
import { StatusPill } from '../../ui/marks.tsx'
import { Swatch } from '../../ui/swatch.tsx'
import type { CatalogueField } from './catalogue-fields.tsx'
import { keeperOf } from './catalogue-keeper.ts'

const colour = /^#[0-9a-f]{6}$/
const usualColour = '#2a55c9'
const choicesLimits = { many: 100, long: 100 }

const statusFields = (strings: Strings) => ({
  name: oneLine(strings, 60),
  position: wholeNumber(strings, 0, 9_999),
  hasColor: checkbox(strings),
  color: z.string().toLowerCase().regex(colour, strings.catalogue.field.colorWrong),
})

/** The pages of the desk's own statuses. */
export const statusKeeper = keeperOf({
  kind: 'statuses',
  readBy: 'tickets:read',
  catalogue: customStatuses,
  usual: { position: '0', status: 'open', color: usualColour },
  fields: ({ strings }, isNew): CatalogueField[] => {
    const words = strings.catalogue.field
    return [
      nameField(strings, 60),
      ...(isNew
        ? [
            {
              name: 'status',
              label: words.behaves,
              hint: words.behavesHint,
              as: {
                kind: 'choice' as const,
                options: statuses.map(value => ({ value, label: strings.status[value] })),
              },
            },
          ]
        : []),
      {
        name: 'position',
        label: words.position,
        hint: words.positionHint,
        as: { kind: 'number', max: 9_999 },
      },
      { name: 'hasColor', label: words.hasColor, as: { kind: 'check' } },
      { name: 'color', label: words.color, as: { kind: 'color' } },
      ...(isNew ? [] : [activeField(strings)]),
    ]
  },
  input: strings =>
    z
      .strictObject({ ...statusFields(strings), status: choice(strings, statuses) })
      .transform(({ hasColor, color, ...rest }) => ({ ...rest, ...(hasColor ? { color } : {}) })),
  changes: strings =>
    z
      .strictObject({ ...statusFields(strings), active: checkbox(strings), version: formVersion(strings) })
      .transform(({ hasColor, color, ...rest }) => ({ ...rest, color: hasColor ? color : null })),
  valuesOf: ({ name, position, color, active }) => ({
    name,
    position: String(position),
    color: color ?? usualColour,
    ...checked('hasColor', color !== undefined),
    ...checked('active', active),
  }),
  about: ({ status, color }) => (
    <>
      <StatusPill status={status} />
      {color !== undefined && <Swatch color={color} />}
    </>
  ),
  isArchived: ({ active }) => !active,
})

/** The pages of the categories. */
export const categoryKeeper = keeperOf({
  kind: 'categories',
  readBy: 'tickets:read',
  catalogue: categories,
  fields: ({ strings }, isNew) => [nameField(strings, 100), ...(isNew ? [] : [activeField(strings)])],
  input: strings => z.strictObject({ name: oneLine(strings, 100) }),
  changes: strings =>
    z.strictObject({
      name: oneLine(strings, 100),
      active: checkbox(strings),
      version: formVersion(strings),
    }),
  valuesOf: ({ name, active }) => ({ name, ...checked('active', active) }),
  about: ({ active }, { catalogue }) => active && <span class="faint">{catalogue.used}</span>,
  isArchived: ({ active }) => !active,
})

/** The pages of the tags; a tag is its name, and is not changed. */
export const tagKeeper = keeperOf({
  kind: 'tags',
  readBy: 'tickets:read',
  catalogue: tags,
  fields: ({ strings }) => [nameField(strings, 50)],
  input: strings => z.strictObject({ name: oneLine(strings, 50) }),
  valuesOf: ({ name }) => ({ name }),
  about: () => null,
})

const customFieldFields = (strings: Strings) => ({
  name: oneLine(strings, 100),
  choices: lines(choicesLimits, strings.catalogue.field.choiceTooLong),
  required: checkbox(strings),
})

/** The pages of the fields that the desk added to tickets. */
export const customFieldKeeper = keeperOf({
  kind: 'custom-fields',
  readBy: 'tickets:read',
  catalogue: customFields,
  usual: { type: 'text' },
  fields: ({ strings }: Visit, isNew): CatalogueField[] => {
    const words = strings.catalogue
    return [
      nameField(strings, 100),
      ...(isNew
        ? [
            {
              name: 'type',
              label: words.field.type,
              hint: words.field.typeHint,
              as: {
                kind: 'choice' as const,
                options: customFieldTypes.map(value => ({ value, label: words.type[value] })),
              },
            },
          ]
        : []),
      {
        name: 'choices',
        label: words.field.choices,
        hint: words.field.choicesHint,
        as: { kind: 'lines', rows: 4 },
      },
      {
        name: 'required',
        label: words.field.required,
        hint: words.field.requiredHint,
        as: { kind: 'check' },
      },
    ]
  },
  input: strings =>
    z.strictObject({ ...customFieldFields(strings), type: choice(strings, customFieldTypes) }),
  changes: strings => z.strictObject({ ...customFieldFields(strings), version: formVersion(strings) }),
  valuesOf: ({ name, choices = [], required }) => ({
    name,
    choices: choices.join('\n'),
    ...checked('required', required),
  }),
  about: ({ type, required }, strings) => (
    <>
      {strings.catalogue.type[type]}
      {required && <span class="pill">{strings.catalogue.field.required}</span>}
    </>
  ),
})

function nameField({ catalogue }: Strings, max: number): CatalogueField {
  return { name: 'name', label: catalogue.name, as: { kind: 'line', max }, required: true }
}

function activeField({ catalogue }: Strings): CatalogueField {
  const { active, activeHint } = catalogue.field
  return { name: 'active', label: active, hint: activeHint, as: { kind: 'check' } }
}
