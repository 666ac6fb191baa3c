import type { Ticket } from './ticket.ts'

/** That an agent looked at a ticket, and when last. */
export interface Look {
  agentId: string
  name: string
  seenAt: string
  /** Whether a reply was begun when it was last heard of them. */
  isWriting: boolean
  /** Whose the ticket was then: another client's agents are not told. */
  clientId?: string
}

/** Two words of a browser that get lost do not make somebody vanish. */
const viewingSeconds = 75
const spanSeconds = 30

/** Days for which it is known when somebody looked last. */
export const lookDays = 30

/** Who has the ticket open now, besides the one who asks; by name. */
export function viewersOf(
  ticket: Pick<Ticket, 'clientId'>,
  looks: readonly Look[],
  { now, except }: { now: string; except?: string | undefined },
): Look[] {
  const since = Date.parse(now) - viewingSeconds * 1000
  return looks
    .filter(({ agentId, seenAt, clientId }) => {
      return agentId !== except && clientId === ticket.clientId && Date.parse(seenAt) > since
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.agentId < b.agentId ? -1 : 1))
}

/** Whether a look is to be written down: at most once in each half minute of the clock. */
export function isNewLook(before: Pick<Look, 'seenAt'> | undefined, now: string): boolean {
  return before === undefined || spanOf(before.seenAt) !== spanOf(now)
}

function spanOf(at: string): number {
  return Math.floor(Date.parse(at) / 1000 / spanSeconds)
}
