import type { Page } from 'playwright-core'
import type { TestCloud } from '../support/cloud.ts'

/** Signs an agent in as people do: by the code in the mail that the sign-in page had sent. */
export async function signInByCode(cloud: TestCloud, page: Page, email: string): Promise<void> {
  await page.goto(`${cloud.url}/sign-in`)
  await page.getByLabel('Your mail address').fill(email)
  await page.getByRole('button', { name: 'Mail me a code' }).click()
  await page.waitForURL(/\/sign-in\/code/)
  await page.getByLabel('Code').fill(await mailedCode(cloud, email))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${cloud.url}/tickets`)
}

/** The newest code that was mailed to an address. */
export async function mailedCode(cloud: TestCloud, email: string): Promise<string> {
  await cloud.settle()
  const mail = cloud.outbox.list({ to: email }).at(-1)
  return /^[A-Z2-9]{8}(?= is your code)/.exec(mail?.subject ?? '')?.[0] ?? ''
}

/** Signs a contact in to the portal, by the code that its sign-in page had sent. */
export async function signInContact(cloud: TestCloud, page: Page, email: string): Promise<void> {
  await page.goto(`${cloud.url}/portal/sign-in`)
  await page.getByLabel('Your mail address').fill(email)
  await page.getByRole('button', { name: 'Mail me a code' }).click()
  await page.waitForURL(/\/portal\/sign-in\/code/)
  await page.getByLabel('Code').fill(await mailedCode(cloud, email))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${cloud.url}/portal`)
}
