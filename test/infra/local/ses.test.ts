import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetSendQuotaCommand, SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses'
import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MovableClock } from '../../../infra/local/clock.ts'
import { type FaultKind, Faults } from '../../../infra/local/faults.ts'
import { localSecretAccessKey } from '../../../infra/local/s3/s3.ts'
import { type LocalSes, startSes } from '../../../infra/local/ses/ses.ts'
import { Usage } from '../../../infra/local/usage.ts'

let dataDir: string
let clock: MovableClock
let usage: Usage
let faults: Faults
let crashed: string[]
let ses: LocalSes
let client: SESClient

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'docket-ses-'))
  await boot()
})

afterEach(async () => {
  await shut()
  rmSync(dataDir, { recursive: true })
})

async function boot() {
  clock = new MovableClock()
  usage = new Usage()
  faults = new Faults()
  crashed = []
  ses = await startSes({ dataDir, clock, usage, faults, onCrash: id => crashed.push(id) })
  client = clientWith(localSecretAccessKey)
}

async function shut() {
  client.destroy()
  await ses.close()
}

function clientWith(secretAccessKey: string) {
  const credentials = { accessKeyId: 'AKIA9', secretAccessKey }
  return new SESClient({ endpoint: ses.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
}

const head = 'From: Desk <support@desk.example>\r\nTo: jane@acme.example\r\nSubject: Hi\r\n'

function send(raw: string | Buffer, Destinations?: string[]) {
  return client.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(raw) }, Destinations }))
}

const refusedAs = (name: string, message: RegExp) => ({ name, message: expect.stringMatching(message) })

test('a mail goes out with SES’s Message-ID and Date, and keeps what threads it', async () => {
  clock.moveTo(new Date('2027-03-01T10:00:00.400Z'))
  const threading =
    'In-Reply-To: <a@b>\r\nReferences: <tck-7@desk.example>\r\n <a@b>\r\nReply-To: r@desk.example\r\n'
  const theirs = 'Message-ID: <mine@desk.example>\r\nDate: Thu, 1 Jan 1970 00:00:00 +0000\r\n'
  const { MessageId } = await send(`${head}${theirs}${threading}\r\nbödy`)
  expect(MessageId).toMatch(/^0100[\da-f]{12}-[\da-f-]{36}-000000$/)
  const [mail] = ses.outbox.list()
  expect(mail).toMatchObject({
    id: MessageId,
    at: expect.stringMatching(/^2027-03-01T10:00:0/),
    messageId: `<${MessageId}@email.amazonses.com>`,
    headers: {
      'message-id': `<${MessageId}@email.amazonses.com>`,
      date: expect.stringMatching(/^Mon, 01 Mar 2027 10:00:0\d \+0000$/),
      'in-reply-to': '<a@b>',
      references: '<tck-7@desk.example> <a@b>',
      'reply-to': 'r@desk.example',
    },
  })
  const raw = ses.outbox.raw(MessageId ?? '')?.toString()
  expect(raw).toContain(threading)
  expect(raw).toMatch(/\r\n\r\nbödy$/)
  expect(raw).not.toContain('mine@desk.example')
})

test('a mail that nodemailer composed reads in the outbox as it was written', async () => {
  const composed = await createTransport({ streamTransport: true, buffer: true }).sendMail({
    from: '"Désk" <support@desk.example>',
    to: ['Jane <jane@acme.example>', 'joe@acme.example'],
    cc: 'lee@acme.example',
    subject: 'Grüße 😀 [TCK-7]',
    text: 'plain ä',
    html: '<p>rich ä</p>',
  })
  if (!Buffer.isBuffer(composed.message)) throw new Error('Not composed')
  const { MessageId } = await send(composed.message)
  expect(ses.outbox.list()).toEqual([
    {
      id: MessageId,
      at: expect.any(String),
      from: 'support@desk.example',
      to: ['jane@acme.example', 'joe@acme.example'],
      cc: ['lee@acme.example'],
      subject: 'Grüße 😀 [TCK-7]',
      messageId: `<${MessageId}@email.amazonses.com>`,
      headers: expect.objectContaining({ 'mime-version': '1.0' }),
      text: 'plain ä',
      html: '<p>rich ä</p>',
      envelopeTo: ['jane@acme.example', 'joe@acme.example', 'lee@acme.example'],
      source: 'support@desk.example',
      configurationSet: '',
      tags: {},
    },
  ])
})

test('given recipients replace those of the headers, and Bcc reaches its people but not the mail', async () => {
  await send(`${head}Bcc: hidden@acme.example\r\n\r\nx`)
  await send(`${head}Bcc: hidden@acme.example\r\n\r\nx`, ['Only <only@acme.example>'])
  expect(ses.outbox.list().map(mail => mail.envelopeTo)).toEqual([
    ['jane@acme.example', 'hidden@acme.example'],
    ['only@acme.example'],
  ])
  for (const mail of ses.outbox.list()) expect(ses.outbox.raw(mail.id)?.toString()).not.toContain('hidden')
})

test('source, configuration set and tags of the call are kept', async () => {
  const call = {
    RawMessage: { Data: Buffer.from(`${head}\r\nx`) },
    Source: 'bounce@desk.example',
    ConfigurationSetName: 'desk',
    Tags: [{ Name: 'mail', Value: 'out-1' }],
  }
  await client.send(new SendRawEmailCommand(call))
  expect(ses.outbox.list()).toMatchObject([
    { source: 'bounce@desk.example', configurationSet: 'desk', tags: { mail: 'out-1' } },
  ])
})

test('the outbox is oldest first, finds a recipient in any letter case, and survives a restart', async () => {
  await send(`${head}\r\n1`)
  clock.moveTo(new Date('2020-01-01T00:00:00Z'))
  await send(`${head}Cc: Lee@acme.example\r\n\r\n2`)
  await send(`${head}\r\n3`, ['lee@acme.example'])
  await shut()
  await boot()
  expect(ses.outbox.list().map(mail => mail.text)).toEqual(['1', '2', '3'])
  expect(ses.outbox.list({ to: 'LEE@acme.example' }).map(mail => mail.text)).toEqual(['2', '3'])
  expect(ses.outbox.raw(ses.outbox.list()[2]?.id ?? '')?.toString()).toMatch(/3$/)
  expect(ses.outbox.raw('../nope')).toBeUndefined()
})

test.each([
  ['no recipient', 'From: a@b.example\r\n\r\nx', /Missing required header 'To'/],
  ['no sender', 'To: a@b.example\r\n\r\nx', /Missing required header 'From'/],
  ['an address without a domain', 'From: a@b.example\r\nTo: jane\r\n\r\nx', /Missing final '@domain'/],
  ['a header without a colon', `${head}Broken line\r\n\r\nx`, /Malformed header/],
  ['a second Subject', `${head}Subject: again\r\n\r\nx`, /Duplicate header 'subject'/],
  ['raw UTF-8 in a header', `${head}X-Name: Jürgen\r\n\r\nx`, /US-ASCII/],
  ['nothing at all', '', /Malformed|length/],
])('a mail with %s is refused', async (_, raw, message) => {
  await expect(send(raw)).rejects.toMatchObject(refusedAs('InvalidParameterValue', message))
  expect(ses.outbox.list()).toEqual([])
})

test('more than 50 recipients or 40 MB are refused', async () => {
  const people = Array.from({ length: 51 }, (_, at) => `p${at}@acme.example`)
  const tooMany = refusedAs('InvalidParameterValue', /Recipient count exceeds 50/)
  await expect(send(`${head}\r\nx`, people)).rejects.toMatchObject(tooMany)
  await send(`${head}\r\nx`, people.slice(1))
  const big = Buffer.concat([Buffer.from(`${head}\r\n`), Buffer.alloc(40 * 1024 * 1024, 'x')])
  const tooLarge = refusedAs('InvalidParameterValue', /Message length is more than 41943040 bytes/)
  await expect(send(big)).rejects.toMatchObject(tooLarge)
})

test('a call signed with another secret is refused', async () => {
  const stranger = clientWith('wrong')
  const call = new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(`${head}\r\nx`) } })
  await expect(stranger.send(call)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
  expect(ses.outbox.list()).toEqual([])
})

test.each([
  ['error', 'InternalFailure', 500, 0],
  ['throttle', 'Throttling', 400, 0],
  ['conflict', 'MessageRejected', 400, 0],
] as const)('%s answers %s and sends nothing', async (kind, name, httpStatusCode, sent) => {
  faults.arm({ service: 'ses', operation: 'SendRawEmail', kind, nth: 1 })
  await expect(send(`${head}\r\nx`)).rejects.toMatchObject({ name, $metadata: { httpStatusCode } })
  expect(ses.outbox.list()).toHaveLength(sent)
})

test.each([
  ['timeout', 1, 0],
  ['crash-before', 0, 1],
  ['crash-after', 1, 1],
] as [FaultKind, number, number][])(
  '%s cuts the line with %i mail sent and %i crash',
  async (kind, sent, crashes) => {
    faults.arm({ service: 'ses', kind, nth: 1 })
    await expect(send(`${head}\r\nx`)).rejects.toThrow()
    expect(ses.outbox.list()).toHaveLength(sent)
    expect(crashed).toEqual(Array(crashes).fill('AKIA9'))
  },
)

test('a duplicate sends two mails with ids of their own', async () => {
  faults.arm({ service: 'ses', kind: 'duplicate', nth: 1 })
  const { MessageId } = await send(`${head}\r\nx`)
  const ids = ses.outbox.list().map(mail => mail.id)
  expect(new Set(ids).size).toBe(2)
  expect(ids[1]).toBe(MessageId)
})

test('usage counts mails and bytes, and the quota is told', async () => {
  await send(`${head}\r\nx`)
  const bytes = ses.outbox.raw(ses.outbox.list()[0]?.id ?? '')?.length
  expect(usage.report().ses).toEqual({ calls: 1, mails: 1, bytes })
  expect(await client.send(new GetSendQuotaCommand({}))).toMatchObject({ SentLast24Hours: 1 })
})
