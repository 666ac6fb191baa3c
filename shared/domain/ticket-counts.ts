import { isWaitingForUs, type Status, type Ticket } from './ticket.ts'

export type LiveStatus = Exclude<Status, 'closed'>
export const liveStatuses = ['open', 'working', 'hold', 'resolved'] as const satisfies readonly LiveStatus[]

/** What a live ticket is counted by. */
export interface Counted {
  status: LiveStatus
  clientId?: string
  assigneeId?: string
  waiting: boolean
}

/** What is counted: tickets of one status, those of them that nobody has, and those that wait for the desk. */
export type Cell = LiveStatus | `nobody-${LiveStatus}` | 'waiting'

/** Whose tickets are counted. */
export type CountsOf = 'desk' | `client#${string}` | `agent#${string}`

/** How a ticket is counted; undefined for one that is closed, which no counter holds. */
export function countedOf(ticket: Ticket): Counted | undefined {
  const { status, clientId, assigneeId } = ticket
  if (status === 'closed') return undefined
  return {
    status,
    ...(clientId === undefined ? {} : { clientId }),
    ...(assigneeId === undefined ? {} : { assigneeId }),
    waiting: isWaitingForUs(ticket),
  }
}

/** Whether two states of a ticket are counted alike. */
export function isCountedAlike(one: Counted | undefined, other: Counted | undefined): boolean {
  return (
    one?.status === other?.status &&
    one?.clientId === other?.clientId &&
    one?.assigneeId === other?.assigneeId &&
    one?.waiting === other?.waiting
  )
}

/** So much more, or less, of each cell. */
export type Counts = Partial<Record<Cell, number>>
export type CountsByOwner = Map<CountsOf, Counts>

/** Adds a ticket to the cells that it is counted in, or with -1 takes it out of them. */
export function count(totals: CountsByOwner, counted: Counted | undefined, by: 1 | -1): void {
  if (counted === undefined) return
  const { status, clientId, assigneeId, waiting } = counted
  const isNobodys = assigneeId === undefined
  const cells: Cell[] = [status, ...(waiting ? (['waiting'] as const) : [])]
  const owners: CountsOf[] = ['desk', ...(clientId === undefined ? [] : [`client#${clientId}` as const])]
  for (const of of owners) add(totals, of, isNobodys ? [...cells, `nobody-${status}`] : cells, by)
  if (!isNobodys) add(totals, `agent#${assigneeId}`, cells, by)
}

function add(totals: CountsByOwner, of: CountsOf, cells: readonly Cell[], by: number): void {
  const counts = totals.get(of) ?? {}
  for (const cell of cells) {
    const sum = (counts[cell] ?? 0) + by
    if (sum === 0) delete counts[cell]
    else counts[cell] = sum
  }
  if (Object.keys(counts).length === 0) totals.delete(of)
  else totals.set(of, counts)
}

/** Several counts together. */
export function sumOf(all: readonly Counts[], cells: readonly Cell[]): number {
  // A counter is a moment behind, and a ticket's move reaches all of its counters at once: none is below nothing.
  return Math.max(
    0,
    all.reduce((sum, counts) => sum + cells.reduce((part, cell) => part + (counts[cell] ?? 0), 0), 0),
  )
}
