import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromiumPackage from '@sparticuz/chromium'
import { type BrowserContext, chromium, type Page } from 'playwright-core'

export interface TestBrowser {
  /** A fresh person: no cookies, nothing seen before. */
  visit(options?: { width?: number; dark?: boolean; javaScript?: boolean }): Promise<Page>
  close(): Promise<void>
}

/** A real Chromium: the one CHROMIUM names, or the one that comes as an npm package. */
export async function openBrowser(): Promise<TestBrowser> {
  const executablePath = await findChromium()
  const profile = await mkdtemp(join(tmpdir(), 'docket-chromium-'))
  const browser = await chromium.launch({
    executablePath,
    // A container has no user namespaces to build the sandbox from, no GPU, and no network beyond itself.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'],
    env: { ...process.env, HOME: profile },
  })
  const contexts: BrowserContext[] = []
  return {
    visit: async ({ width = 1280, dark = false, javaScript = true } = {}) => {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme: dark ? 'dark' : 'light',
        javaScriptEnabled: javaScript,
        locale: 'en-GB',
      })
      contexts.push(context)
      return await context.newPage()
    },
    close: async () => {
      await Promise.all(contexts.map(context => context.close()))
      await browser.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}

async function findChromium(): Promise<string> {
  const { CHROMIUM } = process.env
  if (CHROMIUM !== undefined && existsSync(CHROMIUM)) return CHROMIUM
  return await chromiumPackage.executablePath()
}
