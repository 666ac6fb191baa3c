import { type Author, isAuthenticated, type Verdicts } from '../domain/inbound-mail.ts'
import type { IncomingMail, Mailbox } from '../domain/incoming-mail.ts'
import type { Client, Contact } from '../domain/people.ts'
import { blankTicket, clientOf, requesterOf, type Ticket } from '../domain/ticket.ts'
import type { Entry, Person } from '../domain/timeline.ts'
import { cutWhole } from '../mail/clean-text.ts'
import { sanitiserVersion } from '../mail/sanitise-html.ts'
import type { Desk } from '../runtime/desk.ts'
import { takeTicketNumber } from '../store/settings.ts'
import { mailedAttachmentId, mailedAttachmentKey } from './attachment-places.ts'
import { holdClient } from './hold-client.ts'
import { messageIdOf, type ReceivedMail } from './inbound-case.ts'
import { contactFields } from './open-ticket.ts'

/** The ticket that a mail opens, with its words as the first entry; nothing of it is written yet. */
export async function draftTicket(
  desk: Desk,
  inbound: ReceivedMail,
  author: Author,
  facts: { client?: Client | undefined; followUpOf?: Ticket },
) {
  // A follow-up needs none: the closed ticket it follows stays its client's.
  if (facts.client !== undefined) await holdClient(desk, facts.client)
  const { number, settings } = await takeTicketNumber(desk.table)
  const at = desk.now()
  const contact = contactOf(desk, author, at)
  const { quoted: _quoted, ...filed } = await entryOf(desk, inbound, number, personOf(author, contact), at)
  // A first mail answers nothing: what looks quoted, such as a forwarded request, is what it is about.
  const entry: Entry = { ...filed, text: inbound.mail.text }
  const subject = cutWhole(inbound.mail.subject, 500) || '(no subject)'
  const ticket: Ticket = {
    ...blankTicket({ number, subject, source: 'email', at, settings }),
    ...clientFields(facts),
    ...requesterFields(author, contact, facts.followUpOf),
    lastReplyAt: at,
    lastReplyId: entry.id,
    lastReplyBy: author.kind === 'agent' ? 'agent' : 'client',
    ...(facts.followUpOf === undefined ? {} : { followUpOf: facts.followUpOf.number }),
  }
  return { ticket, entry, contact, settings }
}

/** The entry that a mail's words become; its attachments are stored already. */
export async function entryOf(
  desk: Desk,
  { mail, receipt }: ReceivedMail,
  ticketNumber: number,
  by: Person,
  at: string,
): Promise<Entry> {
  const id = desk.newUlid()
  const files = listable(mail.attachments)
  const attachments = files.map((attachment, index) => ({
    id: mailedAttachmentId(ticketNumber, id, index),
    name: attachment.name,
    contentType: attachment.contentType,
    bytes: attachment.content.byteLength,
    ...(attachment.contentId === undefined ? {} : { contentId: attachment.contentId }),
  }))
  await Promise.all(
    files.map(({ content, contentType }, index) =>
      desk.files.write(
        mailedAttachmentKey(mailedAttachmentId(ticketNumber, id, index)),
        content,
        contentType,
      ),
    ),
  )
  const quoted = quotedOf(mail)
  return {
    id,
    kind: 'reply',
    visibility: 'public',
    at,
    by,
    text: mail.newText,
    ...(mail.html === undefined ? {} : { html: mail.html, sanitiserVersion }),
    ...(quoted === '' ? {} : { quoted }),
    attachments,
    mailKey: receipt.mailKey,
    messageId: messageIdOf(mail),
    authenticated: isAuthenticated(mail, receipt),
    verdicts: worthNoting(receipt.verdicts),
  }
}

/** The verdicts that are not PASS: most mails have none. */
function worthNoting(verdicts: Verdicts): Partial<Verdicts> {
  return Object.fromEntries(Object.entries(verdicts).filter(([, verdict]) => verdict !== 'PASS'))
}

/** Bytes of a row that a list of attachments may fill: DynamoDB takes no item over 400 KB. */
const listBytesMax = 200_000

/** The attachments that the entry can list; what a flood has more of stays in the raw mail. */
function listable(attachments: IncomingMail['attachments']): IncomingMail['attachments'] {
  let bytes = 0
  return attachments.filter(({ name, contentType, contentId = '' }) => {
    bytes += Buffer.byteLength(name + contentType + contentId) + 200
    return bytes <= listBytesMax
  })
}

/** What was cut from the words; the whole where the cut was not just the end. */
function quotedOf({ text, newText }: IncomingMail): string {
  if (text.trim() === newText.trim()) return ''
  return text.startsWith(newText) ? text.slice(newText.length).trim() : text
}

/** The author as a timeline shows them. */
export function personOf(author: Author, contact: Contact | undefined): Person {
  switch (author.kind) {
    case 'agent':
      return { kind: 'agent', id: author.agent.id, name: author.agent.name, email: author.agent.email }
    case 'contact':
      return personOfContact(author.contact)
    case 'new-contact':
      return contact === undefined ? personOfMailbox(author) : personOfContact(contact)
    case 'watcher':
    case 'stranger':
      return personOfMailbox(author)
  }
}

function personOfContact({ id, name, email }: Contact): Person {
  return { kind: 'contact', id, name, email }
}

function personOfMailbox({ mailbox }: { mailbox: { name: string; address: string } }): Person {
  return { kind: 'watcher', name: mailbox.name || mailbox.address, email: mailbox.address }
}

function contactOf(desk: Desk, author: Author, at: string): Contact | undefined {
  if (author.kind === 'contact') return author.contact
  return author.kind === 'new-contact' ? newContact(desk, author, at) : undefined
}

/** The sender of a mail as a contact of a client, called as the mail calls them. */
export function newContact(
  desk: Desk,
  { clientId, mailbox: { name, address } }: { clientId: string; mailbox: Mailbox },
  at: string,
): Contact {
  return {
    id: desk.newId('con'),
    clientId,
    name: name || address,
    email: address,
    roles: [],
    createdAt: at,
    version: 1,
  }
}

function clientFields({ client, followUpOf }: { client?: Client | undefined; followUpOf?: Ticket }) {
  if (client !== undefined) return { clientId: client.id, clientName: client.name }
  return followUpOf === undefined ? {} : clientOf(followUpOf)
}

/**
 * Who gets the answers: the contact, or a sender that is nobody's contact. What an agent adds to a closed ticket
 * is for whom that ticket was for; a new ticket of theirs is for nobody yet.
 */
function requesterFields(author: Author, contact: Contact | undefined, followUpOf: Ticket | undefined) {
  if (contact !== undefined) return contactFields(contact)
  if (author.kind === 'agent') return followUpOf === undefined ? {} : requesterOf(followUpOf)
  // A mail that names no sender can be let in by hand: there is nobody to answer then.
  if ((author.kind === 'watcher' || author.kind === 'stranger') && author.mailbox.address !== '') {
    return { contactName: author.mailbox.name, contactEmail: author.mailbox.address }
  }
  return {}
}
