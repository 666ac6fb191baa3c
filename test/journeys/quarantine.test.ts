import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { openTestCloud, type TestCloud } from '../support/cloud.ts'
import { amara, numberOf, support } from './busy-ticket.ts'
import { signInByCode } from './sign-in.ts'
import { type Watch, watchPage } from './watch-page.ts'

let cloud: TestCloud
let browser: TestBrowser
let page: Page
let watch: Watch

beforeAll(async () => {
  cloud = await openTestCloud()
  browser = await openBrowser()
  // Everything here is done by plain forms.
  page = await browser.visit({ javaScript: false })
  watch = await watchPage(page)
  await signInByCode(cloud, page, 'priya@desk.example')
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await cloud?.close()
})

const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
const errorAt = (label: string) =>
  page
    .getByLabel(label, { exact: true })
    .evaluate(
      field =>
        document.getElementById(field.getAttribute('aria-describedby')?.split(' ').at(-1) ?? '')?.textContent,
    )

/** A mail of nobody the desk knows, opened in the quarantine. */
async function openHeld(subject: string, from = 'Sam <sam@partner.example>'): Promise<void> {
  await cloud.sendMail({ from, to: support, subject, text: `All about ${subject}.` })
  await cloud.settle()
  await page.goto(`${cloud.url}/quarantine`)
  await page.getByRole('link', { name: subject }).click()
}

describe('a mail in quarantine', () => {
  it('is shown whole, with what was found of it and its headers', async () => {
    await openHeld('Offer')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Offer')
    expect(await page.getByText('Unknown sender').count()).toBe(1)
    expect(await page.getByText('All about Offer.').count()).toBe(1)
    expect(await page.getByLabel('Checks').textContent()).toContain('DMARC: pass')
    await page.getByRole('link', { name: 'Headers' }).click()
    expect(await page.getByLabel('Headers', { exact: true }).textContent()).toContain('Subject: Offer')
    await page.getByRole('link', { name: 'Offer' }).click()
    expect(await page.getByRole('link', { name: 'Download the raw mail' }).count()).toBe(1)
  })

  it('is released as a reply, once the number is one of a ticket that is open', async () => {
    await cloud.sendMail({ from: amara, to: support, subject: 'Dock door', text: 'It is stuck.' })
    const number = await numberOf(cloud, 'Dock door')
    await openHeld('Answer')
    await page.getByLabel('Ticket number', { exact: true }).fill('999999')
    await press('Release as reply')
    expect(await errorAt('Ticket number')).toContain('Give the number of a ticket that exists.')
    expect(await page.getByLabel('Ticket number', { exact: true }).inputValue()).toBe('999999')
    await page.getByLabel('Ticket number', { exact: true }).fill(String(number))
    await press('Release as reply')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Dock door')
    expect(await page.getByText('All about Answer.').count()).toBe(1)
    await cloud.settle()
    expect(cloud.outbox.list({ to: 'sam@partner.example' })).toEqual([])
  })

  it('is released as a ticket, and its sender is a contact from then on', async () => {
    await openHeld('Joining', 'Kim <kim@joining.example>')
    await page.getByLabel('Register the sender as a contact').first().check()
    await press('Release as ticket')
    expect(await page.locator('#ticket-registerSender-error').textContent()).toContain('Takes a client')
    expect(await page.getByRole('alert').textContent()).toContain('Takes a client')
    await page.getByLabel('Client of the new ticket').selectOption('Nordkap Logistics')
    await press('Release as ticket')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Joining')
    await cloud.sendMail({ from: 'kim@joining.example', to: support, subject: 'In', text: 'Thanks.' })
    const ticket = await cloud.docket.readTicket({ params: { number: await numberOf(cloud, 'In') } })
    expect(ticket).toMatchObject({ clientName: 'Nordkap Logistics', contactName: 'Kim' })
    await page.goto(`${cloud.url}/tickets/${ticket.number}`)
    expect(await page.getByText('Sender verified').count()).toBe(1)
    await page.getByText('Sender verified').click()
    expect(await page.getByLabel('Checks').textContent()).toContain('SPF: pass')
    await page.getByRole('link', { name: 'Headers' }).click()
    expect(await page.getByLabel('Headers', { exact: true }).textContent()).toContain('Subject: In')
  })

  it('is decided anew by the functions when an agent asks for it', async () => {
    await openHeld('Again', 'Lea <lea@again.example>')
    const { data } = await cloud.docket.listClients({ query: { limit: 1 } })
    const id = data[0]?.id ?? ''
    await cloud.docket.createContact({ params: { id }, body: { name: 'Lea', email: 'lea@again.example' } })
    await press('Decide anew')
    await cloud.settle()
    const number = await numberOf(cloud, 'Again')
    expect(await cloud.docket.readTicket({ params: { number } })).toMatchObject({ contactName: 'Lea' })
    await page.goto(`${cloud.url}/quarantine`)
    expect(await page.getByText('Again', { exact: true }).count()).toBe(0)
  })

  it('goes when its sender is blocked, who is heard no more until unblocked', async () => {
    await openHeld('Winner', 'spam@winner.example')
    await page.getByLabel('Block', { exact: true }).selectOption('Everybody at this domain: winner.example')
    await press('Block sender')
    expect(await page.getByText('Winner').count()).toBe(0)
    await cloud.sendMail({ from: 'other@winner.example', to: support, subject: 'Winner', text: 'You won.' })
    await cloud.settle()
    await page.goto(`${cloud.url}/quarantine`)
    expect(await page.getByText('Winner').count()).toBe(0)
    await page.getByRole('link', { name: 'Blocked senders' }).click()
    await press('Unblock winner.example')
    expect(await page.getByText('Nobody is blocked').count()).toBe(1)
  })

  it('that lost its receipt is found by the reconciler, and waits for a person', async () => {
    const raw = 'From: amara.okonkwo@nordkap-freight.example\r\nSubject: Lost\r\n\r\nWhere am I?\r\n'
    await cloud.s3.putObject('docket-mail', 'lost0receipt', Buffer.from(raw))
    await cloud.moveClock(new Date(cloud.clock.now().getTime() + 16 * 60_000))
    expect(await cloud.fire('reconcile-mail')).toBe(true)
    await cloud.settle()
    await page.goto(`${cloud.url}/quarantine`)
    const lost = page.locator('article').filter({ hasText: 'Lost' })
    expect(await lost.textContent()).toContain('What the mail system found is lost')
    expect(await lost.textContent()).toContain('DMARC: not checked')
  })

  it('asked nothing of anybody else, and left no error', () => {
    expect(watch.problems).toEqual([])
    expect(cloud.errors).toEqual([])
  })
})
