import { randomBytes } from 'node:crypto'
import { addressesIn, type HeaderField, splitMail } from './headers.ts'

export type Verdict = 'PASS' | 'FAIL' | 'GRAY' | 'PROCESSING_FAILED' | 'DISABLED'

/** What SES found out about a mail, none of which its sender could write. */
export interface Verdicts {
  spf: Verdict
  dkim: Verdict
  dmarc: Verdict
  spam: Verdict
  virus: Verdict
}

export interface IncomingMail {
  raw: Buffer
  /** SMTP's MAIL FROM; empty for the null sender. */
  envelopeFrom: string
  recipients: string[]
  verdicts: Verdicts
  /** What the sender's domain asks for; SES tells it only of mails that fail DMARC. */
  dmarcPolicy?: 'none' | 'quarantine' | 'reject'
}

interface Reception {
  id: string
  at: Date
  bucketName: string
  topicArn: string
}

const mostHeaderBytes = 10 * 1024
const mtaDate = (at: Date): string => at.toUTCString().replace('GMT', '+0000 (UTC)')

/** The mail as SES stores it: its own header fields, then the mail untouched. */
export function prependSesHeaders(mail: IncomingMail, { id, at }: Reception): Buffer {
  const { verdicts, envelopeFrom } = mail
  const from = senderDomain(mail.raw) ?? oneLine(envelopeFrom.split('@')[1] ?? 'unknown')
  const client = `client-ip=127.0.0.1; envelope-from=${oneLine(envelopeFrom)}; helo=localhost;`
  const spf = `${resultWord(verdicts.spf)} (spfCheck: local delivery) ${client}`
  const checks = `dkim=${resultWord(verdicts.dkim)} header.i=@${from}; dmarc=${resultWord(verdicts.dmarc)} header.from=${from};`
  const lines = [
    `Return-Path: <${oneLine(envelopeFrom)}>`,
    `Received: from localhost (localhost [127.0.0.1])\r\n by inbound-smtp.us-east-1.amazonaws.com with SMTP id ${id}` +
      `\r\n for ${oneLine(mail.recipients[0] ?? '')};\r\n ${mtaDate(at)}`,
    `X-SES-Spam-Verdict: ${verdicts.spam}`,
    `X-SES-Virus-Verdict: ${verdicts.virus}`,
    `Received-SPF: ${spf}`,
    `Authentication-Results: amazonses.com;\r\n spf=${spf}\r\n ${checks}`,
    `X-SES-RECEIPT: ${randomBytes(96).toString('base64')}`,
    `X-SES-DKIM-SIGNATURE: a=rsa-sha256; q=dns/txt; b=${randomBytes(96).toString('base64')}; c=relaxed/simple; ` +
      `s=224i4yxa5dv7c2xz3womw6peuasteono; d=amazonses.com; t=${Math.floor(at.getTime() / 1000)}; v=1; ` +
      'bh=local; h=From:To:Cc:Bcc:Subject:Date:Message-ID:MIME-Version:Content-Type:X-SES-RECEIPT;',
  ]
  return Buffer.concat([Buffer.from(lines.map(line => `${line}\r\n`).join('')), mail.raw])
}

/** The receipt notification that SES's S3 action publishes for a stored mail. */
export function receiptNotification(mail: IncomingMail, stored: Buffer, reception: Reception) {
  const { fields } = splitMail(stored)
  const { headers, headersTruncated } = fitHeaders(fields)
  const { id, at, bucketName, topicArn } = reception
  const { verdicts } = mail
  const timestamp = at.toISOString()
  const addressees = addressesIn(valuesOf(fields, 'to').concat(valuesOf(fields, 'cc')))
  const destination = addressees.filter(address => address.includes('@'))
  return {
    notificationType: 'Received',
    mail: {
      timestamp,
      source: mail.envelopeFrom,
      messageId: id,
      destination: destination.length > 0 ? destination : mail.recipients,
      headersTruncated,
      headers,
      commonHeaders: commonHeaders(fields),
    },
    receipt: {
      timestamp,
      processingTimeMillis: 42,
      recipients: mail.recipients,
      spamVerdict: { status: verdicts.spam },
      virusVerdict: { status: verdicts.virus },
      spfVerdict: { status: verdicts.spf },
      dkimVerdict: { status: verdicts.dkim },
      dmarcVerdict: { status: verdicts.dmarc },
      ...(verdicts.dmarc === 'FAIL' && mail.dmarcPolicy !== undefined
        ? { dmarcPolicy: mail.dmarcPolicy }
        : {}),
      action: { type: 'S3', topicArn, bucketName, objectKeyPrefix: '', objectKey: id },
    },
  }
}

/** SES's id of a received mail: forty lower-case letters and digits, the S3 object's key. */
export function newReceiptId(): string {
  return BigInt(`0x1${randomBytes(28).toString('hex')}`)
    .toString(32)
    .slice(-40)
}

function fitHeaders(fields: readonly HeaderField[]) {
  const headers: { name: string; value: string }[] = []
  let bytes = 0
  for (const field of fields) {
    bytes += field.source.length
    if (bytes > mostHeaderBytes) return { headers, headersTruncated: true }
    headers.push({ name: field.name, value: text(field.value) })
  }
  return { headers, headersTruncated: false }
}

function commonHeaders(fields: readonly HeaderField[]): Record<string, string | string[]> {
  const single = { returnPath: 'return-path', date: 'date', messageId: 'message-id', subject: 'subject' }
  const lists = { from: 'from', to: 'to', cc: 'cc', bcc: 'bcc', sender: 'sender', replyTo: 'reply-to' }
  const common: Record<string, string | string[]> = {}
  for (const [key, name] of Object.entries(single)) {
    const value = valuesOf(fields, name)[0]
    if (value !== undefined) common[key] = key === 'returnPath' ? value.replace(/^<|>$/g, '') : value
  }
  for (const [key, name] of Object.entries(lists)) {
    // Not cut at commas inside quotes, as far as a broken mail closes them.
    const mailboxes = valuesOf(fields, name).flatMap(value => value.match(/(?:"[^"]*"|[^,"]+|")+/g) ?? [])
    if (mailboxes.length > 0) common[key] = mailboxes.map(mailbox => mailbox.trim())
  }
  return common
}

function valuesOf(fields: readonly HeaderField[], name: string): string[] {
  const found = fields.filter(field => field.name.toLowerCase() === name)
  // No more of a field than the whole notification may hold: reading addresses is not linear in their length.
  return found.map(field => text(field.value.slice(0, mostHeaderBytes)))
}

/** Bytes kept one per character, read as what they mostly are. */
function text(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString()
}

function senderDomain(raw: Buffer): string | undefined {
  const [from] = addressesIn(valuesOf(splitMail(raw).fields, 'from'))
  return /@([a-z\d.-]+)$/i.exec(from ?? '')?.[1]
}

function resultWord(verdict: Verdict): string {
  if (verdict === 'PASS' || verdict === 'FAIL') return verdict.toLowerCase()
  return verdict === 'PROCESSING_FAILED' ? 'temperror' : 'none'
}

/** An envelope address must not end the header line it is written into. */
function oneLine(address: string): string {
  return address.replace(/[\r\n]/g, '')
}
