import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Item } from '../../shared/runtime/table.ts'
import { keys } from '../../shared/store/keys.ts'
import { changeTicket, resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import { closeDueTickets } from '../../shared/use-cases/close-due-tickets.ts'
import { mergeTickets, undoMerge } from '../../shared/use-cases/merge-tickets.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { readTicket, readTicketPage, readTimeline } from '../../shared/use-cases/read-ticket.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { admin } from '../support/desk.ts'
import { addReplies } from '../support/many-replies.ts'
import {
  entriesOf,
  idOf,
  last,
  mail,
  mailsTo,
  numberOf,
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

const open = (contactId: string, subject: string) =>
  openTicket(test.desk, admin, { contactId, subject, descriptionText: `${subject}: words` })
const merge = (number: number, into: number) => mergeTickets(test.desk, admin, { number, into })
const say = (number: number, bodyText: string) =>
  replyToTicket(test.desk, admin, { number, visibility: 'public', bodyText })

describe('merging', () => {
  it('shows both timelines in order, page by page, those of the merged one marked', async () => {
    const a = await open(test.ben.id, 'A')
    const b = await open(test.anna.id, 'B')
    for (let turn = 0; turn < 5; turn += 1) {
      await say(a.number, `a${turn}`)
      await say(b.number, `b${turn}`)
    }
    await merge(a.number, b.number)
    const texts: string[] = []
    let cursor: string | undefined
    do {
      const page = { limit: 3, ...(cursor === undefined ? {} : { cursor }) }
      const { entries, nextCursor } = await readTimeline(test.desk, admin, b.number, page)
      texts.push(...entries.map(({ text, mergedFrom }) => `${mergedFrom === a.number ? '<' : ''}${text}`))
      cursor = nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(texts).toEqual([
      '<A: words',
      'B: words',
      ...[0, 1, 2, 3, 4].flatMap(turn => [`<a${turn}`, `b${turn}`]),
      `<Merged into TCK-${b.number}`,
      `TCK-${a.number} was merged into this ticket`,
    ])
    const page = await readTicketPage(test.desk, admin, b.number)
    expect(
      page.entries.map(({ text, mergedFrom }) => `${mergedFrom === a.number ? '<' : ''}${text}`),
    ).toEqual(texts)
    expect(page.more).toBe(false)
  })

  it('sends nobody a mail, and further replies to the people of both', async () => {
    const a = await open(test.ben.id, 'A')
    const b = await open(test.anna.id, 'B')
    await test.sendMails()
    const before = test.outbox.list().length
    await merge(a.number, b.number)
    await test.sendMails()
    expect(test.outbox.list().length).toBe(before)
    await say(b.number, 'Both of you')
    await test.sendMails()
    expect(mailsTo(test, test.ben.email).at(-1)?.subject).toContain(`TCK-${b.number}`)
    expect(mailsTo(test, test.anna.email).at(-1)?.subject).toContain(`TCK-${b.number}`)
  })

  it('leads mail for the merged ticket to the survivor: by token, by reference, by number, along a chain', async () => {
    const a = await ticketByMail(test, { subject: 'Chain', from: 'Ben <ben@northwind.example>' })
    await say(a.number, 'An answer on the first')
    await test.sendMails()
    const sent = last(mailsTo(test, test.ben.email))
    const b = await open(test.anna.id, 'B')
    const c = await open(test.anna.id, 'C')
    await merge(a.number, b.number)
    await merge(b.number, c.number)
    const from = 'Ben <ben@northwind.example>'
    const byToken = await test.deliver(mail({ from, subject: 'x' }), {
      recipients: [await tokenFor(test, a.number, test.ben.email)],
    })
    const byReference = await test.deliver(mail({ from, subject: 'x', inReplyTo: idOf(sent) }))
    const byNumber = await test.deliver(mail({ from, subject: `re: tck-${a.number}` }))
    expect([byToken, byReference, byNumber]).toMatchObject(
      Array.from({ length: 3 }, () => ({ outcome: 'reply', ticketNumber: c.number })),
    )
    const again = await test.deliver(mail({ from: 'Mallory <m@acme.example>', subject: `TCK-${a.number}` }))
    expect(again.outcome).toBe('quarantined')
  })

  it('leads mail for the merged ticket of a closed survivor to a follow-up of that', async () => {
    const a = await open(test.anna.id, 'A')
    const b = await open(test.anna.id, 'B')
    await merge(a.number, b.number)
    await resolveTicket(test.desk, admin, b.number)
    await changeTicket(test.desk, admin, { number: b.number, changes: { status: 'closed' } })
    const outcome = await test.deliver(mail({ subject: `TCK-${a.number}` }))
    expect(outcome).toMatchObject({ outcome: 'follow-up' })
    const followUp = await readTicket(test.desk, admin, numberOf(outcome))
    expect(followUp.followUpOf).toBe(b.number)
  })

  it('of tickets with 5,000 replies costs what it costs with none, and taking it back changes none of their bytes', async () => {
    const costs = []
    for (const replies of [0, 5_000]) {
      const a = await open(test.ben.id, 'A')
      const b = await open(test.anna.id, 'B')
      await addReplies(test, a.number, replies)
      await addReplies(test, b.number, replies)
      const before = [await rowsOf(test, a.number), await rowsOf(test, b.number)]
      test.usage.reset()
      await merge(a.number, b.number)
      const merged = test.usage.report().dynamodb
      test.usage.reset()
      await undoMerge(test.desk, admin, a.number)
      const undone = test.usage.report().dynamodb
      costs.push([merged.calls, merged.rru, merged.wru, undone.calls, undone.rru, undone.wru])
      const after = [await rowsOf(test, a.number), await rowsOf(test, b.number)]
      for (const [index, rows] of before.entries()) {
        const left = after[index]?.filter(isNotAddedTo(rows)) ?? []
        expect(JSON.stringify(left.map(withoutVersion))).toBe(JSON.stringify(rows.map(withoutVersion)))
      }
    }
    expect(costs[1]).toEqual(costs[0])
  })

  it('of two into each other at once happens once', async () => {
    const a = await open(test.anna.id, 'A')
    const b = await open(test.anna.id, 'B')
    const results = await Promise.allSettled([merge(a.number, b.number), merge(b.number, a.number)])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('needs the right to both tickets', async () => {
    const a = await open(test.anna.id, 'A')
    const b = await open(test.carl.id, 'B')
    const key = {
      kind: 'key' as const,
      id: 'key_x',
      name: 'x',
      scopes: ['*'] as const,
      clientIds: [test.northwind.id],
    }
    const into = mergeTickets(test.desk, key, { number: a.number, into: b.number })
    await expect(into).rejects.toMatchObject({ code: 'request.invalid', issues: [{ pointer: '/into' }] })
    const from = mergeTickets(test.desk, key, { number: b.number, into: a.number })
    await expect(from).rejects.toMatchObject({ code: 'resource.missing' })
    await merge(b.number, a.number)
    const { entries } = await readTimeline(test.desk, key, a.number, { limit: 100 })
    expect(entries.map(({ text }) => text)).not.toContain('B: words')
    expect((await readTicketPage(test.desk, key, a.number)).entries.some(e => e.mergedFrom)).toBe(false)
  })
})

describe('taking a merge back', () => {
  it('gives a resolved ticket its time to close back, even one that is past', async () => {
    const a = await open(test.anna.id, 'A')
    const b = await open(test.anna.id, 'B')
    const resolved = await resolveTicket(test.desk, admin, a.number)
    await merge(a.number, b.number)
    test.clock.moveTo(new Date(Date.parse(test.desk.now()) + 100 * 3_600_000))
    await closeDueTickets(test.desk)
    expect((await readTicket(test.desk, admin, a.number)).mergedInto).toBe(b.number)
    const back = await undoMerge(test.desk, admin, a.number)
    const { version: _a, updatedAt: _b, ...expected } = resolved
    expect(back).toMatchObject(expected)
    await closeDueTickets(test.desk)
    expect((await readTicket(test.desk, admin, a.number)).status).toBe('closed')
    expect((await readTicket(test.desk, admin, b.number)).mergedFrom).toBeUndefined()
    const notes = (await entriesOf(test, a.number)).map(({ text }) => text)
    expect(notes).toContain(`No longer merged into TCK-${b.number}`)
  })

  it('leads its mail to it again', async () => {
    const a = await open(test.ben.id, 'A')
    const b = await open(test.anna.id, 'B')
    await merge(a.number, b.number)
    await undoMerge(test.desk, admin, a.number)
    const outcome = await test.deliver(mail({ from: 'ben@northwind.example', subject: `TCK-${a.number}` }))
    expect(outcome).toMatchObject({ outcome: 'reply', ticketNumber: a.number })
    const head = await test.desk.table.get(keys.ticket(b.number))
    expect(head).not.toHaveProperty('mergedFrom')
  })
})

/** The activities of a merge and of its undoing stay on both timelines. */
function isNotAddedTo(rows: readonly Item[]) {
  const known = new Set(rows.map(({ sk }) => sk))
  return ({ sk }: Item) => known.has(sk)
}

/** The header as it was, but for what every change of a ticket raises. */
function withoutVersion({ version: _version, updatedAt: _updatedAt, ...item }: Item): Partial<Item> {
  return item.sk === 'HEAD' ? item : { ...item, version: _version, updatedAt: _updatedAt }
}
