import { type Look, lookDays } from '../domain/viewer.ts'
import type { Table, Write } from '../runtime/table.ts'
import { keys } from './keys.ts'
import { expiring, itemOf, recordOf } from './records.ts'

/** As many as one read of half a unit holds, and more than look at one ticket. */
const looksMax = 60

/** Who looked at a ticket of late; in a partition of its own, so that no page of the ticket reads it along. */
export async function readLooks(table: Table, ticketNumber: number): Promise<Look[]> {
  const { items } = await table.query({
    partition: { name: 'pk', value: keys.look(ticketNumber, '').pk },
    limit: looksMax,
  })
  return items.map(item => recordOf<Look>(item))
}

/** Whoever is told of it later writes last: no condition. */
export function saveLook(ticketNumber: number, look: Look): Write {
  const key = keys.look(ticketNumber, look.agentId)
  return { put: itemOf(key, 'look', look, expiring(look.seenAt, lookDays)) }
}
