import type { Table } from '../runtime/table.ts'
import { keys } from './keys.ts'
import { expiring } from './records.ts'

/**
 * Takes so many of what somebody may do in a span of time, such as a minute; answers how many are taken by then,
 * these included.
 */
export async function takeFrom(
  table: Table,
  whose: string,
  { window, count, at }: { window: string; count: number; at: string },
): Promise<number> {
  const item = await table.increment(keys.rateWindow(whose, window), 'taken', {
    by: count,
    set: { itemType: 'rate-window', ...expiring(at, 1) },
  })
  return Number(item.taken)
}
