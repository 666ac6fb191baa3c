import * as z from 'zod'
import type { TemplateTask } from '../../../../shared/domain/catalogue.ts'
import {
  cannedReplyPlaceholders,
  ticketTemplatePlaceholders,
} from '../../../../shared/domain/placeholders.ts'
import { tasksMax } from '../../../../shared/domain/task.ts'
import { priorities } from '../../../../shared/domain/ticket.ts'
import { cannedReplies } from '../../../../shared/use-cases/canned-replies.ts'
import { ticketTemplates } from '../../../../shared/use-cases/ticket-templates.ts'
import { optionalChoice } from '../../form.ts'
import { formVersion, lines, oneLine, optionalLine } from '../../form-parts.ts'
import type { Strings } from '../../strings.ts'
import { PriorityMark } from '../../ui/marks.tsx'
import { categoryOptions } from '../options.ts'
import type { CatalogueField } from './catalogue-fields.tsx'
import { keeperOf } from './catalogue-keeper.ts'

const wordsMax = 20_000
const nameMax = 100
const visibilities = ['public', 'internal'] as const

const words = ({ form }: Strings) => z.string().max(wordsMax, form.tooLong(wordsMax))

/** What is written as text or as HTML: what of the two is left empty is not sent. */
function eitherOf<K extends string>(strings: Strings, [asText, asHtml]: readonly [K, K]) {
  const { oneOfTwo, eitherOne } = strings.catalogue.field
  return (form: Record<K, string>, refuse: (message: string) => void): Partial<Record<K, string>> => {
    const given = [asText, asHtml].filter(name => form[name].trim() !== '')
    if (given.length > 1) refuse(oneOfTwo)
    if (given.length === 0) refuse(eitherOne)
    return Object.fromEntries(given.map(name => [name, form[name]])) as Partial<Record<K, string>>
  }
}

function placeholderHint({ catalogue }: Strings, names: readonly string[]): string {
  return catalogue.field.placeholders(names.map(name => `{{${name}}}`).join(', '))
}

const templateFields = (strings: Strings) => ({
  name: oneLine(strings, nameMax),
  subject: oneLine(strings, 500),
  descriptionText: words(strings),
  descriptionHtml: words(strings),
  priority: optionalChoice(strings, priorities),
  categoryId: optionalLine(strings, 60),
  tags: z
    .string()
    .transform(typed => typed.replaceAll(',', '\n'))
    .pipe(lines({ many: 30, long: 50 }, strings.catalogue.field.tagsWrong)),
  billable: optionalChoice(strings, ['yes', 'no']),
  tasks: lines({ many: tasksMax, long: 200 }, strings.catalogue.field.tasksWrong).transform(tasks =>
    tasks.map(taskOf),
  ),
})

const descriptions = ['descriptionText', 'descriptionHtml'] as const

/** The pages of the ticket templates. */
export const templateKeeper = keeperOf({
  kind: 'templates',
  readBy: 'tickets:write',
  catalogue: ticketTemplates,
  fields: async (visit): Promise<CatalogueField[]> => {
    const { strings } = visit
    const { field, name } = strings.catalogue
    const area = strings.settingsArea
    return [
      { name: 'name', label: name, as: { kind: 'line', max: nameMax }, required: true },
      {
        name: 'subject',
        label: field.subject,
        hint: placeholderHint(strings, ticketTemplatePlaceholders),
        as: { kind: 'line', max: 500 },
        required: true,
      },
      {
        name: 'descriptionText',
        label: field.description,
        hint: placeholderHint(strings, ticketTemplatePlaceholders),
        as: { kind: 'lines', rows: 8 },
      },
      {
        name: 'descriptionHtml',
        label: field.asHtml,
        hint: field.asHtmlHint,
        as: { kind: 'lines', rows: 3 },
      },
      {
        name: 'priority',
        label: field.priority,
        as: {
          kind: 'choice',
          options: [
            { value: '', label: field.anyPriority },
            ...priorities.map(value => ({ value, label: strings.priority[value] })),
          ],
        },
      },
      {
        name: 'categoryId',
        label: field.category,
        as: {
          kind: 'choice',
          options: [{ value: '', label: field.noCategory }, ...(await categoryOptions(visit))],
        },
      },
      { name: 'tags', label: field.tags, hint: field.tagsHint, as: { kind: 'line', max: 1_600 } },
      {
        name: 'billable',
        label: field.billable,
        as: {
          kind: 'choice',
          options: [
            { value: '', label: field.asUsual },
            { value: 'yes', label: area.yes },
            { value: 'no', label: area.no },
          ],
        },
      },
      { name: 'tasks', label: field.tasks, hint: field.tasksHint, as: { kind: 'lines', rows: 4 } },
    ]
  },
  input: strings =>
    z.strictObject(templateFields(strings)).transform((form, context) => {
      const { descriptionText, descriptionHtml, billable, ...rest } = form
      const chosen = eitherOf(strings, descriptions)({ descriptionText, descriptionHtml }, message =>
        context.addIssue({ code: 'custom', path: ['descriptionText'], message }),
      )
      return { ...rest, ...chosen, ...(billable === undefined ? {} : { billable: billable === 'yes' }) }
    }),
  changes: strings =>
    z
      .strictObject({ ...templateFields(strings), version: formVersion(strings) })
      .transform((form, context) => {
        const { descriptionText, descriptionHtml, billable, priority, categoryId, ...rest } = form
        const chosen = eitherOf(strings, descriptions)({ descriptionText, descriptionHtml }, message =>
          context.addIssue({ code: 'custom', path: ['descriptionText'], message }),
        )
        return {
          ...rest,
          ...chosen,
          priority: priority ?? null,
          categoryId: categoryId ?? null,
          billable: billable === undefined ? null : billable === 'yes',
        }
      }),
  valuesOf: ({ name, subject, tags = [], tasks = [], billable, ...rest }) => ({
    name,
    subject,
    descriptionText: rest.descriptionText ?? '',
    descriptionHtml: rest.descriptionHtml ?? '',
    priority: rest.priority ?? '',
    categoryId: rest.categoryId ?? '',
    tags: tags.join(', '),
    billable: billable === undefined ? '' : billable ? 'yes' : 'no',
    tasks: tasks.map(({ title, required }) => (required ? `! ${title}` : title)).join('\n'),
  }),
  about: ({ subject, priority }) => (
    <>
      <bdi>{subject}</bdi>
      {priority !== undefined && <PriorityMark priority={priority} />}
    </>
  ),
})

function taskOf(line: string): TemplateTask {
  const required = line.startsWith('!')
  return { title: required ? line.slice(1).trim() : line, required }
}

const replyFields = (strings: Strings) => ({
  name: oneLine(strings, nameMax),
  shortcut: optionalLine(strings, 30),
  bodyText: words(strings),
  bodyHtml: words(strings),
  visibility: optionalChoice(strings, visibilities),
})

const bodies = ['bodyText', 'bodyHtml'] as const

/** The pages of the canned replies. */
export const cannedReplyKeeper = keeperOf({
  kind: 'canned-replies',
  readBy: 'tickets:write',
  catalogue: cannedReplies,
  usual: { visibility: 'public' },
  fields: ({ strings }): CatalogueField[] => {
    const { field, name } = strings.catalogue
    return [
      { name: 'name', label: name, as: { kind: 'line', max: nameMax }, required: true },
      { name: 'shortcut', label: field.shortcut, hint: field.shortcutHint, as: { kind: 'line', max: 30 } },
      {
        name: 'bodyText',
        label: field.body,
        hint: placeholderHint(strings, cannedReplyPlaceholders),
        as: { kind: 'lines', rows: 8 },
      },
      { name: 'bodyHtml', label: field.asHtml, hint: field.asHtmlHint, as: { kind: 'lines', rows: 3 } },
      {
        name: 'visibility',
        label: field.visibility,
        as: {
          kind: 'choice',
          options: [
            { value: '', label: field.asUsual },
            ...visibilities.map(value => ({ value, label: field.visibilityName[value] })),
          ],
        },
      },
    ]
  },
  input: strings =>
    z.strictObject(replyFields(strings)).transform(({ bodyText, bodyHtml, ...rest }, context) => ({
      ...rest,
      ...eitherOf(strings, bodies)({ bodyText, bodyHtml }, message =>
        context.addIssue({ code: 'custom', path: ['bodyText'], message }),
      ),
    })),
  changes: strings =>
    z
      .strictObject({ ...replyFields(strings), version: formVersion(strings) })
      .transform(({ bodyText, bodyHtml, shortcut, visibility, ...rest }, context) => ({
        ...rest,
        ...eitherOf(strings, bodies)({ bodyText, bodyHtml }, message =>
          context.addIssue({ code: 'custom', path: ['bodyText'], message }),
        ),
        shortcut: shortcut ?? null,
        visibility: visibility ?? null,
      })),
  valuesOf: ({ name, shortcut = '', bodyText = '', bodyHtml = '', visibility = '' }) => ({
    name,
    shortcut,
    bodyText,
    bodyHtml,
    visibility,
  }),
  about: ({ shortcut, visibility }, { catalogue }) => (
    <>
      {shortcut !== undefined && <code>{shortcut}</code>}
      {visibility !== undefined && <span class="faint">{catalogue.field.visibilityName[visibility]}</span>}
    </>
  ),
})
