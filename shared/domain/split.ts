import { DeskError, invalid } from './errors.ts'
import { assertTakesLink, withLink } from './link.ts'
import { assigneeOf, categoryOf, clientOf, requesterOf, type Ticket } from './ticket.ts'
import type { Entry } from './timeline.ts'

/** Each leaves a pointer behind: two rows of one transaction. */
export const splitEntriesMax = 40
/** A header names so many tickets that were split off. */
const splitsMax = 20

/**
 * Refuses what cannot be taken from a ticket. Errors: `request.invalid` with a pointer to the entry,
 * `split.too-many`; `links.full`, as the two tickets are linked.
 */
export function assertMaySplit(
  ticket: Ticket,
  { entries, descriptionId }: { entries: readonly Entry[]; descriptionId: string | undefined },
): void {
  for (const [index, entry] of entries.entries()) {
    const pointer = `/entryIds/${index}`
    if (entry.kind !== 'reply' && entry.kind !== 'note') throw invalid(pointer, 'is no reply or note')
    if (entry.id === descriptionId) throw invalid(pointer, 'is the description, which stays')
  }
  if ((ticket.splitInto ?? []).length >= splitsMax) {
    throw new DeskError('split.too-many', `A ticket can be split ${splitsMax} times.`)
  }
  assertTakesLink(ticket)
}

/**
 * What becomes of two tickets when entries go from one to the other: the new one is for the same client and
 * people, in the words that were chosen, and has the time they took.
 */
export function splitTicket(
  before: Ticket,
  blank: Ticket,
  facts: {
    entries: readonly Entry[]
    subject: string | undefined
    at: string
  },
): { from: Ticket; to: Ticket } {
  const { entries, subject, at } = facts
  const minutes = entries.reduce((sum, { minutesWorked = 0 }) => sum + minutesWorked, 0)
  const to: Ticket = {
    ...blank,
    ...clientOf(before),
    ...requesterOf(before),
    ...assigneeOf(before),
    ...categoryOf(before),
    subject: subject ?? before.subject,
    source: before.source,
    priority: before.priority,
    billable: before.billable,
    watchers: before.watchers,
    links: [{ number: before.number, kind: 'related' }],
    minutesWorked: minutes,
    ...lastWords(entries),
  }
  const from: Ticket = {
    ...withLink(before, { number: blank.number, kind: 'related' }),
    splitInto: [...(before.splitInto ?? []), blank.number],
    minutesWorked: before.minutesWorked - minutes,
    updatedAt: at,
    version: before.version + 1,
  }
  return { from, to }
}

/** What the header says of its public replies. */
function lastWords(entries: readonly Entry[]) {
  const replies = entries.filter(({ kind }) => kind === 'reply').sort((a, b) => (a.id < b.id ? -1 : 1))
  const last = replies.at(-1)
  const answer = replies.find(entry => !isOfClient(entry))
  return {
    ...(last === undefined
      ? {}
      : {
          lastReplyAt: last.at,
          lastReplyId: last.id,
          lastReplyBy: isOfClient(last) ? ('client' as const) : ('agent' as const),
        }),
    ...(answer === undefined ? {} : { firstResponseAt: answer.at }),
  }
}

function isOfClient({ by }: Entry): boolean {
  return by.kind === 'contact' || by.kind === 'watcher'
}
