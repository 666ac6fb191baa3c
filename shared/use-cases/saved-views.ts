import { type Actor, assertMay, mayKnowClient } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import {
  type Density,
  type SavedView,
  usualColumns,
  type ViewColumn,
  type ViewFilter,
  viewOwnerOf,
  viewsMax,
} from '../domain/saved-view.ts'
import type { SignedTicketSort } from '../domain/ticket-sort.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import * as store from '../store/saved-views.ts'
import { recordAudit } from './audit-log.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'
import { commitEffect } from './effect.ts'
import { assertNamed, knowsAgentOf } from './named-in-view.ts'
import { assertVersion } from './tickets.ts'

export interface ViewInput {
  name: string
  /** Whether it is the desk's. */
  shared?: boolean
  filter?: ViewFilter
  sort?: SignedTicketSort
  columns?: readonly ViewColumn[]
  density?: Density
  position?: number
}

export type ViewChanges = Partial<Omit<ViewInput, 'sort'>> & { sort?: SignedTicketSort | null }

/** One page of the desk's views and the actor's own, without those that name whom they may not know. */
export async function listViews(
  desk: Desk,
  actor: Actor,
  page: CursorPage,
): Promise<{ views: SavedView[]; nextCursor: string | null }> {
  assertMay(actor, 'tickets:read', 'any')
  const scope = cursorScope('views', actor)
  const opened = await openCursor(desk, scope, page)
  const { rows, next } = await store.listSavedViews(desk.table, viewOwnerOf(actor), opened)
  const known = await Promise.all(rows.map(view => isKnown(desk, actor, view)))
  return {
    views: rows.filter((_, index) => known[index]),
    nextCursor: await sealCursor(desk, scope, next),
  }
}

/** The view, if it is the desk's or the actor's own, and names nobody that they may not know. */
export async function readView(desk: Desk, actor: Actor, id: string): Promise<SavedView> {
  assertMay(actor, 'tickets:read', 'any')
  const view = await store.readSavedView(desk.table, id)
  if (view === undefined || !(await isKnown(desk, actor, view))) throw new DeskError('resource.missing')
  return view
}

/** Saves a list. Errors: `request.invalid` for what the filter names and is not there, `views.full`. */
export async function createView(desk: Desk, actor: Actor, input: ViewInput): Promise<SavedView> {
  assertMay(actor, 'tickets:read', 'any')
  const { name, shared = false, filter = {}, sort, columns = usualColumns } = input
  const { density = 'comfortable', position = 0 } = input
  const view: SavedView = {
    id: desk.newId('vew'),
    name,
    ...(shared ? {} : { owner: viewOwnerOf(actor) }),
    filter,
    ...(sort === undefined ? {} : { sort }),
    columns,
    density,
    position,
    clientIds: [],
    createdAt: desk.now(),
    version: 1,
  }
  assertMayKeep(actor, view)
  const whole = { ...view, clientIds: await assertNamed(desk, actor, filter) }
  await assertRoom(desk, whole)
  const writes = [store.createSavedView(whole), ...audit(desk, actor, undefined, whole)]
  await commitEffect(desk, writes, `views/${view.id}`)
  return whole
}

/** Errors: those of `createView`, `version.stale`. */
export async function changeView(
  desk: Desk,
  actor: Actor,
  { id, changes, ifVersion }: { id: string; changes: ViewChanges; ifVersion?: number },
): Promise<SavedView> {
  const before = await readView(desk, actor, id)
  assertMayKeep(actor, before)
  assertVersion(before.version, ifVersion)
  const { shared = before.owner === undefined, sort, filter, ...others } = changes
  const { owner: _owner, sort: formerSort, ...rest } = before
  const newSort = sort === undefined ? formerSort : (sort ?? undefined)
  const after: SavedView = {
    ...rest,
    ...others,
    ...(shared ? {} : { owner: before.owner ?? viewOwnerOf(actor) }),
    ...(newSort === undefined ? {} : { sort: newSort }),
    ...(filter === undefined ? {} : { filter, clientIds: await assertNamed(desk, actor, filter) }),
    version: before.version + 1,
  }
  assertMayKeep(actor, after)
  if (after.owner !== before.owner) await assertRoom(desk, after)
  await desk.table.commit([store.saveSavedView(before, after), ...audit(desk, actor, before, after)])
  return after
}

/** Errors: `version.stale`. */
export async function deleteView(desk: Desk, actor: Actor, id: string, ifVersion?: number): Promise<void> {
  const view = await readView(desk, actor, id)
  assertMayKeep(actor, view)
  assertVersion(view.version, ifVersion)
  await desk.table.commit([store.deleteSavedView(view), ...audit(desk, actor, view, undefined)])
}

/** The desk's views are kept by who keeps its settings; `resource.missing` alike for what is not one's own. */
function assertMayKeep(actor: Actor, { owner }: SavedView): void {
  if (owner === undefined) assertMay(actor, 'settings:write')
}

async function assertRoom(desk: Desk, { owner }: SavedView): Promise<void> {
  if ((await store.countSavedViews(desk.table, owner)) < viewsMax) return
  throw new DeskError('views.full', `There are ${viewsMax} views already; forget one first.`)
}

async function isKnown(desk: Desk, actor: Actor, view: SavedView): Promise<boolean> {
  if (view.owner !== undefined && view.owner !== viewOwnerOf(actor)) return false
  if (!view.clientIds.every(id => mayKnowClient(actor, id))) return false
  return await knowsAgentOf(desk, actor, view.filter)
}

/** What somebody keeps for themselves is no change of the desk. */
function audit(
  desk: Desk,
  actor: Actor,
  before: SavedView | undefined,
  after: SavedView | undefined,
): Write[] {
  const states = {
    ...(before === undefined || before.owner !== undefined ? {} : { before }),
    ...(after === undefined || after.owner !== undefined ? {} : { after }),
  }
  return recordAudit(desk, actor, { resource: `views/${after?.id ?? before?.id}`, ...states })
}
