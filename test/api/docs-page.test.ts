import axe, { type AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../shared/contract/api.ts'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { type Api, openTestApi, type Reply } from './door.ts'

const address = 'http://desk.example/api/v1/docs'

let api: Api
let answer: Reply
let browser: TestBrowser
beforeAll(async () => {
  api = await openTestApi()
  answer = await api.get('/docs', { key: null })
  browser = await openBrowser()
}, 120_000)
afterAll(async () => {
  await browser.close()
  await api.close()
})

describe('/api/v1/docs', () => {
  it('needs no key, loads nothing and runs nothing', () => {
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]+='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    )
    expect(answer.raw).toMatch(/<style>[^<]{1000,}<\/style>/)
    expect(answer.raw).not.toMatch(/<script|<link|<img|\son\w+=|style="|javascript:|src=/i)
  })

  it('is asked for again for nothing while it is the same', async () => {
    const headers = { 'If-None-Match': answer.headers.get('etag') ?? '' }
    const again = await api.get('/docs', { key: null, headers })
    expect([again.status, again.raw]).toEqual([304, ''])
    expect(again.headers.get('cache-control')).toBe('no-cache')
  })

  it('shows every operation, its permission and its codes, and every schema', async () => {
    const document = (await api.get('/openapi.json', { key: null })).body
    for (const { id, permission, errors } of operations) {
      const [, shown = ''] = answer.raw.split(`<article id="${id}"`)
      const article = shown.split('</article>')[0] ?? ''
      expect([id, article]).toEqual([id, expect.stringContaining(`<code>${permission}</code>`)])
      for (const code of errors) expect(article).toContain(`href="#code-${code}"`)
    }
    for (const name of Object.keys(document.components.schemas)) {
      expect(answer.raw).toContain(`id="schema-${name}"`)
    }
  })

  it('has a place for each of its links, and each place once', () => {
    const ids = [...answer.raw.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const targets = [...answer.raw.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    expect(targets.length).toBeGreaterThan(100)
    expect(targets.filter(target => !ids.includes(target))).toEqual([])
  })

  it.each([
    [360, true],
    [1280, false],
  ] as const)(
    'reads well at %i px (dark: %s)',
    async (width, dark) => {
      const page = await visit({ width, dark })
      for (const narrower of [width, width * 0.75]) {
        await page.setViewportSize({ width: Math.max(320, narrower), height: 900 })
        expect(await overflowOf(page)).toBeLessThanOrEqual(0)
      }
      expect(await violationsOn(page)).toEqual([])
    },
    120_000,
  )

  it('is the same without JavaScript, and breaks no policy of its own', async () => {
    const page = await visit({ width: 1280, dark: false, javaScript: false })
    expect(await page.getByRole('heading', { name: 'POST /tickets', exact: true }).isVisible()).toBe(true)
    expect(await page.locator('body').evaluate(body => getComputedStyle(body).display)).toBe('grid')
  })
})

async function visit(options: { width: number; dark: boolean; javaScript?: boolean }): Promise<Page> {
  const page = await browser.visit(options)
  const problems: string[] = []
  page.on('console', message => problems.push(message.text()))
  await page.route('**/*', async route => {
    if (route.request().url() !== address) return await route.fulfill({ status: 404 })
    const headers = Object.fromEntries(answer.headers)
    await route.fulfill({ status: 200, headers, body: answer.raw })
  })
  await page.goto(address)
  expect(problems.filter(text => /Content Security Policy/.test(text))).toEqual([])
  return page
}

/** How many pixels the page is wider than its window. */
function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
}

async function violationsOn(page: Page): Promise<string[]> {
  // The page's policy lets no script in; the debugger's are no part of the page.
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>('axe.run()')
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}
