import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../shared/domain/people.ts'
import { createAgent } from '../../shared/use-cases/agents.ts'
import { changeTicket } from '../../shared/use-cases/change-ticket.ts'
import { createClient } from '../../shared/use-cases/clients.ts'
import { keepCounts } from '../../shared/use-cases/keep-counts.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { readTicket } from '../../shared/use-cases/read-ticket.ts'
import { admin, openTestDesk, type TestDesk } from '../support/desk.ts'
import { wholeTable } from '../support/whole-table.ts'
import { Browser, fieldIn } from './browser.ts'

let world: TestDesk
let northwind: Client
let acme: Client
let mia: Browser
let rea: Browser
let scoped: Browser
beforeAll(async () => {
  world = await openTestDesk()
  const { desk } = world
  northwind = await createClient(desk, admin, { name: 'Northwind' })
  acme = await createClient(desk, admin, { name: 'Acme' })
  const agent = (name: string, role: 'admin' | 'read-only' | 'technician', clientIds?: string[]) =>
    createAgent(desk, admin, { name, email: `${name}@desk.example`, role, ...(clientIds && { clientIds }) })
  await Promise.all([agent('mia', 'admin'), agent('rea', 'read-only'), agent('sam', 'technician', [acme.id])])
  const signedIn = (name: string) => new Browser(desk).signIn(`${name}@desk.example`)
  ;[mia, rea, scoped] = await Promise.all([signedIn('mia'), signedIn('rea'), signedIn('sam')])
})
afterAll(() => world.close())

async function open(subject: string, more: { due?: string; clientId?: string } = {}): Promise<number> {
  const input = { clientId: northwind.id, subject, descriptionText: 'x', ...more }
  return (await openTicket(world.desk, admin, input)).number
}
const follow = async () => keepCounts.follow(world.desk, await world.changes())
const page = async (path: string, browser = mia) => (await browser.get(path)).text()
const ticket = (number: number) => readTicket(world.desk, admin, number)

describe('a list of tickets', () => {
  it('is narrowed by everything its address says, and by nothing that it does not know', async () => {
    await open('Findable in June', { due: '2026-06-15T10:00:00.000Z' })
    await open('Never due')
    for (const query of ['due-from=2026-06-15&due-to=2026-06-15', 'sort=due&due-to=2026-06-15&view=all']) {
      const html = await page(`/tickets?${query}`)
      expect(html).toContain('Findable in June')
      expect(html).not.toContain('Never due')
    }
    for (const nonsense of [
      'due-from=tomorrow',
      'sort=name',
      'status=gone',
      'columns=secret',
      'billable=x',
    ]) {
      expect(await page(`/tickets?${nonsense}`)).toContain('Never due')
    }
    expect(await page('/tickets?billable=no')).not.toContain('Never due')
    expect(await page('/tickets?created-from=2026-02-02&created-to=2026-01-01')).toContain(
      'end before they begin',
    )
  })

  it('says in words why it cannot be shown', async () => {
    expect(await page('/tickets?cursor=stale')).toContain('This page of the list is no more')
  })

  it('remembers the columns and density that were chosen last', async () => {
    const chosen = await page('/tickets?columns=client,due&density=compact')
    expect(chosen).toContain('rows-compact')
    const later = await page('/tickets')
    expect(later).toContain('rows-compact')
    expect(later).toContain('<th scope="col">Due</th>')
    expect(later).not.toContain('<th scope="col">Priority</th>')
    await page('/tickets?columns=client,contact,priority,status,assignee,updated&density=comfortable')
  })

  it('counts what its counters tell', async () => {
    await follow()
    const html = await page('/tickets')
    expect(html).toMatch(/Unassigned<span class="count"><span aria-hidden="true">\d+</)
  })
})

describe('the rows alone', () => {
  it('are sent once, until something changes in them', async () => {
    const number = await open('Polled')
    await follow()
    world.clock.moveTo(new Date(Date.parse(world.desk.now()) + 60_000))
    const first = await mia.get('/tickets/rows?view=all')
    const etag = first.headers.get('ETag') ?? ''
    expect(first.status).toBe(200)
    expect(await first.text()).toContain('Polled')
    const again = await mia.get('/tickets/rows?view=all', { 'If-None-Match': etag })
    expect([again.status, again.headers.get('ETag')]).toEqual([304, etag])
    expect((await mia.get('/tickets/rows?view=closed', { 'If-None-Match': etag })).status).toBe(200)
    expect((await rea.get('/tickets/rows?view=all', { 'If-None-Match': etag })).status).toBe(200)
    await changeTicket(world.desk, admin, { number, changes: { subject: 'Polled anew' } })
    await follow()
    const changed = await mia.get('/tickets/rows?view=all', { 'If-None-Match': etag })
    expect(await changed.text()).toContain('Polled anew')
    // A change elsewhere changes no row of this list.
    const other = await mia.get('/tickets/rows?client=none', { 'If-None-Match': etag })
    const unmoved = await mia.get('/tickets/rows?client=none', {
      'If-None-Match': other.headers.get('ETag') ?? '',
    })
    expect(unmoved.status).toBe(304)
  })
})

describe('the list as a file', () => {
  it('has the columns shown and the ids, and runs nothing in a spreadsheet', async () => {
    const evil = ['=1+1', '+1', '-1', '@SUM(1)', '＝1+1', '"quoted", with comma']
    for (const subject of evil) await open(subject, { clientId: acme.id })
    const answer = await mia.get(`/tickets/export?view=all&client=${acme.id}&columns=client,created`)
    expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('Content-Disposition')).toMatch(/^attachment; filename="tickets-[\d-]+\.csv"$/)
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const [head = '', ...lines] = bytes.toString('utf8').slice(1).trim().split('\r\n')
    expect(head).toBe(
      'number,reference,Subject,Client,Opened,clientId,contactId,assigneeId,categoryId,statusId,createdAt,updatedAt,due',
    )
    expect(lines).toHaveLength(evil.length)
    for (const line of lines) {
      expect(line).toMatch(/^\d+,TCK-\d+,("'|'|""|"{3})/)
      expect(line).toMatch(/,\d{4}-\d\d-\d\d \d\d:\d\d,/)
      expect(line).toContain(acme.id)
    }
    expect(answer.headers.get('Link')).toBeNull()
  })

  it('holds nothing that its reader may not know', async () => {
    const text = await (await scoped.get('/tickets/export?view=all')).text()
    expect(text).toContain('Acme')
    expect(text).not.toContain('Northwind')
    expect((await scoped.get(`/tickets/export?client=${northwind.id}`)).status).toBe(404)
  })
})

describe('a bulk change', () => {
  const bulk = (fields: Record<string, string>, browser = mia) =>
    browser.post('/tickets/bulk', fields, { from: '/tickets/new' })

  it('is shown before anything is written, done once, and taken back', async () => {
    const [one, two] = [await open('First of two'), await open('Second of two')]
    await changeTicket(world.desk, admin, { number: two, changes: { status: 'resolved' } })
    await changeTicket(world.desk, admin, { number: two, changes: { status: 'closed' } })
    const fields = {
      'numbers[]': `${one},${two}`,
      priority: 'urgent',
      addTags: 'vip, on site',
      back: '/tickets?view=all',
    }
    const before = await wholeTable()
    const preview = await (await bulk(fields)).text()
    expect(await wholeTable()).toEqual(before)
    expect(preview).toContain('priority: Medium → Urgent')
    expect(preview).toContain('tags: none → vip, on site')
    expect(preview).toContain('a closed ticket is never changed')
    expect(preview).toContain('Change 1 ticket<')
    const sent = { ...fields, step: 'change', key: fieldIn(preview, 'key') }
    const done = await (await bulk(sent)).text()
    expect(done).toContain('1 changed, 1 refused.')
    expect(await ticket(one)).toMatchObject({ priority: 'urgent', tags: ['vip', 'on site'], version: 2 })
    await bulk(sent)
    expect((await ticket(one)).version).toBe(2)
    const undo = {
      tickets: fieldIn(done, 'tickets').replaceAll('&quot;', '"'),
      key: fieldIn(done, 'key'),
      back: '/tickets',
    }
    const undone = await mia.post('/tickets/bulk/undo', undo, { from: '/tickets/new' })
    expect(await undone.text()).toContain('1 changed, 0 refused.')
    expect(await ticket(one)).toMatchObject({ priority: 'medium', tags: [], version: 3 })
  })

  it('says that a reply stays said', async () => {
    const number = String(await open('To be answered'))
    const preview = await (await bulk({ 'numbers[]': number, reply: 'Hello', visibility: 'public' })).text()
    expect(preview).toContain('A reply cannot be taken back')
    expect(preview).toContain('Gets the reply')
  })

  it('says at the field what is wrong, and keeps what was chosen', async () => {
    const number = String(await open('Chosen'))
    const wrong: [Record<string, string>, string][] = [
      [{ priority: 'high' }, 'Tick at least one ticket.'],
      [{ 'numbers[]': number }, 'Say what is to change.'],
      [{ 'numbers[]': number, mergeInto: 'ten' }, 'A ticket number'],
      [{ 'numbers[]': number, mergeInto: '1', priority: 'high' }, 'Merging goes with no other change.'],
      [{ 'numbers[]': 'x,y', priority: 'high' }, 'Tick at least one ticket.'],
      [{ 'numbers[]': number, priority: 'enormous' }, 'Choose one of the list.'],
    ]
    for (const [fields, words] of wrong) {
      const answer = await bulk(fields)
      expect([fields, answer.status]).toEqual([fields, 422])
      expect(await answer.text()).toContain(words)
    }
  })

  it('is nobody’s who may not write, and goes back to no other site', async () => {
    const number = String(await open('Not for Rea'))
    expect((await bulk({ 'numbers[]': number, priority: 'high' }, rea)).status).toBeGreaterThanOrEqual(403)
    const preview = await (
      await bulk({ 'numbers[]': number, priority: 'high', back: '//evil.example' })
    ).text()
    expect(preview).not.toContain('evil.example"')
    const foreign = await (await bulk({ 'numbers[]': number, priority: 'high' }, scoped)).text()
    expect(foreign).toContain('There is no such ticket.')
    expect(foreign).not.toContain('Not for Rea')
    for (const tickets of ['', '{', '[]', '[{"number":1}]']) {
      const answer = await mia.post(
        '/tickets/bulk/undo',
        { tickets, key: 'x'.repeat(9) },
        { from: '/tickets/new' },
      )
      expect(answer.status).toBe(400)
    }
  })
})

describe('a saved view', () => {
  const save = (fields: Record<string, string>, browser = mia, path = '/views') =>
    browser.post(path, { position: '0', query: 'priority=urgent', ...fields }, { from: '/tickets' })

  it('is kept, shown as a tab, counted, changed and forgotten', async () => {
    const made = await save({
      name: 'Urgent ones',
      query: 'view=all&columns=client,due&density=compact',
    })
    const address = made.headers.get('Location') ?? ''
    expect(made.status).toBe(303)
    const [, id = ''] = /view=(vew_\w+)/.exec(address) ?? []
    const html = await page(address)
    expect(html).toContain('Urgent ones')
    expect(html).toContain('rows-compact')
    expect(await page(`/views/${id}/count`)).toMatch(/^\d+\+?$/)
    expect((await rea.get(`/views/${id}/count`)).status).toBe(404)
    const wrong = await save({ name: '' }, mia, `/views/${id}`)
    expect([wrong.status, (await wrong.text()).includes('Fill this in.')]).toEqual([422, true])
    expect(
      (await save({ name: 'Calm ones', query: 'priority=low', version: '1' }, mia, `/views/${id}`)).status,
    ).toBe(303)
    expect((await save({ name: 'Late', version: '1' }, mia, `/views/${id}`)).status).toBe(422)
    expect(await page('/tickets')).toContain('Calm ones')
    const gone = await mia.post(`/views/${id}/forget`, { version: '2' }, { from: '/tickets' })
    expect(gone.status).toBe(303)
    expect(await page('/tickets')).not.toContain('Calm ones')
  })

  it('is shared by admins alone', async () => {
    expect((await save({ name: 'Everybody’s', shared: 'on' }, rea)).status).toBe(404)
    expect((await save({ name: 'Everybody’s', shared: 'on' })).status).toBe(303)
    expect(await page('/tickets', rea)).toContain('Everybody’s')
  })
})

describe('the board', () => {
  it('moves a card where it may go, and says why where it may not', async () => {
    const number = await open('A card')
    const html = await page('/board')
    expect(html).toContain('A card')
    const move = (fields: Record<string, string>, browser = mia) =>
      browser.post(`/board/${number}`, { back: '/board', ...fields }, { from: '/tickets/new' })
    expect((await move({ status: 'working', version: '1' })).headers.get('Location')).toBe('/board')
    expect((await ticket(number)).status).toBe('working')
    const stale = await move({ status: 'hold', version: '1' })
    expect([stale.status, (await stale.text()).includes('was changed meanwhile')]).toEqual([409, true])
    const against = await move({ status: 'closed', version: '2' })
    expect(await against.text()).toContain('This status cannot follow')
    expect((await move({ status: 'gone', version: '2' })).status).toBe(400)
    expect((await move({ status: 'hold', version: '2' }, rea)).status).toBeGreaterThanOrEqual(403)
    expect(await page('/board', scoped)).not.toContain('A card')
  })
})

describe('search and dashboard', () => {
  it('go straight to a number or reference, and look for words', async () => {
    const to = async (asked: string) =>
      (await mia.get(`/tickets/go?reference=${encodeURIComponent(asked)}`)).headers.get('Location')
    expect(await to('12')).toBe('/tickets/12')
    expect(await to('tck-12')).toBe('/tickets/12')
    expect(await to('#12')).toBe('/tickets/12')
    expect(await to('printer 12')).toBe('/search?q=printer+12')
    expect(await to('')).toBe('/tickets')
    expect(await page('/search?q=northwind')).toContain('Found for “northwind”')
    expect(await page(`/search?q=${'x'.repeat(5_000)}`)).toContain('Nothing found')
  })

  it('show each agent what they may know', async () => {
    await follow()
    expect(await page('/dashboard')).toContain('Northwind')
    const own = await page('/dashboard', scoped)
    expect(own).toContain('Acme')
    expect(own).not.toContain('Northwind')
  })
})
