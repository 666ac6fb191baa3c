import type { Key, Table, Write } from '../runtime/table.ts'
import { type DueKind, dueBucket, keys } from './keys.ts'

/** How far back a sweep looks that never ran before. */
const firstSweepHours = 24

export interface DueWork {
  key: Key
  dueAt: string
}

/** Keys of all work of one kind that is due by now, oldest first, a page at a time. */
export async function* dueKeys(table: Table, kind: DueKind, now: string): AsyncGenerator<Key[]> {
  for await (const page of dueWork(table, kind, now)) yield page.map(({ key }) => key)
}

/** The same, with the time at which each fell due. */
export async function* dueWork(table: Table, kind: DueKind, now: string): AsyncGenerator<DueWork[]> {
  const cursor = await table.get(keys.sweepCursor(kind))
  const earliest = cursor === undefined ? hourBefore(now, firstSweepHours) : String(cursor.hour)
  const latest = now.slice(0, 13)
  // A sweep that ran ahead of the clock must not hide what falls due before it.
  const recent = hourBefore(now, 1)
  let [hour = latest] = [earliest, recent].sort()
  for (; hour <= latest; hour = hourAfter(hour)) yield* dueInBucket(table, dueBucket(kind, hour), now)
}

/** Where the next sweep begins: an hour early, for clocks that do not quite agree. */
export function sweptThrough(kind: DueKind, now: string): Write {
  return { put: { ...keys.sweepCursor(kind), itemType: 'sweep-cursor', hour: hourBefore(now, 1) } }
}

async function* dueInBucket(table: Table, bucket: string, now: string): AsyncGenerator<DueWork[]> {
  let after: Record<string, unknown> | undefined
  do {
    const { items, next } = await table.query({
      index: 'due',
      partition: { name: 'dueBucket', value: bucket },
      range: { name: 'dueAt', to: `${now}~` },
      limit: 100,
      ...(after === undefined ? {} : { after }),
    })
    if (items.length > 0) yield items.map(({ pk, sk, dueAt }) => ({ key: { pk, sk }, dueAt: String(dueAt) }))
    after = next
  } while (after !== undefined)
}

function hourAfter(hour: string): string {
  return hourBefore(`${hour}:00:00.000Z`, -1)
}

/** `2026-11-24T09` so many hours before an instant. */
function hourBefore(instant: string, hours: number): string {
  return new Date(Date.parse(instant) - hours * 3_600_000).toISOString().slice(0, 13)
}
