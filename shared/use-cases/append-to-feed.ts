import type { DeskEvent } from '../domain/desk-event.ts'
import { DeskError } from '../domain/errors.ts'
import type { Desk } from '../runtime/desk.ts'
import { appendBatch, type FeedBatch, readLastBatch } from '../store/feed.ts'

/** How often a place in the feed is lost to another writer before the stream is asked to come again. */
const racesMax = 50

/** Appends events at the end of the feed, unless the batch there tells of them already. */
export async function appendToFeed(desk: Desk, events: readonly DeskEvent[]): Promise<void> {
  for (let race = 1; ; race += 1) {
    const last = await readLastBatch(desk.table)
    if (events.length > 0 && last !== undefined && tellsOf(last, events)) return
    try {
      return await desk.table.commit([appendBatch(last, events, desk.now())])
    } catch (error) {
      const isLost = error instanceof DeskError && error.code === 'write.conflict'
      if (!isLost || race === racesMax) throw error
    }
  }
}

function tellsOf({ events: told }: FeedBatch, events: readonly DeskEvent[]): boolean {
  const ids = new Set(told.map(({ id }) => id))
  return events.every(({ id }) => ids.has(id))
}
