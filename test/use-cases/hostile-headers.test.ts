import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mailTemplateRules, type TemplatedMail, templatedMails } from '../../shared/domain/mail-template.ts'
import type { MailEvent } from '../../shared/domain/outbox.ts'
import { defaultSettings } from '../../shared/domain/settings.ts'
import { blankTicket } from '../../shared/domain/ticket.ts'
import { composeMail } from '../../shared/mail/compose-mail.ts'
import { parseMail } from '../../shared/mail/parse-mail.ts'
import { type Letter, writeLetter } from '../../shared/use-cases/write-letter.ts'
import { openTestDesk, type TestDesk } from '../support/desk.ts'

let test: TestDesk
beforeAll(async () => {
  test = await openTestDesk()
})
afterAll(() => test.close())

/** What somebody may write as a subject or be called, and what of it may be in one header line. */
const hostile: Record<string, [written: string, inOneLine: string]> = {
  'line breaks': ['a\r\nBcc: victim@evil.example\r\n\r\nbody', 'a Bcc: victim@evil.example body'],
  'a bare CR and a bare LF': ['a\rX-Evil: 1\nTo: x@evil.example', 'a X-Evil: 1 To: x@evil.example'],
  'other line separators': ['a\u2028b\u2029c\u0085d\u000be', 'a b c d e'],
  'NUL and controls': ['a\0b\u0001c\u007fd\u001b[31m', 'abcd[31m'],
  'an encoded line break': [
    '=?utf-8?Q?a=0D=0ABcc:_v@evil.example?=',
    '=?utf-8?Q?a=0D=0ABcc:_v@evil.example?=',
  ],
  'an encoded word in base64': [
    '=?utf-8?B?YQ0KQmNjOiB2QGV2aWwuZXhhbXBsZQ==?=',
    '=?utf-8?B?YQ0KQmNjOiB2QGV2aWwuZXhhbXBsZQ==?=',
  ],
  'emoji and joiners': ['🖨️ on 🔥 👩‍👩‍👧', '🖨️ on 🔥 👩‍👩‍👧'],
  'right to left': ['\u202eevil\u202c שלום مرحبا', '\u202eevil\u202c שלום مرحبا'],
  'half a pair': ['a\ud83d', 'a\ufffd'],
  'marks of addresses': ['"x" <x@evil.example>, y@evil.example;', '"x" <x@evil.example>, y@evil.example;'],
}

const expectedHeaders = [
  ...['auto-submitted', 'content-type', 'date', 'from', 'in-reply-to', 'message-id', 'mime-version'],
  ...['references', 'reply-to', 'subject', 'to', 'x-auto-response-suppress', 'x-docket-ticket'],
]
const ofPeople = ['auto-submitted', 'x-auto-response-suppress']

function headerNames(raw: Uint8Array): string[] {
  const head = Buffer.from(raw).toString('latin1').split('\r\n\r\n', 1)[0] ?? ''
  return [...head.matchAll(/^([^\s:]+):/gm)].map(([, name]) => (name ?? '').toLowerCase()).sort()
}

/** A mail of one kind in which everything that people write is the same text. */
function letterWith(event: TemplatedMail, text: string, subject: string): Letter {
  const at = '2026-11-25T09:00:00.000Z'
  const isVisit = event.startsWith('visit-')
  const mailEvent: MailEvent = event === 'visit-change' ? 'visit-invitation' : event
  const settings = { ...defaultSettings, deskName: text, fromName: text }
  return {
    mail: {
      id: '01JD0000000000000000000001',
      event: mailEvent,
      to: { name: text, address: 'dana@northwind.example' },
      ticketNumber: 7,
      actorName: text,
      state: 'sending',
      attempts: 1,
      createdAt: at,
      ...(isVisit
        ? {
            visit: {
              id: 'vis_1',
              startAt: at,
              endAt: at,
              agentName: text,
              location: text,
              note: text,
              sequence: 0,
            },
          }
        : {}),
    },
    settings,
    template: { event, version: 1, wording: { ...mailTemplateRules[event].standard, subject } },
    ticket: {
      ...blankTicket({ number: 7, subject: text, source: 'email', at, settings }),
      contactName: text,
      contactEmail: 'dana@northwind.example',
      clientName: text,
      watchers: [{ name: text, email: 'eve@northwind.example' }],
    },
    entry: {
      id: '01JD0000000000000000000000',
      kind: 'reply',
      visibility: 'public',
      at,
      by: { kind: 'contact', name: text },
      text,
      attachments: [],
      messageId: 'first@northwind.example',
    },
    files: { along: [], leftOut: [] },
    openedBy: 'opening@northwind.example\r\nBcc: victim@evil.example',
    address: 'support@desk.example',
    secret: 'secret',
  }
}

describe.each(templatedMails)('a mail of kind %s', event => {
  it.each(Object.entries(hostile))('has no header or recipient of %s', async (_, [written, inOneLine]) => {
    const raw = await composeMail(
      await writeLetter(test.desk, letterWith(event, written, '{{ticket.subject}}')),
    )
    const isReply = event === 'public-reply'
    const names = isReply
      ? [...expectedHeaders.filter(name => !ofPeople.includes(name)), 'cc'].sort()
      : expectedHeaders.toSorted()
    expect(headerNames(raw)).toEqual(names)
    const mail = await parseMail(raw)
    expect(mail.subject).toBe(`[TCK-7] ${inOneLine}`)
    expect(mail.from?.address).toBe('support@desk.example')
    expect(mail.to.map(({ address }) => address)).toEqual(['dana@northwind.example'])
    expect(mail.cc.map(({ address }) => address)).toEqual(isReply ? ['eve@northwind.example'] : [])
    expect(mail.replyTo.map(({ address }) => address)).toEqual([
      expect.stringMatching(/^support\+t7\.[a-z2-7]{26}@desk\.example$/),
    ])
  })

  it('has a subject that ends, and lines that servers take, however much is written', async () => {
    const raw = await composeMail(
      await writeLetter(
        test.desk,
        letterWith(event, `${'x'.repeat(5_000)} ${'ü'.repeat(5_000)}`, '{{ticket.subject}}'),
      ),
    )
    const lines = Buffer.from(raw).toString('latin1').split('\r\n')
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(998)
    expect((await parseMail(raw)).subject.length).toBeLessThanOrEqual(520)
  })

  it('keeps to its headers where a template’s subject is hostile itself', async () => {
    const letter = letterWith(event, 'x', 'a\r\nBcc: v@evil.example {{ticket.subject}}')
    const mail = await parseMail(await composeMail(await writeLetter(test.desk, letter)))
    expect(mail.subject).toBe('[TCK-7] a Bcc: v@evil.example x')
  })
})
