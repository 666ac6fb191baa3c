import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Agent } from '../../shared/domain/people.ts'
import { IdentityProvider } from '../../shared/runtime/identity-provider.ts'
import { readIdentityProvider } from '../../shared/runtime/identity-provider-config.ts'
import { changeAgent, createAgent, readAgent } from '../../shared/use-cases/agents.ts'
import { admin, openTestDesk, type TestDesk } from '../support/desk.ts'
import { everything } from '../support/everything.ts'
import { type OidcIssuer, openOidcIssuer } from '../support/oidc-issuer.ts'
import { Browser } from './browser.ts'

const callback = 'http://127.0.0.1:3000/sign-in/oidc/callback'
const flowCookie = '__Host-docket-provider'
const sessionCookie = '__Host-docket'

let world: TestDesk
let issuer: OidcIssuer
let provider: IdentityProvider
let dana: Agent
let count = 0
beforeAll(async () => {
  world = await openTestDesk()
  issuer = await openOidcIssuer({ redirectUris: [callback] })
  provider = new IdentityProvider(issuer.config)
  await world.desk.secrets.signingKey()
})
afterAll(async () => {
  await issuer.close()
  await world.close()
})
beforeEach(async () => {
  count += 1
  issuer.answers(true)
  const email = `dana${count}@msp.example`
  dana = await createAgent(world.desk, admin, { name: 'Dana Frost', email, role: 'technician' })
  present({})
})

/** Who sits at the provider; Dana with her verified address unless told otherwise. */
function present({ subject = `dana-${count}`, ...claims }: Record<string, unknown>): void {
  issuer.signsIn({ subject: String(subject), claims: { email: dana.email, email_verified: true, ...claims } })
}

/** Presses the button; answers where the provider is asked. */
async function begin(browser: Browser, next = ''): Promise<string> {
  const answer = await browser.get(`/sign-in/oidc${next && `?next=${encodeURIComponent(next)}`}`)
  expect(answer.status).toBe(303)
  return answer.headers.get('Location') ?? ''
}

/** The whole way there and back. */
async function signIn(browser: Browser, next?: string): Promise<Response> {
  return await browser.get(await issuer.walk(await begin(browser, next)))
}

const newBrowser = () => new Browser(world.desk, provider)

async function expectRefused(answer: Response, browser: Browser, words: RegExp, status = 401) {
  expect(answer.status).toBe(status)
  expect(await answer.text()).toMatch(words)
  expect(browser.cookies.has(sessionCookie)).toBe(false)
  expect((await readAgent(world.desk, admin, dana.id)).identity).toBeUndefined()
}

const tryAgain = /did not confirm who you are/
const nobodyHere = /You are not an agent here/

describe('the way in by the identity provider', () => {
  it('leads to the page one wanted to see, and to a session of the linked agent', async () => {
    const browser = newBrowser()
    const answer = await signIn(browser, '/tickets?view=mine')
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/tickets?view=mine'])
    expect(browser.cookies.has(flowCookie)).toBe(false)
    expect(await (await browser.get('/account')).text()).toContain(dana.email)
    expect((await readAgent(world.desk, admin, dana.id)).identity).toMatchObject({
      issuer: issuer.config.issuer,
      subject: `dana-${count}`,
    })
  })

  it('asks for a code, with PKCE, state and nonce, each new, and nothing is written for it', async () => {
    const before = await everything()
    const urls = await Promise.all([begin(newBrowser()), begin(newBrowser())])
    const asked = urls.map(url => Object.fromEntries(new URL(url).searchParams))
    expect(asked[0]).toMatchObject({
      response_type: 'code',
      redirect_uri: callback,
      scope: 'openid email profile',
      code_challenge_method: 'S256',
    })
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(asked[0]?.[name]).toHaveLength(43)
      expect(asked[0]?.[name]).not.toBe(asked[1]?.[name])
    }
    expect(await everything()).toBe(before)
  })

  it('makes a new session, whatever session the browser held', async () => {
    const browser = newBrowser()
    browser.cookies.set(sessionCookie, 'agt_x.fixed-by-somebody')
    await signIn(browser)
    expect(browser.cookies.get(sessionCookie)).toMatch(new RegExp(`^${dana.id}\\.[\\w-]{43}$`))
  })

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', `/${'a'.repeat(300)}`])(
    'goes on to a path of ours only: %s',
    async next => {
      expect((await signIn(newBrowser(), next)).headers.get('Location')).toBe('/tickets')
    },
  )

  it('is offered where a provider is configured, and is no address where none is', async () => {
    expect(await (await newBrowser().get('/sign-in')).text()).toContain('Sign in with Brightline ID')
    const without = new Browser(world.desk)
    expect(await (await without.get('/sign-in')).text()).not.toContain('/sign-in/oidc')
    expect((await without.get('/sign-in/oidc')).status).toBe(404)
    expect((await without.get('/sign-in/oidc/callback?code=x&state=y')).status).toBe(404)
  })

  it('works where the address is told at the userinfo endpoint only', async () => {
    const quiet = await openOidcIssuer({ redirectUris: [callback], tellsInIdToken: false })
    quiet.signsIn({ subject: 'q', claims: { email: dana.email, email_verified: true } })
    const browser = new Browser(world.desk, new IdentityProvider(quiet.config))
    expect((await browser.get(await quiet.walk(await begin(browser)))).status).toBe(303)
    await quiet.close()
  })
})

describe('an answer of the provider', () => {
  it('is refused in another browser, be it one that begins a sign-in of its own', async () => {
    const [victim, stranger, thief] = [newBrowser(), newBrowser(), newBrowser()]
    const answer = await issuer.walk(await begin(victim))
    await begin(thief)
    await expectRefused(await stranger.get(answer), stranger, tryAgain)
    await expectRefused(await thief.get(answer), thief, tryAgain)
  })

  it('is refused with another state, or none', async () => {
    for (const state of ['x'.repeat(43), '']) {
      const browser = newBrowser()
      const answer = new URL(await issuer.walk(await begin(browser)))
      if (state === '') answer.searchParams.delete('state')
      else answer.searchParams.set('state', state)
      await expectRefused(await browser.get(answer.href), browser, tryAgain)
    }
  })

  it.each(['nonce', 'code_challenge'])('is refused when it was asked for with another %s', async name => {
    const browser = newBrowser()
    const url = new URL(await begin(browser))
    url.searchParams.set(name, 'y'.repeat(43))
    await expectRefused(await browser.get(await issuer.walk(url.href)), browser, tryAgain)
  })

  it('is refused a second time, with the cookie of the first put back', async () => {
    const browser = newBrowser()
    const answer = await issuer.walk(await begin(browser))
    const cookie = browser.cookies.get(flowCookie) ?? ''
    expect((await browser.get(answer)).status).toBe(303)
    const again = newBrowser()
    again.cookies.set(flowCookie, cookie)
    const replayed = await again.get(answer)
    expect([replayed.status, again.cookies.has(sessionCookie)]).toEqual([401, false])
  })

  it('is refused where the cookie was changed', async () => {
    const browser = newBrowser()
    const answer = await issuer.walk(await begin(browser))
    const [secret, until] = (browser.cookies.get(flowCookie) ?? '').split('.')
    browser.cookies.set(flowCookie, `${secret}.${Number(until) + 600}.`)
    await expectRefused(await browser.get(answer), browser, tryAgain)
  })

  it('is refused after ten minutes', async () => {
    const browser = newBrowser()
    const answer = await issuer.walk(await begin(browser))
    const now = world.clock.now()
    world.clock.moveTo(new Date(now.getTime() + 11 * 60_000))
    await expectRefused(await browser.get(answer), browser, tryAgain)
  })

  it.each(['?error=access_denied', '?code=made-up', '', '?code=a&code=b', '?error=<script>'])(
    'is refused when it is no answer: %j',
    async query => {
      const browser = newBrowser()
      const state = new URL(await begin(browser)).searchParams.get('state') ?? ''
      const answer = `${callback}${query}${query === '' ? '?' : '&'}state=${state}`
      const page = await browser.get(answer)
      expect(await page.clone().text()).not.toContain('<script>')
      await expectRefused(page, browser, tryAgain)
    },
  )

  it('is refused where another issuer says that it is from there', async () => {
    const browser = newBrowser()
    const answer = new URL(await issuer.walk(await begin(browser)))
    answer.searchParams.set('iss', 'http://127.0.0.1:9')
    await expectRefused(await browser.get(answer.href), browser, tryAgain)
  })

  it('does nothing when it is only looked at: HEAD', async () => {
    const browser = newBrowser()
    const answer = await issuer.walk(await begin(browser))
    const before = await everything()
    expect((await browser.head(answer)).status).toBe(404)
    expect((await browser.head('/sign-in/oidc')).status).toBe(404)
    expect(await everything()).toBe(before)
    expect((await browser.get(answer)).status).toBe(303)
  })
})

describe('whom the provider knows', () => {
  it.each<[string, Record<string, unknown>]>([
    ['with an address that is not verified', { email_verified: false }],
    ['with one of which that is not said', { email_verified: undefined }],
    ['without an address', { email: undefined }],
    ['whom nobody invited', { email: 'nobody@msp.example' }],
  ])('is nobody here: %s', async (_who, claims) => {
    present(claims)
    const browser = newBrowser()
    await expectRefused(await signIn(browser), browser, nobodyHere, 403)
  })

  it('is nobody here while disabled, and is told the same', async () => {
    await changeAgent(world.desk, admin, dana.id, { disabled: true })
    const browser = newBrowser()
    const disabled = await signIn(browser)
    present({ subject: 'stranger', email: 'nobody@msp.example' })
    const unknown = await signIn(newBrowser())
    expect(await disabled.clone().text()).toBe(await unknown.text())
    await expectRefused(disabled, browser, nobodyHere, 403)
  })

  it('stays who they are when their address becomes another agent’s', async () => {
    await signIn(newBrowser())
    const email = `kim${count}@msp.example`
    const kim = await createAgent(world.desk, admin, { name: 'Kim', email, role: 'admin' })
    present({ email })
    const browser = newBrowser()
    await signIn(browser)
    expect(browser.cookies.get(sessionCookie)).toMatch(new RegExp(`^${dana.id}\\.`))
    expect((await readAgent(world.desk, admin, kim.id)).identity).toBeUndefined()
  })

  it('does not become an agent who is linked, with the same address at another issuer', async () => {
    await signIn(newBrowser())
    const other = await openOidcIssuer({ redirectUris: [callback] })
    other.signsIn({ subject: `dana-${count}`, claims: { email: dana.email, email_verified: true } })
    const browser = new Browser(world.desk, new IdentityProvider(other.config))
    const answer = await browser.get(await other.walk(await begin(browser)))
    expect([answer.status, browser.cookies.has(sessionCookie)]).toEqual([403, false])
    await other.close()
  })
})

describe('a provider that is down', () => {
  const mailInstead = /does not answer at the moment\. You can have a code mailed instead/

  it('leaves the way by code, before and after one was there', async () => {
    const own = new IdentityProvider(issuer.config)
    const browser = new Browser(world.desk, own)
    issuer.answers(false)
    await expectRefused(await browser.get('/sign-in/oidc'), browser, mailInstead, 502)
    issuer.answers(true)
    const answer = await issuer.walk(await begin(browser))
    issuer.answers(false)
    await expectRefused(await browser.get(answer), browser, mailInstead, 502)
    const asked = await browser.post('/sign-in', { email: dana.email }, { from: '/sign-in' })
    expect(asked.status).toBe(303)
  })

  it('is none that keeps its secret to itself: a wrong client secret is not the person’s fault', async () => {
    const wrong = new IdentityProvider({ ...issuer.config, clientSecret: { value: 'wrong' } })
    const browser = new Browser(world.desk, wrong)
    await expectRefused(await browser.get(await issuer.walk(await begin(browser))), browser, mailInstead, 502)
  })

  it('is also one that is nowhere, or says that it is another', async () => {
    for (const url of [
      'http://127.0.0.1:9',
      issuer.config.issuer.replace('127.0.0.1', '127.0.0.1.evil.example'),
    ]) {
      const nowhere = new IdentityProvider({ ...issuer.config, issuer: url })
      const browser = new Browser(world.desk, nowhere)
      await expectRefused(await browser.get('/sign-in/oidc'), browser, mailInstead, 502)
    }
  })
})

describe('the configuration of a provider', () => {
  const whole = { OIDC_ISSUER: 'https://id.example', OIDC_CLIENT_ID: 'docket', OIDC_CLIENT_SECRET: 's' }

  it('is none, or whole', () => {
    expect(readIdentityProvider({})).toBeUndefined()
    expect(readIdentityProvider(whole)).toEqual({
      issuer: 'https://id.example',
      clientId: 'docket',
      clientSecret: { value: 's' },
      name: 'id.example',
    })
    const parameter = { ...whole, OIDC_CLIENT_SECRET_PARAMETER: '/docket/oidc' }
    expect(readIdentityProvider(parameter)?.clientSecret).toEqual({ parameter: '/docket/oidc' })
    expect(() => readIdentityProvider({ ...whole, OIDC_CLIENT_ID: '' })).toThrow('OIDC_CLIENT_ID')
    expect(() => readIdentityProvider({ ...whole, OIDC_CLIENT_SECRET: '' })).toThrow('PARAMETER')
  })

  it.each(['http://id.example', 'http://localhost:1', 'http://127.0.0.1.evil.example', 'ftp://x', 'id'])(
    'takes no plain http but to this machine: %s',
    issuerUrl => {
      expect(() => readIdentityProvider({ ...whole, OIDC_ISSUER: issuerUrl })).toThrow('https://')
    },
  )
})
