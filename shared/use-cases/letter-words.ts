import type { TemplatedMail } from '../domain/mail-template.ts'
import type { OutboxMail } from '../domain/outbox.ts'
import type { Settings } from '../domain/settings.ts'
import { referenceOf, type Ticket } from '../domain/ticket.ts'
import type { Entry } from '../domain/timeline.ts'
import { type VisitNotice, visitSpan } from '../domain/visit.ts'
import { type Block, type Filling, type Frame, paragraphs, quotation } from '../mail/templates.ts'
import { textToHtml } from '../mail/text-html.ts'

/** What a mail of a ticket says, before it is put into words. */
export interface LetterFacts {
  event: TemplatedMail
  settings: Settings
  ticket: Ticket
  entry: Entry | undefined
  recipientName: string
  actorName: string | undefined
  visit: VisitNotice | undefined
  publicUrl: string
  /** The recipient's own link to the ticket, where they get one. */
  guestUrl: string | undefined
}

/** Which template a mail is written by; none for a sign-in mail. A visit that changed has words of its own. */
export function templateOf({ event, visit }: Pick<OutboxMail, 'event' | 'visit'>): TemplatedMail | undefined {
  if (event === 'sign-in-code') return undefined
  return event === 'visit-invitation' && (visit?.sequence ?? 0) > 0 ? 'visit-change' : event
}

/** What the placeholders of a mail stand for; what it has nothing to say of is empty. */
export function fillingOf(facts: LetterFacts): Filling {
  const { event, settings, ticket, entry, visit } = facts
  const isVisit = event.startsWith('visit-')
  return {
    values: {
      'ticket.reference': referenceOf(ticket),
      'ticket.subject': ticket.subject,
      'ticket.url': `${facts.publicUrl}/tickets/${ticket.number}`,
      ...portalUrls(facts),
      'ticket.closesAt': inZone(ticket.autoCloseAt, settings),
      'desk.name': settings.deskName,
      'recipient.name': facts.recipientName,
      'contact.name': ticket.contactName ?? '',
      'client.name': ticket.clientName ?? '',
      'author.name': authorOf(facts),
      'agent.name': isVisit ? (visit?.agentName ?? '') : (facts.actorName ?? settings.deskName),
      'visit.when': visit === undefined ? '' : visitSpan(visit, settings.timeZone),
      'visit.location': visit?.location ?? '',
      'visit.note': visit?.note ?? '',
    },
    blocks: {
      words: event === 'public-reply' ? wordsOf(entry) : quotation(entry?.text ?? ''),
      'visit.details': paragraphs(visit === undefined ? [] : detailsOf(visit)),
      ...portalBlocks(facts),
    },
  }
}

function portalUrls({ guestUrl }: LetterFacts) {
  return {
    'portal.url': guestUrl ?? '',
    'portal.reopenUrl': guestUrl === undefined ? '' : `${guestUrl}#reopen`,
    'portal.rateUrl': guestUrl === undefined ? '' : `${guestUrl}#rate`,
  }
}

function portalBlocks(facts: LetterFacts) {
  const urls = portalUrls(facts)
  const led = (words: string, url: string) => paragraphs(url === '' ? [] : [`${words}\n${url}`])
  return {
    'portal.view': led('See this ticket and answer it in your browser:', urls['portal.url']),
    'portal.reopen': led('Not solved? Open the ticket again here:', urls['portal.reopenUrl']),
    'portal.rate': led('How did we do? Tell us here:', urls['portal.rateUrl']),
  }
}

/** What stands around the words, by whatever template. */
export function frameOf(facts: LetterFacts): Omit<Frame, 'asksForReply'> {
  const reference = referenceOf(facts.ticket)
  const { deskName } = facts.settings
  const author = facts.event === 'public-reply' ? [authorOf(facts)] : []
  return { reference, foot: [...author, deskName, reference].join(' · ') }
}

function authorOf({ entry, actorName, settings }: LetterFacts): string {
  return entry?.by.name ?? actorName ?? settings.deskName
}

/** HTML that came by mail is shown to agents in a frame of its own; others get its text. */
function wordsOf(entry: Entry | undefined): Block {
  const text = entry?.text ?? ''
  const isOurs = entry?.html !== undefined && entry.mailKey === undefined
  return { text, html: isOurs ? (entry.html ?? '') : textToHtml(text) }
}

function detailsOf({ agentName, location, note }: VisitNotice): string[] {
  return [
    ...(agentName === undefined ? [] : [`Who comes: ${agentName}`]),
    ...(location === undefined ? [] : [`Where: ${location}`]),
    ...(note === undefined ? [] : [note]),
  ]
}

function inZone(instant: string | undefined, { timeZone }: Settings): string {
  if (instant === undefined) return 'its due time'
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone }).format(
    Date.parse(instant),
  )
}
