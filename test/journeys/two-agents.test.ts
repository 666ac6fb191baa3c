import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { openTestCloud, type TestCloud } from '../support/cloud.ts'
import { amara, numberOf, support } from './busy-ticket.ts'
import { signInByCode } from './sign-in.ts'
import { type Watch, watchPage } from './watch-page.ts'

let cloud: TestCloud
let browser: TestBrowser
let alex: Page
let priya: Page
let watches: Watch[]
let number: number

beforeAll(async () => {
  cloud = await openTestCloud()
  browser = await openBrowser()
  alex = await browser.visit()
  priya = await browser.visit()
  watches = [await watchPage(alex), await watchPage(priya)]
  await cloud.sendMail({ from: amara, to: support, subject: 'Gate 2 is stuck', text: 'It is half open.' })
  number = await numberOf(cloud, 'Gate 2 is stuck')
  await cloud.signIn(alex)
  await signInByCode(cloud, priya, 'priya@desk.example')
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await cloud?.close()
})

const words = 'Please press the red button,\nthen wait for a minute.'
const mailsWith = (text: string) =>
  cloud.outbox.list({ to: amara.address }).filter(mail => mail.text.includes(text))
const clientWrites = async (text: string) => {
  await cloud.sendMail({ from: amara, to: support, subject: `Re: [TCK-${number}] Gate 2 is stuck`, text })
  await cloud.settle()
}
const press = async (page: Page, name: string | RegExp) => {
  const answered = page.waitForResponse(response => response.request().method() === 'POST')
  await page.getByRole('button', { name }).click()
  const status = (await answered).status()
  await page.waitForLoadState()
  return status
}

describe('two agents and a client at one ticket', () => {
  it('refuses the public reply of whoever has not seen that the client wrote, and mails nothing', async () => {
    await alex.goto(`${cloud.url}/tickets/${number}`)
    await alex.getByLabel('Message').fill(words)
    await clientWrites('Never mind, it closed by itself.')
    expect(await press(alex, /^Send reply to Amara/)).toBe(409)
    await cloud.settle()
    expect(mailsWith('red button')).toEqual([])
  })

  it('keeps what was typed, says who wrote meanwhile, and marks what is new', async () => {
    expect(await alex.getByLabel('Message').inputValue()).toBe(words)
    expect(await alex.getByRole('alert').textContent()).toContain(
      'Amara Okonkwo replied while you were writing.',
    )
    expect(await alex.locator('.is-new').allInnerTexts()).toEqual([
      expect.stringContaining('Never mind, it closed by itself.'),
    ])
  })

  it('sends the same words when they are sent again on purpose, once', async () => {
    expect(await press(alex, 'Send anyway')).toBe(303)
    await cloud.settle()
    expect(mailsWith('red button')).toHaveLength(1)
    expect(await alex.locator('.message').getByText('red button').count()).toBe(1)
  })

  it('refuses the second of two replies written at once, and tells who was first', async () => {
    await Promise.all([alex, priya].map(page => page.goto(`${cloud.url}/tickets/${number}`)))
    await priya.getByLabel('Message').fill('I am on my way to you.')
    await alex.getByLabel('Message').fill('Priya will come tomorrow.')
    await alex.getByLabel('Minutes worked').fill('7')
    expect(await press(priya, /^Send reply to Amara/)).toBe(303)
    expect(await press(alex, /^Send reply to Amara/)).toBe(409)
    expect(await alex.getByRole('alert').textContent()).toContain('Priya Raman replied')
    expect(await alex.getByLabel('Message').inputValue()).toBe('Priya will come tomorrow.')
    expect(await alex.getByLabel('Minutes worked').inputValue()).toBe('7')
    await cloud.settle()
    expect(mailsWith('come tomorrow')).toEqual([])
    expect(mailsWith('on my way')).toHaveLength(1)
  })

  it('keeps an internal note internal through a refusal', async () => {
    await Promise.all([alex, priya].map(page => page.goto(`${cloud.url}/tickets/${number}`)))
    await alex.getByText('Internal note', { exact: true }).first().click()
    await alex.getByLabel('Message').fill('The motor is out of warranty.')
    await priya.getByRole('button', { name: 'Start working' }).click()
    await priya.waitForLoadState()
    expect(await press(alex, 'Save internal note')).toBe(409)
    expect(await alex.getByRole('radio', { name: 'Internal note' }).isChecked()).toBe(true)
    expect(await press(alex, 'Save internal note')).toBe(303)
    await cloud.settle()
    expect(mailsWith('warranty')).toEqual([])
  })

  it('shows what was typed, to be copied, where the ticket was closed meanwhile', async () => {
    await alex.goto(`${cloud.url}/tickets/${number}`)
    await alex.getByLabel('Message').fill('One more thing.')
    await cloud.docket.resolveTicket({ params: { number } })
    await cloud.docket.closeTicket({ params: { number } })
    expect(await press(alex, /^Send reply to Amara/)).toBe(409)
    expect(await alex.getByLabel('What you typed').inputValue()).toBe('One more thing.')
    expect(await alex.getByRole('button', { name: /^Send reply/ }).count()).toBe(0)
  })

  it('left no error', () => {
    expect(watches.flatMap(({ problems }) => problems)).toEqual([])
    expect(cloud.errors).toEqual([])
  })
})
