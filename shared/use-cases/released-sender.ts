import { type Actor, assertMay } from '../domain/actor.ts'
import { DeskError, invalid } from '../domain/errors.ts'
import type { Author } from '../domain/inbound-mail.ts'
import type { IncomingMail } from '../domain/incoming-mail.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { createContact, readOwningContact } from '../store/contacts.ts'
import { readEmailOwner } from '../store/email-owners.ts'
import type { InboundMail } from '../store/mails.ts'
import { recordAudit } from './audit-log.ts'
import { newContact } from './draft-ticket.ts'

/**
 * Whose words a released mail is filed under: a contact of the client where the sender is one or is made one by it,
 * else nobody the desk knows; never an agent's. With the writes that register the sender.
 * Errors: `request.invalid`, `email.taken`; `resource.missing` for whoever may not add contacts.
 */
export async function authorOfReleased(
  desk: Desk,
  actor: Actor,
  facts: { held: InboundMail; mail: IncomingMail; clientId?: string; register: boolean },
): Promise<{ author: Author; writes: Write[] }> {
  const { held, mail, clientId, register } = facts
  const stranger: Author = {
    kind: 'stranger',
    mailbox: mail.from ?? { name: '', address: held.envelopeFrom },
  }
  if (register) assertMay(actor, 'clients:write')
  if (clientId === undefined) {
    if (register) throw invalid('/registerSender', 'takes a client, whose contact the sender becomes')
    return { author: stranger, writes: [] }
  }
  if (mail.from === undefined) {
    if (register) throw invalid('/registerSender', 'is not possible: the mail names no single sender')
    return { author: stranger, writes: [] }
  }
  const owner = await readEmailOwner(desk.table, mail.from.address)
  const known = await readOwningContact(desk.table, owner)
  if (known?.clientId === clientId) return { author: { kind: 'contact', contact: known }, writes: [] }
  if (!register) return { author: stranger, writes: [] }
  if (owner !== undefined) {
    const message = 'is not possible: an agent, or a contact of another client, has the address'
    throw new DeskError('email.taken', 'An agent, or a contact of another client, has this address.', [
      { pointer: '/registerSender', message },
    ])
  }
  const contact = newContact(desk, { clientId, mailbox: mail.from }, desk.now())
  const audit = recordAudit(desk, actor, { resource: `contacts/${contact.id}`, after: contact })
  return { author: { kind: 'contact', contact }, writes: [...createContact(contact), ...audit] }
}
