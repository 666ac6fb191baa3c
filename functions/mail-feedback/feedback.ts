import * as z from 'zod'
import { wireMessageId } from '../../shared/runtime/mailer.ts'
import type { Feedback } from '../../shared/use-cases/record-feedback.ts'

const recipient = z.object({ emailAddress: z.string(), diagnosticCode: z.string().optional() })
const timestamp = z.string()

/** What SES publishes of a mail it sent, https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
const event = z.object({
  eventType: z.string(),
  mail: z.object({ messageId: z.string(), timestamp, destination: z.array(z.string()).optional() }),
  bounce: z
    .object({
      bounceType: z.string(),
      bounceSubType: z.string().optional(),
      bouncedRecipients: z.array(recipient),
      timestamp,
    })
    .optional(),
  complaint: z
    .object({
      complainedRecipients: z.array(recipient),
      complaintFeedbackType: z.string().nullish(),
      timestamp,
    })
    .optional(),
  delivery: z.object({ recipients: z.array(z.string()), timestamp }).optional(),
  deliveryDelay: z
    .object({ delayedRecipients: z.array(recipient), delayType: z.string().optional(), timestamp })
    .optional(),
  reject: z.object({ reason: z.string().optional() }).optional(),
  failure: z.object({ errorMessage: z.string().optional() }).optional(),
})
type SesEvent = z.output<typeof event>

const envelope = z.object({ Type: z.literal('Notification'), Message: z.string() })

/** The report in an SQS message that SNS wrote; undefined for what needs nothing done. */
export function readFeedback(body: string, region: string): Feedback | undefined {
  const { Message } = envelope.parse(JSON.parse(body))
  // SES says in a plain sentence that it can publish here; that is no report.
  if (!Message.trimStart().startsWith('{')) return undefined
  const parsed = event.parse(JSON.parse(Message))
  const report = reportOf(parsed)
  if (report === undefined) return undefined
  const { detail, ...rest } = report
  const said = visible(detail)
  return {
    messageId: wireMessageId(parsed.mail.messageId, region),
    ...rest,
    ...(said === '' ? {} : { detail: said }),
  }
}

type Report = Omit<Feedback, 'messageId' | 'detail'> & { detail?: string | undefined }

function reportOf({
  eventType,
  mail,
  bounce,
  complaint,
  delivery,
  deliveryDelay,
  ...other
}: SesEvent): Report | undefined {
  if (eventType === 'Bounce' && bounce !== undefined) {
    return {
      // `Undetermined` is no proof that nobody is there.
      state: bounce.bounceType === 'Permanent' ? 'bounced' : 'returned',
      at: bounce.timestamp,
      recipients: addresses(bounce.bouncedRecipients),
      detail: bounce.bouncedRecipients[0]?.diagnosticCode ?? bounce.bounceSubType,
    }
  }
  if (eventType === 'Complaint' && complaint !== undefined) {
    // Somebody found the mail among their spam, and says that it is none.
    if (complaint.complaintFeedbackType === 'not-spam') return undefined
    return {
      state: 'complained',
      at: complaint.timestamp,
      recipients: addresses(complaint.complainedRecipients),
    }
  }
  if (eventType === 'Delivery' && delivery !== undefined) {
    return { state: 'delivered', at: delivery.timestamp, recipients: delivery.recipients }
  }
  if (eventType === 'DeliveryDelay' && deliveryDelay !== undefined) {
    return {
      state: 'delayed',
      at: deliveryDelay.timestamp,
      recipients: addresses(deliveryDelay.delayedRecipients),
      detail: deliveryDelay.delayedRecipients[0]?.diagnosticCode ?? deliveryDelay.delayType,
    }
  }
  if (eventType === 'Reject' || eventType === 'Rendering Failure') {
    const detail = other.reject?.reason ?? other.failure?.errorMessage
    return { state: 'rejected', at: mail.timestamp, recipients: [], detail }
  }
  return undefined
}

/** Other servers wrote it: one visible line of it is kept. */
function visible(detail = ''): string {
  return detail
    .slice(0, 1_000)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 200)
    .toWellFormed()
}

function addresses(recipients: { emailAddress: string }[]): string[] {
  return recipients.map(({ emailAddress }) => emailAddress.toLowerCase())
}
