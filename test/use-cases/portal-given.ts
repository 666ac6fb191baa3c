import type { GuestActor } from '../../shared/domain/actor.ts'
import type { Contact } from '../../shared/domain/people.ts'
import { contactActorOf } from '../../shared/domain/portal.ts'
import { guestLinkDays, writeGuestToken } from '../../shared/mail/guest-token.ts'
import { saveContact } from '../../shared/store/contacts.ts'
import { createContact } from '../../shared/use-cases/contacts.ts'
import { openGuestLink } from '../../shared/use-cases/guest-links.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { requestPortalSignIn, signInToPortalWithCode } from '../../shared/use-cases/portal-sign-in.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { admin } from '../support/desk.ts'
import { last, mailsTo, openScene, type Scene } from './given.ts'

/** Words that only agents may ever see. */
export const canary = 'canary-7f3a-only-for-the-desk'

export type PortalScene = Scene & { tess: Contact; prim: Contact; bill: Contact; terry: Contact }

/** The scene with contacts of every role: Tess technical, Prim primary, Bill billing, Terry technical elsewhere. */
export async function openPortalScene(): Promise<PortalScene> {
  const scene = await openScene()
  scene.clock.moveTo(new Date('2026-11-23T09:05:00.000Z'))
  const person = (clientId: string, name: string, role: Contact['roles'][number]) =>
    createContact(scene.desk, admin, clientId, {
      name,
      email: `${name.toLowerCase()}@${clientId === scene.acme.id ? 'acme' : 'northwind'}.example`,
      roles: [role],
    })
  const tess = await person(scene.northwind.id, 'Tess', 'technical')
  const prim = await person(scene.northwind.id, 'Prim', 'primary')
  const bill = await person(scene.northwind.id, 'Bill', 'billing')
  const terry = await person(scene.acme.id, 'Terry', 'technical')
  return { ...scene, tess, prim, bill, terry }
}

/** A ticket of Anna's with a note on it, and a watcher from outside. */
export async function ticketOfAnna(scene: Scene, subject = 'Printer'): Promise<number> {
  const { number } = await openTicket(scene.desk, admin, {
    contactId: scene.anna.id,
    subject,
    descriptionText: 'It prints blank pages.',
    watchers: [{ email: 'vera@partner.example', name: 'Vera' }],
    tags: [canary],
  })
  await replyToTicket(scene.desk, admin, { number, visibility: 'internal', bodyText: canary })
  return number
}

/** The code that was mailed to an address last, and the link beside it. */
export function codeIn(scene: Scene, email: string): { code: string; token: string; text: string } {
  const { text } = last(mailsTo(scene, email))
  return {
    code: /^[A-Z2-9]{8}$/m.exec(text)?.[0] ?? '',
    token: /token=(\S+)/.exec(text)?.[1] ?? '',
    text,
  }
}

/** Asks for a code and reads the mail that carries it. */
export async function askedInPortal(scene: Scene, email: string) {
  const { flow } = await requestPortalSignIn(scene.desk, { email })
  await scene.sendMails()
  return { flow, ...codeIn(scene, email) }
}

/** A session of a contact, by a code. */
export async function sessionOf(scene: Scene, { email }: Contact): Promise<string> {
  const { flow, code } = await askedInPortal(scene, email)
  return (await signInToPortalWithCode(scene.desk, { flow, code })).session
}

/** The token of a link that a mail of now would bring. */
export async function guestTokenOf(
  scene: Scene,
  given: { number: number; recipient: string; clientId?: string; days?: number },
): Promise<string> {
  const { number: ticketNumber, recipient, clientId = scene.northwind.id, days = guestLinkDays } = given
  const until = Math.floor(Date.parse(scene.desk.now()) / 1_000) + days * 86_400
  return writeGuestToken({ ticketNumber, until, recipient, clientId }, await scene.desk.secrets.signingKey())
}

export async function guestOf(scene: Scene, number: number, recipient: string): Promise<GuestActor> {
  return (await openGuestLink(scene.desk, await guestTokenOf(scene, { number, recipient }))).guest
}

/** The contact as they sign in. */
export const asContact = contactActorOf

/** Takes a contact out of use. */
export async function archive(scene: Scene, contact: Contact): Promise<void> {
  const after = { ...contact, archivedAt: scene.desk.now(), version: contact.version + 1 }
  await scene.desk.table.commit(saveContact(contact, after))
}
