import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../shared/domain/actor.ts'
import { sanitiserVersion } from '../../shared/mail/sanitise-html.ts'
import { keys } from '../../shared/store/keys.ts'
import { readInbound } from '../../shared/store/mails.ts'
import { listAuditLog } from '../../shared/use-cases/audit-log.ts'
import { blockSender, unblockSender } from '../../shared/use-cases/blocked-senders.ts'
import { createContact } from '../../shared/use-cases/contacts.ts'
import { deleteFromQuarantine, listQuarantine } from '../../shared/use-cases/quarantine.ts'
import { readMailOutcome } from '../../shared/use-cases/read-mail.ts'
import { receiveMail } from '../../shared/use-cases/receive-mail.ts'
import { receiveStoredMail } from '../../shared/use-cases/receive-stored-mail.ts'
import { redactEntry } from '../../shared/use-cases/redact-entry.ts'
import { releaseFromQuarantine } from '../../shared/use-cases/release-mail.ts'
import { replayMail } from '../../shared/use-cases/replay-mail.ts'
import { changeSettings } from '../../shared/use-cases/settings.ts'
import { admin } from '../support/desk.ts'
import { interrupted } from './brittle.ts'
import {
  entriesOf,
  mail,
  mailsTo,
  numberOf,
  openScene,
  rowsOf,
  type Scene,
  store,
  takeIn,
  ticketByMail,
  ticketNumbers,
  tokenFor,
} from './given.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())

const restricted = { kind: 'agent', id: 'agt_r', name: 'Rea', email: 'rea@msp.example' } as const

const asked = { askedBy: { kind: 'agent' as const, id: 'agt_admin', name: 'Alex Moreau' } }

/** Asks for it and has it done; answers what became of it. */
async function replay(mailKey: string) {
  await replayMail(test.desk, admin, mailKey)
  await test.lookAgain()
  return (await readMailOutcome(test.desk, admin, mailKey)).inbound
}

/** A mail of somebody who is a contact by the time it is replayed. */
async function heldAndRegistered(options = {}, fields = {}) {
  const email = `late-${randomUUID()}@elsewhere.example`
  const held = await test.deliver(mail({ from: `Lea <${email}>`, body: 'Late.', ...fields }), options)
  expect(held.outcome).toBe('quarantined')
  const contact = await createContact(test.desk, admin, test.acme.id, { name: 'Lea', email })
  return { ...held, contact, email }
}

async function openedBy(raw: string) {
  const { mailKey, ticketNumber: number = 0 } = await test.deliver(raw)
  const [opening] = await entriesOf(test, number)
  return { mailKey, number, entryId: opening?.id ?? '' }
}

async function isListed(mailKey: string): Promise<boolean> {
  const { mails } = await listQuarantine(test.desk, admin, { limit: 100 })
  return mails.some(each => each.mailKey === mailKey)
}

describe('a mail that is replayed', () => {
  it('changes nothing where it became a ticket or a reply', async () => {
    const { number } = await ticketByMail(test)
    const reply = await test.deliver(mail({ subject: `TCK-${number}` }))
    const rows = await rowsOf(test, number)
    const tickets = await ticketNumbers(test)
    for (let time = 0; time < 3; time += 1) expect(await replay(reply.mailKey)).toMatchObject(reply)
    expect(await rowsOf(test, number)).toEqual(rows)
    expect(await ticketNumbers(test)).toEqual(tickets)
  })

  it('has its HTML sanitised by the rules of today, once, and not where an agent redacted it', async () => {
    const raw = mail({ body: '<p>Hi <b>there</b></p>' }).replace('text/plain', 'text/html')
    const { mailKey, number, entryId } = await openedBy(raw)
    const key = keys.entry(number, entryId)
    const sanitisedBefore = async () => {
      const row = await test.desk.table.get(key)
      const put = { ...key, ...row, html: '<p onclick="x()">Hi</p>', sanitiserVersion: 0 }
      await test.desk.table.commit([{ put }])
    }
    await sanitisedBefore()
    await replay(mailKey)
    const row = await test.desk.table.get(key)
    expect(row).toMatchObject({ sanitiserVersion, version: 2 })
    expect(row?.html).toContain('<b>there</b>')
    expect(row?.html).not.toContain('onclick')
    await replay(mailKey)
    expect(await test.desk.table.get(key)).toEqual(row)
    await sanitisedBefore()
    await redactEntry(test.desk, admin, { number, entryId })
    const redacted = await test.desk.table.get(key)
    await replay(mailKey).catch(() => undefined)
    expect(await test.desk.table.get(key)).toEqual(redacted)
  })

  it('is decided anew from quarantine, by the receipt it came with', async () => {
    const { mailKey, contact, email } = await heldAndRegistered()
    const outcome = await replay(mailKey)
    expect(outcome).toMatchObject({ outcome: 'ticket', envelopeFrom: email, version: 2 })
    expect(outcome?.preview).toBeUndefined()
    expect(await isListed(mailKey)).toBe(false)
    const [header] = (await rowsOf(test, numberOf(outcome ?? fail()))).filter(({ sk }) => sk === 'HEAD')
    expect(header).toMatchObject({ contactId: contact.id })
    await test.sendMails()
    expect(mailsTo(test, email)).toHaveLength(1)
    const { entries } = await listAuditLog(test.desk, admin, { limit: 1 })
    expect(entries[0]).toMatchObject({ resource: `mails/${mailKey}`, by: { name: 'Alex Moreau' } })
    expect(entries[0]?.changes).toContainEqual({ field: 'outcome', from: 'quarantined', to: 'ticket' })
  })

  it('stays what it is where nothing speaks for it now either', async () => {
    const { mailKey } = await heldAndRegistered({ verdicts: { dmarc: 'FAIL' } })
    const before = await readInbound(test.desk.table, mailKey)
    expect(await replay(mailKey)).toEqual(before)
    expect(await isListed(mailKey)).toBe(true)
  })

  it('is decided anew where its sender was ignored or blocked', async () => {
    await changeSettings(test.desk, admin, { unknownSenders: 'ignore' })
    const from = `eve@${randomUUID()}.example`
    const ignored = await test.deliver(mail({ from }))
    expect(ignored).toMatchObject({ outcome: 'recorded', reason: 'ignored-sender' })
    const sender = await blockSender(test.desk, admin, { address: from })
    expect(await replay(ignored.mailKey)).toMatchObject({ reason: 'blocked-sender' })
    await changeSettings(test.desk, admin, { unknownSenders: 'quarantine' })
    await unblockSender(test.desk, admin, sender.id)
    expect(await replay(ignored.mailKey)).toMatchObject({ outcome: 'quarantined', reason: 'unknown-sender' })
    expect(await isListed(ignored.mailKey)).toBe(true)
    const ticket = await releaseFromQuarantine(test.desk, admin, ignored.mailKey, { as: 'ticket' })
    expect(await replay(ignored.mailKey)).toMatchObject({ settled: 'released', ticketNumber: ticket.number })
  })

  it('stays dealt with where somebody dealt with it', async () => {
    const { mailKey } = await heldAndRegistered()
    await deleteFromQuarantine(test.desk, admin, mailKey)
    expect(await replay(mailKey)).toMatchObject({ outcome: 'quarantined', settled: 'deleted' })
  })

  it('becomes a duplicate where a copy was let in meanwhile', async () => {
    const id = `${randomUUID()}@elsewhere.example`
    const { mailKey, email } = await heldAndRegistered({}, { id })
    const copy = await test.deliver(mail({ from: email, id }))
    expect(copy.outcome).toBe('ticket')
    const tickets = await ticketNumbers(test)
    expect(await replay(mailKey)).toMatchObject({ outcome: 'duplicate', ticketNumber: copy.ticketNumber })
    expect(await ticketNumbers(test)).toEqual(tickets)
  })

  it('many times at once is taken in once', async () => {
    const { mailKey } = await heldAndRegistered()
    const receipt = { mailKey, storedAt: test.desk.now(), ...asked }
    const before = await ticketNumbers(test)
    const all = await Promise.all(Array.from({ length: 8 }, () => receiveStoredMail(test.desk, receipt)))
    expect(new Set(all.map(each => each?.ticketNumber)).size).toBe(1)
    expect(await ticketNumbers(test)).toHaveLength(before.length + 1)
  })

  it('and released at the same moment is one ticket, whoever is first', async () => {
    const first = await heldAndRegistered()
    const before = (await ticketNumbers(test)).length
    const released = releaseFromQuarantine(test.desk, admin, first.mailKey, { as: 'ticket' })
    const replayed = receiveStoredMail(test.desk, {
      mailKey: first.mailKey,
      storedAt: test.desk.now(),
      ...asked,
    })
    await Promise.allSettled([released, replayed])
    expect(await ticketNumbers(test)).toHaveLength(before + 1)

    const second = await heldAndRegistered()
    let wasReleased = false
    const busy = interrupted(test.desk, async () => {
      if (wasReleased) return
      wasReleased = true
      await releaseFromQuarantine(test.desk, admin, second.mailKey, { as: 'ticket' })
    })
    const outcome = await receiveStoredMail(busy, {
      mailKey: second.mailKey,
      storedAt: test.desk.now(),
      ...asked,
    })
    expect(outcome).toMatchObject({ outcome: 'quarantined', settled: 'released' })
    expect(await ticketNumbers(test)).toHaveLength(before + 2)
  })

  it('is the desk’s own, or of a ticket that one may know', async () => {
    const scoped: Actor = { ...restricted, role: 'technician', clientIds: [test.acme.id] }
    const missing = { code: 'resource.missing' }
    const { mailKey } = await heldAndRegistered()
    await expect(replayMail(test.desk, scoped, mailKey)).rejects.toMatchObject(missing)
    const anna = await test.deliver(mail())
    await expect(replayMail(test.desk, scoped, anna.mailKey)).rejects.toMatchObject(missing)
    for (const key of ['nothing', '../x', 'AMAZON_SES_SETUP_NOTIFICATION']) {
      await expect(replayMail(test.desk, admin, key)).rejects.toMatchObject(missing)
    }
  })
})

describe('a stored mail without an outcome', () => {
  /** As it lies in the bucket when its receipt got lost. */
  async function stored(raw = mail()) {
    return (await store(test, raw)).mailKey
  }
  const noReceipt = { outcome: 'quarantined', reason: 'no-receipt', receiptLost: true }

  it('waits in quarantine when replayed, even a contact’s, even with a token', async () => {
    const { number } = await ticketByMail(test)
    const token = await tokenFor(test, number, 'anna@northwind.example')
    const mailKey = await stored(mail({ to: token, subject: `Re: [TCK-${number}]` }))
    expect(await replay(mailKey)).toMatchObject(noReceipt)
    const before = await readInbound(test.desk.table, mailKey)
    expect(await replay(mailKey)).toEqual(before)
    const ticket = await releaseFromQuarantine(test.desk, admin, mailKey, { as: 'reply', number })
    expect(ticket.number).toBe(number)
    const entry = (await entriesOf(test, number)).find(each => each.mailKey === mailKey)
    expect(entry).toMatchObject({ authenticated: false, verdicts: { dmarc: 'PROCESSING_FAILED' } })
  })

  it('is decided anew by its receipt when that turns up after all, unless it was dealt with', async () => {
    const [late, deleted] = [await store(test, mail()), await store(test, mail())]
    for (const { mailKey, receivedAt: storedAt } of [late, deleted]) {
      expect(await receiveStoredMail(test.desk, { mailKey, storedAt })).toMatchObject(noReceipt)
    }
    await deleteFromQuarantine(test.desk, admin, deleted.mailKey)
    expect(await takeIn(test, late)).toMatchObject({ outcome: 'ticket' })
    expect(await takeIn(test, deleted)).toMatchObject({ ...noReceipt, settled: 'deleted' })
  })

  it('has one outcome where receipt and reconciler meet', async () => {
    const before = (await ticketNumbers(test)).length
    const receipt = await store(test, mail())
    const { mailKey, receivedAt: storedAt } = receipt
    await Promise.all([
      receiveMail(test.desk, receipt),
      receiveStoredMail(test.desk, { mailKey, storedAt }),
      receiveStoredMail(test.desk, { mailKey, storedAt }),
    ])
    expect(await readInbound(test.desk.table, mailKey)).toMatchObject({ outcome: 'ticket' })
    expect(await ticketNumbers(test)).toHaveLength(before + 1)
  })

  it('is not missed where its raw form is gone', async () => {
    expect(await receiveStoredMail(test.desk, { mailKey: 'gone', storedAt: test.desk.now() })).toBeUndefined()
  })
})

function fail(): never {
  throw new Error('No outcome')
}
