import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWeb } from '../../functions/web/app.tsx'
import { createAgent } from '../../shared/use-cases/agents.ts'
import { readContact } from '../../shared/use-cases/contacts.ts'
import { readMailTemplate } from '../../shared/use-cases/mail-templates.ts'
import { recordFeedback } from '../../shared/use-cases/record-feedback.ts'
import { redactAttachment } from '../../shared/use-cases/redact-attachment.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { admin } from '../support/desk.ts'
import { idOf, last, mailsTo, openScene, type Scene, ticketByMail } from '../use-cases/given.ts'
import { uploaded } from '../use-cases/uploaded.ts'
import { Browser, fieldIn } from './browser.ts'

let world: Scene
let mia: Browser
beforeAll(async () => {
  world = await openScene()
  await createAgent(world.desk, admin, { name: 'Mia Torres', email: 'mia@desk.example', role: 'admin' })
  mia = await new Browser(world.desk).signIn('mia@desk.example')
})
afterAll(() => world.close())

const list = '/settings/mail-templates'
const one = `${list}/resolved`
const wording = {
  subject: 'Done: {{ticket.subject}}',
  text: 'All done, {{recipient.name}}.',
  html: '',
  number: '',
}

async function save(fields: Record<string, string>) {
  const version = fieldIn(await (await mia.get(one)).text(), 'version')
  return await mia.post(one, { version, ...wording, ...fields }, { from: one })
}

describe('the words of the mails', () => {
  test('are listed, saved, shown as the desk’s own, and given up again', async () => {
    expect(await (await mia.get('/settings')).text()).toContain(`href="${list}"`)
    expect(await (await mia.get(list)).text()).not.toContain('Own words')
    expect((await save({})).headers.get('Location')).toBe(`${one}?saved=1`)
    expect(await (await mia.get(`${one}?saved=1`)).text()).toContain('Words saved.')
    expect(await (await mia.get(list)).text()).toContain('Own words')
    expect(await readMailTemplate(world.desk, admin, 'resolved')).toMatchObject({
      wording: { subject: wording.subject, text: wording.text },
    })
    const version = fieldIn(await (await mia.get(one)).text(), 'version')
    const reset = await mia.post(`${one}/reset`, { version }, { from: one })
    expect(reset.status).toBe(303)
    expect(await readMailTemplate(world.desk, admin, 'resolved')).not.toHaveProperty('wording')
  })

  test('that are wrong keep what was typed, and say at the field what is wrong', async () => {
    const answer = await save({ text: 'Dear {{nobody}}' })
    expect(answer.status).toBe(400)
    const page = await answer.text()
    expect(page).toContain('Dear {{nobody}}')
    expect(page).toMatch(/id="field-text-error"[\s\S]*?{{nobody}} is no placeholder here/)
    expect((await save({ version: '77' })).status).toBe(409)
    expect((await save({ subject: 'a\u0000b' })).status).toBe(400)
  })

  test('are previewed as they are typed, in a frame that runs nothing, and nothing is saved', async () => {
    const before = await readMailTemplate(world.desk, admin, 'resolved')
    const html = '<p>{{ticket.reference}} <script>alert(1)</script><b onclick="x()">done</b></p>'
    const { number } = await ticketByMail(world, { subject: '<i>Fan</i>' })
    const answer = await mia.post(
      `${one}/preview`,
      { version: '0', ...wording, html, number: String(number) },
      { from: one },
    )
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Content-Security-Policy')).toMatch(/default-src 'none'.*sandbox/)
    const frame = await answer.text()
    expect(frame).toContain(`[TCK-${number}] Done: &lt;i&gt;Fan&lt;/i&gt;`)
    expect(frame).toContain(`TCK-${number} <b>done</b>`)
    expect(frame).not.toMatch(/<script|onclick/)
    expect(await readMailTemplate(world.desk, admin, 'resolved')).toEqual(before)
    expect((await mia.get(`${one}/preview`)).status).toBe(200)
    const wrong = await mia.post(`${one}/preview`, { version: '0', ...wording, text: '{{' }, { from: one })
    expect([wrong.status, await wrong.text()]).toEqual([
      400,
      expect.stringContaining('{{ has no }} after it'),
    ])
    const none = await mia.post(`${one}/preview`, { version: '0', ...wording, number: '999' }, { from: one })
    expect([none.status, await none.text()]).toEqual([
      400,
      expect.stringContaining('There is no such ticket.'),
    ])
  })

  test('are for admins, and of mails there are', async () => {
    const dana = await new Browser(world.desk).signIn('dana@msp.example')
    for (const path of [list, one, `${one}/preview`]) expect((await dana.get(path)).status).toBe(404)
    expect((await mia.get(`${list}/sign-in-code`)).status).toBe(404)
    for (const path of [list, one, `${one}/preview`]) {
      expect((await new Browser(world.desk).get(path)).status).toBe(303)
    }
    for (const path of [one, `${one}/preview`, `${one}/reset`, '/contacts/x/mail']) {
      expect((await new Browser(world.desk).post(path, {})).status).toBe(401)
    }
  })
})

test('a stopped contact is seen where one writes to them, and let go by the button at the contact', async () => {
  const ticket = await ticketByMail(world, { from: 'ben@northwind.example' })
  await world.sendMails()
  await recordFeedback(world.desk, {
    messageId: idOf(last(mailsTo(world, 'ben@northwind.example'))),
    state: 'bounced',
    at: world.desk.now(),
    recipients: ['ben@northwind.example'],
  })
  const page = `/tickets/${ticket.number}`
  expect(await (await mia.get(page)).text()).toContain('(gets no mail)')
  const { entry } = await replyToTicket(world.desk, admin, {
    number: ticket.number,
    visibility: 'public',
    bodyText: 'Hello?',
  })
  await world.sendMails()
  const fates = await (await mia.get(`${page}/entries/${entry.id}`)).text()
  expect(fates).toContain('not sent on purpose: earlier mail came back')

  const client = `/clients/${world.northwind.id}/contacts/${world.ben.id}`
  const shown = await (await mia.get(client)).text()
  expect(shown).toContain('Mail comes back. No mail is sent')
  const { version } = await readContact(world.desk, admin, world.ben.id)
  const path = `/contacts/${world.ben.id}/mail`
  expect(shown).toContain(`action="${path}"`)
  const stale = await mia.post(path, { version: String(version - 1) }, { from: client })
  expect(stale.status).toBe(409)
  const answer = await mia.post(path, { version: String(version) }, { from: client })
  expect(answer.headers.get('Location')).toBe(`${client}?saved=1`)
  expect(await (await mia.get(client)).text()).not.toContain('No mail is sent')
  expect(await (await mia.get(page)).text()).not.toContain('(gets no mail)')
})

test('a file too large for its mail is had by its link, by anybody who has it, and nothing is written', async () => {
  const { number } = await ticketByMail(world)
  const large = { type: 'application/octet-stream', content: randomBytes(6_900_000) }
  const attachmentIds = [
    await uploaded(world, { name: 'a.bin', ...large }),
    await uploaded(world, { name: 'b.txt', content: 'x'.repeat(200_000) }),
  ]
  const reply = { number, visibility: 'public' as const, bodyText: 'Here.', attachmentIds }
  const { entry } = await replyToTicket(world.desk, admin, reply)
  await world.sendMails()
  const { text } = last(mailsTo(world, 'anna@northwind.example'))
  const path = /http:\/\/127\.0\.0\.1:3000(\/files\/\S+)/.exec(text)?.[1] ?? ''
  const anybody = createWeb(world.desk)
  world.usage.reset()
  for (const method of ['GET', 'HEAD']) {
    const answer = await anybody.request(path, { method })
    expect(answer.status).toBe(302)
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    expect(answer.headers.get('Location')).toMatch(/response-content-disposition=attachment/)
  }
  expect(world.usage.report().dynamodb.wru).toBe(0)
  expect((await anybody.request(`${path}x`)).status).toBe(404)
  expect((await anybody.request(path, { method: 'POST' })).status).toBe(404)
  await redactAttachment(world.desk, admin, entry.attachments[1]?.id ?? '')
  const gone = await anybody.request(path)
  expect([gone.status, await gone.text()]).toEqual([410, expect.stringContaining('taken away')])
})
