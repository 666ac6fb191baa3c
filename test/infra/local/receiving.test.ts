import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MovableClock } from '../../../infra/local/clock.ts'
import { Faults } from '../../../infra/local/faults.ts'
import { openQueue, type Queue } from '../../../infra/local/queue.ts'
import { type LocalS3, startS3 } from '../../../infra/local/s3/s3.ts'
import { openReceiving, type Receiving, type Verdicts } from '../../../infra/local/ses/receiving.ts'
import { Usage } from '../../../infra/local/usage.ts'

const verdicts: Verdicts = { spf: 'PASS', dkim: 'GRAY', dmarc: 'FAIL', spam: 'PASS', virus: 'DISABLED' }
const topicArn = 'arn:aws:sns:us-east-1:000000000000:mail'
let dataDir: string
let faults: Faults
let s3: LocalS3
let queue: Queue
let receiving: Receiving

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'docket-receiving-'))
  faults = new Faults()
  const clock = new MovableClock()
  const usage = new Usage()
  s3 = await startS3({ dataDir: join(dataDir, 's3'), buckets: ['mail'], clock, usage, faults })
  boot()
})

afterEach(async () => {
  await s3.close()
  rmSync(dataDir, { recursive: true })
})

function boot() {
  queue = openQueue({ name: 'inbound', dataDir: join(dataDir, 'queues'), maxReceiveCount: 5, faults })
  const clock = new MovableClock()
  receiving = openReceiving({ s3, bucket: 'mail', queue, dataDir, clock, topicArn })
}

function receive(raw: string | Buffer, more: object = {}) {
  const envelope = { envelopeFrom: 'jane@acme.example', recipients: ['support+t7@desk.example'], verdicts }
  return receiving.receiveMail({ raw: Buffer.from(raw), ...envelope, ...more })
}

function takeAnnouncement() {
  const [record] = queue.receive(1)
  const envelope = JSON.parse(record?.body ?? '{}')
  return { envelope, notification: JSON.parse(envelope.Message) }
}

const stored = async (key: string) => (await s3.readObject('mail', key))?.toString('latin1') ?? ''

test('a mail is stored under its SES id with SES’s headers before it, itself untouched', async () => {
  const raw = 'From: Jane <jane@acme.example>\nTo: support@desk.example\n\nbody\r\nx'
  const { key } = await receive(raw)
  expect(key).toMatch(/^[a-z0-9]{40}$/)
  expect(s3.listKeys('mail')).toEqual([key])
  const text = await stored(key)
  expect(text.endsWith(raw)).toBe(true)
  const head = text.slice(0, -raw.length).replaceAll(/\r\n[ \t]+/g, ' ')
  expect(head).toContain('Return-Path: <jane@acme.example>\r\n')
  expect(head).toMatch(
    /Received: from localhost .* by inbound-smtp\.us-east-1\.amazonaws\.com with SMTP id [a-z0-9]{40} for /,
  )
  expect(head).toContain('X-SES-Spam-Verdict: PASS\r\nX-SES-Virus-Verdict: DISABLED\r\n')
  expect(head).toMatch(/Authentication-Results: amazonses\.com; spf=pass .* dkim=none .*; dmarc=fail /)
  expect(head).toMatch(/\r\nX-SES-RECEIPT: \S+\r\nX-SES-DKIM-SIGNATURE: a=rsa-sha256; /)
})

test('its event is what AWS documents for an S3 action with a topic', async () => {
  const raw = [
    'From: "Doe, Jane" <jane@acme.example>, Joe <joe@acme.example>',
    'To: Support <support@desk.example>',
    'Cc: lee@acme.example',
    'Subject: A\r\n\tfolded   one',
    'Message-ID: <1@acme.example>',
    'Date: Tue, 24 Nov 2026 02:00:00 +0000',
    '',
    'body',
  ].join('\r\n')
  const { key } = await receive(raw, { dmarcPolicy: 'reject' })
  const { envelope, notification } = takeAnnouncement()
  expect(envelope).toMatchObject({
    Type: 'Notification',
    MessageId: expect.any(String),
    TopicArn: topicArn,
    Subject: 'Amazon SES Email Receipt Notification',
  })
  const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  expect(notification).toEqual({
    notificationType: 'Received',
    mail: {
      timestamp,
      source: 'jane@acme.example',
      messageId: key,
      destination: ['support@desk.example', 'lee@acme.example'],
      headersTruncated: false,
      headers: expect.arrayContaining([
        { name: 'Return-Path', value: '<jane@acme.example>' },
        { name: 'Subject', value: 'A folded   one' },
      ]),
      commonHeaders: {
        returnPath: 'jane@acme.example',
        from: ['"Doe, Jane" <jane@acme.example>', 'Joe <joe@acme.example>'],
        to: ['Support <support@desk.example>'],
        cc: ['lee@acme.example'],
        subject: 'A folded   one',
        messageId: '<1@acme.example>',
        date: 'Tue, 24 Nov 2026 02:00:00 +0000',
      },
    },
    receipt: {
      timestamp,
      processingTimeMillis: expect.any(Number),
      recipients: ['support+t7@desk.example'],
      spamVerdict: { status: 'PASS' },
      virusVerdict: { status: 'DISABLED' },
      spfVerdict: { status: 'PASS' },
      dkimVerdict: { status: 'GRAY' },
      dmarcVerdict: { status: 'FAIL' },
      dmarcPolicy: 'reject',
      action: { type: 'S3', topicArn, bucketName: 'mail', objectKeyPrefix: '', objectKey: key },
    },
  })
})

test('the policy is told of failed mails only', async () => {
  await receive('From: a@b.example\r\n\r\nx', {
    verdicts: { ...verdicts, dmarc: 'PASS' },
    dmarcPolicy: 'none',
  })
  expect(takeAnnouncement().notification.receipt).not.toHaveProperty('dmarcPolicy')
})

test.each([
  ['empty', ''],
  ['a body only', '\r\nhello'],
  ['no blank line', 'Subject: x'],
  ['CR line ends', 'From: a@b.example\rSubject: x\r\rbody'],
  ['stray lines', 'From mbox Mon\r\n garbage\r\nSubject: x\r\nno colon\r\n\r\nx'],
  ['bytes of no charset', Buffer.from([0x53, 0x3a, 0xff, 0xfe, 0, 0x0a, 0x0a, 0x80])],
  ['thousands of headers', 'X-A: b\r\n'.repeat(100_000)],
  ['a header of a megabyte', `To: ${'a@b.example, '.repeat(80_000)}\r\n\r\nx`],
  ['a megabyte of spaces', `Subject:${' '.repeat(1_000_000)}x\r\n\r\nx`],
  ['one line of 38 MB', Buffer.alloc(38 * 1024 * 1024, 'x')],
])('a mail that is %s is received as it is', async (_, raw) => {
  const began = Date.now()
  const { key } = await receive(raw)
  expect(Date.now() - began).toBeLessThan(3000)
  const object = (await s3.readObject('mail', key)) ?? Buffer.alloc(0)
  expect(object.subarray(object.length - raw.length).equals(Buffer.from(raw))).toBe(true)
  const { notification } = takeAnnouncement()
  expect(notification.mail.messageId).toBe(key)
  expect(JSON.stringify(notification).length).toBeLessThan(100_000)
})

test('an envelope address cannot write headers', async () => {
  const { key } = await receive('\r\nx', { envelopeFrom: 'a@b.example>\r\nX-SES-Spam-Verdict: PASS' })
  expect(await stored(key)).not.toContain('\r\nX-SES-Spam-Verdict: PASS\r\nReceived')
  expect((await stored(key)).match(/^X-SES-Spam-Verdict:/gm)).toHaveLength(1)
})

test('the null sender is kept as such', async () => {
  const { key } = await receive('From: MAILER-DAEMON@b.example\r\n\r\nx', { envelopeFrom: '' })
  expect(await stored(key)).toMatch(/^Return-Path: <>\r\n/)
  expect(takeAnnouncement().notification.mail.source).toBe('')
})

test('a mail that was stored but not announced is announced at the next start, once', async () => {
  faults.arm({ service: 'sqs', operation: 'SendMessage', kind: 'error', nth: 1 })
  await expect(receive('Subject: stranded\r\n\r\nx')).rejects.toThrow()
  const [key] = s3.listKeys('mail')
  boot()
  expect(await receiving.requeueStranded()).toEqual([key])
  expect(takeAnnouncement().notification.receipt.action.objectKey).toBe(key)
  expect(await receiving.requeueStranded()).toEqual([])
})

test('a mail that was never stored is not announced', async () => {
  const broken = { ...s3, putObject: () => Promise.reject(new Error('disk full')) }
  const clock = new MovableClock()
  receiving = openReceiving({ s3: broken, bucket: 'mail', queue, dataDir, clock })
  await expect(receive('Subject: lost\r\n\r\nx')).rejects.toThrow('disk full')
  expect(await receiving.requeueStranded()).toEqual([])
  expect(queue.isDrained()).toBe(true)
  expect(readdirSync(join(dataDir, 'receipts'))).toEqual([])
})
