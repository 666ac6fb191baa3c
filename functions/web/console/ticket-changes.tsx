import * as z from 'zod'
import { email } from '../../../shared/contract/fields.ts'
import { given } from '../../../shared/contract/given.ts'
import type { CustomField } from '../../../shared/domain/catalogue.ts'
import { customFieldsMax, fieldValueCharactersMax } from '../../../shared/domain/custom-fields.ts'
import { DeskError, invalid } from '../../../shared/domain/errors.ts'
import {
  priorities,
  statuses,
  type Ticket,
  tagsMax,
  type Watcher,
  watchersMax,
} from '../../../shared/domain/ticket.ts'
import { changeTicket, type TicketChanges } from '../../../shared/use-cases/change-ticket.ts'
import { customFields } from '../../../shared/use-cases/custom-fields.ts'
import { readTicket } from '../../../shared/use-cases/read-ticket.ts'
import { type ConsoleDoor, ticketNumberOf, type Visit } from '../door.ts'
import { attempt, parseForm, type RawForm, refusedForm, text } from '../form.ts'
import { routes } from '../routes.ts'
import type { Strings } from '../strings.ts'
import { instantOf } from './local-times.ts'
import { seenFields } from './seen-fields.ts'
import { showTicket } from './ticket.tsx'
import { editedParts } from './ticket-around.ts'
import { customFieldPrefix } from './ticket-form.tsx'

const fieldsOffered = 100

const idOrNothing = z
  .string()
  .max(100)
  .transform(id => (id === '' ? null : id))
  .optional()

const changeForm = (strings: Strings, timeZone: string) =>
  z.strictObject({
    ...seenFields(strings),
    /** Which of the page's small forms it is, to draw it again as it was typed. */
    form: z.enum([...editedParts, 'subject', 'watcher', 'tag']).optional(),
    subject: oneLine(strings, 500).optional(),
    status: z.enum(statuses).optional(),
    statusId: idOrNothing,
    priority: z.enum(priorities).optional(),
    assigneeId: idOrNothing,
    contactId: idOrNothing,
    categoryId: idOrNothing,
    due: z
      .string()
      .transform((local, context) => {
        const due = local === '' ? null : instantOf(local, timeZone)
        if (due !== undefined) return due
        context.addIssue({ code: 'custom', message: strings.ticketWork.details.dueWrong })
        return z.NEVER
      })
      .optional(),
    externalReference: z
      .union([z.literal(''), oneLine(strings, 200)], strings.form.tooLong(200))
      .transform(typed => (typed === '' ? null : typed))
      .optional(),
    billable: z.enum(['true', 'false']).optional(),
    watcherEmail: z.string().trim().pipe(z.email(strings.signIn.emailInvalid)).pipe(email).optional(),
    watcherName: z.union([z.literal(''), oneLine(strings, 100)], strings.form.tooLong(100)).optional(),
    removeWatcher: z.string().max(254).optional(),
    addTag: oneLine(strings, 50).optional(),
    removeTag: z.string().max(50).optional(),
    addAssetId: text(strings, 100).optional(),
    removeAssetId: z.string().max(100).optional(),
  })

/** As the API takes a line: no browser types what else is refused here. */
function oneLine(strings: Strings, limit: number) {
  return text(strings, limit).refine(typed => !/[\p{Cc}\u2028\u2029]/u.test(typed), strings.form.notAllowed)
}

type Change = z.output<ReturnType<typeof changeForm>>

/** Hangs up the small forms of a ticket's page that change its fields. */
export function hangTicketChanges(door: ConsoleDoor): void {
  door.post(routes.ticketChanges, 'tickets:write', async (visit, form) => {
    const number = ticketNumberOf(visit.c)
    const { fixed, custom } = parted(form)
    const parsed = parseForm(changeForm(visit.strings, visit.view.timeZone), fixed)
    const name = formNameOf(form)
    if (!parsed.ok) {
      return showTicket(visit, { status: 400, typed: { name, state: { ...parsed.state, values: form } } })
    }
    const done = await attempt(change(visit, number, parsed.data, custom))
    if (done instanceof DeskError) {
      const state = refusedForm(visit.strings, form, atFormFields(done))
      return showTicket(visit, {
        ...{ status: done.kind === 'invalid' ? 400 : 409, refused: done, seen: parsed.data.seen },
        typed: { name, state },
      })
    }
    const part = name === '' ? '' : `#panel-${name}`
    return visit.c.redirect(`${routes.ticket.href({ number })}${part}`, 303)
  })
}

async function change(visit: Visit, number: number, asked: Change, custom: RawForm): Promise<Ticket> {
  const { version, billable, subject, status, statusId, priority, assigneeId, contactId } = asked
  const { categoryId, due, externalReference } = asked
  const changesList = listFields.some(field => asked[field] !== undefined)
  const lists = changesList ? listsOf(await readTicket(visit.desk, visit.agent, number), asked) : {}
  const changes: TicketChanges = {
    ...given({
      subject,
      status,
      statusId,
      priority,
      assigneeId,
      contactId,
      categoryId,
      due,
      externalReference,
    }),
    ...(billable === undefined ? {} : { billable: billable === 'true' }),
    ...lists,
    ...(await customChanges(visit, custom)),
  }
  return await changeTicket(visit.desk, visit.agent, { number, ifVersion: version, changes })
}

const listFields = [
  'watcherEmail',
  'removeWatcher',
  'addTag',
  'removeTag',
  'addAssetId',
  'removeAssetId',
] as const

/** Lists are changed one by one on the page, and as a whole below it: the version keeps two apart. */
function listsOf(ticket: Ticket, asked: Change): Pick<TicketChanges, 'watchers' | 'tags' | 'assetIds'> {
  const {
    watcherEmail,
    watcherName = '',
    removeWatcher,
    addTag,
    removeTag,
    addAssetId,
    removeAssetId,
  } = asked
  if (watcherEmail !== undefined) {
    const watchers = withWatcher(ticket, { email: watcherEmail, name: watcherName })
    return { watchers: atMost(watchersMax, watchers, '/watchers') }
  }
  if (removeWatcher !== undefined) {
    return { watchers: ticket.watchers.filter(({ email }) => email !== removeWatcher) }
  }
  if (addTag !== undefined) return { tags: atMost(tagsMax, [...new Set([...ticket.tags, addTag])], '/tags') }
  if (removeTag !== undefined) return { tags: ticket.tags.filter(tag => tag !== removeTag) }
  if (addAssetId !== undefined) {
    return { assetIds: atMost(assetsMax, [...new Set([...ticket.assetIds, addAssetId])], '/assetIds') }
  }
  return { assetIds: ticket.assetIds.filter(id => id !== removeAssetId) }
}

/** As many as the API takes. */
const assetsMax = 30

function atMost<T>(limit: number, list: T[], pointer: string): T[] {
  if (list.length > limit) throw invalid(pointer, `must be ${limit} at most`)
  return list
}

function withWatcher({ watchers }: Ticket, added: Watcher): Watcher[] {
  const isThere = watchers.some(({ email }) => email === added.email)
  return isThere ? watchers : [...watchers, added]
}

function parted(form: RawForm): { fixed: RawForm; custom: RawForm } {
  const isCustom = ([name]: [string, string]) => name.startsWith(customFieldPrefix)
  const fields = Object.entries(form)
  return {
    fixed: Object.fromEntries(fields.filter(field => !isCustom(field))),
    custom: Object.fromEntries(
      fields.filter(isCustom).map(([name, value]) => [name.slice(customFieldPrefix.length), value]),
    ),
  }
}

/** What was typed into custom fields as the values that they take; what they do not take is refused below. */
async function customChanges(visit: Visit, custom: RawForm): Promise<Pick<TicketChanges, 'customFields'>> {
  const ids = Object.keys(custom)
  if (ids.length === 0) return {}
  if (ids.length > customFieldsMax) throw new DeskError('request.malformed')
  const long = ids.find(id => (custom[id] ?? '').length > fieldValueCharactersMax)
  if (long !== undefined) {
    const message = visit.strings.form.tooLong(fieldValueCharactersMax)
    throw invalid(`/customFields/${long}`, message)
  }
  const { records } = await customFields.list(visit.desk, visit.agent, { limit: fieldsOffered })
  const byId = new Map(records.map(field => [field.id, field]))
  return {
    customFields: Object.fromEntries(
      Object.entries(custom).map(([id, typed]) => [id, customValueOf(byId.get(id), typed.trim())]),
    ),
  }
}

function customValueOf(field: CustomField | undefined, typed: string): string | number | boolean | null {
  if (typed === '') return null
  switch (field?.type) {
    case 'number':
      return Number.isFinite(Number(typed)) ? Number(typed) : typed
    case 'boolean':
      return typed === 'true'
    default:
      return typed
  }
}

/** Which form it is, as far as it says so itself. */
function formNameOf({ form = '' }: RawForm): string {
  return /^[a-z]{1,20}$/.test(form) ? form : ''
}

/** The pointers of a refusal as the names of the page's fields. */
function atFormFields(error: DeskError): DeskError {
  const issues = error.issues.map(({ pointer, message }) => {
    const [, first = '', second] = pointer.split('/')
    if (first === 'customFields' && second !== undefined) {
      return { pointer: `/${customFieldPrefix}${second}`, message }
    }
    const names: Record<string, string> = { watchers: 'watcherEmail', tags: 'addTag', assetIds: 'addAssetId' }
    return { pointer: `/${names[first] ?? first}`, message }
  })
  return new DeskError(error.code, error.message, issues)
}
