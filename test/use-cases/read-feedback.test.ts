import { describe, expect, it } from 'vitest'
import { readFeedback } from '../../functions/mail-feedback/feedback.ts'

const at = '2026-11-25T09:00:00.000Z'
const mail = { messageId: '0100-abc', timestamp: '2026-11-25T08:00:00.000Z', source: 'support@desk.example' }

function read(event: object, region = 'eu-central-1') {
  const Message = JSON.stringify({ mail, ...event })
  return readFeedback(JSON.stringify({ Type: 'Notification', MessageId: 'm', Message }), region)
}

const bounce = (bounceType: string, bounceSubType: string, more: object = {}) =>
  read({
    eventType: 'Bounce',
    bounce: {
      bounceType,
      bounceSubType,
      bouncedRecipients: [{ emailAddress: 'Ben@Northwind.example', ...more }],
      timestamp: at,
    },
  })

describe('a report of SES', () => {
  it('of a bounce for good says so, with what the other server said', () => {
    expect(
      bounce('Permanent', 'General', { diagnosticCode: 'smtp; 550 5.1.1\r\n\u202euser unknown' }),
    ).toEqual({
      messageId: '0100-abc@eu-central-1.amazonses.com',
      state: 'bounced',
      at,
      recipients: ['ben@northwind.example'],
      detail: 'smtp; 550 5.1.1 user unknown',
    })
    expect(bounce('Permanent', 'OnAccountSuppressionList')).toMatchObject({
      state: 'bounced',
      detail: 'OnAccountSuppressionList',
    })
  })

  it('of any other bounce stops nothing', () => {
    for (const [type, subType] of [
      ['Transient', 'MailboxFull'],
      ['Transient', 'ContentRejected'],
      ['Undetermined', 'Undetermined'],
    ] as const) {
      expect(bounce(type, subType)).toMatchObject({ state: 'returned', detail: subType })
    }
  })

  it('of a complaint says so, but not of one that says the opposite', () => {
    const complaint = (complaintFeedbackType: string | null) =>
      read({
        eventType: 'Complaint',
        complaint: {
          complainedRecipients: [{ emailAddress: 'a@b.example' }],
          complaintFeedbackType,
          timestamp: at,
        },
      })
    expect(complaint('abuse')).toMatchObject({ state: 'complained', recipients: ['a@b.example'] })
    expect(complaint(null)).toMatchObject({ state: 'complained' })
    expect(complaint('not-spam')).toBeUndefined()
  })

  it('of a delivery, a delay, a reject and a rendering failure', () => {
    expect(
      read({ eventType: 'Delivery', delivery: { recipients: ['a@b.example'], timestamp: at } }),
    ).toMatchObject({
      state: 'delivered',
      at,
    })
    const deliveryDelay = {
      delayedRecipients: [{ emailAddress: 'a@b.example' }],
      delayType: 'MailboxFull',
      timestamp: at,
    }
    expect(read({ eventType: 'DeliveryDelay', deliveryDelay })).toMatchObject({
      state: 'delayed',
      detail: 'MailboxFull',
    })
    expect(read({ eventType: 'Reject', reject: { reason: 'Bad content' } })).toMatchObject({
      state: 'rejected',
      at: mail.timestamp,
      detail: 'Bad content',
    })
    expect(read({ eventType: 'Rendering Failure', failure: { errorMessage: 'x' } })).toMatchObject({
      state: 'rejected',
    })
  })

  it('that needs nothing done is none', () => {
    for (const eventType of ['Send', 'Open', 'Click', 'Subscription', 'Something new']) {
      expect(read({ eventType, subscription: {} })).toBeUndefined()
    }
    const Message = 'Successfully validated SNS topic for Amazon SES event publishing.'
    expect(readFeedback(JSON.stringify({ Type: 'Notification', Message }), 'us-east-1')).toBeUndefined()
  })

  it('names the mail as its recipient saw it, which depends on the region', () => {
    const delivered = { eventType: 'Delivery', delivery: { recipients: [], timestamp: at } }
    expect(read(delivered, 'us-east-1')?.messageId).toBe('0100-abc@email.amazonses.com')
  })
})
