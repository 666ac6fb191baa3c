import type { Table } from '../runtime/table.ts'
import { keys } from './keys.ts'
import { expiring } from './records.ts'

/** Takes so many requests of a key's minute; answers how many are taken by then, these included. */
export async function takeRequests(
  table: Table,
  keyId: string,
  { minute, count, at }: { minute: string; count: number; at: string },
): Promise<number> {
  const item = await table.increment(keys.rateWindow(keyId, minute), 'taken', {
    by: count,
    set: { itemType: 'rate-window', ...expiring(at, 1) },
  })
  return Number(item.taken)
}
