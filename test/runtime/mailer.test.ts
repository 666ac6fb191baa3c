import { SESServiceException } from '@aws-sdk/client-ses'
import { describe, expect, it } from 'vitest'
import { heldBackUntil } from '../../shared/domain/outbox.ts'
import { isHeldBack, isRefusedForGood } from '../../shared/runtime/mailer.ts'

function refusal(name: string, message = ''): SESServiceException {
  return new SESServiceException({ name, message, $fault: 'client', $metadata: {} })
}

describe('what SES refuses', () => {
  it.each([
    ['Throttling', 'Maximum sending rate exceeded.', 'rate'],
    ['Throttling', 'Daily message quota exceeded.', 'quota'],
    ['TooManyRequestsException', 'Too many requests', 'rate'],
    ['AccountSendingPausedException', 'Sending is paused', 'quota'],
    ['ConfigurationSetSendingPausedException', '', 'quota'],
    ['MessageRejected', 'The content of the message is not accepted.', undefined],
    ['InternalFailure', '', undefined],
  ])('as %s: %s', (name, message, expected) => {
    const error = refusal(name, message)
    expect(isHeldBack(error)).toBe(expected)
    if (expected !== undefined) expect(isRefusedForGood(error)).toBe(false)
  })

  it('is told apart from what never reached it', () => {
    expect(isHeldBack(new Error('Throttling'))).toBeUndefined()
  })
})

describe('what is held back', () => {
  const now = '2026-11-25T09:00:00.000Z'
  const minutes = (id: string, heldBack: number, why: 'rate' | 'quota') =>
    (Date.parse(heldBackUntil(now, { id, heldBack }, why)) - Date.parse(now)) / 60_000

  it('waits half an hour or so for the quota of the day, however often', () => {
    for (const times of [0, 1, 20]) {
      expect(minutes('01JD0000000000000000000001', times, 'quota')).toBeGreaterThanOrEqual(30)
      expect(minutes('01JD0000000000000000000001', times, 'quota')).toBeLessThanOrEqual(45)
    }
  })

  it('comes back apart though it was held back together', () => {
    const ids = Array.from(
      { length: 100 },
      (_, index) => `01JD00000000000000000000${String(index).padStart(2, '0')}`,
    )
    const waits = ids.map(id => minutes(id, 0, 'quota'))
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const from = 30 + tenth * 1.5
      expect(waits.filter(each => each >= from && each < from + 1.5).length).toBeGreaterThan(0)
    }
  })
})
