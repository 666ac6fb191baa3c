import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../shared/domain/actor.ts'
import { deleteFromQuarantine, listQuarantine } from '../../shared/use-cases/quarantine.ts'
import { readOriginal } from '../../shared/use-cases/read-mail.ts'
import { readTicket } from '../../shared/use-cases/read-ticket.ts'
import { releaseFromQuarantine } from '../../shared/use-cases/release-mail.ts'
import { changeSettings } from '../../shared/use-cases/settings.ts'
import { admin } from '../support/desk.ts'
import { entriesOf, mail, openScene, type Scene, ticketNumbers } from './given.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())

const settled = { code: 'quarantine.settled' }

async function held(fields = {}, options = {}) {
  const from = 'Eve <eve@elsewhere.example>'
  const outcome = await test.deliver(
    mail({ from, subject: 'Let me in', body: 'Please.', ...fields }),
    options,
  )
  expect(outcome.outcome).toBe('quarantined')
  return outcome
}

async function listed(): Promise<string[]> {
  const { mails } = await listQuarantine(test.desk, admin, { limit: 100 })
  return mails.map(({ mailKey }) => mailKey)
}

describe('a quarantined mail', () => {
  it('is listed with its reason and the beginning of its words, newest first', async () => {
    const [first, second] = [await held(), await held({ body: 'x'.repeat(5_000) })]
    const { mails } = await listQuarantine(test.desk, admin, { limit: 2 })
    expect(mails.map(({ mailKey }) => mailKey)).toEqual([second.mailKey, first.mailKey])
    expect(mails[1]).toMatchObject({
      reason: 'unknown-sender',
      preview: 'Please.',
      subject: 'Let me in',
      from: { name: 'Eve', address: 'eve@elsewhere.example' },
    })
    expect(mails[0]?.preview).toHaveLength(500)
  })

  it('is released as a ticket of nobody’s, and nobody is written to', async () => {
    const { mailKey } = await held()
    const ticket = await releaseFromQuarantine(test.desk, admin, mailKey, { as: 'ticket' })
    expect(ticket).toMatchObject({ contactEmail: 'eve@elsewhere.example', status: 'open', source: 'email' })
    expect(ticket.clientId).toBeUndefined()
    expect(await readTicket(test.desk, admin, ticket.number)).toEqual(ticket)
    expect(await entriesOf(test, ticket.number)).toMatchObject([{ text: 'Please.', mailKey }])
    expect(await listed()).not.toContain(mailKey)
    await test.sendMails()
    expect(test.outbox.list()).toEqual([])
  })

  it('is released to a client, in the name of their contact where the sender is one', async () => {
    const strangers = await releaseFromQuarantine(test.desk, admin, (await held()).mailKey, {
      as: 'ticket',
      clientId: test.northwind.id,
    })
    expect(strangers).toMatchObject({ clientId: test.northwind.id, contactEmail: 'eve@elsewhere.example' })
    expect(strangers.contactId).toBeUndefined()
    const spoofed = { verdicts: { dmarc: 'FAIL' } } as const
    const ofAnna = await held({ from: 'anna@northwind.example' }, spoofed)
    const annas = await releaseFromQuarantine(test.desk, admin, ofAnna.mailKey, {
      as: 'ticket',
      clientId: test.northwind.id,
    })
    expect(annas).toMatchObject({ contactId: test.anna.id })
    const toOther = await held({ from: 'anna@northwind.example' }, spoofed)
    const acmes = await releaseFromQuarantine(test.desk, admin, toOther.mailKey, {
      as: 'ticket',
      clientId: test.acme.id,
    })
    expect(acmes.contactId).toBeUndefined()
  })

  it('that was released is known by its Message-ID: an answer to it joins the ticket', async () => {
    const { mailKey } = await held({ id: 'held@elsewhere.example' })
    const { number } = await releaseFromQuarantine(test.desk, admin, mailKey, { as: 'ticket' })
    const answer = mail({ from: 'eve@elsewhere.example', references: ['held@elsewhere.example'] })
    expect(await test.deliver(answer)).toMatchObject({ outcome: 'reply', ticketNumber: number })
  })

  it('is deleted from the list while its original stays', async () => {
    const { mailKey } = await held()
    await deleteFromQuarantine(test.desk, admin, mailKey)
    expect(await listed()).not.toContain(mailKey)
    const original = await readOriginal(test.desk, admin, mailKey)
    expect('content' in original && Buffer.from(original.content).toString()).toContain('Please.')
  })

  it('is dealt with once: again, or both at once, is refused', async () => {
    const [released, deleted, raced] = [await held(), await held(), await held()]
    await releaseFromQuarantine(test.desk, admin, released.mailKey, { as: 'ticket' })
    await deleteFromQuarantine(test.desk, admin, deleted.mailKey)
    for (const { mailKey } of [released, deleted]) {
      await expect(releaseFromQuarantine(test.desk, admin, mailKey, { as: 'ticket' })).rejects.toMatchObject(
        settled,
      )
      await expect(deleteFromQuarantine(test.desk, admin, mailKey)).rejects.toMatchObject(settled)
    }
    const before = (await ticketNumbers(test)).length
    const both = await Promise.allSettled([
      releaseFromQuarantine(test.desk, admin, raced.mailKey, { as: 'ticket' }),
      releaseFromQuarantine(test.desk, admin, raced.mailKey, { as: 'ticket' }),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await ticketNumbers(test)).toHaveLength(before + 1)
  })

  it('that holds a virus is released without its attachments, whatever it was held for', async () => {
    const raw = [
      'From: anna@northwind.example',
      'To: support@desk.example',
      'Subject: Invoice',
      'Message-ID: <virus@northwind.example>',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=B',
      '',
      '--B',
      'Content-Type: text/plain',
      '',
      'See the file.',
      '--B',
      'Content-Type: application/octet-stream; name=a.exe',
      'Content-Disposition: attachment; filename=a.exe',
      '',
      'MZ evil',
      '--B--',
      '',
    ].join('\r\n')
    for (const mailIn of [true, false]) {
      await changeSettings(test.desk, admin, { mailIn })
      const once = raw.replace('virus@', `virus-${mailIn}@`)
      const { mailKey, reason } = await test.deliver(once, { verdicts: { virus: 'FAIL' } })
      expect(reason).toBe(mailIn ? 'virus' : 'mail-in-off')
      const { number } = await releaseFromQuarantine(test.desk, admin, mailKey, { as: 'ticket' })
      expect(await entriesOf(test, number)).toMatchObject([{ text: 'See the file.', attachments: [] }])
    }
    await changeSettings(test.desk, admin, { mailIn: true })
  })

  it('is not there for whoever may not handle mail, and neither is a mail that was never held', async () => {
    const { mailKey } = await held()
    const reader: Actor = { ...admin, kind: 'agent', id: 'agt_r', email: 'r@msp.example', role: 'read-only' }
    const missing = { code: 'resource.missing' }
    await expect(listQuarantine(test.desk, reader, { limit: 1 })).rejects.toMatchObject(missing)
    await expect(deleteFromQuarantine(test.desk, reader, mailKey)).rejects.toMatchObject(missing)
    const taken = await test.deliver(mail())
    for (const key of [taken.mailKey, 'nothing']) {
      await expect(releaseFromQuarantine(test.desk, admin, key, { as: 'ticket' })).rejects.toMatchObject(
        missing,
      )
      await expect(deleteFromQuarantine(test.desk, admin, key)).rejects.toMatchObject(missing)
    }
    await expect(
      releaseFromQuarantine(test.desk, admin, mailKey, { as: 'ticket', clientId: 'clt_none' }),
    ).rejects.toMatchObject({ code: 'request.invalid' })
  })
})
