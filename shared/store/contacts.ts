import type { Contact } from '../domain/people.ts'
import type { Table, Write } from '../runtime/table.ts'
import { countBelonging } from './clients.ts'
import { listDirectory, type PageRequest, type RecordPage } from './directory.ts'
import type { EmailOwner } from './email-owners.ts'
import { archived, directories, keys } from './keys.ts'
import { directoryFor, itemOf, listedIn, recordOf } from './records.ts'

export async function readContact(table: Table, id: string): Promise<Contact | undefined> {
  const item = await table.get(keys.contact(id))
  return item && recordOf<Contact>(item)
}

/** The contact that an address belongs to, where it is one's. */
export async function readOwningContact(
  table: Table,
  owner: EmailOwner | undefined,
): Promise<Contact | undefined> {
  return owner?.contactId === undefined ? undefined : await readContact(table, owner.contactId)
}

/** A client's contacts by name: those in use, or those that are archived. */
export function listContacts(
  table: Table,
  { clientId, isArchived = false }: { clientId: string; isArchived?: boolean },
  page: PageRequest,
): Promise<RecordPage<Contact>> {
  const inUse = directories.contacts(clientId)
  return listDirectory<Contact>(table, isArchived ? archived(inUse) : inUse, page)
}

/** Refused with `email.taken` where a contact or an agent has the address, `resource.missing` without a client. */
export function createContact(contact: Contact): Write[] {
  return [
    { put: itemOfContact(contact), onlyIf: { absent: true } },
    claimEmail(contact),
    countBelonging(contact.clientId, keys.contact(contact.id)),
  ]
}

export function saveContact(before: Contact, after: Contact): Write[] {
  return [
    {
      put: itemOfContact(after),
      onlyIf: { equals: { version: before.version } },
      otherwise: 'version.stale',
    },
    ...(before.email === after.email ? [] : [{ delete: keys.email(before.email) }, claimEmail(after)]),
  ]
}

export function deleteContact(contact: Contact): Write[] {
  return [
    {
      delete: keys.contact(contact.id),
      onlyIf: { equals: { version: contact.version } },
      otherwise: 'version.stale',
    },
    { delete: keys.email(contact.email) },
  ]
}

function claimEmail(contact: Contact): Write {
  return {
    put: {
      ...keys.email(contact.email),
      itemType: 'email',
      contactId: contact.id,
      ownerClientId: contact.clientId,
    },
    onlyIf: { absent: true },
    otherwise: 'email.taken',
  }
}

function itemOfContact(contact: Contact) {
  return itemOf(
    keys.contact(contact.id),
    'contact',
    contact,
    listedIn(directoryFor(directories.contacts(contact.clientId), contact), contact.name, contact.id),
  )
}
