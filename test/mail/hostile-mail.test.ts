import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parseMail } from '../../shared/mail/parse-mail.ts'
import { rawMail } from './fixtures.ts'
import { hostileMails, largestOrdinaryMail } from './hostile-mails.ts'
import { isSlower, quickest } from './quickest.ts'

describe('a mail made to exhaust the parser is read like any other', () => {
  test.each(Object.keys(hostileMails))('%s', { timeout: 60_000 }, async name => {
    const mail = await parseMail(hostileMails[name]?.() ?? Buffer.alloc(0))
    expect(mail.from?.address).toBe('a@northwind.example')
    expect(mail.subject).toBe('Attack')
    expect(mail.attachments.length).toBeLessThanOrEqual(1000)
    expect(mail.text.length).toBeLessThanOrEqual(1_000_000)
    expect(mail.html?.length ?? 0).toBeLessThanOrEqual(6_000_000)
    for (const list of [mail.to, mail.cc, mail.replyTo]) expect(list.length).toBeLessThanOrEqual(500)
  })

  test('none takes more than twice the time of the largest ordinary mail', { timeout: 300_000 }, async () => {
    const ordinary = largestOrdinaryMail()
    await parseMail(ordinary)
    const allowed = 2 * (await quickest(() => parseMail(ordinary), 2))
    const slow: string[] = []
    for (const [name, make] of Object.entries(hostileMails)) {
      const raw = make()
      const isSlow = (await quickest(() => parseMail(raw), 1)) > allowed
      // A busy machine is no slow parser: what looks slow is measured anew, beside an ordinary mail.
      if (
        isSlow &&
        (await isSlower(
          () => parseMail(raw),
          () => parseMail(ordinary),
          2,
        ))
      )
        slow.push(name)
    }
    expect(slow).toEqual([])
  })

  test('none takes more memory than the function has', { timeout: 300_000 }, () => {
    const script = fileURLToPath(new URL('peak-memory.ts', import.meta.url))
    const names = Object.keys(hostileMails).filter(name =>
      /38 MB|12 million|RTF bomb|million attributes/.test(name),
    )
    const peaks = names.map(name =>
      Number(execFileSync(process.execPath, [script, name], { encoding: 'utf8' })),
    )
    expect(Math.max(...peaks)).toBeLessThan(512)
  })
})

describe('the name and the type of a file are data', () => {
  const nameOf = async (written: string, type = 'image/png') => {
    const mail = await parseMail(
      rawMail(
        ['From: a@northwind.example', 'Content-Type: multipart/mixed; boundary=b'],
        `--b\r\nContent-Type: ${type}\r\nContent-Disposition: attachment; filename*=utf-8''${written}\r\n\r\nx\r\n--b--\r\n`,
      ),
    )
    return mail.attachments[0]?.name
  }

  test.each([
    ['a.png%00.html', 'a.png.html'],
    ['..%2f..%2fetc%2fpasswd', '_._etc_passwd'],
    ['..%5c..%5cboot.ini', '_._boot.ini'],
    ['invoice%E2%80%AEgpj.exe', 'invoicegpj.exe'],
    ['in%E2%80%8Bvoice.pdf', 'invoice.pdf'],
    ['%EF%BB%BFa.pdf', 'a.pdf'],
    ['a%0D%0ABcc%3A%20x.pdf', 'a Bcc_ x.pdf'],
    ['a%E2%80%A8b.pdf', 'a b.pdf'],
    ['%EF%BC%8E%EF%BC%8E%EF%BC%8Fa.pdf', '_a.pdf'],
    ['CON%3A.png', 'CON_.png'],
    ['.htaccess', 'htaccess'],
    ['%E2%80%AE', 'attachment.png'],
    ['%2e%2e', 'attachment.png'],
    ['a%F3%A0%81%81.pdf', 'a.pdf'],
  ])('%s is kept as %s', async (written, name) => {
    expect(await nameOf(written)).toBe(name)
  })

  test('a name of 4 KB keeps its extension, in 200 characters', async () => {
    const name = await nameOf(`${'n'.repeat(3990)}.pdf`)
    expect(name).toMatch(/^n{196}\.pdf$/)
  })

  test('no bytes that a browser would run are called an image', async () => {
    const mail = await parseMail(
      rawMail(
        ['From: a@northwind.example', 'Content-Type: multipart/mixed; boundary=b'],
        [
          '<svg onload=alert(1)>',
          '<html><script>1</script>',
          '\ufeff <!doctype html>',
          '<?xml version="1.0"?><svg/>',
        ]
          .map(content => `--b\r\nContent-Type: image/png; name=a.png\r\n\r\n${content}\r\n`)
          .join(''),
      ),
    )
    expect(mail.attachments.map(({ contentType }) => contentType)).toEqual([
      'image/svg+xml',
      'text/html',
      'text/html',
      'image/svg+xml',
    ])
  })
})

describe('a header says one thing, on one line', () => {
  test.each([
    ['Hello\u2028Bcc: x', 'Hello Bcc: x'],
    ['=?utf-8?Q?a=00b=0D=0AX-Evil:_1?=', 'ab X-Evil: 1'],
    ['=?utf-8?Q?a=E2=80=A8b=C2=85c?=', 'a b c'],
    ['=?utf-8?B?DQpCY2M6IHhAeS5leGFtcGxlDQo=?=', 'Bcc: x@y.example'],
    ['=?utf-7?Q?+AA0ACg-Bcc: x?=', 'Bcc: x'],
    ['a\0b', 'ab'],
  ])('the subject %j', async (written, subject) => {
    const mail = await parseMail(rawMail(['From: a@northwind.example', `Subject: ${written}`]))
    expect(mail.subject).toBe(subject)
  })

  test.each([
    [['a@northwind.example', 'b@evil.example']],
    [['a@northwind.example, b@evil.example']],
    [['a@northwind.example <b@evil.example> <c@evil.example>']],
    [['Team: a@northwind.example;']],
    [['a@northwind.example b@evil.example']],
    [['<a@northwind.example> b@evil.example']],
    [['a@northwind.example@evil.example, ']],
    [['a@northwind.example\r\nFROM: b@evil.example']],
    [['a@-']],
    [['"a@northwind.example']],
    [['a@northwind.example(']],
  ])('%j names nobody, or the one mailbox that is there', async fields => {
    const mail = await parseMail(rawMail(fields.map(field => `From: ${field}`)))
    expect([undefined, 'a@northwind.example']).toContain(mail.from?.address)
    expect(mail.from === undefined || /^"?a@northwind\.example\(?$/.test(fields.join())).toBe(true)
  })

  test.each([
    ['dana@northwind.example..', 'dana@northwind.example'],
    ['dana@NORTHWIND.example', 'dana@northwind.example'],
    ['d\u0430na@northwind.example', 'd\u0430na@northwind.example'],
    ['dana@n\u043erthwind.example', 'dana@xn--nrthwind-nbh.example'],
    ['dana@\uFF4E\uFF4F\uFF52thwind.example', 'dana@northwind.example'],
    ['"dana\\@northwind.example"@evil.example', '"dana@northwind.example"@evil.example'],
    ['"dana\\"@northwind.example,\\""@evil.example', '"dana\\"@northwind.example,\\""@evil.example'],
    ['dana@evil.example(@northwind.example)', 'dana@evil.example'],
  ])('%s is the mailbox %s', async (written, address) => {
    expect((await parseMail(rawMail([`From: ${written}`]))).from?.address).toBe(address)
  })
})
