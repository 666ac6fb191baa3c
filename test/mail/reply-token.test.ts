import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  readReplyAddress,
  readThreadRoot,
  replyAddress,
  threadRoot,
  verifyReplyToken,
} from '../../shared/mail/reply-token.ts'

const desk = 'support@desk.example'
const secret = 'a secret'
const facts = { desk, ticketNumber: 1042, recipient: 'Dana@Northwind.example', secret }

test('a reply address names its ticket and fits its recipient alone', () => {
  fc.assert(
    fc.property(
      fc.nat(999_999_999),
      fc.emailAddress(),
      fc.emailAddress(),
      (ticketNumber, recipient, other) => {
        const address = replyAddress({ desk, ticketNumber, recipient, secret })
        expect(address).toMatch(/^support\+t\d+\.[a-z0-9]{16,40}@desk\.example$/)
        const token = readReplyAddress(address.toUpperCase(), [desk])
        if (token === undefined) throw new Error('not read')
        expect(token.ticketNumber).toBe(ticketNumber)
        expect(verifyReplyToken({ ...token, sender: recipient.toUpperCase(), secret })).toBe(true)
        expect(
          verifyReplyToken({ ...token, ticketNumber: ticketNumber + 1, sender: recipient, secret }),
        ).toBe(false)
        expect(verifyReplyToken({ ...token, sender: recipient, secret: 'other' })).toBe(false)
        if (other.toLowerCase() !== recipient.toLowerCase())
          expect(verifyReplyToken({ ...token, sender: other, secret })).toBe(false)
      },
    ),
  )
})

test('a token of another length is refused, not thrown at', () => {
  expect(verifyReplyToken({ ticketNumber: 1, mac: 'abc', sender: 'a@b.example', secret })).toBe(false)
  expect(verifyReplyToken({ ticketNumber: 1, mac: '\u00e9'.repeat(26), sender: 'a@b.example', secret })).toBe(
    false,
  )
})

test('an address of another desk or a cut token is none', () => {
  const address = replyAddress(facts)
  expect(readReplyAddress(address, ['help@desk.example'])).toBeUndefined()
  expect(readReplyAddress(address.replace('@', 'x@'), [desk])).toBeUndefined()
  expect(readReplyAddress(desk, [desk])).toBeUndefined()
})

test('only a thread root of ours names a ticket', () => {
  const root = threadRoot({ ticketNumber: 1042, secret, domain: 'desk.example' })
  expect(readThreadRoot(root, { secret, domain: 'desk.example' })).toBe(1042)
  expect(readThreadRoot(root.replace('1042', '1043'), { secret, domain: 'desk.example' })).toBeUndefined()
  expect(readThreadRoot(root, { secret, domain: 'other.example' })).toBeUndefined()
  expect(readThreadRoot(root, { secret: 'other', domain: 'desk.example' })).toBeUndefined()
})
