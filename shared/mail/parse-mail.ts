import { type AddressObject, simpleParser } from 'mailparser'
import type { IncomingMail, Mailbox } from '../domain/incoming-mail.ts'
import { htmlToText, sanitiseHtml } from './sanitise-html.ts'

/** TEMPORARY: the worker of shared/mail replaces this file. */
export async function parseMail(raw: Uint8Array): Promise<IncomingMail> {
  const mail = await simpleParser(Buffer.from(raw), {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
  })
  const html = mail.html === false ? undefined : sanitiseHtml(mail.html)
  const text = mail.text ?? (html === undefined ? '' : htmlToText(html))
  const from = boxes(mail.from)[0]
  const bare = (id: string) => id.replace(/^<|>$/g, '')
  return {
    ...(mail.messageId === undefined ? {} : { messageId: bare(mail.messageId) }),
    inReplyTo: mail.inReplyTo === undefined ? [] : [bare(mail.inReplyTo)],
    references: [mail.references ?? []].flat().map(bare),
    ...(from === undefined ? {} : { from }),
    replyTo: [],
    to: boxes(mail.to),
    cc: boxes(mail.cc),
    subject: mail.subject ?? '',
    text,
    newText: text,
    ...(html === undefined ? {} : { html }),
    attachments: mail.attachments.map(a => ({
      name: a.filename ?? 'attachment',
      contentType: a.contentType,
      content: a.content,
      inline: a.related,
    })),
  }
}

function boxes(addresses: AddressObject | AddressObject[] | undefined): Mailbox[] {
  return [addresses ?? []]
    .flat()
    .flatMap(({ value }) => value)
    .map(({ name, address }) => ({ name, address: (address ?? '').toLowerCase() }))
}
