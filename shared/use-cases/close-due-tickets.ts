import { DeskError } from '../domain/errors.ts'
import { moveTo } from '../domain/ticket.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Key } from '../runtime/table.ts'
import { dueKeys, sweptThrough } from '../store/due.ts'
import { readSettings } from '../store/settings.ts'
import { readTicket } from '../store/tickets.ts'
import { saveChanged } from './change-ticket.ts'

/**
 * Closes every resolved ticket whose time has come, each at the version it was read: a reply or reopen that
 * commits first wins. Stops when `mayGoOn` says so; the next tick goes on from there.
 */
export async function closeDueTickets(
  desk: Desk,
  mayGoOn: () => boolean = () => true,
): Promise<{ closed: number; skipped: number }> {
  const now = desk.now()
  const counts = { closed: 0, skipped: 0 }
  let isSwept = true
  for await (const page of dueKeys(desk.table, 'auto-close', now)) {
    for (const key of page) {
      if (!mayGoOn()) return counts
      const outcome = await closeOne(desk, key, now)
      counts[outcome === 'closed' ? 'closed' : 'skipped'] += 1
      if (outcome === 'overtaken') isSwept = false
    }
  }
  // Whoever was faster may have left the ticket due: the next sweep must come by here again.
  if (isSwept) await desk.table.commit([sweptThrough('auto-close', now)])
  return counts
}

async function closeOne(desk: Desk, key: Key, now: string): Promise<'closed' | 'not-due' | 'overtaken'> {
  const number = Number(key.pk.slice('TICKET#'.length))
  const [ticket, settings] = await Promise.all([readTicket(desk.table, number), readSettings(desk.table)])
  if (ticket?.status !== 'resolved' || ticket.autoCloseAt === undefined || ticket.autoCloseAt > now)
    return 'not-due'
  try {
    await saveChanged(desk, ticket, moveTo(ticket, 'closed', now, settings.autoCloseHours), {
      by: { kind: 'system', name: 'Auto-close' },
      at: now,
      settings,
    })
    return 'closed'
  } catch (error) {
    if (error instanceof DeskError && error.kind === 'conflict') return 'overtaken'
    throw error
  }
}
