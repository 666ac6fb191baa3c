import type { Visit } from '../domain/visit.ts'
import type { Table, Write } from '../runtime/table.ts'
import { keys, ticketVisits } from './keys.ts'
import { itemOf, recordOf } from './records.ts'

export async function readVisit(table: Table, ticketNumber: number, id: string): Promise<Visit | undefined> {
  const item = await table.get(keys.visit(ticketNumber, id))
  return item && recordOf<Visit>(item)
}

/** The visits of a ticket, in the order they were scheduled. */
export async function readVisits(table: Table, ticketNumber: number, limit: number): Promise<Visit[]> {
  const { items } = await table.query({
    partition: { name: 'pk', value: keys.ticket(ticketNumber).pk },
    range: { name: 'sk', ...ticketVisits },
    limit,
  })
  return items.map(item => recordOf<Visit>(item))
}

/** A visit as it is to be; `version.stale` where it is not the one that was read. */
export function saveVisit(ticketNumber: number, before: Visit | undefined, after: Visit): Write {
  return {
    put: itemOf(keys.visit(ticketNumber, after.id), 'visit', after),
    onlyIf: before === undefined ? { absent: true } : { equals: { version: before.version } },
    otherwise: 'version.stale',
  }
}

export function deleteVisit(ticketNumber: number, visit: Visit): Write {
  return {
    delete: keys.visit(ticketNumber, visit.id),
    onlyIf: { equals: { version: visit.version } },
    otherwise: 'version.stale',
  }
}
