import type { Asset, Client, Contact } from '../domain/people.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { Entry } from '../domain/timeline.ts'
import type { Item } from '../runtime/table.ts'
import { recordOf } from './records.ts'
import { ticketOf } from './tickets.ts'

/** A change of one row, as the table's stream tells it: made without a `before`, deleted without an `after`. */
export interface RowChange {
  /** The same however often the stream tells of it. */
  id: string
  /** When the engine noted it, to the second. */
  at: string
  before?: Item
  after?: Item
}

type Both<T> = { before?: T; after?: T }

/** A change of what the desk's rows stand for. */
export type RecordChange =
  | ({ kind: 'ticket' } & Both<Ticket>)
  | ({ kind: 'entry'; ticketNumber: number } & Both<Entry>)
  | ({ kind: 'client' } & Both<Client>)
  | ({ kind: 'contact' } & Both<Contact>)
  | ({ kind: 'asset' } & Both<Asset>)

/** What changed, in the domain's terms; undefined for rows that stand for nothing people know of. */
export function recordChanged({ before, after }: RowChange): RecordChange | undefined {
  const item = after ?? before
  if (item === undefined) return undefined
  const both = <T>(read: (item: Item) => T): Both<T> => ({
    ...(before === undefined ? {} : { before: read(before) }),
    ...(after === undefined ? {} : { after: read(after) }),
  })
  switch (item.itemType) {
    case 'ticket':
      return { kind: 'ticket', ...both(ticketOf) }
    case 'entry':
      return {
        kind: 'entry',
        ticketNumber: Number(item.pk.slice('TICKET#'.length)),
        ...both(recordOf<Entry>),
      }
    case 'client':
      return { kind: 'client', ...both(recordOf<Client>) }
    case 'contact':
      return { kind: 'contact', ...both(recordOf<Contact>) }
    case 'asset':
      return { kind: 'asset', ...both(recordOf<Asset>) }
    default:
      return undefined
  }
}
