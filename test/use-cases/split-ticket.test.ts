import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../shared/domain/actor.ts'
import { linksMax } from '../../shared/domain/link.ts'
import { closeTicket, resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import { linkTickets } from '../../shared/use-cases/links.ts'
import { mergeTickets } from '../../shared/use-cases/merge-tickets.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { attachmentLink } from '../../shared/use-cases/read-attachment.ts'
import { readTicket } from '../../shared/use-cases/read-ticket.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { splitTicket } from '../../shared/use-cases/split-ticket.ts'
import { admin } from '../support/desk.ts'
import { everything } from '../support/everything.ts'
import {
  entriesOf,
  idOf,
  last,
  mail,
  mailsTo,
  openScene,
  rowsOf,
  type Scene,
  ticketByMail,
  tokenFor,
} from './given.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())

const split = (number: number, entryIds: string[], subject?: string) =>
  splitTicket(test.desk, admin, { number, entryIds, ...(subject === undefined ? {} : { subject }) })
const say = async (number: number, bodyText: string, minutesWorked = 0) =>
  (await replyToTicket(test.desk, admin, { number, visibility: 'public', bodyText, minutesWorked })).entry

describe('splitting', () => {
  it('takes along nothing that a key for some clients does not see, as if it were not there', async () => {
    const { number } = await ticketByMail(test)
    const note = { number, visibility: 'internal', bodyText: 'Between us.' } as const
    const { entry } = await replyToTicket(test.desk, admin, note)
    const clientIds = [test.northwind.id]
    const key: Actor = { kind: 'key', id: 'key_some', name: 'Some', scopes: ['*'], clientIds }
    const before = await rowsOf(test, number)
    for (const id of [entry.id, 'nothing']) {
      await expect(splitTicket(test.desk, key, { number, entryIds: [id] })).rejects.toMatchObject({
        code: 'request.invalid',
        issues: [{ pointer: '/entryIds/0', message: 'is no entry of this ticket' }],
      })
    }
    expect(await rowsOf(test, number)).toEqual(before)
  })

  it('takes the chosen words to a ticket for the same people and leaves pointers', async () => {
    const before = await ticketByMail(test, { cc: 'Ben <ben@northwind.example>' })
    const kept = await say(before.number, 'About the printer', 10)
    const taken = await say(before.number, `About the scanner ${'x'.repeat(7_000)}`, 15)
    const made = await split(before.number, [taken.id], 'Scanner')
    expect(made).toMatchObject({
      subject: 'Scanner',
      status: 'open',
      clientId: test.northwind.id,
      contactId: test.anna.id,
      watchers: before.watchers,
      minutesWorked: 15,
      lastReplyBy: 'agent',
      lastReplyId: taken.id,
      links: [{ number: before.number, kind: 'related' }],
    })
    const left = await entriesOf(test, before.number)
    expect(left.find(({ id }) => id === taken.id)).toMatchObject({
      kind: 'activity',
      text: `Moved to TCK-${made.number}`,
      movedTo: made.number,
    })
    expect(left.find(({ id }) => id === kept.id)?.text).toBe('About the printer')
    const moved = await entriesOf(test, made.number)
    expect(moved[0]).toEqual(taken)
    expect(moved[1]?.text).toBe(`Split from TCK-${before.number}`)
    const from = await readTicket(test.desk, admin, before.number)
    expect(from).toMatchObject({ minutesWorked: 10, splitInto: [made.number] })
  })

  it('lets the answers to the words follow them, and those to the others stay', async () => {
    const before = await ticketByMail(test)
    await say(before.number, 'First')
    await test.sendMails()
    const first = last(mailsTo(test, test.anna.email))
    const taken = await say(before.number, 'Second')
    await test.sendMails()
    const second = last(mailsTo(test, test.anna.email))
    const made = await split(before.number, [taken.id])
    const recipients = [await tokenFor(test, before.number, test.anna.email)]
    const toSecond = await test.deliver(mail({ inReplyTo: idOf(second) }), { recipients })
    const toFirst = await test.deliver(mail({ inReplyTo: idOf(first) }), { recipients })
    const bySubject = await test.deliver(
      mail({ inReplyTo: idOf(second), subject: `Re: [TCK-${before.number}]` }),
    )
    expect(toSecond).toMatchObject({ outcome: 'reply', ticketNumber: made.number })
    expect(bySubject).toMatchObject({ outcome: 'reply', ticketNumber: made.number })
    expect(toFirst).toMatchObject({ outcome: 'reply', ticketNumber: before.number })
  })

  it('lets answers to the client’s own mail follow, also once the new ticket was merged', async () => {
    const before = await ticketByMail(test)
    const id = 'second-of-mine@northwind.example'
    await test.deliver(mail({ id, subject: `TCK-${before.number}`, body: 'And the scanner' }))
    const entry = last(await entriesOf(test, before.number))
    const made = await split(before.number, [entry.id])
    const other = await ticketByMail(test)
    await mergeTickets(test.desk, admin, { number: made.number, into: other.number })
    const answer = await test.deliver(mail({ inReplyTo: id }))
    expect(answer).toMatchObject({ outcome: 'reply', ticketNumber: other.number })
  })

  it('keeps attachments within reach by their ids', async () => {
    const before = await ticketByMail(test)
    const part =
      'Content-Type: text/plain; name=log.txt\r\nContent-Disposition: attachment; filename=log.txt\r\n\r\nline\r\n'
    const raw = `From: anna@northwind.example\r\nTo: support@desk.example\r\nSubject: TCK-${before.number}\r\nMessage-ID: <file@x.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=cut\r\n\r\n--cut\r\nContent-Type: text/plain\r\n\r\nSee\r\n--cut\r\n${part}--cut--\r\n`
    await test.deliver(raw)
    const entry = last(await entriesOf(test, before.number))
    await split(before.number, [entry.id])
    const link = await attachmentLink(test.desk, admin, entry.attachments[0]?.id ?? '')
    expect(await (await fetch(link)).text()).toContain('line')
  })

  it(`refuses a ticket that has ${linksMax} links, before a number is taken`, async () => {
    const { number } = await ticketByMail(test)
    const taken = await say(number, 'Once')
    for (let count = 0; count < linksMax; count += 1) {
      const other = await openTicket(test.desk, admin, {
        clientId: test.northwind.id,
        subject: 'Other',
        descriptionText: 'x',
      })
      await linkTickets(test.desk, admin, { number, other: other.number, kind: 'blocks' })
    }
    const before = await everything()
    await expect(split(number, [taken.id])).rejects.toMatchObject({ code: 'links.full' })
    expect((await everything()) === before).toBe(true)
  })

  it('refuses the description, activities, what is not there and what is moved, and changes nothing', async () => {
    const before = await ticketByMail(test)
    const taken = await say(before.number, 'Once')
    await resolveTicket(test.desk, admin, before.number)
    const [description, , activity] = await entriesOf(test, before.number)
    const rows = await rowsOf(test, before.number)
    for (const id of [description?.id ?? '', activity?.id ?? '', '01JAAAAAAAAAAAAAAAAAAAAAAA']) {
      const refused = split(before.number, [taken.id, id])
      await expect(refused).rejects.toMatchObject({
        code: 'request.invalid',
        issues: [{ pointer: '/entryIds/1' }],
      })
    }
    expect(await rowsOf(test, before.number)).toEqual(rows)
    const [one, two] = await Promise.allSettled([
      split(before.number, [taken.id]),
      split(before.number, [taken.id]),
    ])
    expect([one?.status, two?.status].sort()).toEqual(['fulfilled', 'rejected'])
    await expect(split(before.number, [taken.id])).rejects.toMatchObject({ code: 'request.invalid' })
    await closeTicket(test.desk, admin, before.number)
    const refused = split(before.number, [taken.id])
    await expect(refused).rejects.toMatchObject({ code: 'ticket.closed' })
  })
})
