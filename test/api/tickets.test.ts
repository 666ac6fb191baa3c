import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Status, statuses } from '../../shared/domain/ticket.ts'
import { type Api, type Json, made, makeSite, opened, openTestApi, type Site } from './door.ts'

let api: Api
let site: Site
let otherSite: Site
let agentId: string
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
  otherSite = await makeSite(api)
  agentId = await made(api, '/agents', { name: 'Noor', email: 'noor@desk.example', role: 'technician' })
})
afterAll(() => api.close())

describe('opening a ticket', () => {
  it('fills in what was not said, and tells where the ticket is', async () => {
    const { status, headers, body } = await api.post('/tickets', {
      clientId: site.clientId,
      subject: '  Printer ',
      descriptionText: 'It is on fire.',
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      reference: `TCK-${body.number}`,
      subject: 'Printer',
      status: 'open',
      priority: 'medium',
      source: 'api',
      billable: true,
      clientId: site.clientId,
      contactId: null,
      assigneeId: null,
      assetIds: [],
      tags: [],
      watchers: [],
      minutesWorked: 0,
      resolvedAt: null,
      autoCloseAt: null,
      closedAt: null,
      mergedInto: null,
      followUpOf: null,
      version: 1,
    })
    expect(body.updatedAt).toBe(body.createdAt)
    expect(headers.get('etag')).toBe('"1"')
    expect(headers.get('location')).toBe(`/api/v1/tickets/${body.number}`)
  })

  it('takes the client from the contact', async () => {
    const { body } = await api.post('/tickets', {
      contactId: site.contactId,
      subject: 'Scanner',
      descriptionText: 'Upside down.',
    })
    expect(body).toMatchObject({
      clientId: site.clientId,
      contactId: site.contactId,
      contactName: 'Anna Berg',
    })
  })

  it('keeps watchers’ addresses in lower case, so that their mails are recognised', async () => {
    const number = await opened(api, site, {
      watchers: ['Wim@Site.Example', { email: 'EVA@x.example', name: 'Eva' }],
    })
    expect((await api.get(`/tickets/${number}`)).body.watchers).toEqual([
      { email: 'wim@site.example', name: '' },
      { email: 'eva@x.example', name: 'Eva' },
    ])
  })

  it('refuses a description that is missing or given twice, and a client that is missing', async () => {
    const base = { clientId: site.clientId, subject: 'Printer' }
    const wrong: [Json, string][] = [
      [base, '/descriptionText'],
      [{ ...base, descriptionText: 'a', descriptionHtml: '<p>a</p>' }, '/descriptionText'],
      [{ subject: 'Printer', descriptionText: 'a' }, '/clientId'],
      [{ ...base, descriptionText: 'a', clientId: 'clt_nobody' }, '/clientId'],
      [{ ...base, descriptionText: 'a', contactId: 'con_nobody' }, '/contactId'],
      [{ ...base, descriptionText: 'a', assigneeId: 'agt_nobody' }, '/assigneeId'],
      [{ ...base, descriptionText: 'a', assetIds: [site.assetId, 'ast_nobody'] }, '/assetIds/1'],
    ]
    for (const [body, pointer] of wrong) {
      const reply = await api.post('/tickets', body)
      expect(reply.body).toMatchObject({ status: 400, code: 'request.invalid', errors: [{ pointer }] })
    }
  })

  it('refuses a contact or an asset of another client, and writes nothing', async () => {
    const before = (await api.get('/tickets?limit=1')).body.data
    const base = { clientId: site.clientId, subject: 'Printer', descriptionText: 'a' }
    const contact = await api.post('/tickets', { ...base, contactId: otherSite.contactId })
    expect(contact.body).toMatchObject({
      status: 409,
      code: 'contact.other-client',
      errors: [{ pointer: '/contactId' }],
    })
    const asset = await api.post('/tickets', { ...base, assetIds: [site.assetId, otherSite.assetId] })
    expect(asset.body).toMatchObject({
      status: 409,
      code: 'asset.other-client',
      errors: [{ pointer: '/assetIds/1' }],
    })
    expect((await api.get('/tickets?limit=1')).body.data).toEqual(before)
  })

  it('answers a key for one client alike for ids of others and ids of nobody', async () => {
    const { secret } = await api.makeKey(['*'], [site.clientId])
    const ask = (more: Json) =>
      api.post('/tickets', { subject: 'Printer', descriptionText: 'a', ...more }, { key: secret })
    const pairs: [Json, Json][] = [
      [{ clientId: otherSite.clientId }, { clientId: 'clt_nobody' }],
      [{ contactId: otherSite.contactId }, { contactId: 'con_nobody' }],
      [
        { clientId: site.clientId, contactId: otherSite.contactId },
        { clientId: site.clientId, contactId: 'con_nobody' },
      ],
      [
        { clientId: site.clientId, assetIds: [otherSite.assetId] },
        { clientId: site.clientId, assetIds: ['ast_nobody'] },
      ],
    ]
    for (const [foreign, nobody] of pairs) {
      const { requestId: _one, ...seen } = (await ask(foreign)).body
      const { requestId: _two, ...absent } = (await ask(nobody)).body
      expect(seen).toEqual(absent)
      expect(seen.status).toBeGreaterThanOrEqual(400)
    }
  })

  it('brings a 60 KB description back whole, as HTML and as text', async () => {
    const paragraphs = Array.from(
      { length: 1_000 },
      (_none, index) => `<p>Line ${index} of it: ${'ä'.repeat(20)}</p>`,
    )
    const html = paragraphs.join('')
    expect(Buffer.byteLength(html)).toBeGreaterThan(60_000)
    const number = await opened(api, site, { descriptionText: undefined, descriptionHtml: html })
    const { body } = await api.get(`/tickets/${number}/timeline`)
    expect(body.data[0].html).toBe(html)
    expect(body.data[0].text).toContain('Line 999 of it')
    const reply = await api.post(`/tickets/${number}/replies`, {
      visibility: 'public',
      bodyText: 'é'.repeat(60_000),
    })
    const entry = await api.get(`/tickets/${number}/timeline/${reply.body.id}`)
    expect(entry.body).toEqual(reply.body)
    expect(entry.body.text).toHaveLength(60_000)
  })
})

describe('the list', () => {
  it('filters by each field alone and by all of them together', async () => {
    const { clientId, contactId } = await makeSite(api)
    const wanted = await opened(api, { clientId }, { contactId, assigneeId: agentId, priority: 'urgent' })
    await api.post(`/tickets/${wanted}/resolve`)
    const unassigned = await opened(api, { clientId }, { priority: 'low' })
    const working = await opened(api, { clientId }, { contactId })
    await api.patch(`/tickets/${working}`, { status: 'working' })
    const within = (query: string) => numbers(`?clientId=${clientId}&${query}`)
    expect(await within('')).toEqual([working, unassigned, wanted])
    expect(await within('status=resolved')).toEqual([wanted])
    expect(await within('status=resolved,working')).toEqual([working, wanted])
    expect(await within(`contactId=${contactId}`)).toEqual([working, wanted])
    expect(await within(`assigneeId=${agentId}`)).toEqual([wanted])
    expect(await within('assigneeId=none')).toEqual([working, unassigned])
    expect(await within('priority=low')).toEqual([unassigned])
    expect(await within('priority=low&status=working')).toEqual([])
    expect(
      await within(`status=resolved&priority=urgent&assigneeId=${agentId}&contactId=${contactId}`),
    ).toEqual([wanted])
    expect(await numbers(`?contactId=${contactId}`)).toEqual([working, wanted])
    expect(await numbers(`?assigneeId=${agentId}&status=resolved`)).toEqual([wanted])
    expect((await numbers('?status=open&limit=100')).includes(unassigned)).toBe(true)
    expect((await numbers('?status=open&limit=100')).includes(wanted)).toBe(false)
    expect(await numbers(`?clientId=${otherSite.clientId}&contactId=${contactId}`)).toEqual([])
  })

  it('refuses a status or priority that there is not', async () => {
    for (const query of ['status=done', 'status=', 'status=open,', 'priority=none', 'clientId=']) {
      expect((await api.get(`/tickets?${query}`)).body).toMatchObject({
        status: 400,
        code: 'request.invalid',
      })
    }
  })

  it('shows a row once though a status is asked for twice', async () => {
    const number = await opened(api, site)
    const shown = await numbers('?status=open,open&limit=100')
    expect(shown.filter(each => each === number)).toEqual([number])
  })

  it('pages through several statuses that were touched in the same instant', async () => {
    const { clientId } = await makeSite(api)
    const { now } = api.desk
    const instant = now()
    api.desk.now = () => instant
    const open = await openMany(api, { clientId }, 7)
    const resolved = await openMany(api, { clientId }, 7)
    for (const number of resolved) await api.post(`/tickets/${number}/resolve`)
    api.desk.now = now
    const seen = await walk(api, '/tickets?status=open,resolved,hold&limit=3')
    expect(new Set(seen).size).toBe(seen.length)
    expect([...open, ...resolved].filter(number => !seen.includes(number))).toEqual([])
  })

  it('shows each of 120 tickets once, page by page, while new ones come in', async () => {
    const { clientId } = await makeSite(api)
    const there = await openMany(api, { clientId }, 120)
    for (const query of [`clientId=${clientId}`, `clientId=${clientId}&status=open`]) {
      const seen = await walk(api, `/tickets?${query}&limit=50`, () => opened(api, { clientId }))
      expect(new Set(seen).size).toBe(seen.length)
      expect(there.filter(number => !seen.includes(number))).toEqual([])
      expect(seen).toEqual([...seen].sort(ascending).reverse())
    }
    const byStatus = await walk(api, '/tickets?status=open&limit=50', () => opened(api, { clientId }))
    expect(new Set(byStatus).size).toBe(byStatus.length)
    expect(there.filter(number => !byStatus.includes(number))).toEqual([])
  })

  it('shows a key for one client that client’s tickets only, in every filter', async () => {
    await opened(api, otherSite, { assigneeId: agentId })
    const { secret } = await api.makeKey(['*'], [site.clientId])
    const filters = [
      '',
      '?status=open',
      '?status=open,resolved',
      `?assigneeId=${agentId}`,
      '?assigneeId=none',
    ]
    for (const filter of filters) {
      const { body } = await api.get(`/tickets${filter}`, { key: secret })
      expect(body.data.filter((row: Json) => row.clientId !== site.clientId)).toEqual([])
    }
    const foreign = await api.get(`/tickets?clientId=${otherSite.clientId}`, { key: secret })
    const nobody = await api.get('/tickets?clientId=clt_nobody', { key: secret })
    expect([foreign.status, nobody.status]).toEqual([404, 404])
    const contact = await api.get(`/tickets?contactId=${otherSite.contactId}`, { key: secret })
    expect(contact.body.data).toEqual([])
  })
})

describe('changing a ticket', () => {
  it('records each change with its old and its new value', async () => {
    const { clientId, contactId, assetId, domain } = await makeSite(api)
    const number = await opened(api, { clientId })
    const changes: [Json, Json][] = [
      [{ subject: 'Scanner' }, { field: 'subject', from: 'Printer', to: 'Scanner' }],
      [{ status: 'working' }, { field: 'status', from: 'open', to: 'working' }],
      [{ priority: 'urgent' }, { field: 'priority', from: 'medium', to: 'urgent' }],
      [{ assigneeId: agentId }, { field: 'assignee', from: null, to: 'Noor' }],
      [{ assigneeId: null }, { field: 'assignee', from: 'Noor', to: null }],
      [{ contactId }, { field: 'contact', from: null, to: 'Anna Berg' }],
      [{ tags: ['a', 'b'] }, { field: 'tags', from: null, to: 'a, b' }],
      [{ assetIds: [assetId] }, { field: 'assets', from: null, to: assetId }],
      [{ watchers: [`wim@${domain}`] }, { field: 'watchers', from: null, to: `wim@${domain}` }],
      [{ billable: false }, { field: 'billable', from: 'true', to: 'false' }],
    ]
    let version = 1
    for (const [body, change] of changes) {
      const { status, headers, body: ticket } = await api.patch(`/tickets/${number}`, body)
      version += 1
      expect({ status, version: ticket.version, etag: headers.get('etag') }).toEqual({
        status: 200,
        version,
        etag: `"${version}"`,
      })
      expect((await entries(number)).at(-1)).toMatchObject({
        kind: 'activity',
        visibility: 'internal',
        by: { kind: 'key', name: 'Test' },
        change,
      })
    }
    expect((await api.get(`/tickets/${number}`)).body).toMatchObject({
      subject: 'Scanner',
      status: 'working',
      priority: 'urgent',
      assigneeId: null,
      contactId,
      tags: ['a', 'b'],
      assetIds: [assetId],
      watchers: [{ email: `wim@${domain}`, name: '' }],
      billable: false,
    })
  })

  it('writes several changes at once, an activity each', async () => {
    const number = await opened(api, site)
    await api.patch(`/tickets/${number}`, { priority: 'low', tags: ['x'], status: 'hold' })
    const fields = (await entries(number)).flatMap(({ change }) => (change === null ? [] : [change.field]))
    expect(fields.sort()).toEqual(['priority', 'status', 'tags'])
  })

  it('hands over between two people of the same name', async () => {
    const twin = await made(api, '/agents', {
      name: 'Noor',
      email: 'noor.two@desk.example',
      role: 'technician',
    })
    const number = await opened(api, site, { assigneeId: agentId })
    expect((await api.patch(`/tickets/${number}`, { assigneeId: twin })).body.assigneeId).toBe(twin)
    expect((await api.get(`/tickets/${number}`)).body.assigneeId).toBe(twin)
  })

  it('leaves a ticket alone that is as asked already', async () => {
    const number = await opened(api, site)
    const { body } = await api.patch(`/tickets/${number}`, { status: 'open', priority: 'medium', tags: [] })
    expect(body.version).toBe(1)
    expect((await api.patch(`/tickets/${number}`, {})).body.version).toBe(1)
    expect(await entries(number)).toHaveLength(1)
  })

  it('refuses a contact or an asset of another client, and writes nothing', async () => {
    const number = await opened(api, site)
    const refused: [Json, string, string][] = [
      [{ subject: 'New', contactId: otherSite.contactId }, 'contact.other-client', '/contactId'],
      [{ subject: 'New', assetIds: [otherSite.assetId] }, 'asset.other-client', '/assetIds/0'],
    ]
    for (const [body, code, pointer] of refused) {
      const reply = await api.patch(`/tickets/${number}`, body)
      expect(reply.body).toMatchObject({ status: 409, code, errors: [{ pointer }] })
    }
    const { secret } = await api.makeKey(['*'], [site.clientId])
    for (const contactId of [otherSite.contactId, 'con_nobody']) {
      const reply = await api.patch(`/tickets/${number}`, { contactId }, { key: secret })
      expect(reply.body).toMatchObject({
        status: 400,
        errors: [{ pointer: '/contactId', message: 'does not exist' }],
      })
    }
    expect((await api.get(`/tickets/${number}`)).body).toMatchObject({ subject: 'Printer', version: 1 })
    expect(await entries(number)).toHaveLength(1)
  })

  it('refuses to give a ticket to an agent who is disabled', async () => {
    const former = await made(api, '/agents', { name: 'Ex', email: 'ex@desk.example', role: 'technician' })
    await api.patch(`/agents/${former}`, { disabled: true })
    const number = await opened(api, site)
    const reply = await api.patch(`/tickets/${number}`, { assigneeId: former })
    expect(reply.body).toMatchObject({ status: 400, errors: [{ pointer: '/assigneeId' }] })
  })
})

describe('preconditions', () => {
  const writes: [string, string, Json | undefined][] = [
    ['PATCH', '', { subject: 'Mine' }],
    ['POST', '/replies', { visibility: 'public', bodyText: 'Mine' }],
    ['POST', '/resolve', undefined],
  ]

  it.each(writes)(
    '%s %s is refused with 412 from a stale reading, and writes nothing',
    async (method, path, body) => {
      const number = await opened(api, site)
      await api.patch(`/tickets/${number}`, { priority: 'high' })
      for (const tag of ['"1"', 'W/"1"', '"3"', '"nonsense"', '1']) {
        const reply = await api.call(method, `/tickets/${number}${path}`, {
          body,
          headers: { 'If-Match': tag },
        })
        expect([tag, reply.body]).toMatchObject([tag, { status: 412, code: 'version.stale' }])
      }
      expect((await api.get(`/tickets/${number}`)).body.version).toBe(2)
      expect(await entries(number)).toHaveLength(2)
      for (const tag of ['"2"', '*']) {
        const reply = await api.call(method, `/tickets/${number}${path}`, {
          body,
          headers: { 'If-Match': tag },
        })
        expect(reply.status).toBeLessThan(300)
      }
    },
  )

  it('lets one of many writers of the same reading win', async () => {
    const number = await opened(api, site)
    const replies = await Promise.all(
      ['low', 'high', 'urgent', 'low', 'high', 'urgent'].map(priority =>
        api.patch(`/tickets/${number}`, { priority }, { headers: { 'If-Match': '"1"' } }),
      ),
    )
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(replies.filter(({ status }) => status === 412 || status === 409)).toHaveLength(5)
    expect(await entries(number)).toHaveLength(2)
  })

  it('answers 304 to whoever has the newest reading, and the whole to others', async () => {
    const number = await opened(api, site)
    const read = (tag: string) => api.get(`/tickets/${number}`, { headers: { 'If-None-Match': tag } })
    for (const tag of ['"1"', 'W/"1"', '"7", "1"', '*']) {
      const { status, raw, headers } = await read(tag)
      expect([tag, status, raw, headers.get('etag')]).toEqual([tag, 304, '', '"1"'])
    }
    await api.patch(`/tickets/${number}`, { priority: 'high' })
    expect((await read('"1"')).body.priority).toBe('high')
  })
})

/** What each step answers: a status, or the code it is refused with. */
const steps: Record<Status, Record<Status, Status | string>> = {
  open: {
    open: 'open',
    working: 'working',
    hold: 'hold',
    resolved: 'resolved',
    closed: 'ticket.transition',
  },
  working: {
    open: 'open',
    working: 'working',
    hold: 'hold',
    resolved: 'resolved',
    closed: 'ticket.transition',
  },
  hold: {
    open: 'open',
    working: 'working',
    hold: 'hold',
    resolved: 'resolved',
    closed: 'ticket.transition',
  },
  resolved: {
    open: 'open',
    working: 'ticket.transition',
    hold: 'ticket.transition',
    resolved: 'resolved',
    closed: 'closed',
  },
  closed: {
    open: 'ticket.closed',
    working: 'ticket.closed',
    hold: 'ticket.closed',
    resolved: 'ticket.closed',
    closed: 'ticket.closed',
  },
}
const pairs = statuses.flatMap(from => statuses.map(to => ({ from, to, answer: steps[from][to] })))

describe('the status machine', () => {
  it.each(pairs)('from $from to $to by PATCH: $answer', async ({ from, to, answer }) => {
    const number = await inStatus(from)
    expectStep(await api.patch(`/tickets/${number}`, { status: to }), answer)
    expect((await api.get(`/tickets/${number}`)).body.status).toBe(answer === to ? to : from)
  })

  it.each(pairs)('from $from to $to with a reply: $answer', async ({ from, to, answer }) => {
    const number = await inStatus(from)
    const before = (await entries(number)).length
    const reply = await api.post(`/tickets/${number}/replies`, {
      visibility: 'public',
      bodyText: 'Done.',
      status: to,
    })
    expect(reply.body.code ?? 'taken').toBe(answer === to ? 'taken' : answer)
    expect((await api.get(`/tickets/${number}`)).body.status).toBe(answer === to ? to : from)
    if (answer !== to) expect(await entries(number)).toHaveLength(before)
  })

  it.each(
    statuses.map(from => ({
      from,
      resolve: steps[from].resolved,
      reopen: from === 'resolved' ? 'open' : from === 'closed' ? 'ticket.closed' : 'ticket.not-resolved',
      close: steps[from].closed,
    })),
  )('from $from: resolve $resolve, reopen $reopen, close $close', async ({ from, ...answers }) => {
    for (const [action, answer] of Object.entries(answers)) {
      const number = await inStatus(from)
      expectStep(await api.post(`/tickets/${number}/${action}`), answer)
    }
  })

  it('sets and clears the times that belong to a status', async () => {
    await api.patch('/settings', { autoCloseHours: 24 })
    const number = await opened(api, site)
    const resolved = (await api.post(`/tickets/${number}/resolve`)).body
    expect(Date.parse(resolved.autoCloseAt) - Date.parse(resolved.resolvedAt)).toBe(24 * 3_600_000)
    expect(resolved.closedAt).toBeNull()
    const reopened = (await api.post(`/tickets/${number}/reopen`)).body
    expect(reopened).toMatchObject({ status: 'open', resolvedAt: null, autoCloseAt: null })
    const again = (await api.post(`/tickets/${number}/resolve`)).body
    const closed = (await api.post(`/tickets/${number}/close`)).body
    expect(closed).toMatchObject({ status: 'closed', resolvedAt: again.resolvedAt, autoCloseAt: null })
    expect(closed.closedAt).toBe(closed.updatedAt)
  })

  it('closed is final: no route changes a closed ticket', async () => {
    const number = await inStatus('closed')
    const before = [(await api.get(`/tickets/${number}`)).raw, await entries(number)]
    const writes: [string, string, Json | undefined][] = [
      ['PATCH', '', { subject: 'New' }],
      ['PATCH', '', { status: 'open' }],
      ['PATCH', '', {}],
      ['POST', '/replies', { visibility: 'public', bodyText: 'x' }],
      ['POST', '/replies', { visibility: 'internal', bodyText: 'x', minutesWorked: 5 }],
      ['POST', '/replies', { visibility: 'public', bodyText: 'x', status: 'open' }],
      ['POST', '/resolve', undefined],
      ['POST', '/reopen', undefined],
      ['POST', '/close', undefined],
    ]
    for (const [method, path, body] of writes) {
      const reply = await api.call(method, `/tickets/${number}${path}`, { body })
      expect([method, path, reply.body]).toMatchObject([method, path, { status: 409, code: 'ticket.closed' }])
    }
    expect([(await api.get(`/tickets/${number}`)).raw, await entries(number)]).toEqual(before)
  })
})

describe('replies', () => {
  it('a public reply is the first response, counts its minutes and may move the ticket', async () => {
    const number = await opened(api, site, { contactId: site.contactId })
    const reply = await api.post(`/tickets/${number}/replies`, {
      visibility: 'public',
      bodyHtml: '<p>Done<script>alert(1)</script></p>',
      status: 'resolved',
      minutesWorked: 15,
    })
    expect(reply.status).toBe(201)
    expect(reply.body).toMatchObject({
      kind: 'reply',
      visibility: 'public',
      html: '<p>Done</p>',
      text: 'Done',
      minutesWorked: 15,
      by: { kind: 'key', name: 'Test' },
    })
    expect(reply.headers.get('location')).toBe(`/api/v1/tickets/${number}/timeline/${reply.body.id}`)
    expect((await api.get(`/tickets/${number}`)).body).toMatchObject({
      status: 'resolved',
      minutesWorked: 15,
      firstResponseAt: reply.body.at,
      lastReplyAt: reply.body.at,
      lastReplyBy: 'agent',
    })
  })

  it('an internal note is a note, is mailed to nobody and is no response', async () => {
    const { clientId, contactId, contactEmail } = await makeSite(api)
    const number = await opened(api, { clientId }, { contactId })
    await api.post(`/tickets/${number}/replies`, {
      visibility: 'internal',
      bodyText: 'CANARY',
      minutesWorked: 5,
    })
    await api.sendMails()
    const mails = await api.outbox.list({ to: contactEmail })
    expect(mails.map(({ subject }) => subject)).toEqual([`[TCK-${number}] Printer`])
    expect(JSON.stringify(mails)).not.toContain('CANARY')
    expect((await entries(number)).at(-1)).toMatchObject({ kind: 'note', visibility: 'internal' })
    expect((await api.get(`/tickets/${number}`)).body).toMatchObject({
      minutesWorked: 5,
      firstResponseAt: null,
      lastReplyAt: null,
    })
  })

  it('a key for one client sees no internal note and no activity but its own', async () => {
    const number = await opened(api, site)
    const path = `/tickets/${number}`
    const note = await api.post(`${path}/replies`, { visibility: 'internal', bodyText: 'CANARY' })
    await api.patch(path, { priority: 'high' })
    const { secret } = await api.makeKey(['*'], [site.clientId])
    const own = await api.post(
      `${path}/replies`,
      { visibility: 'internal', bodyText: 'Mine' },
      { key: secret },
    )
    const timeline = await api.get(`${path}/timeline`, { key: secret })
    expect(timeline.body.data.map(({ text }: Json) => text)).toEqual(['It is on fire.', 'Mine'])
    expect((await api.get(`${path}/timeline/${note.body.id}`, { key: secret })).status).toBe(404)
    expect((await api.get(`${path}/timeline/${own.body.id}`, { key: secret })).status).toBe(200)
  })

  it('refuses words that are missing, empty or given twice', async () => {
    const number = await opened(api, site)
    const wrong: Json[] = [
      { visibility: 'public' },
      { visibility: 'public', bodyText: '' },
      { visibility: 'public', bodyText: 'a', bodyHtml: 'a' },
      { bodyText: 'a' },
      { visibility: 'secret', bodyText: 'a' },
      { visibility: 'public', bodyText: 'a', minutesWorked: -1 },
    ]
    for (const body of wrong) {
      expect((await api.post(`/tickets/${number}/replies`, body)).body).toMatchObject({
        status: 400,
        code: 'request.invalid',
      })
    }
    expect(await entries(number)).toHaveLength(1)
  })
})

describe('the timeline', () => {
  it('begins with the description and goes on in the order of what happened, page by page', async () => {
    const number = await opened(api, site)
    for (let index = 1; index <= 12; index += 1) {
      const visibility = index % 2 === 0 ? 'public' : 'internal'
      await api.post(`/tickets/${number}/replies`, { visibility, bodyText: `Reply ${index}` })
    }
    const texts: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`
      const { body } = await api.get(`/tickets/${number}/timeline?limit=5${more}`)
      texts.push(...body.data.map(({ text }: { text: string }) => text))
      cursor = body.nextCursor
    }
    expect(texts).toEqual([
      'It is on fire.',
      ...Array.from({ length: 12 }, (_none, index) => `Reply ${index + 1}`),
    ])
  })

  it('refuses the cursor of another ticket’s timeline', async () => {
    const [one, other] = [await opened(api, site), await opened(api, site)]
    await api.patch(`/tickets/${one}`, { priority: 'high' })
    const { nextCursor } = (await api.get(`/tickets/${one}/timeline?limit=1`)).body
    const reply = await api.get(`/tickets/${other}/timeline?limit=1&cursor=${nextCursor}`)
    expect(reply.body).toMatchObject({ status: 400, code: 'cursor.invalid' })
  })
})

async function numbers(query: string): Promise<number[]> {
  const { body } = await api.get(`/tickets${query}`)
  return body.data.map(({ number }: { number: number }) => number)
}

/** Every ticket number of a list, page by page. */
async function walk(from: Api, path: string, betweenPages: () => Promise<unknown> = async () => {}) {
  const seen: number[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const more: string = cursor === '' ? '' : `&cursor=${cursor}`
    const { body } = await from.get(`${path}${more}`)
    seen.push(...body.data.map(({ number }: { number: number }) => number))
    cursor = body.nextCursor
    await betweenPages()
  }
  return seen
}

async function openMany(at: Api, { clientId }: Pick<Site, 'clientId'>, count: number): Promise<number[]> {
  return await Promise.all(Array.from({ length: count }, () => opened(at, { clientId })))
}

interface EntryJson {
  kind: string
  change: { field: string } | null
}

async function entries(number: number): Promise<EntryJson[]> {
  return (await api.get(`/tickets/${number}/timeline?limit=100`)).body.data
}

/** A ticket that came to a status by the steps that lead there. */
async function inStatus(status: Status): Promise<number> {
  const number = await opened(api, site)
  if (status === 'working' || status === 'hold') await api.patch(`/tickets/${number}`, { status })
  if (status === 'resolved' || status === 'closed') await api.post(`/tickets/${number}/resolve`)
  if (status === 'closed') await api.post(`/tickets/${number}/close`)
  return number
}

function expectStep({ status, body }: { status: number; body: Json }, answer: string): void {
  if (answer.startsWith('ticket.')) expect({ status, code: body.code }).toEqual({ status: 409, code: answer })
  else expect({ status, now: body.status }).toEqual({ status: 200, now: answer })
}

function ascending(a: number, b: number): number {
  return a - b
}
