import { type Actor, assertMay } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import { isStopped, type SuppressedAddress } from '../domain/suppressed-address.ts'
import type { Desk } from '../runtime/desk.ts'
import { readOwningContact, saveContact } from '../store/contacts.ts'
import { readEmailOwner } from '../store/email-owners.ts'
import * as store from '../store/suppressed-addresses.ts'
import { recordAudit } from './audit-log.ts'
import { withoutMailMarks } from './contacts.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'

/** The addresses that get no mail for now, in their order. */
export async function listSuppressedAddresses(
  desk: Desk,
  actor: Actor,
  page: CursorPage,
): Promise<{ addresses: SuppressedAddress[]; nextCursor: string | null }> {
  assertMay(actor, 'mail:read')
  const scope = cursorScope('suppressed-addresses', actor)
  const { records, next } = await store.listSuppressed(desk.table, await openCursor(desk, scope, page))
  const now = desk.now()
  return {
    addresses: records.filter(each => isStopped(each, now)),
    nextCursor: await sealCursor(desk, scope, next),
  }
}

export async function readSuppressedAddress(
  desk: Desk,
  actor: Actor,
  id: string,
): Promise<SuppressedAddress> {
  assertMay(actor, 'mail:read')
  return await existing(desk, id)
}

/**
 * Lets mail to an address go out again; a contact whose it is loses the marks of why it did not, in the same step.
 */
export async function releaseSuppressedAddress(desk: Desk, actor: Actor, id: string): Promise<void> {
  assertMay(actor, 'mail:write')
  const stop = await existing(desk, id)
  const contact = await readOwningContact(desk.table, await readEmailOwner(desk.table, stop.address))
  const cleared = contact && { ...withoutMailMarks(contact), version: contact.version + 1 }
  await desk.table.commit([
    store.releaseAddress(stop.address),
    ...(contact === undefined || cleared === undefined ? [] : saveContact(contact, cleared)),
    ...recordAudit(desk, actor, {
      resource: `suppressed-addresses/${id}`,
      name: stop.address,
      before: stop,
    }),
  ])
}

async function existing(desk: Desk, id: string): Promise<SuppressedAddress> {
  const stop = await store.readSuppressedById(desk.table, id)
  if (!isStopped(stop, desk.now())) throw new DeskError('resource.missing')
  return stop
}
