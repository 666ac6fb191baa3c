import type { Table } from '../runtime/table.ts'
import type { Segment } from './segments.ts'
import { pageOfSorted, type SortKey, sortedMembersMax, tooBroad } from './ticket-segments.ts'
import { readTickets, type TicketRow } from './tickets.ts'
import { completeTerms, placesWithAll, ticketPlaces } from './word-places.ts'

type Passes = (row: TicketRow) => boolean

/** A ticket by its number, where it is one that passes. */
export function oneTicket(number: number, passes: Passes): Segment<TicketRow> {
  return async table => {
    const [ticket] = await readTickets(table, [number], false)
    return { rows: ticket !== undefined && passes(ticket) ? [ticket] : [] }
  }
}

/** Pages of matches of which a filter refuses most are read this often. */
const roundsMax = 4

/** Tickets that hold all of the terms, the newest first. */
export function withTerms(terms: readonly string[], passes: Passes): Segment<TicketRow> {
  return async (table, { limit, after, rounds = roundsMax }) => {
    const groups = await completeTerms(table, terms)
    const rows: TicketRow[] = []
    let upTo = after as string | undefined
    for (let round = 0; round < rounds; round += 1) {
      const found = await placesWithAll(table, groups, ticketPlaces, { limit: limit - rows.length, upTo })
      rows.push(...(await rowsAt(table, found.places)).filter(passes))
      upTo = found.upTo
      if (upTo === undefined) return { rows }
      if (rows.length === limit) break
    }
    return { rows, next: upTo }
  }
}

/** Tickets that hold all of the terms, sorted. Error: `list.too-broad` where they are too many for it. */
export function withTermsSorted(
  terms: readonly string[],
  sort: { keyOf: (row: TicketRow) => SortKey; descending: boolean; passes: Passes },
): Segment<TicketRow> {
  return async (table, page) => {
    const groups = await completeTerms(table, terms)
    const places: string[] = []
    let upTo: string | undefined
    do {
      const found = await placesWithAll(table, groups, ticketPlaces, { limit: sortedMembersMax + 1, upTo })
      places.push(...found.places)
      upTo = found.upTo
      if (places.length > sortedMembersMax) throw tooBroad()
    } while (upTo !== undefined)
    const rows = (await rowsAt(table, places)).filter(sort.passes)
    return pageOfSorted(rows, sort, page)
  }
}

async function rowsAt(table: Table, places: readonly string[]): Promise<TicketRow[]> {
  const batches = Array.from({ length: Math.ceil(places.length / 100) }, (_, index) =>
    places.slice(index * 100, index * 100 + 100),
  )
  const tickets = await Promise.all(batches.map(batch => readTickets(table, batch.map(Number), false)))
  return tickets.flat().filter(ticket => ticket !== undefined)
}
