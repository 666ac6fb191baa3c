import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { openTestCloud, type TestCloud } from '../support/cloud.ts'
import { amara, numberOf, support } from './busy-ticket.ts'
import { type Watch, watchPage } from './watch-page.ts'

let cloud: TestCloud
let browser: TestBrowser
let page: Page
let watch: Watch
let number: number

beforeAll(async () => {
  cloud = await openTestCloud()
  browser = await openBrowser()
  page = await browser.visit()
  watch = await watchPage(page)
  await cloud.sendMail({ from: amara, to: support, subject: 'Scales show 0', text: 'All of them.' })
  number = await numberOf(cloud, 'Scales show 0')
  await cloud.settle()
  await cloud.signIn(page)
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await cloud?.close()
})

/** How many pages were loaded as a whole: none where the script put one page in another's place. */
const loads = () => page.evaluate(() => performance.getEntriesByType('navigation').length + history.length)
const mark = () =>
  page.evaluate(() => {
    document.documentElement.dataset.sameDocument = 'yes'
  })
const isSameDocument = () => page.evaluate(() => document.documentElement.dataset.sameDocument === 'yes')
const at = (path: string) => page.waitForURL(url => url.pathname === path)

describe('links', () => {
  it('put the next page in place of this one, and back again where it was left', async () => {
    await page.goto(`${cloud.url}/tickets`)
    await mark()
    await page.getByRole('link', { name: 'Scales show 0' }).click()
    await at(`/tickets/${number}`)
    await page.getByRole('heading', { level: 1, name: 'Scales show 0' }).waitFor()
    expect(await page.title()).toContain('Scales show 0')
    expect(await isSameDocument()).toBe(true)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
    await page.goBack()
    await page.getByRole('link', { name: 'Scales show 0' }).waitFor()
    expect(await isSameDocument()).toBe(true)
    expect(await loads()).toBeGreaterThan(0)
  })

  it('that end at another page after a sign-out lead to the sign-in', async () => {
    const other = await browser.visit()
    await cloud.signIn(other)
    await other.goto(`${cloud.url}/tickets`)
    await other.context().clearCookies()
    await other.getByRole('link', { name: 'Clients' }).click()
    await other.getByLabel('Your mail address').waitFor()
    expect(new URL(other.url()).pathname).toBe('/sign-in')
  })
})

describe('two keys one after the other', () => {
  it('lead to the parts of the desk', async () => {
    await page.goto(`${cloud.url}/tickets`)
    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await at('/clients')
    await page.keyboard.press('g')
    await page.keyboard.press('t')
    await at('/tickets')
  })
})

describe('the palette', () => {
  it('finds a ticket by its words, and goes there by the keys alone', async () => {
    await page.goto(`${cloud.url}/clients`)
    await page.keyboard.press('Control+k')
    await page.keyboard.type('scales')
    await page.getByRole('option', { name: /Scales show 0/ }).waitFor()
    await page.keyboard.press('Enter')
    await at(`/tickets/${number}`)
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  it('finds people and clients, and what the page can do', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('amara')
    await page.getByRole('option', { name: /Amara Okonkwo/ }).waitFor()
    await page.getByRole('dialog').getByRole('combobox').fill('clients')
    await page.getByRole('option', { name: /^Clients/ }).waitFor()
    await page.keyboard.press('Enter')
    await at('/clients')
  })

  it('says when nothing is called so', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('zzzzzz')
    await page.getByText('Nothing is called so.').waitFor()
    await page.keyboard.press('Escape')
    expect(await page.getByRole('dialog').count()).toBe(0)
  })
})

describe('the keys of a ticket', () => {
  it('lead to each thing that can be done, and back to the list as it was', async () => {
    await page.goto(`${cloud.url}/tickets?view=all`)
    await page.getByRole('link', { name: 'Scales show 0' }).click()
    await at(`/tickets/${number}`)
    const focused = () => page.evaluate(() => document.activeElement?.id ?? '')
    await page.keyboard.press('a')
    expect(await focused()).toBe('panel-assignee')
    await page.keyboard.press('Escape')
    await page.keyboard.press('t')
    expect(await focused()).toBe('composer-minutesWorked')
    await page.keyboard.press('Escape')
    await page.keyboard.press('s')
    expect(await page.evaluate(() => document.activeElement?.closest('.moves') !== null)).toBe(true)
    await page.keyboard.press('p')
    expect(await page.evaluate(() => document.activeElement?.closest('.segments') !== null)).toBe(true)
    await page.keyboard.press('m')
    await at(`/tickets/${number}/merge`)
    await page.keyboard.press('u')
    await page.waitForURL(`${cloud.url}/tickets?view=all`)
  })

  it('resolves with e', async () => {
    await page.goto(`${cloud.url}/tickets/${number}`)
    const loaded = page.waitForEvent('load')
    await page.keyboard.press('e')
    await loaded
    expect((await cloud.docket.readTicket({ params: { number } })).status).toBe('resolved')
    await cloud.docket.changeTicket({ params: { number }, body: { status: 'open' } })
  })

  it('take back with z a reply that was just sent', async () => {
    await page.goto(`${cloud.url}/tickets/${number}`)
    await page.keyboard.press('r')
    await page.keyboard.type('Too early.')
    const sent = page.waitForEvent('load')
    await page.keyboard.press('Control+Enter')
    await sent
    await page.getByText('Reply sent').waitFor()
    await page.keyboard.press('Escape')
    const undone = page.waitForEvent('load')
    await page.keyboard.press('z')
    await undone
    expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('Too early.')
    await cloud.settle()
    expect(
      cloud.outbox.list({ to: amara.address }).filter(({ text }) => text.includes('Too early.')),
    ).toEqual([])
  })
})

describe('the keys of a list', () => {
  it('mark tickets with x, and lead to what is done to many', async () => {
    await page.goto(`${cloud.url}/tickets`)
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    expect(await page.locator('.is-chosen input[type=checkbox]').isChecked()).toBe(true)
    await page.keyboard.press('p')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('bulk-priority')
  })
})

it('left no error, and asked nothing of anybody else', () => {
  expect(watch.problems).toEqual([])
  expect(cloud.errors).toEqual([])
})
