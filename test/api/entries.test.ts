import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entryVersionsMax } from '../../shared/domain/entry-edit.ts'
import { everything } from '../support/everything.ts'
import { mailsTo, rowsOf } from '../use-cases/given.ts'
import { type Api, type Json, makeSite, opened, openTestApi, type Reply, type Site } from './door.ts'

let api: Api
let site: Site
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
})
afterAll(() => api.close())

const secretWords = 'the password is swordfish'
const long = (words: string) => `${words} ${'x '.repeat(4_000)}`
const write = async (number: number, body: Json, headers: Record<string, string> = {}): Promise<Reply> =>
  api.post(`/tickets/${number}/replies`, { visibility: 'public', ...body }, { headers })
const at = (number: number, { body }: Pick<Reply, 'body'>) => `/tickets/${number}/timeline/${body.id}`
const close = async (number: number) => {
  for (const step of ['resolve', 'close']) await api.post(`/tickets/${number}/${step}`)
}
const isThere = async (words: string) => (await everything()).includes(words)
const byMail = async (words: string, file = 'log') => {
  const part = (headers: string, body: string) => `--cut\r\n${headers}\r\n\r\n${body}\r\n`
  const received = await api.deliver(
    `From: ${site.contactEmail}\r\nTo: support@desk.example\r\nSubject: Mail\r\nMessage-ID: <${api.next()}@x.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=cut\r\n\r\n${part('Content-Type: text/plain', words)}${part(`Content-Type: text/plain; name=${file}.txt\r\nContent-Disposition: attachment; filename=${file}.txt`, file)}--cut--\r\n`,
  )
  const number = received.ticketNumber ?? 0
  const { body } = await api.get(`/tickets/${number}/timeline`)
  return { number, mailKey: received.mailKey, entry: { body: body.data[0] } }
}

describe('an edited entry', () => {
  it.each([
    ['short', 'First words.', 'Other words.'],
    ['long', long('First'), long('Other')],
    ['long, then short', long('First'), 'Other words.'],
    ['short, then long', 'First words.', long('Other')],
  ])('has its new words, and its old ones in the history: %s', async (_name, first, second) => {
    const number = await opened(api, site)
    const entry = await write(number, { bodyText: first })
    const edited = await api.patch(at(number, entry), { bodyText: second })
    expect(edited.body).toMatchObject({ text: second, version: 2, editedBy: { kind: 'key' } })
    expect(edited.headers.get('etag')).toBe('"2"')
    const again = await api.patch(at(number, entry), {
      bodyHtml: '<p>Third <b>words</b></p><script>x</script>',
    })
    expect(again.body).toMatchObject({ html: '<p>Third <b>words</b></p>', version: 3 })
    expect((await api.get(at(number, entry))).body).toEqual(again.body)
    const history = await api.get(`${at(number, entry)}/history`)
    expect(history.body.data).toMatchObject([
      { version: 1, text: first, at: entry.body.at },
      { version: 2, text: second, at: edited.body.editedAt },
    ])
    const { body } = await api.get(`/tickets/${number}/timeline`)
    expect(body.data.filter((each: { change: unknown }) => each.change)).toMatchObject([
      { change: { field: 'entry', from: `${entry.body.id} version 1`, to: `${entry.body.id} version 2` } },
      { change: { field: 'entry', from: `${entry.body.id} version 2`, to: `${entry.body.id} version 3` } },
    ])
  })

  it('is not mailed again; the mail that still waits carries the words as they are', async () => {
    const number = await opened(api, site, { contactId: site.contactId })
    await api.sendMails()
    const entry = await write(number, { bodyText: 'Come at nine.' })
    await api.patch(at(number, entry), { bodyText: 'Come at ten.' })
    await api.sendMails()
    await api.patch(at(number, entry), { bodyText: 'Come at eleven.' })
    await api.sendMails()
    const words = mailsTo(api, site.contactEmail).filter(({ text }) => text.includes('Come at'))
    expect(words.map(({ text }) => /Come at \w+/.exec(text)?.[0])).toEqual(['Come at ten'])
  })

  it('is edited from the version that was seen, and by one of two who edit at once', async () => {
    const number = await opened(api, site)
    const entry = await write(number, { bodyText: long('First') })
    await api.patch(at(number, entry), { bodyText: long('Second') })
    const stale = await api.patch(at(number, entry), { bodyText: 'x' }, { headers: { 'If-Match': '"1"' } })
    expect(stale.body).toMatchObject({ status: 412, code: 'version.stale' })
    const both = await Promise.all(
      ['a', 'b'].map(each => api.patch(at(number, entry), { bodyText: long(each) })),
    )
    const taken = both.find(({ status }) => status === 200)
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await api.get(at(number, entry))).body).toEqual(taken?.body)
  })

  it('writes nothing where the words are the same', async () => {
    const number = await opened(api, site)
    const entry = await write(number, { bodyText: 'Words.' })
    const before = await rowsOf(api, number)
    expect((await api.patch(at(number, entry), { bodyText: 'Words.' })).body).toEqual(entry.body)
    expect(await rowsOf(api, number)).toEqual(before)
  })

  it('is never a client’s words, an activity, words on a closed ticket, or no words', async () => {
    const { number, entry } = await byMail('My words.')
    const note = await write(number, { visibility: 'internal', bodyText: 'Ours.' })
    await api.patch(`/tickets/${number}`, { priority: 'high' })
    const { body } = await api.get(`/tickets/${number}/timeline`)
    const before = await rowsOf(api, number)
    const edit = async (path: string, bodyText: string) => (await api.patch(path, { bodyText })).body.code
    expect(await edit(at(number, entry), 'x')).toBe('entry.not-yours')
    expect(await edit(at(number, { body: body.data.at(-1) }), 'x')).toBe('entry.no-words')
    expect(await edit(at(number, note), ' \n')).toBe('request.invalid')
    expect(await rowsOf(api, number)).toEqual(before)
    await close(number)
    const closed = await rowsOf(api, number)
    expect(await edit(at(number, note), 'x')).toBe('ticket.closed')
    expect(await rowsOf(api, number)).toEqual(closed)
  })

  it('is, for a key of some clients, only what that key wrote; others’ earlier words it never sees', async () => {
    const number = await opened(api, site)
    const { secret: key } = await api.makeKey(['*'], [site.clientId])
    const ours = await write(number, { bodyText: 'Ours, with a slip.' })
    await api.patch(at(number, ours), { bodyText: 'Ours.' })
    const note = await write(number, { bodyText: 'x', visibility: 'internal' })
    const edit = (entry: Reply) => api.patch(at(number, entry), { bodyText: 'Theirs.' }, { key })
    expect((await edit(ours)).body.code).toBe('entry.not-yours')
    expect((await edit(note)).body.code).toBe('resource.missing')
    expect((await api.post(`${at(number, ours)}/redact`, {}, { key })).body.code).toBe('entry.not-yours')
    expect((await api.post(`${at(number, note)}/redact`, {}, { key })).body.code).toBe('resource.missing')
    const history = await api.get(`${at(number, ours)}/history`, { key })
    expect(history.body.data).toEqual([])
    const body = { visibility: 'public', bodyText: 'From the key.' }
    const own = await api.post(`/tickets/${number}/replies`, body, { key })
    expect((await edit(own)).status).toBe(200)
    expect((await api.get(`${at(number, own)}/history`, { key })).body.data).toHaveLength(1)
  })

  it(`has at most ${entryVersionsMax} versions`, async () => {
    const number = await opened(api, site)
    const entry = await write(number, { bodyText: secretWords })
    for (let count = 2; count <= entryVersionsMax; count += 1) {
      await api.patch(at(number, entry), { bodyText: `${secretWords} ${count}` })
    }
    expect((await api.patch(at(number, entry), { bodyText: 'x' })).body.code).toBe('entry.versions-full')
    expect((await api.post(`${at(number, entry)}/redact`)).status).toBe(200)
    expect(await isThere('swordfish')).toBe(false)
  })
})

describe('a redacted entry', () => {
  it('keeps who wrote and who redacted it, and its words are in no row and no file', async () => {
    const number = await opened(api, site)
    const entry = await write(number, { bodyText: long(secretWords) }, { 'Idempotency-Key': 'r1' })
    await api.patch(at(number, entry), { bodyHtml: `<p>${secretWords}</p>` })
    await api.patch(at(number, entry), { bodyText: long(`${secretWords}!`) })
    const redacted = await api.post(`${at(number, entry)}/redact`)
    expect(redacted.body).toMatchObject({
      text: '',
      html: null,
      by: entry.body.by,
      at: entry.body.at,
      redactedAt: expect.any(String),
      redactedBy: { kind: 'key' },
      version: 4,
    })
    expect(await isThere('swordfish')).toBe(false)
    expect((await api.get(`${at(number, entry)}/history`)).body.data).toEqual([])
    const { body } = await api.get(`/tickets/${number}/timeline`)
    expect(body.data.at(-1).change).toEqual({
      field: 'entry',
      from: `${entry.body.id} version 3`,
      to: `${entry.body.id} redacted`,
    })
    // The kept answer had the words: a repeat gets the entry as it is now.
    const repeat = await write(number, { bodyText: long(secretWords) }, { 'Idempotency-Key': 'r1' })
    expect(repeat.status).toBe(201)
    expect(repeat.body).toEqual(redacted.body)
    expect((await api.patch(at(number, entry), { bodyText: 'x' })).body.code).toBe('entry.redacted')
  })

  it('came by mail: its raw form is gone too, its files stay unless they are asked for', async () => {
    const { number, mailKey, entry } = await byMail(secretWords, 'swordfish')
    const [file] = entry.body.attachments
    expect((await api.get(`/mails/${mailKey}`)).status).toBe(200)
    const redacted = await api.post(`${at(number, entry)}/redact`)
    expect(redacted.body).toMatchObject({ text: '', quoted: null, attachments: [{ name: 'swordfish.txt' }] })
    expect((await api.get(`/mails/${mailKey}`)).status).toBe(404)
    expect((await api.get(`/attachments/${file.id}`)).status).toBe(302)
    const wiped = await api.post(`${at(number, entry)}/redact`, { attachments: true })
    expect(wiped.body).toMatchObject({ attachments: [], redactedAt: redacted.body.redactedAt })
    expect((await api.get(`/attachments/${file.id}`)).status).toBe(404)
    expect(await isThere('swordfish')).toBe(false)
  })

  it('came by mail that was held: what quarantine kept of it is gone as well', async () => {
    const received = await api.deliver(
      `From: stranger${api.next()}@nowhere.example\r\nTo: support@desk.example\r\nSubject: x\r\nMessage-ID: <${api.next()}@x.example>\r\n\r\n${secretWords}\r\n`,
    )
    const { body } = await api.post(`/quarantine/${received.mailKey}/release`, { as: 'ticket' })
    const timeline = await api.get(`/tickets/${body.number}/timeline`)
    await api.post(`${at(body.number, { body: timeline.body.data[0] })}/redact`)
    expect(await isThere('swordfish')).toBe(false)
  })

  it('was split from another ticket: its history goes along, and its words are in no row and no file', async () => {
    const number = await opened(api, site)
    const entry = await write(number, { bodyText: long('first swordfish of the split') })
    await api.patch(at(number, entry), { bodyText: long('second swordfish of the split') })
    const split = await api.post(`/tickets/${number}/split`, { entryIds: [entry.body.id] })
    const moved: number = split.body.number
    const again = await api.post(`/tickets/${moved}/split`, { entryIds: [entry.body.id] })
    expect(again.body).toMatchObject({ code: 'request.invalid' })
    await api.patch(at(moved, entry), { bodyText: long('third swordfish of the split') })
    const history = await api.get(`${at(moved, entry)}/history`)
    expect(history.body.data).toMatchObject([
      { version: 1, text: long('first swordfish of the split') },
      { version: 2, text: long('second swordfish of the split') },
    ])
    expect(await isThere('swordfish of the split')).toBe(true)
    await api.post(`${at(moved, entry)}/redact`)
    expect(await isThere('swordfish of the split')).toBe(false)
    expect((await api.get(`${at(moved, entry)}/history`)).body.data).toEqual([])
  })

  it('is redacted on a closed ticket, of which only the version moves', async () => {
    const { number, entry } = await byMail(secretWords)
    await close(number)
    const before = (await api.get(`/tickets/${number}`)).body
    expect((await api.post(`${at(number, entry)}/redact`)).status).toBe(200)
    expect((await api.get(`/tickets/${number}`)).body).toEqual({ ...before, version: before.version + 1 })
  })

  it('is not sent by a mail that still waits; the ticket says so', async () => {
    const number = await opened(api, site, { contactId: site.contactId })
    await api.sendMails()
    const entry = await write(number, { bodyText: secretWords })
    await api.post(`${at(number, entry)}/redact`)
    await api.sendMails()
    expect(mailsTo(api, site.contactEmail).filter(({ text }) => text.includes('swordfish'))).toEqual([])
    const { body } = await api.get(`/tickets/${number}/timeline`)
    expect(body.data.at(-1)).toMatchObject({
      kind: 'mail-event',
      text: `Mail to ${site.contactEmail} was not sent: Its words were redacted before it was sent.`,
    })
  })

  it('is acknowledged and announced without its words', async () => {
    await api.patch('/settings', { newTicketAddress: 'new@msp.example' })
    // The address was acknowledged to for other mails of the day.
    api.clock.moveTo(new Date(api.clock.now().getTime() + 25 * 3_600_000))
    const { number, entry } = await byMail(secretWords)
    await api.post(`${at(number, entry)}/redact`)
    await api.sendMails()
    for (const address of [site.contactEmail, 'new@msp.example']) {
      const mails = mailsTo(api, address).filter(({ subject }) => subject.includes(`-${number}]`))
      expect(mails).toHaveLength(1)
      expect(JSON.stringify(mails)).not.toContain('swordfish')
    }
    await api.patch('/settings', { newTicketAddress: null })
  })

  it('is redacted again without another activity, and only from the version that was seen', async () => {
    const number = await opened(api, site)
    const entry = await write(number, { bodyText: 'Words.' })
    const stale = { headers: { 'If-Match': '"7"' } }
    expect((await api.post(`${at(number, entry)}/redact`, {}, stale)).body).toMatchObject({ status: 412 })
    expect((await api.get(at(number, entry))).body.text).toBe('Words.')
    const first = await api.post(`${at(number, entry)}/redact`)
    const before = await rowsOf(api, number)
    expect((await api.post(`${at(number, entry)}/redact`)).body).toEqual(first.body)
    expect(await rowsOf(api, number)).toEqual(before)
  })

  it('is no activity', async () => {
    const number = await opened(api, site)
    await api.patch(`/tickets/${number}`, { priority: 'high' })
    const { body } = await api.get(`/tickets/${number}/timeline`)
    const before = await rowsOf(api, number)
    const refused = await api.post(`${at(number, { body: body.data.at(-1) })}/redact`)
    expect(refused.body).toMatchObject({ status: 409, code: 'entry.no-words' })
    expect(await rowsOf(api, number)).toEqual(before)
  })

  it('loses its words though S3 fails in between: asked again, it is whole', async () => {
    const number = await opened(api, site)
    const entry = await write(number, { bodyText: long(secretWords) })
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      api.faults.arm({ service: 's3', operation: 'DeleteObjects', kind: 'error', nth: 1 })
    }
    const broken = await api.post(`${at(number, entry)}/redact`)
    api.faults.clear()
    expect([500, 200]).toContain(broken.status)
    expect((await api.post(`${at(number, entry)}/redact`)).status).toBe(200)
    expect(await isThere('swordfish')).toBe(false)
  })
})
