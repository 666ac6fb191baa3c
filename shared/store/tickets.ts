import type { Ticket } from '../domain/ticket.ts'
import type { Item, Key, Table, Write } from '../runtime/table.ts'
import { dueBucket, keys, listOrderOf, ticketShardOf, ticketShards } from './keys.ts'
import { firstMemberWrites } from './member-lists.ts'
import { itemOf, recordOf } from './records.ts'

/**
 * What a list shows of a ticket besides what its indexes have as keys. Together it is one attribute, `row`: a list
 * in this order, for names would be a third of a row's bytes. New ones go to the end.
 */
const rowNames = [
  'prefix',
  'subject',
  'status',
  'statusId',
  'statusName',
  'priority',
  'categoryId',
  'categoryName',
  'due',
  'clientName',
  'contactName',
  'assigneeName',
  'source',
  'createdAt',
  'lastReplyBy',
  'mergedInto',
  'tags',
] as const
type RowName = (typeof rowNames)[number]
const isRowName = new Set<string>(rowNames)

/** What a list shows of a ticket. */
export type TicketRow = Pick<
  Ticket,
  'number' | 'clientId' | 'contactId' | 'assigneeId' | 'updatedAt' | 'version' | 'billable' | RowName
>

export async function readTicket(table: Table, number: number): Promise<Ticket | undefined> {
  const item = await table.get(keys.ticket(number))
  return item && ticketOf(item)
}

/** At most 100; in the order of their numbers as given. */
export async function readTickets(
  table: Table,
  numbers: readonly number[],
  consistent = true,
): Promise<(Ticket | undefined)[]> {
  if (numbers.length === 0) return []
  const items = await table.getMany(numbers.map(keys.ticket), consistent)
  return items.map(item => item && ticketOf(item))
}

/** Refused with `number.taken` where the number is in use. */
export function createTicket(ticket: Ticket, shards = ticketShards): Write[] {
  return [
    { put: itemOfTicket(ticket, shards), onlyIf: { absent: true }, otherwise: 'number.taken' },
    ...firstMemberWrites(undefined, ticket),
  ]
}

/** Replaces the header as it was read; `version.stale` if anybody wrote to it since. */
export function saveTicket(before: Ticket, after: Ticket, shards = ticketShards): Write[] {
  return [
    {
      put: itemOfTicket(after, shards),
      onlyIf: { equals: { version: before.version } },
      otherwise: 'version.stale',
    },
    ...firstMemberWrites(before, after),
  ]
}

/** Stands in the assignee index for tickets that nobody has: the whole desk's, so it is spread like its lists. */
export function nobodyIn(shard: string): string {
  return `nobody#${shard}`
}

function itemOfTicket(ticket: Ticket, shards: readonly string[]): Item {
  const { number, assigneeId, ...rest } = ticket
  const shard = ticketShardOf(number, shards)
  const entries = Object.entries(rest)
  return itemOf(
    keys.ticket(number),
    'ticket',
    Object.fromEntries(entries.filter(([name]) => !isRowName.has(name))),
    {
      row: rowOf(ticket),
      assigneeId: assigneeId ?? nobodyIn(shard),
      ticketNumber: number,
      ticketShard: shard,
      statusShard: `${ticket.status}#${shard}`,
      priorityShard: `${ticket.priority}#${shard}`,
      listOrder: listOrderOf(ticket),
      ...(ticket.due === undefined || ticket.status === 'closed'
        ? {}
        : { dueShard: shard, dueOrder: `${ticket.due}#${number}` }),
      ...(ticket.autoCloseAt === undefined
        ? {}
        : {
            // An undone merge can bring back a time that is long past: the sweep does not look there any more.
            dueBucket: dueBucket('auto-close', later(ticket.autoCloseAt, ticket.updatedAt)),
            dueAt: `${ticket.autoCloseAt}#${number}`,
            dueKind: 'auto-close',
          }),
    },
  )
}

function later(a: string, b: string): string {
  return a < b ? b : a
}

/** The header that `createTicket` or `saveTicket` wrote. */
export function ticketOf(item: Item): Ticket {
  const {
    ticketNumber: _number,
    assigneeId: _assignee,
    dueAt: _due,
    row,
    ...rest
  } = recordOf<Omit<Ticket, RowName> & StoredRow & { ticketNumber: number; dueAt?: string }>(item)
  return { ...rest, ...fieldsOf(row), ...identityOf(item) }
}

/** The row of a list, as an index has it. */
export function ticketRowOf(item: Item): TicketRow {
  const { row, clientId, contactId, updatedAt, version } = recordOf<StoredRow & TicketRow>(item)
  return {
    ...fieldsOf(row),
    ...(clientId === undefined ? {} : { clientId }),
    ...(contactId === undefined ? {} : { contactId }),
    updatedAt,
    version,
    billable: row[rowNames.length] !== false,
    ...identityOf(item),
  }
}

interface StoredRow {
  /** The values of `rowNames`; null for what the ticket has not. Then `false` where it is not billable. */
  row: unknown[]
}

function rowOf(ticket: Ticket): unknown[] {
  return [...rowNames.map(name => ticket[name] ?? null), ...(ticket.billable ? [] : [false])]
}

function fieldsOf(row: readonly unknown[]): Pick<Ticket, RowName> {
  const entries = rowNames.map((name, index) => [name, row[index] ?? null] as const)
  // Rows are written by this module only, so their shape is trusted.
  return Object.fromEntries(entries.filter(([, value]) => value !== null)) as unknown as Pick<Ticket, RowName>
}

/** The ticket that a key of its partition belongs to. */
export function ticketNumberOf({ pk }: Pick<Key, 'pk'>): number {
  return Number(pk.slice('TICKET#'.length))
}

function identityOf(item: Item): { number: number; assigneeId?: string } {
  const { assigneeId } = item
  return {
    number: ticketNumberOf(item),
    ...(typeof assigneeId === 'string' && !assigneeId.startsWith('nobody#') ? { assigneeId } : {}),
  }
}
