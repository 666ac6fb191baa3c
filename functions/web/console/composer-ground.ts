import type { Draft } from '../../../shared/domain/draft.ts'
import type { Entry } from '../../../shared/domain/timeline.ts'
import { offerCannedReplies } from '../../../shared/use-cases/canned-replies.ts'
import { readDraftBeside } from '../../../shared/use-cases/drafts.ts'
import { ticketNumberOf, type Visit } from '../door.ts'
import { mayWriteTickets } from '../ui/view.ts'

/** What the composer of a ticket's page knows besides the ticket. */
export interface ComposerGround {
  draft: Draft
  /** The canned replies to choose from without a script; absent where nobody asked for them. */
  canned?: readonly { id: string; name: string }[]
}

/** Reads it beside the ticket itself: it takes no more time than the page does. */
export async function readComposerGround(visit: Visit): Promise<ComposerGround> {
  const { desk, agent, c } = visit
  const number = ticketNumberOf(c)
  const writes = mayWriteTickets(visit.view)
  const [draft, canned] = await Promise.all([
    readDraftBeside(desk, agent, number),
    writes && c.req.query('canned') !== undefined
      ? offerCannedReplies(desk, agent, { number, q: '' })
      : undefined,
  ])
  return {
    draft,
    ...(canned === undefined ? {} : { canned: canned.map(({ reply: { id, name } }) => ({ id, name })) }),
  }
}

/** The agent's own reply that can still be taken back. */
export function undoableOf(entries: readonly Entry[], visit: Visit): Entry | undefined {
  return entries.findLast(
    ({ undoUntil, by }) => undoUntil !== undefined && undoUntil > visit.view.now && by.id === visit.agent.id,
  )
}
