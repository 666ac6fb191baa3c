import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../shared/domain/actor.ts'
import { listAuditLog } from '../../shared/use-cases/audit-log.ts'
import {
  blockFromQuarantine,
  blockSender,
  listBlockedSenders,
  unblockSender,
} from '../../shared/use-cases/blocked-senders.ts'
import { createContact } from '../../shared/use-cases/contacts.ts'
import { listQuarantine } from '../../shared/use-cases/quarantine.ts'
import { readOriginal } from '../../shared/use-cases/read-mail.ts'
import { receiveMail } from '../../shared/use-cases/receive-mail.ts'
import { changeSettings } from '../../shared/use-cases/settings.ts'
import { admin } from '../support/desk.ts'
import { interrupted } from './brittle.ts'
import { bounceOf, mail, openScene, type Scene, store, ticketByMail } from './given.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())

const restricted = { kind: 'agent', id: 'agt_r', name: 'Rea', email: 'rea@msp.example' } as const

const strange = () => `${randomUUID()}.example`
const blocked = { outcome: 'recorded', reason: 'blocked-sender' }

describe('a blocked sender', () => {
  it('is recorded, shown to nobody and answered by nobody; the raw mail stays', async () => {
    const address = `eve@${strange()}`
    const sender = await blockSender(test.desk, admin, { address })
    const outcome = await test.deliver(mail({ from: address, body: 'Buy.' }))
    expect(outcome).toMatchObject(blocked)
    expect(outcome.preview).toBeUndefined()
    expect((await listQuarantine(test.desk, admin, { limit: 100 })).mails).toEqual([])
    const original = await readOriginal(test.desk, admin, outcome.mailKey)
    expect('content' in original && Buffer.from(original.content).toString()).toContain('Buy.')
    await test.sendMails()
    expect(test.outbox.list({ to: address })).toEqual([])
    await unblockSender(test.desk, admin, sender.id)
    expect(await test.deliver(mail({ from: address }))).toMatchObject({ outcome: 'quarantined' })
  })

  it('is an address, or everybody at a domain and nobody else', async () => {
    const domain = strange()
    await blockSender(test.desk, admin, { address: `eve@${domain}` })
    expect(await test.deliver(mail({ from: `eve@${domain}` }))).toMatchObject(blocked)
    expect(await test.deliver(mail({ from: `adam@${domain}` }))).toMatchObject({ outcome: 'quarantined' })
    await blockSender(test.desk, admin, { domain: domain.toUpperCase() })
    expect(await test.deliver(mail({ from: `adam@${domain}` }))).toMatchObject(blocked)
    expect(await test.deliver(mail({ from: `adam@sub.${domain}` }))).toMatchObject({
      outcome: 'quarantined',
    })
  })

  it('is blocked whatever the desk does with strangers, and whatever else is wrong with the mail', async () => {
    const address = `eve@${strange()}`
    await blockSender(test.desk, admin, { address })
    await changeSettings(test.desk, admin, { unknownSenders: 'accept' })
    expect(await test.deliver(mail({ from: address }))).toMatchObject(blocked)
    await changeSettings(test.desk, admin, { unknownSenders: 'quarantine' })
    const spam = await test.deliver(mail({ from: address }), { verdicts: { spam: 'FAIL', dmarc: 'FAIL' } })
    expect(spam).toMatchObject(blocked)
  })

  it('that registers later is let in: a contact at a blocked domain', async () => {
    const domain = strange()
    await blockSender(test.desk, admin, { domain })
    const email = `kim@${domain}`
    await createContact(test.desk, admin, test.acme.id, { name: 'Kim', email })
    expect(await test.deliver(mail({ from: email }))).toMatchObject({ outcome: 'ticket' })
  })

  it('at a client’s domain is blocked by address', async () => {
    await blockSender(test.desk, admin, { address: 'scanner@northwind.example' })
    expect(await test.deliver(mail({ from: 'scanner@northwind.example' }))).toMatchObject(blocked)
    expect(await test.deliver(mail({ from: 'fresh@northwind.example' }))).toMatchObject({ outcome: 'ticket' })
  })

  it('does not keep a bounce from being heard', async () => {
    const { number } = await ticketByMail(test)
    const address = 'mailer-daemon@northwind.example'
    await blockSender(test.desk, admin, { address })
    const bounce = bounceOf('gone@elsewhere.example', `x${number}@northwind.example`)
    expect(await test.deliver(bounce, { envelopeFrom: '' })).toMatchObject({ reason: 'bounce' })
  })

  it('cannot make a genuine mail a duplicate by taking its Message-ID first', async () => {
    const address = `eve@${strange()}`
    await blockSender(test.desk, admin, { address })
    const id = `${randomUUID()}@northwind.example`
    expect(await test.deliver(mail({ from: address, id }))).toMatchObject(blocked)
    expect(await test.deliver(mail({ from: address, id }))).toMatchObject({ outcome: 'duplicate' })
    expect(await test.deliver(mail({ id }))).toMatchObject({ outcome: 'ticket' })
    expect(await test.deliver(mail({ id }))).toMatchObject({ outcome: 'duplicate' })
  })

  it('is listed, and in the audit log when blocked and unblocked', async () => {
    const domain = `000-${strange()}`
    const sender = await blockSender(test.desk, admin, { domain })
    const { senders } = await listBlockedSenders(test.desk, admin, { limit: 1 })
    expect(senders).toEqual([sender])
    await unblockSender(test.desk, admin, sender.id)
    const { entries } = await listAuditLog(test.desk, admin, { limit: 2 })
    expect(entries.map(({ action, resource, name }) => [action, resource, name])).toEqual([
      ['deleted', `blocked-senders/${sender.id}`, domain],
      ['created', `blocked-senders/${sender.id}`, domain],
    ])
  })
})

describe('blocking', () => {
  it('is refused for whom the desk knows, for public domains, for what is none, and twice', async () => {
    const refuse = async (input: Parameters<typeof blockSender>[2], code: string) =>
      expect(blockSender(test.desk, admin, input)).rejects.toMatchObject({ code })
    await refuse({ address: 'Anna@northwind.example' }, 'sender.registered')
    await refuse({ address: 'dana@msp.example' }, 'sender.registered')
    await refuse({ address: 'support@desk.example' }, 'sender.registered')
    await refuse({ domain: 'northwind.example' }, 'sender.registered')
    await refuse({ domain: 'desk.example' }, 'sender.registered')
    await refuse({ domain: 'gmail.com' }, 'domain.public')
    await refuse({ domain: 'not a domain' }, 'request.invalid')
    const domain = strange()
    await blockSender(test.desk, admin, { domain })
    await refuse({ domain }, 'sender.blocked')
  })

  it('is for whoever may handle all mail', async () => {
    const scoped: Actor = { ...restricted, role: 'technician', clientIds: [test.acme.id] }
    const reader: Actor = { ...restricted, role: 'read-only' }
    for (const actor of [scoped, reader]) {
      const missing = { code: 'resource.missing' }
      await expect(blockSender(test.desk, actor, { domain: strange() })).rejects.toMatchObject(missing)
      await expect(listBlockedSenders(test.desk, actor, { limit: 1 })).rejects.toMatchObject(missing)
      await expect(unblockSender(test.desk, actor, 'blk_x')).rejects.toMatchObject(missing)
    }
  })

  it('from quarantine takes the mail out in the same step; the second mail of the sender as well', async () => {
    const address = `eve@${strange()}`
    const [one, two] = [
      await test.deliver(mail({ from: address })),
      await test.deliver(mail({ from: address })),
    ]
    const [first, second] = await Promise.all(
      [one, two].map(({ mailKey }) => blockFromQuarantine(test.desk, admin, mailKey, 'address')),
    )
    expect(first).toMatchObject({ scope: 'address', name: address })
    expect(second?.id).toBe(first?.id)
    const { mails } = await listQuarantine(test.desk, admin, { limit: 100 })
    expect(mails.filter(({ from }) => from?.address === address)).toEqual([])
    await expect(blockFromQuarantine(test.desk, admin, one.mailKey, 'domain')).rejects.toMatchObject({
      code: 'quarantine.settled',
    })
  })

  it('from quarantine that is refused leaves the mail there', async () => {
    const { mailKey } = await test.deliver(mail(), { verdicts: { dmarc: 'FAIL' } })
    for (const scope of ['address', 'domain'] as const) {
      await expect(blockFromQuarantine(test.desk, admin, mailKey, scope)).rejects.toMatchObject({
        code: 'sender.registered',
        issues: [{ pointer: '/scope' }],
      })
    }
    const { mails } = await listQuarantine(test.desk, admin, { limit: 100 })
    expect(mails.map(each => each.mailKey)).toContain(mailKey)
  })

  it('while a mail is being decided leaves it one outcome', async () => {
    const address = `eve@${strange()}`
    const receipt = await store(test, mail({ from: address }))
    let isBlocked = false
    const busy = interrupted(test.desk, async () => {
      if (isBlocked) return
      isBlocked = true
      await blockSender(test.desk, admin, { address })
    })
    expect(await receiveMail(busy, receipt)).toMatchObject({ outcome: 'quarantined' })
    expect(await receiveMail(test.desk, receipt)).toMatchObject({ outcome: 'quarantined' })
  })
})
