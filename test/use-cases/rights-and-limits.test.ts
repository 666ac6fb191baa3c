import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../shared/domain/actor.ts'
import { claimRequest } from '../../shared/store/requests.ts'
import { createAgent, listAgents, readAgent } from '../../shared/use-cases/agents.ts'
import { changeTicket } from '../../shared/use-cases/change-ticket.ts'
import { createClient, listClients } from '../../shared/use-cases/clients.ts'
import { readTicket } from '../../shared/use-cases/read-ticket.ts'
import { releaseFromQuarantine } from '../../shared/use-cases/release-mail.ts'
import { keepAnswer } from '../../shared/use-cases/repeated-requests.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { sendDueMail } from '../../shared/use-cases/send-due-mail.ts'
import { requestSignIn, signInWithCode } from '../../shared/use-cases/sign-in.ts'
import { admin } from '../support/desk.ts'
import {
  entriesOf,
  last,
  mail,
  mailsTo,
  numberOf,
  openScene,
  rowsOf,
  type Scene,
  ticketByMail,
} from './given.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())

describe('a mail', () => {
  it('of an agent who may not write to tickets neither answers one nor opens one', async () => {
    for (const role of ['read-only', 'billing'] as const) {
      const { email } = await createAgent(test.desk, admin, {
        name: 'Rory',
        email: `${role}@msp.example`,
        role,
      })
      const ticket = await ticketByMail(test)
      for (const subject of [`Re: [TCK-${ticket.number}]`, 'Something new']) {
        expect(await test.deliver(mail({ from: email, subject }))).toMatchObject({
          outcome: 'quarantined',
          reason: 'not-a-participant',
        })
      }
      expect(await readTicket(test.desk, admin, ticket.number)).toEqual(ticket)
    }
  })

  it('that only guesses a number and does not show to be its contact’s leaves the ticket alone', async () => {
    const ticket = await ticketByMail(test, { id: 'mine@northwind.example' })
    const spoofed = {
      envelopeFrom: 'x@evil.example',
      verdicts: { dmarc: 'GRAY', spf: 'PASS', dkim: 'GRAY' },
    } as const
    const guess = await test.deliver(mail({ subject: `Re: [TCK-${ticket.number}]` }), spoofed)
    expect(guess).toMatchObject({ outcome: 'quarantined', reason: 'not-a-participant' })
    expect(await readTicket(test.desk, admin, ticket.number)).toEqual(ticket)
    const answer = mail({ references: ['mine@northwind.example'] })
    expect(await test.deliver(answer, spoofed)).toMatchObject({ outcome: 'reply' })
  })

  it('with more attachments than a row can list is taken in with those that it can', async () => {
    const name = 'n'.repeat(190)
    const parts = Array.from({ length: 990 }, (_, index) => [
      '--B',
      `Content-Type: image/png; name="${name}${index}.png"`,
      `Content-ID: <${'c'.repeat(300)}${index}@northwind.example>`,
      '',
      'x',
    ])
    const raw = [
      'From: anna@northwind.example',
      'To: support@desk.example',
      'Subject: A flood of files',
      'Message-ID: <flood@northwind.example>',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=B',
      '',
      '--B',
      'Content-Type: text/plain',
      '',
      'See them all.',
      ...parts.flat(),
      '--B--',
      '',
    ].join('\r\n')
    const filed = await test.deliver(raw)
    expect(filed.outcome).toBe('ticket')
    const entry = last(await entriesOf(test, numberOf(filed)))
    expect(entry.text).toBe('See them all.')
    expect(entry.attachments.length).toBeGreaterThan(200)
  })

  it('that names nobody, let in by hand, is answered to nobody', async () => {
    const { mailKey } = await test.deliver(mail({ from: null }), { envelopeFrom: '' })
    const ticket = await releaseFromQuarantine(test.desk, admin, mailKey, { as: 'ticket' })
    expect(ticket).not.toHaveProperty('contactEmail')
    await replyToTicket(test.desk, admin, {
      number: ticket.number,
      visibility: 'public',
      bodyText: 'Who is it?',
    })
    const rows = await rowsOf(test, ticket.number)
    expect(rows.filter(({ itemType }) => itemType === 'outbox')).toEqual([])
  })

  it('is shown in part without cutting a character in two', async () => {
    const body = `${'a'.repeat(499)}😀 and more`
    const { preview } = await test.deliver(mail({ from: 'someone@elsewhere.example', body }))
    expect(preview).toBe('a'.repeat(499))
    const long = await ticketByMail(test, { body: `${'a'.repeat(1_499)}😀${'b'.repeat(9_000)}` })
    const entry = (await rowsOf(test, long.number)).find(({ itemType }) => itemType === 'entry')
    expect(String(entry?.text).isWellFormed()).toBe(true)
  })
})

describe('the outbox sweep', () => {
  it('stops when its time is up, and the next one sends the rest', async () => {
    const senders = ['ivo@northwind.example', 'ina@northwind.example']
    for (const from of senders) await ticketByMail(test, { from })
    const sent = () => senders.flatMap(address => mailsTo(test, address)).length
    const before = sent()
    test.clock.moveTo(new Date(Date.parse(test.desk.now()) + 5 * 60_000))
    expect(await sendDueMail(test.desk, () => false)).toEqual({})
    expect(sent()).toBe(before)
    await sendDueMail(test.desk)
    expect(sent()).toBe(before + 2)
  })
})

describe('an answer too large for a row', () => {
  it('is not kept beside its Idempotency-Key, and that is no error', async () => {
    const request = { principal: 'key_x', idempotencyKey: 'large', bodySha256: 'x' }
    const claim = { bodySha256: 'x', made: 'tickets/1', at: test.desk.now() }
    await test.desk.table.commit([claimRequest('key_x', 'large', claim)])
    const answer = { status: 201, body: 'x'.repeat(500_000), headers: {} }
    await expect(keepAnswer(test.desk, request, answer)).resolves.toBeUndefined()
  })
})

describe('signing in', () => {
  it('reads the same rows for an agent’s address and for one that is nobody’s', async () => {
    const reads: string[][] = []
    for (const email of ['dana@msp.example', 'nobody@elsewhere.example']) {
      const kinds: string[] = []
      const { table } = test.desk
      const watched = {
        get: (...[key, consistent]: Parameters<typeof table.get>) => {
          kinds.push(key.pk.split('#', 1)[0] ?? '')
          return table.get(key, consistent)
        },
        getMany: table.getMany.bind(table),
        query: table.query.bind(table),
        commit: table.commit.bind(table),
        increment: table.increment.bind(table),
      }
      const desk = { ...test.desk, table: watched }
      const { flow } = await requestSignIn(desk, { email })
      await expect(signInWithCode(desk, { flow, code: 'AAAAAAAA' })).rejects.toMatchObject({
        code: 'sign-in.refused',
      })
      reads.push(kinds)
    }
    expect(reads[0]).toEqual(reads[1])
  })
})

describe('who may know some clients only', () => {
  const restricted = (clientIds: string[]): Actor => ({
    kind: 'key',
    id: 'key_some',
    name: 'Some',
    scopes: ['*'],
    clientIds,
  })

  it('finds their client on the first page, however many others stand before it', async () => {
    for (let index = 0; index < 12; index += 1) {
      await createClient(test.desk, admin, { name: `Aardvark ${index}` })
    }
    const page = await listClients(test.desk, restricted([test.northwind.id]), { limit: 5 })
    expect(page.clients.map(({ id }) => id)).toEqual([test.northwind.id])
    expect(page.nextCursor).toBe(null)
    expect(await listClients(test.desk, restricted([]), { limit: 5 })).toEqual({
      clients: [],
      nextCursor: null,
    })
  })

  it('is not told of others by an agent’s list of clients', async () => {
    const { id } = await createAgent(test.desk, admin, {
      name: 'Noor',
      email: 'noor@msp.example',
      role: 'technician',
      clientIds: [test.northwind.id, test.acme.id],
    })
    const actor = restricted([test.northwind.id])
    expect((await readAgent(test.desk, actor, id)).clientIds).toEqual([test.northwind.id])
    const { agents } = await listAgents(test.desk, actor, { limit: 100 })
    expect(agents.find(agent => agent.id === id)?.clientIds).toEqual([test.northwind.id])
    expect((await readAgent(test.desk, admin, id)).clientIds).toEqual([test.northwind.id, test.acme.id])
  })

  it('knows no agent who works for none of these, nor can give one anything to do', async () => {
    const { id } = await createAgent(test.desk, admin, {
      name: 'Sol',
      email: 'sol@msp.example',
      role: 'technician',
      clientIds: [test.acme.id],
    })
    const actor = restricted([test.northwind.id])
    await expect(readAgent(test.desk, actor, id)).rejects.toMatchObject({ code: 'resource.missing' })
    const known = async (who: Actor) =>
      (await listAgents(test.desk, who, { limit: 100 })).agents.map(agent => agent.id)
    expect(await known(actor)).not.toContain(id)
    expect(await known(restricted([test.northwind.id, test.acme.id]))).toContain(id)
    expect(await known(admin)).toContain(id)
    const { number } = await ticketByMail(test)
    for (const assigneeId of [id, 'agt_nobody']) {
      await expect(changeTicket(test.desk, actor, { number, changes: { assigneeId } })).rejects.toMatchObject(
        { issues: [{ pointer: '/assigneeId', message: 'is no agent of this desk' }] },
      )
    }
  })
})
