import type { IncomingMail } from '../domain/incoming-mail.ts'
import { domainOf } from '../domain/mail-domain.ts'
import type { Agent } from '../domain/people.ts'
import type { Entry } from '../domain/timeline.ts'
import { type ForwardedMail, readForward } from '../mail/forwarded-mail.ts'
import { parseIfReadable } from '../mail/parse-mail.ts'
import { newWords } from '../mail/reply-text.ts'
import type { Desk } from '../runtime/desk.ts'
import { readDomainOwner } from '../store/clients.ts'
import { readEmailOwner } from '../store/email-owners.ts'
import type { ForwardOfAgent } from './inbound-case.ts'
import { readSender } from './mail-sender.ts'

/** What an agent's mail forwards, and whom its author is registered to; undefined where it names no author. */
export async function readForwardOfAgent(
  desk: Desk,
  mail: IncomingMail,
): Promise<ForwardOfAgent | undefined> {
  const forward = readForward(mail)
  const from = forward?.from
  if (forward === undefined || from === undefined) return undefined
  const [owner, domainClientId] = await Promise.all([
    readEmailOwner(desk.table, from.address),
    readDomainOwner(desk.table, domainOf(from.address)),
  ])
  const sender = await readSender(desk, {
    ...(owner === undefined ? {} : { owner }),
    ...(domainClientId === undefined ? {} : { domainClientId }),
  })
  const { note, dateText, attached } = forward
  return {
    original: { from, sender },
    mail: { ...(attached === undefined ? quoted(mail, forward) : await opened(mail, attached)), from },
    note,
    ...(dateText === undefined ? {} : { dateText }),
  }
}

/** What the agent wrote themselves stays in the house: it may be about whom it was that wrote. */
export function noteOfForward(
  { original, note, dateText }: ForwardOfAgent,
  agent: Agent,
  facts: Pick<Entry, 'id' | 'at' | 'mailKey'>,
): Entry {
  const { name, address } = original.from
  const sent = dateText === undefined ? '' : `, sent ${dateText}`
  const headline = `Forwarded a mail of ${name === '' ? address : `${name} <${address}>`}${sent}`
  return {
    ...facts,
    kind: 'note',
    visibility: 'internal',
    by: { kind: 'agent', id: agent.id, name: agent.name, email: agent.email },
    text: `${headline}\n\n${note}`.trim(),
    attachments: [],
  }
}

/** The HTML holds the agent's words too, and nothing tells for sure where they end: the text alone is taken. */
function quoted({ html: _html, ...mail }: IncomingMail, { subject, text }: ForwardedMail): IncomingMail {
  const attachments = mail.attachments.map(({ contentId: _contentId, ...file }) => ({
    ...file,
    inline: false,
  }))
  return { ...mail, subject, text, newText: newWords(text).newText, attachments }
}

/** The attached mail as if it had come here, with the files that lie beside it. */
async function opened(mail: IncomingMail, attached: { content: Uint8Array }): Promise<IncomingMail> {
  const inner = await parseIfReadable(attached.content)
  if (inner === undefined) return mail
  const { html, subject, text, newText, machine } = inner
  const beside = mail.attachments.filter(({ content }) => content !== attached.content)
  const { html: _html, ...outer } = mail
  return {
    ...outer,
    ...{ subject, text, newText },
    attachments: [...inner.attachments, ...beside],
    ...(html === undefined ? {} : { html }),
    ...(machine === undefined ? {} : { machine }),
  }
}
