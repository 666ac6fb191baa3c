import type { SentMail } from './outbox.ts'
import { snsEnvelope } from './receiving.ts'

/** Addresses of SES's mailbox simulator, which answer here as they do on AWS. */
const simulators = {
  'bounce@simulator.amazonses.com': bounce,
  'complaint@simulator.amazonses.com': complaint,
  'success@simulator.amazonses.com': delivery,
} as const

const topicArn = 'arn:aws:sns:us-east-1:000000000000:docket-mail-feedback'

/** What the configuration set reports of a sent mail, as SNS puts it into the feedback queue. */
export function simulatedFeedback(mail: SentMail, at: Date): string[] {
  return Object.entries(simulators)
    .filter(([address]) => mail.envelopeTo.some(recipient => recipient.toLowerCase() === address))
    .map(([address, report]) => {
      const { eventType, ...details } = report(address, at.toISOString())
      const event = {
        eventType,
        mail: { messageId: mail.id, source: mail.source, timestamp: mail.at },
        ...details,
      }
      return snsEnvelope(event, topicArn, at, 'Amazon SES Email Event Notification')
    })
}

function bounce(emailAddress: string, timestamp: string) {
  return {
    eventType: 'Bounce',
    bounce: {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [
        { emailAddress, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
      ],
      timestamp,
    },
  }
}

function complaint(emailAddress: string, timestamp: string) {
  return {
    eventType: 'Complaint',
    complaint: { complainedRecipients: [{ emailAddress }], complaintFeedbackType: 'abuse', timestamp },
  }
}

function delivery(emailAddress: string, timestamp: string) {
  return { eventType: 'Delivery', delivery: { recipients: [emailAddress], timestamp } }
}
