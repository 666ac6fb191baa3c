import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { openTestCloud, type TestCloud } from '../support/cloud.ts'
import { openReceiver, type Receiver } from '../support/receiver.ts'
import { signInByCode } from './sign-in.ts'
import { type Watch, watchPage } from './watch-page.ts'

let cloud: TestCloud
let browser: TestBrowser
let receiver: Receiver

beforeAll(async () => {
  cloud = await openTestCloud()
  browser = await openBrowser()
  receiver = await openReceiver()
}, 240_000)
afterAll(async () => {
  await receiver?.close()
  await browser?.close()
  await cloud?.close()
})

const ways: [way: string, javaScript: boolean][] = [
  ['by mouse', true],
  ['with JavaScript off', false],
]

it.each(ways)(
  'an admin sets a desk up %s, and sees what its webhook was sent',
  async (way, javaScript) => {
    const page = await browser.visit({ javaScript })
    const { problems }: Watch = await watchPage(page)
    await signInByCode(cloud, page, 'alex@desk.example')
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()

    await addToList(page, 'Statuses', 'Add status', {
      fill: async () => {
        await page.getByLabel('Name').fill(`At the vendor ${way}`)
        await page.getByLabel('Behaves as').selectOption('On hold')
      },
      row: `At the vendor ${way}`,
    })
    await addToList(page, 'Categories', 'Add category', {
      fill: () => page.getByLabel('Name').fill(`Network ${way}`),
      row: `Network ${way}`,
    })
    await addToList(page, 'Canned replies', 'Add canned reply', {
      fill: async () => {
        await page.getByLabel('Name').fill(`On its way ${way}`)
        await page.getByLabel('Words', { exact: true }).fill('Dear {{contact.name}}, we look into it.')
      },
      row: `On its way ${way}`,
    })

    await open(page, 'Webhooks')
    await page.getByRole('link', { name: 'Add webhook' }).click()
    await page.getByLabel('Name').fill(`Chat ${way}`)
    await page.getByLabel('Address').fill(receiver.url)
    await page.getByLabel('Client added').check()
    await press(page, 'Add')
    const secret = (await page.locator('code.secret').textContent()) ?? ''
    expect(secret).toMatch(/^whsec_/)
    await page.getByRole('link', { name: 'I have kept it: go on' }).click()
    await page.waitForURL(/\/webhooks\/whk_/)
    const hook = page.url()
    const before = receiver.received.length
    await press(page, 'Send a test event')
    await page.getByText('A test event is on its way.').waitFor()

    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Clients' }).click()
    await page.getByRole('link', { name: 'Add client' }).click()
    await page.getByLabel('Name').fill(`Brightwater ${way}`)
    await press(page, 'Add')
    await page.getByText('Saved.').waitFor()
    await page.getByRole('link', { name: 'Contacts', exact: true }).click()
    await page.getByRole('link', { name: 'Add contact' }).click()
    await page.getByLabel('Name').fill('Ida Holm')
    await page.getByLabel('Mail address').fill(`ida${javaScript ? 1 : 2}@brightwater.example`)
    await page.getByLabel('Primary').check()
    await press(page, 'Add')
    await page.getByRole('heading', { level: 1, name: 'Ida Holm' }).waitFor()
    await page.getByRole('link', { name: 'Assets', exact: true }).click()
    await page.getByRole('link', { name: 'Add asset' }).click()
    await page.getByLabel('Name').fill('SRV-01')
    await page.getByLabel('Kind').fill('server')
    await press(page, 'Add')
    await page.getByRole('heading', { level: 1, name: 'SRV-01' }).waitFor()

    await cloud.settle()
    const told = receiver.received.slice(before)
    const own = told.filter(message => isSignedBy(secret, message))
    expect(own.map(({ body }) => JSON.parse(body).type).sort()).toEqual(['client.created', 'webhook.test'])
    await page.goto(hook)
    await page.getByRole('link', { name: 'Test event' }).click()
    await page.getByText('HTTP 204').waitFor()
    expect(await page.locator('.payload').textContent()).toContain('"type": "webhook.test"')
    await press(page, 'Send anew')
    await cloud.settle()
    await page.reload()
    expect(await page.getByText('HTTP 204').count()).toBe(2)

    await page.goto(`${cloud.url}/settings/audit-log?kind=webhooks`)
    expect(await page.getByText(`Chat ${way}`).count()).toBeGreaterThan(0)
    expect(await page.content()).not.toContain(secret)
    expect(problems).toEqual([])
  },
  240_000,
)

function isSignedBy(secret: string, message: Receiver['received'][number]): boolean {
  try {
    receiver.verify(secret, message)
    return true
  } catch {
    return false
  }
}

async function addToList(
  page: Page,
  list: string,
  add: string,
  { fill, row }: { fill: () => Promise<void>; row: string },
): Promise<void> {
  await open(page, list)
  await page.getByRole('link', { name: add }).click()
  await fill()
  await press(page, 'Add')
  await page.getByRole('link', { name: row }).waitFor()
}

async function open(page: Page, name: string): Promise<void> {
  const pages = page.getByRole('navigation', { name: 'Settings pages' })
  await pages.getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
}
