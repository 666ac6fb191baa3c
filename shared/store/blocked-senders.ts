import type { BlockedSender } from '../domain/blocked-sender.ts'
import type { Table, Write } from '../runtime/table.ts'
import { listDirectory, type PageRequest, type RecordPage } from './directory.ts'
import { directories, keys } from './keys.ts'
import { itemOf, listedIn, recordOf } from './records.ts'

export async function readBlockedSender(table: Table, id: string): Promise<BlockedSender | undefined> {
  const item = await table.get(keys.blockedSender(id))
  return item && recordOf<BlockedSender>(item)
}

/** By address or domain. */
export function listBlockedSenders(table: Table, page: PageRequest): Promise<RecordPage<BlockedSender>> {
  return listDirectory<BlockedSender>(table, directories.blockedSenders, page)
}

/** Refused with `sender.blocked` where the address or the domain is blocked already. */
export function blockSender(sender: BlockedSender): Write {
  const { id, name } = sender
  return {
    put: itemOf(
      keys.blockedSender(id),
      'blocked-sender',
      sender,
      listedIn(directories.blockedSenders, name, id),
    ),
    onlyIf: { absent: true },
    otherwise: 'sender.blocked',
  }
}

export function unblockSender({ id, version }: BlockedSender): Write {
  return { delete: keys.blockedSender(id), onlyIf: { equals: { version } }, otherwise: 'version.stale' }
}
