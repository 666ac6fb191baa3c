import { type Author, isAuthenticated, mayAnswer } from '../domain/inbound-mail.ts'
import type { IncomingMail } from '../domain/incoming-mail.ts'
import { domainOf } from '../domain/mail-domain.ts'
import {
  mayReceive,
  type Notice,
  noticesOfAgentReply,
  noticesOfClientReply,
  noticesOfNewTicket,
} from '../domain/notifications.ts'
import type { Client, Contact } from '../domain/people.ts'
import { applyEntry } from '../domain/reply.ts'
import { deskAddresses } from '../domain/settings.ts'
import type { Ticket, Watcher } from '../domain/ticket.ts'
import type { Entry, Person } from '../domain/timeline.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { createContact } from '../store/contacts.ts'
import { holdMail } from '../store/held-mails.ts'
import {
  changeOutcome,
  claimMessage,
  type InboundMail,
  linkMessage,
  recordOutcome,
  rememberMentioned,
} from '../store/mails.ts'
import { takeTicketNumber } from '../store/settings.ts'
import { createTicket, saveTicket } from '../store/tickets.ts'
import { appendEntry } from '../store/timeline.ts'
import { activityOf, commitEffect, queueNotices } from './effect.ts'
import {
  copiedAddresses,
  type InboundCase,
  messageIdOf,
  outcomeRow,
  type ReceivedMail,
} from './inbound-case.ts'
import { contactFields } from './open-ticket.ts'
import { attachmentIdOf, attachmentKeyOf } from './read-ticket.ts'
import { markUndeliverable } from './undeliverable.ts'

/** A mail to each of them must fit into the transaction of a reply: 100 items. */
const watchersMax = 50

/** Carries out what was decided of a mail, in one transaction with its outcome. */
export async function fileMail(desk: Desk, inbound: InboundCase): Promise<InboundMail> {
  const { decision } = inbound
  switch (decision.outcome) {
    case 'quarantined':
      await holdMail(
        desk.files,
        inbound.receipt.mailKey,
        decision.reason === 'virus' ? bare(inbound.mail) : inbound.mail,
      )
      return await commitOutcome(desk, inbound, [], { outcome: 'quarantined', reason: decision.reason })
    case 'recorded':
      return decision.ticket === undefined
        ? await commitOutcome(desk, inbound, await markUndeliverable(desk, decision.undeliverable ?? []), {
            outcome: 'recorded',
            reason: decision.reason,
          })
        : await recordOnTicket(desk, inbound, decision.ticket, decision)
    case 'reply':
      return await fileReply(desk, inbound, decision.ticket, decision.author)
    case 'follow-up':
      return await fileNewTicket(desk, inbound, decision.author, { followUpOf: decision.of })
    case 'ticket':
      return await fileNewTicket(desk, inbound, decision.author, { client: decision.client })
  }
}

/** A mail with a virus goes no further with what may carry it; the raw mail keeps everything. */
function bare(mail: IncomingMail): IncomingMail {
  return { ...mail, attachments: [] }
}

/** Takes a quarantined mail in as a ticket after all; nobody is written to. */
export async function releaseAsTicket(
  desk: Desk,
  facts: { held: InboundMail; mail: IncomingMail; client: Client | undefined; contact: Contact | undefined },
): Promise<Ticket> {
  const { held, mail, client, contact } = facts
  const mailbox = mail.from ?? { name: '', address: held.envelopeFrom }
  const author: Author = contact === undefined ? { kind: 'stranger', mailbox } : { kind: 'contact', contact }
  const { ticket, entry } = await draftTicket(desk, { mail, receipt: held }, author, { client })
  const writes = [
    createTicket(ticket),
    await appendEntry(desk.files, ticket.number, entry),
    changeOutcome(held, { ...held, settled: 'released', ticketNumber: ticket.number }),
    linkMessage(messageIdOf(mail), {
      mailKey: held.mailKey,
      ticketNumber: ticket.number,
      at: held.receivedAt,
    }),
  ]
  await commitEffect(desk, writes, `tickets/${ticket.number}`)
  return ticket
}

async function fileNewTicket(
  desk: Desk,
  inbound: InboundCase,
  author: Author,
  facts: { client?: Client | undefined; followUpOf?: Ticket },
): Promise<InboundMail> {
  const { mail, receipt } = inbound
  const draft = await draftTicket(desk, inbound, author, facts)
  const { contact, entry, settings } = draft
  const ticket = {
    ...draft.ticket,
    watchers: watchersFrom(desk, inbound, draft.ticket),
  }
  const notices = noticesOfNewTicket(ticket, {
    entryId: entry.id,
    by: entry.by,
    mayAnswer: author.kind !== 'agent' && mayAnswer(mail, receipt),
    settings,
  })
  const outcome = facts.followUpOf === undefined ? 'ticket' : 'follow-up'
  return await commitOutcome(
    desk,
    inbound,
    [
      createTicket(ticket),
      await appendEntry(desk.files, ticket.number, entry),
      ...(author.kind === 'new-contact' && contact !== undefined ? createContact(contact) : []),
      ...queueNotices(desk, ticket.number, notices),
    ],
    { outcome, ticketNumber: ticket.number },
  )
}

/** The ticket that a mail opens, with its words as the first entry; nothing is written yet. */
async function draftTicket(
  desk: Desk,
  inbound: ReceivedMail,
  author: Author,
  facts: { client?: Client | undefined; followUpOf?: Ticket },
) {
  const { number, settings } = await takeTicketNumber(desk.table)
  const at = desk.now()
  const contact = contactOf(desk, author, at)
  const { quoted: _quoted, ...filed } = await entryOf(desk, inbound, number, personOf(author, contact), at)
  // A first mail answers nothing: what looks quoted, such as a forwarded request, is what it is about.
  const entry: Entry = { ...filed, text: inbound.mail.text }
  const ticket: Ticket = {
    number,
    prefix: settings.ticketPrefix,
    subject: inbound.mail.subject.slice(0, 500) || '(no subject)',
    ...clientFields(facts),
    ...requesterFields(author, contact),
    status: 'open',
    priority: 'medium',
    source: 'email',
    billable: settings.defaultBillable,
    assetIds: [],
    tags: [],
    watchers: [],
    minutesWorked: 0,
    createdAt: at,
    updatedAt: at,
    lastReplyAt: at,
    lastReplyBy: author.kind === 'agent' ? 'agent' : 'client',
    ...(facts.followUpOf === undefined ? {} : { followUpOf: facts.followUpOf.number }),
    version: 1,
  }
  return { ticket, entry, contact, settings }
}

async function fileReply(
  desk: Desk,
  inbound: InboundCase,
  before: Ticket,
  author: Author,
): Promise<InboundMail> {
  const at = desk.now()
  const by = personOf(author, undefined)
  const entry = await entryOf(desk, inbound, before.number, by, at)
  const side = author.kind === 'agent' ? 'agent' : 'client'
  const { ticket: replied, changes } = applyEntry(before, entry, {
    side,
    autoCloseHours: inbound.answers.settings.autoCloseHours,
  })
  const ticket = { ...replied, watchers: watchersFrom(desk, inbound, replied) }
  const notices =
    side === 'agent'
      ? noticesOfAgentReply(ticket, entry.id, by)
      : fromClientSide(inbound, noticesOfClientReply(ticket, entry.id, by))
  const entries = [entry, ...changes.map(change => activityOf(desk, change, by, at))]
  return await commitOutcome(
    desk,
    inbound,
    [
      saveTicket(before, ticket),
      ...(await Promise.all(entries.map(each => appendEntry(desk.files, ticket.number, each)))),
      ...queueNotices(desk, ticket.number, notices),
    ],
    { outcome: 'reply', ticketNumber: before.number },
  )
}

/** What a program wrote is shown to the desk, but carried to nobody else: two programs could keep it going. */
function fromClientSide({ mail }: InboundCase, notices: Notice[]): Notice[] {
  return mail.machine === undefined ? notices : notices.filter(({ event }) => event === 'client-reply-notice')
}

/** An automatic answer or a bounce is noted on its ticket and changes nothing else: no status, no mail. */
async function recordOnTicket(
  desk: Desk,
  inbound: InboundCase,
  before: Ticket,
  { reason, undeliverable = [] }: { reason: string; undeliverable?: string[] },
): Promise<InboundMail> {
  const { mail } = inbound
  const at = desk.now()
  const by: Person = { kind: 'system', name: mail.from?.name || mail.from?.address || 'Mail system' }
  const entry: Entry = {
    ...(await entryOf(desk, inbound, before.number, by, at)),
    kind: 'mail-event',
    visibility: 'internal',
  }
  const noted = { ...entry, text: `${headline(mail)}\n\n${entry.text}`.trim() }
  const ticket = { ...before, version: before.version + 1 }
  return await commitOutcome(
    desk,
    inbound,
    [
      saveTicket(before, ticket),
      await appendEntry(desk.files, before.number, noted),
      ...(await markUndeliverable(desk, undeliverable)),
    ],
    { outcome: 'recorded', reason, ticketNumber: before.number },
  )
}

function headline(mail: IncomingMail): string {
  if (mail.machine?.kind !== 'bounce') return `Automatic answer: ${mail.subject}`
  const whom = mail.machine.failedRecipients.join(', ') || 'a recipient'
  return mail.machine.permanent ? `Mail to ${whom} could not be delivered` : `Mail to ${whom} is delayed`
}

async function commitOutcome(
  desk: Desk,
  inbound: InboundCase,
  writes: Write[],
  what: Pick<InboundMail, 'outcome' | 'reason' | 'ticketNumber'>,
): Promise<InboundMail> {
  const { receipt, mail, messageId } = inbound
  const { ticketNumber } = what
  const outcome = outcomeRow(receipt, mail, what)
  await desk.table.commit([
    ...writes,
    recordOutcome(outcome),
    claimMessage(messageId, {
      mailKey: receipt.mailKey,
      ...(ticketNumber === undefined ? {} : { ticketNumber }),
      at: receipt.receivedAt,
    }),
    ...(ticketNumber === undefined ? [] : mentions(inbound, ticketNumber)),
  ])
  return outcome
}

/** The root and the parent, where nobody knew them: mails that share them belong to this ticket too. */
function mentions({ ancestors, answers, mail, receipt }: InboundCase, ticketNumber: number): Write[] {
  const wanted = new Set([mail.references[0], mail.inReplyTo[0]])
  return ancestors
    .filter((id, index) => wanted.has(id) && answers.ancestors[index] === undefined)
    .map(id => rememberMentioned(id, { ticketNumber, at: receipt.receivedAt }))
}

async function entryOf(
  desk: Desk,
  { mail, receipt }: ReceivedMail,
  ticketNumber: number,
  by: Person,
  at: string,
): Promise<Entry> {
  const id = desk.newUlid()
  const attachments = mail.attachments.map((attachment, index) => ({
    id: attachmentIdOf(ticketNumber, id, index),
    name: attachment.name,
    contentType: attachment.contentType,
    bytes: attachment.content.byteLength,
    ...(attachment.contentId === undefined ? {} : { contentId: attachment.contentId }),
  }))
  await Promise.all(
    mail.attachments.map(({ content, contentType }, index) =>
      desk.files.write(attachmentKeyOf(attachmentIdOf(ticketNumber, id, index)), content, contentType),
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
    ...(mail.html === undefined ? {} : { html: mail.html }),
    ...(quoted === '' ? {} : { quoted }),
    attachments,
    mailKey: receipt.mailKey,
    messageId: messageIdOf(mail),
    authenticated: isAuthenticated(mail, receipt),
  }
}

/** What was cut from the words; the whole where the cut was not just the end. */
function quotedOf({ text, newText }: IncomingMail): string {
  if (text.trim() === newText.trim()) return ''
  return text.startsWith(newText) ? text.slice(newText.length).trim() : text
}

function personOf(author: Author, contact: Contact | undefined): Person {
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
  if (author.kind !== 'new-contact') return undefined
  return {
    id: desk.newId('con'),
    clientId: author.clientId,
    name: author.mailbox.name || author.mailbox.address,
    email: author.mailbox.address,
    roles: [],
    createdAt: at,
    version: 1,
  }
}

function clientFields(facts: { client?: Client | undefined; followUpOf?: Ticket }) {
  const { client, followUpOf } = facts
  if (client !== undefined) return { clientId: client.id, clientName: client.name }
  return {
    ...(followUpOf?.clientId === undefined ? {} : { clientId: followUpOf.clientId }),
    ...(followUpOf?.clientName === undefined ? {} : { clientName: followUpOf.clientName }),
  }
}

/** Who gets the answers: the contact, or a sender that is nobody's contact. An agent asks for nobody yet. */
function requesterFields(author: Author, contact: Contact | undefined) {
  if (contact !== undefined) return contactFields(contact)
  if (author.kind === 'agent') return {}
  if (author.kind === 'watcher' || author.kind === 'stranger') {
    return { contactName: author.mailbox.name, contactEmail: author.mailbox.address }
  }
  return {}
}

/**
 * Contacts of the ticket's client, and addresses at its domains, that an authenticated sender put in copy. From
 * an unauthenticated one nobody is subscribed: it could be subscribing itself.
 */
function watchersFrom(desk: Desk, inbound: InboundCase, ticket: Ticket): Watcher[] {
  const { mail, receipt, answers } = inbound
  if (!isAuthenticated(mail, receipt)) return ticket.watchers
  const domains = domainsOf(inbound, ticket)
  const known = new Set([
    ticket.contactEmail,
    mail.from?.address,
    ...ticket.watchers.map(({ email }) => email),
  ])
  const names = new Map([...mail.to, ...mail.cc].map(({ address, name }) => [address, name]))
  const added = copiedAddresses(mail)
    .filter((address, index) => {
      const owner = answers.copiedOwners[index]
      const ofClient =
        ticket.clientId !== undefined &&
        (owner === undefined ? domains.includes(domainOf(address)) : owner.ownerClientId === ticket.clientId)
      return (
        ofClient && !known.has(address) && !isOurs(desk, address) && mayReceive(address, desk.config.domain)
      )
    })
    .map(email => ({ email, name: names.get(email) ?? '' }))
  return [...ticket.watchers, ...added].slice(0, Math.max(watchersMax, ticket.watchers.length))
}

/** The domains of the ticket's client, where the sender is one of its people. */
function domainsOf({ sender }: InboundCase, ticket: Ticket): readonly string[] {
  const client = sender.kind === 'contact' || sender.kind === 'domain' ? sender.client : undefined
  return client !== undefined && client.id === ticket.clientId ? client.domains : []
}

/** One of the desk's addresses, with or without a reply token. */
function isOurs(desk: Desk, address: string): boolean {
  const plain = address.replace(/\+[^@]*@/, '@')
  return deskAddresses(desk.config.domain).includes(plain)
}
