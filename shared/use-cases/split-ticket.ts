import { type Actor, personOf } from '../domain/actor.ts'
import { invalid } from '../domain/errors.ts'
import * as rules from '../domain/split.ts'
import { assertNotClosed, blankTicket, referenceOf, type Ticket } from '../domain/ticket.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Item } from '../runtime/table.ts'
import { readClient } from '../store/clients.ts'
import { takeTicketNumber } from '../store/settings.ts'
import { createTicket, saveTicket } from '../store/tickets.ts'
import { appendEntry, entryOfItem, moveEntries, readEntryItems, readOpening } from '../store/timeline.ts'
import { activityOf, commitEffect } from './effect.ts'
import { holdClient } from './hold-client.ts'
import { maySee } from './read-ticket.ts'
import { assertVersion, ticketFor } from './tickets.ts'

export interface SplitInput {
  number: number
  /** Replies and notes of the ticket, 1 to 40. */
  entryIds: readonly string[]
  /** The ticket's own where none is given. */
  subject?: string
  ifVersion?: number
}

/**
 * Takes entries into a ticket of their own, each leaving a pointer behind; answers to their mails follow them.
 * Nobody is written to. Errors: `request.invalid`, `ticket.closed`, `split.too-many`, `links.full`, `version.stale`.
 */
export async function splitTicket(desk: Desk, actor: Actor, input: SplitInput): Promise<Ticket> {
  const before = await ticketFor(desk, actor, input.number, 'tickets:write')
  assertVersion(before.version, input.ifVersion)
  assertNotClosed(before)
  const [items, description, client] = await Promise.all([
    chosenItems(desk, actor, input),
    readOpening(desk.table, before.number),
    before.clientId === undefined ? undefined : readClient(desk.table, before.clientId),
  ])
  const entries = items.map(entryOfItem)
  rules.assertMaySplit(before, { entries, descriptionId: description?.id })
  if (client !== undefined) await holdClient(desk, client)
  const { number, settings } = await takeTicketNumber(desk.table)
  const at = desk.now()
  const by = personOf(actor)
  const blank = blankTicket({ number, subject: before.subject, source: before.source, at, settings })
  const { from, to } = rules.splitTicket(before, blank, {
    entries,
    subject: input.subject,
    at,
  })
  const activity = activityOf(desk, { field: 'split', from: referenceOf(before), to: null }, by, at)
  await commitEffect(
    desk,
    [
      ...saveTicket(before, from),
      ...createTicket(to),
      ...moveEntries({ number: before.number, items }, { number, by, at, reference: referenceOf(to) }),
      await appendEntry(desk.files, number, { ...activity, text: `Split from ${referenceOf(before)}` }),
    ],
    `tickets/${number}`,
  )
  return to
}

/** What the actor may not see does not exist for them. */
async function chosenItems(desk: Desk, actor: Actor, { number, entryIds }: SplitInput): Promise<Item[]> {
  const ids = [...new Set(entryIds)]
  const items = await readEntryItems(
    desk.table,
    ids.map(id => ({ ticketNumber: number, id })),
  )
  return items.map((item, index) => {
    if (item === undefined || !maySee(actor, entryOfItem(item))) {
      throw invalid(`/entryIds/${index}`, 'is no entry of this ticket')
    }
    return item
  })
}
