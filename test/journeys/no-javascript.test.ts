import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { openTestCloud, type TestCloud } from '../support/cloud.ts'
import { amara, numberOf, support } from './busy-ticket.ts'
import { mailedCode, signInByCode } from './sign-in.ts'
import { type Watch, watchPage } from './watch-page.ts'

let cloud: TestCloud
let browser: TestBrowser
let page: Page
let watch: Watch
let number: number

beforeAll(async () => {
  cloud = await openTestCloud()
  browser = await openBrowser()
  page = await browser.visit({ javaScript: false })
  watch = await watchPage(page)
  await cloud.sendMail({ from: amara, to: support, subject: 'Door badge', text: 'It does not open.' })
  number = await numberOf(cloud, 'Door badge')
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await cloud?.close()
})

const ticket = () => cloud.docket.readTicket({ params: { number } })
const press = (name: string | RegExp) => page.getByRole('button', { name }).click()
const errorOf = (label: string) => page.getByLabel(label).evaluate(describedBy)

describe('the console without JavaScript', () => {
  it('says at the field what is wrong with an address or a code, and keeps the address', async () => {
    await page.goto(`${cloud.url}/tickets`)
    await page.getByLabel('Your mail address').fill('alex at desk')
    await press('Mail me a code')
    expect(await page.getByLabel('Your mail address').inputValue()).toBe('alex at desk')
    expect(await errorOf('Your mail address')).toContain('such as anna@company.example')
    await page.getByLabel('Your mail address').fill('priya@desk.example')
    await press('Mail me a code')
    await page.getByLabel('Code').fill('')
    await press('Sign in')
    expect(await errorOf('Code')).toContain('Fill this in.')
    await page.getByLabel('Code').fill('AAAAAAAA')
    await press('Sign in')
    expect(await page.getByRole('alert').textContent()).toContain('That code is wrong')
    await page.getByLabel('Code').fill(await mailedCode(cloud, 'priya@desk.example'))
    await press('Sign in')
    expect(new URL(page.url()).pathname).toBe('/tickets')
  })

  it('opens a ticket from the filtered list', async () => {
    await page.getByRole('combobox', { name: 'Client' }).selectOption('Nordkap Logistics')
    await press('Filter')
    expect(new URL(page.url()).searchParams.get('client')).not.toBeNull()
    await page.getByRole('link', { name: 'Door badge' }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Door badge')
  })

  it('sends a public reply by mail, sets the status and logs the time with it', async () => {
    await page.getByLabel('Message').fill('Please try it again now.')
    await page.getByLabel('Then set status').selectOption('Working')
    await page.getByLabel('Minutes worked').fill('12')
    await press(/^Send reply to Amara/)
    expect(await page.getByText('Please try it again now.').count()).toBe(1)
    expect(await ticket()).toMatchObject({ status: 'working', minutesWorked: 12 })
    await cloud.settle()
    expect(cloud.outbox.list({ to: amara.address }).at(-1)?.text).toContain('Please try it again now.')
  })

  it('keeps the words of a reply that is refused, and says at the field what is wrong', async () => {
    await page.getByLabel('Message').fill('Two lines,\n  one indented')
    await page.getByLabel('Minutes worked').fill('9999')
    await press(/^Send reply to Amara/)
    expect(await page.getByLabel('Message').inputValue()).toBe('Two lines,\n  one indented')
    expect(await page.getByLabel('Minutes worked').inputValue()).toBe('9999')
    expect(await errorOf('Minutes worked')).toContain('Minutes from 0 to 1440')
    expect(cloud.outbox.list({ to: amara.address }).at(-1)?.text).not.toContain('Two lines')
  })

  it('saves an internal note, which is mailed to nobody', async () => {
    const mailsBefore = cloud.outbox.list().length
    await page.getByText('Internal note', { exact: true }).click()
    await page.getByLabel('Minutes worked').fill('')
    await page.getByLabel('Message').fill('The badge reader is from 2009.')
    await press('Save internal note')
    expect(await page.locator('.message-note').getByText('The badge reader is from 2009.').count()).toBe(1)
    await cloud.settle()
    expect(cloud.outbox.list().length).toBe(mailsBefore)
  })

  it('assigns, sets the priority and changes the subject', async () => {
    await page.getByLabel('Assignee', { exact: true }).selectOption('Jonas Becker')
    await press('Save assignee')
    expect(await page.getByLabel('Assignee', { exact: true }).locator(':checked').textContent()).toBe(
      'Jonas Becker',
    )
    await press('Set priority to urgent')
    await page.getByText('Edit subject').click()
    await page.getByLabel('Subject', { exact: true }).fill('Door badge of the depot')
    await press('Save subject')
    expect(await ticket()).toMatchObject({
      assigneeName: 'Jonas Becker',
      priority: 'urgent',
      subject: 'Door badge of the depot',
    })
  })

  it('resolves and reopens', async () => {
    await press('Resolve')
    expect((await ticket()).status).toBe('resolved')
    await press('Reopen')
    expect((await ticket()).status).toBe('open')
  })

  it('opens a ticket for a contact; until then it keeps what was typed', async () => {
    await page.getByRole('link', { name: 'New ticket' }).click()
    await page.getByLabel('Description').fill('Two monitors, please.')
    await press('Open ticket')
    expect(await errorOf('Client')).toContain('Choose the client this is for.')
    expect(await errorOf('Subject')).toContain('Fill this in.')
    expect(await page.getByLabel('Description').inputValue()).toBe('Two monitors, please.')
    await page.getByLabel('Client').selectOption('Nordkap Logistics')
    await press('Show contacts')
    expect(await page.getByLabel('Description').inputValue()).toBe('Two monitors, please.')
    await page.getByLabel('Contact').selectOption(`${amara.name} · ${amara.address}`)
    await page.getByLabel('Subject').fill('Monitors')
    await press('Open ticket')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Monitors')
    expect(await page.getByText('Two monitors, please.').count()).toBe(1)
    await cloud.settle()
    expect(cloud.outbox.list({ to: amara.address }).at(-1)?.subject).toContain('Monitors')
  })

  it('releases one mail from quarantine and deletes another', async () => {
    for (const subject of ['Offer', 'Winner']) {
      await cloud.sendMail({ from: 'seller@elsewhere.example', to: support, subject, text: 'Hello' })
    }
    await cloud.settle()
    await page.getByRole('link', { name: 'Quarantine' }).click()
    const winner = page.locator('article').filter({ hasText: 'Winner' })
    await winner.getByText('Delete…').click()
    await winner.getByRole('button', { name: 'Delete for good' }).click()
    expect(await page.getByText('Winner').count()).toBe(0)
    const offer = page.locator('article').filter({ hasText: 'Offer' })
    await offer.getByLabel('Client of the new ticket').selectOption('Nordkap Logistics')
    await offer.getByRole('button', { name: 'Release as ticket' }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Offer')
  })

  it('changes settings, and keeps what was typed where it cannot', async () => {
    await page.locator('.account > summary').click()
    await press('Sign out')
    await signInByCode(cloud, page, 'alex@desk.example')
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByLabel('Desk name').fill('Bluewater')
    await page.getByLabel('Close resolved tickets after').fill('0')
    await press('Save settings')
    expect(await page.getByLabel('Desk name').inputValue()).toBe('Bluewater')
    expect(await errorOf('Close resolved tickets after')).toContain('A whole number from 1 to 8760.')
    await page.getByLabel('Close resolved tickets after').fill('48')
    await page.getByLabel('Tell clients about their tickets').uncheck()
    await press('Save settings')
    expect(await page.getByRole('status').textContent()).toContain('Settings saved.')
    const settings = await cloud.docket.readSettings()
    expect(settings).toMatchObject({ deskName: 'Bluewater', autoCloseHours: 48, clientNotifications: false })
  })

  it('asked nothing of anybody else, and left no error', () => {
    expect(watch.problems).toEqual([])
    expect(cloud.errors).toEqual([])
  })
})

/** What a screen reader says of a field besides its label. */
function describedBy(field: Element): string {
  const ids = (field.getAttribute('aria-describedby') ?? '').split(' ')
  return ids.map(id => document.getElementById(id)?.textContent ?? '').join(' ')
}
