import { describe, expect, test } from 'vitest'
import { DeskError } from '../../shared/domain/errors.ts'
import { parseMail } from '../../shared/mail/parse-mail.ts'
import { parseFixture, rawMail } from './fixtures.ts'

const parsedFrom = async (...fields: string[]) =>
  (await parseMail(rawMail(fields.map(field => `From: ${field}`)))).from

describe('who a mail is from', () => {
  test('two From headers name nobody', async () => {
    expect((await parseFixture('two-from-headers')).from).toBeUndefined()
  })

  test('a group, several mailboxes or none name nobody', async () => {
    expect((await parseFixture('sender-in-group')).from).toBeUndefined()
    expect(await parsedFrom('a@northwind.example, b@northwind.example')).toBeUndefined()
    expect(await parsedFrom('undisclosed-recipients:;')).toBeUndefined()
    expect(await parsedFrom('<a@northwind.example> <b@northwind.example>')).toBeUndefined()
    expect((await parseMail(rawMail(['To: support@desk.example']))).from).toBeUndefined()
  })

  test.each([
    ['Dana <DANA@Northwind.EXAMPLE.>', 'dana@northwind.example'],
    ['"a@northwind.example" <b@evil.example>', 'b@evil.example'],
    ['b@evil.example (a@northwind.example)', 'b@evil.example'],
    ['"dana"@northwind.example', 'dana@northwind.example'],
    ['"a@northwind.example"@evil.example', '"a@northwind.example"@evil.example'],
    ['"dana field"@northwind.example', '"dana field"@northwind.example'],
    ['<@relay.example,@b.example:dana@northwind.example>', 'dana@northwind.example'],
    ['=?utf-8?q?=22boss=40northwind=2Eexample=22?= <b@evil.example>', 'b@evil.example'],
    ['dana@bücher.example', 'dana@xn--bcher-kva.example'],
  ])('%s is the mailbox %s', async (field, address) => {
    expect((await parsedFrom(field))?.address).toBe(address)
  })

  test('a name holds no control or format characters and at most 100 characters', async () => {
    const from = await parsedFrom(`=?utf-8?q?A=00=0D=0A=E2=80=AE${'x'.repeat(300)}?= <a@northwind.example>`)
    expect(from?.name).toMatch(/^A x{98}$/)
  })
})

describe('the header', () => {
  test('a mail without Message-ID, Date or MIME is read', async () => {
    const mail = await parseFixture('no-message-id')
    expect(mail).toMatchObject({ subject: 'Scan', newText: 'The scan is attached.', attachments: [] })
    expect(mail.messageId).toBeUndefined()
    expect(mail.sentAt).toBeUndefined()
  })

  test('a subject in ISO-2022-JP over two encoded words is decoded', async () => {
    const mail = await parseFixture('iso-2022-jp-subject')
    expect(mail.subject).toBe('プリンターの故障')
    expect(mail.text).toBe('印刷できません。')
  })

  test('a subject is one line whatever is encoded in it', async () => {
    expect((await parseFixture('header-injection-subject')).subject).toBe(
      'Hello Bcc: victim@northwind.example',
    )
  })

  test('threading ids come without brackets, oldest first, and the date in UTC', async () => {
    expect(await parseFixture('gmail-web-reply-html')).toMatchObject({
      messageId: 'gmail-1@northwind.example',
      inReplyTo: ['0100abc@email.amazonses.com'],
      references: ['t1042.root@desk.example', '0100abc@email.amazonses.com'],
      sentAt: '2026-03-03T08:15:00.000Z',
    })
  })

  test('of 5,000 references the oldest and the latest 99 are kept', async () => {
    const ids = Array.from({ length: 5000 }, (_, index) => `<${index}@a.example>`)
    const { references } = await parseMail(rawMail([`References: ${ids.join('\r\n ')}`]))
    expect([references.length, references[0], references.at(-1)]).toEqual([
      100,
      '0@a.example',
      '4999@a.example',
    ])
  })
})

describe('the body', () => {
  test('lines that end in CR only are lines', async () => {
    const mail = await parseFixture('cr-only-lines')
    expect(mail).toMatchObject({ subject: 'Old Mac', text: 'First line.\nSecond line.' })
  })

  test('Latin bytes labelled UTF-8 or not labelled are read as what they are', async () => {
    const mail = await parseFixture('wrong-charset-label')
    expect([mail.subject, mail.text]).toEqual(['Störung in Köln', 'Größe prüfen.'])
    expect((await parseFixture('missing-charset')).text).toBe('Größe prüfen.')
  })

  test('flowed lines are joined and uuencoded files are attachments', async () => {
    expect((await parseFixture('format-flowed')).text).toBe('This is one paragraph.\n>not a quote')
    const mail = await parseFixture('uuencoded-file')
    expect(mail.text).not.toContain('begin 644')
    expect(mail.attachments.map(({ name, content }) => [name, Buffer.from(content).toString()])).toEqual([
      ['cat.txt', 'Cat'],
    ])
  })

  test('a text part beside an HTML part is shown in both forms', async () => {
    const mail = await parseFixture('text-then-html-without-alternative')
    expect(mail.newText).toContain('The new words.')
    expect(mail.html).toContain('The new words.')
  })

  test('an inline image keeps its place and a remote one is not loaded', async () => {
    const mail = await parseFixture('inline-cid-image')
    expect(mail.html).toContain('src="cid:shot@northwind"')
    expect(mail.html).not.toContain(' src="https:')
    expect(mail.attachments).toMatchObject([
      { name: 'shot.png', contentType: 'image/png', contentId: 'shot@northwind', inline: true },
    ])
  })
})

describe('attachments', () => {
  test('a mail in a mail is one attachment, named by its subject', async () => {
    const mail = await parseFixture('nested-rfc822')
    expect(mail.text).toBe('Is this genuine?')
    expect(mail.attachments).toMatchObject([
      { name: 'Your account.eml', contentType: 'message/rfc822', inline: false },
    ])
  })

  test('names hold no path and nothing invisible, types are what the bytes are', async () => {
    const { attachments } = await parseFixture('hostile-attachment-names')
    expect(attachments.map(({ name, contentType }) => [name, contentType])).toEqual([
      ['_._etc_passwd', 'application/octet-stream'],
      ['invoicegpj.exe', 'application/octet-stream'],
      ['photo.png', 'text/html'],
      ['attachment.pdf', 'application/pdf'],
    ])
  })
})

test('nothing at all is unreadable, anything else is a mail', async () => {
  await expect(parseMail(new Uint8Array())).rejects.toThrow(DeskError)
  await expect(parseMail(Buffer.from('\r\n \r\n'))).rejects.toThrow(DeskError)
  expect((await parseMail(Buffer.from('no header at all'))).text).toBe('no header at all')
})
