import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { openTestCloud, type TestCloud } from '../support/cloud.ts'
import { amara, numberOf, redImage, support } from './busy-ticket.ts'
import { signInByCode } from './sign-in.ts'
import { type Watch, watchPage } from './watch-page.ts'

let cloud: TestCloud
let browser: TestBrowser
let mouse: Page
let other: Page
let plain: Page
let watches: Watch[]
let number: number

beforeAll(async () => {
  cloud = await openTestCloud()
  browser = await openBrowser()
  mouse = await browser.visit()
  other = await browser.visit()
  plain = await browser.visit({ javaScript: false })
  watches = await Promise.all([mouse, other, plain].map(watchPage))
  await cloud.signIn(mouse)
  await cloud.signIn(other)
  await signInByCode(cloud, plain, 'priya@desk.example')
  const cc = 'bjork@nordkap-freight.example'
  await cloud.sendMail({ from: amara, to: support, cc, subject: 'Gate 4', text: 'It is stuck.' })
  number = await numberOf(cloud, 'Gate 4')
  await cloud.docket.createCannedReply({
    body: {
      name: 'Have you tried',
      shortcut: '/try',
      bodyText: 'Hello {{contact.name}}, please restart it.',
    },
  })
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await cloud?.close()
})

const open = (page: Page) => page.goto(`${cloud.url}/tickets/${number}`)
const message = (page: Page) => page.getByRole('textbox', { name: 'Message' })
const timeline = async () => {
  const { data } = await cloud.docket.readTimeline({ params: { number }, query: { limit: 100 } })
  return data
}
const draftKept = (page: Page, act: () => Promise<unknown>) =>
  Promise.all([
    page.waitForResponse(answer => answer.url().endsWith('/draft') && answer.request().method() === 'POST'),
    act(),
  ])
const mails = (words: string) => cloud.outbox.list().filter(({ text }) => text.includes(words))
const press = async (page: Page, name: string | RegExp) => {
  const answered = page.waitForEvent('load')
  await page.getByRole('button', { name }).first().click()
  await answered
}

describe('writing on a ticket', () => {
  it('keeps what is typed, and has it on another browser', async () => {
    await open(mouse)
    await draftKept(mouse, () => message(mouse).fill('Half a sentence'))
    await mouse.getByText('Draft saved').waitFor()
    await open(other)
    expect(await message(other).inputValue()).toBe('Half a sentence')
    await other.goto(`${cloud.url}/drafts`)
    await other.getByRole('link', { name: /Gate 4/ }).waitFor()
  })

  it('tells the window whose draft is older, and does not write over the newer', async () => {
    await open(other)
    await draftKept(other, () => message(other).fill('Half a sentence, and the rest'))
    await other.getByText('Draft saved').waitFor()
    await draftKept(mouse, () => message(mouse).fill('Half a sentence, but older'))
    await mouse.getByText('This draft was changed in another window').waitFor()
    await open(mouse)
    expect(await message(mouse).inputValue()).toBe('Half a sentence, and the rest')
  })

  it('sends, and takes the reply back with everything that it did', async () => {
    await message(mouse).fill('It is open again, too soon said.')
    await mouse.getByLabel('Then set status').selectOption('Working')
    await mouse.getByLabel('Minutes worked').fill('1:05')
    await press(mouse, /^Send reply to Amara/)
    await mouse.getByText('Reply sent.').waitFor()
    expect(await cloud.docket.readTicket({ params: { number } })).toMatchObject({
      status: 'working',
      minutesWorked: 65,
    })
    await press(mouse, 'Undo')
    expect(await message(mouse).inputValue()).toBe('It is open again, too soon said.')
    expect(await mouse.getByLabel('Minutes worked').inputValue()).toBe('65')
    expect(await cloud.docket.readTicket({ params: { number } })).toMatchObject({
      status: 'open',
      minutesWorked: 0,
    })
    await cloud.settle()
    expect(mails('too soon said')).toEqual([])
    expect((await timeline()).map(({ text }) => text).join()).not.toContain('too soon said')
  })

  it('sends by itself once the time is over', async () => {
    await message(mouse).fill('It is open again.')
    await press(mouse, /^Send reply to Amara/)
    await expect.poll(() => mails('It is open again.').length, { timeout: 20_000, interval: 500 }).toBe(2)
    expect(await mouse.getByRole('button', { name: 'Undo' }).count()).toBe(0)
  }, 30_000)

  it('goes to whom the agent chose, and nobody else', async () => {
    await open(mouse)
    await mouse.getByRole('checkbox', { name: /bjork/ }).uncheck()
    await mouse.getByText('Add recipients').first().click()
    await mouse.getByRole('textbox', { name: 'Add recipients' }).fill('nobody at all')
    await message(mouse).fill('Only for some of you.')
    await press(mouse, /^Send reply to Amara/)
    expect(await mouse.getByRole('alert').textContent()).toContain('is not a mail address')
    expect(await message(mouse).inputValue()).toBe('Only for some of you.')
    expect(await mouse.getByRole('checkbox', { name: /bjork/ }).isChecked()).toBe(false)
    await mouse.getByRole('textbox', { name: 'Add recipients' }).fill('lead@nordkap-freight.example')
    await mouse.getByLabel('Keep those I add as watchers').check()
    await press(mouse, /^Send reply to Amara/)
    await cloud.settle()
    expect(
      mails('Only for some')
        .flatMap(({ to }) => to)
        .toSorted(),
    ).toEqual([amara.address, 'lead@nordkap-freight.example'])
    const { watchers } = await cloud.docket.readTicket({ params: { number } })
    expect(watchers.map(({ email }) => email)).toContain('lead@nordkap-freight.example')
  })

  it('takes files as they are dropped, straight to the bucket', async () => {
    await open(mouse)
    const files = [
      { name: 'red.png', mimeType: 'image/png', buffer: redImage() },
      { name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.from('E07') },
    ]
    await mouse.getByLabel('Attach files').setInputFiles(files)
    await expect.poll(() => mouse.locator('.files input[name^=file]').count()).toBe(2)
    await mouse.getByRole('button', { name: 'Remove log.txt' }).click()
    await message(mouse).fill('The picture.')
    await press(mouse, /^Send reply to Amara/)
    expect((await timeline()).at(-1)).toMatchObject({
      text: 'The picture.',
      attachments: [{ name: 'red.png', contentType: 'image/png' }],
    })
  })

  it('is done by keys alone: a canned reply by a slash, sent by Ctrl and Enter', async () => {
    await open(mouse)
    await mouse.keyboard.press('r')
    await mouse.keyboard.press('/')
    await mouse.getByLabel('Find a canned reply').waitFor()
    await mouse.keyboard.type('try')
    await mouse.getByRole('button', { name: /Have you tried/ }).waitFor()
    await mouse.keyboard.press('ArrowDown')
    await mouse.keyboard.press('Enter')
    expect(await message(mouse).inputValue()).toBe(`Hello ${amara.name}, please restart it.`)
    const answered = mouse.waitForEvent('load')
    await mouse.keyboard.press('Control+Enter')
    await answered
    await mouse.getByText('Reply sent.').waitFor()
  })

  it('without a script keeps drafts, inserts canned replies, takes files and undoes', async () => {
    await open(plain)
    await message(plain).fill('By hand.')
    await press(plain, 'Canned replies')
    await plain.getByLabel('Canned reply', { exact: true }).selectOption('Have you tried')
    await press(plain, 'Insert')
    expect(await message(plain).inputValue()).toBe(`By hand.\nHello ${amara.name}, please restart it.`)
    const file = { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('first, then') }
    await plain.getByLabel('Attach files').setInputFiles(file)
    await press(plain, 'Save draft')
    await plain.getByText('plan.txt').waitFor()
    await press(plain, /^Send reply to Amara/)
    expect((await timeline()).at(-1)?.attachments).toMatchObject([{ name: 'plan.txt' }])
    await press(plain, 'Undo')
    await plain.getByText('plan.txt').waitFor()
    await press(plain, 'Remove plan.txt')
    expect(await plain.getByText('plan.txt').count()).toBe(0)
    await press(plain, 'Discard draft')
    expect(await message(plain).inputValue()).toBe('')
  })

  it('says what arrived meanwhile, keeps the words, and sends them anyway on purpose', async () => {
    await open(mouse)
    await message(mouse).fill('Written before I knew.')
    await cloud.sendMail({
      from: amara,
      to: support,
      subject: `Re: [TCK-${number}] Gate 4`,
      text: 'It fell off.',
    })
    await cloud.settle()
    await press(mouse, /^Send reply to Amara/)
    expect(await mouse.getByRole('alert').textContent()).toContain('Amara Okonkwo replied')
    expect(await message(mouse).inputValue()).toBe('Written before I knew.')
    await press(mouse, /^Send anyway/)
    await mouse.getByText('Reply sent.').waitFor()
  })

  it('left no error', () => {
    expect(watches.flatMap(({ problems }) => problems)).toEqual([])
    expect(cloud.errors).toEqual([])
  })
})
