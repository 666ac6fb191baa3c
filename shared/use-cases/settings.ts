import { type Actor, assertMay } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import type { Settings } from '../domain/settings.ts'
import type { Desk } from '../runtime/desk.ts'
import * as store from '../store/settings.ts'

export async function readSettings(desk: Desk, actor: Actor): Promise<Settings> {
  assertMay(actor, 'settings:read', 'any')
  return await store.readSettings(desk.table)
}

export type SettingsChanges = Partial<Omit<Settings, 'version' | 'ticketPrefixes'>>

/** Changes some settings; a new prefix leaves the references under the old ones true. */
export async function changeSettings(
  desk: Desk,
  actor: Actor,
  changes: SettingsChanges,
  ifVersion?: number,
): Promise<Settings> {
  assertMay(actor, 'settings:write')
  const before = await store.readSettings(desk.table)
  if (ifVersion !== undefined && ifVersion !== before.version) throw new DeskError('version.stale')
  const { ticketPrefix } = changes
  const prefixes =
    ticketPrefix === undefined || before.ticketPrefixes.includes(ticketPrefix)
      ? before.ticketPrefixes
      : [...before.ticketPrefixes, ticketPrefix]
  await desk.table.commit([store.saveSettings(before, { ...changes, ticketPrefixes: prefixes })])
  return { ...before, ...changes, ticketPrefixes: prefixes, version: before.version + 1 }
}
