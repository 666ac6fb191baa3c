import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { openTestCloud, type TestCloud } from '../support/cloud.ts'
import { amara, numberOf, redImage, support } from './busy-ticket.ts'
import { type Watch, watchPage } from './watch-page.ts'

let cloud: TestCloud
let browser: TestBrowser
let page: Page
let watch: Watch
const numbers: Record<string, number> = {}

const call = 'top.__pwned=window.__pwned=1;alert(1)'
const evil = 'http://evil.example'

/** Each beside a word of its own, by which the mail is known to have been shown. */
const attacks: Record<string, string> = {
  'a script': `<script>${call}</script><script src="${evil}/x.js"></script><scr<script>ipt>${call}</script>`,
  handlers:
    `<img src=x onerror="${call}"><body onload="${call}"><div onmouseover="${call}" onfocus=${call} tabindex=0 ` +
    `autofocus>x</div><details open ontoggle="${call}">x</details><video><source onerror="${call}"></video>`,
  'javascript: links':
    `<a href="javascript:${call}">a</a><a href=" java\tscript:${call}">b</a><a href="&#106;avascript&colon;${call}">c` +
    `</a><a href="data:text/html,<script>${call}</script>">d</a><a href="vbscript:x">e</a><a href="//evil.example">f</a>`,
  'an SVG':
    `<svg onload="${call}"><script>${call}</script><animate onbegin="${call}" attributeName=x dur=1s>` +
    `<image href="${evil}/svg.png"/><foreignObject><img src=x onerror="${call}"></foreignObject></svg>` +
    `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='${call}'/>">`,
  MathML:
    `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${call}&gt;"></math>` +
    `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${call}>`,
  styles:
    `<style>@import "${evil}/a.css"; body { background: url(${evil}/b.png); display: none } </style>` +
    `<link rel=stylesheet href="${evil}/c.css"><p style="background:url(${evil}/d.png);position:fixed;inset:0">x</p>` +
    `<p style="background-image:\\75 rl(${evil}/e.png)">x</p><p style="width:expression(${call})">x</p>`,
  'remote images':
    `<img src="${evil}/1.png"><img srcset="${evil}/2.png 2x"><picture><source srcset="${evil}/3.png"><img></picture>` +
    `<table background="${evil}/4.png"><tr><td background="${evil}/5.png">x</table><input type=image src="${evil}/6.png">` +
    `<video poster="${evil}/7.png" src="${evil}/8.mp4" autoplay></video><img src="//evil.example/9.png">`,
  'a refresh': `<meta http-equiv="refresh" content="0;url=${evil}/refresh"><base href="${evil}/"><a href="here">x</a>`,
  forms:
    `<form action="${evil}/form"><input name=code autofocus><button formaction="javascript:${call}">Sign in</button>` +
    `</form><form action="/sign-out" method="post"><button>x</button></form><isindex action="javascript:${call}">`,
  frames:
    `<iframe src="${evil}/frame"></iframe><iframe srcdoc="<script>${call}</script>"><iframe></iframe></iframe>` +
    `<object data="${evil}/o"></object><embed src="${evil}/e"><frameset><frame src="javascript:${call}"></frameset>` +
    `<template><script>${call}</script></template><portal src="${evil}/p"></portal>`,
  'markup that never ends': `<title><!--</title><noscript><p title="</noscript><img src=x onerror=${call}>"><plaintext>`,
  'text that ends a tag': `</textarea></div></html><xmp><p title="</xmp><img src=x onerror=${call}>"><textarea>`,
}

const hostileSubject = (name: string) => `${name}</textarea></title><script>${call}</script> ${evil}/subject`

beforeAll(async () => {
  cloud = await openTestCloud()
  browser = await openBrowser()
  page = await browser.visit()
  watch = await watchPage(page)
  for (const [name, markup] of Object.entries(attacks)) {
    await cloud.sendMail({
      from: { name: `\u202egnp.exe ${evil}/name`, address: amara.address },
      to: support,
      cc: `"\u202eBjörk ${evil}/cc <script>" <bjork@nordkap-logistics.example>`,
      subject: hostileSubject(name),
      text: `Shown: ${name}. ${evil}/text <img src=x onerror=${call}>`,
      html: `<p>Shown: ${name}</p><p><img src="cid:photo" alt=""></p>${markup}`,
      attachments: [
        { filename: 'photo.png', content: redImage(), cid: 'photo', contentType: 'image/png' },
        { filename: `\u202egnp.<script>${call}</script>.html`, content: `<script>${call}</script>` },
        { filename: 'drawing.svg', content: `<svg onload="${call}"/>`, contentType: 'image/svg+xml' },
      ],
    })
  }
  await cloud.sendMail({
    from: { name: `\u202eknab <b onclick=${call}> ${evil}/x`, address: 'stranger@elsewhere.example' },
    to: support,
    subject: hostileSubject('quarantined'),
    text: `</blockquote><script>${call}</script>`,
  })
  await cloud.settle()
  for await (const { number, subject } of cloud.docket.listTickets.rows()) {
    const name = Object.keys(attacks).find(attack => subject.startsWith(`${attack}<`))
    if (name !== undefined) numbers[name] = number
  }
  await cloud.signIn(page)
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await cloud?.close()
})

describe('hostile mail in the console', () => {
  it('would be noticed: the same markup on a page without our defences is seen to run and to ask', async () => {
    const bare = await browser.visit()
    const { problems } = await watchPage(bare)
    await bare.setContent(`<img src="${evil}/1.png">${attacks.handlers}`)
    await expect.poll(() => problems.join()).toContain(`request: ${evil}/1.png`)
    await expect.poll(() => problems.join()).toContain('dialog: 1')
    expect(await bare.evaluate(() => Reflect.get(window, '__pwned'))).toBe(1)
  })

  it.each(Object.keys(attacks))(
    '%s: nothing runs, nothing is asked for, and the mail can be read',
    async name => {
      await page.goto(`${cloud.url}/tickets/${numbers[name]}`)
      expect(await page.getByText(`Shown: ${name}`).count()).toBe(1)
      await page.getByText('Edit subject').click()
      await page.getByText('Show formatted').click()
      const frame = await mailFrame(page)
      await frame.getByText(`Shown: ${name}`).waitFor()
      await expect.poll(() => frame.locator('img').first().evaluate(widthOf)).toBe(80)
      expect(await frame.evaluate(dangersIn)).toEqual([])
      expect(await page.evaluate(directionMarksIn)).toEqual([])
      expect(await page.locator('script').count()).toBe(1)
      await assertNothingRan()
      // Somebody may open the frame's address by itself: then its own policy is all that keeps it quiet.
      const answer = await page.goto(frame.url())
      expect(answer?.headers()['content-security-policy']).toContain(
        '; sandbox allow-popups allow-popups-to-escape-sandbox;',
      )
      expect(await page.evaluate(dangersIn)).toEqual([])
      await assertNothingRan()
    },
  )

  it('runs nothing in the list, the quarantine and the search for a ticket', async () => {
    for (const path of [
      '/tickets',
      '/quarantine',
      `/tickets/go?reference=${encodeURIComponent(hostileSubject('x'))}`,
    ]) {
      await page.goto(`${cloud.url}${path}`)
      expect(await page.locator('script').count(), path).toBe(1)
      expect(await page.evaluate(directionMarksIn), path).toEqual([])
      expect(await page.locator('a[href*="evil.example"]').count(), path).toBe(0)
      await assertNothingRan()
    }
  })

  it('saves hostile attachments as files, under names that cannot lie', async () => {
    await page.goto(`${cloud.url}/tickets/${numbers['a script']}`)
    const links = page.locator('.files a:not(.remove)')
    expect(await links.count()).toBe(2)
    for (const link of await links.all()) {
      const answered = page.waitForResponse(response => 'content-disposition' in response.headers())
      await link.click({ noWaitAfter: true })
      const headers = (await answered).headers()
      expect(headers['content-disposition']).toMatch(/^attachment; /)
      expect(decodeURIComponent(headers['content-disposition'] ?? '')).not.toMatch(/[\p{Cc}\p{Cf}<>/\\]/u)
    }
    await assertNothingRan()
    await assertNothingRan()
  })
})

describe('links in formatted mail', () => {
  it('open in a tab of their own, which knows nothing of the console', async () => {
    const subject = 'The manual'
    const html = '<p><a href="https://linked.example/manual" target="_top" rel="opener">manual</a></p>'
    await cloud.sendMail({ from: amara, to: support, subject, html })
    await page.goto(`${cloud.url}/tickets/${await numberOf(cloud, subject)}`)
    const asked: Record<string, string>[] = []
    await page.context().route('https://linked.example/**', async route => {
      asked.push(await route.request().allHeaders())
      await route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Manual</title>' })
    })
    await page.getByText('Show formatted').click()
    const link = (await mailFrame(page)).getByRole('link', { name: 'manual' })
    expect(await link.getAttribute('target')).toBe('_blank')
    expect(await link.getAttribute('rel')).toMatch(/(?=.*noopener)(?=.*noreferrer)/)
    const opened = page.waitForEvent('popup')
    await link.click()
    const tab = await opened
    await tab.waitForLoadState()
    expect(tab.url()).toBe('https://linked.example/manual')
    // As free as any tab: an origin of its own, no sandbox handed down, and no way back.
    expect(await tab.evaluate(() => [window.origin, window.opener, document.referrer])).toEqual([
      'https://linked.example',
      null,
      '',
    ])
    expect(asked.map(headers => [headers.referer, headers.cookie])).toEqual([[undefined, undefined]])
    expect(new URL(page.url()).host).toBe(new URL(cloud.url).host)
    await tab.close()
    await assertNothingRan()
  })
})

describe('hostile markup in what the desk sends', () => {
  it('is harmless before it is mailed, also where a mail program defends nothing', async () => {
    const number = await numberOf(cloud, 'The manual')
    const bare = await browser.visit()
    const { problems } = await watchPage(bare)
    for (const [name, markup] of Object.entries(attacks)) {
      const bodyHtml = `<p>Sent: ${name}</p>${markup}`
      await cloud.docket.replyToTicket({ params: { number }, body: { visibility: 'public', bodyHtml } })
    }
    await cloud.settle()
    const mails = cloud.outbox.list({ to: amara.address }).filter(({ text }) => text.includes('Sent: '))
    expect(mails).toHaveLength(Object.keys(attacks).length)
    for (const { html } of mails) {
      await bare.setContent(html)
      expect(await bare.evaluate(dangersIn), html).toEqual([])
      expect(await bare.evaluate(() => Reflect.get(window, '__pwned'))).toBeUndefined()
    }
    expect(problems).toEqual([])
  })

  it('left no function with an error in its log', () => {
    expect(cloud.errors).toEqual([])
  })
})

async function mailFrame(page: Page): Promise<Frame> {
  const handle = await page.locator('.mail-frame').first().elementHandle()
  const frame = await handle?.contentFrame()
  if (!frame) throw new Error('The mail has no frame')
  await frame.waitForLoadState()
  return frame
}

async function assertNothingRan(): Promise<void> {
  // A frame in a closed fold has not been loaded: nothing can be asked of it.
  for (const frame of page.frames().filter(each => !/^(about:blank)?$/.test(each.url()))) {
    expect(await frame.evaluate(() => Reflect.get(window, '__pwned'))).toBeUndefined()
  }
  expect(watch.problems).toEqual([])
}

function widthOf(image: Element): number {
  return image instanceof HTMLImageElement ? image.naturalWidth : 0
}

/** What stands in a document's body that a cleaned mail must not have. */
function dangersIn(): string[] {
  const forbidden =
    'script, style, link, meta, base, form, input, button, textarea, select, iframe, ' +
    'frame, object, embed, svg, math, video, audio, source, template, portal, plaintext, noscript'
  const elements = [...document.body.querySelectorAll(forbidden)].map(element =>
    element.outerHTML.slice(0, 200),
  )
  const attributes = [...document.body.querySelectorAll('*')].flatMap(({ attributes }) =>
    [...attributes].filter(({ name, value }) => {
      if (/^on|^(srcset|background|poster|action|formaction|autofocus|tabindex|id|name)$/i.test(name))
        return true
      if (name === 'href') return !/^(https?|mailto|tel):/.test(value)
      if (name === 'src') return !/^\/images\//.test(value)
      return name === 'style' && /url|expression|position|[\\]/i.test(value)
    }),
  )
  return [...elements, ...attributes.map(({ name, value }) => `${name}=${value}`)]
}

/** Texts outside the messages' own words that turn the direction of what follows them. */
function directionMarksIn(): string[] {
  const texts = [
    document.title,
    ...[...document.querySelectorAll('h1, h2, h3, bdi, td, dd, summary')].map(
      element => element.textContent ?? '',
    ),
  ]
  return texts.filter(text => /[\u202a-\u202e\u2066-\u2069]/.test(text))
}
