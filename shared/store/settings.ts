import { defaultSettings, type Settings } from '../domain/settings.ts'
import type { Item, Table, Write } from '../runtime/table.ts'
import { keys } from './keys.ts'
import { itemOf, recordOf } from './records.ts'

type Stored = Settings & { lastTicketNumber: number }

/** The settings as they are; the defaults of a desk that never changed any. */
export async function readSettings(table: Table): Promise<Settings> {
  return settingsOf(await table.get(keys.settings()))
}

export function settingsOf(item: Item | undefined): Settings {
  if (item === undefined) return defaultSettings
  const { lastTicketNumber: _counter, ...settings } = { ...defaultSettings, ...recordOf<Stored>(item) }
  return settings
}

/**
 * The next ticket number together with the settings, in one round trip: the counter stands in the settings' own
 * item. A number that is then not used leaves a gap; none is ever given twice.
 */
export async function takeTicketNumber(table: Table): Promise<{ number: number; settings: Settings }> {
  const item = await table.increment(keys.settings(), 'lastTicketNumber')
  return { number: Number(item.lastTicketNumber), settings: settingsOf(item) }
}

/** Changes some settings; `version.stale` if anybody changed any since they were read. */
export function saveSettings(before: Settings, changed: Partial<Settings>): Write {
  return {
    update: keys.settings(),
    set: { ...before, ...changed, itemType: 'settings', version: before.version + 1 },
    // The counter may have made the item before any setting was changed: then it has no version yet.
    onlyIf: before.version === 0 ? { lacks: 'version' } : { equals: { version: before.version } },
    otherwise: 'version.stale',
  }
}

/** Numbers of tickets begin after this one; only for a desk that has none yet. */
export function startNumbersAfter(number: number): Write {
  return { put: itemOf(keys.settings(), 'settings', { lastTicketNumber: number }), onlyIf: { absent: true } }
}
