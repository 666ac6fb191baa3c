import type { Desk } from '../runtime/desk.ts'
import { deliveryNamed } from '../store/deliveries.ts'
import { dueWork, sweptThrough } from '../store/due.ts'
import { readLastBatch } from '../store/feed.ts'
import { appendToFeed } from './append-to-feed.ts'

/** Which delivery a message is about; everything else is in its row. */
export interface DeliveryName {
  webhookId: string
  deliveryId: string
}

/** Asks for deliveries to be sent now. A wake-up that is lost costs time only: the sweep finds the row. */
export async function wakeDeliveries(desk: Desk, names: readonly DeliveryName[]): Promise<void> {
  try {
    await desk.wakeUps.send(names.map(name => JSON.stringify(name)))
  } catch (error) {
    desk.log.warn('Deliveries were not woken', { deliveries: names.length, why: String(error) })
  }
}

/** Wakes every delivery that is due: what no wake-up reached, and what is to be tried again. */
export async function wakeDueDeliveries(
  desk: Desk,
  mayGoOn: () => boolean = () => true,
): Promise<Record<string, number>> {
  const now = desk.now()
  const kept = await keepFeed(desk)
  let woken = 0
  let oldest: string | undefined
  for await (const page of dueWork(desk.table, 'webhooks', now)) {
    if (!mayGoOn()) return { woken, kept }
    oldest ??= page[0]?.dueAt
    await wakeDeliveries(
      desk,
      page.map(({ key }) => deliveryNamed(key)),
    )
    woken += page.length
  }
  // Woken is not sent: the next sweep must come by the oldest of them again.
  await desk.table.commit([sweptThrough('webhooks', oldest ?? now)])
  return { woken, kept }
}

/** How long before its end the feed's last batch gets a successor. */
const keptAheadDays = 30

/** Sees to it that the feed never runs empty, as its sequence goes on from its last batch; answers how many it added. */
async function keepFeed(desk: Desk): Promise<number> {
  const last = await readLastBatch(desk.table)
  if (
    last === undefined ||
    last.expiresAtSeconds * 1000 > Date.parse(desk.now()) + keptAheadDays * 86_400_000
  )
    return 0
  await appendToFeed(desk, [])
  return 1
}
