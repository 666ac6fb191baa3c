import { DeskError, type Issue } from './errors.ts'
import type { Mailbox } from './incoming-mail.ts'

/** An agent's appointment at the client's, on a ticket. */
export interface Visit {
  id: string
  startAt: string
  endAt: string
  agentId?: string
  agentName?: string
  location?: string
  /** For everyone who is invited. */
  note?: string
  /** Who holds an invitation to it as it is now. */
  invited: Mailbox[]
  createdAt: string
  version: number
}

/** What an invitation says of a visit, as it was when it was queued: a later change sends a mail of its own. */
export type VisitNotice = Pick<Visit, 'id' | 'startAt' | 'endAt' | 'agentName' | 'location' | 'note'> & {
  /** RFC 5545, 3.8.7.4: goes up with each change. */
  sequence: number
}

export const visitsMax = 50
export const visitDaysMax = 14

/** Refuses a span that is no visit, with a pointer to each thing that is wrong. */
export function assertVisitTimes({ startAt, endAt }: Pick<Visit, 'startAt' | 'endAt'>, now: string): void {
  const issues: Issue[] = [
    ...(startAt < now ? [{ pointer: '/startAt', message: 'is in the past' }] : []),
    ...(endAt <= startAt ? [{ pointer: '/endAt', message: 'is not after startAt' }] : []),
    ...(Date.parse(endAt) - Date.parse(startAt) > visitDaysMax * 86_400_000
      ? [{ pointer: '/endAt', message: `is more than ${visitDaysMax} days after startAt` }]
      : []),
  ]
  if (issues.length > 0) throw new DeskError('request.invalid', 'This is no time for a visit.', issues)
}

/** A visit in the words of an activity; instants in UTC. */
export function visitShown({ startAt, endAt, agentName, location, note }: Visit): string {
  const parts = [`${startAt} to ${endAt}`, agentName, location, note]
  return parts.filter(part => part !== undefined).join(', ')
}

/** The span of a visit as people read it where the desk is: `Tuesday, 1 December 2026 at 10:00 to 12:00 (Europe/Amsterdam)`. */
export function visitSpan({ startAt, endAt }: Pick<Visit, 'startAt' | 'endAt'>, timeZone: string): string {
  const whole = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone })
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone })
  const hour = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone })
  const [start, end] = [new Date(startAt), new Date(endAt)]
  const until = day.format(start) === day.format(end) ? hour.format(end) : whole.format(end)
  return `${whole.format(start)} to ${until} (${timeZone})`
}

export function noticeOf(visit: Visit): VisitNotice {
  const { id, startAt, endAt, agentName, location, note, version } = visit
  return {
    id,
    startAt,
    endAt,
    ...(agentName === undefined ? {} : { agentName }),
    ...(location === undefined ? {} : { location }),
    ...(note === undefined ? {} : { note }),
    sequence: version - 1,
  }
}
