import { DeskError } from './errors.ts'
import type { LinkKind, Ticket, TicketLink } from './ticket.ts'

export const linksMax = 20

const converses: Record<LinkKind, LinkKind> = {
  related: 'related',
  parent: 'child',
  child: 'parent',
  blocks: 'blocked-by',
  'blocked-by': 'blocks',
}

/** What this ticket is to the other, where the other is `kind` to this one. */
export function converseOf(kind: LinkKind): LinkKind {
  return converses[kind]
}

/**
 * The ticket with a link to another, in the place of the one it had to it; the same ticket where it is linked so
 * already. Errors: `link.itself`, `links.full`.
 */
export function withLink(ticket: Ticket, link: TicketLink): Ticket {
  if (link.number === ticket.number) throw new DeskError('link.itself', 'A ticket is not linked to itself.')
  const links = ticket.links ?? []
  const present = links.find(({ number }) => number === link.number)
  if (present?.kind === link.kind) return ticket
  const others = links.filter(({ number }) => number !== link.number)
  assertTakesLink({ number: ticket.number, links: others })
  return { ...ticket, links: [...others, link] }
}

/** Refuses a link more than a ticket can have. Error: `links.full`. */
export function assertTakesLink({ number, links = [] }: Pick<Ticket, 'number' | 'links'>): void {
  if (links.length < linksMax) return
  throw new DeskError('links.full', `Ticket ${number} has ${linksMax} links, and takes no more.`)
}

/** The ticket without its link to another; the same ticket where there is none. */
export function withoutLink(ticket: Ticket, other: number): Ticket {
  const { links = [], ...rest } = ticket
  const left = links.filter(({ number }) => number !== other)
  if (left.length === links.length) return ticket
  return left.length === 0 ? rest : { ...rest, links: left }
}
