import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SentMail } from '../../infra/local/ses/outbox.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { admin } from '../support/desk.ts'
import {
  entriesOf,
  idOf,
  last,
  mailsTo,
  numberOf,
  openScene,
  referencesOf,
  replyToOf,
  type Scene,
  ticketNumbers,
} from './given.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())

/** What a mail program makes of an answer: its headers, and the words with what it quotes below or above them. */
interface Program {
  name: string
  /** Answers to Reply-To, and so with the token; else to the desk's plain address. */
  usesReplyTo: boolean
  headers(answered: SentMail): string[]
  subject(answered: SentMail): string
  body(words: string, answered: SentMail): string
}

const threaded = (answered: SentMail) => [
  `In-Reply-To: <${idOf(answered)}>`,
  `References: ${[...referencesOf(answered), idOf(answered)].map(id => `<${id}>`).join('\r\n ')}`,
]
const quoted = (text: string) => text.trim().replace(/^/gm, '> ')

const gmail: Program = {
  name: 'Gmail',
  usesReplyTo: true,
  headers: threaded,
  subject: ({ subject }) => (subject.startsWith('Re: ') ? subject : `Re: ${subject}`),
  body: (words, { text }) =>
    `${words}\n\nOn Mon, Nov 23, 2026 at 10:12 AM Alex (Helpdesk) <support@desk.example>\nwrote:\n\n${quoted(text)}\n`,
}

/** Outlook behind a relay that drops References and In-Reply-To; its own thread headers tell nobody else anything. */
const outlook: Program = {
  name: 'Outlook',
  usesReplyTo: false,
  headers: () => ['Thread-Topic: Printer on fire', 'Thread-Index: AQHcXJ1mT2u3'],
  subject: ({ subject }) => `AW: ${subject.replace(/^(AW|Re|RE): /, '')}`,
  body: (words, { text, subject }) =>
    `${words}\n\nMit freundlichen Grüßen\nAnna Berg\n\nVon: Alex (Helpdesk) <support@desk.example>\nGesendet: Montag, 23. November 2026 10:12\nAn: Anna Berg <anna@northwind.example>\nBetreff: ${subject}\n\n${text}\n`,
}

const appleMail: Program = {
  name: 'Apple Mail',
  usesReplyTo: true,
  // Only In-Reply-To survives the list of some relays.
  headers: answered => [`In-Reply-To: <${idOf(answered)}>`],
  subject: () => 'Re: the printer, again',
  body: (words, { text }) =>
    `${words}\n\nSent from my iPhone\n\n> On 23 Nov 2026, at 10:12, Alex (Helpdesk) <support@desk.example> wrote:\n> \n${quoted(text)}\n`,
}

it('of ten mails, in three programs and with headers lost on the way, stays one ticket', async () => {
  const opening = `From: Anna Berg <anna@northwind.example>\r\nTo: support@desk.example\r\nSubject: Printer on fire\r\nMessage-ID: <opening@northwind.example>\r\n\r\nIt burns.\r\n`
  const number = numberOf(await test.deliver(opening))
  const said = ['It burns.']
  const programs = [gmail, outlook, appleMail, outlook, gmail]
  for (const [turn, program] of programs.entries()) {
    const question = `Question ${turn} of the desk.`
    await replyToTicket(test.desk, admin, { number, visibility: 'public', bodyText: question })
    await test.sendMails()
    const answered = last(mailsTo(test, 'anna@northwind.example'))
    // SES has given it an id of its own, which the program answers to.
    expect(idOf(answered)).toMatch(/amazonses\.com$/)
    const words = `Answer ${turn} by ${program.name}.`
    const to = program.usesReplyTo ? replyToOf(answered) : 'support@desk.example'
    const raw = [
      'From: Anna Berg <anna@northwind.example>',
      `To: <${to}>`,
      `Subject: ${program.subject(answered)}`,
      `Message-ID: <${randomUUID()}@northwind.example>`,
      ...program.headers(answered),
      'Content-Type: text/plain; charset=utf-8',
      '',
      program.body(words, answered),
    ].join('\r\n')
    const outcome = await test.deliver(raw, { recipients: [to] })
    expect({ program: program.name, ...outcome }).toMatchObject({ outcome: 'reply', ticketNumber: number })
    said.push(question, words)
  }
  const shown = (await entriesOf(test, number)).filter(({ kind }) => kind === 'reply')
  expect(shown).toHaveLength(11)
  for (const [index, { text }] of shown.entries()) {
    expect(text.startsWith(said[index] ?? '?')).toBe(true)
    // What was quoted is not said again.
    for (const other of said.filter(each => each !== said[index])) expect(text).not.toContain(other)
  }
  expect(await ticketNumbers(test)).toEqual([number])
})
