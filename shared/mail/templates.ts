import { escapeHtml, textToHtml } from './text-html.ts'

/** What one mail says. */
export interface MailWords {
  subject: string
  text: string
  html: string
}

/** Everything above this line of an answer is new; everything below is ours. */
export const replyMarker = '##- Please type your reply above this line -##'

interface TicketFacts {
  deskName: string
  /** `TCK-1042` */
  reference: string
  subject: string
}

/** Tells a contact that their ticket is there, and what its reference is. */
export function ticketCreated(facts: TicketFacts & { contactName: string; words: string }): MailWords {
  return mail(facts, {
    reply: true,
    paragraphs: [
      greeting(facts.contactName),
      `Thank you for getting in touch. We have your request and it is now ticket ${facts.reference}. ` +
        'To add something to it, answer this mail.',
    ],
    quoted: facts.words,
  })
}

/** Carries a public reply to one recipient; `leftOut` names the files that were too large to go along. */
export function publicReply(
  facts: TicketFacts & { authorName: string; text: string; html?: string; leftOut?: readonly string[] },
): MailWords {
  const words = facts.html ?? textToHtml(facts.text)
  const foot = `${facts.authorName} · ${facts.deskName} · ${facts.reference}`
  const missing = missingFiles(facts.leftOut ?? [])
  return {
    subject: subjectOf(facts),
    text: [replyMarker, facts.text, ...missing, `${foot}\n`].join('\n\n'),
    html: page(
      `<p style="${faint}">${escapeHtml(replyMarker)}</p>${words}${missing.map(textToHtml).join('')}<p style="${faint}">${escapeHtml(foot)}</p>`,
    ),
  }
}

function missingFiles(leftOut: readonly string[]): string[] {
  if (leftOut.length === 0) return []
  const files = leftOut.map(file => `- ${file}`).join('\n')
  return [`Too large to send by mail:\n${files}\nAnswer this mail to get them another way.`]
}

/** Tells a contact that their ticket was resolved, and how to reopen it. */
export function ticketResolved(facts: TicketFacts & { contactName: string; closesAt: string }): MailWords {
  return mail(facts, {
    reply: true,
    paragraphs: [
      greeting(facts.contactName),
      `Ticket ${facts.reference} is resolved.`,
      `Should the problem still be there, answer this mail and the ticket is open again. Otherwise it closes on ${facts.closesAt}.`,
    ],
  })
}

/** Tells a contact that their ticket is closed for good. */
export function ticketClosed(facts: TicketFacts & { contactName: string }): MailWords {
  return mail(facts, {
    reply: false,
    paragraphs: [
      greeting(facts.contactName),
      `Ticket ${facts.reference} is now closed. Should you need anything more about it, answer this mail and we will open a new ticket that follows it up.`,
    ],
  })
}

/** Tells whoever watches the desk of a new ticket. */
export function newTicketNotice(
  facts: TicketFacts & { authorName: string; words: string; url: string },
): MailWords {
  return mail(facts, {
    reply: false,
    paragraphs: [`${facts.authorName} opened ticket ${facts.reference}.`, facts.url],
    quoted: facts.words,
  })
}

/** Tells an agent that a ticket is theirs. */
export function assignedNotice(facts: TicketFacts & { actorName: string; url: string }): MailWords {
  return mail(facts, {
    reply: false,
    paragraphs: [`${facts.actorName} assigned ticket ${facts.reference} to you.`, facts.url],
  })
}

/** Tells the assignee what the client's side wrote. */
export function clientReplyNotice(
  facts: TicketFacts & { authorName: string; words: string; url: string },
): MailWords {
  return mail(facts, {
    reply: true,
    paragraphs: [`${facts.authorName} replied to ticket ${facts.reference}:`],
    quoted: facts.words,
    after: facts.url,
  })
}

/** Invites to a visit, or says what has changed about it. */
export function visitInvitation(
  facts: TicketFacts & VisitFacts & { name: string; isChanged: boolean },
): MailWords {
  const news = facts.isChanged ? 'A visit for' : 'We have planned a visit for'
  const now = facts.isChanged ? 'has changed. It is now' : 'on'
  return mail(facts, {
    reply: true,
    paragraphs: [
      greeting(facts.name),
      `${news} ticket ${facts.reference} ${now} ${facts.when}.`,
      ...(facts.agentName === undefined ? [] : [`Who comes: ${facts.agentName}`]),
      ...(facts.location === undefined ? [] : [`Where: ${facts.location}`]),
      ...(facts.note === undefined ? [] : [facts.note]),
      'Should this not suit you, answer this mail.',
    ],
  })
}

/** Says that a visit is called off. */
export function visitCancellation(facts: TicketFacts & VisitFacts & { name: string }): MailWords {
  return mail(facts, {
    reply: true,
    paragraphs: [
      greeting(facts.name),
      `The visit for ticket ${facts.reference} on ${facts.when} is called off.`,
    ],
  })
}

interface VisitFacts {
  /** In the desk's zone. */
  when: string
  agentName?: string
  location?: string
  note?: string
}

/** Carries a one-time code and the link that does the same. */
export function signInCode(facts: { deskName: string; code: string; url: string }): MailWords {
  const paragraphs = [
    `Your code to sign in to ${facts.deskName}:`,
    facts.code,
    'Type it into the page that asked for it, or open this link in the same browser:',
    facts.url,
    'Both hold for 10 minutes and work once. If you did not ask for a code, ignore this mail.',
  ]
  return {
    subject: `${facts.code} is your code for ${facts.deskName}`,
    text: `${paragraphs.join('\n\n')}\n`,
    html: page(paragraphs.map(textToHtml).join('')),
  }
}

const faint = 'color:#767676;font-size:13px'

function mail(
  facts: TicketFacts,
  words: { reply: boolean; paragraphs: string[]; quoted?: string; after?: string },
): MailWords {
  const quoted = words.quoted?.trim() ?? ''
  const foot = `${facts.deskName} · ${facts.reference}`
  const text = [
    ...(words.reply ? [replyMarker] : []),
    ...words.paragraphs,
    ...(quoted === '' ? [] : [quoted.replace(/^/gm, '> ')]),
    ...(words.after === undefined ? [] : [words.after]),
    foot,
  ]
  const html = [
    ...(words.reply ? [`<p style="${faint}">${escapeHtml(replyMarker)}</p>`] : []),
    ...words.paragraphs.map(textToHtml),
    ...(quoted === ''
      ? []
      : [
          `<blockquote style="margin:0;padding-left:12px;border-left:3px solid #767676">${textToHtml(quoted)}</blockquote>`,
        ]),
    ...(words.after === undefined ? [] : [textToHtml(words.after)]),
    `<p style="${faint}">${escapeHtml(foot)}</p>`,
  ]
  return { subject: subjectOf(facts), text: `${text.join('\n\n')}\n`, html: page(html.join('\n')) }
}

function subjectOf({ reference, subject }: TicketFacts): string {
  return `[${reference}] ${subject}`
}

function greeting(name: string): string {
  return name === '' ? 'Hello,' : `Hello ${name},`
}

function page(inner: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head><body style="font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:15px;line-height:1.5">${inner}</body></html>`
}
