import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanAttachmentName } from '../../shared/mail/attachment-name.ts'
import { composeMail, type OutgoingMail } from '../../shared/mail/compose-mail.ts'
import { parseMail } from '../../shared/mail/parse-mail.ts'

const plain: OutgoingMail = {
  from: { name: 'Desk', address: 'support@desk.example' },
  to: [{ name: 'Dana', address: 'dana@northwind.example' }],
  cc: [{ name: '', address: 'eve@northwind.example' }],
  replyTo: { name: 'Desk', address: 'support+t1.abc@desk.example' },
  subject: '[TCK-1] Printer',
  text: 'Words',
  html: '<p>Words</p>',
  references: ['t1.root@desk.example', 'first@northwind.example'],
  automatic: false,
  reference: 'TCK-1',
}
const hostile = fc
  .string({ unit: 'binary', maxLength: 60 })
  .map(text => `${text}\r\nBcc: victim@evil.example\u2028\0<x@evil.example>, `)

function headerNames(raw: Uint8Array): string[] {
  const head = Buffer.from(raw).toString('latin1').split('\r\n\r\n', 1)[0] ?? ''
  return [...head.matchAll(/^([^\s:]+):/gm)].map(([, name]) => (name ?? '').toLowerCase()).sort()
}

test('a composed mail reads back as what was meant', async () => {
  const mail = await parseMail(await composeMail(plain))
  expect(mail).toMatchObject({
    from: plain.from,
    to: plain.to,
    cc: plain.cc,
    replyTo: [plain.replyTo],
    subject: plain.subject,
    text: 'Words',
    references: plain.references,
    inReplyTo: ['first@northwind.example'],
  })
  expect(mail.machine).toBeUndefined()
})

test('an automatic mail says so and an answer to an answer too', async () => {
  const raw = Buffer.from(await composeMail({ ...plain, automatic: true })).toString()
  expect(raw).toContain('Auto-Submitted: auto-generated')
  expect(raw).toContain('X-Auto-Response-Suppress: All')
  expect((await parseMail(await composeMail({ ...plain, automatic: 'auto-replied' }))).machine?.kind).toBe(
    'auto-reply',
  )
})

test('no value can add a header or a recipient', async () => {
  const expected = headerNames(await composeMail(plain))
  await fc.assert(
    fc.asyncProperty(hostile, hostile, hostile, async (subject, name, id) => {
      const raw = await composeMail({
        ...plain,
        subject,
        from: { ...plain.from, name },
        to: [{ name, address: 'dana@northwind.example' }],
        references: [id, 'first@northwind.example'],
        reference: subject,
      })
      expect(headerNames(raw)).toEqual(expected)
      const mail = await parseMail(raw)
      expect(mail.from?.address).toBe('support@desk.example')
      expect(mail.to.map(({ address }) => address)).toEqual(['dana@northwind.example'])
      expect(mail.cc.map(({ address }) => address)).toEqual(['eve@northwind.example'])
      expect(mail.subject).not.toMatch(/[\r\n\0\u2028\u2029]/)
    }),
    { numRuns: 100 },
  )
})

test('an address that holds more than one mailbox is refused', async () => {
  const two = 'dana@northwind.example, victim@evil.example'
  await expect(composeMail({ ...plain, to: [{ name: '', address: two }] })).rejects.toThrow(
    'Not a mail address',
  )
  const mail = await parseMail(await composeMail({ ...plain, cc: [{ name: '', address: two }] }))
  expect(mail.cc).toEqual([])
})

test('attachments go along under clean names', async () => {
  const attachments = [{ name: '../a\r\nb.txt', contentType: 'text/plain', content: Buffer.from('hello') }]
  const mail = await parseMail(await composeMail({ ...plain, attachments }))
  expect(mail.attachments.map(({ name, content }) => [name, Buffer.from(content).toString()])).toEqual([
    ['_a b.txt', 'hello'],
  ])
})

test('attachments arrive byte by byte, whatever they are and whatever their names', async () => {
  const content = Buffer.from(Array.from({ length: 1_500 }, (_, index) => index % 256))
  const kinds = [
    ['Rechnung März 2026 – Größe.pdf', 'application/pdf'],
    ['請求書.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    [`${'lang '.repeat(30)}ü.bin`, 'application/octet-stream'],
    ["o'clock; a=b, 100%.csv", 'text/csv'],
    ['lines.txt', 'text/plain'],
    ['page.html', 'text/html'],
    ['forwarded.eml', 'message/rfc822'],
    ['saved.mht', 'multipart/related'],
    ['type.bin', 'no type\r\nX-Evil: 1'],
  ] as const
  const attachments = kinds.map(([name, contentType]) => ({ name, contentType, content }))
  const raw = await composeMail({ ...plain, attachments })
  const mail = await parseMail(raw)
  expect(mail.attachments.map(({ name }) => name)).toEqual(
    kinds.map(([name]) => cleanAttachmentName(name, '')),
  )
  for (const each of mail.attachments) expect(Buffer.from(each.content).equals(content)).toBe(true)
  const text = Buffer.from(raw).toString('latin1')
  expect(text).not.toMatch(/^X-Evil/m)
  // RFC 2231
  expect(text).toMatch(/filename\*0\*=utf-8''Rechnung%20M%C3%A4rz/)
  expect(Math.max(...text.split('\r\n').map(line => line.length))).toBeLessThanOrEqual(998)
})
