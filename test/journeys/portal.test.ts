import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { openTestCloud, type TestCloud } from '../support/cloud.ts'
import { amara, numberOf, support } from './busy-ticket.ts'
import { signInContact } from './sign-in.ts'
import { type Watch, watchPage } from './watch-page.ts'

const lukasz = 'lukasz.wojcik@nordkap-logistics.example'
const bjork = 'bjork@nordkap-logistics.example'
const helen = 'head@oakfield-school.example'
/** Words that only agents may ever see. */
const canary = 'canary-51d0-only-for-the-desk'

let cloud: TestCloud
let browser: TestBrowser
const watches: Watch[] = []
let number: number

beforeAll(async () => {
  cloud = await openTestCloud()
  browser = await openBrowser()
  await cloud.sendMail({
    from: amara,
    to: support,
    subject: 'Gate 4 stays shut',
    text: 'The badge reader is dark.',
  })
  number = await numberOf(cloud, 'Gate 4 stays shut')
  await cloud.docket.replyToTicket({
    params: { number },
    body: { visibility: 'internal', bodyText: canary },
  })
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await cloud?.close()
})

async function visitor(javaScript = true): Promise<Page> {
  const page = await browser.visit({ javaScript, width: 390 })
  watches.push(await watchPage(page))
  return page
}

async function signedIn(email: string, javaScript = true): Promise<Page> {
  const page = await visitor(javaScript)
  await signInContact(cloud, page, email)
  return page
}

const ticket = (of = number) => cloud.docket.readTicket({ params: { number: of } })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('a contact, %s', (kind, javaScript) => {
  let page: Page
  let own: number

  it('signs in by a mailed code and raises a request with a file', async () => {
    page = await signedIn(bjork, javaScript)
    await page.getByRole('link', { name: 'New request' }).first().click()
    await page.getByLabel('What it is about').fill(`Scale <b>7</b> ${kind}`)
    await press(page, 'Send request')
    expect(await page.getByRole('alert').textContent()).toContain('Fill this in')
    expect(await page.getByLabel('What it is about').inputValue()).toBe(`Scale <b>7</b> ${kind}`)
    await page.getByLabel('Describe it').fill('It shows „8888“ — 重い')
    await page
      .getByLabel('Files')
      .setInputFiles({ name: 'scale.txt', mimeType: 'text/plain', buffer: Buffer.from('8888') })
    await press(page, 'Send request')
    expect(await page.locator('.notice-good').textContent()).toContain('We have your request')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(`Scale <b>7</b> ${kind}`)
    own = Number(/\/tickets\/(\d+)/.exec(page.url())?.[1])
    expect(await ticket(own)).toMatchObject({ source: 'portal', status: 'open' })
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'scale.txt' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('scale.txt')
  })

  it('writes to it, resolves it, sees until when it can be opened again, and opens it', async () => {
    await cloud.docket.replyToTicket({
      params: { number: own },
      body: { visibility: 'public', bodyText: 'Please turn it off and on.' },
    })
    await page.goto(`${cloud.url}/portal/tickets/${own}`)
    expect(await page.getByText('Please turn it off and on.').count()).toBe(1)
    await page.getByLabel('Your message').fill('That helped.')
    await press(page, 'Send')
    expect(await page.getByText('That helped.').count()).toBe(1)
    await press(page, 'It is solved')
    await page.getByText('You can open it again until').waitFor()
    expect(await ticket(own)).toMatchObject({ status: 'resolved' })
    await press(page, 'Open it again')
    await page.getByText('It is open again').waitFor()
    expect(await ticket(own)).toMatchObject({ status: 'open' })
  })

  it('rates the work once it is done, and changes their mind', async () => {
    await cloud.docket.resolveTicket({ params: { number: own } })
    await page.reload()
    await press(page, 'Send rating')
    expect(await page.getByRole('alert').textContent()).toContain('Choose one of the five')
    await page.getByLabel('3 So-so').check()
    await press(page, 'Send rating')
    await page.getByText('Thank you for telling us.').waitFor()
    await page.getByLabel('5 Very happy').check()
    await page.getByLabel('Anything to add?').fill('Thank you!')
    await press(page, 'Send rating')
    expect((await ticket(own)).feedback).toMatchObject({ rating: 5, comment: 'Thank you!' })
  })

  it('sees nothing of a colleague’s request, and goes by the button', async () => {
    const answer = await page.goto(`${cloud.url}/portal/tickets/${number}`)
    expect(answer?.status()).toBe(404)
    await page.goto(`${cloud.url}/portal?whose=client`)
    expect(await page.getByText('Gate 4 stays shut').count()).toBe(0)
    await press(page, 'Sign out')
    await page.goto(`${cloud.url}/portal`)
    expect(new URL(page.url()).pathname).toBe('/portal/sign-in')
  })
})

describe('by role', () => {
  it('a technical contact finds and answers everybody’s requests, and nothing of the desk’s own', async () => {
    const page = await signedIn(lukasz)
    await page.getByRole('link', { name: /^Everyone at/ }).click()
    await page.getByLabel('Search by subject or number').fill('gate 4')
    await press(page, 'Search')
    await page.getByRole('link', { name: /Gate 4 stays shut/ }).click()
    await page.getByLabel('Your message').fill('I reset the reader.')
    await press(page, 'Send')
    expect(await page.content()).not.toContain(canary)
    await cloud.settle()
    expect(cloud.outbox.list({ to: amara.address }).at(-1)?.text).toContain('I reset the reader.')
  })

  it('a billing contact sees their own, and has no list of everybody’s', async () => {
    const page = await signedIn(amara.address)
    expect(await page.getByText('Gate 4 stays shut').count()).toBe(1)
    expect(await page.getByRole('link', { name: /^Everyone at/ }).count()).toBe(0)
  })

  it('a contact of another client meets the page for what is not there', async () => {
    const page = await signedIn(helen)
    const answer = await page.goto(`${cloud.url}/portal/tickets/${number}`)
    expect([answer?.status(), await page.getByRole('heading', { level: 1 }).textContent()]).toEqual([
      404,
      'Nothing here',
    ])
  })
})

it('the link of a mail opens its ticket to whoever has it: to read, to write, to reopen and to rate', async () => {
  await cloud.docket.resolveTicket({ params: { number } })
  await cloud.settle()
  const { text = '' } = cloud.outbox.list({ to: amara.address }).at(-1) ?? {}
  const [, link = ''] = /(\/guest\/[^\s#]+)#reopen/.exec(text) ?? []
  const page = await visitor(false)
  await page.goto(`${cloud.url}${link}#reopen`)
  expect(await page.content()).not.toContain(canary)
  await page.getByLabel('1 Very unhappy').check()
  await press(page, 'Send rating')
  await press(page, 'Open it again')
  await page.getByLabel('Your message').fill('Dark again.')
  await press(page, 'Send')
  expect(await ticket()).toMatchObject({ status: 'open', feedback: { rating: 1 }, lastReplyBy: 'client' })
})

it('no page broke a rule of its policy, and no function logged an error', () => {
  expect(watches.flatMap(({ problems }) => problems)).toEqual([])
  expect(cloud.errors).toEqual([])
})
