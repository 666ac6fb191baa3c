import { beforeEach, describe, expect, test } from 'vitest'
import { type DoorsOptions, openDoors } from '../../../infra/local/cloud/doors.ts'
import { Faults } from '../../../infra/local/faults.ts'
import type { IncomingMail } from '../../../infra/local/ses/receiving.ts'
import { Usage } from '../../../infra/local/usage.ts'

const noon = new Date('2026-11-24T12:00:00.000Z')
const raw = 'From: Mia <mia@client.example>\r\nSubject: Hi\r\n\r\nHello'

let options: DoorsOptions
let delivered: IncomingMail[]
let moves: string[]
let fired: unknown[]
let waiting: string[]

beforeEach(() => {
  delivered = []
  moves = []
  fired = []
  waiting = []
  options = {
    domain: 'desk.example',
    outbox: {
      list: ({ to } = {}) => (to === 'nobody@x.example' ? [] : [sentMail]),
      raw: id => (id === 'one' ? Buffer.from(raw) : undefined),
    },
    faults: new Faults(),
    usage: new Usage(),
    hooks: {
      signInLink: async () => 'http://127.0.0.1:3000/sign-in/link?token=x',
      outcomeOfMail: async key => (key === 'known' ? { outcome: 'ticket', ticket: 7 } : undefined),
      nextOutboxRetryAt: async () => undefined,
      isDeliveryDue: async () => false,
    },
    now: () => noon,
    settle: async () => waiting,
    scheduleNames: ['auto-close', 'outbox'],
    fire: async (name, time) => {
      fired.push([name, time?.toISOString()])
      return true
    },
    moveClock: async instant => moves.push(instant.toISOString()),
    deliver: async mail => {
      delivered.push(mail)
      return { key: 'abc' }
    },
  }
})

const sentMail = {
  ...{ id: 'one', at: noon.toISOString(), from: 'support@desk.example', to: ['mia@client.example'], cc: [] },
  ...{ subject: 'Re: Hi', messageId: '<one@email.amazonses.com>', headers: {}, text: 'Hello', html: '' },
  ...{
    envelopeTo: ['mia@client.example'],
    source: 'support@desk.example',
    configurationSet: 'docket',
    tags: {},
  },
}

async function call(method: string, target: string, body: string | object = '') {
  const [path = '', rawQuery = ''] = target.split('?')
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const wire = { protocol: 'HTTP/1.1', rawHeaders: [], sourceIp: '127.0.0.1', port: 3000 }
  const {
    status,
    headers,
    body: bytes,
  } = await openDoors(options)({
    ...{ ...wire, method, rawQuery },
    path: `/_local${path}`,
    body: Buffer.from(text),
  })
  const isJson = headers['content-type'] === 'application/json'
  return { status, headers, body: isJson ? JSON.parse(bytes.toString()) : bytes.toString() }
}

describe('mail', () => {
  test('that was sent is listed, and kept as it was sent', async () => {
    expect(await call('GET', '/outbox')).toMatchObject({ status: 200, body: { data: [sentMail] } })
    expect((await call('GET', '/outbox?to=nobody@x.example')).body).toEqual({ data: [] })
    expect(await call('GET', '/outbox/one')).toMatchObject({
      status: 200,
      headers: { 'content-type': 'message/rfc822' },
      body: raw,
    })
    expect((await call('GET', '/outbox/two')).status).toBe(404)
  })

  test('that is posted is delivered to the desk, from its own sender, with every verdict passing', async () => {
    expect(await call('POST', '/mail', raw)).toMatchObject({ status: 201, body: { key: 'abc' } })
    expect(delivered).toEqual([
      {
        raw: Buffer.from(raw),
        envelopeFrom: 'mia@client.example',
        recipients: ['support@desk.example'],
        verdicts: { spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', spam: 'PASS', virus: 'PASS' },
      },
    ])
  })

  test('that is posted takes its envelope and verdicts from the query', async () => {
    await call(
      'POST',
      '/mail?to=a@desk.example,b@desk.example&from=&dmarc=fail&dmarcPolicy=reject&virus=GRAY',
      raw,
    )
    expect(delivered[0]).toMatchObject({
      envelopeFrom: '',
      recipients: ['a@desk.example', 'b@desk.example'],
      verdicts: { spf: 'PASS', dmarc: 'FAIL', virus: 'GRAY' },
      dmarcPolicy: 'reject',
    })
  })

  test('tells what became of it, once something has', async () => {
    expect(await call('GET', '/mail/known')).toMatchObject({
      status: 200,
      body: { outcome: 'ticket', ticket: 7 },
    })
    expect((await call('GET', '/mail/unknown')).status).toBe(404)
  })

  test.each(['/mail', '/mail?spf=maybe', '/mail?sender=me'])('is refused for POST %s', async target => {
    const answer = await call('POST', target, target === '/mail' ? '' : raw)
    expect(answer.status).toBe(400)
    expect(answer.body.message).toMatch(/\w/)
  })
})

describe('time', () => {
  test.each([
    [{ now: '2026-12-01T00:00:00Z' }, '2026-12-01T00:00:00.000Z'],
    [{ now: '2026-12-01T01:00:00+01:00' }, '2026-12-01T00:00:00.000Z'],
    [{ advance: 'PT72H' }, '2026-11-27T12:00:00.000Z'],
    [{ advance: 'P1W2DT1H30M0.5S' }, '2026-12-03T13:30:00.500Z'],
    [{ advance: '-PT1H' }, '2026-11-24T11:00:00.000Z'],
  ])('moves by %j', async (body, expected) => {
    expect(await call('POST', '/clock', body)).toMatchObject({ status: 200, body: { fired: 1 } })
    expect(moves).toEqual([expected])
  })

  test.each([
    {},
    { now: 'soon' },
    { advance: '3 days' },
    { advance: 'P' },
    { advance: 'P1M' },
    { now: noon, advance: 'PT1H' },
    '{',
  ])('stands still for %j', async body => {
    const answer = await call('POST', '/clock', body)
    expect(answer.status).toBe(400)
    expect(moves).toEqual([])
  })

  test('fires a schedule, now or at a time', async () => {
    expect(await call('POST', '/schedules/auto-close')).toMatchObject({
      status: 200,
      body: { schedule: 'auto-close', time: noon.toISOString(), succeeded: true },
    })
    await call('POST', '/schedules/outbox', { time: '2026-11-25T00:00:00Z' })
    expect(fired).toEqual([
      ['auto-close', undefined],
      ['outbox', '2026-11-25T00:00:00.000Z'],
    ])
    const unknown = await call('POST', '/schedules/lunch')
    expect(unknown).toMatchObject({
      status: 404,
      body: { message: expect.stringContaining('auto-close, outbox') },
    })
  })

  test('settles, or says what does not come to rest', async () => {
    expect(await call('POST', '/settle')).toMatchObject({ status: 200, body: { settled: true } })
    waiting = ['queue inbound-mail']
    expect(await call('POST', '/settle')).toMatchObject({ status: 503, body: { settled: false, waiting } })
  })
})

describe('what watches and disturbs', () => {
  test('counts, and counts from nothing again', async () => {
    options.usage.countSes(1, 100)
    expect((await call('GET', '/usage')).body).toMatchObject({ ses: { mails: 1 } })
    expect((await call('DELETE', '/usage')).status).toBe(204)
    expect((await call('GET', '/usage')).body).toMatchObject({ ses: { mails: 0 } })
  })

  test('orders faults, and takes them back', async () => {
    const order = { service: 'ses', operation: 'SendRawEmail', kind: 'throttle', nth: 2 }
    expect(await call('POST', '/faults', order)).toMatchObject({ status: 201, body: { armed: order } })
    const strike = () => options.faults.strike('ses', 'SendRawEmail')
    expect([strike(), strike(), strike()]).toEqual([undefined, 'throttle', undefined])
    await call('POST', '/faults', { service: 'ses', kind: 'error' })
    expect((await call('DELETE', '/faults')).status).toBe(204)
    expect(strike()).toBeUndefined()
  })

  test.each([
    { service: 'sns', kind: 'error' },
    { service: 'ses', kind: 'explode' },
    { service: 'ses', kind: 'error', nth: 0 },
    { service: 'ses', kind: 'error', probability: 2 },
    { service: 'ses', kind: 'error', nth: 1, probability: 0.5 },
    { service: 'ses', kind: 'error', extra: true },
  ])('refuses the fault %j', async order => {
    expect((await call('POST', '/faults', order)).status).toBe(400)
  })

  test('signs in by a fresh link, which nobody keeps', async () => {
    expect(await call('GET', '/sign-in')).toMatchObject({
      status: 303,
      headers: { location: 'http://127.0.0.1:3000/sign-in/link?token=x', 'cache-control': 'no-store' },
    })
  })

  test.each([
    ['GET', '/nothing', 404],
    ['GET', '', 404],
    ['GET', '/outbox/', 404],
    ['GET', '/settle', 405],
    ['DELETE', '/outbox', 405],
  ])('answers %s %s with %i in JSON', async (method, target, status) => {
    const answer = await call(method, target)
    expect(answer.status).toBe(status)
    expect(answer.body.message).toMatch(/\w/)
  })
})
