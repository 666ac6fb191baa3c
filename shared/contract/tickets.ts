import * as z from 'zod'
import { uploadsPerEntryMax } from '../domain/attachment.ts'
import { customFieldsMax, fieldValueCharactersMax } from '../domain/custom-fields.ts'
import { recipientsMax } from '../domain/reply-recipients.ts'
import { holdSecondsMax } from '../domain/reply-undo.ts'
import { linkKinds, priorities, sources, statuses, tagsMax, watchersMax } from '../domain/ticket.ts'
import {
  email,
  id,
  instant,
  line,
  lineOrNothing,
  listOf,
  numberParams,
  pageQuery,
  text,
  version,
} from './fields.ts'
import { narrowing, waitingMeans } from './narrowing.ts'
import { operation } from './operation.ts'
import { ticketExpansions } from './ticket-expansions.ts'
import { verdicts } from './verdicts.ts'

const watcher = z.strictObject({ email, name: lineOrNothing(100).default('') })

export const tags = z.array(line(50)).max(tagsMax)
const assetIds = z.array(id).max(30)
export const attachmentIds = z
  .array(id)
  .max(uploadsPerEntryMax)
  .meta({ description: 'Files uploaded by `POST /attachments` with the same key; each can be used once' })
const watchers = z
  .array(z.union([watcher, email.transform(address => ({ email: address, name: '' }))]))
  .max(watchersMax)

/** Whom one public reply is mailed to. */
export const recipients = z
  .array(
    z.union([
      z.strictObject({
        email,
        name: lineOrNothing(100).default(''),
        watch: z.literal(true).optional().meta({ description: 'Becomes a watcher of the ticket' }),
      }),
      email.transform(address => ({ email: address, name: '' })),
    ]),
  )
  .max(recipientsMax)
  .meta({ description: 'In the place of the contact and the watchers; an empty list: nobody is mailed' })

const customFields = z
  .record(id, z.union([z.string().max(fieldValueCharactersMax), z.number(), z.boolean()]).nullable())
  .refine(values => Object.keys(values).length <= customFieldsMax, `are at most ${customFieldsMax}`)
  .meta({ description: 'By the id of the custom field; null takes a value away' })
const externalReference = line(200)
const oneStatus = { path: ['statusId'], message: 'give the status as one of the five or as a custom one' }

/** What a list shows of a ticket. */
const rowFields = {
  number: z.int(),
  reference: z.string(),
  subject: z.string(),
  status: z.enum(statuses),
  statusId: id.nullable().meta({ description: 'A custom status, which behaves as `status`' }),
  statusName: z.string().nullable(),
  priority: z.enum(priorities),
  categoryId: id.nullable(),
  categoryName: z.string().nullable(),
  due: instant.nullable(),
  clientId: id.nullable(),
  clientName: z.string().nullable(),
  contactId: id.nullable(),
  contactName: z.string().nullable(),
  assigneeId: id.nullable(),
  assigneeName: z.string().nullable(),
  source: z.enum(sources),
  tags: z.array(z.string()),
  billable: z.boolean(),
  createdAt: instant,
  updatedAt: instant,
  lastReplyBy: z.enum(['agent', 'client']).nullable(),
  mergedInto: z.int().nullable(),
  version,
}

export const ticketRowAnswer = z.object(rowFields).meta({ id: 'TicketRow' })

const feedback = z.object({
  rating: z.int().meta({ description: 'From 1, very unhappy, to 5, very happy' }),
  comment: z.string().nullable(),
  at: instant,
  by: z.object({
    kind: z.enum(['agent', 'contact', 'watcher', 'key', 'system']),
    id: z.string().nullable(),
    name: z.string(),
  }),
})

export const ticketAnswer = z
  .object({
    ...rowFields,
    assetIds: z.array(id),
    watchers: z.array(z.object({ email: z.string(), name: z.string() })),
    externalReference: z.string().nullable(),
    customFields: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .meta({ description: 'By the id of the custom field' }),
    links: z.array(z.object({ number: z.int(), kind: z.enum(linkKinds) })),
    tasksOpen: z.int(),
    requiredTasksOpen: z.int().meta({ description: 'While there are any, the ticket cannot be resolved' }),
    minutesWorked: z.int(),
    firstResponseAt: instant.nullable(),
    resolvedAt: instant.nullable(),
    autoCloseAt: instant.nullable(),
    closedAt: instant.nullable(),
    lastReplyAt: instant.nullable(),
    lastReplyId: z.string().nullable().meta({ description: 'The timeline entry of the last public reply' }),
    mergedFrom: z.array(z.int()),
    followUpOf: z.int().nullable(),
    feedback: feedback.nullable().meta({ description: 'What the client’s side thinks of the work' }),
  })
  .meta({ id: 'Ticket' })

/** Who did something, as a timeline names them. */
export const person = z.object({
  kind: z.enum(['agent', 'contact', 'watcher', 'key', 'system']),
  id: z.string().nullable(),
  name: z.string(),
  email: z.string().nullable(),
})

const entryMail = z.object({
  key: z.string(),
  authenticated: z.boolean().meta({ description: 'Whether the sender is shown to be who the mail says' }),
  verdicts: verdicts.nullable().meta({ description: 'Null on entries from before they were kept' }),
})

export const entryAnswer = z
  .object({
    id: z.string(),
    kind: z.enum(['reply', 'note', 'activity', 'mail-event']),
    visibility: z.enum(['public', 'internal']),
    at: instant,
    by: person,
    text: z.string(),
    html: z.string().nullable().meta({ description: 'Sanitised' }),
    quoted: z.string().nullable().meta({ description: 'What a mail quoted below its new words' }),
    attachments: z.array(
      z.object({
        id: z.string(),
        name: z.string().nullable().meta({ description: 'Null once it is redacted' }),
        contentType: z.string(),
        bytes: z.int(),
        redacted: z.boolean(),
      }),
    ),
    recipients: z
      .array(z.object({ email: z.string(), name: z.string() }))
      .nullable()
      .meta({ description: 'Whom a reply was mailed to, where its writer chose' }),
    undoUntil: instant.nullable().meta({ description: 'Until then its writer can take it back' }),
    minutesWorked: z.int().nullable(),
    change: z
      .object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })
      .nullable()
      .meta({ description: 'Of an activity: what changed' }),
    mailKey: z.string().nullable().meta({ description: 'Of a mail: the key of its raw form' }),
    copied: z
      .array(z.object({ email: z.string(), name: z.string() }))
      .meta({ description: 'Whom a mail was addressed to besides, and who did not become watchers by it' }),
    mail: entryMail.nullable().meta({ description: 'The mail it came by, as far as it came by one' }),
    mergedFrom: z.int().nullable().meta({ description: 'The merged ticket that it was written on' }),
    movedTo: z.int().nullable().meta({ description: 'The ticket that a split took it to' }),
    editedAt: instant.nullable(),
    editedBy: person.nullable(),
    redactedAt: instant.nullable().meta({ description: 'Since when its words are gone for good' }),
    redactedBy: person.nullable(),
    version,
  })
  .meta({ id: 'TimelineEntry' })

export const ticketInput = z
  .strictObject({
    clientId: id.optional(),
    contactId: id.optional(),
    templateId: id.optional().meta({ description: 'A ticket template, which fills what is left out here' }),
    subject: line(500).optional(),
    descriptionText: text.optional(),
    descriptionHtml: text.optional(),
    priority: z.enum(priorities).optional(),
    assigneeId: id.optional(),
    assetIds: assetIds.optional(),
    watchers: watchers.optional(),
    tags: tags.optional(),
    billable: z.boolean().optional(),
    attachmentIds: attachmentIds.optional(),
    categoryId: id.optional(),
    customFields: customFields.optional(),
    due: instant.optional(),
    externalReference: externalReference.optional(),
  })
  .refine(input => input.subject !== undefined || input.templateId !== undefined, {
    path: ['subject'],
    message: 'is needed where no template is given',
  })
  .refine(input => input.clientId !== undefined || input.contactId !== undefined, {
    path: ['clientId'],
    message: 'is needed where no contact is given',
  })
  .refine(input => input.templateId !== undefined || hasEither(input), {
    path: ['descriptionText'],
    message: 'is needed where no template is given',
  })
  .refine(input => input.descriptionText === undefined || input.descriptionHtml === undefined, {
    path: ['descriptionText'],
    message: 'give the description as text or as HTML',
  })

export const ticketChange = z
  .strictObject({
    subject: line(500),
    status: z.enum(statuses),
    statusId: id.nullable().meta({ description: 'A custom status; null leaves it for `status`' }),
    priority: z.enum(priorities),
    clientId: id.meta({
      description: 'Moves the ticket to another client: contact, watchers and assets of the old one go',
    }),
    assigneeId: id.nullable(),
    contactId: id.nullable(),
    categoryId: id.nullable(),
    tags,
    assetIds,
    watchers,
    billable: z.boolean(),
    customFields,
    due: instant.nullable(),
    externalReference: externalReference.nullable(),
  })
  .partial()
  .refine(change => change.status === undefined || change.statusId === undefined, oneStatus)

export const replyInput = z
  .strictObject({
    visibility: z.enum(['public', 'internal']),
    bodyText: text.min(1).optional(),
    bodyHtml: text.min(1).optional(),
    status: z.enum(statuses).optional(),
    statusId: id.optional().meta({ description: 'A custom status' }),
    minutesWorked: z.int().min(0).max(100_000).optional(),
    attachmentIds: attachmentIds.optional(),
    recipients: recipients.optional(),
    holdSeconds: z.int().min(0).max(holdSecondsMax).optional().meta({
      description: 'For so long its mails are held, and it can be taken back; 0 unless told',
    }),
    fromDraft: z.literal(true).optional().meta({
      description: 'Your draft of this ticket goes with it, but for the words of the other kind',
    }),
    seenReplyId: id.nullable().optional().meta({
      description:
        'The ticket’s `lastReplyId` as the writer saw it: a public reply that came since refuses this one',
    }),
    evenIfOvertaken: z.literal(true).optional(),
  })
  .refine(reply => reply.status === undefined || reply.statusId === undefined, oneStatus)
  .refine(oneOf('bodyText', 'bodyHtml'), {
    path: ['bodyText'],
    message: 'give the words as text or as HTML',
  })

const uploadErrors = ['attachment.used', 'attachment.not-uploaded'] as const

/** What every change of a ticket can meet. */
export const ticketErrors = [
  'resource.missing',
  'ticket.closed',
  'ticket.transition',
  'ticket.tasks-open',
  'version.stale',
  'write.conflict',
] as const

export const listTickets = operation({
  id: 'listTickets',
  method: 'get',
  path: '/tickets',
  summary: 'Tickets: newest first; by status alone, last touched first; any other list, live ones first',
  tag: 'Tickets',
  permission: 'tickets:read',
  query: z.strictObject({
    ...pageQuery,
    status: z
      .string()
      .transform(list => [...new Set(list.split(','))])
      .pipe(z.array(z.enum(statuses)))
      .optional()
      .meta({ description: 'One status, or several with commas between' }),
    ...narrowing,
    assigneeId: id.optional().meta({ description: 'An agent’s id, or `none`' }),
    billable: z.stringbool({ truthy: ['true'], falsy: ['false'], case: 'sensitive' }).optional(),
    waiting: z
      .literal('true')
      .transform(() => true as const)
      .optional()
      .meta({ description: waitingMeans }),
  }),
  answer: { status: 200, schema: listOf(ticketRowAnswer), description: 'A page of tickets' },
  expands: ticketExpansions,
  errors: ['cursor.invalid', 'list.too-broad', 'resource.missing'],
})

export const openTicket = operation({
  id: 'openTicket',
  method: 'post',
  path: '/tickets',
  summary: 'Opens a ticket',
  tag: 'Tickets',
  permission: 'tickets:write',
  body: ticketInput,
  answer: { status: 201, schema: ticketAnswer, description: 'The ticket' },
  errors: ['contact.other-client', 'asset.other-client', ...uploadErrors],
})

export const readTicket = operation({
  id: 'readTicket',
  method: 'get',
  path: '/tickets/{number}',
  summary: 'One ticket',
  tag: 'Tickets',
  permission: 'tickets:read',
  params: numberParams,
  answer: { status: 200, schema: ticketAnswer, description: 'The ticket' },
  expands: ticketExpansions,
  errors: ['resource.missing'],
})

export const changeTicket = operation({
  id: 'changeTicket',
  method: 'patch',
  path: '/tickets/{number}',
  summary: 'Changes a ticket; each change is recorded on its timeline',
  tag: 'Tickets',
  permission: 'tickets:write',
  params: numberParams,
  body: ticketChange,
  answer: { status: 200, schema: ticketAnswer, description: 'The ticket as it is now' },
  errors: [...ticketErrors, 'contact.other-client', 'asset.other-client'],
})

export const readTimeline = operation({
  id: 'readTimeline',
  method: 'get',
  path: '/tickets/{number}/timeline',
  summary: 'The timeline, oldest first unless asked otherwise; the description is the first entry',
  tag: 'Tickets',
  permission: 'tickets:read',
  params: numberParams,
  query: z.strictObject({
    ...pageQuery,
    order: z.enum(['oldest', 'newest']).optional().meta({ description: 'Which comes first' }),
    kind: z
      .string()
      .transform(list => [...new Set(list.split(','))])
      .pipe(z.array(z.enum(['reply', 'note', 'activity', 'mail-event'])))
      .optional()
      .meta({ description: 'One kind of entry, or several with commas between; a page can then be short' }),
  }),
  answer: { status: 200, schema: listOf(entryAnswer), description: 'A page of the timeline' },
  errors: ['resource.missing', 'cursor.invalid'],
})

export const readEntry = operation({
  id: 'readEntry',
  method: 'get',
  path: '/tickets/{number}/timeline/{entryId}',
  summary: 'One entry of the timeline',
  tag: 'Tickets',
  permission: 'tickets:read',
  params: numberParams.extend({ entryId: id }),
  answer: { status: 200, schema: entryAnswer, description: 'The entry' },
  errors: ['resource.missing'],
})

export const replyToTicket = operation({
  id: 'replyToTicket',
  method: 'post',
  path: '/tickets/{number}/replies',
  summary: 'Adds a public reply, which is mailed, or an internal note, which never is',
  tag: 'Tickets',
  permission: 'tickets:write',
  params: numberParams,
  body: replyInput,
  answer: { status: 201, schema: entryAnswer, description: 'The entry' },
  errors: [...ticketErrors, ...uploadErrors, 'reply.overtaken'],
})

export const resolveTicket = operation({
  id: 'resolveTicket',
  method: 'post',
  path: '/tickets/{number}/resolve',
  summary: 'Resolves a ticket; it closes by itself after the auto-close hours',
  tag: 'Tickets',
  permission: 'tickets:write',
  params: numberParams,
  answer: { status: 200, schema: ticketAnswer, description: 'The ticket as it is now' },
  errors: ticketErrors,
})

export const reopenTicket = operation({
  id: 'reopenTicket',
  method: 'post',
  path: '/tickets/{number}/reopen',
  summary: 'Opens a resolved ticket again',
  tag: 'Tickets',
  permission: 'tickets:write',
  params: numberParams,
  answer: { status: 200, schema: ticketAnswer, description: 'The ticket as it is now' },
  errors: [...ticketErrors, 'ticket.not-resolved'],
})

export const closeTicket = operation({
  id: 'closeTicket',
  method: 'post',
  path: '/tickets/{number}/close',
  summary: 'Closes a resolved ticket for good',
  tag: 'Tickets',
  permission: 'tickets:write',
  params: numberParams,
  answer: { status: 200, schema: ticketAnswer, description: 'The ticket as it is now' },
  errors: ticketErrors,
})

function hasEither(input: { descriptionText?: unknown; descriptionHtml?: unknown }): boolean {
  return input.descriptionText !== undefined || input.descriptionHtml !== undefined
}

/** Whether exactly one of two fields was given. */
export function oneOf<K extends string>(first: K, second: K) {
  return (input: Partial<Record<K, unknown>>) =>
    (input[first] === undefined) !== (input[second] === undefined)
}
