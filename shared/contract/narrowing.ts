import * as z from 'zod'
import { priorities } from '../domain/ticket.ts'
import { signedTicketSorts } from '../domain/ticket-sort.ts'
import { id, instant, line } from './fields.ts'

export const waitingMeans =
  'Only what waits for the desk: the client’s side spoke last, and it is not resolved'

const from = (what: string) => instant.optional().meta({ description: `${what} at this instant or later` })
const to = (what: string) => instant.optional().meta({ description: `${what} before this instant` })

/** What narrows a list of tickets, and its order: alike in an address and in a saved view. */
export const narrowing = {
  statusId: id.optional().meta({ description: 'A custom status' }),
  clientId: id.optional(),
  contactId: id.optional(),
  assetId: id.optional(),
  priority: z.enum(priorities).optional(),
  tag: line(50).optional().meta({ description: 'Letter case aside' }),
  categoryId: id.optional(),
  createdFrom: from('Opened'),
  createdTo: to('Opened'),
  updatedFrom: from('Last touched'),
  updatedTo: to('Last touched'),
  dueFrom: from('Due'),
  dueTo: to('Due'),
  q: line(200).optional().meta({
    description: 'Words, or beginnings of words, all of which the ticket holds; or its reference',
  }),
  sort: z.enum(signedTicketSorts).optional().meta({
    description: 'Newest, last touched, most urgent or soonest due first; with `-` the other way round',
  }),
}
