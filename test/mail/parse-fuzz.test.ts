import { globSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { DeskError } from '../../shared/domain/errors.ts'
import { newWordsOfHtml } from '../../shared/mail/html-reply.ts'
import { parseMail } from '../../shared/mail/parse-mail.ts'
import { isSlower } from './quickest.ts'

const folder = new URL('../fixtures/mail/', import.meta.url)
const fixtures = globSync('**/*.eml', { cwd: folder }).map(name => readFileSync(new URL(name, folder)))

test('a damaged mail is a mail or a DeskError, never anything else', async () => {
  const cut = fc.record({
    fixture: fc.constantFrom(...fixtures),
    at: fc.nat(2000),
    bytes: fc.uint8Array({ maxLength: 40 }),
  })
  await fc.assert(
    fc.asyncProperty(cut, async ({ fixture, at, bytes }) => {
      const raw = Buffer.concat([fixture.subarray(0, at), bytes, fixture.subarray(at + bytes.length)])
      try {
        const mail = await parseMail(raw)
        expect(mail.subject).not.toMatch(/[\r\n\0\u2028\u2029]/)
        for (const { name } of mail.attachments) expect(name).toMatch(/^[^/\\\p{Cc}\p{Cf}]{1,200}$/u)
      } catch (error) {
        if (!(error instanceof DeskError)) throw error
      }
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['<div class="gmail_quote">'.repeat(40_000)],
  ['<blockquote>'.repeat(80_000)],
  ['<a href="https://a.example">x'.repeat(35_000)],
  ['<ul><li>'.repeat(120_000)],
  ['<div id=divRplyFwdMsg>From: a</div>'.repeat(28_000)],
])(
  'a megabyte of hostile quotes takes at most three times what a megabyte of a newsletter takes (%#)',
  {
    timeout: 60_000,
  },
  async html => {
    const newsletter =
      '<p style="color:red">Dear <b>you</b>, <a href="https://a.example">see</a></p>\n'.repeat(13_000)
    expect(
      await isSlower(
        () => newWordsOfHtml(html),
        () => newWordsOfHtml(newsletter),
        3,
      ),
    ).toBe(false)
  },
)
