import { DeskError } from '../domain/errors.ts'
import { defaultSettings, type Settings } from '../domain/settings.ts'
import type { Condition, Item, Table, Write } from '../runtime/table.ts'
import { keys } from './keys.ts'
import { itemOf, recordOf } from './records.ts'

type Stored = Settings & { lastTicketNumber: number }

/** The settings as they are; the defaults of a desk that never changed any. */
export async function readSettings(table: Table): Promise<Settings> {
  return settingsOf(await table.get(keys.settings()))
}

/** The settings together with the number of the last ticket; 0 where there was none. */
export async function readSettingsAndCounter(
  table: Table,
): Promise<{ settings: Settings; lastTicketNumber: number }> {
  const item = await table.get(keys.settings())
  return { settings: settingsOf(item), lastTicketNumber: Number(item?.lastTicketNumber ?? 0) }
}

export function settingsOf(item: Item | undefined): Settings {
  if (item === undefined) return defaultSettings
  const { lastTicketNumber: _counter, ...settings } = { ...defaultSettings, ...recordOf<Stored>(item) }
  return settings
}

/**
 * The next ticket number together with the settings, in one round trip: the counter stands in the settings' own
 * item. A number that is then not used leaves a gap; none is ever given twice.
 * `mayTake` throws where a desk with required custom fields refuses the ticket; then no number is taken.
 */
export async function takeTicketNumber(
  table: Table,
  mayTake?: (settings: Settings) => void,
): Promise<{ number: number; settings: Settings }> {
  const item = mayTake === undefined ? await countOn(table) : await countOnIf(table, mayTake)
  return { number: Number(item.lastTicketNumber), settings: settingsOf(item) }
}

function countOn(table: Table, onlyIf?: Condition): Promise<Item> {
  return table.increment(keys.settings(), 'lastTicketNumber', onlyIf === undefined ? {} : { onlyIf })
}

/** Only a desk that requires fields pays for asking. */
async function countOnIf(table: Table, mayTake: (settings: Settings) => void): Promise<Item> {
  try {
    return await countOn(table, { lacks: 'requiredCustomFields' })
  } catch (error) {
    if (!(error instanceof DeskError) || error.kind !== 'conflict') throw error
    mayTake(await readSettings(table))
    return await countOn(table)
  }
}

/**
 * Changes some settings; `version.stale` if anybody changed any since they were read. With `numbersAfter` the next
 * ticket gets the number after it, and the change is as stale if tickets have come as far meanwhile.
 */
export function saveSettings(before: Settings, changed: Partial<Settings>, numbersAfter?: number): Write {
  const raised = numbersAfter === undefined ? {} : { lastTicketNumber: numbersAfter }
  const { requiredCustomFields, ...rest } = { ...before, ...changed }
  return {
    update: keys.settings(),
    set: {
      ...rest,
      ...(requiredCustomFields.length === 0 ? {} : { requiredCustomFields }),
      ...raised,
      itemType: 'settings',
      version: before.version + 1,
    },
    // An attribute only of a desk that requires some: the counter asks whether it is there.
    ...(requiredCustomFields.length === 0 ? { remove: ['requiredCustomFields'] } : {}),
    onlyIf: unchangedSince(before, numbersAfter),
    otherwise: 'version.stale',
  }
}

function unchangedSince({ version }: Settings, numbersAfter: number | undefined): Condition {
  return {
    // The counter may have made the item before any setting was changed: then it has no version yet.
    ...(version === 0 ? { lacks: 'version' } : { equals: { version } }),
    ...(numbersAfter === undefined ? {} : { atMost: { lastTicketNumber: numbersAfter } }),
  }
}

/** Numbers of tickets begin after this one; only for a desk that has none yet. */
export function startNumbersAfter(number: number): Write {
  return { put: itemOf(keys.settings(), 'settings', { lastTicketNumber: number }), onlyIf: { absent: true } }
}
