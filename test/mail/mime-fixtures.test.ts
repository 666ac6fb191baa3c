import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { IncomingMail } from '../../shared/domain/incoming-mail.ts'
import { parseMail } from '../../shared/mail/parse-mail.ts'

const folder = new URL('../fixtures/mail/mime/', import.meta.url)
const names = readdirSync(folder)
  .filter(name => name.endsWith('.eml'))
  .map(name => name.slice(0, -'.eml'.length))

test('there is a mail for each thing that makes mail hard', () => {
  expect(names.length).toBeGreaterThan(130)
})

test.each(names)('%s', async name => {
  const mail = await parseMail(readFileSync(new URL(`${name}.eml`, folder)))
  const expected: Record<string, unknown> = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
  const shown: Record<string, unknown> = { ...described(mail) }
  expect(Object.fromEntries(Object.keys(expected).map(field => [field, shown[field]]))).toMatchObject(
    expected,
  )
})

/** The mail in the words of the files beside the fixtures; `null` where it has none of it. */
function described(mail: IncomingMail) {
  return {
    subject: mail.subject,
    from: mail.from ?? null,
    to: mail.to.map(({ address }) => address),
    messageId: mail.messageId ?? null,
    sentAt: mail.sentAt ?? null,
    text: mail.text,
    html: mail.html ?? null,
    machine: mail.machine ?? null,
    attachmentCount: mail.attachments.length,
    attachments: mail.attachments.map(({ name, contentType, content, inline }) => ({
      name,
      contentType,
      bytes: content.byteLength,
      inline,
    })),
  }
}
