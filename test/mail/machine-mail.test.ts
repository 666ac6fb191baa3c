import { expect, test } from 'vitest'
import { parseMail } from '../../shared/mail/parse-mail.ts'
import { parseFixture, rawMail } from './fixtures.ts'

const machineOf = async (...headers: string[]) =>
  (await parseMail(rawMail(['From: dana@northwind.example', 'Subject: Hello', ...headers]))).machine?.kind

test('a Postfix bounce names who was not reached and which mail of ours it was', async () => {
  expect((await parseFixture('dsn-postfix-5.1.1')).machine).toEqual({
    kind: 'bounce',
    failedRecipients: ['gone@northwind.example'],
    originalMessageId: '0100def@email.amazonses.com',
    permanent: true,
  })
})

test('a bounce that is only text is a bounce', async () => {
  expect((await parseFixture('bounce-qmail-text')).machine).toEqual({
    kind: 'bounce',
    failedRecipients: ['gone@northwind.example'],
    originalMessageId: '0100def@email.amazonses.com',
    permanent: true,
  })
})

test('an out-of-office answer is an auto-reply', async () => {
  expect((await parseFixture('out-of-office-exchange')).machine).toEqual({ kind: 'auto-reply' })
})

test('a person who writes about out-of-office mail is a person', async () => {
  expect((await parseFixture('person-writes-about-out-of-office')).machine).toBeUndefined()
})

test('an alert of a monitoring system is generated, not an answer', async () => {
  expect((await parseFixture('monitoring-alert')).machine).toEqual({ kind: 'auto-generated' })
})

test('a list is a list and a read receipt is a report', async () => {
  expect((await parseFixture('mailing-list')).machine).toEqual({ kind: 'list' })
  expect((await parseFixture('read-receipt')).machine).toEqual({ kind: 'report' })
})

test.each([
  ['Auto-Submitted: auto-replied', 'auto-reply'],
  ['Auto-Submitted: Auto-Replied (vacation)', 'auto-reply'],
  ['X-Autoreply: yes', 'auto-reply'],
  ['X-Autorespond: Hello', 'auto-reply'],
  ['Precedence: auto_reply', 'auto-reply'],
  ['Precedence: bulk', 'list'],
  ['List-Unsubscribe: <https://list.example/u>', 'list'],
  ['X-Auto-Response-Suppress: All', 'auto-generated'],
  ['Auto-Submitted: no', undefined],
  ['X-Auto-Response-Suppress: DR, RN', undefined],
  ['Precedence: first-class', undefined],
])('%s makes a mail of kind %s', async (header, kind) => {
  expect(await machineOf(header)).toBe(kind)
})

test('a delayed delivery is a report and no failure', async () => {
  const mail = await parseMail(
    rawMail(
      [
        'From: MAILER-DAEMON@mx.example',
        'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      ],
      '--b\r\n\r\nDelayed.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: delayed\r\nStatus: 4.4.1\r\n--b--\r\n',
    ),
  )
  expect(mail.machine).toEqual({ kind: 'report' })
})
