import { isStopped, type SuppressedAddress } from '../domain/suppressed-address.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { readOwningContact, saveContact } from '../store/contacts.ts'
import { readEmailOwner } from '../store/email-owners.ts'
import { readSuppressed, suppressContact, suppressStranger } from '../store/suppressed-addresses.ts'

/**
 * The writes that stop mail to an address that SES reports as dead, or whose owner complained; none for an agent,
 * who would be locked out, and none that say what is known already.
 */
export async function stopMailTo(
  desk: Desk,
  address: string,
  reason: SuppressedAddress['reason'],
): Promise<Write[]> {
  const at = desk.now()
  const owner = await readEmailOwner(desk.table, address)
  if (owner?.agentId !== undefined) return []
  const contact = await readOwningContact(desk.table, owner)
  if (contact === undefined) return [suppressStranger(address, { reason, at })]
  const mark = reason === 'address-bounced' ? ('undeliverableAt' as const) : ('complainedAt' as const)
  if (contact.suppressedAt !== undefined && contact[mark] !== undefined) return []
  const marked = {
    ...contact,
    [mark]: contact[mark] ?? at,
    suppressedAt: contact.suppressedAt ?? at,
    version: contact.version + 1,
  }
  return [
    ...saveContact(contact, marked),
    ...(contact.suppressedAt === undefined ? [suppressContact(address, { reason, at })] : []),
  ]
}

/** Which of some addresses get no mail for now, and since when. */
export async function stoppedAddresses(
  desk: Desk,
  addresses: readonly string[],
): Promise<Map<string, SuppressedAddress>> {
  const unique = [...new Set(addresses)].slice(0, 100)
  const found = await readSuppressed(desk.table, unique)
  const now = desk.now()
  return new Map(
    unique.flatMap((address, index) => {
      const stop = found[index]
      return isStopped(stop, now) ? [[address, stop] as const] : []
    }),
  )
}
