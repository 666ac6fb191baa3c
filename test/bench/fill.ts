import { priorities, statuses, type Ticket } from '../../shared/domain/ticket.ts'
import { wordsOf } from '../../shared/domain/words.ts'
import type { Write } from '../../shared/runtime/table.ts'
import { keys } from '../../shared/store/keys.ts'
import { createTicket } from '../../shared/store/tickets.ts'
import { appendEntry } from '../../shared/store/timeline.ts'
import { ticketPlace } from '../../shared/store/word-places.ts'
import type { TestDesk } from '../support/desk.ts'

/** However old a desk grows, so many of its tickets are not closed. */
export const liveTickets = 500

/** One in so many tickets has each of the clients, contacts, tags, assets and categories. */
export const oneIn = 10

/** Tickets of the size that real ones have, findable by some words, with five entries on the first. */
export async function fill(
  { desk, load }: TestDesk,
  count: number,
  shards?: readonly string[],
): Promise<void> {
  await load(writesOf(count, shards))
  for (let index = 0; index < 5; index += 1) {
    const entry = {
      id: desk.newUlid(),
      kind: 'reply' as const,
      visibility: 'public' as const,
      at: desk.now(),
      by: { kind: 'agent' as const, name: 'Alex' },
      text: 'x'.repeat(2_400),
      attachments: [],
    }
    await desk.table.commit([await appendEntry(desk.files, 1, entry)])
  }
  await desk.table.increment({ pk: 'DESK', sk: 'SETTINGS' }, 'lastTicketNumber', { by: 10_000_000 })
}

/** As long as a real one. */
export function filledId(prefix: string, group: number): string {
  return `${prefix}_01KAWV7M3Q9T5B2X8D${group}A`
}

export function filledAt(number: number): string {
  return new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString()
}

/** The words of the searches that are counted. */
const searchedWords = ['backup', 'printer']

function* writesOf(count: number, shards?: readonly string[]): Iterable<Write> {
  const known = new Set<string>()
  for (let number = 1; number <= count; number += 1) {
    const ticket = filledTicket(number, number > count - liveTickets)
    yield* createTicket(ticket, shards)
    for (const word of wordsOf(ticket.subject).filter(each => searchedWords.includes(each))) {
      yield { put: { ...keys.posting(word, ticketPlace(number)), itemType: 'word' } }
      if (!known.has(word)) yield { put: { ...keys.knownWord(word), itemType: 'known-word' } }
      known.add(word)
    }
  }
}

function filledTicket(number: number, isLive: boolean): Ticket {
  const at = filledAt(number)
  const group = number % oneIn
  const turn = Math.floor(number / oneIn)
  return {
    number,
    prefix: 'TCK-',
    subject: group === 1 ? 'Backup failed on the printer server' : 'Backup failed in the main office',
    clientId: filledId('clt', group),
    clientName: 'Northwind Traders',
    contactId: filledId('con', group),
    contactName: 'Anna Berg',
    contactEmail: 'anna.berg@northwind.example',
    ...(turn % 2 === 0 ? { assigneeId: filledId('agt', 1), assigneeName: 'Dana Frost' } : {}),
    status: isLive ? (statuses[turn % 4] ?? 'open') : 'closed',
    priority: priorities[turn % 4] ?? 'medium',
    categoryId: filledId('cat', group),
    categoryName: 'Hardware',
    source: 'email',
    billable: true,
    assetIds: [filledId('ast', group)],
    tags: [`fill-${group}`],
    watchers: [],
    minutesWorked: 0,
    ...(turn % 4 < 2 ? { due: filledAt(number + 1_000) } : {}),
    createdAt: at,
    updatedAt: at,
    lastReplyBy: 'client',
    version: 1,
  }
}
