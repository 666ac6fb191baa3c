import type { Table } from '../runtime/table.ts'
import { keys } from './keys.ts'
import { recordOf } from './records.ts'

/** Whose an address is: an agent's or a contact's, never both. */
export interface EmailOwner {
  agentId?: string
  contactId?: string
  ownerClientId?: string
}

export async function readEmailOwner(table: Table, address: string): Promise<EmailOwner | undefined> {
  const item = await table.get(keys.email(address))
  return item && recordOf<EmailOwner>(item)
}
