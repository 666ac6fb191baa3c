import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { Page } from 'playwright-core'
import { bootCloud } from '../../infra/local/cloud/cloud.ts'
import { localHooks, seedDesk } from '../../infra/local/seed.ts'
import { createDocketClient } from '../../shared/contract/client.ts'
import type { IdentityProviderConfig } from '../../shared/runtime/identity-provider-config.ts'

/** The secret of the admin API key that every test cloud has. */
export const apiKey = 'journeys-admin-key'

export type TestCloud = Awaited<ReturnType<typeof openTestCloud>>

interface TestCloudOptions {
  demo?: boolean
  /** Agents can sign in by it. */
  identityProvider?: IdentityProviderConfig
}

/** The whole desk as `npm start` boots it, in a folder of its own and on free ports. */
export async function openTestCloud({ demo = true, identityProvider }: TestCloudOptions = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'docket-cloud-'))
  const domain = 'desk.example'
  const errors: string[] = []
  const cloud = await bootCloud({
    dataDir,
    port: 0,
    smtpPort: 0,
    domain,
    hooks: localHooks,
    timers: false,
    ...(identityProvider && { identityProvider }),
    onError: (name, line) => errors.push(`${name}: ${line}`),
  })
  const now = () => cloud.clock.now()
  await seedDesk({ environment: cloud.environment, apiKey, demo, domain, now })
  const transport = createTransport({ host: '127.0.0.1', port: cloud.smtpPort, ignoreTLS: true })
  return {
    ...cloud,
    /** What functions logged as errors; a test that expects none says so. */
    errors,
    /** Sends by real SMTP, as any mail program would. */
    sendMail: (mail: Parameters<typeof transport.sendMail>[0]) => transport.sendMail(mail),
    /** The API, called as the admin key. */
    docket: createDocketClient({ baseUrl: cloud.url, key: apiKey }),
    /** Signs a browser in as the demo's admin, by a link as it is mailed. */
    signIn: async (page: Page) => {
      await page.goto(`${cloud.url}/_local/sign-in`)
      await page.getByRole('button', { name: /sign in/i }).click()
      await page.waitForURL(`${cloud.url}/tickets`)
    },
    close: async () => {
      transport.close()
      await cloud.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
