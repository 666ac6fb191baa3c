import { type Actor, assertMay } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import type { Settings } from '../domain/settings.ts'
import type { Desk } from '../runtime/desk.ts'
import * as store from '../store/settings.ts'
import { recordAudit } from './audit-log.ts'

/** The settings, and the number that the next ticket gets. */
export interface DeskSettings extends Settings {
  nextTicketNumber: number
}

export async function readSettings(desk: Desk, actor: Actor): Promise<DeskSettings> {
  assertMay(actor, 'settings:read', 'any')
  const { settings, lastTicketNumber } = await store.readSettingsAndCounter(desk.table)
  return { ...settings, nextTicketNumber: lastTicketNumber + 1 }
}

export type SettingsChanges = Partial<
  Omit<DeskSettings, 'version' | 'ticketPrefixes' | 'requiredCustomFields'>
>

/**
 * Changes some settings; a new prefix leaves the references under the old ones true, and numbers only go up.
 * Errors: `number.lower`, `version.stale`.
 */
export async function changeSettings(
  desk: Desk,
  actor: Actor,
  changes: SettingsChanges,
  ifVersion?: number,
): Promise<DeskSettings> {
  assertMay(actor, 'settings:write')
  const { settings: before, lastTicketNumber } = await store.readSettingsAndCounter(desk.table)
  if (ifVersion !== undefined && ifVersion !== before.version) throw new DeskError('version.stale')
  const { nextTicketNumber = lastTicketNumber + 1, ...rest } = changes
  assertNotLower(nextTicketNumber, lastTicketNumber)
  const { ticketPrefix } = rest
  const ticketPrefixes =
    ticketPrefix === undefined || before.ticketPrefixes.includes(ticketPrefix)
      ? before.ticketPrefixes
      : [...before.ticketPrefixes, ticketPrefix]
  const changed = { ...rest, ticketPrefixes }
  const isRaised = nextTicketNumber > lastTicketNumber + 1
  await desk.table.commit([
    store.saveSettings(before, changed, isRaised ? nextTicketNumber - 1 : undefined),
    ...recordAudit(desk, actor, {
      resource: 'settings',
      name: 'Settings',
      before: { ...before, nextTicketNumber: lastTicketNumber + 1 },
      after: { ...before, ...changed, nextTicketNumber },
    }),
  ])
  return { ...before, ...changed, nextTicketNumber, version: before.version + 1 }
}

function assertNotLower(nextTicketNumber: number, lastTicketNumber: number): void {
  if (nextTicketNumber > lastTicketNumber) return
  throw new DeskError('number.lower', `The desk has given numbers up to ${lastTicketNumber}.`, [
    { pointer: '/nextTicketNumber', message: `must be more than ${lastTicketNumber}` },
  ])
}
