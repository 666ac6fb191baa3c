import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { openTestCloud, type TestCloud } from '../support/cloud.ts'
import { amara, numberOf, support } from './busy-ticket.ts'
import { mailedCode } from './sign-in.ts'
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
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await cloud?.close()
})

const ticket = () => cloud.docket.readTicket({ params: { number } })
const focused = () => page.evaluate(nameOfFocus)
const pressAndLoad = async (key: string) => {
  const loaded = page.waitForEvent('load')
  await page.keyboard.press(key)
  await loaded
}
/** Presses a key that follows a link: the page's script puts the other page in this one's place. */
const pressAndArrive = async (key: string) => {
  const before = page.url()
  await page.keyboard.press(key)
  await page.waitForURL(url => url.href !== before)
  await page.waitForFunction(() => document.body.getAttribute('aria-busy') === null)
}

/** Tab, until what has the focus is called so; on the way the focus can always be seen. */
async function tabTo(name: string): Promise<void> {
  for (let stops = 0; stops < 150; stops += 1) {
    await page.keyboard.press('Tab')
    expect(await page.evaluate(troubleOfFocus)).toBe('')
    if ((await focused()) === name) return
  }
  throw new Error(`Tab never came to ${name}`)
}

describe('the console by keyboard alone', () => {
  it('signs in', async () => {
    await page.goto(`${cloud.url}/sign-in`)
    await page.keyboard.type('priya@desk.example')
    await pressAndLoad('Enter')
    await page.keyboard.type(await mailedCode(cloud, 'priya@desk.example'))
    await pressAndLoad('Enter')
    expect(new URL(page.url()).pathname).toBe('/tickets')
  })

  it('walks a list with j and k, and opens a ticket with Enter', async () => {
    await page.keyboard.press('j')
    expect(await focused()).toBe('Scales show 0')
    expect(await page.evaluate(troubleOfFocus)).toBe('')
    await page.keyboard.press('j')
    expect(await focused()).not.toBe('Scales show 0')
    await page.keyboard.press('k')
    expect(await focused()).toBe('Scales show 0')
    await pressAndArrive('Enter')
    expect(new URL(page.url()).pathname).toBe(`/tickets/${number}`)
  })

  it('skips to the content first of all', async () => {
    await page.goto(page.url())
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Skip to content')
    expect(await page.evaluate(troubleOfFocus)).toBe('')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
  })

  it('takes the ticket and sets its priority', async () => {
    await tabTo('Take it')
    await pressAndLoad('Enter')
    await tabTo('Set priority to urgent')
    await pressAndLoad('Enter')
    expect(await ticket()).toMatchObject({ assigneeName: 'Priya Raman', priority: 'urgent' })
  })

  it('writes a public reply with r and sends it with Ctrl+Enter; no shortcut fires while typing', async () => {
    await page.keyboard.press('r')
    expect(await focused()).toBe('Message')
    expect(await page.evaluate(troubleOfFocus)).toBe('')
    const words = 'njkr/? just restart them, n/a otherwise?'
    await page.keyboard.type(words)
    expect(await page.getByLabel('Message').inputValue()).toBe(words)
    expect(await focused()).toBe('Message')
    expect(await page.getByRole('radio', { name: 'Public reply' }).isChecked()).toBe(true)
    expect(await page.getByRole('dialog').count()).toBe(0)
    await pressAndLoad('Control+Enter')
    await cloud.settle()
    expect(cloud.outbox.list({ to: amara.address }).at(-1)?.text).toContain(words)
  })

  it('writes an internal note with n', async () => {
    await page.keyboard.press('n')
    await page.keyboard.type('Third time this month.')
    await pressAndLoad('Control+Enter')
    expect(await page.locator('.message-note').getByText('Third time this month.').count()).toBe(1)
    await cloud.settle()
    expect(cloud.outbox.list({ to: amara.address }).at(-1)?.text).not.toContain('Third time')
  })

  it('changes between reply and note with the arrow keys, and sees which it is', async () => {
    await tabTo('Public reply')
    await page.keyboard.press('ArrowRight')
    expect(await focused()).toBe('Internal note')
    expect(await page.evaluate(troubleOfFocus)).toBe('')
    expect(await page.getByRole('button', { name: 'Save internal note' }).isVisible()).toBe(true)
    expect(await page.getByRole('button', { name: /^Send reply/ }).isVisible()).toBe(false)
  })

  it('lists the shortcuts with ?, and closes the list with Escape', async () => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    expect(await page.getByRole('dialog').isVisible()).toBe(true)
    await page.keyboard.press('n')
    expect(await page.getByRole('dialog').isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  it('resolves and reopens', async () => {
    await tabTo('Resolve')
    await pressAndLoad('Enter')
    expect((await ticket()).status).toBe('resolved')
    await tabTo('Reopen')
    await pressAndLoad('Enter')
    expect((await ticket()).status).toBe('open')
  })

  it('goes to a ticket with /', async () => {
    await page.keyboard.press('/')
    await page.keyboard.type('TCK-1001')
    await pressAndLoad('Enter')
    expect(new URL(page.url()).pathname).toBe('/tickets/1001')
  })

  it('opens a ticket', async () => {
    await tabTo('New ticket')
    await pressAndArrive('Enter')
    await tabTo('Client')
    const loaded = page.waitForEvent('load')
    await page.keyboard.type('Nordkap')
    await page.keyboard.press('Tab')
    await loaded
    await tabTo('Contact')
    await page.keyboard.type('Amara')
    await tabTo('Subject')
    await page.keyboard.type('jokes? no/r')
    await tabTo('Open ticket')
    await pressAndLoad('Enter')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('jokes? no/r')
  })

  it('shows where the focus is at every stop of every page', async () => {
    for (const path of ['/tickets', `/tickets/${number}`, '/clients', '/quarantine', '/tickets/new']) {
      await page.goto(`${cloud.url}${path}`)
      let stops = 0
      for (; stops < 200; stops += 1) {
        await page.keyboard.press('Tab')
        if ((await focused()) === '') break
        expect(await page.evaluate(troubleOfFocus), path).toBe('')
      }
      expect(stops, path).toBeGreaterThan(8)
    }
  })

  it('asked nothing of anybody else, and left no error', () => {
    expect(watch.problems).toEqual([])
    expect(cloud.errors).toEqual([])
  })
})

/** What a screen reader calls the element that has the focus; empty where nothing has. */
function nameOfFocus(): string {
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body) return ''
  const labels = 'labels' in element && element.labels instanceof NodeList ? [...element.labels] : []
  const label = labels[0]?.textContent
  return (element.getAttribute('aria-label') ?? label ?? element.innerText).trim() || element.tagName
}

/** Why somebody who looks at the page could not tell what has the focus; empty if they can. */
function troubleOfFocus(): string {
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body) return 'Nothing has the focus'
  const frame = element.closest('label')
  const styles = [
    getComputedStyle(element),
    getComputedStyle(element, '::after'),
    ...(frame === null ? [] : [getComputedStyle(frame)]),
  ]
  const ringed = styles.some(
    style => style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2,
  )
  if (!ringed) return `No ring: ${element.outerHTML.slice(0, 200)}`
  const { top, bottom, left, right } = (frame ?? element).getBoundingClientRect()
  const seen = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth
  if (!seen) return `Out of sight: ${element.outerHTML.slice(0, 200)}`
  const bar = document.querySelector('.bar')?.getBoundingClientRect()
  const under =
    bar !== undefined && element.closest('.bar, .skip') === null && bottom <= bar.bottom && bar.top >= 0
  return under ? `Under the bar: ${element.outerHTML.slice(0, 200)}` : ''
}
