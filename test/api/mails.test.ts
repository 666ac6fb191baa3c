import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, made, makeSite, opened, openTestApi, type Site } from './door.ts'

let api: Api
let site: Site
let other: Site
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
  other = await makeSite(api)
})
afterAll(() => api.close())

const raw = (from: string, more = '') =>
  `From: ${from}\r\nTo: support@desk.example\r\nSubject: Mail\r\nMessage-ID: <${api.next()}@x.example>\r\n${more}\r\nWords.\r\n`
const byContact = async (options = {}) => await api.deliver(raw(site.contactEmail), options)
const held = async (from = `stranger${api.next()}@nowhere.example`) => await api.deliver(raw(from))
const firstEntry = async (number: number | undefined) =>
  (await api.get(`/tickets/${number}/timeline`)).body.data[0]
const allPass = { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS' }

describe('an entry that came by mail', () => {
  it('says whether its sender is authenticated, and what SES found', async () => {
    const { ticketNumber, mailKey } = await byContact()
    expect((await firstEntry(ticketNumber)).mail).toEqual({
      key: mailKey,
      authenticated: true,
      verdicts: allPass,
    })
    const unclear = await byContact({ verdicts: { dmarc: 'GRAY', spf: 'FAIL' } })
    expect((await firstEntry(unclear.ticketNumber)).mail).toMatchObject({
      authenticated: false,
      verdicts: { ...allPass, dmarc: 'GRAY', spf: 'FAIL' },
    })
  })

  it('from before verdicts were kept has none; what came another way has no mail', async () => {
    const { ticketNumber = 0, mailKey } = await byContact()
    const entry = await firstEntry(ticketNumber)
    const row = { pk: `TICKET#${ticketNumber}`, sk: `E#${entry.id}` }
    await api.desk.table.commit([{ update: row, remove: ['verdicts'] }])
    expect((await firstEntry(ticketNumber)).mail).toEqual({
      key: mailKey,
      authenticated: true,
      verdicts: null,
    })
    expect((await firstEntry(await opened(api, site))).mail).toBeNull()
  })
})

describe('the headers of a mail', () => {
  it('are text that no browser takes for anything else, up to the first empty line', async () => {
    const { mailKey } = await api.deliver(raw(site.contactEmail, 'X-Odd: <script>\u0007\r\n folded\r\n'))
    const reply = await api.get(`/mails/${mailKey}/headers`)
    expect(reply.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
    expect(reply.headers.get('content-disposition')).toBe('attachment')
    expect(reply.raw).toContain('X-Odd: <script>\ufffd\n folded\n')
    expect(reply.raw).toContain('X-SES-Spam-Verdict: PASS\n')
    expect(reply.raw).not.toContain('Words.')
  })

  it('and the mail are for whoever may know its ticket, until it is redacted', async () => {
    const { ticketNumber, mailKey } = await byContact()
    const own = await api.makeKey(['*'], [site.clientId])
    const foreign = await api.makeKey(['*'], [other.clientId])
    const paths = ['', '/headers', '/outcome'].map(path => `/mails/${mailKey}${path}`)
    for (const path of paths) {
      expect((await api.get(path, { key: own.secret })).status).toBe(200)
      expect((await api.get(path, { key: foreign.secret })).status).toBe(404)
    }
    const quarantined = await held()
    for (const path of ['', '/headers', '/outcome']) {
      const reply = await api.get(`/mails/${quarantined.mailKey}${path}`, { key: own.secret })
      expect(reply.status).toBe(404)
    }
    const entry = await firstEntry(ticketNumber)
    await api.post(`/tickets/${ticketNumber}/timeline/${entry.id}/redact`)
    for (const path of paths.slice(0, 2)) expect((await api.get(path)).status).toBe(404)
  })

  it('of what only the desk sees of a ticket are not for a key of the client’s', async () => {
    const { ticketNumber } = await byContact()
    const auto = raw(site.contactEmail, 'Auto-Submitted: auto-replied\r\n')
    const recorded = await api.deliver(auto.replace('Subject: Mail', `Subject: TCK-${ticketNumber}`))
    expect(recorded).toMatchObject({ outcome: 'recorded', ticketNumber })
    const own = await api.makeKey(['*'], [site.clientId])
    for (const path of ['', '/headers']) {
      expect((await api.get(`/mails/${recorded.mailKey}${path}`)).status).toBe(200)
      const reply = await api.get(`/mails/${recorded.mailKey}${path}`, { key: own.secret })
      expect(reply.status).toBe(404)
    }
  })
})

describe('a release', () => {
  it('takes what belongs to its kind and nothing else, and says where it is wrong', async () => {
    const { mailKey } = await held()
    const refused = async (body: object, pointer: string) => {
      const reply = await api.post(`/quarantine/${mailKey}/release`, body)
      expect(reply.body).toMatchObject({ status: 400, code: 'request.invalid', errors: [{ pointer }] })
    }
    await refused({ as: 'reply' }, '/number')
    await refused({ as: 'ticket', number: 1 }, '/number')
    await refused({ as: 'reply', number: 1, clientId: site.clientId }, '/clientId')
    await refused({ as: 'reply', number: 999_999 }, '/number')
    await refused({ as: 'ticket', clientId: 'clt_none' }, '/clientId')
    await refused({ as: 'ticket', registerSender: true }, '/registerSender')
    await refused({ as: 'follow-up' }, '/as')
    expect((await api.get(`/mails/${mailKey}/outcome`)).body).toMatchObject({
      outcome: 'quarantined',
      settled: null,
    })
  })

  it('as a reply answers the ticket, once', async () => {
    const number = await opened(api, site)
    const { mailKey } = await held()
    const released = await api.post(`/quarantine/${mailKey}/release`, { as: 'reply', number })
    expect(released.body).toMatchObject({ number, lastReplyBy: 'client' })
    const again = await api.post(`/quarantine/${mailKey}/release`, { as: 'reply', number })
    expect(again.body).toMatchObject({ status: 409, code: 'quarantine.settled' })
    for (const step of ['resolve', 'close']) await api.post(`/tickets/${number}/${step}`)
    const late = await held()
    const closed = await api.post(`/quarantine/${late.mailKey}/release`, { as: 'reply', number })
    expect(closed.body).toMatchObject({ status: 409, code: 'ticket.closed' })
  })
})

describe('a block', () => {
  it('is refused for whom the desk knows and for public domains, and there once', async () => {
    const refused = async (body: object, code: string) =>
      expect((await api.post('/blocked-senders', body)).body).toMatchObject({ status: 409, code })
    await refused({ address: site.contactEmail }, 'sender.registered')
    await refused({ domain: site.domain }, 'sender.registered')
    await refused({ domain: 'gmail.com' }, 'domain.public')
    const address = `spam${api.next()}@nowhere.example`
    const id = await made(api, '/blocked-senders', { address })
    await refused({ address }, 'sender.blocked')
    for (const body of [{}, { address, domain: 'x.example' }]) {
      expect((await api.post('/blocked-senders', body)).body).toMatchObject({ code: 'request.invalid' })
    }
    expect(await held(address)).toMatchObject({ outcome: 'recorded', reason: 'blocked-sender' })
    const stale = await api.call('DELETE', `/blocked-senders/${id}`, { headers: { 'If-Match': '"7"' } })
    expect(stale.body).toMatchObject({ status: 412, code: 'version.stale' })
    expect((await api.call('DELETE', `/blocked-senders/${id}`)).status).toBe(204)
    expect(await held(address)).toMatchObject({ outcome: 'quarantined' })
  })
})

describe('a replay', () => {
  it('is accepted, done a moment later, and done once', async () => {
    const email = `late${api.next()}@nowhere.example`
    const { mailKey } = await held(email)
    await made(api, `/clients/${site.clientId}/contacts`, { name: 'Lea', email })
    const headers = { 'Idempotency-Key': `replay-${api.next()}` }
    const asked = await api.post(`/mails/${mailKey}/replay`, undefined, { headers })
    expect(asked.status).toBe(202)
    expect(asked.headers.get('location')).toBe(`/api/v1/mails/${mailKey}/outcome`)
    expect(asked.body).toMatchObject({ key: mailKey, outcome: 'quarantined', ticket: null })
    const repeated = await api.post(`/mails/${mailKey}/replay`, undefined, { headers })
    expect(repeated.headers.get('idempotent-replayed')).toBe('true')
    await api.post(`/mails/${mailKey}/replay`)
    expect(await api.lookAgain()).toHaveLength(2)
    const { body } = await api.get(`/mails/${mailKey}/outcome`)
    expect(body).toMatchObject({ outcome: 'ticket', reason: null, ticket: expect.any(Number) })
    expect((await firstEntry(body.ticket)).mail).toMatchObject({ key: mailKey, authenticated: true })
  })
})
