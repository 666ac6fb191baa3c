import { it } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { openTestApi } from './door.ts'

it('shots', async () => {
  const api = await openTestApi()
  const answer = await api.get('/docs', { key: null })
  const browser = await openBrowser()
  for (const [width, dark] of [
    [360, false],
    [360, true],
    [1280, false],
    [1280, true],
  ] as const) {
    const page = await browser.visit({ width, dark })
    await page.route('**/*', r =>
      r.fulfill({ status: 200, headers: Object.fromEntries(answer.headers), body: answer.raw }),
    )
    await page.goto('http://desk.example/api/v1/docs')
    await page.screenshot({ path: `/tmp/craft-docs-${width}-${dark}.png` })
    await page.goto('http://desk.example/api/v1/docs#openTicket')
    await page.screenshot({ path: `/tmp/craft-docs-op-${width}-${dark}.png` })
  }
  console.log(answer.raw.length)
  await browser.close()
  await api.close()
}, 120000)
