import type { Ticket } from '../domain/ticket.ts'
import type { Entry } from '../domain/timeline.ts'
import { wordsOf } from '../domain/words.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Item } from '../runtime/table.ts'
import { readTicket, ticketNumberOf, ticketOf } from '../store/tickets.ts'
import { entryOfItem, readOpening } from '../store/timeline.ts'
import { changeWords } from '../store/words.ts'

/** An item of the table before and after a change, as its stream tells it. */
export interface ItemChange {
  before?: Item
  after?: Item
}

/**
 * Keeps the words of a ticket's header and of its description findable; any other change is passed over. What
 * the words are now is read afresh, so a change may be told twice, or after a later one.
 */
export async function indexTicketWords(desk: Desk, change: ItemChange): Promise<void> {
  const item = change.after ?? change.before
  const touched = wordsTouched(change)
  if (item === undefined || touched.length === 0) return
  const number = ticketNumberOf(item)
  const [ticket, description] = await Promise.all([
    readTicket(desk.table, number),
    readOpening(desk.table, number, true),
  ])
  // Only the first entry is searched: an earlier one than this shows that it was never that.
  if (item.itemType === 'entry' && description !== undefined && description.id < entryOfItem(item).id) {
    return
  }
  const wanted =
    ticket === undefined ? [] : distinct([...wordsOfHeader(ticket), ...wordsOfDescription(description)])
  const isNew = item.itemType === 'ticket' && change.before === undefined
  await changeWords(
    desk.table,
    { ticket: number },
    {
      // A new ticket comes with its description, in one transaction, and needs no event for it.
      added: isNew ? wanted : wanted.filter(word => touched.includes(word)),
      removed: touched.filter(word => !wanted.includes(word)),
    },
  )
}

/** The words that a change brought or took. */
function wordsTouched({ before, after }: ItemChange): string[] {
  const kind = (after ?? before)?.itemType
  const isNew = before === undefined
  // A new entry is no description, unless of a new ticket.
  const words = kind === 'ticket' ? headerWordsOf : kind === 'entry' && !isNew ? entryWordsOf : () => []
  const had = before === undefined ? [] : words(before)
  const has = after === undefined ? [] : words(after)
  return [...had.filter(word => !has.includes(word)), ...has.filter(word => !had.includes(word))]
}

function headerWordsOf(item: Item): string[] {
  return wordsOfHeader(ticketOf(item))
}

function entryWordsOf(item: Item): string[] {
  return wordsOfDescription(entryOfItem(item))
}

function wordsOfHeader({ subject, clientName = '', contactName = '' }: Ticket): string[] {
  return wordsOf([subject, clientName, contactName].join('\n'))
}

/** Distinct words of a description that are searched: each is a write unit. */
const descriptionWordsMax = 30

function wordsOfDescription(description: Entry | undefined): string[] {
  return wordsOf(description?.text ?? '').slice(0, descriptionWordsMax)
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)]
}
