import type * as z from 'zod'
import type { blockedSenderAnswer } from '../../shared/contract/blocked-senders.ts'
import type { quarantinedMail, storedMail } from '../../shared/contract/mails.ts'
import type { BlockedSender } from '../../shared/domain/blocked-sender.ts'
import type { InboundMail } from '../../shared/use-cases/quarantine.ts'
import type { StoredMail } from '../../shared/use-cases/read-mail.ts'
import { presentPerson } from './present.ts'

export function presentQuarantined(mail: InboundMail): z.output<typeof quarantinedMail> {
  return {
    id: mail.mailKey,
    reason: mail.reason ?? '',
    receivedAt: mail.receivedAt,
    from: mail.from ?? null,
    envelopeFrom: mail.envelopeFrom,
    recipients: mail.recipients,
    subject: mail.subject,
    preview: mail.preview ?? '',
    verdicts: mail.verdicts,
  }
}

export function presentStoredMail({ mailKey, at, inbound }: StoredMail): z.output<typeof storedMail> {
  return {
    key: mailKey,
    at,
    outcome: inbound?.outcome ?? null,
    reason: inbound?.reason ?? null,
    settled: inbound?.settled ?? null,
    ticket: inbound?.ticketNumber ?? null,
  }
}

export function presentBlockedSender(sender: BlockedSender): z.output<typeof blockedSenderAnswer> {
  const { id, scope, name, by, createdAt, version } = sender
  return { id, scope, name, by: presentPerson(by), createdAt, version }
}
