import type { IncomingAttachment, MachineMail } from '../domain/incoming-mail.ts'
import { readHeaders, readMessageId } from './mail-headers.ts'
import { splitSource } from './mail-source.ts'
import { canonicalAddress } from './mailboxes.ts'

type Bounce = Extract<MachineMail, { kind: 'bounce' }>

/** A report longer than this, or on more recipients, is a flood. */
const reportLengthMax = 262_144
const recipientsMax = 100

/** Reads a delivery status notification (RFC 3464); undefined where nothing of it failed. */
export function readDeliveryStatus(attachments: readonly IncomingAttachment[]): Bounce | undefined {
  const report = attachments.find(({ contentType }) =>
    /^message\/(?:global-)?delivery-status$/.test(contentType),
  )
  if (!report) return undefined
  const groups = Buffer.from(report.content.subarray(0, reportLengthMax))
    .toString('utf8')
    .split(/\n[ \t\r]*\n/)
    .map(group => readHeaders(Buffer.from(group.trim())))
  const failed = groups.filter(
    group => group.get('action')?.toLowerCase().startsWith('failed') || isFailure(group.get('status')),
  )
  if (failed.length === 0) return undefined
  const addresses = failed.map(group =>
    addressOf(group.get('final-recipient') ?? group.get('original-recipient')),
  )
  return {
    kind: 'bounce',
    failedRecipients: unique(addresses),
    ...originalOf(attachments),
    permanent: failed.some(group => !(group.get('status') ?? '5').trim().startsWith('4')),
  }
}

/** Reads a bounce that is only text, as qmail, Exim, old Exchange and many others write it. */
export function readTextBounce(text: string, attachments: readonly IncomingAttachment[]): Bounce {
  const head = text.slice(0, 16_384)
  const original =
    /^-{2,}.{0,40}\b(?:copy of the message|original message|returned message|below this line)/im.exec(head)
  const report = original ? head.slice(0, original.index) : head
  const addresses = [...report.matchAll(/[^\s<>"'(),:;[\]]{1,64}@[a-z0-9.-]{1,253}/gi)].map(
    ([address]) => address,
  )
  const id = /^message-id:\s{0,10}(<[^<>\s]{1,500}>)/im.exec(text.slice(0, 65_536))?.[1]
  const originalMessageId = readMessageId(id)
  return {
    kind: 'bounce',
    failedRecipients: unique(addresses).filter(address => !/^(?:mailer-daemon|postmaster)@/.test(address)),
    ...(originalMessageId === undefined ? originalOf(attachments) : { originalMessageId }),
    permanent: !/\b4\.\d{1,3}\.\d{1,3}\b|\b(?:will (?:be retried|keep trying)|delayed|temporar)/i.test(
      report,
    ),
  }
}

function originalOf(attachments: readonly IncomingAttachment[]): { originalMessageId?: string } {
  const returned = attachments.find(({ contentType }) =>
    /^(?:message\/(?:rfc822|global)|text\/rfc822-headers)/.test(contentType),
  )
  if (!returned) return {}
  const { header } = splitSource(returned.content.subarray(0, reportLengthMax))
  const originalMessageId = readMessageId(readHeaders(header).get('message-id'))
  return originalMessageId === undefined ? {} : { originalMessageId }
}

function isFailure(status: string | undefined): boolean {
  return /^5\./.test((status ?? '').trim())
}

/** `rfc822; a@b.example` */
function addressOf(field: string | undefined): string {
  return (field ?? '')
    .replace(/^[^;]*;/, '')
    .replace(/[<>]/g, '')
    .trim()
}

function unique(addresses: readonly string[]): string[] {
  const known = addresses
    .map(address => canonicalAddress(address.replace(/\.+$/, '')))
    .filter(address => address !== undefined)
  return [...new Set(known)].slice(0, recipientsMax)
}
