import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { guestLinkDays, readGuestToken } from '../../shared/mail/guest-token.ts'
import { changeTicket, closeTicket, resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import { changeContact } from '../../shared/use-cases/contacts.ts'
import { openGuestLink } from '../../shared/use-cases/guest-links.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { changeSettings } from '../../shared/use-cases/settings.ts'
import { admin } from '../support/desk.ts'
import { wholeTable } from '../support/whole-table.ts'
import { Browser, fieldIn } from '../web/browser.ts'
import { last, mailsTo } from './given.ts'
import { canary, guestTokenOf, openPortalScene, type PortalScene, ticketOfAnna } from './portal-given.ts'

const missing = expect.objectContaining({ code: 'resource.missing' })

let scene: PortalScene
beforeAll(async () => {
  scene = await openPortalScene()
})
afterAll(() => scene.close())

/** The path of the link in the newest mail to an address. */
function linkIn(address: string): string {
  const { text } = last(mailsTo(scene, address))
  return /http:\/\/127\.0\.0\.1:3000(\/guest\/[^\s#]+)/.exec(text)?.[1] ?? ''
}

const tokenOf = (path: string) => path.replace('/guest/', '')

describe('the link of a mail', () => {
  it('stands in every mail to the client’s side, each recipient’s own, with places to reopen and rate', async () => {
    const number = await ticketOfAnna(scene)
    await replyToTicket(scene.desk, admin, { number, visibility: 'public', bodyText: 'Try again.' })
    await scene.sendMails()
    const [toAnna, toVera] = [linkIn(scene.anna.email), linkIn('vera@partner.example')]
    expect(new Set([toAnna, toVera, '']).size).toBe(3)
    await resolveTicket(scene.desk, admin, number)
    await scene.sendMails()
    const { text, html } = last(mailsTo(scene, scene.anna.email))
    for (const place of ['#reopen', '#rate']) {
      expect(text).toContain(`${linkIn(scene.anna.email)}${place}`)
      expect(html).toContain(place)
    }
    for (const mail of scene.outbox.list()) expect(mail.text + mail.html).not.toContain(canary)
    expect((await openGuestLink(scene.desk, tokenOf(toVera))).guest).toMatchObject({
      ticketNumber: number,
      email: 'vera@partner.example',
      name: 'Vera',
    })
  })

  it('is in no mail of a desk without a portal, which says nothing of it', async () => {
    await changeSettings(scene.desk, admin, { portalEnabled: false })
    const number = await ticketOfAnna(scene)
    await resolveTicket(scene.desk, admin, number)
    await scene.sendMails()
    const { text } = last(mailsTo(scene, scene.anna.email))
    expect(text).not.toMatch(/guest|How did we do|Open the ticket again/)
    await changeSettings(scene.desk, admin, { portalEnabled: true })
  })

  it('holds for 30 days, for whom it was sent to, for this ticket, in no other form', async () => {
    const number = await ticketOfAnna(scene)
    const token = await guestTokenOf(scene, { number, recipient: scene.anna.email.toUpperCase() })
    const until = readGuestToken(token)?.until ?? 0
    expect(until - Date.parse(scene.desk.now()) / 1_000).toBeCloseTo(guestLinkDays * 86_400, -1)
    expect((await openGuestLink(scene.desk, token)).guest.contactId).toBe(scene.anna.id)
    const [digits = '', seconds = '', mac = ''] = token.split('.')
    const later = (until + 1).toString(36)
    for (const forged of [
      '',
      '..',
      token.slice(0, -1),
      `${token}A`,
      `${Number(digits) - 1}.${seconds}.${mac}`,
      `${digits}.${later}.${mac}`,
      `0${digits}.${seconds}.${mac}`,
      `${digits}.${seconds}.${mac.replace(/^./, first => (first === 'A' ? 'B' : 'A'))}`,
      `${digits}.${seconds}.${'A'.repeat(43)}`,
      `${digits}.__proto__.${mac}`,
      await guestTokenOf(scene, { number, recipient: 'stranger@evil.example' }),
    ]) {
      await expect(openGuestLink(scene.desk, forged)).rejects.toEqual(missing)
    }
  })

  it('is taken back where the ticket moves, its contact changes, or their address does', async () => {
    const moved = await ticketOfAnna(scene)
    const token = await guestTokenOf(scene, { number: moved, recipient: 'vera@partner.example' })
    await changeTicket(scene.desk, admin, { number: moved, changes: { clientId: scene.acme.id } })
    const watchers = [{ email: 'vera@partner.example', name: 'Vera' }]
    await changeTicket(scene.desk, admin, { number: moved, changes: { watchers } })
    await expect(openGuestLink(scene.desk, token)).rejects.toEqual(missing)

    const given = await ticketOfAnna(scene)
    const forAnna = await guestTokenOf(scene, { number: given, recipient: scene.anna.email })
    await changeTicket(scene.desk, admin, { number: given, changes: { contactId: scene.ben.id } })
    await expect(openGuestLink(scene.desk, forAnna)).rejects.toEqual(missing)

    const forBen = await guestTokenOf(scene, { number: given, recipient: scene.ben.email })
    await changeContact(scene.desk, admin, scene.ben.id, { email: 'ben.ode@northwind.example' })
    await expect(openGuestLink(scene.desk, forBen)).rejects.toEqual(missing)
  })
})

describe('the page it opens', () => {
  it('writes nothing, sets no cookie, and shows the public side alone', async () => {
    const number = await ticketOfAnna(scene)
    await scene.sendMails()
    const path = linkIn(scene.anna.email)
    const browser = new Browser(scene.desk)
    const before = await wholeTable()
    const answer = await browser.get(path)
    const html = await answer.text()
    expect([answer.status, browser.cookies.size]).toEqual([200, 0])
    expect(html).toContain('It prints blank pages.')
    for (const secret of [canary, 'alex@desk.example', scene.anna.email, '/portal']) {
      expect(html).not.toContain(secret)
    }
    expect(await wholeTable()).toEqual(before)
    expect(number).toBeGreaterThan(0)
  })

  it('takes words, a reopening and a rating, and nothing that ends a ticket', async () => {
    const number = await ticketOfAnna(scene)
    await resolveTicket(scene.desk, admin, number)
    await scene.sendMails()
    const path = linkIn(scene.anna.email)
    const browser = new Browser(scene.desk)
    const send = (place: string, fields: Record<string, string>) =>
      browser.post(`${path}/${place}`, fields, { from: path })
    expect((await send('feedback', { rating: '2' })).status).toBe(303)
    expect((await send('status', { step: 'close' })).status).toBe(404)
    expect((await send('status', { step: 'reopen' })).headers.get('Location')).toBe(`${path}?done=reopen`)
    expect((await send('status', { step: 'resolve' })).status).toBe(404)
    const file = new File(['seen'], 'seen.txt', { type: 'text/plain' })
    const replied = await browser.postFiles(
      `${path}/replies`,
      { bodyText: '' },
      { from: path, files: [file] },
    )
    expect(replied.status).toBe(303)
    const html = await (await browser.get(path)).text()
    const [, href = ''] = new RegExp(`href="(${path}/files/[^"]+)"`).exec(html) ?? []
    expect((await browser.get(href)).status).toBe(302)
    await resolveTicket(scene.desk, admin, number)
    await closeTicket(scene.desk, admin, number)
    expect(await (await browser.get(path)).text()).toContain('This request is closed')
    expect((await send('replies', { bodyText: 'Late' })).status).toBe(409)
  })

  it('takes no form from elsewhere, without its token, or with another link’s', async () => {
    const [one, other] = [await ticketOfAnna(scene), await ticketOfAnna(scene)]
    const [token, second] = await Promise.all(
      [one, other].map(number => guestTokenOf(scene, { number, recipient: scene.anna.email })),
    )
    const browser = new Browser(scene.desk)
    const foreign = fieldIn(await (await browser.get(`/guest/${second}`)).text(), 'formToken')
    for (const place of ['replies', 'status', 'feedback']) {
      const path = `/guest/${token}/${place}`
      const headers = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
      expect((await browser.post(path, {}, { from: `/guest/${token}`, headers })).status).toBe(403)
      expect((await browser.post(path, { bodyText: 'x' })).status).toBe(403)
      expect((await browser.post(path, { formToken: foreign })).status).toBe(403)
    }
  })

  it('says the same of a link that is forged, too old, taken back, or of a desk without a portal', async () => {
    const number = await ticketOfAnna(scene)
    const good = await guestTokenOf(scene, { number, recipient: scene.anna.email })
    const old = await guestTokenOf(scene, { number, recipient: scene.anna.email, days: -1 })
    const browser = new Browser(scene.desk)
    const pages = [`${number}.zzzz.${'A'.repeat(43)}`, old, 'x', `999999${good.slice(good.indexOf('.'))}`]
    const answers = await Promise.all(pages.map(token => browser.get(`/guest/${token}`)))
    const bodies = await Promise.all(answers.map(answer => answer.text()))
    await changeSettings(scene.desk, admin, { portalEnabled: false })
    const off = await browser.get(`/guest/${good}`)
    await changeSettings(scene.desk, admin, { portalEnabled: true })
    expect(new Set([...answers, off].map(({ status }) => status))).toEqual(new Set([404]))
    expect(new Set([...bodies, await off.text()]).size).toBe(1)
  })
})
