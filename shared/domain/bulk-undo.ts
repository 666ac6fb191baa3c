import { moveTo, type Priority, type Status, type Ticket } from './ticket.ts'

/** What a bulk change took away from a ticket; null for what it did not have. */
export interface FormerValues {
  assigneeId?: string | null
  priority?: Priority
  categoryId?: string | null
  tags?: readonly string[]
  status?: Status
  /** The custom status that stood in the place of `status`. */
  statusId?: string
}

/** How to take back what a bulk change did to a ticket, as long as nobody wrote to it since. */
export interface Undo {
  number: number
  /** The version that the bulk change left it at. */
  version: number
  set?: FormerValues
  /** It was merged. */
  unmerge?: true
}

/** The values before of what is different after. */
export function formerValues(before: Ticket, after: Ticket): FormerValues {
  const isOtherStatus = before.status !== after.status || before.statusId !== after.statusId
  return {
    ...(before.assigneeId === after.assigneeId ? {} : { assigneeId: before.assigneeId ?? null }),
    ...(before.priority === after.priority ? {} : { priority: before.priority }),
    ...(before.categoryId === after.categoryId ? {} : { categoryId: before.categoryId ?? null }),
    ...(before.tags.join('\n') === after.tags.join('\n') ? {} : { tags: before.tags }),
    ...(isOtherStatus ? { status: before.status } : {}),
    ...(isOtherStatus && before.statusId !== undefined ? { statusId: before.statusId } : {}),
  }
}

/**
 * The ticket in a former status. What was resolved gets there by being opened, as everything does that leaves that
 * status. Errors: those of `moveTo`.
 */
export function moveBackTo(ticket: Ticket, to: Status, at: string, autoCloseHours: number): Ticket {
  const isOverOpen = ticket.status === 'resolved' && (to === 'working' || to === 'hold')
  return moveTo(isOverOpen ? moveTo(ticket, 'open', at, autoCloseHours) : ticket, to, at, autoCloseHours)
}
