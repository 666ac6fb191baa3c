import type { ContactActor } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import { minutesAfter } from '../domain/instants.ts'
import type { Client, Contact } from '../domain/people.ts'
import { assertPortalOpen, contactActorOf, isInUse } from '../domain/portal.ts'
import type { Settings } from '../domain/settings.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { readClient } from '../store/clients.ts'
import { readContact } from '../store/contacts.ts'
import { readEmailOwner } from '../store/email-owners.ts'
import { queueMail } from '../store/outbox.ts'
import { createPortalSession, endPortalSession, readPortalSession } from '../store/portal-sessions.ts'
import { readSettings } from '../store/settings.ts'
import * as store from '../store/sign-in.ts'
import { asTyped, mailsPerHourMax, makeFlow, matches, nobody, secret, triesMax } from './sign-in.ts'

const sessionDays = 14

/**
 * Mails a one-time code and link to a contact's address. Answers the same, and writes as much, whether the address
 * is a contact's, nobody's, or that of one who is out of use; `flow` belongs to the browser that asked.
 * Errors: `sign-in.too-many`; `resource.missing` where the desk has no portal.
 */
export async function requestPortalSignIn(desk: Desk, input: { email: string }): Promise<{ flow: string }> {
  const email = input.email.trim().toLowerCase()
  assertPortalOpen(await readSettings(desk.table))
  const now = desk.now()
  const [mails, contact] = await Promise.all([
    store.countSignInMail(desk.table, email, now),
    contactWithEmail(desk, email),
  ])
  if (mails > mailsPerHourMax)
    throw new DeskError('sign-in.too-many', 'Too many codes were asked for; try again later.')
  const browser = secret()
  const { flow, flowId, code, link } = makeFlow(now, undefined, browser)
  const url = `${desk.config.publicUrl}/portal/sign-in/link?token=${flowId}.${link}`
  await desk.table.commit([
    store.createSignInFlow(flowId, { ...flow, ...(contact === undefined ? {} : { contactId: contact.id }) }),
    codeMail(desk, email, contact, { code, url, now }),
  ])
  return { flow: `${flowId}.${browser}` }
}

/** Trades the code that was mailed for a session, in the browser that asked. Error: `sign-in.refused`. */
export async function signInToPortalWithCode(
  desk: Desk,
  { flow, code }: { flow: string; code: string },
): Promise<{ session: string }> {
  const [flowId = '', browser = ''] = flow.split('.')
  const found = await store.countSignInTry(desk.table, flowId, triesMax)
  const holds = [matches(asTyped(code), found.codeSha256), matches(browser, found.browserSha256)]
  return await startSession(desk, flowId, found, holds.every(Boolean))
}

/** Trades the link that was mailed for a session, in the browser that asked. Error: `sign-in.refused`. */
export async function signInToPortalWithLink(
  desk: Desk,
  { token, flow = '' }: { token: string; flow?: string },
): Promise<{ session: string }> {
  const [flowId = '', link = ''] = token.split('.')
  const [askedId, browser = ''] = flow.split('.')
  const found = await store.countSignInTry(desk.table, flowId, triesMax)
  const holds = [
    askedId === flowId,
    matches(browser, found.browserSha256),
    matches(link, found.linkSha256),
  ].every(Boolean)
  return await startSession(desk, flowId, found, holds)
}

/** Who comes with a session, at which client, and the settings of the desk. */
export interface PortalVisitor {
  contact: ContactActor
  clientName: string
  settings: Settings
}

/** Whose a session is; undefined once it ended or expired, its contact or client is out of use, or the portal is. */
export async function readPortalVisitor(desk: Desk, session: string): Promise<PortalVisitor | undefined> {
  const [contactId = '', clientId = '', token = ''] = session.split('.')
  if (contactId === '' || clientId === '' || token === '') return undefined
  const found = await readPortalSession(desk.table, { contactId, clientId, token })
  if (found === undefined || found.session.expiresAt <= desk.now()) return undefined
  const { settings, contact, client } = found
  if (!settings.portalEnabled || !belongs(contact, client)) return undefined
  return { contact: contactActorOf(contact), clientName: client?.name ?? '', settings }
}

export async function signOutOfPortal(desk: Desk, session: string): Promise<void> {
  await desk.table.commit([endPortalSession(session.split('.')[2] ?? '')])
}

async function startSession(
  desk: Desk,
  flowId: string,
  flow: store.SignInFlow,
  holds: boolean,
): Promise<{ session: string }> {
  const now = desk.now()
  const [contact, settings] = await Promise.all([
    contactInUse(desk, flow.contactId ?? nobody),
    readSettings(desk.table),
  ])
  if (!holds || contact === undefined || flow.expiresAt <= now || !settings.portalEnabled) {
    throw new DeskError('sign-in.refused', 'This code is wrong, used or too old.')
  }
  const token = secret()
  await desk.table.commit([
    store.endSignInFlow(flowId),
    createPortalSession(token, {
      contactId: contact.id,
      createdAt: now,
      expiresAt: minutesAfter(now, sessionDays * 24 * 60),
    }),
  ])
  return { session: `${contact.id}.${contact.clientId}.${token}` }
}

/** For an address that is no contact's the row is there too, but settled already: nothing is ever sent. */
function codeMail(
  desk: Desk,
  email: string,
  contact: Contact | undefined,
  { code, url, now }: { code: string; url: string; now: string },
): Write {
  return queueMail({
    id: desk.newUlid(),
    event: 'sign-in-code',
    to: { name: contact?.name ?? '', address: email },
    signIn: { code, url, portal: true },
    state: contact === undefined ? 'failed' : 'waiting',
    attempts: 0,
    createdAt: now,
  })
}

async function contactWithEmail(desk: Desk, email: string): Promise<Contact | undefined> {
  const owner = await readEmailOwner(desk.table, email)
  return await contactInUse(desk, owner?.contactId ?? nobody)
}

/** Read one after the other for nobody as well, so that it takes as long as for somebody. */
async function contactInUse(desk: Desk, id: string): Promise<Contact | undefined> {
  const contact = await readContact(desk.table, id)
  const client = await readClient(desk.table, contact?.clientId ?? nobody)
  return belongs(contact, client) ? contact : undefined
}

function belongs(contact: Contact | undefined, client: Client | undefined): contact is Contact {
  if (contact === undefined || client === undefined) return false
  return contact.clientId === client.id && isInUse(contact) && isInUse(client)
}
