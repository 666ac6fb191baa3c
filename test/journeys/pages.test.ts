import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import axe, { type AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes, segmentOfMailKey } from '../../functions/web/routes.ts'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { openTestCloud, type TestCloud } from '../support/cloud.ts'
import { amara, numberOf, openBusyTicket, support } from './busy-ticket.ts'
import { type FilledSettings, fillSettings } from './filled-settings.ts'
import { signInContact } from './sign-in.ts'
import { type Watch, watchPage } from './watch-page.ts'
import { openWorkedTicket, type WorkedTicket } from './worked-ticket.ts'

let cloud: TestCloud
let browser: TestBrowser
let agent: Page
let visitor: Page
let contact: Page
let agentWatch: Watch
let visitorWatch: Watch
let contactWatch: Watch
let busy: number
let closed: number
let crowded: number
let overtaken: number
let clientId: string
let heldMail: string
let replied: string
let filled: FilledSettings
let resolved: number
let guestLink: string
let worked: WorkedTicket

/** One that never answers: what is to be seen is the way to it. */
const silentProvider = {
  issuer: 'http://127.0.0.1:9',
  clientId: 'docket',
  clientSecret: { value: 'secret' },
  name: 'Brightline ID',
}

/** Of each page as it came, gzipped, in bytes. */
const weights = new Map<string, number>()

/** Where to leave a picture of every page, for people to look at. */
const { PAGE_PICTURES: pictures } = process.env

beforeAll(async () => {
  cloud = await openTestCloud({ identityProvider: silentProvider })
  browser = await openBrowser()
  agent = await browser.visit()
  visitor = await browser.visit()
  agentWatch = await watchPage(agent)
  visitorWatch = await watchPage(visitor)
  contact = await browser.visit()
  contactWatch = await watchPage(contact)
  await Promise.all([cloud.signIn(agent), fillQuarantine(), fillDesk()])
  filled = await fillSettings(cloud)
  worked = await openWorkedTicket(cloud)
  await cloud.settle()
  await signInContact(cloud, contact, 'lukasz.wojcik@nordkap-logistics.example')
  await fillPortal()
  const { data } = await cloud.docket.listQuarantine({ query: { limit: 1 } })
  heldMail = routes.quarantinedMail.href({ mail: segmentOfMailKey(data[0]?.id ?? '') })
  await cloud.docket.blockSender({ body: { domain: `${'a-long-name-of-spam.'.repeat(8)}example` } })
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await cloud?.close()
})

interface Visit {
  path: () => string
  /** What is done on the page before it is looked at. */
  act?: (page: Page) => Promise<unknown>
  signedOut?: boolean
  language?: 'de'
  /** Looked at by a contact who is signed in to the portal. */
  inPortal?: boolean
}

const visits: Record<string, Visit> = {
  'sign-in': { path: () => '/sign-in', signedOut: true },
  'sign-in with a wrong address': {
    path: () => '/sign-in',
    signedOut: true,
    act: page => send(page, { 'Your mail address': 'nobody' }, 'Mail me a code'),
  },
  'sign-in code': {
    path: () => '/sign-in',
    signedOut: true,
    act: page => send(page, { 'Your mail address': 'alex@desk.example' }, 'Mail me a code'),
  },
  'sign-in link': { path: () => '/sign-in/link?token=spent', signedOut: true },
  'sign-in with a used link': {
    path: () => '/sign-in/link?token=spent',
    signedOut: true,
    act: page => send(page, {}, 'Sign in'),
  },
  'active tickets': { path: () => '/tickets' },
  'unassigned tickets': { path: () => '/tickets?view=unassigned' },
  'my tickets': { path: () => '/tickets?view=mine' },
  'resolved tickets': { path: () => '/tickets?view=resolved' },
  'closed tickets': { path: () => `/tickets?view=closed&client=${clientId}` },
  'all tickets': { path: () => `/tickets?view=all&client=${clientId}&priority=medium` },
  'a filter that nothing fits': { path: () => '/tickets?view=mine&priority=urgent&client=none' },

  'lists: every filter and fold open': {
    path: () =>
      `/tickets?view=all&client=${clientId}&status=open,working&priority=medium&waiting=yes&created-from=2020-01-01&tag=mail&q=work&columns=client,contact,priority,status,assignee,category,tags,due,created,updated,source,billable`,
    act: openFolds,
  },
  'lists: compact': {
    path: () =>
      '/tickets?view=all&density=compact&columns=client,priority,status,assignee,category,tags,due,source,billable',
  },
  'lists: a saved view': {
    path: () => '/tickets?view=all&sort=due&columns=client,status,due,updated&density=comfortable',
    act: async page => {
      await page.getByText('Save this as a view').click()
      await send(page, { 'Name of the view': 'Everything, soonest due' }, 'Save view')
      await page.getByText('Save this as a view').click()
    },
  },
  'lists: a view without a name': {
    path: () => '/tickets?view=all',
    act: async page => {
      await page.getByText('Save this as a view').click()
      await send(page, {}, 'Save view')
    },
  },
  'lists: bulk, about to preview': { path: () => '/tickets?pick=all&priority=medium' },
  'lists: bulk, refused': {
    path: () => '/tickets',
    act: async page => {
      await page.getByText('Change several tickets').click()
      await send(page, {}, 'Preview')
    },
  },
  'lists: bulk preview': { path: () => '/tickets?view=all&pick=all', act: previewBulk },
  'lists: bulk result': {
    path: () => '/tickets?view=all&pick=all',
    act: async page => {
      await previewBulk(page)
      await send(page, {}, 'Change ')
    },
  },
  'lists: too broad an order': { path: () => '/tickets?view=all&cursor=stale' },
  'lists: search': { path: () => '/search?q=nord' },
  'lists: search, nothing asked': { path: () => '/search' },
  'lists: search, nothing found': { path: () => '/search?q=zzzzzz' },
  'lists: board': { path: () => '/board' },
  'lists: board, a card refused': {
    path: () => `/board?client=${clientId}`,
    act: async page => {
      const [card] = await page.locator('[data-card] form').all()
      await card?.evaluate(form => {
        const version = form.querySelector<HTMLInputElement>('[name=version]')
        if (version) version.value = '0'
      })
      const answered = page.waitForEvent('load')
      await card?.getByRole('button', { name: 'Move' }).click()
      await answered
    },
  },
  'lists: dashboard': { path: () => '/dashboard' },

  'new ticket': { path: () => `/tickets/new?client=${clientId}` },
  'new ticket, sent too early': {
    path: () => '/tickets/new',
    act: page => send(page, {}, 'Open ticket'),
  },
  ticket: { path: () => `/tickets/${busy}` },
  'ticket with all folds open': {
    path: () => `/tickets/${busy}`,
    act: openAllFolds,
  },
  'ticket, empty note refused': {
    path: () => `/tickets/${busy}`,
    act: async page => {
      await page.getByText('Internal note', { exact: true }).click()
      await send(page, {}, 'Save internal note')
    },
  },
  'composer with a file and other recipients': {
    path: () => `/tickets/${busy}`,
    act: async page => {
      await page.getByText('Add recipients').first().click()
      const file = { name: 'plan of the second floor.txt', mimeType: 'text/plain', buffer: Buffer.from('x') }
      await page.getByLabel('Attach files').setInputFiles(file)
      await page.locator('.files input[name=file0]').waitFor({ state: 'attached' })
      await page.getByText('Draft saved').waitFor()
    },
  },
  'composer with the canned replies open': {
    path: () => `/tickets/${busy}`,
    act: async page => {
      await page.getByRole('button', { name: 'Canned replies' }).click()
      await page.locator('.canned').first().waitFor()
    },
  },
  'composer with a canned reply to choose': { path: () => `/tickets/${busy}?canned=1` },
  drafts: { path: () => '/drafts' },
  'ticket with a reply that can be taken back': {
    path: () => `/tickets/${overtaken}`,
    act: async page => {
      await page.getByRole('textbox', { name: 'Message' }).fill('This will do.')
      await send(page, {}, 'Save public reply')
    },
  },
  'ticket, reply overtaken': {
    path: () => `/tickets/${overtaken}`,
    act: async page => {
      await page.getByRole('textbox', { name: 'Message' }).fill('Written before I knew.')
      const body = { visibility: 'public' as const, bodyText: 'I was first.' }
      await cloud.docket.replyToTicket({ params: { number: overtaken }, body })
      await send(page, {}, 'Save public reply')
    },
  },
  'worked ticket': { path: () => `/tickets/${worked.number}` },
  'worked ticket, all forms open': {
    path: () => `/tickets/${worked.number}`,
    act: async page => {
      for (const fold of await page.locator('.unfold > summary').all()) await fold.click()
      await page.getByRole('group').locator('summary', { hasText: '⋯' }).first().click()
    },
  },
  'worked ticket, details edited': { path: () => `/tickets/${worked.number}?edit=details#panel-details` },
  'worked ticket, contact edited': { path: () => `/tickets/${worked.number}?edit=contact` },
  'worked ticket, asset added': { path: () => `/tickets/${worked.number}?edit=assets` },
  'worked ticket, wrong link': {
    path: () => `/tickets/${worked.number}`,
    act: async page => {
      await page.getByText('Link a ticket').click()
      await page.locator('#link-reference').fill('nothing')
      await send(page, {}, 'Link ticket')
    },
  },
  'worked ticket, refused to resolve': {
    path: () => `/tickets/${worked.number}`,
    act: page => send(page, {}, 'Resolve'),
  },
  'worked ticket, notes alone': { path: () => `/tickets/${worked.number}?show=notes` },
  'worked ticket, nothing of a kind': { path: () => `/tickets/${worked.number}?show=mail` },
  'worked ticket, merged into it': { path: () => `/tickets/${worked.merged}` },
  'worked ticket, merge': { path: () => `/tickets/${worked.number}/merge` },
  'worked ticket, merge previewed': {
    path: () => `/tickets/${worked.number}/merge?into=${worked.foreign}`,
  },
  'worked ticket, merge refused': { path: () => `/tickets/${worked.number}/merge?into=${worked.number}` },
  'worked ticket, split': { path: () => `/tickets/${worked.number}/split` },
  'worked ticket, split previewed': {
    path: () => `/tickets/${worked.number}/split`,
    act: async page => {
      await page.getByRole('checkbox').first().check()
      await send(page, {}, 'Preview')
    },
  },
  'worked ticket, split of nothing': {
    path: () => `/tickets/${worked.number}/split`,
    act: page => send(page, { 'Subject of the new ticket': '' }, 'Preview'),
  },
  'worked ticket, move': { path: () => `/tickets/${worked.number}/move` },
  'worked ticket, move previewed': {
    path: () => `/tickets/${worked.number}/move`,
    act: async page => {
      await page.getByLabel('To', { exact: true }).selectOption({ index: 1 })
      await send(page, {}, 'Preview')
    },
  },
  'worked ticket, message edited': {
    path: () => `/tickets/${worked.number}/entries/${worked.noteId}/edit`,
  },
  'worked ticket, versions of a message': {
    path: () => `/tickets/${worked.number}/entries/${worked.noteId}/history`,
  },
  'worked ticket, about to redact': {
    path: () => `/tickets/${worked.number}/entries/${worked.noteId}/redact`,
  },
  'resolved ticket, about to close': {
    path: () => `/tickets/${worked.foreign}`,
    act: async page => {
      await page
        .getByRole('button', { name: 'Resolve' })
        .or(page.getByText('Close for good…'))
        .first()
        .click()
      await page.getByText('Close for good…').click()
    },
  },

  'crowded ticket': { path: () => `/tickets/${crowded}` },
  'whole timeline': { path: () => `/tickets/${crowded}/timeline` },
  'closed ticket': { path: () => `/tickets/${closed}` },
  shortcuts: {
    path: () => `/tickets/${closed}`,
    act: page => page.keyboard.press('?'),
  },
  clients: { path: () => '/clients' },
  client: { path: () => `/clients/${clientId}` },
  quarantine: { path: () => '/quarantine' },
  'quarantine, about to delete': {
    path: () => '/quarantine',
    act: page => page.getByText('Delete…').first().click(),
  },
  'quarantined mail': { path: () => heldMail },
  'quarantined mail, wrong': {
    path: () => heldMail,
    act: page => send(page, { 'Ticket number': '0' }, 'Release as reply'),
  },
  'headers of a mail': { path: () => `${heldMail}/headers` },
  'blocked senders': { path: () => '/blocked-senders' },
  settings: { path: () => '/settings' },
  'settings, wrong': {
    path: () => '/settings',
    act: page =>
      send(page, { 'Desk name': '', 'Ticket prefix': '1', 'Tell this address': 'x' }, 'Save settings'),
  },

  'clients that were looked for': { path: () => '/clients?q=nobodyhasthisname' },
  'archived clients': { path: () => '/clients?archived=true' },
  'new client': { path: () => '/clients/new' },
  'new client, wrong': {
    path: () => '/clients/new',
    act: page => send(page, { Name: '', 'Mail domains': 'gmail.com', 'Hourly rate': 'much' }, 'Add'),
  },
  'client, edited': { path: () => `/clients/${filled.client}/edit` },
  'archived client': { path: () => `/clients/${filled.archived}/edit` },
  contacts: { path: () => `/clients/${filled.client}/contacts` },
  'archived contacts': { path: () => `/clients/${filled.client}/contacts?archived=true` },
  'new contact, wrong': {
    path: () => `/clients/${filled.client}/contacts/new`,
    act: page => send(page, { Name: '', 'Mail address': 'nobody' }, 'Add'),
  },
  'contact that gets no mail': { path: () => `/clients/${filled.client}/contacts/${filled.contact}` },
  'contact, edited': { path: () => `/clients/${filled.client}/contacts/${filled.contact}/edit` },
  assets: { path: () => `/clients/${filled.client}/assets` },
  asset: { path: () => `/clients/${filled.client}/assets/${filled.asset}` },
  'new asset': { path: () => `/clients/${filled.client}/assets/new` },
  'suppressed addresses': { path: () => '/settings/suppressed-addresses' },
  statuses: { path: () => '/settings/lists/statuses' },
  'new status': { path: () => '/settings/lists/statuses/new' },
  'status, changed with all folds open': {
    path: () => `/settings/lists/statuses/${filled.status}`,
    act: page => page.getByText('Remove…').click(),
  },
  'settings, folded open on a phone': {
    path: () => '/settings/lists/categories',
    act: async page => {
      await page.setViewportSize({ width: 360, height: 900 })
      await page.locator('.settings-fold > summary').click()
    },
  },
  'new custom field, wrong': {
    path: () => '/settings/lists/custom-fields/new',
    act: page => send(page, { Name: '' }, 'Add'),
  },
  'no custom fields': { path: () => '/settings/lists/custom-fields' },
  tags: { path: () => '/settings/lists/tags' },
  'ticket templates': { path: () => '/settings/lists/templates' },
  'new ticket template, wrong': {
    path: () => '/settings/lists/templates/new',
    act: page => send(page, { Name: 'New starter', Subject: '', Description: 'Dear {{nobody}}' }, 'Add'),
  },
  'canned replies': { path: () => '/settings/lists/canned-replies' },
  'canned reply': { path: () => `/settings/lists/canned-replies/${filled.cannedReply}` },
  webhooks: { path: () => '/settings/webhooks' },
  'new webhook': { path: () => '/settings/webhooks/new' },
  'new webhook, wrong': {
    path: () => '/settings/webhooks/new',
    act: page => send(page, { Name: '', Address: 'ftp://x' }, 'Add'),
  },
  webhook: { path: () => `/settings/webhooks/${filled.webhook}` },
  'webhook with a new secret': {
    path: () => `/settings/webhooks/${filled.webhook}`,
    act: async page => {
      await page.getByText('New secret…').click()
      await send(page, {}, 'Make a new secret')
    },
  },
  delivery: { path: () => `/settings/webhooks/${filled.webhook}/deliveries/${filled.delivery}` },
  'audit log': { path: () => '/settings/audit-log' },
  'audit log of one kind': { path: () => '/settings/audit-log?kind=webhooks' },
  'audit log of nothing': { path: () => '/settings/audit-log?kind=mail-templates' },

  'words of the mails': { path: () => '/settings/mail-templates' },
  'words of a mail': { path: () => '/settings/mail-templates/public-reply' },
  'words of a mail, wrong': {
    path: () => '/settings/mail-templates/resolved',
    act: page => send(page, { Text: 'Dear {{nobody}}', Subject: '' }, 'Save words'),
  },
  'words of a mail, previewed': {
    path: () => '/settings/mail-templates/resolved',
    act: async page => {
      await page.getByLabel('Text').fill('Guten Tag {{recipient.name}}, fertig.')
      await page.getByRole('button', { name: 'Preview' }).click()
      await page.frameLocator('iframe').getByText('Guten Tag Anna Berg, fertig.').first().waitFor()
    },
  },
  'a message and its mails': { path: () => `/tickets/${crowded}/entries/${replied}` },
  'a mailed file that is gone': { path: () => '/files/x', signedOut: true },
  'your account': { path: () => '/account' },
  agents: { path: () => '/settings/agents' },
  'invite an agent': { path: () => '/settings/agents/new' },
  'invite an agent, wrong': {
    path: () => '/settings/agents/new',
    act: async page => {
      await page.getByLabel('Only these clients').check()
      await send(page, { 'Mail address': 'nobody' }, 'Invite')
    },
  },
  'an agent': { path: () => '/settings/agents/agt_alex' },
  'an agent, about to be disabled': {
    path: () => '/settings/agents/agt_alex',
    act: page => page.getByText('Disable…').click(),
  },
  'API keys': { path: () => '/settings/api-keys' },
  'make an API key': { path: () => '/settings/api-keys/new' },
  'make an API key, wrong': {
    path: () => '/settings/api-keys/new',
    act: page => send(page, { 'Last day': '2020-01-01' }, 'Make key'),
  },
  'an API key is made': {
    path: () => '/settings/api-keys/new',
    act: async page => {
      await page.getByLabel('Read tickets').check()
      await send(page, { Name: 'Monitoring' }, 'Make key')
    },
  },
  'an API key, about to be revoked': {
    path: () => '/settings/api-keys',
    act: async page => {
      await page.getByRole('link', { name: 'Local admin key' }).click()
      await page.getByText('Revoke…').click()
    },
  },
  'sign-in, provider down': {
    path: () => '/sign-in',
    signedOut: true,
    act: page => page.getByRole('link', { name: 'Sign in with Brightline ID' }).click(),
  },

  'portal sign-in': { path: () => '/portal/sign-in', signedOut: true },
  'portal sign-in code': {
    path: () => '/portal/sign-in',
    signedOut: true,
    act: page => send(page, { 'Your mail address': 'nobody@desk.example' }, 'Mail me a code'),
  },
  'portal sign-in link': { path: () => '/portal/sign-in/link?token=spent', signedOut: true },
  'portal list': { path: () => '/portal', inPortal: true },
  'portal list of everybody, closed': { path: () => '/portal?whose=client&state=closed', inPortal: true },
  'portal search without a hit': { path: () => `/portal?q=${'nothing-has-this'.repeat(9)}`, inPortal: true },
  'portal new request': { path: () => '/portal/tickets/new', inPortal: true },
  'portal new request, sent too early': {
    path: () => `/portal/tickets/new?after=${closed}`,
    inPortal: true,
    act: async page => {
      const file = { name: 'gate 2.txt', mimeType: 'text/plain', buffer: Buffer.from('seen') }
      await page.getByLabel('Files').setInputFiles(file)
      await send(page, {}, 'Send request')
    },
  },
  'portal ticket': { path: () => `/portal/tickets/${busy}?done=replied`, inPortal: true },
  'portal ticket, empty message refused': {
    path: () => `/portal/tickets/${busy}`,
    inPortal: true,
    act: page => send(page, {}, 'Send'),
  },
  'portal crowded ticket': { path: () => `/portal/tickets/${crowded}`, inPortal: true },
  'portal resolved ticket': {
    path: () => `/portal/tickets/${resolved}`,
    inPortal: true,
    act: page => send(page, {}, 'Send rating'),
  },
  'portal closed ticket': { path: () => `/portal/tickets/${closed}`, inPortal: true },
  'portal missing ticket': { path: () => '/portal/tickets/999999', inPortal: true },
  'guest page of a resolved ticket': { path: () => guestLink, signedOut: true },
  'guest page that is gone': { path: () => '/guest/x', signedOut: true },
  'portal list, in German': { path: () => '/portal', inPortal: true, language: 'de' },
  'portal resolved ticket, in German': {
    path: () => `/portal/tickets/${resolved}`,
    inPortal: true,
    language: 'de',
    act: page => send(page, {}, 'Bewertung senden'),
  },

  'missing page': { path: () => '/nowhere' },
  'missing ticket': { path: () => '/tickets/99999' },

  'sign-in, in German': { path: () => '/sign-in', signedOut: true, language: 'de' },
  'sign-in with a wrong address, in German': {
    path: () => '/sign-in',
    signedOut: true,
    language: 'de',
    act: page => send(page, { 'Ihre E-Mail-Adresse': 'nobody' }, 'Code zuschicken'),
  },
  'sign-in link, in German': { path: () => '/sign-in/link?token=x', signedOut: true, language: 'de' },
  'active tickets, in German': { path: () => '/tickets', language: 'de' },
  'new ticket, sent too early, in German': {
    path: () => '/tickets/new',
    language: 'de',
    act: page => send(page, {}, 'Ticket eröffnen'),
  },
  'ticket with all folds open, in German': {
    path: () => `/tickets/${busy}`,
    language: 'de',
    act: openAllFolds,
  },
  'client, in German': { path: () => `/clients/${clientId}`, language: 'de' },
  'quarantined mail, in German': { path: () => heldMail, language: 'de' },
  'settings, wrong, in German': {
    path: () => '/settings',
    language: 'de',
    act: page => send(page, { 'Name des Helpdesks': '' }, 'Einstellungen speichern'),
  },
  'words of a mail, wrong, in German': {
    path: () => '/settings/mail-templates/resolved',
    language: 'de',
    act: page => send(page, { Klartext: 'Dear {{nobody}}' }, 'Text speichern'),
  },
  'shortcuts, in German': {
    path: () => `/tickets/${closed}`,
    language: 'de',
    act: page => page.keyboard.press('?'),
  },
}

describe('every page, in light and dark, on a phone and on a desk', () => {
  it.each(Object.entries(visits))(
    '%s: keeps WCAG 2.2 AA, fits its window, and asks nothing of anybody else',
    async (name, { path, act, signedOut, inPortal, language }) => {
      const page = inPortal ? contact : signedOut ? visitor : agent
      const { problems } = inPortal ? contactWatch : signedOut ? visitorWatch : agentWatch
      problems.length = 0
      await choose(page, language)
      await page.setViewportSize({ width: 1440, height: 900 })
      const answer = await page.goto(`${cloud.url}${path()}`)
      weights.set(name, gzipSync((await answer?.body()) ?? '').length)
      await act?.(page)
      await page.evaluate(axe.source)
      for (const width of [1440, 768, 360]) {
        await page.setViewportSize({ width, height: 900 })
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
          const where = `${name} ${colorScheme} ${width}`
          await page.evaluate(() => scrollTo(0, 0))
          // Between the two nothing is laid out in a way of its own.
          if (width !== 768) expect(await violations(page), where).toEqual([])
          expect(await overflow(page), where).toEqual([])
          await takePicture(page, where)
        }
      }
      expect(problems).toEqual([])
    },
  )

  it.each([
    ['a list', () => '/tickets'],
    ['a ticket', () => `/tickets/${busy}`],
  ])('prints %s without what can only be pressed', async (name, path) => {
    await choose(agent, undefined)
    await agent.goto(`${cloud.url}${path()}`)
    await agent.emulateMedia({ media: 'print', colorScheme: 'light' })
    await agent.setViewportSize({ width: 718, height: 1000 })
    const shown = await agent
      .locator('.bar, .composer, .tabs, .filter, main button')
      .filter({ visible: true })
      .all()
    expect(shown).toEqual([])
    expect(await agent.locator('h1').isVisible()).toBe(true)
    expect(await overflow(agent)).toEqual([])
    await takePicture(agent, `print ${name}`)
    await agent.emulateMedia({ media: null })
  })

  it('weighs at most 60 KB with its style and script, and the script 12 KB, as they are sent', async () => {
    const weigh = async (selector: string, attribute: string) => {
      const address = await agent.locator(selector).first().getAttribute(attribute)
      return gzipSync(await (await fetch(`${cloud.url}${address}`)).text()).length
    }
    await agent.goto(`${cloud.url}/tickets`)
    const [style, script] = await Promise.all([weigh('link[rel=stylesheet]', 'href'), weigh('script', 'src')])
    const [[heaviest, page] = ['', 0]] = [...weights].sort(([, one], [, other]) => other - one)
    console.log(`script ${script} bytes, style ${style}, heaviest page ${page} (${heaviest}), gzipped`)
    expect(script).toBeLessThanOrEqual(12 * 1_024)
    expect(page + style + script).toBeLessThanOrEqual(60 * 1_024)
  })

  it('left no function with an error in its log', () => {
    expect(cloud.errors).toEqual([])
  })
})

async function openAllFolds(page: Page): Promise<void> {
  const folds = page.locator('main details > summary')
  for (const fold of await folds.all()) await fold.click()
  await page.locator('.account > summary').click()
}

/** The language that the browser asks for. */
async function choose(page: Page, language: 'de' | undefined): Promise<void> {
  await page.unroute('**/*')
  if (language === undefined) return
  await page.route('**/*', route =>
    route.fallback({ headers: { ...route.request().headers(), 'accept-language': language } }),
  )
}

async function openFolds(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll<HTMLDetailsElement>('main details')) fold.open = true
  })
}

async function previewBulk(page: Page): Promise<void> {
  await page.getByLabel('Set priority').selectOption('High')
  await page.getByLabel('Set status').selectOption('Working')
  await send(page, { 'Reply to all of them': 'We are at it.' }, 'Preview')
}

async function send(page: Page, fields: Record<string, string>, button: string): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value)
  const answered = page.waitForEvent('load')
  await page.getByRole('button', { name: button }).first().click()
  await answered
}

async function violations(page: Page): Promise<string[]> {
  const options = {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    resultTypes: ['violations'],
    iframes: false,
  }
  const results = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`)
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  )
}

/** What sticks out of the window sideways, if the page can be scrolled that way. */
async function overflow(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    return [...document.querySelectorAll('body *')]
      .filter(element => element.getBoundingClientRect().right > clientWidth + 1)
      .map(element => `<${element.tagName.toLowerCase()} class="${element.className}">`)
  })
}

async function takePicture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name.replaceAll(/\W+/g, '-')}.png`), fullPage: true })
}

async function fillDesk(): Promise<void> {
  busy = await openBusyTicket(cloud)
  const ticket = await cloud.docket.readTicket({ params: { number: busy } })
  clientId = ticket.clientId ?? ''
  closed = await openTicket('A ticket that is done for good')
  await cloud.docket.resolveTicket({ params: { number: closed } })
  await cloud.docket.closeTicket({ params: { number: closed } })
  overtaken = await openTicket('Somebody else answers too')
  const bodyText = 'Hello {{contact.name}}, please restart it.'
  await cloud.docket.createCannedReply({ body: { name: 'Have you tried', shortcut: '/try', bodyText } })
  crowded = await openTicket(
    `${'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(5)} and ${'so on, '.repeat(20)}`,
  )
  for (let reply = 0; reply < 55; reply += 1) {
    const visibility = reply % 3 === 0 ? 'internal' : 'public'
    const bodyText = `${'x'.repeat(reply * 8)} line\n${'    indented '.repeat(reply)}`
    const { id } = await cloud.docket.replyToTicket({
      params: { number: crowded },
      body: { visibility, bodyText },
    })
    if (visibility === 'public') replied = id
  }
}

/** A ticket of the contact's that waits for their word, and the link that a mail brought them. */
async function fillPortal(): Promise<void> {
  await cloud.sendMail({ from: amara, to: support, subject: 'Handheld scanner', text: 'It beeps at night.' })
  resolved = await numberOf(cloud, 'Handheld scanner')
  await cloud.docket.resolveTicket({ params: { number: resolved } })
  await cloud.settle()
  const { text = '' } = cloud.outbox.list({ to: amara.address }).at(-1) ?? {}
  guestLink = /(\/guest\/[^\s#]+)/.exec(text)?.[1] ?? ''
}

async function openTicket(subject: string): Promise<number> {
  const body = { clientId, subject, descriptionText: 'It does not work.', tags: ['mail', 'e'.repeat(50)] }
  return (await cloud.docket.openTicket({ body })).number
}

async function fillQuarantine(): Promise<void> {
  await cloud.sendMail({
    from: { name: 'Unknown Person', address: 'somebody@elsewhere.example' },
    to: support,
    subject: 'Partnership',
    text: 'Dear sir or madam,\n\nwe offer seats.',
  })
  await cloud.sendMail({
    from: `"${'N'.repeat(90)}" <x@y.example>`,
    to: support,
    subject: 'z'.repeat(400),
    text: '',
  })
  const raw = `From: ${amara.address}\r\nTo: ${support}\r\nSubject: Please pay this\r\n\r\nToday.\r\n`
  const pass = 'PASS' as const
  await cloud.deliver({
    raw: Buffer.from(raw),
    envelopeFrom: 'evil@elsewhere.example',
    recipients: [support],
    verdicts: { spf: pass, dkim: 'GRAY', dmarc: 'FAIL', spam: pass, virus: pass },
    dmarcPolicy: 'reject',
  })
}
