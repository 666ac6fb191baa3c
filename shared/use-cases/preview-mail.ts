import { type Actor, assertMay, personOf } from '../domain/actor.ts'
import { hoursAfter } from '../domain/instants.ts'
import { mailTemplateRules, type TemplatedMail } from '../domain/mail-template.ts'
import { publicRecipients, type Ticket } from '../domain/ticket.ts'
import type { Entry } from '../domain/timeline.ts'
import type { VisitNotice } from '../domain/visit.ts'
import { type MailWords, renderMail } from '../mail/templates.ts'
import type { Desk } from '../runtime/desk.ts'
import { readMailTemplate } from '../store/mail-templates.ts'
import { readSettings } from '../store/settings.ts'
import { readTicketPage } from '../store/timeline.ts'
import { fillingOf, frameOf } from './letter-words.ts'
import { changedWording, type WordingChanges } from './mail-templates.ts'
import { ticketFor } from './tickets.ts'

/**
 * A mail as somebody would get it, by the words as they are or as they are about to be; about a ticket and its
 * newest public words, or about one that is made up. Nothing is written. Errors: those of a change.
 */
export async function previewMail(
  desk: Desk,
  actor: Actor,
  { event, number }: { event: TemplatedMail; number?: number },
  changes: WordingChanges,
): Promise<MailWords> {
  assertMay(actor, 'settings:write')
  const [template, settings] = await Promise.all([
    readMailTemplate(desk.table, event),
    readSettings(desk.table),
  ])
  const wording = changedWording(template, changes)
  const about =
    number === undefined
      ? sampleTicket(desk.now(), settings.ticketPrefix)
      : await realTicket(desk, actor, number)
  const facts = {
    event,
    settings,
    ...about,
    recipientName: publicRecipients(about.ticket)[0]?.name ?? '',
    actorName: personOf(actor).name,
    visit: event.startsWith('visit-') ? sampleVisit(desk.now()) : undefined,
    publicUrl: desk.config.publicUrl,
    // Nobody's: a real one would open the ticket to whoever sees the preview.
    guestUrl: settings.portalEnabled ? `${desk.config.publicUrl}/guest/…` : undefined,
  }
  const { asksForReply } = mailTemplateRules[event]
  return renderMail(wording, fillingOf(facts), { ...frameOf(facts), asksForReply })
}

/** The ticket, and its newest public words. */
async function realTicket(desk: Desk, actor: Actor, number: number) {
  const ticket = await ticketFor(desk, actor, number, 'tickets:read')
  const page = await readTicketPage(desk.table, number, 50)
  const entry = page?.entries.findLast(({ kind, visibility }) => kind === 'reply' && visibility === 'public')
  return { ticket, entry }
}

function sampleTicket(now: string, prefix: string): { ticket: Ticket; entry: Entry } {
  const words = 'The printer on the second floor prints blank pages.\n\nCould somebody have a look at it?'
  return {
    ticket: {
      number: 1042,
      prefix,
      subject: 'Printer prints blank pages',
      clientName: 'Northwind',
      contactName: 'Anna Berg',
      contactEmail: 'anna@northwind.example',
      status: 'open',
      priority: 'medium',
      source: 'email',
      assetIds: [],
      watchers: [],
      tags: [],
      billable: true,
      minutesWorked: 0,
      createdAt: now,
      updatedAt: now,
      autoCloseAt: hoursAfter(now, 3 * 24),
      version: 1,
    },
    entry: {
      id: 'sample',
      kind: 'reply',
      visibility: 'public',
      at: now,
      by: { kind: 'contact', name: 'Anna Berg' },
      text: words,
      attachments: [],
    },
  }
}

function sampleVisit(now: string): VisitNotice {
  const day = hoursAfter(now, 7 * 24).slice(0, 10)
  return {
    id: 'sample',
    startAt: `${day}T09:00:00.000Z`,
    endAt: `${day}T10:30:00.000Z`,
    agentName: 'Dana Frost',
    location: 'Main office, second floor',
    note: 'Please keep the server room open.',
    sequence: 0,
  }
}
