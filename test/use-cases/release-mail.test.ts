import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../shared/domain/actor.ts'
import { listAuditLog } from '../../shared/use-cases/audit-log.ts'
import { closeTicket, resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import { listContacts } from '../../shared/use-cases/contacts.ts'
import { mergeTickets } from '../../shared/use-cases/merge-tickets.ts'
import { deleteFromQuarantine } from '../../shared/use-cases/quarantine.ts'
import { readTicket } from '../../shared/use-cases/read-ticket.ts'
import { releaseFromQuarantine } from '../../shared/use-cases/release-mail.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { admin } from '../support/desk.ts'
import { interrupted } from './brittle.ts'
import { entriesOf, last, mail, mailsTo, openScene, type Scene, ticketByMail } from './given.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())

const settled = { code: 'quarantine.settled' }
const anna = 'anna@northwind.example'

/** A mail that claims to be Anna's, and is not shown to be. */
async function spoofed(fields = {}) {
  const { mailKey } = await test.deliver(mail({ subject: 'About it', body: 'More of it.', ...fields }), {
    verdicts: { dmarc: 'FAIL', spf: 'FAIL' },
  })
  return mailKey
}

/** A mail of somebody the desk does not know; every call somebody else. */
async function strange(address = `eve-${randomUUID()}@elsewhere.example`, fields = {}) {
  const { mailKey } = await test.deliver(mail({ from: `Eve <${address}>`, body: 'Me too.', ...fields }))
  return { mailKey, address }
}

async function resolvedTicket() {
  const { number } = await ticketByMail(test, { subject: 'Answered' })
  await resolveTicket(test.desk, admin, number)
  return number
}

const asReply = (number: number) => ({ as: 'reply', number }) as const

describe('a mail released as a reply', () => {
  it('is a public entry by its sender that says it is not authenticated, and wakes the ticket', async () => {
    const number = await resolvedTicket()
    const mailKey = await spoofed()
    const ticket = await releaseFromQuarantine(test.desk, admin, mailKey, asReply(number))
    expect(ticket).toMatchObject({ number, status: 'open', lastReplyBy: 'client' })
    expect(await readTicket(test.desk, admin, number)).toEqual(ticket)
    const entry = (await entriesOf(test, number)).find(each => each.mailKey === mailKey)
    expect(entry).toMatchObject({
      kind: 'reply',
      visibility: 'public',
      text: 'More of it.',
      by: { kind: 'contact', email: anna },
      authenticated: false,
      verdicts: { dmarc: 'FAIL', spf: 'FAIL' },
    })
  })

  it('is carried to nobody of the client’s side', async () => {
    const { number } = await ticketByMail(test, { cc: 'ben@northwind.example', subject: 'Watched' })
    await test.sendMails()
    const before = mailsTo(test, 'ben@northwind.example').length
    const beforeAnna = mailsTo(test, anna).length
    const { mailKey, address } = await strange()
    await releaseFromQuarantine(test.desk, admin, mailKey, asReply(number))
    await test.sendMails()
    expect(mailsTo(test, 'ben@northwind.example')).toHaveLength(before)
    expect(mailsTo(test, anna)).toHaveLength(beforeAnna)
    expect(mailsTo(test, address)).toEqual([])
  })

  it('is found again by an answer to it', async () => {
    const { number } = await ticketByMail(test, { subject: 'Thread' })
    const mailKey = await spoofed({ id: 'spoofed-root@northwind.example' })
    await releaseFromQuarantine(test.desk, admin, mailKey, asReply(number))
    const answer = mail({ references: ['spoofed-root@northwind.example'] })
    expect(await test.deliver(answer)).toMatchObject({ outcome: 'reply', ticketNumber: number })
  })

  it('makes its sender a correspondent, who may answer there from then on, if it is really them', async () => {
    const { number } = await ticketByMail(test, { subject: 'Joined' })
    const { mailKey, address } = await strange()
    const ticket = await releaseFromQuarantine(test.desk, admin, mailKey, asReply(number))
    expect(ticket.correspondents).toEqual([address])
    const answer = () => mail({ from: address, subject: `Re: [TCK-${number}]` })
    expect(await test.deliver(answer())).toMatchObject({ outcome: 'reply', ticketNumber: number })
    const forged = await test.deliver(answer(), { verdicts: { dmarc: 'FAIL' } })
    expect(forged).toMatchObject({ outcome: 'quarantined' })
  })

  it('goes to the survivor of a merged ticket, and is refused by a closed one', async () => {
    const [merged, survivor, closed] = [
      await ticketByMail(test, { subject: 'Merged' }),
      await ticketByMail(test, { subject: 'Survivor' }),
      await resolvedTicket(),
    ]
    await mergeTickets(test.desk, admin, { number: merged.number, into: survivor.number })
    const mailKey = await spoofed()
    const ticket = await releaseFromQuarantine(test.desk, admin, mailKey, asReply(merged.number))
    expect(ticket.number).toBe(survivor.number)
    await closeTicket(test.desk, admin, closed)
    const another = await spoofed()
    await expect(releaseFromQuarantine(test.desk, admin, another, asReply(closed))).rejects.toMatchObject({
      code: 'ticket.closed',
    })
    await expect(releaseFromQuarantine(test.desk, admin, another, asReply(999_999))).rejects.toMatchObject({
      code: 'request.invalid',
      issues: [{ pointer: '/number' }],
    })
    // What was refused still waits.
    await deleteFromQuarantine(test.desk, admin, another)
  })

  it('is never an agent’s, though it says so', async () => {
    const { number } = await ticketByMail(test, { subject: 'Agent' })
    const mailKey = await spoofed({ from: 'Dana Frost <dana@msp.example>' })
    const ticket = await releaseFromQuarantine(test.desk, admin, mailKey, asReply(number))
    expect(ticket).toMatchObject({ lastReplyBy: 'client' })
    expect(last(await entriesOf(test, number)).by).toMatchObject({ kind: 'watcher' })
  })

  it('happens once: of two at a time, on two tickets even, one is told that it was dealt with', async () => {
    const [one, two] = [await ticketByMail(test), await ticketByMail(test)]
    const mailKey = await spoofed()
    const both = await Promise.allSettled(
      [one, two].map(({ number }) => releaseFromQuarantine(test.desk, admin, mailKey, asReply(number))),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: settled })
    const entries = [...(await entriesOf(test, one.number)), ...(await entriesOf(test, two.number))]
    expect(entries.filter(entry => entry.mailKey === mailKey)).toHaveLength(1)
  })

  it('joins the ticket as it is when somebody wrote to it meanwhile', async () => {
    const { number } = await ticketByMail(test)
    const mailKey = await spoofed()
    let wrote = false
    const busy = interrupted(test.desk, async () => {
      if (wrote) return
      wrote = true
      await replyToTicket(test.desk, admin, { number, visibility: 'internal', bodyText: 'Wait.' })
    })
    await releaseFromQuarantine(busy, admin, mailKey, asReply(number))
    const entries = await entriesOf(test, number)
    expect(entries.filter(entry => entry.mailKey === mailKey)).toHaveLength(1)
    expect(entries.some(({ text }) => text === 'Wait.')).toBe(true)
  })

  it('is in the audit log: who let it in', async () => {
    const { number } = await ticketByMail(test)
    const mailKey = await spoofed()
    await releaseFromQuarantine(test.desk, admin, mailKey, asReply(number))
    const { entries } = await listAuditLog(test.desk, admin, { limit: 1 })
    expect(entries[0]).toMatchObject({ resource: `mails/${mailKey}`, by: { email: 'alex@desk.example' } })
    expect(entries[0]?.changes).toContainEqual({ field: 'settled', from: null, to: 'released' })
  })
})

describe('registering the sender', () => {
  const contactsOf = async (clientId: string) =>
    (await listContacts(test.desk, admin, clientId, { limit: 100 })).contacts

  it('makes them a contact of the ticket’s client with the release, and lets in what they write next', async () => {
    const { mailKey, address } = await strange()
    const ticket = await releaseFromQuarantine(test.desk, admin, mailKey, {
      as: 'ticket',
      clientId: test.northwind.id,
      registerSender: true,
    })
    const contact = (await contactsOf(test.northwind.id)).find(({ email }) => email === address)
    expect(contact).toMatchObject({ name: 'Eve', roles: [] })
    expect(ticket.contactId).toBe(contact?.id)
    expect(await test.deliver(mail({ from: address }))).toMatchObject({ outcome: 'ticket' })

    const other = await strange()
    const { number } = await ticketByMail(test)
    await releaseFromQuarantine(test.desk, admin, other.mailKey, { ...asReply(number), registerSender: true })
    expect((await contactsOf(test.northwind.id)).map(({ email }) => email)).toContain(other.address)
    expect(last(await entriesOf(test, number)).by).toMatchObject({ kind: 'contact', email: other.address })
  })

  it('takes the contact that is there already', async () => {
    const before = await contactsOf(test.northwind.id)
    const { number } = await ticketByMail(test)
    await releaseFromQuarantine(test.desk, admin, await spoofed(), {
      ...asReply(number),
      registerSender: true,
    })
    expect(await contactsOf(test.northwind.id)).toHaveLength(before.length)
  })

  it('is refused for whom it cannot be, and the mail still waits', async () => {
    const refused = async (mailKey: string, input: object, wanted: object) => {
      const release = { as: 'ticket', registerSender: true, ...input } as const
      await expect(releaseFromQuarantine(test.desk, admin, mailKey, release)).rejects.toMatchObject(wanted)
      await deleteFromQuarantine(test.desk, admin, mailKey)
    }
    const atField = { issues: [{ pointer: '/registerSender' }] }
    await refused((await strange()).mailKey, {}, { code: 'request.invalid', ...atField })
    const nobody = await spoofed({ from: null })
    await refused(nobody, { clientId: test.acme.id }, { code: 'request.invalid', ...atField })
    await refused(await spoofed(), { clientId: test.acme.id }, { code: 'email.taken', ...atField })
    const agents = await spoofed({ from: 'dana@msp.example' })
    await refused(agents, { clientId: test.acme.id }, { code: 'email.taken', ...atField })
  })

  it('takes the right to add contacts', async () => {
    const key: Actor = { kind: 'key', id: 'key_m', name: 'Mail', scopes: ['mail:read', 'mail:write'] }
    const { mailKey } = await strange()
    const input = { as: 'ticket', clientId: test.northwind.id } as const
    await expect(
      releaseFromQuarantine(test.desk, key, mailKey, { ...input, registerSender: true }),
    ).rejects.toMatchObject({ code: 'resource.missing' })
    await releaseFromQuarantine(test.desk, key, mailKey, input)
  })

  it('of two mails of one sender at a time makes one contact', async () => {
    const address = `twice-${randomUUID()}@elsewhere.example`
    const [one, two] = [await strange(address), await strange(address)]
    const input = { as: 'ticket', clientId: test.acme.id, registerSender: true } as const
    await Promise.all(
      [one, two].map(({ mailKey }) => releaseFromQuarantine(test.desk, admin, mailKey, input)),
    )
    const named = (await contactsOf(test.acme.id)).filter(({ email }) => email === address)
    expect(named).toHaveLength(1)
  })
})
