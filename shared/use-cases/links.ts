import { type Actor, assertMay, personOf } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import { converseOf, withLink, withoutLink } from '../domain/link.ts'
import { changesBetween } from '../domain/reply.ts'
import { assertNotClosed, type LinkKind, type Ticket } from '../domain/ticket.ts'
import type { Person } from '../domain/timeline.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { readTickets, saveTicket } from '../store/tickets.ts'
import { commitEffect, recordChanges } from './effect.ts'
import { commitStep } from './ticket-step.ts'
import { assertVersion } from './tickets.ts'

interface LinkInput {
  number: number
  other: number
  /** The version of the first ticket that the writer saw. */
  ifVersion?: number
}

/**
 * Links two tickets, or says anew what they are to each other: `kind` is what the other is to this one. Both must
 * be the actor's to write, and neither closed. Errors: `ticket.closed`, `link.itself`, `links.full`, `version.stale`.
 */
export async function linkTickets(
  desk: Desk,
  actor: Actor,
  input: LinkInput & { kind: LinkKind },
): Promise<Ticket> {
  return await changeBoth(desk, actor, input, ([ticket, other]) => [
    withLink(ticket, { number: other.number, kind: input.kind }),
    withLink(other, { number: ticket.number, kind: converseOf(input.kind) }),
  ])
}

/** Takes a link off both tickets. Errors: `resource.missing` where there is none, `ticket.closed`, `version.stale`. */
export async function unlinkTickets(desk: Desk, actor: Actor, input: LinkInput): Promise<Ticket> {
  return await changeBoth(desk, actor, input, ([ticket, other]) => {
    const changed = withoutLink(ticket, other.number)
    if (changed === ticket) throw new DeskError('resource.missing')
    return [changed, withoutLink(other, ticket.number)]
  })
}

type Pair = readonly [Ticket, Ticket]

async function changeBoth(
  desk: Desk,
  actor: Actor,
  { number, other, ifVersion }: LinkInput,
  change: (pair: Pair) => Pair,
): Promise<Ticket> {
  const before = await readPair(desk, actor, number, other)
  assertVersion(before[0].version, ifVersion)
  const after = change(before)
  const made = `tickets/${number}`
  if (after[0] === before[0] && after[1] === before[1]) {
    await commitEffect(desk, [], made)
    return before[0]
  }
  for (const ticket of before) assertNotClosed(ticket)
  const [by, at] = [personOf(actor), desk.now()]
  return await commitStep(desk, {
    before: before[0],
    after: after[0],
    changes: changesBetween(before[0], after[0]),
    writes: await otherSide(desk, { before: before[1], after: after[1], by, at }),
    by,
    at,
    made,
  })
}

async function otherSide(
  desk: Desk,
  { before, after, by, at }: { before: Ticket; after: Ticket; by: Person; at: string },
): Promise<Write[]> {
  if (before === after) return []
  return [
    ...saveTicket(before, { ...after, updatedAt: at, version: before.version + 1 }),
    ...(await recordChanges(desk, before.number, { changes: changesBetween(before, after), by, at })),
  ]
}

/** Both as the actor may write to them; a ticket that is not theirs to know is answered as one that is not there. */
async function readPair(desk: Desk, actor: Actor, number: number, other: number): Promise<Pair> {
  const [ticket, linked] = await readTickets(desk.table, [number, other])
  if (ticket === undefined) throw new DeskError('resource.missing')
  assertMay(actor, 'tickets:write', ticket.clientId)
  if (linked === undefined) throw new DeskError('resource.missing')
  assertMay(actor, 'tickets:write', linked.clientId)
  return [ticket, linked]
}
