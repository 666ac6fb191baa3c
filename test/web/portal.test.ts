import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import type { Contact } from '../../shared/domain/people.ts'
import { closeTicket, resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { readTicket, readTimeline } from '../../shared/use-cases/read-ticket.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { changeSettings } from '../../shared/use-cases/settings.ts'
import { admin } from '../support/desk.ts'
import { wholeTable } from '../support/whole-table.ts'
import { indexTicket } from '../support/word-index.ts'
import { last, mailsTo } from '../use-cases/given.ts'
import {
  canary,
  codeIn,
  openPortalScene,
  type PortalScene,
  sessionOf,
  ticketOfAnna,
} from '../use-cases/portal-given.ts'
import { Browser, fieldIn } from './browser.ts'

let scene: PortalScene
const browsers = new Map<string, Browser>()

beforeAll(async () => {
  scene = await openPortalScene()
})
afterAll(() => scene.close())

/** The browser of a contact who is signed in. */
async function browserOf(contact: Contact): Promise<Browser> {
  const known = browsers.get(contact.id)
  if (known !== undefined) return known
  const browser = new Browser(scene.desk)
  browser.cookies.set('__Host-docket-portal', await sessionOf(scene, contact))
  browsers.set(contact.id, browser)
  return browser
}

async function htmlOf(answer: Response | Promise<Response>): Promise<string> {
  return await (await answer).text()
}

const places = ['', '/tickets/new', '/tickets/1', '/tickets/1/files/x'].map(path => `/portal${path}`)
const forms = ['/tickets/new', '/tickets/1/replies', '/tickets/1/status', '/tickets/1/feedback'].map(
  path => `/portal${path}`,
)

describe('somebody who is not signed in', () => {
  it.each(places)('is sent from %s to sign in', async path => {
    const answer = await new Browser(scene.desk).get(path)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toMatch(/^\/portal\/sign-in(\?next=%2Fportal%2F|$)/)
  })

  it.each(forms)('cannot post to %s, and has their words back', async path => {
    const before = await wholeTable()
    const answer = await new Browser(scene.desk).post(path, { bodyText: 'kept words' })
    expect(answer.status).toBe(401)
    expect(await answer.text()).toContain('kept words')
    expect(await wholeTable()).toEqual(before)
  })

  it('has no use for an agent’s session, nor has an agent for a contact’s', async () => {
    const agent = await new Browser(scene.desk).signIn(scene.dana.email)
    expect((await agent.get('/portal')).status).toBe(303)
    expect((await (await browserOf(scene.anna)).get('/tickets')).headers.get('Location')).toMatch(
      /^\/sign-in/,
    )
    const mixed = new Browser(scene.desk)
    mixed.cookies.set('__Host-docket', await sessionOf(scene, scene.bill))
    expect((await mixed.get('/tickets')).status).toBe(303)
  })
})

describe('signing in', () => {
  const ask = async (browser: Browser, email: string, next?: string) =>
    await browser.post(
      '/portal/sign-in',
      { email, ...(next === undefined ? {} : { next }) },
      { from: '/portal/sign-in' },
    )

  it('answers known, unknown and agents’ addresses alike', async () => {
    const answers = await Promise.all(
      [scene.terry.email, 'nobody@desk.example', scene.dana.email].map(async email => {
        const browser = new Browser(scene.desk)
        const answer = await ask(browser, email)
        const page = await htmlOf(browser.get('/portal/sign-in/code'))
        return [
          answer.status,
          answer.headers.get('Location'),
          [...browser.cookies.keys()].sort(),
          page.replaceAll(fieldIn(page, 'formToken'), ''),
        ]
      }),
    )
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })

  it('takes the code in the browser that asked, gives it a new session, and goes on within the portal', async () => {
    for (const [next, expected] of [
      ['/portal/tickets/new', '/portal/tickets/new'],
      ['//evil.example/portal/', '/portal'],
      ['/tickets', '/portal'],
      ['/portal/../tickets', '/portal'],
    ] as const) {
      scene.clock.moveTo(new Date(scene.clock.now().getTime() + 3_600_000))
      const browser = new Browser(scene.desk)
      browser.cookies.set('__Host-docket-portal', 'planted.by.another')
      await ask(browser, scene.prim.email, next)
      await scene.sendMails()
      const { code } = codeIn(scene, scene.prim.email)
      const thief = new Browser(scene.desk)
      await thief.get('/portal/sign-in/code')
      expect(
        (await thief.post('/portal/sign-in/code', { code }, { from: '/portal/sign-in/code' })).status,
      ).toBe(401)
      const answer = await browser.post(
        '/portal/sign-in/code',
        { code, next },
        { from: '/portal/sign-in/code' },
      )
      expect([answer.status, answer.headers.get('Location')]).toEqual([303, expected])
      expect(browser.cookies.get('__Host-docket-portal')).toMatch(new RegExp(`^${scene.prim.id}\\.`))
      expect(answer.headers.getSetCookie().join()).toMatch(
        /__Host-docket-portal=[^;]+; Max-Age=1209600; Path=\/; HttpOnly; Secure; SameSite=Lax/,
      )
    }
  })

  it('by a link does nothing before its button is pressed', async () => {
    scene.clock.moveTo(new Date(scene.clock.now().getTime() + 3_600_000))
    const browser = new Browser(scene.desk)
    await ask(browser, scene.prim.email)
    await scene.sendMails()
    const { token } = codeIn(scene, scene.prim.email)
    const page = `/portal/sign-in/link?token=${token}`
    const before = await wholeTable()
    await browser.get(page)
    expect(await wholeTable()).toEqual(before)
    expect((await browser.post('/portal/sign-in/link', { token }, { from: page })).status).toBe(303)
    expect((await browser.get('/portal')).status).toBe(200)
  })

  it('and every other form is refused from another site, without its token, or with another’s', async () => {
    const before = await wholeTable()
    const anna = await browserOf(scene.anna)
    for (const path of ['/portal/sign-in', '/portal/sign-in/code', '/portal/sign-out', ...forms]) {
      for (const headers of [
        { Origin: 'https://evil.example' },
        { 'Sec-Fetch-Site': 'cross-site' },
        { Origin: 'http://127.0.0.1:3000', 'Sec-Fetch-Site': 'same-site' },
      ]) {
        expect((await anna.post(path, {}, { from: '/portal', headers })).status).toBe(403)
      }
      expect((await anna.post(path, {})).status).toBe(403)
      const ben = await htmlOf((await browserOf(scene.ben)).get('/portal'))
      expect((await anna.post(path, { formToken: fieldIn(ben, 'formToken') })).status).toBe(403)
    }
    const after = await wholeTable()
    const grown = Object.keys(after).filter(key => !Object.hasOwn(before, key))
    // Ben signed in for this.
    expect(grown.filter(key => !/^(PORTAL-SESSION|SIGNIN|OUTBOX|MAIL|RATE)/.test(key))).toEqual([])
  })
})

describe('the list', () => {
  it('shows a contact their own tickets, and those of everybody where their role says so', async () => {
    await ticketOfAnna(scene, 'Scanner of Anna')
    await openTicket(scene.desk, admin, {
      contactId: scene.carl.id,
      subject: 'Fax of Carl',
      descriptionText: 'x',
    })
    const seen = async (contact: Contact, path: string) => {
      const html = await htmlOf((await browserOf(contact)).get(path))
      expect(html).not.toContain('Fax of Carl')
      return html.includes('Scanner of Anna')
    }
    for (const [contact, own, everybodys] of [
      [scene.anna, true, true],
      [scene.ben, false, false],
      [scene.bill, false, false],
      [scene.tess, false, true],
      [scene.prim, false, true],
    ] as const) {
      expect([await seen(contact, '/portal'), await seen(contact, '/portal?whose=client')]).toEqual([
        own,
        everybodys,
      ])
    }
    expect(await htmlOf((await browserOf(scene.terry)).get('/portal?whose=client'))).toContain('Fax of Carl')
  })

  it('finds by subject and number, and not by what only agents see', async () => {
    const number = await ticketOfAnna(scene, 'Zebra printer')
    await indexTicket(scene, number)
    const anna = await browserOf(scene.anna)
    expect(await htmlOf(anna.get('/portal?q=zeb'))).toContain('Zebra printer')
    expect(await htmlOf(anna.get(`/portal?q=${number}`))).toContain('Zebra printer')
    expect(await htmlOf(anna.get(`/portal?q=${canary}`))).not.toContain('Zebra printer')
    expect(await htmlOf((await browserOf(scene.ben)).get(`/portal?q=${number}`))).not.toContain(
      'Zebra printer',
    )
    expect(await htmlOf((await browserOf(scene.terry)).get('/portal?q=zebra&whose=client'))).not.toContain(
      'Zebra printer',
    )
  })

  it('has pages, whose cursors are its reader’s own', async () => {
    for (let each = 0; each < 26; each += 1) {
      await openTicket(scene.desk, admin, {
        contactId: scene.tess.id,
        subject: `Paper ${each}`,
        descriptionText: 'x',
      })
    }
    const tess = await browserOf(scene.tess)
    const first = await htmlOf(tess.get('/portal'))
    const [, next = ''] = /href="(\/portal\?cursor=[^"]+)"/.exec(first) ?? []
    expect([first.includes('Paper 25'), first.includes('Paper 0<')]).toEqual([true, false])
    expect(await htmlOf(tess.get(next))).toContain('Paper 0')
    expect((await (await browserOf(scene.anna)).get(next)).status).toBe(400)
  })
})

describe('a ticket', () => {
  it('of somebody else is answered as one that is not there, to the byte', async () => {
    const number = await ticketOfAnna(scene)
    const ben = await browserOf(scene.ben)
    const absent = await ben.get('/portal/tickets/999999')
    for (const path of [`/portal/tickets/${number}`, '/portal/tickets/x', '/portal/tickets/0']) {
      const answer = await ben.get(path)
      expect([answer.status, await answer.text()]).toEqual([
        404,
        await htmlOf(ben.get('/portal/tickets/999999')),
      ])
    }
    expect(absent.status).toBe(404)
    for (const path of ['replies', 'status', 'feedback']) {
      const fields = { replies: { bodyText: 'x' }, status: { step: 'resolve' }, feedback: { rating: '1' } }[
        path
      ]
      const answer = await ben.post(`/portal/tickets/${number}/${path}`, fields ?? {}, { from: '/portal' })
      expect(answer.status).toBe(404)
    }
  })

  it('shows what was said, oldest first, and nothing that only agents see', async () => {
    const number = await ticketOfAnna(scene)
    await replyToTicket(
      scene.desk,
      { kind: 'key', id: 'key_x', scopes: ['*'], name: canary },
      {
        number,
        visibility: 'public',
        bodyText: 'Second words.',
      },
    )
    const html = await htmlOf((await browserOf(scene.anna)).get(`/portal/tickets/${number}`))
    expect(html.indexOf('It prints blank pages.')).toBeGreaterThan(0)
    expect(html.indexOf('Second words.')).toBeGreaterThan(html.indexOf('It prints blank pages.'))
    for (const secret of [canary, 'alex@desk.example', 'vera@partner.example']) {
      expect(html).not.toContain(secret)
    }
  })

  it('is raised with files, whose names are text, and kept when its words are refused', async () => {
    const anna = await browserOf(scene.anna)
    const file = new File(['%PDF-1.7'], '<b>„Übersicht“</b> \u202egnp.pdf', { type: 'image/png' })
    const refused = await anna.postFiles(
      '/portal/tickets/new',
      { subject: '', descriptionText: 'Words' },
      {
        from: '/portal/tickets/new',
        files: [file],
      },
    )
    const again = await refused.text()
    expect([refused.status, again.includes('&lt;b&gt;') || again.includes('„Übersicht“')]).toEqual([
      400,
      true,
    ])
    expect(again).not.toContain('<b>„')
    const kept = fieldIn(again, 'kept')
    const subject = '日本語 <script>alert(1)</script> 🖨'
    const raised = await anna.postFiles(
      '/portal/tickets/new',
      { subject, descriptionText: 'Words', kept },
      {
        from: '/portal/tickets/new',
        files: [new File(['more'], 'more.txt')],
      },
    )
    expect(raised.status).toBe(303)
    const location = raised.headers.get('Location') ?? ''
    const number = Number(/\d+/.exec(location)?.[0])
    const ticket = await readTicket(scene.desk, admin, number)
    expect(ticket).toMatchObject({
      subject,
      source: 'portal',
      contactId: scene.anna.id,
      clientId: scene.northwind.id,
      lastReplyBy: 'client',
    })
    const { entries } = await readTimeline(scene.desk, admin, number, { limit: 10 })
    expect(entries[0]?.attachments.map(({ contentType }) => contentType)).toEqual([
      'application/pdf',
      'application/octet-stream',
    ])
    const page = await htmlOf(anna.get(location))
    expect(page).not.toContain('<script>alert')
    const [, href = ''] = new RegExp(`href="(/portal/tickets/${number}/files/[^"]+)"`).exec(page) ?? []
    expect((await anna.get(href)).status).toBe(302)
    expect((await (await browserOf(scene.ben)).get(href)).status).toBe(404)
    await scene.sendMails()
    expect(last(mailsTo(scene, scene.anna.email)).text).toContain('/guest/')
  })

  it('keeps what was typed where its files are too large, and says so at the field', async () => {
    const number = await ticketOfAnna(scene)
    const answer = await (await browserOf(scene.anna)).postFiles(
      `/portal/tickets/${number}/replies`,
      { bodyText: 'My words' },
      {
        from: `/portal/tickets/${number}`,
        files: [new File([new Uint8Array(4_000_001)], 'big.bin')],
      },
    )
    const html = await answer.text()
    expect([answer.status, html.includes('My words'), html.includes('larger than 4 MB')]).toEqual([
      400,
      true,
      true,
    ])
  })

  it('is answered, resolved, reopened and rated, each step told to its reader', async () => {
    const number = await ticketOfAnna(scene)
    const anna = await browserOf(scene.anna)
    const page = `/portal/tickets/${number}`
    const send = (place: string, fields: Record<string, string>) =>
      anna.post(`${page}/${place}`, fields, { from: page })
    const replied = await anna.postFiles(
      `${page}/replies`,
      { bodyText: 'Still blank.' },
      { from: page, files: [] },
    )
    expect(replied.headers.get('Location')).toMatch(/\?done=replied#entry-/)
    expect((await send('status', { step: 'resolve' })).headers.get('Location')).toBe(`${page}?done=resolve`)
    expect(await htmlOf(anna.get(page))).toContain('You can open it again until')
    expect((await send('feedback', { rating: '4', comment: 'Fine' })).status).toBe(303)
    expect((await send('feedback', { comment: 'No number' })).status).toBe(400)
    expect((await send('feedback', { rating: '6' })).status).toBe(400)
    expect((await send('feedback', { rating: '5', comment: 'Better' })).status).toBe(303)
    expect((await send('status', { step: 'reopen' })).status).toBe(303)
    expect((await send('status', { step: 'reopen' })).status).toBe(409)
    expect((await send('status', { step: 'explode' })).status).toBe(400)
    const ticket = await readTicket(scene.desk, admin, number)
    expect(ticket).toMatchObject({ status: 'open', feedback: { rating: 5, comment: 'Better' } })
    expect(ticket.feedback?.by).toEqual({ kind: 'contact', id: scene.anna.id, name: 'Anna Berg' })
    const { entries } = await readTimeline(scene.desk, admin, number, { limit: 50 })
    const told = entries.flatMap(({ change, by }) =>
      change === undefined ? [] : [[change.field, change.to, by.name]],
    )
    expect(told).toEqual([
      ['status', 'resolved', 'Anna Berg'],
      ['feedback', '4', 'Anna Berg'],
      ['feedback', '5', 'Anna Berg'],
      ['status', 'open', 'Anna Berg'],
    ])
  })

  it('that is closed takes no more words, and a follow-up instead', async () => {
    const number = await ticketOfAnna(scene)
    await resolveTicket(scene.desk, admin, number)
    await closeTicket(scene.desk, admin, number)
    const anna = await browserOf(scene.anna)
    const html = await htmlOf(anna.get(`/portal/tickets/${number}`))
    expect([html.includes('This request is closed'), html.includes('name="bodyText"')]).toEqual([true, false])
    const answer = await anna.post(
      `/portal/tickets/${number}/replies`,
      { bodyText: 'Late' },
      {
        from: `/portal/tickets/${number}`,
      },
    )
    expect(answer.status).toBe(409)
    const from = `/portal/tickets/new?after=${number}`
    const fields = { subject: 'Again', descriptionText: 'It is back', after: String(number) }
    const raised = await anna.postFiles('/portal/tickets/new', fields, { from, files: [] })
    const next = Number(/\d+/.exec(raised.headers.get('Location') ?? '')?.[0])
    expect((await readTicket(scene.desk, admin, next)).followUpOf).toBe(number)
    expect((await (await browserOf(scene.ben)).get(from)).status).toBe(404)
  })

  it('takes no field that its forms do not have', async () => {
    const number = await ticketOfAnna(scene)
    const anna = await browserOf(scene.anna)
    const page = `/portal/tickets/${number}`
    for (const extra of ['role', 'clientId', 'version', 'status', '__proto__', 'constructor', 'pk']) {
      const fields = { bodyText: 'x', [extra]: '1' }
      expect((await anna.post(`${page}/replies`, fields, { from: page })).status).toBe(400)
      const raise = { subject: 'x', descriptionText: 'x', [extra]: '1' }
      expect((await anna.post('/portal/tickets/new', raise, { from: page })).status).toBe(400)
    }
  })
})

test('without a portal every address of it is as if it were not there', async () => {
  const anna = await browserOf(scene.anna)
  await changeSettings(scene.desk, admin, { portalEnabled: false })
  try {
    expect((await anna.get('/portal/sign-in')).status).toBe(404)
    expect((await anna.get('/portal/sign-in/code')).status).toBe(404)
    expect((await anna.get('/portal')).status).toBe(303)
  } finally {
    await changeSettings(scene.desk, admin, { portalEnabled: true })
  }
})
