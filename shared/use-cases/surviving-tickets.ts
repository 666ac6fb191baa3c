import type { Ticket } from '../domain/ticket.ts'
import type { Desk } from '../runtime/desk.ts'
import { readTickets } from '../store/tickets.ts'
import { entryOfItem, readEntryItems } from '../store/timeline.ts'

/** How far a chain of merges or splits is followed. */
const hopsMax = 20

/** Each ticket by its number, or the one it was merged into, however often; missing ones are left out. */
export async function readSurviving(desk: Desk, numbers: readonly number[]): Promise<Map<number, Ticket>> {
  const found = new Map<number, Ticket>()
  let wanted = new Map(numbers.map(number => [number, number]))
  for (let hop = 0; wanted.size > 0 && hop < hopsMax; hop += 1) {
    const asked = [...wanted]
    const tickets = await readTickets(
      desk.table,
      asked.map(([, current]) => current),
    )
    wanted = new Map()
    for (const [index, [number]] of asked.entries()) {
      const ticket = tickets[index]
      if (ticket?.mergedInto !== undefined) wanted.set(number, ticket.mergedInto)
      else if (ticket !== undefined) found.set(number, ticket)
    }
  }
  return found
}

/** Where an entry of a ticket is now, if a split took it along. */
export async function readTicketOfMoved(
  desk: Desk,
  ticketNumber: number,
  entryId: string,
): Promise<number | undefined> {
  let number = ticketNumber
  for (let hop = 0; hop < hopsMax; hop += 1) {
    const [item] = await readEntryItems(desk.table, [{ ticketNumber: number, id: entryId }])
    const movedTo = item === undefined ? undefined : entryOfItem(item).movedTo
    if (movedTo === undefined) break
    number = movedTo
  }
  return number === ticketNumber ? undefined : number
}
