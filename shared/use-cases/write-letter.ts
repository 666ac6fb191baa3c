import { DeskError } from '../domain/errors.ts'
import type { Mailbox } from '../domain/incoming-mail.ts'
import { type MailTemplate, mailTemplateRules, wordingOf } from '../domain/mail-template.ts'
import type { OutboxMail } from '../domain/outbox.ts'
import type { Settings } from '../domain/settings.ts'
import { publicRecipients, referenceOf, type Ticket } from '../domain/ticket.ts'
import type { Entry } from '../domain/timeline.ts'
import type { OutgoingMail } from '../mail/compose-mail.ts'
import { composeInvitation } from '../mail/invitation.ts'
import { replyAddress, threadRoot } from '../mail/reply-token.ts'
import { type MailWords, renderMail, signInCode } from '../mail/templates.ts'
import type { Desk } from '../runtime/desk.ts'
import { noteTemplateProblem } from '../store/mail-templates.ts'
import { guestUrlFor } from './guest-links.ts'
import { fillingOf, frameOf } from './letter-words.ts'
import { linkedFiles } from './linked-files.ts'
import type { MailedFiles } from './mailed-files.ts'

/** Everything a mail of a ticket is written from. */
export interface Letter {
  mail: OutboxMail
  settings: Settings
  template: MailTemplate
  ticket: Ticket
  entry: Entry | undefined
  files: MailedFiles
  /** Message-ID of the mail that opened the ticket. */
  openedBy: string | undefined
  /** The desk's own address. */
  address: string
  secret: string
}

/** A sign-in mail, which belongs to no ticket and answers nothing. */
export function writeSignInMail(mail: OutboxMail, settings: Settings, address: string): OutgoingMail {
  const { signIn } = mail
  if (signIn === undefined) throw new Error('A sign-in mail without its code')
  return {
    from: { name: settings.fromName, address },
    to: [mail.to],
    cc: [],
    references: [],
    automatic: true,
    ...signInCode({ deskName: settings.deskName, ...signIn }),
  }
}

/** A mail of a ticket, as one recipient gets it: their own reply token, everyone on the thread to be seen. */
export async function writeLetter(desk: Desk, letter: Letter): Promise<OutgoingMail> {
  const { mail, ticket, secret, address } = letter
  const { domain } = desk.config
  const from = { name: fromName(letter), address }
  const { number: ticketNumber } = ticket
  return {
    from,
    ...(await wordsOf(desk, letter)),
    automatic: mail.event !== 'public-reply',
    attachments: letter.files.along,
    ...visibleRecipients(letter),
    replyTo: {
      name: from.name,
      address: replyAddress({ desk: address, ticketNumber, recipient: mail.to.address, secret }),
    },
    references: [threadRoot({ ticketNumber, secret, domain }), ...mailsOfClient(letter)],
    reference: referenceOf(ticket),
    ...invitationOf(letter, from, domain),
  }
}

/** By the desk's own template; by that which Docket brings, should the desk's not do. */
async function wordsOf(desk: Desk, letter: Letter): Promise<MailWords> {
  const { mail, settings, template, ticket, entry, secret } = letter
  const facts = {
    event: template.event,
    settings,
    ticket,
    entry,
    recipientName: mail.to.name,
    actorName: mail.actorName,
    visit: mail.visit,
    publicUrl: desk.config.publicUrl,
    guestUrl: guestUrlFor(letter, { secret, publicUrl: desk.config.publicUrl }),
  }
  const files = linkedFiles(letter.files.leftOut, {
    secret,
    publicUrl: desk.config.publicUrl,
    now: desk.now(),
    timeZone: settings.timeZone,
  })
  const { asksForReply, standard } = mailTemplateRules[template.event]
  const filling = fillingOf(facts)
  const frame = { ...frameOf(facts), asksForReply, files }
  try {
    return renderMail(wordingOf(template), filling, frame)
  } catch (error) {
    await reportTemplate(desk, template, error)
    return renderMail(standard, filling, frame)
  }
}

/** Admins see it at the template, once until they change it; the mail goes out whatever becomes of the report. */
async function reportTemplate(desk: Desk, template: MailTemplate, error: unknown): Promise<void> {
  const message = error instanceof DeskError ? error.message : 'It could not be read.'
  desk.log.error('A mail template could not be used', { event: template.event, version: template.version })
  try {
    await desk.table.commit([noteTemplateProblem(template, desk.now(), message.slice(0, 300))])
  } catch (refusal) {
    desk.log.warn('The problem of a mail template was not noted', { why: String(refusal) })
  }
}

/** An agent's words come with the agent's name; what the desk says by itself with the desk's. */
function fromName({ mail: { event, actorName }, settings }: Letter): string {
  const { fromName } = settings
  return event === 'public-reply' && actorName !== undefined ? `${actorName} (${fromName})` : fromName
}

function invitationOf({ mail, ticket, settings }: Letter, organizer: Mailbox, domain: string) {
  const { visit } = mail
  if (visit === undefined) return {}
  const method = mail.event === 'visit-cancellation' ? ('CANCEL' as const) : ('REQUEST' as const)
  const content = composeInvitation({
    ...visit,
    method,
    uid: `${visit.id}@${domain}`,
    stampedAt: mail.createdAt,
    // An answer from a calendar repeats it: its reference leads to the ticket.
    summary: `[${referenceOf(ticket)}] ${settings.deskName}: ${ticket.subject}`,
    description: visit.note ?? '',
    organizer,
    attendee: mail.to,
  })
  return { invitation: { method, content } }
}

/** The mail that began the thread and the one this is about, so that an answer stands where it belongs. */
function mailsOfClient({ openedBy, entry }: Letter): string[] {
  const ids = [openedBy, entry?.messageId].filter(id => id !== undefined)
  return [...new Set(ids)].filter(id => !id.startsWith('content-'))
}

/** A public reply shows everyone on the thread; a notice only whom it is for. */
function visibleRecipients({ mail, ticket, entry }: Letter): { to: Mailbox[]; cc: Mailbox[] } {
  if (mail.event !== 'public-reply') return { to: [mail.to], cc: [] }
  const others = (entry?.recipients ?? publicRecipients(ticket))
    .filter(({ email }) => email !== mail.to.address)
    .map(({ email, name }) => ({ name, address: email }))
  return { to: [mail.to], cc: others }
}
