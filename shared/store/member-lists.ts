import type { Ticket } from '../domain/ticket.ts'
import type { Write } from '../runtime/table.ts'
import { firstLive, keys, listOrderOf, memberLists } from './keys.ts'

type Member = Pick<Ticket, 'number' | 'status' | 'tags' | 'assetIds' | 'categoryId'>

/**
 * How many places in lists one transaction changes: with two mails to each watcher and an activity per field it
 * stays within 100 items. The rest follows from the stream.
 */
export const membersInTransaction = 10

/** The lists that a ticket stands in by its tags, assets and category. */
export function memberListsOf({ tags, assetIds, categoryId }: Member): string[] {
  return [
    ...new Set([
      ...tags.map(memberLists.tag),
      ...assetIds.map(memberLists.asset),
      ...(categoryId === undefined ? [] : [memberLists.category(categoryId)]),
    ]),
  ]
}

/** What a ticket gained and lost of them, as writes for its own transaction; not more than fit into it. */
export function firstMemberWrites(before: Member | undefined, after: Member): Write[] {
  const { gained, lost } = membersChanged(before, after)
  return [
    ...gained.map((list): Write => putMember(list, after)),
    ...lost.map((list): Write => ({ delete: keys.member(list, listOrderOf(before ?? after)) })),
  ].slice(0, membersInTransaction)
}

/** Whether a change left places in lists that only the stream puts right: too many, or all of them moved. */
export function leavesMembersBehind(before: Member | undefined, after: Member): boolean {
  const { gained, lost } = membersChanged(before, after)
  const moved = before !== undefined && listOrderOf(before) !== listOrderOf(after)
  return moved || gained.length + lost.length > membersInTransaction
}

/** The writes that put right a ticket's places in all lists it stands or stood in. */
export function settledMembers(ticket: Member, formerLists: readonly string[]): Write[] {
  const lists = memberListsOf(ticket)
  const order = listOrderOf(ticket)
  const otherOrder = order >= firstLive ? ticket.number : ticket.number + firstLive
  const left = formerLists.filter(list => !lists.includes(list))
  return [
    ...lists.map(list => putMember(list, ticket)),
    ...[...lists, ...left].map((list): Write => ({ delete: keys.member(list, otherOrder) })),
    ...left.map((list): Write => ({ delete: keys.member(list, order) })),
  ]
}

function membersChanged(before: Member | undefined, after: Member): { gained: string[]; lost: string[] } {
  const had = before === undefined ? [] : memberListsOf(before)
  const has = memberListsOf(after)
  return {
    gained: has.filter(list => !had.includes(list)),
    lost: had.filter(list => !has.includes(list)),
  }
}

function putMember(list: string, member: Member): Write {
  return { put: { ...keys.member(list, listOrderOf(member)), itemType: 'member' } }
}
