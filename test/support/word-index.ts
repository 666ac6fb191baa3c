import { keys } from '../../shared/store/keys.ts'
import { indexTicketWords } from '../../shared/use-cases/index-ticket-words.ts'
import type { TestDesk } from './desk.ts'

/** Makes a new ticket findable by its words, as the stream does. */
export async function indexTicket({ desk }: Pick<TestDesk, 'desk'>, number: number): Promise<void> {
  const after = await desk.table.get(keys.ticket(number))
  if (after !== undefined) await indexTicketWords(desk, { after })
}
