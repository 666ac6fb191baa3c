import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { openTestCloud, type TestCloud } from '../support/cloud.ts'

let cloud: TestCloud
let browser: TestBrowser
let page: Page

const amara = { name: 'Amara Okonkwo', address: 'amara.okonkwo@nordkap-freight.example' }
const support = 'support@desk.example'

beforeAll(async () => {
  cloud = await openTestCloud()
  browser = await openBrowser()
  page = await browser.visit()
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await cloud?.close()
})

const ticketWith = async (subject: string) => {
  const { data } = await cloud.docket.listTickets({ query: { limit: 5 } })
  const ticket = data.find(each => each.subject === subject)
  if (ticket === undefined) throw new Error(`There is no ticket "${subject}"`)
  return ticket
}

describe('a mail is answered in the console', () => {
  let number: number
  let firstId: string

  it('shows a mail sent by SMTP on the API and in the console, by nobody’s doing', async () => {
    const { messageId } = await cloud.sendMail({
      from: amara,
      to: support,
      subject: 'Scanner is dead',
      text: 'It beeps.\n\nAmara',
    })
    firstId = messageId
    await expect.poll(() => ticketWith('Scanner is dead'), { timeout: 20_000, interval: 50 }).toBeDefined()
    number = (await ticketWith('Scanner is dead')).number
    await cloud.signIn(page)
    await expect.poll(() => page.getByText('Scanner is dead').count()).toBe(1)
  })

  it('has acknowledged it, in the thread the contact began', async () => {
    await cloud.settle()
    const [acknowledgement] = cloud.outbox.list({ to: amara.address })
    expect(acknowledgement?.subject).toBe(`[TCK-${number}] Scanner is dead`)
    expect(acknowledgement?.headers.references).toContain(firstId)
    expect(acknowledgement?.headers['auto-submitted']).toBe('auto-generated')
  })

  it('mails what an agent writes in the browser, with a reply token and the thread root', async () => {
    await page.getByRole('link', { name: /Scanner is dead/ }).click()
    await page.getByLabel('Message').fill('Please hold the trigger for ten seconds.')
    await page.getByRole('button', { name: /^Send reply to Amara/ }).click()
    await page.waitForLoadState()
    expect(await page.getByText('Please hold the trigger for ten seconds.').count()).toBe(1)
    await cloud.settle()
    const reply = cloud.outbox.list({ to: amara.address }).at(-1)
    expect(reply?.text).toContain('Please hold the trigger for ten seconds.')
    expect(reply?.headers['reply-to']).toMatch(
      new RegExp(`support\\+t${number}\\.[a-z2-7]{26}@desk\\.example`),
    )
    expect(reply?.headers.references).toMatch(new RegExp(`^<t${number}\\.[a-z2-7]{26}@desk\\.example>`))
    expect(reply?.headers['auto-submitted']).toBeUndefined()
  })

  it('never mails an internal note', async () => {
    await page.getByText('Internal note', { exact: true }).first().click()
    await page.getByLabel('Message').fill('CANARY: they never read the manual')
    await page.getByRole('button', { name: /^Save internal note/ }).click()
    await page.waitForLoadState()
    expect(await page.getByText('CANARY: they never read the manual').count()).toBe(1)
    await cloud.settle()
    const mails = cloud.outbox.list().map(({ id }) => cloud.outbox.raw(id)?.toString() ?? '')
    expect(mails.length).toBeGreaterThan(1)
    expect(mails.filter(raw => raw.includes('CANARY'))).toEqual([])
  })

  it('takes the answer to that mail into the same ticket, once, however often it is delivered', async () => {
    const reply = cloud.outbox.list({ to: amara.address }).at(-1)
    const answer = {
      envelope: { from: amara.address, to: /<(.+)>/.exec(reply?.headers['reply-to'] ?? '')?.[1] ?? '' },
      raw: [
        `From: ${amara.name} <${amara.address}>`,
        `To: ${support}`,
        'Subject: Re: something else entirely',
        'Message-ID: <answer-1@nordkap-freight.example>',
        `In-Reply-To: ${reply?.messageId}`,
        '',
        'That worked, thank you!',
        '',
        'On Tue, 24 Nov 2026 at 10:02, Alex Moreau <support@desk.example> wrote:',
        '> Please hold the trigger for ten seconds.',
        '',
      ].join('\r\n'),
    }
    for (let delivery = 0; delivery < 5; delivery += 1) await cloud.sendMail(answer)
    await cloud.settle()
    const { data } = await cloud.docket.readTimeline({ params: { number } })
    const words = data.filter(({ kind }) => kind === 'reply').map(({ text }) => text.trim())
    expect(words).toEqual([
      'It beeps.\n\nAmara',
      'Please hold the trigger for ten seconds.',
      'That worked, thank you!',
    ])
    expect((await ticketWith('Scanner is dead')).number).toBe(number)
    const list = await cloud.docket.listTickets({ query: { limit: 1 } })
    expect(list.data[0]?.number).toBe(number)
  })

  it('resolves and closes from the page, and says so to the contact', async () => {
    await page.reload()
    await page.getByRole('button', { name: 'Resolve' }).click()
    await page.waitForLoadState()
    await cloud.settle()
    expect(cloud.outbox.list({ to: amara.address }).at(-1)?.text).toContain('is resolved')
    await cloud.moveClock(new Date(cloud.clock.now().getTime() + 73 * 3_600_000))
    await cloud.settle()
    expect((await cloud.docket.readTicket({ params: { number } })).status).toBe('closed')
    await page.reload()
    expect(await page.getByLabel('Message').count()).toBe(0)
  }, 60_000)

  it('left no function with an error in its log', () => {
    expect(cloud.errors).toEqual([])
  })
})
