import { minutesAfter } from '../domain/instants.ts'
import type { SuppressedAddress } from '../domain/suppressed-address.ts'
import type { Table, Write } from '../runtime/table.ts'
import { listDirectory, type PageRequest, type RecordPage } from './directory.ts'
import { directories, keys, suppressedIdOf } from './keys.ts'
import { expiring, itemOf, listedIn, recordOf } from './records.ts'

type Stop = Pick<SuppressedAddress, 'reason' | 'at'>

/** An address that is nobody's contact is nobody's to look after: time lets mail to it go out again. */
const strangersKeptDays = 14

/** Until somebody lets mail go out again. */
export function suppressContact(address: string, stop: Stop): Write {
  return { put: itemOfSuppressed({ id: suppressedIdOf(address), address, ...stop }) }
}

/** For 14 days. */
export function suppressStranger(address: string, stop: Stop): Write {
  const until = minutesAfter(stop.at, strangersKeptDays * 24 * 60)
  const ends = expiring(stop.at, strangersKeptDays)
  return { put: itemOfSuppressed({ id: suppressedIdOf(address), address, ...stop, until }, ends) }
}

export function releaseAddress(address: string): Write {
  return { delete: keys.suppressed(suppressedIdOf(address)) }
}

/** By address. */
export function listSuppressed(table: Table, page: PageRequest): Promise<RecordPage<SuppressedAddress>> {
  return listDirectory<SuppressedAddress>(table, directories.suppressed, page)
}

export async function readSuppressedById(table: Table, id: string): Promise<SuppressedAddress | undefined> {
  const item = await table.get(keys.suppressed(id))
  return item && recordOf<SuppressedAddress>(item)
}

/** What is known of some addresses, at most 100, in their order. */
export async function readSuppressed(
  table: Table,
  addresses: readonly string[],
): Promise<(SuppressedAddress | undefined)[]> {
  if (addresses.length === 0) return []
  const items = await table.getMany(
    addresses.map(address => keys.suppressed(suppressedIdOf(address))),
    false,
  )
  return items.map(item => item && recordOf<SuppressedAddress>(item))
}

/** That the agents of a ticket are told of a stop; `report.repeated` where they were. */
export function tellOfStop(ticketNumber: number, address: string, { at }: Stop): Write {
  return {
    put: { ...keys.stopTold(ticketNumber, address, at), itemType: 'stop-told' },
    onlyIf: { absent: true },
    otherwise: 'report.repeated',
  }
}

function itemOfSuppressed(stop: SuppressedAddress, more: Record<string, unknown> = {}) {
  const listed = listedIn(directories.suppressed, stop.address, stop.id)
  return itemOf(keys.suppressed(stop.id), 'suppressed', stop, { ...listed, ...more })
}
