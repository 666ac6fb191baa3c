import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { openTestCloud, type TestCloud } from '../support/cloud.ts'
import { amara, numberOf, support } from './busy-ticket.ts'

let cloud: TestCloud
let browser: TestBrowser
let page: Page
let number: number

beforeAll(async () => {
  cloud = await openTestCloud()
  browser = await openBrowser()
  page = await browser.visit()
  await cloud.signIn(page)
  await cloud.sendMail({ from: amara, to: support, subject: 'Gate is stuck', text: 'Since noon.' })
  number = await numberOf(cloud, 'Gate is stuck')
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await cloud?.close()
})

const banner = () => page.locator('.offline')
const words = 'We are on our way.'

describe('while the network is gone', () => {
  it('a page says so, and a form that is sent stays with what was typed', async () => {
    await page.goto(`${cloud.url}/tickets/${number}`)
    expect(await banner().textContent()).toBe('')
    await page.getByLabel('Message').fill(words)
    await page.context().setOffline(true)
    await page.getByText('You are offline. What you type stays here.').waitFor()
    expect(await banner().getAttribute('role')).toBe('status')
    await page.getByRole('button', { name: /^Send reply/ }).click()
    expect(await page.getByLabel('Message').inputValue()).toBe(words)
  })

  it('takes it back when the network is there; the form is sent once, and its button says that it is', async () => {
    await page.context().setOffline(false)
    await page.waitForFunction(() => document.querySelector('.offline')?.textContent === '')
    let sent = 0
    page.on('request', request => {
      sent += request.method() === 'POST' ? 1 : 0
    })
    await page.evaluate(keepWhetherBusy)
    await page.getByRole('button', { name: /^Send reply/ }).dblclick()
    await page.locator('.message', { hasText: words }).waitFor()
    expect(sent).toBe(1)
    expect(await page.evaluate(() => sessionStorage.getItem('busy'))).toBe('true')
  })
})

/** What the button said of itself as the form was on its way: its page is gone when a test can ask. */
function keepWhetherBusy(): void {
  addEventListener('submit', ({ submitter }) => {
    sessionStorage.setItem('busy', String(submitter?.getAttribute('aria-busy')))
  })
}
