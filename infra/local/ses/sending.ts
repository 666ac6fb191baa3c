import { addressesIn, type HeaderField, splitMail } from './headers.ts'

/** A refusal as SES words it. */
export class SesError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, message: string, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}

interface Sending {
  raw: Buffer
  /** Envelope recipients given with the call; if none, the mail's To, Cc and Bcc. */
  destinations: readonly string[]
  id: string
  at: Date
  maxBytes: number
}

const mostRecipients = 50
const onlyOnce = [
  'from',
  'sender',
  'to',
  'cc',
  'bcc',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'mime-version',
]
/** Header fields that SES drops or writes itself; it leaves References, In-Reply-To and Reply-To alone. */
const overwritten = new Set([
  ...['message-id', 'date', 'bcc', 'return-path'],
  ...['x-ses-configuration-set', 'x-ses-message-tags', 'x-ses-source-arn', 'x-ses-from-arn'],
])

/** What SES makes of a raw mail it accepts: the mail it sends and to whom; throws SesError if it refuses. */
export function makeSendable(sending: Sending): { raw: Buffer; recipients: string[]; from: string } {
  const { raw, id, at, maxBytes } = sending
  if (raw.length > maxBytes) {
    throw invalid(`Message length is more than ${maxBytes} bytes long: '${raw.length}'.`)
  }
  const { fields, strayLines, body } = splitMail(raw)
  checkHeaders(fields, strayLines)
  const [from] = addressesIn(valuesOf(fields, ['from']))
  if (from === undefined) throw invalid("Missing required header 'From'.")
  const inHeaders = (): string[] => addressesIn(valuesOf(fields, ['to', 'cc', 'bcc']))
  const recipients = sending.destinations.length > 0 ? addressesIn(sending.destinations) : inHeaders()
  if (recipients.length === 0) throw invalid("Missing required header 'To'.")
  if (recipients.length > mostRecipients) throw invalid(`Recipient count exceeds ${mostRecipients}.`)
  for (const address of [from, ...recipients]) checkAddress(address)
  const kept = fields.filter(field => !overwritten.has(field.name.toLowerCase()))
  const head = [
    ...kept.map(field => field.source.replace(/(?:\r\n|\n|\r)?$/, '\r\n')),
    `Message-ID: <${id}@email.amazonses.com>\r\n`,
    `Date: ${at.toUTCString().replace('GMT', '+0000')}\r\n`,
    `Feedback-ID: ::1.us-east-1.docket-local:AmazonSES\r\n`,
    `X-SES-Outgoing: ${at.toISOString().slice(0, 10).replaceAll('-', '.')}-127.0.0.1\r\n`,
    '\r\n',
  ]
  return { raw: Buffer.concat([Buffer.from(head.join(''), 'latin1'), body]), recipients, from }
}

function checkHeaders(fields: readonly HeaderField[], strayLines: readonly string[]): void {
  if (fields.length === 0 || strayLines.length > 0) {
    throw invalid(`Malformed header: ${JSON.stringify((strayLines[0] ?? '').slice(0, 80))}`)
  }
  for (const { name, source } of fields) {
    if (/[^\t\r\n\x20-\x7e]/.test(source))
      throw invalid(`Header '${name}' has characters outside of US-ASCII.`)
  }
  for (const name of onlyOnce) {
    if (valuesOf(fields, [name]).length > 1) throw invalid(`Duplicate header '${name}'.`)
  }
}

function checkAddress(address: string): void {
  if (!address.includes('@')) throw invalid("Missing final '@domain'")
  if (!/^(?:"[^"]+"|[^\s@<>(),:;"\\]+)@[a-z\d-]+(?:\.[a-z\d-]+)+$/i.test(address))
    throw invalid('Illegal address')
}

function valuesOf(fields: readonly HeaderField[], names: readonly string[]): string[] {
  return fields.filter(field => names.includes(field.name.toLowerCase())).map(field => field.value)
}

function invalid(message: string): SesError {
  return new SesError('InvalidParameterValue', message)
}
