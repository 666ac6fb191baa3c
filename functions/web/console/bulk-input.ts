import * as z from 'zod'
import { priorities, statuses, tagsMax } from '../../../shared/domain/ticket.ts'
import type { BulkInput } from '../../../shared/use-cases/change-many-tickets.ts'
import { optionalChoice, optionalText } from '../form.ts'
import type { Strings } from '../strings.ts'

/** How many tickets are changed at once. */
const bulkMax = 100

const tagsField = (strings: Strings) =>
  z
    .string()
    .max(500, strings.form.tooLong(500))
    .transform(typed => [...new Set(typed.split(',').map(tag => tag.trim()))].filter(tag => tag !== ''))
    .refine(tags => tags.every(tag => tag.length <= 50), strings.form.tooLong(50))
    .refine(tags => tags.length <= tagsMax, strings.form.notAllowed)
    .default([])

/** What is sent to change several tickets, or to see what would come of it. */
export const bulkForm = (strings: Strings) =>
  z
    .strictObject({
      'numbers[]': numbersField(strings).default([]),
      back: z.string().max(4_000).default(''),
      /** Absent: a preview. */
      step: z.literal('change').optional(),
      /** Of the change, so that it is done once however often it is sent. */
      key: z
        .string()
        .regex(/^\w{8,60}$/)
        .optional(),
      assignee: optionalText(strings, 60).optional(),
      priority: optionalChoice(strings, priorities).optional(),
      status: optionalChoice(strings, statuses).optional(),
      category: optionalText(strings, 60).optional(),
      addTags: tagsField(strings),
      removeTags: tagsField(strings),
      mergeInto: z
        .string()
        .trim()
        .regex(/^$|(?:^|\D)[1-9]\d{0,8}$/, strings.bulk.noNumber)
        .transform(typed => (typed === '' ? undefined : Number(/\d+$/.exec(typed)?.[0])))
        .optional(),
      visibility: z.enum(['public', 'internal'], strings.form.notAllowed).default('internal'),
      reply: optionalText(strings, 100_000).optional(),
    })
    .refine(form => form['numbers[]'].length > 0, { path: ['numbers'], message: strings.bulk.none })
    .refine(form => form.mergeInto !== undefined || doesAnything(form), {
      path: ['assignee'],
      message: strings.bulk.nothing,
    })
    .refine(form => form.mergeInto === undefined || !doesAnything(form), {
      path: ['mergeInto'],
      message: strings.bulk.mergeAlone,
    })

export type BulkForm = z.output<ReturnType<typeof bulkForm>>

/** The same as the use case takes it. */
export function bulkInputOf(form: BulkForm): BulkInput {
  const { assignee, priority, status, category, addTags, removeTags, reply, visibility, mergeInto } = form
  const numbers = form['numbers[]']
  if (mergeInto !== undefined) return { numbers, mergeInto }
  return {
    numbers,
    set: {
      ...(assignee === undefined ? {} : { assigneeId: assignee === 'nobody' ? null : assignee }),
      ...(priority === undefined ? {} : { priority }),
      ...(status === undefined ? {} : { status }),
      ...(category === undefined ? {} : { categoryId: category === 'none' ? null : category }),
      ...(addTags.length === 0 ? {} : { addTags }),
      ...(removeTags.length === 0 ? {} : { removeTags }),
    },
    ...(reply === undefined ? {} : { reply: { visibility, bodyText: reply } }),
  }
}

function numbersField(strings: Strings) {
  return z
    .string()
    .regex(/^[1-9]\d{0,8}(?:,[1-9]\d{0,8})*$/, strings.bulk.none)
    .transform(list => [...new Set(list.split(',').map(Number))])
    .refine(numbers => numbers.length <= bulkMax, strings.bulk.tooMany)
}

function doesAnything(form: {
  assignee?: unknown
  priority?: unknown
  status?: unknown
  category?: unknown
  addTags: readonly string[]
  removeTags: readonly string[]
  reply?: unknown
}): boolean {
  const chosen = [form.assignee, form.priority, form.status, form.category, form.reply]
  return chosen.some(part => part !== undefined) || form.addTags.length + form.removeTags.length > 0
}
