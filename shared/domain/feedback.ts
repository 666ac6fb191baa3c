import { DeskError } from './errors.ts'
import { hoursAfter } from './instants.ts'
import { referenceOf, type Ticket } from './ticket.ts'
import type { Change, Person } from './timeline.ts'

export const ratings = [1, 2, 3, 4, 5] as const
/** From 1, very unhappy, to 5, very happy. */
export type Rating = (typeof ratings)[number]

/** How happy the client's side is with what was done; the last word of whoever gave it. */
export interface Feedback {
  rating: Rating
  comment?: string
  at: string
  by: Pick<Person, 'kind' | 'id' | 'name'>
}

export const commentCharactersMax = 1_000

/** A rating can be given, and changed, for so long after its ticket was closed. */
export const ratingDays = 14

/** Until when a closed ticket can be rated; undefined for as long as it is not closed. */
export function ratingEndsAt({ closedAt }: Pick<Ticket, 'closedAt'>): string | undefined {
  return closedAt === undefined ? undefined : hoursAfter(closedAt, ratingDays * 24)
}

/** Whether a ticket can be rated now. */
export function mayRate(ticket: Ticket, now: string): boolean {
  return refusalOf(ticket, now) === undefined
}

/**
 * The ticket with a rating: the one change that a closed ticket takes, since it is about the work and not part of
 * it. Errors: `ticket.not-resolved`, `ticket.merged`, `feedback.over`.
 */
export function withFeedback(ticket: Ticket, feedback: Feedback): Ticket {
  const refusal = refusalOf(ticket, feedback.at)
  if (refusal !== undefined) throw refusal
  return { ...ticket, feedback }
}

/** The rating as a timeline records it: the comment is the entry's words. */
export function feedbackChange(before: Ticket, { rating }: Feedback): Change {
  return {
    field: 'feedback',
    from: before.feedback === undefined ? null : String(before.feedback.rating),
    to: String(rating),
  }
}

function refusalOf(ticket: Ticket, now: string): DeskError | undefined {
  if (ticket.mergedInto !== undefined) {
    return new DeskError('ticket.merged', `${referenceOf(ticket)} was merged into another ticket.`)
  }
  if (ticket.status !== 'resolved' && ticket.status !== 'closed') {
    return new DeskError('ticket.not-resolved', 'Only a resolved or closed ticket can be rated.')
  }
  const end = ratingEndsAt(ticket)
  if (end === undefined || now < end) return undefined
  return new DeskError('feedback.over', `A ticket can be rated for ${ratingDays} days after it was closed.`)
}
