import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { openTestCloud, type TestCloud } from '../support/cloud.ts'
import { type OidcIssuer, openOidcIssuer } from '../support/oidc-issuer.ts'
import { signInByCode } from './sign-in.ts'
import { type Watch, watchPage } from './watch-page.ts'

const anywhere = 'http://127.0.0.1:1/callback'

let issuer: OidcIssuer
let cloud: TestCloud
let browser: TestBrowser
const watches: Watch[] = []
let count = 0
let email: string

beforeAll(async () => {
  issuer = await openOidcIssuer({ redirectUris: [anywhere] })
  cloud = await openTestCloud({ demo: false, identityProvider: issuer.config })
  issuer.sendsBackTo(`${cloud.url}/sign-in/oidc/callback`)
  browser = await openBrowser()
  // The cold start of the pages' function is no part of anybody's journey.
  await fetch(`${cloud.url}/sign-in`)
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await cloud?.close()
  await issuer?.close()
})
beforeEach(async () => {
  count += 1
  email = `dana${count}@desk.example`
  await cloud.docket.createAgent({ body: { name: 'Dana Frost', email, role: 'technician' } })
  issuer.signsIn({ subject: `dana-${count}`, claims: { email, email_verified: true } })
})

async function newPage(options: { javaScript?: boolean } = {}): Promise<Page> {
  const page = await browser.visit(options)
  watches.push(await watchPage(page))
  page.setDefaultTimeout(30_000)
  return page
}

async function signInByProvider(page: Page, path = '/tickets'): Promise<void> {
  await page.goto(`${cloud.url}${path}`)
  await page.getByRole('link', { name: 'Sign in with Brightline ID' }).click()
  await page.waitForURL(`${cloud.url}${path}`)
}

async function isSignedIn(page: Page): Promise<boolean> {
  await page.goto(`${cloud.url}/account`)
  return await page.locator('dd', { hasText: email }).isVisible()
}

describe('an agent', () => {
  it('signs in by the code from the mail', async () => {
    const page = await newPage()
    await signInByCode(cloud, page, email)
    expect(await isSignedIn(page)).toBe(true)
  })

  it('signs in by the link from the mail, in the browser that asked and in no other, and at the press of a button', async () => {
    const [page, other] = [await newPage(), await newPage()]
    await page.goto(`${cloud.url}/sign-in`)
    await page.getByLabel('Your mail address').fill(email)
    await page.getByRole('button', { name: 'Mail me a code' }).click()
    await page.waitForURL(/\/sign-in\/code/)
    await cloud.settle()
    const mail = cloud.outbox.list({ to: email }).at(-1)
    const [link = ''] = /http\S+\/sign-in\/link\?token=\S+/.exec(mail?.text ?? '') ?? []
    await other.goto(link)
    await other.getByRole('button', { name: 'Sign in' }).click()
    await other.getByText('asked for in another browser').waitFor()
    await page.goto(link)
    expect(new URL(page.url()).pathname).toBe('/sign-in/link')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${cloud.url}/tickets`)
    expect(await isSignedIn(page)).toBe(true)
  })

  it.each([true, false])(
    'signs in by the identity provider and lands where they wanted; script: %s',
    async javaScript => {
      const page = await newPage({ javaScript })
      await signInByProvider(page, '/tickets?view=mine')
      expect(await isSignedIn(page)).toBe(true)
    },
  )

  it('whom the provider knows and the desk does not is told so', async () => {
    issuer.signsIn({ subject: 'stranger', claims: { email: 'nobody@desk.example', email_verified: true } })
    const page = await newPage()
    await page.goto(`${cloud.url}/sign-in`)
    await page.getByRole('link', { name: 'Sign in with Brightline ID' }).click()
    await page.getByRole('heading', { name: 'You are not an agent here' }).waitFor()
    await page.getByRole('link', { name: 'Back to sign-in' }).click()
    await page.getByLabel('Your mail address').waitFor()
  })

  it('signs another browser out from their account, which it notices with its next page', async () => {
    const [here, there] = [await newPage(), await newPage()]
    await signInByCode(cloud, here, email)
    await signInByProvider(there)
    await here.goto(`${cloud.url}/account`)
    await here.getByText('This one').waitFor()
    await here.getByRole('button', { name: 'Sign out Chrome on Linux' }).click()
    await here.getByText('Signed out there.').waitFor()
    await there.goto(`${cloud.url}/clients`)
    expect(new URL(there.url()).pathname).toBe('/sign-in')
    await there.getByRole('link', { name: 'Sign in with Brightline ID' }).click()
    await there.waitForURL(`${cloud.url}/clients`)
    await here.goto(`${cloud.url}/account`)
    await here.getByRole('button', { name: 'Sign out everywhere else' }).click()
    await here.getByText('Signed out there.').waitFor()
    expect(await isSignedIn(here)).toBe(true)
    await there.reload()
    expect(new URL(there.url()).pathname).toBe('/sign-in')
  })
})

it('no page broke its policy, and no function wrote an error', () => {
  expect(watches.flatMap(({ problems }) => problems)).toEqual([])
  expect(cloud.errors).toEqual([])
})
