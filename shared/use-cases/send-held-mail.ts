import type { Desk } from '../runtime/desk.ts'
import type { Key } from '../runtime/table.ts'
import { readMail } from '../store/outbox.ts'
import { type SendOutcome, sendMail } from './send-mail.ts'

/**
 * Sends one row of the outbox, or, where it is held, has it looked at again when its time has come. A wake-up that
 * is lost costs minutes only: the sweep finds the row. Throws where the queue does not take it.
 */
export async function sendOrWait(desk: Desk, row: Key): Promise<SendOutcome> {
  const outcome = await sendMail(desk, row)
  if (outcome !== 'held') return outcome
  const { heldUntil } = (await readMail(desk.table, row)) ?? {}
  // Taken back since.
  if (heldUntil === undefined) return 'left-alone'
  await desk.heldMailWakeUps.send([JSON.stringify(row)], secondsUntil(heldUntil, desk.now()))
  return 'held'
}

/** Whole seconds, at least one: never before the instant. */
function secondsUntil(instant: string, now: string): number {
  return Math.max(1, Math.ceil((Date.parse(instant) - Date.parse(now)) / 1_000))
}
