import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiKeyIdOf, keys } from '../../shared/store/keys.ts'
import { everything } from '../support/everything.ts'
import { wholeTable } from '../support/whole-table.ts'
import { type Api, makeSite, opened, openTestApi, type Site, withoutRequestId } from './door.ts'
import { announced, downloaded, sendForm, uploaded } from './uploaded.ts'

let api: Api
let site: Site
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
})
afterAll(() => api.close())

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const codeOf = async (response: Response) => /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1]
const reply = (number: number, attachmentIds: unknown, more: object = {}, options = {}) =>
  api.post(
    `/tickets/${number}/replies`,
    { visibility: 'public', bodyText: 'See the file.', attachmentIds, ...more },
    options,
  )
const versionOf = async (number: number) => (await api.get(`/tickets/${number}`)).body.version
const timelineOf = async (number: number, options = {}) =>
  (await api.get(`/tickets/${number}/timeline`, options)).body.data
const rowOf = (id: string) => api.desk.table.get(keys.upload(id))

describe('a file', () => {
  it('is announced, sent straight to the bucket, taken by a reply and downloaded as it was', async () => {
    const content = randomBytes(70_000)
    const file = { name: 'Größe 1.bin', type: 'application/x-thing; v=1', content }
    const answer = await announced(api, file)
    expect(answer).toEqual({
      id: expect.stringMatching(/^att_[0-9a-f]{20}$/),
      name: 'Größe 1.bin',
      size: 70_000,
      type: 'application/x-thing',
      upload: {
        url: expect.stringMatching(/^http/),
        fields: expect.objectContaining({ 'Content-Type': 'application/x-thing' }),
        expiresAt: expect.stringMatching(/Z$/),
      },
      expiresAt: expect.stringMatching(/Z$/),
    })
    const minutes = (Date.parse(answer.upload.expiresAt) - Date.now()) / 60_000
    expect(minutes).toBeGreaterThan(14)
    expect(minutes).toBeLessThanOrEqual(15)
    expect((await sendForm(answer.upload, content)).status).toBe(204)
    const number = await opened(api, site)
    const { status, body } = await reply(number, [answer.id])
    expect(status).toBe(201)
    const listed = {
      id: answer.id,
      name: 'Größe 1.bin',
      contentType: 'application/x-thing',
      bytes: 70_000,
      redacted: false,
    }
    expect(body.attachments).toEqual([listed])
    expect((await timelineOf(number)).at(-1).attachments).toEqual([listed])
    const download = await downloaded(api, answer.id)
    expect(download.content.equals(content)).toBe(true)
    expect(download.headers.get('content-disposition')).toBe(
      `attachment; filename="Gr__e 1.bin"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%201.bin`,
    )
  })

  it('goes with a new ticket’s description', async () => {
    const id = await uploaded(api)
    const number = await opened(api, site, { attachmentIds: [id] })
    const [description] = await timelineOf(number)
    expect(description.attachments).toMatchObject([{ id, name: 'report.txt', contentType: 'text/plain' }])
    expect((await downloaded(api, id)).content.toString()).toBe('Some words.')
  })

  it('goes with nineteen others, in the order named, and no more', async () => {
    const number = await opened(api, site)
    const ids: string[] = []
    for (let count = 0; count < 21; count += 1) ids.push(await uploaded(api, { name: `${count}.txt` }))
    const refused = await reply(number, ids)
    expect(refused.body).toMatchObject({ status: 400, errors: [{ pointer: '/attachmentIds' }] })
    const { body } = await reply(number, ids.slice(0, 20))
    expect(body.attachments.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 20))
  })

  it('can be looked at before it is used by whoever uploaded it, as what nothing opens', async () => {
    const id = await uploaded(api, { name: 'a.txt', type: 'text/plain' })
    const { headers, content } = await downloaded(api, id)
    expect(headers.get('content-type')).toBe('application/octet-stream')
    expect(content.toString()).toBe('Some words.')
    const other = await api.makeKey(['*'])
    expect((await api.get(`/attachments/${id}`, { key: other.secret })).body.code).toBe('resource.missing')
  })

  it('that is not there yet has no download', async () => {
    const { id } = await announced(api)
    const { status, body } = await api.get(`/attachments/${id}`)
    expect([status, body.code]).toEqual([409, 'attachment.not-uploaded'])
  })
})

describe('the form', () => {
  it('takes neither more nor fewer bytes than were announced, no other type and no other key', async () => {
    const { id, upload } = await announced(api, { content: '12345' })
    const refused = async (content: string, fields = {}) => codeOf(await sendForm(upload, content, fields))
    expect(await refused('123456')).toBe('EntityTooLarge')
    expect(await refused('1234')).toBe('EntityTooSmall')
    expect(await refused('12345', { 'Content-Type': 'text/html' })).toBe('AccessDenied')
    expect(await refused('12345', { key: 'attachments/mine' })).toBe('AccessDenied')
    expect((await api.get(`/attachments/${id}`)).body.code).toBe('attachment.not-uploaded')
    expect((await sendForm(upload, '12345')).status).toBe(204)
  })

  it('can be had anew, with the same key, until the file is used', async () => {
    const { id, upload } = await announced(api, { content: '12345' })
    const again = await api.get(`/attachments/${id}/upload`)
    expect(again.body).toMatchObject({ id, upload: { url: upload.url, fields: { key: upload.fields.key } } })
    const other = await api.makeKey(['*'])
    expect((await api.get(`/attachments/${id}/upload`, { key: other.secret })).status).toBe(404)
    await sendForm(again.body.upload, '12345')
    await reply(await opened(api, site), [id])
    expect((await api.get(`/attachments/${id}/upload`)).status).toBe(404)
  })

  it('of a file over 25 MB is not given, and one of 25 MB is', async () => {
    const file = { name: 'disk.img', type: 'application/octet-stream' }
    const refused = await api.post('/attachments', { ...file, size: 25_000_001 })
    expect(refused.status).toBe(413)
    expect(refused.body).toMatchObject({ code: 'attachment.too-large', errors: [{ pointer: '/size' }] })
    expect((await api.post('/attachments', { ...file, size: 25_000_000 })).status).toBe(201)
    expect((await api.post('/attachments', { ...file, size: 0 })).body.errors).toMatchObject([
      { pointer: '/size' },
    ])
  })

  it('is answered the same to a repeat with the same Idempotency-Key, also if the desk broke in between', async () => {
    const body = { name: 'a.txt', size: 1, type: 'text/plain' }
    const headers = { 'Idempotency-Key': 'upload-1' }
    const first = await api.post('/attachments', body, { headers })
    expect((await api.post('/attachments', body, { headers })).body).toEqual(first.body)
    const { id } = await api.desk.table
      .get(keys.apiKey(apiKeyIdOf(api.secret)))
      .then(item => ({ id: String(item?.id) }))
    await api.desk.table.commit([{ update: keys.request(id, 'upload-1'), remove: ['answer'] }])
    const again = await api.post('/attachments', body, { headers })
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true'])
    expect(again.body).toMatchObject({ id: first.body.id, upload: { url: first.body.upload.url } })
  })
})

describe('an upload is refused and nothing is written', () => {
  async function refused(attachmentIds: unknown, options = {}) {
    const number = await opened(api, site)
    const before = await wholeTable()
    const { status, body } = await reply(number, attachmentIds, {}, options)
    expect(await wholeTable()).toEqual(before)
    return { status, code: body.code, pointers: body.errors?.map(({ pointer = '' }) => pointer) }
  }

  it('where nobody announced it', async () => {
    for (const id of [
      'att_0123456789abcdef0123',
      'nobody',
      '__proto__',
      'att_1_01JDCV0000000000000000000A_0',
    ]) {
      expect(await refused([id])).toEqual({
        status: 400,
        code: 'request.invalid',
        pointers: ['/attachmentIds/0'],
      })
    }
  })

  it('where its bytes have not arrived', async () => {
    const { id } = await announced(api)
    expect(await refused([await uploaded(api), id])).toEqual({
      status: 409,
      code: 'attachment.not-uploaded',
      pointers: ['/attachmentIds/1'],
    })
  })

  it('where another key uploaded it, as if it were not there', async () => {
    const other = await api.makeKey(['*'])
    const id = await uploaded(api, {}, { key: other.secret })
    expect(await refused([id])).toMatchObject({ code: 'request.invalid', pointers: ['/attachmentIds/0'] })
    expect(await rowOf(id)).toMatchObject({ state: 'pending' })
    await reply(await opened(api, site), [id], {}, { key: other.secret })
    expect(await refused([id])).toMatchObject({ code: 'request.invalid', pointers: ['/attachmentIds/0'] })
  })

  it('where it is used already, on the same ticket or another', async () => {
    const id = await uploaded(api)
    const number = await opened(api, site)
    expect((await reply(number, [id])).status).toBe(201)
    expect((await reply(number, [id])).body).toMatchObject({ status: 409, code: 'attachment.used' })
    expect(await refused([id])).toMatchObject({ code: 'attachment.used', pointers: ['/attachmentIds/0'] })
  })

  it('where it is named twice', async () => {
    const id = await uploaded(api)
    expect(await refused([id, id])).toMatchObject({
      code: 'request.invalid',
      pointers: ['/attachmentIds/1'],
    })
  })

  it('where the ticket is closed', async () => {
    const id = await uploaded(api)
    const number = await opened(api, site)
    await api.post(`/tickets/${number}/resolve`)
    await api.post(`/tickets/${number}/close`)
    expect((await reply(number, [id])).body.code).toBe('ticket.closed')
    expect(await rowOf(id)).toMatchObject({ state: 'pending' })
  })

  it('where the key was for other clients when it uploaded', async () => {
    const other = await makeSite(api)
    const scoped = await api.makeKey(['*'], [site.clientId])
    const id = await uploaded(api, {}, { key: scoped.secret })
    const foreign = await opened(api, other)
    expect((await reply(foreign, [id], {}, { key: scoped.secret })).status).toBe(404)
    expect((await reply(await opened(api, site), [id], {}, { key: scoped.secret })).status).toBe(201)
  })

  it('by a new ticket too, which is then not opened', async () => {
    const { id } = await announced(api)
    const before = await wholeTable()
    const { body } = await api.post('/tickets', {
      clientId: site.clientId,
      subject: 'Printer',
      descriptionText: 'On fire.',
      attachmentIds: [id],
    })
    expect(body.code).toBe('attachment.not-uploaded')
    expect(await wholeTable()).toEqual(before)
  })
})

it('used by several replies at once, it goes with exactly one', async () => {
  const id = await uploaded(api)
  const numbers = await Promise.all(Array.from({ length: 6 }, () => opened(api, site)))
  const replies = await Promise.all(numbers.map(number => reply(number, [id])))
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(1)
  for (const { status, body } of replies.filter(each => each.status !== 201)) {
    expect(status).toBe(409)
    expect(['attachment.used', 'write.conflict']).toContain(body.code)
  }
  const timelines = await Promise.all(numbers.map(number => timelineOf(number)))
  expect(timelines.flat().flatMap(entry => entry.attachments)).toHaveLength(1)
  expect((await downloaded(api, id)).content.toString()).toBe('Some words.')
})

it('what is posted to the form after its use changes nothing', async () => {
  const { id, upload } = await announced(api, { content: 'first' })
  await sendForm(upload, 'first')
  await reply(await opened(api, site), [id])
  expect((await sendForm(upload, 'later')).status).toBe(204)
  expect((await downloaded(api, id)).content.toString()).toBe('first')
})

it('a repeat with the same Idempotency-Key finds the reply that took the file', async () => {
  const id = await uploaded(api)
  const number = await opened(api, site)
  const headers = { 'Idempotency-Key': 'reply-with-file' }
  const first = await reply(number, [id], {}, { headers })
  const again = await reply(number, [id], {}, { headers })
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true'])
  expect(again.body).toEqual(first.body)
})

describe('types', () => {
  const typed = async (type: string, content: string | Uint8Array, name = 'file') => {
    const id = await uploaded(api, { name, type, content })
    const { body } = await reply(await opened(api, site), [id])
    const { headers } = await downloaded(api, id)
    return { kept: body.attachments[0].contentType, served: headers.get('content-type'), headers }
  }

  it('are what the bytes say, whatever was declared', async () => {
    expect(await typed('text/plain', png)).toMatchObject({ kept: 'image/png', served: 'image/png' })
    expect(await typed('image/png', '<!DOCTYPE html><script>1</script>')).toMatchObject({ kept: 'text/html' })
    expect(await typed('image/png', 'no image')).toMatchObject({ kept: 'application/octet-stream' })
    expect(await typed('image/jpeg', '<svg xmlns="http://www.w3.org/2000/svg"/>')).toMatchObject({
      kept: 'image/svg+xml',
    })
    expect(await typed('Not a type', 'words')).toMatchObject({ kept: 'application/octet-stream' })
    expect(await typed('text/csv', 'a,b')).toMatchObject({ kept: 'text/csv', served: 'text/csv' })
  })

  it('that could run are kept, and served as what nothing opens, to be saved', async () => {
    const active: [string, string][] = [
      ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
      ['text/html', '<script>alert(1)</script>'],
      ['text/html; charset=utf-7', '+ADw-script+AD4-'],
      ['application/xhtml+xml', '<html xmlns="http://www.w3.org/1999/xhtml"/>'],
      ['application/javascript', 'alert(1)'],
      ['text/javascript', 'alert(1)'],
      ['application/pdf', '%PDF-1.7'],
      ['multipart/related', 'MIME-Version: 1.0'],
      ['message/rfc822', 'From: a'],
      ['text/xml', '<?xml version="1.0"?><a/>'],
      ['application/x-msdownload', 'MZ\u0090'],
    ]
    for (const [type, content] of active) {
      const { served, headers } = await typed(type, content)
      expect([type, served]).toEqual([type, 'application/octet-stream'])
      expect(headers.get('content-disposition')).toMatch(/^attachment;/)
    }
  })
})

describe('names', () => {
  const table: [string, string][] = [
    ['../../etc/passwd', '_._etc_passwd'],
    ['..%2f..%2fetc', '%2f.%2fetc'],
    ['C:\\Windows\\a.exe', 'C_Windows_a.exe'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['a\u200Bb\u200D.txt', 'ab.txt'],
    ['\uFEFF\u00A0 a.txt ', 'a.txt'],
    ['ﬁle①.txt', 'file1.txt'],
    ['a<b>"c"|d?*.txt', 'a_b_c_d_.txt'],
    ['...', 'attachment.txt'],
    ['\u202E', 'attachment.txt'],
    ['日本語 😀.txt', '日本語 😀.txt'],
  ]
  it.each(table)('%j becomes %j', async (given, name) => {
    expect((await announced(api, { name: given })).name).toBe(name)
  })

  it('of 4 KB are cut to 200 characters and keep their ending', async () => {
    const { name } = await announced(api, { name: `${'x'.repeat(3_996)}.pdf` })
    expect(name).toHaveLength(200)
    expect(name).toMatch(/x\.pdf$/)
  })

  it('with NUL or line breaks, none at all and longer ones are refused', async () => {
    for (const name of ['a.png\u0000.html', 'a\r\nSet-Cookie: x', 'a\u2028b', '', ' ', 'x'.repeat(4_001)]) {
      const { body } = await api.post('/attachments', { name, size: 1, type: 'text/plain' })
      expect([name, body.code, body.errors?.[0].pointer]).toEqual([name, 'request.invalid', '/name'])
    }
  })
})

describe('who may not see the entry', () => {
  it('does not reach the attachment of an internal note by a key for its client', async () => {
    const id = await uploaded(api)
    const number = await opened(api, site)
    await reply(number, [id], { visibility: 'internal' })
    const { secret } = await api.makeKey(['*'], [site.clientId])
    const missing = await api.get('/attachments/att_0123456789abcdef0123', { key: secret })
    for (const path of [`/attachments/${id}`, `/attachments/${id}/upload`]) {
      const { status, ...answer } = await api.get(path, { key: secret })
      expect(status).toBe(404)
      expect(withoutRequestId({ status, ...answer })).toEqual(withoutRequestId(missing))
    }
    expect((await api.post(`/attachments/${id}/redact`, undefined, { key: secret })).status).toBe(404)
    expect(JSON.stringify(await timelineOf(number, { key: secret }))).not.toContain(id)
    expect((await downloaded(api, id)).status).toBe(200)
  })

  it('does not reach it by a key for another client, or without the scope', async () => {
    const id = await uploaded(api)
    await reply(await opened(api, site), [id])
    const other = await api.makeKey(['*'], [(await makeSite(api)).clientId])
    const blind = await api.makeKey(['clients:read'])
    for (const { secret } of [other, blind]) {
      expect((await api.get(`/attachments/${id}`, { key: secret })).status).toBe(404)
      expect((await api.post(`/attachments/${id}/redact`, undefined, { key: secret })).status).toBe(404)
    }
    const own = await api.makeKey(['tickets:read'], [site.clientId])
    expect((await downloaded(api, id, { key: own.secret })).status).toBe(200)
  })
})

describe('redaction', () => {
  it('leaves the place of the file and nothing else of it, on a closed ticket too', async () => {
    const id = await uploaded(api, { name: 'salaries-CANARY.csv', type: 'text/csv' })
    const keep = await uploaded(api, { name: 'kept.txt' })
    const number = await opened(api, site)
    await reply(number, [id, keep])
    await api.post(`/tickets/${number}/resolve`)
    await api.post(`/tickets/${number}/close`)
    const before = (await api.get(`/tickets/${number}`)).body
    const { location } = await linkOf(id)
    const redacted = await api.post(`/attachments/${id}/redact`)
    expect(redacted.status).toBe(200)
    expect(redacted.body.attachments).toMatchObject([
      { id, name: null, redacted: true },
      { id: keep, name: 'kept.txt', redacted: false },
    ])
    expect((await fetch(location)).status).toBe(404)
    expect(await linkOf(id)).toMatchObject({ status: 410, code: 'attachment.redacted' })
    expect((await downloaded(api, keep)).content.toString()).toBe('Some words.')
    const after = (await api.get(`/tickets/${number}`)).body
    expect(after).toEqual({ ...before, version: before.version + 1, updatedAt: after.updatedAt })
    const timeline = await timelineOf(number)
    expect(timeline.at(-1)).toMatchObject({
      kind: 'activity',
      change: { field: 'entry', from: `attachment ${id}`, to: 'redacted' },
    })
    expect(JSON.stringify([timeline, await rowOf(id)])).not.toContain('CANARY')
    const again = await api.post(`/attachments/${id}/redact`)
    expect([again.status, again.body]).toEqual([200, redacted.body])
    expect(await versionOf(number)).toBe(after.version)
  })

  it('is refused where somebody was faster, and the file stays', async () => {
    const id = await uploaded(api)
    const number = await opened(api, site)
    const entry = (await reply(number, [id])).body.id
    await api.patch(`/tickets/${number}/timeline/${entry}`, { bodyText: 'Other words.' })
    const headers = { 'If-Match': '"1"' }
    const { status, body } = await api.post(`/attachments/${id}/redact`, undefined, { headers })
    expect([status, body.code]).toEqual([412, 'version.stale'])
    expect((await downloaded(api, id)).status).toBe(200)
  })

  it('raises the version of its entry: a page that was read before is not taken for the newest', async () => {
    const [one, two] = [await uploaded(api), await uploaded(api)]
    const number = await opened(api, site)
    const at = `/tickets/${number}/timeline/${(await reply(number, [one, two])).body.id}`
    const read = await api.get(at)
    const redacted = await api.post(`/attachments/${one}/redact`)
    expect(redacted.body.version).toBe(read.body.version + 1)
    expect(redacted.headers.get('etag')).toBe('"2"')
    const stale = { headers: { 'If-None-Match': '"1"' } }
    expect((await api.get(at, stale)).body).toEqual(redacted.body)
    const headers = { 'If-Match': '"1"' }
    const edit = await api.patch(at, { bodyText: 'Other words.' }, { headers })
    expect(edit.body).toMatchObject({ status: 412, code: 'version.stale' })
    expect((await api.post(`/attachments/${two}/redact`, undefined, { headers })).status).toBe(412)
  })

  it('and an edit of its entry at the same moment both happen, and redacting the entry ends all', async () => {
    const ids = [await uploaded(api), await uploaded(api), await uploaded(api, { name: 'NIGHTINGALE.txt' })]
    const number = await opened(api, site)
    const at = `/tickets/${number}/timeline/${(await reply(number, ids)).body.id}`
    const [first, second, edit] = await Promise.all([
      api.post(`/attachments/${ids[0]}/redact`),
      api.post(`/attachments/${ids[1]}/redact`),
      api.patch(at, { bodyText: 'The NIGHTINGALE sings.' }),
    ])
    expect([first.status, second.status]).toEqual([200, 200])
    const now = (await api.get(at)).body
    expect(now.attachments.map(({ redacted }: { redacted: boolean }) => redacted)).toEqual([
      true,
      true,
      false,
    ])
    expect(now).toMatchObject(
      edit.status === 200 ? { version: 4, text: 'The NIGHTINGALE sings.' } : { version: 3 },
    )
    await api.patch(at, { bodyText: 'Nothing.' })
    expect((await api.post(`${at}/redact`, { attachments: true })).status).toBe(200)
    expect(await rowOf(ids[2] ?? '')).toMatchObject({ state: 'used', name: '' })
    expect(await everything()).not.toContain('NIGHTINGALE')
  })

  it('by a key for some clients reaches only what that key wrote', async () => {
    const scoped = await api.makeKey(['*'], [site.clientId])
    const number = await opened(api, site)
    const ours = await uploaded(api)
    await reply(number, [ours])
    const theirs = await uploaded(api, {}, { key: scoped.secret })
    await reply(number, [theirs], {}, { key: scoped.secret })
    const redact = (id: string) => api.post(`/attachments/${id}/redact`, undefined, { key: scoped.secret })
    expect((await redact(ours)).status).toBe(404)
    expect((await redact(theirs)).status).toBe(200)
  })

  async function linkOf(id: string) {
    const { status, body, headers } = await api.get(`/attachments/${id}`)
    return { status, code: body.code, location: headers.get('location') ?? '' }
  }
})
