import type { Client } from '../domain/people.ts'
import { referenceIn, wordsOf } from '../domain/words.ts'
import type { Table } from '../runtime/table.ts'
import { readClients } from './clients.ts'
import type { RecordPage } from './directory.ts'
import { type NamedThing, readNames } from './named-things.ts'
import { readSegments, type Segment } from './segments.ts'
import { ticketSegments } from './ticket-lists.ts'
import type { TicketRow } from './tickets.ts'
import { clientPlaces, completeTerms, namedAt, namedPlaces, placesWithAll } from './word-places.ts'

export type SearchHit = NamedThing | { kind: 'ticket'; ticket: TicketRow }

export interface SearchRequest {
  q: string
  /** Whether clients, contacts and assets are looked for as well. */
  names: boolean
  /** Never shows what belongs to other clients. */
  withinClientIds?: readonly string[]
}

/**
 * One page of all that holds the words: what has them in its name, then tickets, newest first; a ticket whose
 * reference this is before anything else. Error: `list.too-broad`.
 */
export async function searchDesk(
  table: Table,
  { q, names, withinClientIds }: SearchRequest,
  page: { limit: number; after?: Record<string, unknown> },
): Promise<{ rows: SearchHit[]; next?: Record<string, unknown> }> {
  const terms = wordsOf(q)
  const scope = withinClientIds === undefined ? {} : { withinClientIds }
  const tickets = ticketSegments({ q, ...scope }).map(asHits)
  const named =
    terms.length === 0 || !names
      ? []
      : [withNames(terms, ({ clientId }) => withinClientIds?.includes(clientId) ?? true)]
  const segments = referenceIn(q) === undefined ? [...named, ...tickets] : [...tickets, ...named]
  return await readSegments(table, segments, page)
}

/** One page of the clients whose name has the words. Error: `list.too-broad`. */
export async function findClients(
  table: Table,
  { q, passes }: { q: string; passes: (client: Client) => boolean },
  page: { limit: number; after?: Record<string, unknown> },
): Promise<RecordPage<Client>> {
  const terms = wordsOf(q)
  if (terms.length === 0) return { records: [] }
  const segment: Segment<Client> = async (ground, { limit, after }) => {
    const upTo = typeof after === 'string' ? after : undefined
    const groups = await completeTerms(ground, terms)
    const found = await placesWithAll(ground, groups, clientPlaces, { limit, upTo })
    const ids = found.places.flatMap(place => namedAt(place)?.id ?? [])
    const clients = (await readClients(ground, ids)).filter(client => client !== undefined)
    return { rows: clients.filter(passes), ...(found.upTo === undefined ? {} : { next: found.upTo }) }
  }
  const { rows, next } = await readSegments(table, [segment], page)
  return { records: rows, ...(next === undefined ? {} : { next }) }
}

function asHits(segment: Segment<TicketRow>): Segment<SearchHit> {
  return async (table, page) => {
    const { rows, next } = await segment(table, page)
    return {
      rows: rows.map(ticket => ({ kind: 'ticket' as const, ticket })),
      ...(next === undefined ? {} : { next }),
    }
  }
}

function withNames(terms: readonly string[], passes: (thing: NamedThing) => boolean): Segment<SearchHit> {
  return async (table, { limit, after }) => {
    const upTo = typeof after === 'string' ? after : undefined
    const groups = await completeTerms(table, terms)
    const found = await placesWithAll(table, groups, namedPlaces, { limit, upTo })
    const asked = found.places.map(namedAt).filter(at => at !== undefined)
    const things = (await readNames(table, asked)).filter(thing => thing !== undefined)
    return { rows: things.filter(passes), ...(found.upTo === undefined ? {} : { next: found.upTo }) }
  }
}
