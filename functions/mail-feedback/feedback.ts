import * as z from 'zod'
import { wireMessageId } from '../../shared/runtime/mailer.ts'
import type { Feedback } from '../../shared/use-cases/record-feedback.ts'

const recipient = z.object({ emailAddress: z.string() })

/** What SES publishes of a mail it sent, https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
const event = z.object({
  eventType: z.string(),
  mail: z.object({ messageId: z.string() }),
  bounce: z
    .object({ bounceType: z.string(), bouncedRecipients: z.array(recipient), timestamp: z.string() })
    .optional(),
  complaint: z.object({ complainedRecipients: z.array(recipient), timestamp: z.string() }).optional(),
})

const envelope = z.object({ Type: z.literal('Notification'), MessageId: z.string(), Message: z.string() })

/** The report in an SQS message that SNS wrote; undefined for what needs nothing done. */
export function readFeedback(body: string, region: string): Feedback | undefined {
  const { Message, MessageId } = envelope.parse(JSON.parse(body))
  // SES says in a plain sentence that it can publish here; that is no report.
  if (!Message.trimStart().startsWith('{')) return undefined
  const { eventType, mail, bounce, complaint } = event.parse(JSON.parse(Message))
  const common = { id: MessageId, messageId: wireMessageId(mail.messageId, region) }
  if (eventType === 'Bounce' && bounce !== undefined) {
    return {
      ...common,
      kind: bounce.bounceType === 'Permanent' ? 'bounce' : 'delay',
      recipients: addresses(bounce.bouncedRecipients),
    }
  }
  if (eventType === 'Complaint' && complaint !== undefined) {
    return { ...common, kind: 'complaint', recipients: addresses(complaint.complainedRecipients) }
  }
  if (eventType === 'Reject') return { ...common, kind: 'reject', recipients: [] }
  return undefined
}

function addresses(recipients: { emailAddress: string }[]): string[] {
  return recipients.map(({ emailAddress }) => emailAddress.toLowerCase())
}
