import { createHash } from 'node:crypto'
import {
  type DeskEvent,
  type EventType,
  eventFields,
  type FieldChange,
  fieldsChanged,
} from '../domain/desk-event.ts'
import { referenceOf, type Ticket } from '../domain/ticket.ts'
import type { Entry } from '../domain/timeline.ts'
import type { Desk } from '../runtime/desk.ts'
import { type RecordChange, type RowChange, recordChanged } from '../store/changes.ts'
import { readTickets } from '../store/tickets.ts'

type Draft = Omit<DeskEvent, 'id' | 'at'> & { at?: string }
type TicketChange = Extract<RecordChange, { kind: 'ticket' }>
type EntryChange = Extract<RecordChange, { kind: 'entry' }>
type OtherChange = Exclude<RecordChange, TicketChange | EntryChange>

/** The events that the changes amount to, in their order; the same change gives the same event ids. */
export async function deriveEvents(desk: Desk, changes: readonly RowChange[]): Promise<DeskEvent[]> {
  const known = changes.flatMap(row => {
    const record = recordChanged(row)
    return record === undefined ? [] : [{ row, record }]
  })
  const records = known.map(({ record }) => record)
  const ticketOfEntry = await ticketsOfEntries(desk, records)
  return known.flatMap(({ row, record }) =>
    draftsOf(record, ticketOfEntry).map(draft => ({ at: row.at, ...draft, id: eventId(row, draft.type) })),
  )
}

function draftsOf(record: RecordChange, ticketOfEntry: (change: EntryChange) => Ticket | undefined): Draft[] {
  switch (record.kind) {
    case 'ticket':
      return ticketDrafts(record)
    case 'entry':
      return entryDrafts(record, ticketOfEntry(record))
    case 'client':
    case 'contact':
    case 'asset':
      return otherDrafts(record)
  }
}

function ticketDrafts({ before, after }: TicketChange): Draft[] {
  if (after === undefined) return []
  const draft = draftAboutTicket(after)
  const changes = fieldsChanged(eventFields.ticket, before, after)
  const at = after.updatedAt
  if (before === undefined) return [draft('ticket.created', { at, changes })]
  if (changes.length === 0) return []
  if (before.clientId === after.clientId) return [draft('ticket.changed', { at, changes })]
  // What it was at one client is not the other's to know: each is told of its own side only.
  const arrived = fieldsChanged(eventFields.ticket, undefined, after)
  return [
    draft('ticket.changed', { at, changes, visibility: 'internal' }),
    ...(before.clientId === undefined ? [] : [leaving(before, at)]),
    ...(after.clientId === undefined ? [] : [draft('ticket.arrived', { at, changes: arrived })]),
  ]
}

function leaving(before: Ticket, at: string): Draft {
  return draftAboutTicket(before)('ticket.left', { at })
}

function entryDrafts({ before, after }: EntryChange, ticket: Ticket | undefined): Draft[] {
  const entry = before ?? after
  if (entry === undefined || ticket === undefined) return []
  // What takes an entry's place, such as the pointer to where it went, is a change of that entry.
  if (entry.kind === 'activity' || entry.kind === 'mail-event') return []
  // The words that a ticket was opened with are part of its being opened.
  if (before === undefined && entry.at === ticket.createdAt) return []
  // Words from before the ticket were said, and told of, on another one.
  const isNew = before === undefined && entry.at > ticket.createdAt
  const type = typeOfEntry(entry, { isNew, isGone: after === undefined })
  const { kind, id, name } = entry.by
  return [
    {
      ...draftAboutTicket(ticket)(type),
      visibility: entry.visibility,
      entry: { id: entry.id, by: { kind, name, ...(id === undefined ? {} : { id }) } },
      ...(isNew ? { at: entry.at } : {}),
    },
  ]
}

/** Only a reply or note that its writer takes back goes. */
function typeOfEntry({ kind }: Entry, { isNew, isGone }: { isNew: boolean; isGone: boolean }): EventType {
  if (isGone) return 'ticket.reply-undone'
  if (!isNew) return 'ticket.entry-changed'
  return kind === 'reply' ? 'ticket.replied' : 'ticket.noted'
}

function draftAboutTicket(ticket: Ticket) {
  return (
    type: EventType,
    more: { at?: string; changes?: FieldChange[]; visibility?: DeskEvent['visibility'] } = {},
  ): Draft => ({
    type,
    visibility: 'public',
    ...(ticket.clientId === undefined ? {} : { clientId: ticket.clientId }),
    about: {
      kind: 'ticket',
      id: String(ticket.number),
      reference: referenceOf(ticket),
      version: ticket.version,
    },
    changes: [],
    ...more,
  })
}

function otherDrafts(record: OtherChange): Draft[] {
  const { kind, before, after } = record
  const state = after ?? before
  if (state === undefined) return []
  const changes = fieldsChanged(eventFields[kind], before, after)
  if (changes.length === 0) return []
  const what = before === undefined ? 'created' : after === undefined ? 'deleted' : 'changed'
  return [
    {
      type: `${kind}.${what}`,
      visibility: 'public',
      clientId: 'clientId' in state ? state.clientId : state.id,
      about: { kind, id: state.id, version: state.version },
      changes,
    },
  ]
}

/**
 * The ticket that each entry belongs to: as it was written together with the entry, where the changes have it, so
 * that a reply is told to the client whose it was; else as it is now.
 */
async function ticketsOfEntries(desk: Desk, records: readonly RecordChange[]) {
  const written = records.flatMap(record =>
    record.kind === 'ticket' && record.after !== undefined ? [record.after] : [],
  )
  const together = ({ ticketNumber, after }: EntryChange) =>
    written.find(({ number, updatedAt }) => number === ticketNumber && updatedAt === after?.at)
  const unknown = records.flatMap(record =>
    record.kind === 'entry' && together(record) === undefined ? [record.ticketNumber] : [],
  )
  const numbers = [...new Set(unknown)]
  const read = await readTickets(desk.table, numbers)
  const byNumber = new Map(numbers.map((number, index) => [number, read[index]]))
  return (change: EntryChange) => together(change) ?? byNumber.get(change.ticketNumber)
}

function eventId(row: RowChange, type: EventType): string {
  return `evt_${createHash('sha256').update(`${row.id}#${type}`).digest('hex').slice(0, 26)}`
}
