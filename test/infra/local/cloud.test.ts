import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb'
import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bootCloud, type Cloud, type CloudOptions } from '../../../infra/local/cloud/cloud.ts'
import { buildStandIns } from './cloud-functions.ts'

let dir: string
let cloud: Cloud
let retries: (string | undefined)[]

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'docket-cloud-'))
  retries = []
  cloud = await boot()
})

afterEach(async () => {
  await cloud.close()
  rmSync(dir, { recursive: true })
})

function boot(options: Partial<CloudOptions> = {}): Promise<Cloud> {
  return bootCloud({
    ...{ dataDir: join(dir, 'data'), port: 0, smtpPort: 0, domain: 'desk.example', timers: false },
    build: () => buildStandIns(join(dir, 'functions')),
    hooks: () => ({
      signInLink: async () => 'http://127.0.0.1/link',
      outcomeOfMail: async () => undefined,
      nextOutboxRetryAt: async () => retries.shift(),
      isDeliveryDue: async () => false,
    }),
    ...options,
  })
}

const mail = (subject: string) => ({
  raw: Buffer.from(`From: mia@client.example\r\nSubject: ${subject}\r\n\r\nHello`),
  envelopeFrom: 'mia@client.example',
  recipients: ['support@desk.example'],
  verdicts: { spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', spam: 'PASS', virus: 'PASS' } as const,
})

const subjects = () => cloud.outbox.list().map(sent => sent.subject)

/** `time schedule` of each run, with the time its function's clock showed. */
async function runs(): Promise<[string, string][]> {
  const { AWS_ENDPOINT_URL_DYNAMODB: endpoint = '', TABLE_NAME, AWS_ACCESS_KEY_ID = '' } = cloud.environment
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: 'docket-local' }
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials })
  const wanted = {
    KeyConditionExpression: 'pk = :runs',
    ExpressionAttributeValues: { ':runs': { S: 'RUNS' } },
  }
  const { Items = [] } = await client.send(new QueryCommand({ TableName: TABLE_NAME, ...wanted }))
  client.destroy()
  return Items.map(item => [item.sk?.S ?? '', item.at?.S ?? ''])
}

describe('the cloud', () => {
  test('takes a mail by SMTP through bucket, queue, table and stream to an answer, and settles after it', async () => {
    const transport = createTransport({ host: '127.0.0.1', port: cloud.smtpPort, ignoreTLS: true })
    await transport.sendMail({
      from: 'mia@client.example',
      to: 'support@desk.example',
      subject: 'Printer',
      text: 'Hi',
    })
    transport.close()
    await cloud.settle()
    expect(subjects()).toEqual(['Re: Printer'])
    expect(cloud.usage.report()).toMatchObject({
      ses: { mails: 1 },
      functions: { 'mail-in': { invocations: 1, coldStarts: 1 }, 'mail-out': { invocations: 1, errors: 0 } },
    })
  })

  test('serves functions and doors at one address, which functions know as theirs', async () => {
    expect(await (await fetch(`${cloud.url}/anything`)).text()).toBe(cloud.url)
    expect(await (await fetch(`${cloud.url}/api/v1/x`)).json()).toEqual({ path: '/api/v1/x' })
    const posted = await fetch(`${cloud.url}/_local/mail`, { method: 'POST', body: mail('Door').raw })
    expect(await posted.json()).toEqual({ key: expect.stringMatching(/^[a-z0-9]{40}$/) })
    const settled = await fetch(`${cloud.url}/_local/settle`, { method: 'POST' })
    expect(await settled.json()).toEqual({ settled: true })
    const { data } = await (await fetch(`${cloud.url}/_local/outbox?to=mia@client.example`)).json()
    expect(data).toMatchObject([{ subject: 'Re: Door', to: ['mia@client.example'] }])
  })

  test('keeps table, mail and moved clock over a restart, and works off what was under way', async () => {
    await cloud.deliver(mail('First'))
    await cloud.settle()
    const tomorrow = new Date(Date.now() + 86_400_000)
    await cloud.moveClock(tomorrow)
    const before = await runs()
    cloud.faults.arm({ service: 'lambda', operation: 'mail-in', kind: 'error' })
    await cloud.deliver(mail('Second'))
    await cloud.close()
    cloud = await boot()
    expect(cloud.clock.now().getTime() - tomorrow.getTime()).toBeLessThan(60_000)
    expect(cloud.clock.now().getTime()).toBeGreaterThanOrEqual(tomorrow.getTime())
    expect(await runs()).toEqual(before)
    await cloud.settle()
    expect(subjects()).toEqual(['Re: First', 'Re: Second'])
  })

  test('moving the clock fires every schedule due in between at its own time', async () => {
    const start = cloud.clock.now()
    const end = new Date(start.getTime() + 3_600_000)
    const fired = await cloud.moveClock(end)
    const ran = await runs()
    // One schedule fires at midnight, which may lie in between.
    const daily = start.getUTCDate() === end.getUTCDate() ? 0 : 1
    expect(fired).toBe(37 + daily)
    expect(ran).toHaveLength(37 + daily)
    for (const [run, at] of ran)
      expect(Date.parse(at) - Date.parse(run.split(' ')[0] ?? '')).toBeLessThan(1000)
  })

  test('settling sends what waits in the outbox for a later try', async () => {
    const later = new Date(Date.now() + 3_600_000).toISOString()
    retries = [later]
    await cloud.settle()
    const [[run, at = ''] = ['']] = await runs()
    expect(run).toBe(`${later} outbox`)
    expect(Math.abs(Date.parse(at) - Date.parse(later))).toBeLessThan(1000)
  })

  test('settling gives up on an outbox that never empties', async () => {
    retries = Array.from({ length: 60 }, () => new Date().toISOString())
    await expect(cloud.settle()).rejects.toThrow('Not at rest: outbox')
  })
})

describe('a crash in the middle of a call', () => {
  test.each(['crash-before', 'crash-after'] as const)(
    'of the table (%s) kills that function only, and the mail is tried again',
    async kind => {
      cloud.faults.arm({ service: 'dynamodb', operation: 'PutItem', kind, nth: 1 })
      await cloud.deliver(mail('Crash'))
      await cloud.settle()
      expect(new Set(subjects())).toEqual(new Set(['Re: Crash']))
      expect(cloud.usage.report().functions['mail-in']).toMatchObject({
        invocations: 2,
        coldStarts: 2,
        errors: 1,
      })
    },
  )

  test('of SES (crash-after) makes the stream send again', async () => {
    cloud.faults.arm({ service: 'ses', kind: 'crash-after', nth: 1 })
    await cloud.deliver(mail('Twice'))
    await cloud.settle()
    expect(subjects()).toEqual(['Re: Twice', 'Re: Twice'])
  })
})

describe('what cannot start says so in one line', () => {
  const failing = async (options: Partial<CloudOptions>) => {
    const error = await boot(options).then(
      async unexpected => unexpected.close(),
      thrown => thrown,
    )
    expect(error.message).not.toContain('\n')
    return error.message
  }

  test('on a port that is taken', async () => {
    const port = Number(new URL(cloud.url).port)
    const other = { dataDir: join(dir, 'other') }
    expect(await failing({ ...other, port })).toMatch(`Port ${port} is already in use`)
    expect(await failing({ ...other, smtpPort: cloud.smtpPort })).toMatch(
      /Port \d+ is already in use.*SMTP_PORT/,
    )
    await (await boot(other)).close()
  })

  test('on a data folder that another cloud uses, or that cannot be written', async () => {
    expect(await failing({})).toMatch(`is in use by process ${process.pid}`)
    writeFileSync(join(dir, 'file'), '')
    expect(await failing({ dataDir: join(dir, 'file', 'data') })).toMatch('Cannot write to the data folder')
  })

  test('on functions that cannot be built, leaving nothing behind', async () => {
    const build = () => Promise.reject(new Error('syntax'))
    const other = { dataDir: join(dir, 'other') }
    expect(await failing({ ...other, build })).toBe('syntax')
    await (await boot(other)).close()
  })
})

test('a closed cloud leaves no listener', async () => {
  const ports = [
    new URL(cloud.url).port,
    cloud.smtpPort,
    ...Object.values(cloud.endpoints).map(url => new URL(url).port),
  ]
  await cloud.close()
  for (const port of ports) {
    const refused = await new Promise(resolve => {
      connect(Number(port), '127.0.0.1')
        .on('connect', () => resolve(false))
        .on('error', () => resolve(true))
    })
    expect(refused).toBe(true)
  }
})
