import { DeskError, type Issue } from './errors.ts'
import { assertPlaceholders, isUnended, partsOf } from './placeholders.ts'

/** The mails whose words an admin can change; a sign-in mail's are fixed. */
export const templatedMails = [
  'ticket-created',
  'public-reply',
  'resolved',
  'closed',
  'new-ticket-notice',
  'assigned-notice',
  'client-reply-notice',
  'visit-invitation',
  'visit-change',
  'visit-cancellation',
] as const
export type TemplatedMail = (typeof templatedMails)[number]

/** The words of one kind of mail, with placeholders in them; the HTML is made from the text where there is none. */
export interface MailWording {
  /** Comes after the reference, which no template can take away. */
  subject: string
  text: string
  html?: string
}

/** What a desk has of its own for one kind of mail. */
export interface MailTemplate {
  event: TemplatedMail
  /** Absent: the words that Docket brings. */
  wording?: MailWording
  /** Why the desk's own words could not be used for a mail; cleared by the next change. */
  lastProblem?: { at: string; message: string }
  changedAt?: string
  version: number
}

/** Placeholders that stand for whole paragraphs; they have a place of their own in the text. */
export const blockPlaceholders = [
  'words',
  'visit.details',
  'portal.view',
  'portal.reopen',
  'portal.rate',
] as const

/** Placeholders that stand for an address, and can be a link's; empty where the desk has no portal. */
export const urlPlaceholders = ['ticket.url', 'portal.url', 'portal.reopenUrl', 'portal.rateUrl'] as const

const everywhere = [
  'ticket.reference',
  'ticket.subject',
  'desk.name',
  'recipient.name',
  'contact.name',
  'client.name',
] as const
/** To one recipient each: the page of the ticket, and the places on it where it is reopened and rated. */
const ofPortal = ['portal.url', 'portal.view'] as const
const ofReopening = ['portal.reopenUrl', 'portal.reopen'] as const
const ofRating = ['portal.rateUrl', 'portal.rate'] as const
const ofVisit = ['agent.name', 'visit.when', 'visit.location', 'visit.note', 'visit.details'] as const

interface TemplateRules {
  placeholders: readonly string[]
  /** Whether an answer is looked for below the reply marker. */
  asksForReply: boolean
  /** A placeholder without which the mail would lose what it is for. */
  needs?: 'words'
  standard: MailWording
}

const subject = '{{ticket.subject}}'
const greeting = 'Hello {{recipient.name}},'

export const mailTemplateRules: Record<TemplatedMail, TemplateRules> = {
  'ticket-created': {
    placeholders: [...everywhere, ...ofPortal, 'words'],
    asksForReply: true,
    standard: {
      subject,
      text: `${greeting}\n\nThank you for getting in touch. We have your request and it is now ticket {{ticket.reference}}. To add something to it, answer this mail.\n\n{{portal.view}}\n\n{{words}}`,
    },
  },
  'public-reply': {
    placeholders: [...everywhere, ...ofPortal, 'author.name', 'words'],
    asksForReply: true,
    needs: 'words',
    standard: { subject, text: '{{words}}\n\n{{portal.view}}' },
  },
  resolved: {
    placeholders: [...everywhere, ...ofPortal, ...ofReopening, ...ofRating, 'agent.name', 'ticket.closesAt'],
    asksForReply: true,
    standard: {
      subject,
      text: `${greeting}\n\nTicket {{ticket.reference}} is resolved.\n\nShould the problem still be there, answer this mail and the ticket is open again. Otherwise it closes on {{ticket.closesAt}}.\n\n{{portal.reopen}}\n\n{{portal.rate}}`,
    },
  },
  closed: {
    placeholders: [...everywhere, ...ofPortal, ...ofRating, 'agent.name'],
    asksForReply: false,
    standard: {
      subject,
      text: `${greeting}\n\nTicket {{ticket.reference}} is now closed. Should you need anything more about it, answer this mail and we will open a new ticket that follows it up.\n\n{{portal.rate}}`,
    },
  },
  'new-ticket-notice': {
    placeholders: [...everywhere, 'author.name', 'ticket.url', 'words'],
    asksForReply: false,
    standard: {
      subject,
      text: '{{author.name}} opened ticket {{ticket.reference}}.\n\n{{ticket.url}}\n\n{{words}}',
    },
  },
  'assigned-notice': {
    placeholders: [...everywhere, 'agent.name', 'ticket.url'],
    asksForReply: false,
    standard: {
      subject,
      text: '{{agent.name}} assigned ticket {{ticket.reference}} to you.\n\n{{ticket.url}}',
    },
  },
  'client-reply-notice': {
    placeholders: [...everywhere, 'author.name', 'ticket.url', 'words'],
    asksForReply: true,
    needs: 'words',
    standard: {
      subject,
      text: '{{author.name}} replied to ticket {{ticket.reference}}:\n\n{{words}}\n\n{{ticket.url}}',
    },
  },
  'visit-invitation': {
    placeholders: [...everywhere, ...ofVisit],
    asksForReply: true,
    standard: {
      subject,
      text: `${greeting}\n\nWe have planned a visit for ticket {{ticket.reference}} on {{visit.when}}.\n\n{{visit.details}}\n\nShould this not suit you, answer this mail.`,
    },
  },
  'visit-change': {
    placeholders: [...everywhere, ...ofVisit],
    asksForReply: true,
    standard: {
      subject,
      text: `${greeting}\n\nA visit for ticket {{ticket.reference}} has changed. It is now {{visit.when}}.\n\n{{visit.details}}\n\nShould this not suit you, answer this mail.`,
    },
  },
  'visit-cancellation': {
    placeholders: [...everywhere, ...ofVisit],
    asksForReply: true,
    standard: {
      subject,
      text: `${greeting}\n\nThe visit for ticket {{ticket.reference}} on {{visit.when}} is called off.`,
    },
  },
}

/** The template of a desk that never changed this mail. */
export function standardTemplate(event: TemplatedMail): MailTemplate {
  return { event, version: 0 }
}

/** What the mail is worded by: the desk's own words, or those that Docket brings. */
export function wordingOf({ event, wording }: MailTemplate): MailWording {
  return wording ?? mailTemplateRules[event].standard
}

/**
 * Refuses words that could not be filled in for every mail, or that would lose what it is for. Errors:
 * `placeholder.unknown`, `placeholder.misplaced`, each with pointers.
 */
export function assertWording(event: TemplatedMail, { subject, text, html }: MailWording): void {
  const { placeholders, needs } = mailTemplateRules[event]
  assertPlaceholders(
    '/subject',
    subject,
    placeholders.filter(name => !isBlock(name)),
  )
  assertPlaceholders('/text', text, placeholders)
  if (html !== undefined) assertPlaceholders('/html', html, placeholders)
  const issues = [
    ...blockIssues('/text', text, needs),
    ...(html === undefined ? [] : [...blockIssues('/html', html, needs), ...tagIssues(html)]),
  ]
  if (issues.length > 0) {
    throw new DeskError(
      'placeholder.misplaced',
      'A placeholder is missing, or is where it cannot be.',
      issues,
    )
  }
}

export function isUrl(name: string): boolean {
  return urlPlaceholders.some(each => each === name)
}

export function isBlock(name: string): boolean {
  return blockPlaceholders.some(each => each === name)
}

/** Once is enough: words can be a megabyte, and a mail may have ten. */
function blockIssues(pointer: string, template: string, needs: string | undefined): Issue[] {
  const names = namesIn(template)
  return [
    ...blockPlaceholders
      .filter(block => names.filter(name => name === block).length > 1)
      .map(block => ({ pointer, message: `can have {{${block}}} once only` })),
    ...(needs === undefined || names.includes(needs)
      ? []
      : [{ pointer, message: `must have {{${needs}}} in it` }]),
  ]
}

/** Paragraphs inside of a tag would end it. */
function tagIssues(html: string): Issue[] {
  let before = ''
  return partsOf(html).flatMap(({ words, name }) => {
    before += words
    if (name === undefined || !isBlock(name) || !isInsideTag(before)) return []
    return [{ pointer: '/html', message: `cannot have {{${name}}} inside of a tag` }]
  })
}

/** Whether sanitised HTML, which writes no other `<` or `>`, is in the middle of a tag at its end. */
export function isInsideTag(html: string): boolean {
  return html.lastIndexOf('<') > html.lastIndexOf('>')
}

function namesIn(template: string): string[] {
  return partsOf(template).flatMap(({ name }) => (name === undefined ? [] : [name]))
}

/**
 * The template with a value for each placeholder; an empty one takes the blanks before it along, so that
 * `Hello {{recipient.name}},` greets nobody by name as well. Error: `placeholder.unknown`.
 */
export function fillWords(
  template: string,
  values: Readonly<Record<string, string>>,
  write: (value: string, before: string, name: string) => string = value => value,
): string {
  const parts = partsOf(template)
  if (isUnended(parts)) throw new DeskError('placeholder.unknown', '{{ has no }} after it')
  let filled = ''
  for (const { words, name } of parts) {
    filled += words
    if (name === undefined) continue
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) {
      throw new DeskError('placeholder.unknown', `{{${name.slice(0, 60)}}} is no placeholder here`)
    }
    filled = value === '' ? filled.replace(/[ \t]{1,9}$/, '') : filled + write(value, filled, name)
  }
  return filled
}
