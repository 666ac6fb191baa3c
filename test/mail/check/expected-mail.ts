import * as z from 'zod'
import { cleanAttachmentName } from '../../../shared/mail/attachment-name.ts'
import { headerLine, visibleLine } from '../../../shared/mail/clean-text.ts'
import { htmlToText } from '../../../shared/mail/html-text.ts'
import { readMessageIds } from '../../../shared/mail/mail-headers.ts'
import { canonicalAddress } from '../../../shared/mail/mailboxes.ts'
import { sanitiseHtml } from '../../../shared/mail/sanitise-html.ts'
import { textToHtml } from '../../../shared/mail/text-html.ts'

/** What another parser read in a mail, in the words of ours; a field it says nothing of is absent. */
export interface ExpectedMail {
  subject?: string
  from?: string[]
  to?: string[]
  cc?: string[]
  names?: string[]
  date?: string
  messageId?: string
  inReplyTo?: string[]
  references?: string[]
  text?: string
  html?: string
  /** Name and size of each file; the size of a file that is text is left open, as its charset is undone there. */
  files: { name: string; bytes?: number }[]
}

const mailbox = z.object({ name: z.string().nullable(), address: z.string().nullable() })
const addresses = z.union([
  z.object({ List: z.array(mailbox) }),
  z.object({ Group: z.array(z.object({ name: z.string().nullable(), addresses: z.array(mailbox) })) }),
])
const dateTime = z.object({
  year: z.number(),
  month: z.number(),
  day: z.number(),
  hour: z.number(),
  minute: z.number(),
  second: z.number(),
  tz_before_gmt: z.boolean(),
  tz_hour: z.number(),
  tz_minute: z.number(),
})
const contentType = z.object({
  c_type: z.string(),
  c_subtype: z.string().nullable(),
  attributes: z.array(z.object({ name: z.string(), value: z.string() })).nullable(),
})
const header = z.object({
  name: z.union([z.string(), z.object({ other: z.string() })]),
  value: z.union([
    z.object({ Address: addresses }),
    z.object({ DateTime: dateTime }),
    z.object({ ContentType: contentType }),
    z.object({ Text: z.string() }),
    z.object({ TextList: z.array(z.string()) }),
    z.object({ Received: z.unknown() }),
    z.literal('Empty'),
  ]),
})
type Header = z.infer<typeof header>

const part = z.object({
  headers: z.array(header),
  body: z.union([
    z.object({ Text: z.string() }),
    z.object({ Html: z.string() }),
    z.object({ Binary: z.array(z.number()) }),
    z.object({ InlineBinary: z.array(z.number()) }),
    z.object({ Message: z.object({ parts: z.array(z.object({ headers: z.array(header) })) }) }),
    z.object({ Multipart: z.array(z.number()) }),
  ]),
  offset_body: z.number(),
  offset_end: z.number(),
})
type Part = z.infer<typeof part>

const message = z.object({
  html_body: z.array(z.number()),
  text_body: z.array(z.number()),
  attachments: z.array(z.number()),
  parts: z.array(part).min(1),
})

/** Reads the result that Stalwart's mail parser keeps beside a mail; undefined where the JSON is none of its kind. */
export function readExpectedMail(json: unknown): ExpectedMail | undefined {
  const { data, success } = message.safeParse(json)
  const root = data?.parts[0]
  if (!success || data === undefined || root === undefined) return undefined
  const at = (indexes: readonly number[]) =>
    indexes.map(index => data.parts[index]).filter(found => found !== undefined)
  const shown = [...new Set([...at(data.text_body), ...at(data.html_body)])]
  const files = [...shown.filter(({ body }) => !('Text' in body || 'Html' in body)), ...at(data.attachments)]
  const texts = at(data.text_body).flatMap(textOf)
  const hasMarkup = at(data.html_body).some(({ body }) => 'Html' in body)
  const markup = hasMarkup ? at(data.html_body).flatMap(htmlOf) : []
  const ids = (name: string) =>
    optional(textList(root, name), list => readMessageIds(list.map(id => `<${id}>`)))
  return withoutAbsent({
    subject: optional(textList(root, 'subject'), ([text = '']) => headerLine(text)),
    from: mailboxes(root, 'from'),
    to: mailboxes(root, 'to'),
    cc: mailboxes(root, 'cc'),
    names: names(root, 'from'),
    date: date(root),
    messageId: ids('message_id')?.[0],
    inReplyTo: ids('in_reply_to'),
    references: ids('references'),
    text: texts.length === 0 ? undefined : texts.join('\n'),
    html: markup.length === 0 ? undefined : htmlToText(sanitiseHtml(markup.join('<br>\n'))),
    files: [...new Set(files)].map(fileOf),
  })
}

function withoutAbsent(
  values: { [name in keyof ExpectedMail]: ExpectedMail[name] | undefined },
): ExpectedMail {
  const { files = [], ...fields } = values
  return { ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)), files }
}

function optional<T, U>(value: T | undefined, map: (value: T) => U): U | undefined {
  return value === undefined ? undefined : map(value)
}

function textOf({ body }: Part): string[] {
  if ('Text' in body) return [body.Text]
  return 'Html' in body ? [htmlToText(sanitiseHtml(body.Html))] : []
}

function htmlOf({ body }: Part): string[] {
  if ('Html' in body) return [body.Html]
  return 'Text' in body ? [textToHtml(body.Text)] : []
}

function headersOf({ headers }: { headers: readonly Header[] }, name: string): Header['value'][] {
  return headers.filter(field => field.name === name).map(({ value }) => value)
}

function textList(from: { headers: readonly Header[] }, name: string): string[] | undefined {
  const [value] = headersOf(from, name)
  if (value === undefined || value === 'Empty') return undefined
  if ('Text' in value) return [value.Text]
  return 'TextList' in value ? value.TextList : undefined
}

function allMailboxes(from: Part, name: string): z.infer<typeof mailbox>[] | undefined {
  const fields = headersOf(from, name).flatMap(value =>
    value !== 'Empty' && 'Address' in value ? [value.Address] : [],
  )
  if (fields.length === 0) return undefined
  return fields.flatMap(list => ('List' in list ? list.List : list.Group.flatMap(group => group.addresses)))
}

function mailboxes(from: Part, name: string): string[] | undefined {
  return allMailboxes(from, name)?.flatMap(({ address }) => canonicalAddress(address ?? '') ?? [])
}

function names(from: Part, name: string): string[] | undefined {
  return allMailboxes(from, name)
    ?.filter(({ address }) => canonicalAddress(address ?? '') !== undefined)
    .map(box => visibleLine(box.name ?? '', 100))
}

function date(from: Part): string | undefined {
  const [value] = headersOf(from, 'date')
  if (value === undefined || value === 'Empty' || !('DateTime' in value)) return undefined
  const { year, month, day, hour, minute, second, tz_before_gmt, tz_hour, tz_minute } = value.DateTime
  const offset = (tz_before_gmt ? -1 : 1) * (tz_hour * 60 + tz_minute)
  const instant = Date.UTC(year, month - 1, day, hour, minute, second) - offset * 60_000
  return new Date(instant).toISOString()
}

function fileOf(file: Part): ExpectedMail['files'][number] {
  const { body } = file
  const type = contentTypeOf(file, 'content_type')
  const declared = type === undefined ? 'text/plain' : `${type.c_type}/${type.c_subtype ?? ''}`.toLowerCase()
  const name =
    parameter(contentTypeOf(file, 'content_disposition'), 'filename') ??
    parameter(type, 'name') ??
    subjectName(body)
  return {
    name: cleanAttachmentName(name, 'Message' in body ? 'message/rfc822' : declared),
    ...('Binary' in body ? { bytes: body.Binary.length } : {}),
    ...('InlineBinary' in body ? { bytes: body.InlineBinary.length } : {}),
  }
}

function contentTypeOf(from: Part, name: string): z.infer<typeof contentType> | undefined {
  const [value] = headersOf(from, name)
  return value !== undefined && value !== 'Empty' && 'ContentType' in value ? value.ContentType : undefined
}

function parameter(type: z.infer<typeof contentType> | undefined, name: string): string | undefined {
  return type?.attributes?.find(attribute => attribute.name === name)?.value
}

function subjectName(body: Part['body']): string {
  if (!('Message' in body)) return ''
  const [subject = ''] = textList(body.Message.parts[0] ?? { headers: [] }, 'subject') ?? []
  const line = headerLine(subject, 150)
  return line === '' ? '' : `${line}.eml`
}
