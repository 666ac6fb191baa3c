import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../shared/domain/actor.ts'
import type { Asset, Client, Contact } from '../../shared/domain/people.ts'
import type { Entry } from '../../shared/domain/timeline.ts'
import { createAgent } from '../../shared/use-cases/agents.ts'
import { createAsset } from '../../shared/use-cases/assets.ts'
import { changeTicket, resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import { createClient } from '../../shared/use-cases/clients.ts'
import { createContact } from '../../shared/use-cases/contacts.ts'
import { customFields } from '../../shared/use-cases/custom-fields.ts'
import { customStatuses } from '../../shared/use-cases/custom-statuses.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { readTicket, readTimeline } from '../../shared/use-cases/read-ticket.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { createTask, listTasks } from '../../shared/use-cases/tasks.ts'
import { listVisits } from '../../shared/use-cases/visits.ts'
import { admin, openTestDesk, type TestDesk } from '../support/desk.ts'
import { Browser } from './browser.ts'

let world: TestDesk
let client: Client
let other: Client
let anna: Contact
let server: Asset
let mia: Browser
let rea: Browser
let sol: Browser

const dana: Actor = {
  kind: 'agent',
  id: 'agt_dana',
  name: 'Dana Frost',
  email: 'dana@desk.example',
  role: 'technician',
}

beforeAll(async () => {
  world = await openTestDesk()
  const { desk } = world
  client = await createClient(desk, admin, { name: 'Northwind', domains: ['northwind.example'] })
  other = await createClient(desk, admin, { name: 'Acme' })
  await createAgent(desk, admin, { name: 'Mia Torres', email: 'mia@desk.example', role: 'admin' })
  await createAgent(desk, admin, { name: 'Rea Donly', email: 'rea@desk.example', role: 'read-only' })
  const scoped = { name: 'Sol Acme', email: 'sol@desk.example', role: 'technician' } as const
  await createAgent(desk, admin, { ...scoped, clientIds: [other.id] })
  const annas = { name: 'Anna Berg', email: 'anna@northwind.example', roles: ['primary' as const] }
  anna = await createContact(desk, admin, client.id, annas)
  server = await createAsset(desk, admin, client.id, { name: 'SRV-01', type: 'server' })
  mia = await new Browser(desk).signIn('mia@desk.example')
  rea = await new Browser(desk).signIn('rea@desk.example')
  sol = await new Browser(desk).signIn('sol@desk.example')
})
afterAll(() => world.close())

const open = async (more: object = {}): Promise<number> => {
  const words = { subject: 'Backup failed', descriptionText: 'It did.' }
  return (await openTicket(world.desk, admin, { contactId: anna.id, ...words, ...more })).number
}
const ticket = (number: number) => readTicket(world.desk, admin, number)
const timeline = async (number: number): Promise<Entry[]> =>
  (await readTimeline(world.desk, admin, number, { limit: 100 })).entries
const note = async (number: number, bodyText: string) =>
  (await replyToTicket(world.desk, admin, { number, visibility: 'internal', bodyText })).entry.id
const page = async (number: number, query = '') => (await mia.get(`/tickets/${number}${query}`)).text()

/** Sends a form of the ticket's page, as it stands there now unless told otherwise. */
async function send(number: number, path: string, fields: Record<string, string>, as = mia) {
  const { version } = await ticket(number)
  const answer = await as.post(
    `/tickets/${number}${path}`,
    { version: String(version), seen: '', ...fields },
    { from: `/tickets/${number}` },
  )
  return { status: answer.status, html: await answer.text(), location: answer.headers.get('Location') }
}
const change = (number: number, fields: Record<string, string>) => send(number, '/changes', fields)
async function sendAlone(number: number, path: string, fields: Record<string, string>, as = mia) {
  const answer = await as.post(`/tickets/${number}${path}`, fields, { from: `/tickets/${number}` })
  return { status: answer.status, html: await answer.text(), location: answer.headers.get('Location') }
}

/** What is refused changes nothing: neither the ticket nor its timeline. */
async function unchanged(number: number, act: () => Promise<{ status: number; html: string }>) {
  const before = [await ticket(number), await timeline(number)]
  const answer = await act()
  expect([await ticket(number), await timeline(number)]).toEqual(before)
  return answer
}

describe('the small forms of a ticket', () => {
  test('watchers are added and removed; a wrong address is said at its field, with what was typed', async () => {
    const number = await open()
    await change(number, { form: 'watcher', watcherEmail: 'Wim@Watch.example', watcherName: 'Wim' })
    expect((await ticket(number)).watchers).toEqual([{ email: 'wim@watch.example', name: 'Wim' }])
    const wrong = await unchanged(number, () =>
      change(number, { form: 'watcher', watcherEmail: 'wim at watch', watcherName: 'Wim W' }),
    )
    expect(wrong.status).toBe(400)
    expect(wrong.html).toContain('value="wim at watch"')
    expect(wrong.html).toContain('value="Wim W"')
    expect(wrong.html).toMatch(/id="watcher-watcherEmail-error"/)
    await change(number, { removeWatcher: 'wim@watch.example' })
    expect((await ticket(number)).watchers).toEqual([])
  })

  test('tags are added and removed, 30 at most, each at most 50 characters', async () => {
    const number = await open({ tags: Array.from({ length: 29 }, (_, at) => `tag ${at}`) })
    await change(number, { form: 'tag', addTag: 'urgent' })
    expect((await ticket(number)).tags.at(-1)).toBe('urgent')
    const full = await unchanged(number, () => change(number, { form: 'tag', addTag: 'one more' }))
    expect(full.status).toBe(400)
    expect(full.html).toContain('Must be 30 at most')
    await change(number, { removeTag: 'urgent' })
    expect((await ticket(number)).tags).not.toContain('urgent')
    const long = await unchanged(number, () => change(number, { form: 'tag', addTag: 'x'.repeat(51) }))
    expect(long.html).toContain('At most 50 characters.')
  })

  test('assets of the client are added and removed, those of others are refused', async () => {
    const number = await open()
    await change(number, { form: 'assets', addAssetId: server.id })
    expect((await ticket(number)).assetIds).toEqual([server.id])
    expect(await page(number)).toContain('SRV-01 (server)')
    await change(number, { removeAssetId: server.id })
    const foreign = await createAsset(world.desk, admin, other.id, { name: 'LAP-7', type: '' })
    const refused = await unchanged(number, () => change(number, { form: 'assets', addAssetId: foreign.id }))
    expect(refused.status).toBe(409)
  })

  test('details: due in the desk’s zone, reference, billable, custom fields', async () => {
    const field = await customFields.create(world.desk, admin, { name: 'Rack units', type: 'number' })
    const number = await open()
    const details = { form: 'details', due: '2026-12-01T10:00', externalReference: 'PO-7', billable: 'false' }
    await change(number, { ...details, categoryId: '', [`field-${field.id}`]: '4' })
    const zone = (await page(number, '?edit=details')).match(/Time of the desk \(([^)]+)\)/)?.[1] ?? ''
    const { due, ...rest } = await ticket(number)
    expect(
      new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: zone }).format(new Date(due ?? '')),
    ).toBe('10:00')
    expect(rest).toMatchObject({
      externalReference: 'PO-7',
      billable: false,
      customFields: { [field.id]: 4 },
    })
    const wrong = await unchanged(number, () =>
      change(number, { ...details, due: '2026-02-30T10:00', categoryId: '' }),
    )
    expect(wrong.status).toBe(400)
    expect(wrong.html).toContain('Enter a date and a time that exist.')
    expect(wrong.html).toContain('value="PO-7"')
    const letters = await unchanged(number, () =>
      change(number, { ...details, categoryId: '', [`field-${field.id}`]: 'four' }),
    )
    expect(letters.status).toBe(400)
    expect(letters.html).toContain('Must be a number')
    expect(letters.html).toContain('value="four"')
    await change(number, { ...details, due: '', externalReference: '', [`field-${field.id}`]: '' })
    const cleared = await ticket(number)
    expect([cleared.due, cleared.externalReference, cleared.customFields]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  test('a custom status is a click, and a closing one is not offered as a click', async () => {
    const parts = await customStatuses.create(world.desk, admin, { name: 'Waits for parts', status: 'hold' })
    await customStatuses.create(world.desk, admin, { name: 'Archived away', status: 'closed' })
    const number = await open()
    expect(await page(number)).toContain('Waits for parts')
    await change(number, { statusId: parts.id })
    expect(await ticket(number)).toMatchObject({ status: 'hold', statusName: 'Waits for parts' })
    await resolveTicket(world.desk, admin, number)
    expect(await page(number)).not.toContain('Archived away</button>')
  })

  test('one made from an older page is refused, keeps what was typed, and says who was faster', async () => {
    const number = await open()
    const { version } = await ticket(number)
    await changeTicket(world.desk, dana, { number, changes: { priority: 'urgent' } })
    const seen = (await timeline(number))[0]?.id ?? ''
    const stale = await unchanged(number, () =>
      change(number, { form: 'tag', addTag: 'mine', version: String(version), seen }),
    )
    expect(stale.status).toBe(409)
    expect(stale.html).toContain('value="mine"')
    expect(stale.html).toContain('Dana Frost changed this ticket while you were writing.')
  })

  test.each([
    [{ addTag: '' }, 400],
    [{ status: 'gone' }, 400],
    [{ billable: 'maybe' }, 400],
    [{ version: '-1' }, 400],
    [{ due: 'soon', form: 'details' }, 400],
    [{ watcherEmail: 'x@y.example', watcherName: 'x'.repeat(101) }, 400],
    [{ form: 'nothing' }, 400],
    [{ addTag: 'two\nlines' }, 400],
    [{ statusId: 'sts_nothing' }, 400],
    [{ categoryId: 'cat_nothing' }, 400],
    [{ assigneeId: 'agt_nothing' }, 400],
    [{ contactId: 'con_nothing' }, 400],
    [{ 'field-fld_nothing': 'x' }, 400],
    [{ clientId: 'clt_x' }, 400],
    [{ __proto__x: 'y' }, 400],
  ])('%o is refused and changes nothing', async (fields, status) => {
    const number = await open()
    const { status: answered } = await unchanged(number, () => change(number, fields))
    expect(answered).toBe(status)
  })
})

describe('the checklist', () => {
  const task = async (number: number, at = 0) => (await listTasks(world.desk, admin, number))[at]
  const act = async (number: number, name: string, at = 0) => {
    const one = await task(number, at)
    const fields = { version: String(one?.version), position: String(at), act: name }
    return sendAlone(number, `/tasks/${one?.id}`, fields)
  }

  test('takes tasks, ticks, moves and removes them; a required one keeps the ticket from being resolved', async () => {
    const number = await open()
    await sendAlone(number, '/tasks', { title: 'Check the tape', required: 'on' })
    await sendAlone(number, '/tasks', { title: 'Call Anna' })
    const refused = await unchanged(number, () => change(number, { status: 'resolved' }))
    expect(refused.status).toBe(409)
    expect(refused.html).toContain('Required tasks are open: “Check the tape”.')
    expect(refused.html).toContain('One required task is open')
    await act(number, 'down')
    expect((await task(number, 1))?.title).toBe('Check the tape')
    await act(number, 'up', 1)
    await act(number, 'done')
    expect(await task(number)).toMatchObject({ done: true, doneBy: { name: 'Mia Torres' } })
    await act(number, 'open')
    await act(number, 'unrequire')
    await act(number, 'remove', 1)
    expect(await listTasks(world.desk, admin, number)).toHaveLength(1)
    expect((await change(number, { status: 'resolved' })).status).toBe(303)
  })

  test('refuses an empty or long title at its field, and an old version', async () => {
    const number = await open()
    const empty = await unchanged(number, () => sendAlone(number, '/tasks', { title: ' ' }))
    expect(empty.status).toBe(400)
    expect(empty.html).toContain('task-title-error')
    const long = await unchanged(number, () => sendAlone(number, '/tasks', { title: 'x'.repeat(201) }))
    expect(long.html).toContain('At most 200 characters.')
    const { id } = await createTask(world.desk, admin, number, { title: 'Once' })
    await act(number, 'done')
    const stale = { version: '1', position: '0', act: 'remove' }
    expect((await unchanged(number, () => sendAlone(number, `/tasks/${id}`, stale))).status).toBe(409)
    expect((await sendAlone(number, `/tasks/${id}`, { ...stale, act: 'burn' })).status).toBe(400)
    expect((await sendAlone(number, '/tasks/tsk_nothing', stale)).status).toBe(404)
  })
})

describe('links', () => {
  test('are made by reference with a kind, and taken off', async () => {
    const [one, two] = [await open(), await open()]
    await send(one, '/links', { reference: ` tck-${two} `, kind: 'blocks' })
    expect((await ticket(one)).links).toEqual([{ number: two, kind: 'blocks' }])
    expect(await page(one)).toContain('Blocks this')
    await send(one, `/links/${two}/remove`, {})
    expect((await ticket(two)).links).toBeUndefined()
  })

  test.each([
    [{ reference: 'the other one', kind: 'related' }, 400, 'Enter the reference of a ticket'],
    [{ reference: '', kind: 'related' }, 400, 'Enter the reference of a ticket'],
    [{ reference: '999999', kind: 'related' }, 400, 'There is no such ticket.'],
    [{ reference: '1', kind: 'cousin' }, 400, 'Choose one of the list.'],
  ])('%o is refused at its field', async (fields, status, said) => {
    const number = await open()
    const refused = await unchanged(number, () => send(number, '/links', fields))
    expect(refused.status).toBe(status)
    expect(refused.html).toContain(said)
    expect(refused.html).toContain(`value="${fields.reference}"`)
  })
})

describe('visits', () => {
  const times = { startAt: '2090-03-01T10:00', endAt: '2090-03-01T12:00' }
  const rest = { agentId: '', location: 'Hall 2', note: '' }

  test('are scheduled in the desk’s zone, changed and cancelled, each by mail', async () => {
    const number = await open()
    expect((await sendAlone(number, '/visits', { ...times, ...rest })).status).toBe(303)
    const [visit] = await listVisits(world.desk, admin, number)
    expect(visit).toMatchObject({ location: 'Hall 2', invited: [{ address: anna.email }] })
    const changed = { ...times, endAt: '2090-03-01T13:00', ...rest, version: '1' }
    expect((await sendAlone(number, `/visits/${visit?.id}`, changed)).status).toBe(303)
    const stale = await sendAlone(number, `/visits/${visit?.id}`, { ...changed, location: 'Roof' })
    expect(stale.status).toBe(409)
    expect(stale.html).toContain('value="Roof"')
    expect((await sendAlone(number, `/visits/${visit?.id}/cancel`, { version: '2' })).status).toBe(303)
    expect(await listVisits(world.desk, admin, number)).toEqual([])
  })

  test.each([
    [{ ...times, endAt: '2090-03-01T09:00' }, 'visit-endAt-error'],
    [{ ...times, startAt: '2001-01-01T09:00' }, 'visit-startAt-error'],
    [{ ...times, startAt: 'tomorrow' }, 'Enter a date and a time that exist.'],
    [{ ...times, agentId: 'agt_nothing' }, 'visit-agentId-error'],
    [{ ...times, location: 'x'.repeat(201) }, 'At most 200 characters.'],
  ])('%o is refused at its field', async (fields, said) => {
    const number = await open()
    const refused = await unchanged(number, () => sendAlone(number, '/visits', { ...rest, ...fields }))
    expect(refused.status).toBe(400)
    expect(refused.html).toContain(said)
  })
})

describe('a merge', () => {
  test('is seen before it is done, done, and taken back', async () => {
    const [number, into] = [await open(), await open({ contactId: undefined, clientId: other.id })]
    const preview = await page(number, `/merge?into=TCK-${into}`)
    expect(preview).toContain('These are tickets of different clients.')
    expect(preview).toContain('anna@northwind.example')
    const { version } = await ticket(number)
    const done = await sendAlone(number, '/merge', { into: String(into), version: String(version) })
    expect(done.location).toBe(`/tickets/${into}`)
    const merged = await page(number)
    expect(merged).toContain('Undo merge')
    expect(merged).not.toContain('id="composer-public"')
    expect((await send(number, '/unmerge', {})).status).toBe(303)
    expect(await ticket(number)).toMatchObject({ status: 'open' })
    expect((await ticket(into)).watchers).toEqual([])
  })

  test('finds by words, and refuses itself, what is not there, and an old version', async () => {
    const number = await open()
    expect((await mia.get(`/tickets/${number}/merge?into=${number}`)).status).toBe(409)
    const missing = await mia.get(`/tickets/${number}/merge?into=999999`)
    expect([missing.status, await missing.text()]).toEqual([
      400,
      expect.stringContaining('There is no such ticket.'),
    ])
    expect((await mia.get(`/tickets/${number}/merge?into=${'x'.repeat(300)}`)).status).toBe(200)
    const into = String(await open())
    expect((await unchanged(number, () => sendAlone(number, '/merge', { into, version: '77' }))).status).toBe(
      409,
    )
    expect((await sendAlone(number, '/merge', { into: 'x', version: '1' })).status).toBe(400)
    expect((await send(number, '/unmerge', {})).status).toBe(409)
  })
})

describe('a split', () => {
  test('takes what was chosen, once it was seen, and leaves a pointer', async () => {
    const number = await open()
    const id = await note(number, 'And the scanner is broken too.')
    const path = `/tickets/${number}/split`
    expect(await page(number, '/split')).toContain('And the scanner is broken too.')
    expect(await page(number, '/split')).not.toContain('It did.')
    const { version } = await ticket(number)
    const chosen = { [`entry-${id}`]: 'on', subject: 'Scanner', version: String(version) }
    const preview = await mia.post(path, { ...chosen, step: 'preview' }, { from: path })
    expect(await preview.text()).toContain('One message goes there:')
    const done = await mia.post(path, { ...chosen, step: 'confirm' }, { from: path })
    const split = Number(done.headers.get('Location')?.split('/').at(-1))
    expect(await ticket(split)).toMatchObject({ subject: 'Scanner' })
    expect(await page(number)).toContain(`/tickets/${split}#entry-${id}`)
  })

  test('refuses nothing, no subject and what is not its own, and keeps what was chosen', async () => {
    const number = await open()
    const id = await note(number, 'One thing.')
    const common = { version: '2', subject: 'New', step: 'confirm' }
    const nothing = await unchanged(number, () => sendAlone(number, '/split', common))
    expect([nothing.status, nothing.html]).toEqual([
      400,
      expect.stringContaining('Choose at least one message.'),
    ])
    const chosen = { ...common, [`entry-${id}`]: 'on' }
    const nameless = await unchanged(number, () => sendAlone(number, '/split', { ...chosen, subject: '' }))
    expect(nameless.status).toBe(400)
    expect(nameless.html).toMatch(new RegExp(`name="entry-${id}" value="on" checked`))
    const foreign = await note(await open(), 'Elsewhere.')
    const wrong = { ...common, [`entry-${foreign}`]: 'on' }
    expect((await unchanged(number, () => sendAlone(number, '/split', wrong))).status).toBe(400)
    expect(
      (await unchanged(number, () => sendAlone(number, '/split', { ...chosen, version: '9' }))).status,
    ).toBe(409)
  })
})

describe('a move', () => {
  test('tells what it drops, and then drops it', async () => {
    const number = await open({
      assetIds: [server.id],
      watchers: [{ email: 'w@watch.example', name: 'Wim' }],
    })
    const preview = await page(number, `/move?client=${other.id}`)
    for (const dropped of ['Contact: Anna Berg', 'Watcher: Wim', 'Asset: SRV-01']) {
      expect(preview).toContain(dropped)
    }
    const { version } = await ticket(number)
    const fields = { version: String(version), clientId: other.id }
    expect(
      (await unchanged(number, () => sendAlone(number, '/move', { ...fields, version: '9' }))).status,
    ).toBe(409)
    expect((await sendAlone(number, '/move', fields)).status).toBe(303)
    expect(await ticket(number)).toMatchObject({ clientName: 'Acme', watchers: [], assetIds: [] })
    expect((await sendAlone(number, '/move', { ...fields, clientId: 'clt_nothing' })).status).toBe(409)
  })
})

describe('a message', () => {
  test('is edited, its earlier words can be read, and a stale edit shows both', async () => {
    const number = await open()
    const id = await note(number, 'The pasword.')
    const path = `/tickets/${number}/entries/${id}/edit`
    await mia.post(path, { version: '1', bodyText: 'The password.' }, { from: path })
    expect((await timeline(number)).find(entry => entry.id === id)?.text).toBe('The password.')
    expect(await (await mia.get(`/tickets/${number}/entries/${id}/history`)).text()).toContain('The pasword.')
    const stale = await mia.post(path, { version: '1', bodyText: 'My words.' }, { from: path })
    const html = await stale.text()
    expect(stale.status).toBe(409)
    expect(html).toContain('My words.')
    expect(html).toContain('The password.')
    const empty = await mia.post(path, { version: '2', bodyText: '' }, { from: path })
    expect([empty.status, await empty.text()]).toEqual([
      400,
      expect.stringContaining('Write something first.'),
    ])
  })

  test('is redacted after a page that says what stays; a client’s words are not edited', async () => {
    const number = await open()
    const id = await note(number, 'swordfish')
    const path = `/tickets/${number}/entries/${id}/redact`
    expect(await (await mia.get(path)).text()).toContain('What stays')
    expect((await mia.post(path, { version: '7' }, { from: path })).status).toBe(409)
    expect((await mia.post(path, { version: '1' }, { from: path })).status).toBe(303)
    expect(await page(number)).not.toContain('swordfish')
    const edit = `/tickets/${number}/entries/${id}/edit`
    expect(
      (await mia.post(edit, { version: '2', bodyText: 'x' }, { from: `/tickets/${number}` })).status,
    ).toBe(409)
    expect((await mia.get(`/tickets/${number}/entries/nothing/redact`)).status).toBe(404)
    expect((await mia.get(`/tickets/${number}/entries/${id}/files/nothing/redact`)).status).toBe(404)
  })
})

describe('the timeline', () => {
  test('is narrowed by its address, says how much there is of each, and goes back beyond the newest', async () => {
    const number = await open()
    for (let count = 0; count < 53; count += 1) await note(number, `note ${count}.`)
    await changeTicket(world.desk, admin, { number, changes: { priority: 'high' } })
    const all = await page(number)
    expect(all).toContain('50+')
    expect(all).not.toContain('note 2.')
    const older = /href="([^"]*older=[^"]*)"/.exec(all)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const html = await (await mia.get(older)).text()
    for (const words of ['It did.', 'note 0.', 'note 2.']) expect(html).toContain(words)
    expect(html).not.toContain('note 50.')
    const activity = await page(number, '?show=activity')
    expect(activity).not.toContain('note 50.')
    expect(activity).toContain('changed priority from Medium to High')
    expect((await mia.get(`/tickets/${number}?show=gossip`)).status).toBe(200)
    expect((await mia.get(`/tickets/${number}/timeline?older=x`)).status).toBe(400)
  }, 60_000)
})

describe('who is here', () => {
  test('is told to others on the page and by the script’s word, and to nobody of another client', async () => {
    const number = await open()
    await rea.get(`/tickets/${number}`)
    expect(await page(number)).toContain('Rea Donly is viewing this ticket')
    const word = await sendAlone(number, '/viewers', { writing: 'yes' }, rea)
    expect(word.status).toBe(200)
    expect(word.html).toContain('Mia Torres')
    expect(word.html).not.toContain('<html')
    expect((await sendAlone(number, '/viewers', { writing: 'maybe' })).status).toBe(400)
    expect((await sol.get(`/tickets/${number}`)).status).toBe(404)
    expect((await sol.post(`/tickets/${number}/viewers`, { writing: '' }, { from: '/tickets' })).status).toBe(
      404,
    )
  })
})

describe('who may not', () => {
  const forms = ['/changes', '/tasks', '/links', '/visits', '/merge', '/unmerge', '/split', '/move'] as const

  test('a read-only agent sees facts and no form, and none of the forms is taken from them', async () => {
    const number = await open()
    const html = await (await rea.get(`/tickets/${number}`)).text()
    expect(html).not.toContain(`action="/tickets/${number}/`)
    for (const path of forms) expect((await send(number, path, {}, rea)).status).toBe(404)
    for (const path of ['/merge', '/split', '/move']) {
      expect((await rea.get(`/tickets/${number}${path}`)).status).toBe(404)
    }
  })

  test('an agent of another client meets what is not there', async () => {
    const number = await open()
    for (const path of ['/merge', '/split', '/move', '/timeline']) {
      expect((await sol.get(`/tickets/${number}${path}`)).status).toBe(404)
    }
    for (const [path, fields] of [
      ['/tasks', { title: 'x' }],
      ['/changes', { version: '1', seen: '', priority: 'low' }],
      ['/merge', { version: '1', into: '2' }],
    ] as const) {
      expect((await sol.post(`/tickets/${number}${path}`, fields, { from: '/tickets' })).status).toBe(404)
    }
  })

  test('a closed ticket offers no form but redaction, and refuses those that are sent', async () => {
    const number = await open()
    await resolveTicket(world.desk, admin, number)
    await change(number, { status: 'closed' })
    const html = await page(number)
    expect(html).not.toContain(`action="/tickets/${number}/`)
    expect(html).toContain('/redact')
    expect(html).not.toContain('/edit"')
    for (const [path, fields] of [
      ['/tasks', { title: 'x' }],
      ['/links', { version: '4', seen: '', reference: '1', kind: 'related' }],
      ['/changes', { version: '4', seen: '', priority: 'low' }],
    ] as const) {
      expect((await unchanged(number, () => sendAlone(number, path, fields))).status).toBe(409)
    }
    for (const path of ['/split', '/move']) {
      expect((await mia.get(`/tickets/${number}${path}`)).status).toBe(409)
    }
  })
})
