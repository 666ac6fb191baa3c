import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { readOwningContact, saveContact } from '../store/contacts.ts'
import { readEmailOwner } from '../store/email-owners.ts'

/** One mail names so many failed recipients at most; the rest of a longer list is a storm, not a report. */
const recipientsMax = 20

/** The writes that mark the contacts whose mail came back for good. */
export async function markUndeliverable(desk: Desk, addresses: readonly string[]): Promise<Write[]> {
  const writes = await Promise.all(
    [...new Set(addresses)].slice(0, recipientsMax).map(async address => {
      const owner = await readEmailOwner(desk.table, address)
      const contact = await readOwningContact(desk.table, owner)
      if (contact === undefined || contact.undeliverableAt !== undefined) return []
      return saveContact(contact, { ...contact, undeliverableAt: desk.now(), version: contact.version + 1 })
    }),
  )
  return writes.flat()
}
