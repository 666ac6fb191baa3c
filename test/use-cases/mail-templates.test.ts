import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { templatedMails } from '../../shared/domain/mail-template.ts'
import { keys } from '../../shared/store/keys.ts'
import { listAuditLog } from '../../shared/use-cases/audit-log.ts'
import { resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import {
  changeMailTemplate,
  listMailTemplates,
  readMailTemplate,
  resetMailTemplate,
} from '../../shared/use-cases/mail-templates.ts'
import { previewMail } from '../../shared/use-cases/preview-mail.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { admin } from '../support/desk.ts'
import { last, mail, mailsTo, openScene, replyToOf, type Scene, ticketByMail, tokenFor } from './given.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())

const anna = 'anna@northwind.example'

async function resolved() {
  const ticket = await ticketByMail(test)
  await resolveTicket(test.desk, admin, ticket.number)
  await test.sendMails()
  return { ticket, sent: last(mailsTo(test, anna)) }
}

describe('the desk’s own words for a mail', () => {
  it('go out in the place of those that Docket brings, threaded and answerable as ever', async () => {
    await changeMailTemplate(
      test.desk,
      admin,
      { event: 'resolved' },
      {
        subject: 'Fertig: {{ticket.subject}}',
        text: 'Guten Tag {{recipient.name}},\n\n{{ticket.reference}} ist erledigt.',
        html: '<p onclick="x()">Guten Tag {{recipient.name}},</p><script>alert(1)</script><p>{{ticket.reference}} ist <b>erledigt</b>.</p>',
      },
    )
    const { ticket, sent } = await resolved()
    expect(sent.subject).toBe(`[TCK-${ticket.number}] Fertig: Printer on fire`)
    expect(sent.text).toContain(`Guten Tag Anna Berg,\n\nTCK-${ticket.number} ist erledigt.`)
    expect(sent.html).toContain(`TCK-${ticket.number} ist <b>erledigt</b>`)
    expect(sent.html).not.toMatch(/script|onclick/)
    expect(sent.text).toContain('Please type your reply above this line')
    expect(sent.headers).toMatchObject({ 'auto-submitted': 'auto-generated' })
    expect(replyToOf(sent)).toBe(await tokenFor(test, ticket.number, anna))
    const answer = mail({ subject: 'Re: ohne Nummer', body: `Danke!\n\n${sent.text.replace(/^/gm, '> ')}` })
    expect(await test.deliver(answer, { recipients: [replyToOf(sent)] })).toMatchObject({
      outcome: 'reply',
      ticketNumber: ticket.number,
    })
    await resetMailTemplate(test.desk, admin, { event: 'resolved' })
    expect((await resolved()).sent.text).toContain('is resolved.')
  })

  it('that cannot be used any more lose no mail: it goes out in Docket’s, and admins see it, once', async () => {
    const before = await changeMailTemplate(
      test.desk,
      admin,
      { event: 'public-reply' },
      {
        text: 'Dear reader,\n\n{{words}}',
      },
    )
    // As a release that takes a placeholder away would leave it.
    await test.desk.table.commit([
      {
        update: keys.mailTemplate('public-reply'),
        set: { wording: { subject: '{{gone}}', text: '{{words' } },
        onlyIf: { exists: true },
      },
    ])
    const { number } = await ticketByMail(test)
    const reply = (bodyText: string) =>
      replyToTicket(test.desk, admin, { number, visibility: 'public', bodyText })
    await reply('First words.')
    await test.sendMails()
    expect(last(mailsTo(test, anna)).text).toContain('First words.')
    const { lastProblem, version } = await readMailTemplate(test.desk, admin, 'public-reply')
    expect(lastProblem?.message).toBe('{{ has no }} after it')
    expect(version).toBe(before.version)
    test.clock.moveTo(new Date(test.clock.now().getTime() + 60_000))
    await reply('Second words.')
    await test.sendMails()
    expect(last(mailsTo(test, anna)).text).toContain('Second words.')
    expect((await readMailTemplate(test.desk, admin, 'public-reply')).lastProblem).toEqual(lastProblem)
    // Not even one that is no template at all.
    await test.desk.table.commit([
      {
        update: keys.mailTemplate('public-reply'),
        set: { wording: { subject: 7 } },
        onlyIf: { exists: true },
      },
    ])
    await reply('Third words.')
    await test.sendMails()
    expect(last(mailsTo(test, anna)).text).toContain('Third words.')
    await resetMailTemplate(test.desk, admin, { event: 'public-reply' })
    expect(await readMailTemplate(test.desk, admin, 'public-reply')).not.toHaveProperty('lastProblem')
  })

  it('are in the audit log, and count their versions through a reset', async () => {
    const first = await changeMailTemplate(test.desk, admin, { event: 'closed' }, { subject: 'Closed' })
    expect(first.version).toBe(1)
    await resetMailTemplate(test.desk, admin, { event: 'closed', ifVersion: 1 })
    await expect(
      changeMailTemplate(test.desk, admin, { event: 'closed', ifVersion: 1 }, { subject: 'Stale' }),
    ).rejects.toMatchObject({ code: 'version.stale' })
    const again = await changeMailTemplate(test.desk, admin, { event: 'closed' }, { subject: 'Again' })
    expect(again.version).toBe(3)
    const { entries } = await listAuditLog(test.desk, admin, { limit: 3 })
    expect(entries.map(({ resource, changes }) => [resource, changes])).toEqual([
      ['mail-templates/closed', [{ field: 'subject', from: '{{ticket.subject}}', to: 'Again' }]],
      ['mail-templates/closed', [{ field: 'subject', from: 'Closed', to: '{{ticket.subject}}' }]],
      ['mail-templates/closed', [{ field: 'subject', from: '{{ticket.subject}}', to: 'Closed' }]],
    ])
  })

  it('that are refused change nothing', async () => {
    const before = await readMailTemplate(test.desk, admin, 'new-ticket-notice')
    for (const changes of [
      { text: '{{nobody}}' },
      { subject: '{{' },
      { html: '<p>{{words}}{{words}}</p>' },
    ]) {
      await expect(
        changeMailTemplate(test.desk, admin, { event: 'new-ticket-notice' }, changes),
      ).rejects.toMatchObject({ kind: 'invalid' })
    }
    expect(await readMailTemplate(test.desk, admin, 'new-ticket-notice')).toEqual(before)
  })

  it('keep a link to the ticket through the sanitiser', async () => {
    const { wording } = await changeMailTemplate(
      test.desk,
      admin,
      { event: 'assigned-notice' },
      {
        html: '<p><a href="{{ ticket.url }}">{{ticket.reference}}</a> <a href="javascript:{{ticket.url}}">no</a></p>',
      },
    )
    expect(wording?.html).toContain('<a href="{{ticket.url}}"')
    expect(wording?.html).not.toContain('javascript')
    const { html } = await previewMail(test.desk, admin, { event: 'assigned-notice' }, {})
    expect(html).toContain('<a href="http://127.0.0.1:3000/tickets/1042"')
  })
})

describe('a preview', () => {
  it('is there for every kind of mail, and writes nothing', async () => {
    const before = await listMailTemplates(test.desk, admin)
    for (const event of templatedMails) {
      const { subject, text, html } = await previewMail(
        test.desk,
        admin,
        { event },
        { subject: 'About {{ticket.subject}}' },
      )
      expect(subject).toBe('[TCK-1042] About Printer prints blank pages')
      expect(`${text}${html}`).not.toMatch(/\{\{|undefined/)
    }
    expect(await listMailTemplates(test.desk, admin)).toEqual(before)
  })

  it('shows a ticket and its newest public words, never an internal note', async () => {
    const { number } = await ticketByMail(test, { body: 'Public words.' })
    await replyToTicket(test.desk, admin, { number, visibility: 'internal', bodyText: 'CANARY' })
    const { subject, text } = await previewMail(test.desk, admin, { event: 'ticket-created', number }, {})
    expect(subject).toBe(`[TCK-${number}] Printer on fire`)
    expect(text).toContain('> Public words.')
    expect(text).not.toContain('CANARY')
    await expect(previewMail(test.desk, admin, { event: 'closed', number: 999 }, {})).rejects.toMatchObject({
      code: 'resource.missing',
    })
  })
})
