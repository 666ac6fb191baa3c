import type { Desk } from '../runtime/desk.ts'
import { leavesMembersBehind, memberListsOf, settledMembers } from '../store/member-lists.ts'
import { readTicket, ticketNumberOf, ticketOf } from '../store/tickets.ts'
import type { ItemChange } from './index-ticket-words.ts'

/**
 * Moves a ticket that was closed, or is live again, in the lists of its tags, assets and category, and does what
 * did not fit into its transaction. Where it belongs is read afresh, so a change may be told twice, or late.
 */
export async function settleMemberLists(desk: Desk, change: ItemChange): Promise<void> {
  const { after } = change
  if (after?.itemType !== 'ticket') return
  const [was, is] = [change.before && ticketOf(change.before), ticketOf(after)]
  if (!leavesMembersBehind(was, is)) return
  const ticket = await readTicket(desk.table, ticketNumberOf(after))
  if (ticket === undefined) return
  const former = [...(was === undefined ? [] : memberListsOf(was)), ...memberListsOf(is)]
  await Promise.all(settledMembers(ticket, [...new Set(former)]).map(write => desk.table.commit([write])))
}
