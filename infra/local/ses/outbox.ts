import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AddressObject, simpleParser } from 'mailparser'
import { JsonFolder, writeWhole } from '../durable-files.ts'
import { splitMail } from './headers.ts'

/** One mail that SES took, as `GET /_local/outbox` shows it. */
export interface SentMail {
  /** The MessageId that SES answered. */
  id: string
  at: string
  from: string
  to: string[]
  cc: string[]
  subject: string
  /** As on the wire, in angle brackets. */
  messageId: string
  /** Names in lower case; values unfolded, repeated ones joined by a line feed. */
  headers: Record<string, string>
  text: string
  html: string
  envelopeTo: string[]
  /** Envelope sender, where bounces go. */
  source: string
  configurationSet: string
  tags: Record<string, string>
}

/** What the call said besides the mail itself. */
export type Envelope = Pick<SentMail, 'id' | 'at' | 'envelopeTo' | 'source' | 'configurationSet' | 'tags'>

/** Every mail that was sent, on disk: the raw mail, and what it says in JSON beside it. */
export class Outbox {
  readonly #folder: string
  readonly #index: JsonFolder<SentMail & { order: number }>
  readonly #mails: SentMail[] = []
  #lastOrder = 0

  constructor(dataDir: string) {
    this.#folder = dataDir
    this.#index = new JsonFolder(dataDir)
    for (const { order, ...mail } of this.#index.readAll().sort((left, right) => left.order - right.order)) {
      this.#lastOrder = order
      this.#mails.push(mail)
    }
  }

  /** Oldest first; `to` keeps the mails that reached or name this address. */
  list(filter: { to?: string } = {}): readonly SentMail[] {
    const wanted = filter.to?.toLowerCase()
    if (wanted === undefined) return this.#mails
    const namesIt = (mail: SentMail): boolean =>
      [...mail.envelopeTo, ...mail.to, ...mail.cc].some(address => address.toLowerCase() === wanted)
    return this.#mails.filter(namesIt)
  }

  /** The mail as it went out, or undefined for an id that is not here. */
  raw(id: string): Buffer | undefined {
    return this.#mails.some(mail => mail.id === id)
      ? readFileSync(join(this.#folder, `${id}.eml`))
      : undefined
  }

  async add(raw: Buffer, envelope: Envelope): Promise<SentMail> {
    const mail = await readSent(raw, envelope)
    this.#lastOrder += 1
    writeWhole(join(this.#folder, `${mail.id}.eml`), raw)
    // The mail counts from here on: killed before this line, it was never sent.
    this.#index.write(mail.id, { ...mail, order: this.#lastOrder })
    this.#mails.push(mail)
    return mail
  }
}

async function readSent(raw: Buffer, envelope: Envelope): Promise<SentMail> {
  const skips = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true }
  const parsed = await simpleParser(raw, skips)
  const headers = new Map<string, string>()
  for (const { name, value } of splitMail(raw).fields) {
    const before = headers.get(name.toLowerCase())
    headers.set(name.toLowerCase(), before === undefined ? value : `${before}\n${value}`)
  }
  return {
    ...envelope,
    from: addresses(parsed.from)[0] ?? '',
    to: addresses(parsed.to),
    cc: addresses(parsed.cc),
    subject: parsed.subject ?? '',
    messageId: parsed.messageId ?? '',
    headers: Object.fromEntries(headers),
    text: parsed.text ?? '',
    html: parsed.html || '',
  }
}

function addresses(header: AddressObject | AddressObject[] | undefined): string[] {
  const lists = header === undefined ? [] : [header].flat()
  const mailboxes = lists.flatMap(list => list.value).flatMap(entry => [entry, ...(entry.group ?? [])])
  return mailboxes.map(mailbox => mailbox.address ?? '').filter(address => address !== '')
}
