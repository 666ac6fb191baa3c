import { type Actor, assertMay, keptTo, mayDo } from '../domain/actor.ts'
import { type DeskEvent, isForClients } from '../domain/desk-event.ts'
import { DeskError } from '../domain/errors.ts'
import type { Desk } from '../runtime/desk.ts'
import { type FeedBatch, readBatches, readLastBatch } from '../store/feed.ts'
import { openCursor, sealCursor } from './cursor.ts'

export interface EventsPage {
  events: DeskEvent[]
  /** Where to go on from, now or later; never null. */
  nextCursor: string
  /** There are more already. */
  hasMore: boolean
}

/** Everything before it was read: so many events of the batch with this sequence, and all batches before. */
interface Position {
  sequence: number
  read: number
  /** There are no more events in that batch. */
  isWhole: boolean
}

const beginning: Position = { sequence: 0, read: 0, isWhole: true }

/** The cursor that stands for the end of the feed. */
export const latest = 'latest'

const batchesAtOnce = 10
/** A page of somebody who may know little reads no further than this; they go on from its cursor. */
const readsMax = 20

/**
 * Events in the order in which they became readable, from a cursor on; without one from the oldest that is kept.
 * What becomes readable later comes after every cursor given before: who goes on from cursor to cursor misses nothing.
 * Errors: `cursor.invalid`; `events.expired` where the events after the cursor are no longer all there.
 */
export async function readEvents(
  desk: Desk,
  actor: Actor,
  { after, limit }: { after?: string; limit: number },
): Promise<EventsPage> {
  assertMay(actor, 'tickets:read', 'any')
  const scope = scopeOf(actor)
  if (after === latest) {
    const last = await readLastBatch(desk.table)
    return await page(desk, scope, [], { position: endOf(last), hasMore: false })
  }
  const start = await openPosition(desk, scope, after)
  const events: DeskEvent[] = []
  let position = start ?? beginning
  let isFirst = true
  for (let read = 0; read < readsMax; read += 1) {
    const { batches, isEnd } = await readBatches(desk.table, position.sequence, batchesAtOnce)
    const live = batches.filter(batch => isKept(batch, desk.now()))
    if (isFirst && start !== undefined) assertKept(start, live[0])
    isFirst = false
    for (const batch of live) {
      const skipped = batch.sequence === position.sequence ? position.read : 0
      for (const [index, event] of batch.events.entries()) {
        if (index < skipped) continue
        if (events.length === limit) return await page(desk, scope, events, { position, hasMore: true })
        if (mayKnow(actor, event)) events.push(event)
        position = placeIn(batch, index + 1)
      }
      if (batch.events.length === 0) position = endOf(batch)
    }
    if (isEnd) return await page(desk, scope, events, { position, hasMore: false })
    if (live.length === 0) position = endOf(batches.at(-1))
  }
  return await page(desk, scope, events, { position, hasMore: true })
}

/** A reader who is kept to some clients gets their events without what is internal; clients' own take their permission. */
function mayKnow(actor: Actor, event: DeskEvent): boolean {
  if (event.about.kind !== 'ticket' && !mayDo(actor, 'clients:read')) return false
  const clientIds = keptTo(actor)
  return clientIds === undefined || isForClients(event, clientIds)
}

/**
 * Bound to what its reader may know, not to the key: a place in the feed outlives the key it was read with, and
 * says nothing to another key for the same clients.
 */
function scopeOf(actor: Actor): string {
  const clientIds = keptTo(actor)
  return JSON.stringify(['events', clientIds === undefined ? null : [...clientIds].sort()])
}

async function openPosition(
  desk: Desk,
  scope: string,
  cursor: string | undefined,
): Promise<Position | undefined> {
  if (cursor === undefined) return undefined
  const { after } = await openCursor(desk, scope, { limit: 1, cursor })
  return {
    sequence: Number(after?.sequence),
    read: Number(after?.read),
    isWhole: after?.isWhole === true,
  }
}

async function page(
  desk: Desk,
  scope: string,
  events: DeskEvent[],
  { position, hasMore }: { position: Position; hasMore: boolean },
): Promise<EventsPage> {
  const nextCursor = await sealCursor(desk, scope, { ...position })
  if (nextCursor === null) throw new Error('A position without its cursor')
  return { events, nextCursor, hasMore }
}

function endOf(batch: FeedBatch | undefined): Position {
  return batch === undefined ? beginning : placeIn(batch, batch.events.length)
}

function placeIn({ sequence, events }: FeedBatch, read: number): Position {
  return { sequence, read, isWhole: read === events.length }
}

function isKept({ expiresAtSeconds }: FeedBatch, now: string): boolean {
  return expiresAtSeconds * 1000 > Date.parse(now)
}

/** The feed counts without gaps: what does not follow on the start is not the first that came after it. */
function assertKept(start: Position, first: FeedBatch | undefined): void {
  const isThere = first !== undefined && first.sequence <= start.sequence + (start.isWhole ? 1 : 0)
  const isBeginning = start.sequence === 0 && first === undefined
  if (!isThere && !isBeginning) {
    throw new DeskError('events.expired', 'Some of the events after this cursor are no longer kept.')
  }
}
