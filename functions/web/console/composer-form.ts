import * as z from 'zod'
import { email } from '../../../shared/contract/fields.ts'
import { uploadsPerEntryMax } from '../../../shared/domain/attachment.ts'
import type { Draft } from '../../../shared/domain/draft.ts'
import { type ChosenRecipient, recipientsMax } from '../../../shared/domain/reply-recipients.ts'
import { publicRecipients, statuses, type Ticket } from '../../../shared/domain/ticket.ts'
import type { DraftInput } from '../../../shared/use-cases/drafts.ts'
import type { RawForm } from '../form.ts'
import type { Strings } from '../strings.ts'
import { seenFields } from './seen-fields.ts'

const bodyMax = 100_000
const minutesMax = 1_440
/** Before the id of a custom status, where a status is chosen. */
const customPrefix = 'custom:'

/** Everything that the composer sends, besides its lists of recipients and files. */
export const composerForm = (strings: Strings) =>
  z.strictObject({
    ...seenFields(strings),
    draftVersion: z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number)
      .optional(),
    visibility: z.enum(['public', 'internal']),
    bodyText: z
      .string()
      .trim()
      .min(1, strings.composer.bodyMissing)
      .max(bodyMax, strings.form.tooLong(bodyMax)),
    otherText: z.string().max(bodyMax).optional(),
    status: z.string().max(80).optional(),
    minutesWorked: z
      .string()
      .trim()
      .refine(typed => minutesOf(typed) !== null, strings.writing.minutesWrong)
      .optional(),
    recipientsShown: z.string().max(2).optional(),
    addTo: z
      .string()
      .max(4_000)
      .superRefine((typed, context) => {
        const wrong = addressesIn(typed).find(address => !email.safeParse(address).success)
        if (wrong !== undefined) {
          context.addIssue({ code: 'custom', message: strings.writing.badAddress(wrong) })
        }
      })
      .optional(),
    keepTo: z.string().max(2).optional(),
    cannedId: z.string().max(60).optional(),
    step: z.string().max(80).optional(),
    evenIfOvertaken: z.literal('on').optional(),
  })

/** The lists of a sent form, each item of which is a field, and its other fields. */
export function listsOf(form: RawForm): { fields: RawForm; to: string[]; fileIds: string[] } {
  const named = (name: RegExp) =>
    Object.keys(form)
      .filter(key => name.test(key))
      .sort((a, b) => Number(a.replace(/\D+/, '')) - Number(b.replace(/\D+/, '')))
  const lists = { to: named(/^to\d{1,2}$/), file: named(/^file\d{1,2}$/) }
  const listed = new Set([...lists.to, ...lists.file])
  return {
    fields: Object.fromEntries(Object.entries(form).filter(([name]) => !listed.has(name))),
    to: lists.to.flatMap(name => form[name] ?? []),
    fileIds: lists.file.flatMap(name => form[name] ?? []).slice(0, uploadsPerEntryMax),
  }
}

/** The form with these files in it, and no others. */
export function withFiles(form: RawForm, ids: readonly string[]): RawForm {
  const { fields, to } = listsOf(form)
  return {
    ...fields,
    ...Object.fromEntries(to.map((address, index) => [`to${index}`, address])),
    ...Object.fromEntries(ids.slice(0, uploadsPerEntryMax).map((id, index) => [`file${index}`, id])),
  }
}

/** Minutes as they are typed: `90`, `1:30` or nothing; null for anything else. */
export function minutesOf(typed: string): number | undefined | null {
  if (typed.trim() === '') return undefined
  const [, hours, rest] = /^(\d{1,2}):([0-5]\d)$/.exec(typed.trim()) ?? []
  const minutes =
    hours === undefined
      ? Number(/^\d{1,4}$/.exec(typed.trim())?.[0] ?? Number.NaN)
      : Number(hours) * 60 + Number(rest)
  return minutes <= minutesMax ? minutes : null
}

/** The status that is chosen: one of the five, a custom one, or to stay. */
export function statusOf(chosen = '') {
  const status = statuses.find(each => each === chosen)
  if (status !== undefined) return { status }
  return chosen.startsWith(customPrefix) ? { statusId: chosen.slice(customPrefix.length) } : {}
}

export function customStatusValue(id: string): string {
  return `${customPrefix}${id}`
}

/** Whom the form names for its public reply; undefined where that is everybody whom the ticket names. */
export function recipientsOf(
  form: RawForm,
  ticket: Ticket,
  me: { email: string },
): ChosenRecipient[] | undefined {
  if (form.recipientsShown === undefined) return undefined
  const usual = publicRecipients(ticket, me)
  const known = new Map(publicRecipients(ticket).map(each => [each.email, each.name]))
  const added = addressesIn(form.addTo ?? '').filter(address => email.safeParse(address).success)
  const chosen = [
    ...new Set([...listsOf(form).to.filter(address => email.safeParse(address).success), ...added]),
  ]
  const isUsual = chosen.length === usual.length && usual.every(each => chosen.includes(each.email))
  if (isUsual) return undefined
  return chosen.slice(0, recipientsMax).map(address => ({
    email: address,
    name: known.get(address) ?? '',
    ...(form.keepTo === 'on' && !known.has(address) ? { watch: true as const } : {}),
  }))
}

/** What of a form can be kept as a draft, whatever is wrong with the rest of it. */
export function draftInputOf(form: RawForm, ticket: Ticket, me: { email: string }): DraftInput {
  const visibility = form.visibility === 'internal' ? 'internal' : 'public'
  const [text, other] = [form.bodyText ?? '', form.otherText ?? ''].map(typed => typed.slice(0, bodyMax))
  const recipients = recipientsOf(form, ticket, me)
  const minutesWorked = minutesOf(form.minutesWorked ?? '') ?? undefined
  return {
    visibility,
    publicText: (visibility === 'public' ? text : other) ?? '',
    internalText: (visibility === 'public' ? other : text) ?? '',
    ...(recipients === undefined ? {} : { recipients }),
    ...statusOf(form.status),
    ...(minutesWorked === undefined ? {} : { minutesWorked }),
    attachmentIds: listsOf(form).fileIds,
  }
}

/** A draft as the composer's fields. */
export function valuesOfDraft(draft: Draft, now: string): RawForm {
  const { visibility, publicText, internalText, minutesWorked, status, statusId } = draft
  const files = draft.files.filter(({ expiresAt }) => expiresAt > now)
  const isPublic = visibility === 'public'
  return {
    visibility,
    bodyText: isPublic ? publicText : internalText,
    otherText: isPublic ? internalText : publicText,
    status: status ?? (statusId === undefined ? '' : customStatusValue(statusId)),
    minutesWorked: minutesWorked === undefined ? '' : String(minutesWorked),
    draftVersion: String(draft.version),
    ...(draft.recipients === undefined
      ? {}
      : {
          recipientsShown: 'on',
          keepTo: draft.recipients.some(({ watch }) => watch === true) ? 'on' : '',
          ...Object.fromEntries(draft.recipients.map(({ email: address }, index) => [`to${index}`, address])),
        }),
    ...Object.fromEntries(files.map(({ id }, index) => [`file${index}`, id])),
  }
}

function addressesIn(typed: string): string[] {
  return typed
    .split(/[\s,;]+/)
    .map(address => address.toLowerCase())
    .filter(address => address !== '')
}
