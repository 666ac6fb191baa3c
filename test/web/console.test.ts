import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routes } from '../../functions/web/routes.ts'
import type { Client, Contact } from '../../shared/domain/people.ts'
import type { Ticket } from '../../shared/domain/ticket.ts'
import { createAgent } from '../../shared/use-cases/agents.ts'
import { changeTicket } from '../../shared/use-cases/change-ticket.ts'
import { createClient } from '../../shared/use-cases/clients.ts'
import { createContact } from '../../shared/use-cases/contacts.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { readTicketPage } from '../../shared/use-cases/read-ticket.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { admin, openTestDesk, type TestDesk } from '../support/desk.ts'
import { Browser, fieldIn } from './browser.ts'

let world: TestDesk
let client: Client
let contact: Contact
let mia: Browser

beforeAll(async () => {
  world = await openTestDesk()
  const { desk } = world
  await createAgent(desk, admin, { name: 'Mia Torres', email: 'mia@desk.example', role: 'admin' })
  await createAgent(desk, admin, { name: 'Rea Donly', email: 'rea@desk.example', role: 'read-only' })
  client = await createClient(desk, admin, { name: 'Northwind', domains: ['northwind.example'] })
  contact = await createContact(desk, admin, client.id, {
    name: 'Anna Berg',
    email: 'anna@northwind.example',
    roles: ['primary'],
  })
  mia = await new Browser(desk).signIn('mia@desk.example')
})

afterAll(() => world.close())

function newTicket(): Promise<Ticket> {
  return openTicket(world.desk, admin, {
    clientId: client.id,
    contactId: contact.id,
    subject: 'Backup <failed>',
    descriptionText: 'It did',
  })
}

const paths = [
  '/',
  '/tickets',
  '/tickets/new',
  '/tickets/go?reference=1',
  '/tickets/rows',
  '/tickets/export',
  '/views/vew_x/count',
  '/board',
  '/search',
  '/dashboard',
  '/tickets/1',
  '/tickets/1/timeline',
  '/tickets/1/canned-replies',
  '/drafts',
  '/tickets/1/merge',
  '/tickets/1/split',
  '/tickets/1/move',
  '/tickets/1/entries/x/edit',
  '/tickets/1/entries/x/history',
  '/tickets/1/entries/x/redact',
  '/tickets/1/entries/x/files/y/redact',
  '/tickets/1/entries/x',
  '/tickets/1/entries/x/html',
  '/tickets/1/entries/x/original',
  '/tickets/1/entries/x/headers',
  '/tickets/1/attachments/x',
  '/clients',
  '/clients/clt_x',
  '/palette',
  '/quarantine',
  '/quarantine/eA',
  '/quarantine/eA/original',
  '/quarantine/eA/headers',
  '/blocked-senders',
  '/settings',
  '/settings/mail-templates',
  '/settings/mail-templates/resolved',
  '/account',
  '/settings/agents',
  '/settings/agents/new',
  '/settings/agents/agt_x',
  '/settings/api-keys',
  '/settings/api-keys/new',
  '/settings/api-keys/key_x',
  '/clients/new',
  '/clients/clt_x/edit',
  '/clients/clt_x/contacts',
  '/clients/clt_x/contacts/new',
  '/clients/clt_x/contacts/con_x',
  '/clients/clt_x/contacts/con_x/edit',
  '/clients/clt_x/assets',
  '/clients/clt_x/assets/new',
  '/clients/clt_x/assets/ast_x',
  '/clients/clt_x/assets/ast_x/edit',
  '/settings/suppressed-addresses',
  '/settings/lists/statuses',
  '/settings/lists/statuses/new',
  '/settings/lists/statuses/sts_x',
  '/settings/webhooks',
  '/settings/webhooks/new',
  '/settings/webhooks/whk_x',
  '/settings/webhooks/whk_x/deliveries/dlv_x',
  '/settings/audit-log',
]
const posts = [
  '/tickets/new',
  '/tickets/bulk',
  '/tickets/bulk/undo',
  '/views',
  '/views/vew_x',
  '/views/vew_x/forget',
  '/board/1',
  '/tickets/1/replies',
  '/tickets/1/entries/x/undo',
  '/tickets/1/draft',
  '/tickets/1/uploads',
  '/tickets/1/changes',
  '/tickets/1/viewers',
  '/tickets/1/tasks',
  '/tickets/1/tasks/x',
  '/tickets/1/links',
  '/tickets/1/links/2/remove',
  '/tickets/1/visits',
  '/tickets/1/visits/x',
  '/tickets/1/visits/x/cancel',
  '/tickets/1/merge',
  '/tickets/1/unmerge',
  '/tickets/1/split',
  '/tickets/1/move',
  '/tickets/1/entries/x/edit',
  '/tickets/1/entries/x/redact',
  '/tickets/1/entries/x/files/y/redact',
  '/quarantine/eA/release',
  '/quarantine/eA/reply',
  '/quarantine/eA/block',
  '/quarantine/eA/replay',
  '/quarantine/eA/delete',
  '/blocked-senders/blk_x/unblock',
  '/contacts/con_x/mail',
  '/settings',
  '/settings/mail-templates/resolved',
  '/settings/mail-templates/resolved/preview',
  '/settings/mail-templates/resolved/reset',
  '/account/sessions/ses_x/end',
  '/account/sessions/end-others',
  '/settings/agents/new',
  '/settings/agents/agt_x',
  '/settings/agents/agt_x/access',
  '/settings/agents/agt_x/sessions/end',
  '/settings/agents/agt_x/sessions/ses_x/end',
  '/settings/agents/agt_x/unlink',
  '/settings/api-keys/new',
  '/settings/api-keys/key_x/revoke',
  '/clients',
  '/clients/clt_x/edit',
  '/clients/clt_x/archive',
  '/clients/clt_x/contacts',
  '/clients/clt_x/contacts/con_x/edit',
  '/clients/clt_x/contacts/con_x/archive',
  '/clients/clt_x/assets',
  '/clients/clt_x/assets/ast_x/edit',
  '/clients/clt_x/assets/ast_x/archive',
  '/settings/suppressed-addresses/sup_x/release',
  '/settings/lists/statuses',
  '/settings/lists/statuses/sts_x',
  '/settings/lists/statuses/sts_x/remove',
  '/settings/webhooks',
  '/settings/webhooks/whk_x',
  '/settings/webhooks/whk_x/switch',
  '/settings/webhooks/whk_x/secret',
  '/settings/webhooks/whk_x/test',
  '/settings/webhooks/whk_x/remove',
  '/settings/webhooks/whk_x/deliveries/dlv_x/replay',
]

describe('somebody who is not signed in', () => {
  test.each(paths)('is sent from %s to sign in', async path => {
    const answer = await new Browser(world.desk).get(path)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toMatch(/^\/sign-in(\?next=|$)/)
  })

  test.each(posts)('cannot post to %s', async path => {
    const answer = await new Browser(world.desk).post(path, { bodyText: 'kept words' })
    expect(answer.status).toBe(401)
  })

  test.each([
    '//tickets',
    '/Tickets',
    '/tickets;x',
    '/tickets%2Fnew/x',
    '/./tickets/../api',
    '/api',
    '/.env',
  ])('learns nothing at %s', async path => {
    const answer = await new Browser(world.desk).get(path)
    expect([303, 404]).toContain(answer.status)
  })

  test('every route is listed here, so that none is forgotten', () => {
    const listed = [...paths, ...posts].map(path => path.replace(/\?.*/, ''))
    const open = [
      '/sign-in',
      '/sign-in/code',
      '/sign-in/link',
      '/sign-in/oidc',
      '/sign-in/oidc/callback',
      '/sign-out',
      '/language',
      '/images/x',
      ...['', '/sign-in', '/sign-in/code', '/sign-in/link', '/sign-out', '/tickets/new'].map(
        path => `/portal${path}`,
      ),
      ...['', '/replies', '/status', '/feedback', '/files/x'].flatMap(path => [
        `/portal/tickets/1${path}`,
        `/guest/x${path}`,
      ]),
      '/files/x',
      '/assets/x',
    ]
    for (const { pattern } of Object.values(routes)) {
      const expression = new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`)
      expect(
        [...listed, ...open].some(path => expression.test(path)),
        pattern,
      ).toBe(true)
    }
  })
})

describe('signing in', () => {
  test('a known and an unknown address are answered alike', async () => {
    const answers = await Promise.all(
      ['mia@desk.example', 'nobody@desk.example'].map(async email => {
        const browser = new Browser(world.desk)
        const answer = await browser.post('/sign-in', { email }, { from: '/sign-in' })
        return [answer.status, answer.headers.get('Location'), [...browser.cookies.keys()].sort()]
      }),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]?.[0]).toBe(303)
  })

  test('the code from the mail signs in, and leads to where one wanted to go', async () => {
    const browser = new Browser(world.desk)
    await browser.post('/sign-in', { email: 'mia@desk.example' }, { from: '/sign-in' })
    await world.sendMails()
    const mail = world.outbox.list().at(-1)
    const code = /\b[A-Z2-9]{8}\b/.exec(mail?.text ?? '')?.[0] ?? ''
    const wrong = await browser.post('/sign-in/code', { code: 'WRONGONE' }, { from: '/sign-in/code' })
    expect(wrong.status).toBe(401)
    const right = await browser.post('/sign-in/code', { code, next: '/clients' }, { from: '/sign-in/code' })
    expect(right.headers.get('Location')).toBe('/clients')
    const cookie = right.headers.getSetCookie().find(each => each.startsWith('__Host-docket='))
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/Secure/)
    expect(cookie).toMatch(/SameSite=Lax/)
    expect((await browser.get('/clients')).status).toBe(200)
  })

  test('opening a link does nothing; the button does', async () => {
    const browser = new Browser(world.desk)
    await browser.get('/sign-in/link?token=anything')
    expect(browser.cookies.has('__Host-docket')).toBe(false)
    await browser.signIn('mia@desk.example')
    expect((await browser.get('/tickets')).status).toBe(200)
  })

  test('a next that leads elsewhere is not followed', async () => {
    const page = await (await new Browser(world.desk).get('/sign-in?next=//evil.example')).text()
    expect(fieldIn(page, 'next')).toBe('')
  })

  test('signing out ends the session for good', async () => {
    const browser = await new Browser(world.desk).signIn('mia@desk.example')
    const session = browser.cookies.get('__Host-docket') ?? ''
    await browser.post('/sign-out', {}, { from: '/tickets' })
    browser.cookies.set('__Host-docket', session)
    expect((await browser.get('/tickets')).status).toBe(303)
  })
})

describe('a form', () => {
  const changes = { version: '1', seen: '', priority: 'low' }

  test.each([
    ['another site', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
    ['a sandboxed frame', { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' }],
    ['an old browser on another site', { Origin: 'https://evil.example' }],
  ])('from %s changes nothing', async (_, headers) => {
    const { number } = await newTicket()
    const answer = await mia.post(`/tickets/${number}/changes`, changes, { from: '/tickets', headers })
    expect(answer.status).toBe(403)
    expect((await readTicketPage(world.desk, admin, number)).ticket.version).toBe(1)
  })

  test('without a token, or with that of another session, changes nothing', async () => {
    const { number } = await newTicket()
    const other = await new Browser(world.desk).signIn('mia@desk.example')
    const token = fieldIn(await (await other.get('/tickets')).text(), 'formToken')
    for (const fields of [changes, { ...changes, formToken: token }]) {
      expect((await mia.post(`/tickets/${number}/changes`, fields)).status).toBe(403)
    }
    expect((await readTicketPage(world.desk, admin, number)).ticket.version).toBe(1)
  })

  test('with a field it does not have changes nothing', async () => {
    const { number } = await newTicket()
    const fields = { ...changes, clientId: 'clt_x' }
    expect((await mia.post(`/tickets/${number}/changes`, fields, { from: '/tickets' })).status).toBe(400)
  })
})

describe('a ticket', () => {
  test('is opened by the form, and its description is the first thing on its page', async () => {
    const fields = {
      clientId: client.id,
      contactId: contact.id,
      subject: 'New <laptop>',
      descriptionText: 'Two lines\r\nplease',
      priority: 'high',
      assigneeId: '',
    }
    const answer = await mia.post('/tickets/new', fields, { from: '/tickets/new' })
    expect(answer.status).toBe(303)
    const page = await (await mia.get(answer.headers.get('Location') ?? '')).text()
    expect(page).toContain('New &lt;laptop&gt;')
    expect(page).toContain('Two lines\nplease')
    expect(page).toContain('Send reply to Anna Berg')
  })

  test('a form with something wrong comes back as it was typed', async () => {
    const fields = {
      clientId: '',
      contactId: '',
      subject: '',
      descriptionText: 'long words',
      priority: 'low',
      assigneeId: '',
    }
    const answer = await mia.post('/tickets/new', fields, { from: '/tickets/new' })
    expect(answer.status).toBe(400)
    const page = await answer.text()
    expect(page).toContain('long words')
    expect(page).toContain('aria-invalid="true"')
  })

  test('takes a reply, a note, minutes and a status in one form', async () => {
    const { number } = await newTicket()
    const from = `/tickets/${number}`
    const fields = {
      version: '1',
      seen: '',
      visibility: 'internal',
      bodyText: 'Secret',
      status: 'hold',
      minutesWorked: '5',
    }
    const answer = await mia.post(`/tickets/${number}/replies`, fields, { from })
    expect(answer.headers.get('Location')).toMatch(new RegExp(`^/tickets/${number}#entry-`))
    const { ticket } = await readTicketPage(world.desk, admin, number)
    expect([ticket.status, ticket.minutesWorked]).toEqual(['hold', 5])
    expect(await (await mia.get(from)).text()).toContain('Internal note — the client never sees this')
  })

  test('keeps the words of a reply that came too late, and says who was first', async () => {
    const { number } = await newTicket()
    const path = `/tickets/${number}`
    const seen = fieldIn(await (await mia.get(path)).text(), 'seen')
    await replyToTicket(world.desk, admin, { number, visibility: 'public', bodyText: 'I was first' })
    const late = {
      version: '1',
      seen,
      visibility: 'public',
      bodyText: 'My late words',
      status: '',
      minutesWorked: '',
    }
    const answer = await mia.post(`${path}/replies`, late, { from: path })
    const page = await answer.text()
    expect(answer.status).toBe(409)
    expect(page).toContain('Alex Moreau replied while you were writing.')
    expect(page).toContain('My late words')
    const again = await mia.post(
      `${path}/replies`,
      { ...late, version: fieldIn(page, 'version') },
      { from: path },
    )
    expect(again.status).toBe(303)
  })

  test('that was closed meanwhile shows the words, takes nothing, and offers nothing', async () => {
    const { number } = await newTicket()
    for (const status of ['resolved', 'closed'] as const)
      await changeTicket(world.desk, admin, { number, changes: { status } })
    const path = `/tickets/${number}`
    const late = {
      version: '1',
      seen: '',
      visibility: 'public',
      bodyText: 'Too late',
      status: '',
      minutesWorked: '',
    }
    const answer = await mia.post(`${path}/replies`, late, { from: '/tickets' })
    const page = await answer.text()
    expect(answer.status).toBe(409)
    expect(page).toContain('Too late')
    expect(page).toContain('This ticket is closed')
    expect(page).not.toContain('id="composer-public"')
  })

  test('that does not exist looks as one that is not ours', async () => {
    const answers = await Promise.all(
      ['/tickets/999999', '/tickets/0', '/tickets/abc', '/clients/clt_none'].map(path => mia.get(path)),
    )
    const pages = await Promise.all(answers.map(answer => answer.text()))
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    expect(new Set(pages).size).toBe(1)
  })

  test('cannot be changed by whoever may only read', async () => {
    const { number } = await newTicket()
    const rea = await new Browser(world.desk).signIn('rea@desk.example')
    expect((await rea.get(`/tickets/${number}`)).status).toBe(200)
    const changes = { version: '1', seen: '', priority: 'low' }
    expect((await rea.post(`/tickets/${number}/changes`, changes, { from: '/tickets' })).status).toBe(404)
    const settings = await (await rea.get('/settings')).text()
    expect(settings).not.toContain('action="/settings"')
    expect((await rea.get('/quarantine')).status).toBe(404)
  })
})

describe('mail', () => {
  const raw =
    'From: Stranger <who@else.example>\r\nTo: support@desk.example\r\nSubject: Hello <b>\r\nMessage-ID: <q1@else.example>\r\n\r\nLet me in\r\n'

  test('in quarantine is shown, downloaded raw, and released as a ticket', async () => {
    await world.deliver(raw)
    const page = await (await mia.get('/quarantine')).text()
    expect(page).toContain('Hello &lt;b&gt;')
    const release = /action="(\/quarantine\/[^"]+)\/release"/.exec(page)?.[1] ?? ''
    expect(await (await mia.get(release)).text()).toContain('Hello &lt;b&gt;')
    const download = await mia.get(`${release}/original`)
    expect(download.headers.get('Content-Disposition')).toMatch(/^attachment;/)
    expect(await download.text()).toContain('Let me in')
    const answer = await mia.post(`${release}/release`, { clientId: client.id }, { from: '/quarantine' })
    expect(answer.headers.get('Location')).toMatch(/^\/tickets\/\d+$/)
    expect((await mia.post(`${release}/delete`, {}, { from: '/quarantine' })).status).toBe(409)
  })

  test('in quarantine says at the field what cannot be, and goes where it was let in', async () => {
    await world.deliver(raw.replace('q1@', 'q3@').replace('Hello <b>', 'Fields'))
    const list = await (await mia.get('/quarantine')).text()
    const at = /href="(\/quarantine\/[^"/]+)"/.exec(list)?.[1] ?? ''
    const headers = await mia.get(`${at}/headers`)
    expect(headers.headers.get('Content-Type')).toContain('text/html')
    expect(await headers.text()).toContain('Subject: Fields')
    const wrong: [string, Record<string, string>, string, string][] = [
      ['reply', { number: '' }, 'reply-number', 'A whole number'],
      ['reply', { number: '999999' }, 'reply-number', 'Give the number of a ticket that exists.'],
      ['release', { clientId: '', registerSender: 'on', page: 'mail' }, 'ticket-registerSender', 'Takes a'],
    ]
    for (const [form, fields, field, message] of wrong) {
      const answer = await mia.post(`${at}/${form}`, fields, { from: at })
      expect(answer.status).toBe(400)
      const page = await answer.text()
      expect(page).toMatch(new RegExp(`id="${field}-error"[^]*?${message}`))
      expect(page).toContain(`href="#${field}"`)
    }
    const replayed = await mia.post(`${at}/replay`, {}, { from: at })
    expect(replayed.headers.get('Location')).toBe(`${at}?replayed=1`)
    const blocked = await mia.post(`${at}/block`, { scope: 'address' }, { from: at })
    expect(blocked.headers.get('Location')).toBe('/quarantine')
    const senders = await (await mia.get('/blocked-senders')).text()
    expect(senders).toContain('who@else.example')
    const unblock = /action="(\/blocked-senders\/[^"]+)"/.exec(senders)?.[1] ?? ''
    await mia.post(unblock, {}, { from: '/blocked-senders' })
    expect(await (await mia.get('/blocked-senders')).text()).not.toContain('who@else.example')
  })

  test('with formatting is shown in a frame with a policy of its own', async () => {
    const html = raw
      .replace('q1@', 'q2@')
      .replace('Stranger <who@else.example>', 'Anna <anna@northwind.example>')
      .replace(
        '\r\n\r\nLet me in',
        '\r\nContent-Type: text/html\r\n\r\n<p onclick=x()>Hi <b>there</b></p><script>alert(1)</script>',
      )
    await world.deliver(html)
    const list = await (await mia.get('/tickets')).text()
    const number = /href="\/tickets\/(\d+)"/.exec(list)?.[1]
    const page = await (await mia.get(`/tickets/${number}`)).text()
    const frame = await mia.get(/iframe[^>]* src="([^"]+)"/.exec(page)?.[1] ?? '')
    const body = await frame.text()
    expect(frame.headers.get('Content-Security-Policy')).toContain('sandbox')
    expect(body).toContain('<b>there</b>')
    expect(body).not.toMatch(/script|onclick/)
    const original = await mia.get(/href="([^"]+\/original)"/.exec(page)?.[1] ?? '')
    expect(original.headers.get('Content-Type')).toContain('text/plain')
    expect(await original.text()).toContain('<p onclick=x()>')
  })

  test('offers whom else it was addressed to, who becomes a watcher with one click', async () => {
    const copied = raw
      .replace('q1@', 'q4@')
      .replace('Stranger <who@else.example>', 'Anna <anna@northwind.example>')
      .replace('\r\nSubject:', '\r\nCc: Vera <vera@vendor.example>\r\nSubject:')
    await world.deliver(copied)
    const at = /href="(\/tickets\/\d+)"/.exec(await (await mia.get('/tickets')).text())?.[1] ?? ''
    const page = await (await mia.get(at)).text()
    expect(page).toContain('Add vera@vendor.example to the watchers')
    const form = { version: fieldIn(page, 'version'), seen: '', watcherEmail: 'vera@vendor.example' }
    const added = await mia.post(`${at}/changes`, { ...form, watcherName: 'Vera' }, { from: at })
    expect(added.status).toBe(303)
    const after = await (await mia.get(at)).text()
    expect(after).not.toContain('Add vera@vendor.example to the watchers')
    expect(after).toContain('<bdi>Vera</bdi>')
    expect((await mia.post(`${at}/changes`, form, { from: at })).status).toBe(409)
  })

  test('shows images that lie elsewhere only when an agent asks for them', async () => {
    const image = 'https://elsewhere.example/open.png?who=anna'
    const html = raw
      .replace('q1@', 'q3@')
      .replace('Stranger <who@else.example>', 'Anna <anna@northwind.example>')
      .replace('\r\n\r\nLet me in', `\r\nContent-Type: text/html\r\n\r\n<p>Look: <img src="${image}"></p>`)
    await world.deliver(html)
    const list = await (await mia.get('/tickets')).text()
    const page = await (await mia.get(`/tickets/${/href="\/tickets\/(\d+)"/.exec(list)?.[1]}`)).text()
    const shown = await mia.get(/iframe[^>]* src="([^"]+)"/.exec(page)?.[1] ?? '')
    expect(await shown.text()).not.toContain(` src="${image}"`)
    expect(shown.headers.get('Content-Security-Policy')).toContain("img-src 'self';")
    const asked = await mia.get(/href="([^"]+\?images=remote)"/.exec(page)?.[1] ?? '')
    expect(await asked.text()).toContain(` src="${image}"`)
    expect(asked.headers.get('Content-Security-Policy')).toContain("img-src 'self' https:;")
    expect(asked.headers.get('Referrer-Policy')).toBe('no-referrer')
  })
})

test('settings are saved, and refused where they make no sense', async () => {
  const before = await (await mia.get('/settings')).text()
  const fields = {
    version: fieldIn(before, 'version'),
    shownTicketNumber: fieldIn(before, 'shownTicketNumber'),
    nextTicketNumber: fieldIn(before, 'shownTicketNumber'),
    deskName: 'Brightline',
    timeZone: 'Europe/Vienna',
    ticketPrefix: 'BL-',
    autoCloseHours: '48',
    mailIn: 'on',
    fromName: 'Brightline IT',
    newTicketAddress: '',
    unknownSenders: 'quarantine',
    currency: 'EUR',
  }
  const wrong = await mia.post('/settings', { ...fields, autoCloseHours: '9000' }, { from: '/settings' })
  expect(wrong.status).toBe(400)
  const right = await mia.post('/settings', fields, { from: '/settings' })
  expect(right.headers.get('Location')).toBe('/settings?saved=1')
  expect(await (await mia.get('/tickets')).text()).toContain('<title>Tickets · Brightline</title>')
  expect((await mia.post('/settings', fields, { from: '/settings' })).status).toBe(409)
})

test('files have names that change with their content, and are kept for good', async () => {
  const page = await (await mia.get('/tickets')).text()
  const files = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, file = '']) => file)
  expect(new Set(files).size).toBe(3)
  for (const file of files) {
    const answer = await new Browser(world.desk).get(file)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Cache-Control')).toContain('immutable')
  }
  expect((await mia.get('/assets/console.000000000000.css')).status).toBe(404)
})
