import { DeskError } from '../domain/errors.ts'
import { assertPortalOpen, mayUseTicket, type PortalActor } from '../domain/portal.ts'
import type { Settings } from '../domain/settings.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { Desk } from '../runtime/desk.ts'
import { readSettings } from '../store/settings.ts'
import { readTicket } from '../store/tickets.ts'

/**
 * The ticket, if it exists, the desk has a portal, and the ticket is the actor's there; `resource.missing` alike if
 * not.
 */
export async function portalTicketFor(
  desk: Desk,
  actor: PortalActor,
  number: number,
): Promise<{ ticket: Ticket; settings: Settings }> {
  const [ticket, settings] = await Promise.all([readTicket(desk.table, number), readSettings(desk.table)])
  assertPortalOpen(settings)
  if (ticket === undefined || !mayUseTicket(actor, ticket)) throw new DeskError('resource.missing')
  return { ticket, settings }
}

/** How often a step is decided anew because the ticket changed under it. */
const decisionsMax = 5

/**
 * Takes a step that is as right on the ticket as it is now: who comes by the portal is not asked to try again
 * because an agent saved something at the same moment.
 */
export async function decidedOnNewest<T>(step: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step()
    } catch (error) {
      const isOvertaken =
        error instanceof DeskError && (error.code === 'version.stale' || error.code === 'write.conflict')
      if (!isOvertaken || attempt === decisionsMax) throw error
    }
  }
}
