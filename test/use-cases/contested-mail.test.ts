import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeAgent, createAgent } from '../../shared/use-cases/agents.ts'
import { callerOfSecret, createApiKey, deleteApiKey } from '../../shared/use-cases/api-keys.ts'
import { createAsset, listAssets } from '../../shared/use-cases/assets.ts'
import { changeTicket, closeTicket, resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import { readOriginal } from '../../shared/use-cases/read-mail.ts'
import { readTicket, readTimeline } from '../../shared/use-cases/read-ticket.ts'
import { releaseFromQuarantine } from '../../shared/use-cases/release-mail.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { admin } from '../support/desk.ts'
import { bounceOf, entriesOf, mail, mailsTo, numberOf, openScene, type Scene, ticketByMail } from './given.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())

describe('a mail', () => {
  it('in which a person forwards a bounce is that person’s mail', async () => {
    const forwarded = bounceOf('gone@elsewhere.example', 'abc@northwind.example', 'Fwd: Undeliverable')
      .replace(/^From: .*$/m, 'From: Anna Berg <anna@northwind.example>')
      .replace('multipart/report; report-type=delivery-status', 'multipart/mixed')
    const { outcome, ticketNumber } = await test.deliver(forwarded)
    expect(outcome).toBe('ticket')
    const [first] = await entriesOf(test, ticketNumber ?? 0)
    expect(first?.text).toContain('could not be delivered')
  })

  it('of another client that answers the same unseen mail is a ticket of its own', async () => {
    const vendor = ['newsletter-42@vendor.example']
    const first = await ticketByMail(test, { references: vendor })
    const other = await test.deliver(mail({ from: 'Carl Voss <carl@acme.example>', references: vendor }))
    expect(other).toMatchObject({ outcome: 'ticket' })
    expect(numberOf(other)).not.toBe(first.number)
    const colleague = await test.deliver(
      mail({ from: 'Ben Ode <ben@northwind.example>', references: vendor }),
    )
    expect(colleague).toMatchObject({ outcome: 'reply', ticketNumber: first.number })
  })

  it('is not lost because a forged copy of it was held before', async () => {
    const raw = mail({ id: 'contested@northwind.example', subject: 'The real one' })
    const forged = await test.deliver(raw, { verdicts: { dmarc: 'FAIL' } })
    expect(forged).toMatchObject({ outcome: 'quarantined', reason: 'spoofed' })
    expect(await test.deliver(raw, { verdicts: { dmarc: 'FAIL' } })).toMatchObject({ outcome: 'duplicate' })
    const genuine = await test.deliver(raw)
    expect(genuine).toMatchObject({ outcome: 'ticket' })
    expect(await test.deliver(raw)).toMatchObject({
      outcome: 'duplicate',
      ticketNumber: genuine.ticketNumber,
    })
    await expect(
      releaseFromQuarantine(test.desk, admin, forged.mailKey, { as: 'ticket' }),
    ).rejects.toMatchObject({ code: 'quarantine.settled' })
  })

  it('of an agent to a closed ticket reaches the client by its follow-up', async () => {
    const { number } = await ticketByMail(test, { id: 'opening@northwind.example' })
    await resolveTicket(test.desk, admin, number)
    await closeTicket(test.desk, admin, number)
    const followUp = await test.deliver(
      mail({
        from: 'Dana Frost <dana@msp.example>',
        references: ['opening@northwind.example'],
        body: 'One more thing.',
      }),
    )
    expect(followUp.outcome).toBe('follow-up')
    expect(await readTicket(test.desk, admin, numberOf(followUp))).toMatchObject({
      followUpOf: number,
      contactEmail: 'anna@northwind.example',
    })
    await test.sendMails()
    expect(mailsTo(test, 'anna@northwind.example').at(-1)?.text).toContain('One more thing.')
  })

  it('of an unverified client is shown to the assignee but carried to no watcher', async () => {
    const { number } = await ticketByMail(test, { id: 'thread@northwind.example' })
    await changeTicket(test.desk, admin, {
      number,
      changes: { assigneeId: test.dana.id, watchers: [{ email: 'ben@northwind.example', name: 'Ben' }] },
    })
    await test.sendMails()
    const before = mailsTo(test, 'ben@northwind.example').length
    const answer = mail({ references: ['thread@northwind.example'], body: 'Click http://evil.example' })
    const unverified = { verdicts: { dmarc: 'GRAY', spf: 'FAIL' } } as const
    expect(await test.deliver(answer, unverified)).toMatchObject({ outcome: 'reply', ticketNumber: number })
    await test.sendMails()
    expect(mailsTo(test, 'ben@northwind.example')).toHaveLength(before)
    expect(mailsTo(test, 'dana@msp.example').at(-1)?.text).toContain('evil.example')
  })
})

describe('an agent who was disabled', () => {
  it('is told nothing more of a ticket that still bears their name', async () => {
    const { number } = await ticketByMail(test, { id: 'later@northwind.example' })
    await changeTicket(test.desk, admin, { number, changes: { assigneeId: test.dana.id } })
    await test.sendMails()
    const before = mailsTo(test, 'dana@msp.example').length
    await changeAgent(test.desk, admin, test.dana.id, { disabled: true })
    await test.deliver(mail({ references: ['later@northwind.example'], body: 'The password is 1234.' }))
    await test.sendMails()
    expect(mailsTo(test, 'dana@msp.example')).toHaveLength(before)
  })
})

describe('a write whose answer is lost on the way', () => {
  it('is not reported as a conflict with itself', async () => {
    test.faults.arm({ service: 'dynamodb', operation: 'PutItem', kind: 'crash-after', nth: 1 })
    const asset = await createAsset(test.desk, admin, test.northwind.id, { name: 'NAS', type: 'Storage' })
    test.faults.clear()
    const { assets } = await listAssets(test.desk, admin, test.northwind.id, { limit: 100 })
    expect(assets).toEqual([asset])
  })
})

describe('a public reply', () => {
  it('without a word in it is refused', async () => {
    const { number } = await ticketByMail(test)
    for (const body of [{ bodyText: ' \n ' }, { bodyHtml: '<script>x</script>' }]) {
      await expect(
        replyToTicket(test.desk, admin, { number, visibility: 'public', ...body }),
      ).rejects.toMatchObject({ code: 'request.invalid' })
    }
  })
})

describe('what is too large for one answer', () => {
  it('is a page of fewer entries, or a link to the raw mail', async () => {
    const { number } = await ticketByMail(test)
    const bodyText = 'x'.repeat(100_000)
    for (let index = 0; index < 30; index += 1) {
      await replyToTicket(test.desk, admin, { number, visibility: 'internal', bodyText })
    }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await readTimeline(test.desk, admin, number, { limit: 100, ...(cursor && { cursor }) })
      expect(JSON.stringify(page.entries).length).toBeLessThan(3_000_000)
      seen.push(...page.entries.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(new Set(seen).size).toBe(31)
    expect(seen).toEqual([...seen].sort())
    const large = await test.deliver(mail({ body: 'word '.repeat(1_000_000) }))
    expect(await readOriginal(test.desk, admin, large.mailKey)).toMatchObject({
      link: expect.stringMatching(/^http/),
    })
  })
})

describe('who may take rights away', () => {
  it('leaves the desk one admin who sees every client', async () => {
    const create = (name: string, clientIds?: string[]) =>
      createAgent(test.desk, admin, {
        name,
        email: `${name}@msp.example`,
        role: 'admin',
        ...(clientIds && { clientIds }),
      })
    const only = await create('olga')
    await create('local', [test.northwind.id])
    for (const changes of [{ disabled: true }, { role: 'technician' as const }, { clientIds: [] }]) {
      await expect(changeAgent(test.desk, admin, only.id, changes)).rejects.toMatchObject({
        code: 'agent.last-admin',
      })
    }
    await create('pia')
    expect(await changeAgent(test.desk, admin, only.id, { disabled: true })).toMatchObject({ disabled: true })
  })

  it('lets a key revoke no key that may do more', async () => {
    const strong = await createApiKey(test.desk, admin, { name: 'All', scopes: ['*'] })
    const weak = await createApiKey(test.desk, admin, { name: 'Settings', scopes: ['settings:write'] })
    const { actor } = await callerOfSecret(test.desk, weak.secret)
    await expect(deleteApiKey(test.desk, actor, strong.apiKey.id)).rejects.toMatchObject({
      code: 'resource.missing',
    })
    await deleteApiKey(test.desk, actor, weak.apiKey.id)
    await expect(callerOfSecret(test.desk, weak.secret)).rejects.toMatchObject({ code: 'auth.invalid' })
  })
})
