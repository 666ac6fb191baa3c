import * as z from 'zod'
import type { Receipt } from '../../shared/domain/inbound-mail.ts'

const verdict = z.object({ status: z.enum(['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED', 'DISABLED']) })

/** What SES announces of a mail it stored, https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html */
const notification = z.object({
  notificationType: z.literal('Received'),
  mail: z.object({ source: z.string(), timestamp: z.string() }),
  receipt: z.object({
    recipients: z.array(z.string()),
    spamVerdict: verdict,
    virusVerdict: verdict,
    spfVerdict: verdict,
    dkimVerdict: verdict,
    dmarcVerdict: verdict,
    action: z.object({ type: z.literal('S3'), objectKey: z.string() }),
  }),
})

const envelope = z.object({ Type: z.literal('Notification'), Message: z.string() })

/**
 * The receipt in an SQS message that SNS wrote; undefined for the messages that SES sends when it is set up.
 * Throws for anything else, so that it ends in the dead letter queue and is looked at.
 */
export function readReceipt(body: string): Receipt | undefined {
  const { Message } = envelope.parse(JSON.parse(body))
  const message = parseJson(Message)
  if (message === undefined || isSetup(message)) return undefined
  const { mail, receipt } = notification.parse(message)
  return {
    mailKey: receipt.action.objectKey,
    // The null sender of RFC 5321, however it is written.
    envelopeFrom: mail.source === '<>' ? '' : mail.source,
    recipients: receipt.recipients.map(address => address.toLowerCase()),
    verdicts: {
      spam: receipt.spamVerdict.status,
      virus: receipt.virusVerdict.status,
      spf: receipt.spfVerdict.status,
      dkim: receipt.dkimVerdict.status,
      dmarc: receipt.dmarcVerdict.status,
    },
    receivedAt: new Date(mail.timestamp).toISOString(),
  }
}

function isSetup(message: unknown): boolean {
  return z.object({ notificationType: z.literal('AmazonSnsSubscriptionSucceeded') }).safeParse(message)
    .success
}

/** SES's set-up messages are plain sentences. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
