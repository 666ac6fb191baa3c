import { type Actor, personOf } from '../domain/actor.ts'
import { type Feedback, feedbackChange, type Rating, withFeedback } from '../domain/feedback.ts'
import type { PortalActor } from '../domain/portal.ts'
import type { Ticket } from '../domain/ticket.ts'
import type { Person } from '../domain/timeline.ts'
import type { Desk } from '../runtime/desk.ts'
import { appendEntry } from '../store/timeline.ts'
import { activityOf, commitEffect } from './effect.ts'
import { decidedOnNewest, portalTicketFor } from './portal-access.ts'
import { commitStep } from './ticket-step.ts'
import { assertVersion, ticketFor } from './tickets.ts'

export interface RatingInput {
  number: number
  rating: Rating
  comment?: string
}

/**
 * Notes how happy the client's side is with the work, as it told an agent or another system; the last word counts.
 * Errors: `ticket.not-resolved`, `ticket.merged`, `feedback.over`, `version.stale`.
 */
export async function rateTicket(
  desk: Desk,
  actor: Actor,
  input: RatingInput & { ifVersion?: number },
): Promise<Ticket> {
  const before = await ticketFor(desk, actor, input.number, 'tickets:write')
  assertVersion(before.version, input.ifVersion)
  return await saveRating(desk, before, input, personOf(actor))
}

/** The same by the client's side itself. */
export async function rateInPortal(desk: Desk, actor: PortalActor, input: RatingInput): Promise<void> {
  await decidedOnNewest(async () => {
    const { ticket } = await portalTicketFor(desk, actor, input.number)
    return await saveRating(desk, ticket, input, personOf(actor))
  })
}

async function saveRating(
  desk: Desk,
  before: Ticket,
  { number, rating, comment = '' }: RatingInput,
  by: Person,
): Promise<Ticket> {
  const at = desk.now()
  const words = comment.trim()
  const { kind, id, name } = by
  const feedback: Feedback = {
    rating,
    ...(words === '' ? {} : { comment: words }),
    at,
    by: { kind, ...(id === undefined ? {} : { id }), name },
  }
  const after = withFeedback(before, feedback)
  const made = `tickets/${number}`
  if (before.feedback?.rating === rating && (before.feedback.comment ?? '') === words) {
    await commitEffect(desk, [], made)
    return before
  }
  const entry = { ...activityOf(desk, feedbackChange(before, feedback), by, at), text: words }
  const writes = [await appendEntry(desk.files, number, entry)]
  return await commitStep(desk, { before, after, changes: [], writes, by, at, made })
}
