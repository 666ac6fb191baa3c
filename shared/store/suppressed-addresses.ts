import { minutesAfter } from '../domain/instants.ts'
import type { SuppressionReason } from '../domain/outbox.ts'
import type { Table, Write } from '../runtime/table.ts'
import { keys } from './keys.ts'
import { expiring, itemOf, recordOf } from './records.ts'

/** An address that mail is not sent to. */
export interface Suppressed {
  reason: Extract<SuppressionReason, 'address-bounced' | 'address-complained'>
  at: string
  /** Absent for a contact's: until somebody lets mail go out again. */
  until?: string
}

/** An address that is nobody's contact has nobody who could let mail to it go out again: time does. */
const strangersKeptDays = 14

/** Until somebody lets mail go out again. */
export function suppressContact(address: string, stop: Omit<Suppressed, 'until'>): Write {
  return { put: itemOf(keys.suppressed(address), 'suppressed', stop) }
}

/** For 14 days. */
export function suppressStranger(address: string, stop: Omit<Suppressed, 'until'>): Write {
  const until = minutesAfter(stop.at, strangersKeptDays * 24 * 60)
  const ends = expiring(stop.at, strangersKeptDays)
  return { put: itemOf(keys.suppressed(address), 'suppressed', { ...stop, until }, ends) }
}

/** Whether mail is stopped still: rows outlive their time a little. */
export function isStopped(stop: Suppressed | undefined, now: string): stop is Suppressed {
  return stop !== undefined && (stop.until === undefined || stop.until > now)
}

export function releaseAddress(address: string): Write {
  return { delete: keys.suppressed(address) }
}

/** What is known of some addresses, at most 100, in their order. */
export async function readSuppressed(
  table: Table,
  addresses: readonly string[],
): Promise<(Suppressed | undefined)[]> {
  if (addresses.length === 0) return []
  const items = await table.getMany(addresses.map(keys.suppressed), false)
  return items.map(item => item && recordOf<Suppressed>(item))
}

/** That the agents of a ticket are told of a stop; `report.repeated` where they were. */
export function tellOfStop(ticketNumber: number, address: string, { at }: Suppressed): Write {
  return {
    put: { ...keys.stopTold(ticketNumber, address, at), itemType: 'stop-told' },
    onlyIf: { absent: true },
    otherwise: 'report.repeated',
  }
}
