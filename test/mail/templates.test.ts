import { expect, test } from 'vitest'
import { newWords } from '../../shared/mail/reply-text.ts'
import * as templates from '../../shared/mail/templates.ts'

const evil = '<img src=x onerror=alert(1)>"'
const facts = { deskName: evil, reference: 'TCK-1042', subject: 'Printer' }
const mails = {
  ticketCreated: templates.ticketCreated({ ...facts, contactName: evil, words: evil }),
  publicReply: templates.publicReply({ ...facts, authorName: evil, text: evil }),
  publicReplyWithoutFiles: templates.publicReply({ ...facts, authorName: evil, text: evil, leftOut: [evil] }),
  ticketResolved: templates.ticketResolved({ ...facts, contactName: evil, closesAt: evil }),
  ticketClosed: templates.ticketClosed({ ...facts, contactName: evil }),
  newTicketNotice: templates.newTicketNotice({
    ...facts,
    authorName: evil,
    words: evil,
    url: 'https://d.example',
  }),
  assignedNotice: templates.assignedNotice({ ...facts, actorName: evil, url: 'https://d.example' }),
  clientReplyNotice: templates.clientReplyNotice({
    ...facts,
    authorName: evil,
    words: evil,
    url: 'https://d.example',
  }),
}

test.each(Object.entries(mails))('%s keeps the reference and escapes every value', (_, mail) => {
  expect(mail.subject).toBe('[TCK-1042] Printer')
  expect(mail.html).not.toMatch(/<img|<script/)
  expect(mail.text).toContain('TCK-1042')
})

test('a sign-in mail holds the code and the link', () => {
  const mail = templates.signInCode({ deskName: 'Desk', code: 'ABC123', url: 'https://d.example/in?a=1&b=2' })
  expect(mail.text).toContain('ABC123')
  expect(mail.html).toContain('href="https://d.example/in?a=1&amp;b=2"')
})

test('a reply names the files that were too large for its mail, and says nothing of files otherwise', () => {
  const reply = { ...facts, authorName: 'Dana', text: 'See below.' }
  expect(templates.publicReply({ ...reply, leftOut: [] })).toEqual(templates.publicReply(reply))
  const { text, html } = templates.publicReply({ ...reply, leftOut: ['a.zip (12.4 MB)', 'b.iso (20.0 MB)'] })
  for (const words of ['Too large to send by mail', 'a.zip (12.4 MB)', 'b.iso (20.0 MB)']) {
    expect(text).toContain(words)
    expect(html).toContain(words)
  }
  expect(newWords(`Thanks!\n\n${text}`).newText).toBe('Thanks!')
})

test('a reply written above our mail is read without it', () => {
  const quoted = mails.publicReply.text
  expect(newWords(`Thank you!\n\n${quoted}`).newText).toBe('Thank you!')
})
