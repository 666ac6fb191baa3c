import { type Actor, personOf } from '../domain/actor.ts'
import type { CannedReply } from '../domain/catalogue.ts'
import {
  assertPlaceholders,
  type CannedReplyPlaceholder,
  cannedReplyPlaceholders,
  fillPlaceholders,
} from '../domain/placeholders.ts'
import { referenceOf, type Ticket } from '../domain/ticket.ts'
import { htmlToText } from '../mail/html-text.ts'
import { sanitiseHtml } from '../mail/sanitise-html.ts'
import { escapeHtml, textToHtml } from '../mail/text-html.ts'
import type { Desk } from '../runtime/desk.ts'
import { catalogueOf } from './catalogue.ts'
import { ticketFor } from './tickets.ts'

export interface CannedReplyInput {
  name: string
  shortcut?: string | undefined
  bodyText?: string | undefined
  bodyHtml?: string | undefined
  visibility?: 'public' | 'internal' | undefined
}

/** What agents answer with again and again; `placeholder.unknown` for one with a placeholder that nothing fills. */
export const cannedReplies = catalogueOf<CannedReply, CannedReplyInput>({
  kind: 'canned-replies',
  newId: desk => desk.newId('can'),
  readBy: 'tickets:write',
  fieldsOf: input => input,
  implied: ({ bodyText, bodyHtml }) => ({
    ...(bodyText === undefined ? {} : { bodyHtml: null }),
    ...(bodyHtml === undefined ? {} : { bodyText: null }),
  }),
  settle: reply => {
    assertPlaceholders('/bodyText', reply.bodyText ?? '', cannedReplyPlaceholders)
    if (reply.bodyHtml === undefined) return reply
    const bodyHtml = sanitiseHtml(reply.bodyHtml)
    assertPlaceholders('/bodyHtml', bodyHtml, cannedReplyPlaceholders)
    return { ...reply, bodyHtml }
  },
})

/** The words for one ticket, for the agent to look at and send; what a ticket lacks is left empty. */
export async function renderCannedReply(
  desk: Desk,
  actor: Actor,
  { id, number }: { id: string; number: number },
): Promise<{ text: string; html: string }> {
  const [reply, ticket] = await Promise.all([
    cannedReplies.read(desk, actor, id),
    ticketFor(desk, actor, number, 'tickets:write'),
  ])
  return filledIn(reply, valuesOf(ticket, personOf(actor).name))
}

/** As many as are looked through, and as are offered at a time. */
const lookedThroughMax = 100
const offeredMax = 20

/** The canned replies whose name or shortcut holds some letters, case aside, each in its words for one ticket. */
export async function offerCannedReplies(
  desk: Desk,
  actor: Actor,
  { number, q }: { number: number; q: string },
): Promise<{ reply: CannedReply; text: string }[]> {
  const [{ records }, ticket] = await Promise.all([
    cannedReplies.list(desk, actor, { limit: lookedThroughMax }),
    ticketFor(desk, actor, number, 'tickets:write'),
  ])
  const values = valuesOf(ticket, personOf(actor).name)
  const wanted = q.trim().toLowerCase()
  return records
    .filter(({ name, shortcut = '' }) => `${name}\n${shortcut}`.toLowerCase().includes(wanted))
    .slice(0, offeredMax)
    .map(reply => ({ reply, text: filledIn(reply, values).text }))
}

function filledIn(
  reply: CannedReply,
  values: Record<CannedReplyPlaceholder, string>,
): { text: string; html: string } {
  if (reply.bodyHtml === undefined) {
    const text = fillPlaceholders(reply.bodyText ?? '', values)
    return { text, html: textToHtml(text) }
  }
  // Sanitised again: a value must not become what only the template was looked through for.
  const html = sanitiseHtml(fillPlaceholders(reply.bodyHtml, values, escapeHtml))
  return { text: htmlToText(html), html }
}

function valuesOf(ticket: Ticket, agentName: string): Record<CannedReplyPlaceholder, string> {
  return {
    'client.name': ticket.clientName ?? '',
    'contact.name': ticket.contactName ?? '',
    'ticket.reference': referenceOf(ticket),
    'ticket.subject': ticket.subject,
    'agent.name': agentName,
    'assignee.name': ticket.assigneeName ?? '',
  }
}
