import type { DeskEvent } from '../domain/desk-event.ts'
import type { Item, Table, Write } from '../runtime/table.ts'
import { feedPartition, keys } from './keys.ts'
import { expiring, itemOf } from './records.ts'

/** How long an event can be read. */
export const feedKeptDays = 90

/** Some events that became readable together. */
export interface FeedBatch {
  sequence: number
  events: DeskEvent[]
  /** After this the engine may delete it, in no order: whoever reads takes it for gone. */
  expiresAtSeconds: number
}

/** The newest batch, whoever wrote it; undefined for a feed that has none. */
export async function readLastBatch(table: Table): Promise<FeedBatch | undefined> {
  const { items } = await table.query({
    partition: { name: 'pk', value: feedPartition },
    newestFirst: true,
    limit: 1,
    consistent: true,
  })
  return items[0] && batchOf(items[0])
}

/** Up to `limit` batches from a sequence on, oldest first. */
export async function readBatches(
  table: Table,
  fromSequence: number,
  limit: number,
): Promise<{ batches: FeedBatch[]; isEnd: boolean }> {
  const { items, next } = await table.query({
    partition: { name: 'pk', value: feedPartition },
    range: { name: 'sk', from: keys.feedBatch(fromSequence).sk },
    limit,
    consistent: true,
  })
  return { batches: items.map(batchOf), isEnd: next === undefined }
}

/**
 * The write that appends a batch after the one that was read as the last; `write.conflict` where somebody else did
 * so first. So a batch is never there before the one it follows.
 */
export function appendBatch(last: FeedBatch | undefined, events: readonly DeskEvent[], at: string): Write {
  const { expiresAtSeconds } = expiring(at, feedKeptDays)
  const sequence = (last?.sequence ?? 0) + 1
  return {
    put: itemOf(keys.feedBatch(sequence), 'feed-batch', {
      events,
      // No earlier than the batch before, so that what is left always is the end of the feed.
      expiresAtSeconds: Math.max(expiresAtSeconds, last?.expiresAtSeconds ?? 0),
    }),
    onlyIf: { absent: true },
  }
}

/** Rows are written by this module only, so their shape is trusted. */
function batchOf(item: Item): FeedBatch {
  return {
    sequence: Number(item.sk),
    events: item.events as DeskEvent[],
    expiresAtSeconds: Number(item.expiresAtSeconds),
  }
}
