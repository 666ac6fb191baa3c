import type { Key, Table, Write } from '../runtime/table.ts'
import { type DueKind, dueBucket, keys } from './keys.ts'

/** How far back a sweep looks that never ran before. */
const firstSweepHours = 24

/** Keys of all work of one kind that is due by now, oldest first, a page at a time. */
export async function* dueKeys(table: Table, kind: DueKind, now: string): AsyncGenerator<Key[]> {
  const cursor = await table.get(keys.sweepCursor(kind))
  for (let hour = cursor === undefined ? hourBefore(now, firstSweepHours) : String(cursor.hour); hour <= now.slice(0, 13); ) {
    yield* dueInBucket(table, dueBucket(kind, hour), now)
    hour = hourBefore(`${hour}:00:00.000Z`, -1)
  }
}

/** Where the next sweep begins: an hour early, for clocks that do not quite agree. */
export function sweptThrough(kind: DueKind, now: string): Write {
  return { put: { ...keys.sweepCursor(kind), type: 'sweep-cursor', hour: hourBefore(now, 1) } }
}

async function* dueInBucket(table: Table, bucket: string, now: string): AsyncGenerator<Key[]> {
  let after: Record<string, unknown> | undefined
  do {
    const { items, next } = await table.query({
      index: 'due',
      partition: { name: 'dueBucket', value: bucket },
      range: { name: 'dueAt', to: `${now}~` },
      limit: 100,
      ...(after === undefined ? {} : { after }),
    })
    if (items.length > 0) yield items.map(({ pk, sk }) => ({ pk, sk }))
    after = next
  } while (after !== undefined)
}

/** `2026-11-24T09` so many hours before an instant. */
function hourBefore(instant: string, hours: number): string {
  return new Date(Date.parse(instant) - hours * 3_600_000).toISOString().slice(0, 13)
}
