import { type Actor, assertMay, type Permission } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import type { Contact, ContactRole } from '../domain/people.ts'
import type { Desk } from '../runtime/desk.ts'
import * as store from '../store/contacts.ts'
import { releaseAddress } from '../store/suppressed-addresses.ts'
import { type ArchivedPage, withArchived } from './archive.ts'
import { recordAudit } from './audit-log.ts'
import { clientFor, readClient } from './clients.ts'
import { cursorScope, openCursor, sealCursor } from './cursor.ts'
import { commitAgain } from './effect.ts'
import { assertVersion } from './tickets.ts'

export interface ContactInput {
  name: string
  email: string
  roles?: readonly ContactRole[]
}

export interface ContactChanges extends Partial<ContactInput> {
  /** Lets mail to the contact go out again, and forgets why it did not. */
  suppressed?: false
  archived?: boolean
}

/** A client's contacts, by name: those in use, or those that are archived. */
export async function listContacts(
  desk: Desk,
  actor: Actor,
  clientId: string,
  { archived: isArchived = false, ...page }: ArchivedPage,
): Promise<{ contacts: Contact[]; nextCursor: string | null }> {
  await readClient(desk, actor, clientId)
  const scope = cursorScope('contacts', actor, { clientId, isArchived })
  const { records, next } = await store.listContacts(
    desk.table,
    { clientId, isArchived },
    await openCursor(desk, scope, page),
  )
  return { contacts: records, nextCursor: await sealCursor(desk, scope, next) }
}

export async function readContact(desk: Desk, actor: Actor, id: string): Promise<Contact> {
  return await contactFor(desk, actor, id, 'clients:read')
}

/** Error: `email.taken`. */
export async function createContact(
  desk: Desk,
  actor: Actor,
  clientId: string,
  input: ContactInput,
): Promise<Contact> {
  await clientFor(desk, actor, clientId, 'clients:write')
  const contact: Contact = {
    id: desk.newId('con'),
    clientId,
    name: input.name,
    email: input.email.toLowerCase(),
    roles: [...(input.roles ?? [])],
    createdAt: desk.now(),
    version: 1,
  }
  const resource = `contacts/${contact.id}`
  const audit = recordAudit(desk, actor, { resource, after: contact })
  // Whoever gives a contact this address says that mail reaches it.
  await commitAgain(
    desk,
    [...store.createContact(contact), releaseAddress(contact.email), ...audit],
    resource,
  )
  return contact
}

/** Errors: `email.taken`, `version.stale`. */
export async function changeContact(
  desk: Desk,
  actor: Actor,
  id: string,
  changes: ContactChanges,
  ifVersion?: number,
): Promise<Contact> {
  const before = await contactFor(desk, actor, id, 'clients:write')
  assertVersion(before.version, ifVersion)
  const email = changes.email?.toLowerCase() ?? before.email
  // A new address has not failed yet.
  const isFresh = changes.suppressed === false || email !== before.email
  const kept = isFresh ? withoutMailMarks(before) : before
  const after: Contact = {
    ...withArchived(kept, changes.archived, desk.now()),
    email,
    ...(changes.name === undefined ? {} : { name: changes.name }),
    ...(changes.roles === undefined ? {} : { roles: [...changes.roles] }),
    version: before.version + 1,
  }
  const audit = recordAudit(desk, actor, { resource: `contacts/${id}`, before, after })
  const released = isFresh ? [...new Set([before.email, email])].map(releaseAddress) : []
  await desk.table.commit([...store.saveContact(before, after), ...released, ...audit])
  return after
}

export async function deleteContact(desk: Desk, actor: Actor, id: string, ifVersion?: number): Promise<void> {
  const contact = await contactFor(desk, actor, id, 'clients:write')
  assertVersion(contact.version, ifVersion)
  const audit = recordAudit(desk, actor, { resource: `contacts/${id}`, before: contact })
  const released = contact.suppressedAt === undefined ? [] : [releaseAddress(contact.email)]
  await desk.table.commit([...store.deleteContact(contact), ...released, ...audit])
}

/** The contact as one whose mail never failed. */
export function withoutMailMarks(contact: Contact): Contact {
  const { undeliverableAt: _dead, complainedAt: _spam, suppressedAt: _stopped, ...rest } = contact
  return rest
}

async function contactFor(desk: Desk, actor: Actor, id: string, permission: Permission): Promise<Contact> {
  const contact = await store.readContact(desk.table, id)
  if (contact === undefined) throw new DeskError('resource.missing')
  assertMay(actor, permission, contact.clientId)
  return contact
}
