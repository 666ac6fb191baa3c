import type { Client, Contact } from '../domain/people.ts'
import type { Settings } from '../domain/settings.ts'
import type { Table, Write } from '../runtime/table.ts'
import { keys } from './keys.ts'
import { expiring, itemOf, recordOf } from './records.ts'
import { settingsOf } from './settings.ts'

/** A contact who is signed in to the portal. */
export interface PortalSession {
  contactId: string
  createdAt: string
  expiresAt: string
}

export function createPortalSession(token: string, session: PortalSession): Write {
  return {
    put: itemOf(keys.portalSession(token), 'portal-session', session, expiring(session.expiresAt, 1)),
    onlyIf: { absent: true },
  }
}

export function endPortalSession(token: string): Write {
  return { delete: keys.portalSession(token) }
}

/** A contact and their client, and the desk they are of, in one round trip. */
export interface PortalGround {
  settings: Settings
  contact: Contact | undefined
  client: Client | undefined
}

/** The session and what it stands on, in one round trip; undefined where there is no such session. */
export async function readPortalSession(
  table: Table,
  named: { token: string; contactId: string; clientId: string },
): Promise<(PortalGround & { session: PortalSession }) | undefined> {
  const [session, contact, client, settings] = await table.getMany([
    keys.portalSession(named.token),
    keys.contact(named.contactId),
    keys.client(named.clientId),
    keys.settings(),
  ])
  if (session === undefined || session.contactId !== named.contactId) return undefined
  return {
    session: recordOf<PortalSession>(session),
    contact: contact && recordOf<Contact>(contact),
    client: client && recordOf<Client>(client),
    settings: settingsOf(settings),
  }
}
