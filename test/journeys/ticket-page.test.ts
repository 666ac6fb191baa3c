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
let plain: Page
let watches: Watch[]
let number: number
let other: number

beforeAll(async () => {
  cloud = await openTestCloud()
  browser = await openBrowser()
  page = await browser.visit()
  plain = await browser.visit({ javaScript: false })
  watches = [await watchPage(page), await watchPage(plain)]
  for (const subject of ['Forklift 4 beeps', 'Forklift 4 beeps again']) {
    await cloud.sendMail({ from: amara, to: support, subject, text: 'All the time.' })
  }
  number = await numberOf(cloud, 'Forklift 4 beeps')
  other = await numberOf(cloud, 'Forklift 4 beeps again')
  await cloud.signIn(page)
  await signInByCode(cloud, plain, 'priya@desk.example')
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await cloud?.close()
})

const ticket = (of = number) => cloud.docket.readTicket({ params: { number: of } })
const go = (to: string, on = page) => on.goto(`${cloud.url}/tickets/${number}${to}`)
const press = async (name: string | RegExp, on = page) => {
  const answered = on.waitForResponse(response => {
    return response.request().method() === 'POST' && !response.url().endsWith('/viewers')
  })
  await on.getByRole('button', { name, exact: typeof name === 'string' }).click()
  const answer = await answered
  await on.waitForLoadState()
  return answer.status()
}
const unfold = (label: string, on = page) => on.locator('summary', { hasText: label }).first().click()
const write = async (body: string, on = page) => {
  await on.getByText('Internal note', { exact: true }).first().click()
  await on.getByLabel('Message').fill(body)
  return await press('Save internal note', on)
}

describe('the whole life of a ticket, by mouse', () => {
  it('takes it, sets its priority, and says what keeps it from being resolved', async () => {
    await go('')
    await press('Take it')
    await press('Set priority to urgent')
    await unfold('Add a task')
    await page.getByLabel('Task', { exact: true }).fill('Check the battery')
    await page.getByLabel('Required before the ticket is resolved').check()
    await press('Add task')
    expect(await press('Resolve')).toBe(409)
    expect(await page.getByRole('alert').textContent()).toContain('“Check the battery”')
    await press('Mark “Check the battery” as done')
    expect(await ticket()).toMatchObject({
      priority: 'urgent',
      assigneeName: 'Alex Moreau',
      requiredTasksOpen: 0,
    })
  })

  it('brings forms into the panel without losing what is being written', async () => {
    await page.getByLabel('Message').fill('Half a sen')
    await page.getByRole('link', { name: 'Add an asset' }).click()
    await page.getByLabel('Asset', { exact: true }).selectOption({ index: 0 })
    expect(await page.getByLabel('Message').inputValue()).toBe('Half a sen')
    await press('Add asset')
    expect((await ticket()).assetIds).toHaveLength(1)
    await page.getByRole('button', { name: /^Remove the asset/ }).click()
    await page.waitForLoadState()
    await page.getByText('None', { exact: true }).first().waitFor()
    expect((await ticket()).assetIds).toEqual([])
  })

  it('links it, tags it, adds a watcher, schedules a visit that is mailed', async () => {
    await go('')
    await unfold('Link a ticket')
    await page.getByLabel('Ticket', { exact: true }).fill(`TCK-${other}`)
    await press('Link ticket')
    await unfold('Add a tag')
    await page.getByLabel('Tag', { exact: true }).fill('forklift')
    await press('Add tag')
    await unfold('Add a watcher')
    await page.getByLabel('Mail address').fill('shift@nordkap-freight.example')
    await press('Add watcher')
    await unfold('Schedule a visit')
    await page.getByLabel('From', { exact: true }).fill('2090-03-01T10:00')
    await page.getByLabel('Until', { exact: true }).fill('2090-03-01T11:00')
    await press('Schedule visit')
    await cloud.settle()
    expect(await ticket()).toMatchObject({
      tags: ['forklift'],
      watchers: [{ email: 'shift@nordkap-freight.example' }],
      links: [{ number: other, kind: 'related' }],
    })
    const { id = '' } = cloud.outbox.list({ to: amara.address }).at(-1) ?? {}
    expect(cloud.outbox.raw(id)?.toString()).toContain('text/calendar')
  })

  it('edits a note, shows the words it had, and redacts it', async () => {
    await write('The pasword is 1234.')
    await page.locator('.message-note').getByRole('link', { name: 'Edit', exact: true }).click()
    await page.getByLabel('Message').fill('The password is 1234.')
    await press('Save message')
    await page.getByRole('link', { name: 'Earlier versions' }).click()
    await page.getByText('The pasword is 1234.').waitFor()
    await page.getByRole('link', { name: /^Back to/ }).click()
    await page.locator('.message-note').getByRole('link', { name: 'Redact…' }).click()
    await page.getByText('This cannot be undone.').waitFor()
    await press('Redact for good')
    expect(await page.getByText('1234').count()).toBe(0)
  })

  it('splits a message off once it was seen, and leaves a way there', async () => {
    await write('And the ramp is slippery.')
    await page.getByRole('link', { name: 'Split off messages' }).click()
    await page.getByRole('checkbox', { name: /slippery/ }).check()
    await page.getByLabel('Subject of the new ticket').fill('Slippery ramp')
    await press('Preview')
    await page.getByText('One message goes there:').waitFor()
    await press('Split off')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Slippery ramp')
    await go('')
    await page.getByRole('link', { name: 'Go there' }).click()
    await page.getByText('And the ramp is slippery.').waitFor()
  })

  it('merges it into another after a preview, and takes that back', async () => {
    await go('/merge')
    await page.getByLabel('Reference or words').fill(`TCK-${other}`)
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('heading', { name: 'What will happen' }).waitFor()
    await press(`Merge into TCK-${other}`)
    expect((await ticket()).mergedInto).toBe(other)
    await go('')
    await press('Undo merge')
    expect(await ticket()).toMatchObject({ mergedInto: null, status: 'open' })
  })

  it('moves it to another client, once what it loses was seen', async () => {
    await page.getByRole('link', { name: 'Move to another client' }).click()
    await page.getByLabel('To', { exact: true }).selectOption({ index: 1 })
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByText(`Contact: ${amara.name}`).waitFor()
    await press(/^Move to/)
    expect(await ticket()).toMatchObject({ contactId: null, watchers: [] })
  })

  it('shows each of two agents the other, and that one is writing', async () => {
    await go('', plain)
    await go('')
    await page.getByTitle('Priya Raman is viewing this ticket').waitFor()
    await go('', plain)
    await plain.getByTitle('Alex Moreau is viewing this ticket').waitFor()
  })

  it('narrows the timeline and finds the way back', async () => {
    await page.getByRole('link', { name: /^Activity/ }).click()
    await page.waitForURL(/show=activity/)
    expect(await page.locator('.message').count()).toBe(0)
    await page.getByRole('link', { name: /^Everything/ }).click()
    await page.locator('.message').first().waitFor()
  })

  it('resolves, reopens, resolves and closes for good, after saying what that means', async () => {
    await press('Resolve')
    await press('Reopen')
    await press('Resolve')
    await unfold('Close for good…')
    await page.getByText('Closed is final').waitFor()
    await press('Close for good')
    expect(await ticket()).toMatchObject({ status: 'closed' })
    expect(await page.locator('.panel form').count()).toBe(0)
  })
})

describe('the same without JavaScript', () => {
  it('tasks, assets, links, and a merge taken back', async () => {
    number = other
    await go('', plain)
    await unfold('Add a task', plain)
    await plain.getByLabel('Task', { exact: true }).fill('Oil the chain')
    await press('Add task', plain)
    await plain.getByRole('link', { name: 'Add an asset' }).click()
    await press('Add asset', plain)
    expect(await ticket()).toMatchObject({ tasksOpen: 1, assetIds: [expect.any(String)] })
    await plain.getByRole('link', { name: 'Merge into another ticket' }).click()
    await plain
      .getByRole('link', { name: /^Preview the merge/ })
      .first()
      .click()
    await press(/^Merge into/, plain)
    await go('', plain)
    await press('Undo merge', plain)
    expect(await ticket()).toMatchObject({ mergedInto: null })
    await write('Not for the client.', plain)
    await plain.getByRole('link', { name: 'Split off messages' }).click()
    await plain.getByRole('checkbox', { name: /Not for the client/ }).check()
    await press('Preview', plain)
    await press('Split off', plain)
    expect(await plain.getByText('Not for the client.').count()).toBe(1)
  })

  it('left no error', () => {
    expect(watches.flatMap(({ problems }) => problems)).toEqual([])
    expect(cloud.errors).toEqual([])
  })
})
