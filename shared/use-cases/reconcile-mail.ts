import type { Desk } from '../runtime/desk.ts'
import { listedThrough, readListedThrough } from '../store/mail-listing.ts'
import { readOutcomes } from '../store/mails.ts'
import { isMailKey } from './read-mail.ts'
import { storedMailMessage } from './stored-mail-message.ts'

/** A receipt may be on its way for so long. */
const youngMinutes = 15
/** Whatever is older was looked at by an earlier run. */
const windowDays = 7
/** Outcomes that are read at once. */
const batchMax = 100

/**
 * Holds the mail bucket against the outcomes, and queues what has none: its receipt got lost. Stops when it may not go
 * on, and goes on from there the next time.
 */
export async function reconcileMail(
  desk: Desk,
  mayGoOn: () => boolean = () => true,
): Promise<{ listed: number; found: number; finished: number }> {
  const now = Date.parse(desk.now())
  const isDue = (storedAt: string) => {
    const ageMinutes = (now - Date.parse(storedAt)) / 60_000
    return ageMinutes > youngMinutes && ageMinutes <= windowDays * 24 * 60
  }
  const counts = { listed: 0, found: 0, finished: 0 }
  let after = await readListedThrough(desk.table)
  do {
    const { files, next } = await desk.rawMail.list(after)
    const due = files.filter(({ key, storedAt }) => isMailKey(key) && isDue(storedAt))
    for (let first = 0; first < due.length; first += batchMax) {
      counts.found += await queueMissing(desk, due.slice(first, first + batchMax))
    }
    counts.listed += files.length
    after = next
  } while (after !== undefined && mayGoOn())
  await desk.table.commit([listedThrough(after)])
  // The alarm counts this line.
  if (counts.found > 0) desk.log.warn('Mail without an outcome was found', { found: counts.found })
  return { ...counts, finished: after === undefined ? 1 : 0 }
}

async function queueMissing(
  desk: Desk,
  stored: readonly { key: string; storedAt: string }[],
): Promise<number> {
  const outcomes = await readOutcomes(
    desk.table,
    stored.map(({ key }) => key),
  )
  const missing = stored.filter((_file, index) => outcomes[index] === undefined)
  await desk.mailWakeUps.send(
    missing.map(({ key, storedAt }) => storedMailMessage({ mailKey: key, storedAt })),
  )
  return missing.length
}
