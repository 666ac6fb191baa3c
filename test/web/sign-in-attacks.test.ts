import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createWeb } from '../../functions/web/app.tsx'
import { changeAgent, createAgent } from '../../shared/use-cases/agents.ts'
import { createClient } from '../../shared/use-cases/clients.ts'
import { createContact } from '../../shared/use-cases/contacts.ts'
import { endAllSessions } from '../../shared/use-cases/sessions.ts'
import { makeSignInLink } from '../../shared/use-cases/sign-in.ts'
import { admin, openTestDesk, type TestDesk } from '../support/desk.ts'
import { everything } from '../support/everything.ts'
import { Browser } from './browser.ts'

const sessionCookie = '__Host-docket'

let world: TestDesk
let email: string
let agentId: string
let count = 0
beforeAll(async () => {
  world = await openTestDesk()
  await world.desk.secrets.signingKey()
})
afterAll(() => world.close())
beforeEach(async () => {
  count += 1
  email = `dana${count}@desk.example`
  const agent = await createAgent(world.desk, admin, { name: 'Dana Frost', email, role: 'technician' })
  agentId = agent.id
})

/** Asks for a code in a browser; answers it with the code and the link of the mail. */
async function asked(browser = new Browser(world.desk)) {
  await browser.post('/sign-in', { email }, { from: '/sign-in' })
  await world.sendMails()
  const { text = '' } = world.outbox.list({ to: email }).at(-1) ?? {}
  const code = /^[A-Z2-9]{8}$/m.exec(text)?.[0] ?? ''
  const link = new URL(/http\S+\/sign-in\/link\S+/.exec(text)?.[0] ?? '')
  return {
    browser,
    code,
    link: `${link.pathname}${link.search}`,
    token: link.searchParams.get('token') ?? '',
  }
}

const typed = (browser: Browser, code: string) =>
  browser.post('/sign-in/code', { code }, { from: '/sign-in/code' })

describe('a link in a mail', () => {
  it.each(['get', 'head'] as const)('does nothing when it is only followed: %s', async method => {
    const { browser, link } = await asked()
    const before = await everything()
    for (const who of [browser, new Browser(world.desk)]) {
      for (let time = 0; time < 7; time += 1) expect((await who[method](link)).status).toBe(200)
    }
    expect(await everything()).toBe(before)
    expect(browser.cookies.has(sessionCookie)).toBe(false)
  })

  it('is worth nothing in another browser, a second time, cut, or empty', async () => {
    const { browser, link, token } = await asked()
    const other = new Browser(world.desk)
    expect((await other.post('/sign-in/link', { token }, { from: link })).status).toBe(401)
    for (const wrong of [token.slice(0, -1), token.split('.')[0] ?? '', '', '.']) {
      expect((await browser.post('/sign-in/link', { token: wrong }, { from: link })).status).toBe(401)
    }
    expect((await browser.post('/sign-in/link', { token }, { from: link })).status).toBe(303)
    const again = await asked()
    again.browser.cookies.delete(sessionCookie)
    expect((await again.browser.post('/sign-in/link', { token }, { from: link })).status).toBe(401)
  })
})

describe('a code', () => {
  it('is looked at five times of any number of parallel guesses, and is lost then', async () => {
    const { browser, code } = await asked()
    const wrong = code.startsWith('A') ? `B${code.slice(1)}` : `A${code.slice(1)}`
    const guesses = await Promise.all(Array.from({ length: 40 }, () => typed(browser, wrong)))
    expect(new Set(guesses.map(({ status }) => status))).toEqual(new Set([401]))
    expect((await typed(browser, code)).status).toBe(401)
  })

  it('signs in once, though it is sent ten times at once', async () => {
    const { browser, code } = await asked()
    const answers = await Promise.all(Array.from({ length: 10 }, () => typed(browser, code)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
  })
})

describe('who asks for a code', () => {
  it('cannot tell agents, the disabled, contacts and strangers apart', async () => {
    const client = await createClient(world.desk, admin, { name: `Client ${count}` })
    const contact = `anna${count}@northwind.example`
    await createContact(world.desk, admin, client.id, { name: 'Anna', email: contact })
    const gone = await createAgent(world.desk, admin, {
      name: 'Gone',
      email: `gone${count}@desk.example`,
      role: 'technician',
    })
    await changeAgent(world.desk, admin, gone.id, { disabled: true })
    const seen = await Promise.all(
      [email, gone.email, contact, 'nobody@nowhere.example'].map(async address => {
        const browser = new Browser(world.desk)
        const answer = await browser.post('/sign-in', { email: address }, { from: '/sign-in' })
        const page = await (await browser.get('/sign-in/code')).text()
        const cookies = [...browser.cookies].map(([name, { length }]) => `${name} ${length}`).sort()
        const withoutToken = page.replace(/name="formToken" value="[^"]*"/g, '')
        return JSON.stringify([answer.status, answer.headers.get('Location'), cookies, withoutToken])
      }),
    )
    expect(new Set(seen).size).toBe(1)
  })
})

describe('a form to sign in', () => {
  it.each<[string, Record<string, string>]>([
    ['another site', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
    ['another site, in an old browser', { Origin: 'https://evil.example' }],
    ['a sibling host', { Origin: 'https://shop.desk.example', 'Sec-Fetch-Site': 'same-site' }],
  ])('is refused from %s, with the right token in it', async (_where, headers) => {
    const { browser, code, link, token } = await asked()
    for (const [path, fields, from] of [
      ['/sign-in', { email }, '/sign-in'],
      ['/sign-in/code', { code }, '/sign-in/code'],
      ['/sign-in/link', { token }, link],
      ['/sign-out', {}, '/sign-in'],
    ] as const) {
      expect((await browser.post(path, fields, { from, headers })).status).toBe(403)
    }
    expect(browser.cookies.has(sessionCookie)).toBe(false)
    expect((await typed(browser, code)).status).toBe(303)
  })

  it('is refused without its token', async () => {
    const { browser, code } = await asked()
    expect((await browser.post('/sign-in/code', { code })).status).toBe(403)
  })
})

describe('a session', () => {
  it('is a new one at each sign-in, whatever the browser held before', async () => {
    const { browser, code } = await asked()
    browser.cookies.set(sessionCookie, `${agentId}.fixed-by-somebody`)
    await typed(browser, code)
    const first = browser.cookies.get(sessionCookie) ?? ''
    expect(first).toMatch(new RegExp(`^${agentId}\\.[\\w-]{43}$`))
    const again = await asked(browser)
    await typed(browser, again.code)
    expect(browser.cookies.get(sessionCookie)).toMatch(new RegExp(`^${agentId}\\.[\\w-]{43}$`))
    expect(browser.cookies.get(sessionCookie)).not.toBe(first)
  })

  it('that ends while a form is under way changes nothing with it', async () => {
    const browser = await new Browser(world.desk).signIn(email)
    const html = await (await browser.get('/account')).text()
    const formToken = /name="formToken" value="([^"]+)"/.exec(html)?.[1] ?? ''
    world.clock.moveTo(new Date(world.clock.now().getTime() + 1_000))
    await endAllSessions(world.desk, admin, agentId)
    const before = await everything()
    const answer = await browser.post('/account/sessions/end-others', { formToken })
    expect(answer.status).toBe(401)
    expect((await browser.get('/tickets')).status).toBe(303)
    expect(await everything()).toBe(before)
  })

  it('is no bearer token: pages are for cookies alone', async () => {
    const browser = await new Browser(world.desk).signIn(email)
    const session = browser.cookies.get(sessionCookie) ?? ''
    const answer = await createWeb(world.desk).request('/tickets', {
      headers: { Authorization: `Bearer ${session}` },
    })
    expect(answer.status).toBe(303)
  })

  it('leads on to a path of ours only', async () => {
    for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
      const { browser, code } = await asked()
      const done = await browser.post('/sign-in/code', { code, next }, { from: '/sign-in/code' })
      expect(done.headers.get('Location')).toBe('/tickets')
    }
  })

  it('made by a link for whoever runs the desk is gone with the link', async () => {
    const link = new URL(await makeSignInLink(world.desk, email))
    const token = link.searchParams.get('token') ?? ''
    const path = `${link.pathname}${link.search}`
    const both = await Promise.all(
      [new Browser(world.desk), new Browser(world.desk)].map(browser =>
        browser.post('/sign-in/link', { token }, { from: path }),
      ),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([303, 401])
  })
})
