import { isDeepStrictEqual } from 'node:util'
import type { Person } from './timeline.ts'

export const eventTypes = [
  'ticket.created',
  'ticket.changed',
  'ticket.replied',
  'ticket.noted',
  'ticket.entry-changed',
  'ticket.reply-undone',
  'ticket.arrived',
  'ticket.left',
  'client.created',
  'client.changed',
  'client.deleted',
  'contact.created',
  'contact.changed',
  'contact.deleted',
  'asset.created',
  'asset.changed',
  'asset.deleted',
] as const
/** What a webhook is sent besides, when somebody tries it out. */
export const testEventType = 'webhook.test'
export type ToldType = (typeof eventTypes)[number]
export type EventType = ToldType | typeof testEventType

/** One field of what an event is about, before and after; null where it had, or has, none. */
export interface FieldChange {
  field: string
  from: unknown
  to: unknown
}

/**
 * Something that happened to a ticket, client, contact or asset, told without anybody's words: a reply is named,
 * not repeated, so that what is redacted later is not kept here.
 */
export interface DeskEvent {
  /** The same whenever the same change is told again. */
  id: string
  type: EventType
  at: string
  /** `internal` events are for the desk's own side, whatever their client. */
  visibility: 'public' | 'internal'
  clientId?: string
  about: {
    kind: 'ticket' | 'client' | 'contact' | 'asset' | 'webhook'
    /** A ticket's is its number. */
    id: string
    reference?: string
    version?: number
  }
  /** The timeline entry, where the event is about one. */
  entry?: { id: string; by: Pick<Person, 'kind' | 'id' | 'name'> }
  changes: FieldChange[]
}

/** The fields that events tell of: what the API shows, without counters of its own and copies of names. */
export const eventFields = {
  ticket: [
    'subject',
    'status',
    'statusId',
    'priority',
    'categoryId',
    'clientId',
    'contactId',
    'assigneeId',
    'source',
    'billable',
    'assetIds',
    'tags',
    'watchers',
    'due',
    'externalReference',
    'customFields',
    'links',
    'tasksOpen',
    'requiredTasksOpen',
    'minutesWorked',
    'firstResponseAt',
    'resolvedAt',
    'autoCloseAt',
    'closedAt',
    'mergedInto',
    'mergedFrom',
    'followUpOf',
    'feedback',
  ],
  client: ['name', 'domains', 'hourlyRate', 'archivedAt'],
  contact: [
    'clientId',
    'name',
    'email',
    'roles',
    'undeliverableAt',
    'complainedAt',
    'suppressedAt',
    'archivedAt',
  ],
  asset: ['clientId', 'name', 'type', 'archivedAt'],
} as const

/** The fields that differ between two states of a thing; a state that is absent has none of them. */
export function fieldsChanged(
  fields: readonly string[],
  before: object | undefined,
  after: object | undefined,
): FieldChange[] {
  return fields
    .map(field => ({ field, from: fieldOf(before, field), to: fieldOf(after, field) }))
    .filter(({ from, to }) => !isDeepStrictEqual(from, to))
}

function fieldOf(state: object | undefined, field: string): unknown {
  const held: unknown = state === undefined ? undefined : Reflect.get(state, field)
  const value = field === 'feedback' ? ratingIn(held) : held
  // An empty list says the same as none, however a record happens to be written.
  return value === undefined || (Array.isArray(value) && value.length === 0) ? null : value
}

/** Of what somebody thinks of the work the number alone: a comment is their words. */
function ratingIn(feedback: unknown): unknown {
  return typeof feedback === 'object' && feedback !== null ? Reflect.get(feedback, 'rating') : undefined
}

/** Whether an event is for somebody who is kept to some clients: theirs, and never what is internal. */
export function isForClients(event: DeskEvent, clientIds: readonly string[]): boolean {
  return event.visibility === 'public' && event.clientId !== undefined && clientIds.includes(event.clientId)
}
