import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeFileToken } from '../../shared/mail/file-token.ts'
import { parseMail } from '../../shared/mail/parse-mail.ts'
import { openLinkedFile } from '../../shared/use-cases/open-linked-file.ts'
import { redactAttachment } from '../../shared/use-cases/redact-attachment.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { admin } from '../support/desk.ts'
import { last, mail, mailsTo, openScene, type Scene, ticketByMail, tokenFor } from './given.ts'
import { type FileToUpload, uploaded } from './uploaded.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())

/** A reply with files to Anna and Ben, as it is on its way. */
async function replied(files: FileToUpload[], visibility: 'public' | 'internal' = 'public') {
  const { number } = await ticketByMail(test, { cc: 'ben@northwind.example' })
  await test.sendMails()
  const attachmentIds = await Promise.all(files.map(file => uploaded(test, file)))
  const reply = { number, visibility, bodyText: 'See the files.', attachmentIds }
  return { ...(await replyToTicket(test.desk, admin, reply)), number }
}

async function received(address: string) {
  const sent = last(mailsTo(test, address))
  const raw = test.outbox.raw(sent.id)
  if (raw === undefined) throw new Error('No such mail')
  return { raw, text: sent.text, parsed: await parseMail(raw) }
}

it('a reply’s files go along to everyone it is mailed to, byte by byte, under their names', async () => {
  const content = randomBytes(300_000)
  await replied([
    { name: 'Größe – 日本.bin', type: 'application/x-thing', content },
    { name: 'a.txt', content: 'line\nline\r\nend\r' },
  ])
  await test.sendMails()
  for (const address of ['anna@northwind.example', 'ben@northwind.example']) {
    const { parsed, text } = await received(address)
    expect(parsed.attachments.map(({ name }) => name)).toEqual(['Größe – 日本.bin', 'a.txt'])
    expect(Buffer.from(parsed.attachments[0]?.content ?? []).equals(content)).toBe(true)
    expect(Buffer.from(parsed.attachments[1]?.content ?? []).toString()).toBe('line\nline\r\nend\r')
    expect(text).not.toContain('Too large')
  }
})

/** The tokens of the links in the last mail to somebody. */
async function tokensIn(address: string): Promise<string[]> {
  const { text } = await received(address)
  return [...text.matchAll(/http:\/\/127\.0\.0\.1:3000\/files\/(\S+)/g)].map(([, token]) => token ?? '')
}

it('what is too large for the mail is linked to in it, and the mail stays under what SES takes', async () => {
  const content = randomBytes(6_900_000)
  const tooLarge = randomBytes(200_000)
  const { entry } = await replied([
    { name: 'first.bin', type: 'application/octet-stream', content },
    { name: 'second.html', type: 'text/html', content: tooLarge },
    { name: 'third.txt', content: 'short' },
  ])
  await test.sendMails()
  const { raw, parsed, text } = await received('anna@northwind.example')
  expect(raw.byteLength).toBeLessThan(10_000_000)
  expect(parsed.attachments.map(({ name }) => name)).toEqual(['first.bin', 'third.txt'])
  expect(Buffer.from(parsed.attachments[0]?.content ?? []).equals(content)).toBe(true)
  expect(text).toMatch(
    /Too large to send by mail, to be downloaded until \d+ \w+ \d{4}:\n- second\.html \(200 kB\): http/,
  )
  const [token = '', ...others] = await tokensIn('anna@northwind.example')
  expect(others).toEqual([])
  const answer = await fetch(await openLinkedFile(test.desk, token))
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="second.html"/)
  expect(answer.headers.get('content-type')).toBe('application/octet-stream')
  expect(Buffer.from(await answer.arrayBuffer()).equals(tooLarge)).toBe(true)

  const id = entry.attachments[1]?.id ?? ''
  const until = Math.floor(test.clock.now().getTime() / 1_000) + 86_400
  const secret = await test.desk.secrets.signingKey()
  const forged = [
    '',
    'x',
    token.slice(0, -1),
    `${token}x`,
    token.replace(/\.[^.]+\./, '.zzzzzz.'),
    token.replace(id, entry.attachments[0]?.id ?? ''),
    writeFileToken({ attachmentId: id, until }, `${secret}x`),
    writeFileToken({ attachmentId: 'att_00000000000000000000', until }, secret),
    writeFileToken({ attachmentId: id, until: 1 }, secret),
  ]
  for (const each of forged) {
    await expect(openLinkedFile(test.desk, each)).rejects.toMatchObject({ code: 'resource.missing' })
  }
  await redactAttachment(test.desk, admin, id)
  await expect(openLinkedFile(test.desk, token)).rejects.toMatchObject({ code: 'attachment.redacted' })
})

it('a link to a file runs out after 30 days, and no internal note’s file has one', async () => {
  const { entry } = await replied([{ name: 'internal.txt' }], 'internal')
  const secret = await test.desk.secrets.signingKey()
  const now = Math.floor(test.clock.now().getTime() / 1_000)
  const attachmentId = entry.attachments[0]?.id ?? ''
  const inside = writeFileToken({ attachmentId, until: now + 86_400 }, secret)
  await expect(openLinkedFile(test.desk, inside)).rejects.toMatchObject({ code: 'resource.missing' })

  await replied([
    { name: 'a.bin', type: 'application/octet-stream', content: randomBytes(6_900_000) },
    { name: 'b.bin', type: 'application/octet-stream', content: randomBytes(200_000) },
  ])
  await test.sendMails()
  const [token = ''] = await tokensIn('ben@northwind.example')
  test.clock.moveTo(new Date(test.clock.now().getTime() + 30 * 86_400_000 - 60_000))
  await expect(openLinkedFile(test.desk, token)).resolves.toContain('http')
  test.clock.moveTo(new Date(test.clock.now().getTime() + 120_000))
  await expect(openLinkedFile(test.desk, token)).rejects.toMatchObject({ code: 'resource.missing' })
})

it('a file that was redacted before its mail left is not in the mail, nor is its name', async () => {
  const { entry } = await replied([{ name: 'secret.txt', content: 'CANARY' }, { name: 'open.txt' }])
  await redactAttachment(test.desk, admin, entry.attachments[0]?.id ?? '')
  await test.sendMails()
  const { raw, parsed } = await received('anna@northwind.example')
  expect(parsed.attachments.map(({ name }) => name)).toEqual(['open.txt'])
  expect(raw.toString('latin1')).not.toMatch(/secret\.txt|CANARY|Q0FOQVJZ/)
})

it('an internal note’s files are in no mail', async () => {
  const before = test.outbox.list().length
  await replied([{ name: 'internal.txt', content: 'CANARY' }], 'internal')
  await test.sendMails()
  const later = test.outbox.list().slice(before)
  for (const { id } of later) expect(test.outbox.raw(id)?.toString('latin1')).not.toMatch(/Q0FOQVJZ|internal/)
})

it('files of a client’s mail go along to the others on the thread', async () => {
  const { number } = await ticketByMail(test, { cc: 'ben@northwind.example' })
  const raw = mail().replace(
    /Content-Type: .*\r\n\r\n[\s\S]*$/,
    'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=cut\r\n\r\n--cut\r\nContent-Type: text/plain\r\n\r\nHere.\r\n--cut\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=log.txt\r\n\r\nline\r\n--cut--\r\n',
  )
  const recipients = [await tokenFor(test, number, 'anna@northwind.example')]
  expect(await test.deliver(raw, { recipients })).toMatchObject({ outcome: 'reply', ticketNumber: number })
  await test.sendMails()
  const { parsed } = await received('ben@northwind.example')
  expect(parsed.attachments.map(({ name }) => name)).toEqual(['log.txt'])
})
