/** Newest, last touched, most urgent, or soonest due first. */
export const ticketSorts = ['created', 'updated', 'priority', 'due'] as const
export type TicketSort = (typeof ticketSorts)[number]

/** An order, or with `-` before it its reverse. */
export type SignedTicketSort = TicketSort | `-${TicketSort}`

export const signedTicketSorts: readonly SignedTicketSort[] = ticketSorts.flatMap(sort => [
  sort,
  `-${sort}` as const,
])
