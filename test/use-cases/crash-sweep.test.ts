import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { FaultKind } from '../../infra/local/faults.ts'
import { DeskError, type ErrorCode } from '../../shared/domain/errors.ts'
import type { Receipt } from '../../shared/domain/inbound-mail.ts'
import type { Desk } from '../../shared/runtime/desk.ts'
import type { Item } from '../../shared/runtime/table.ts'
import { readBlockedSender } from '../../shared/store/blocked-senders.ts'
import { readEmailOwner } from '../../shared/store/email-owners.ts'
import { blockedSenderIdOf } from '../../shared/store/keys.ts'
import { readInbound, rememberSent } from '../../shared/store/mails.ts'
import { blockFromQuarantine } from '../../shared/use-cases/blocked-senders.ts'
import { resolveTicket } from '../../shared/use-cases/change-ticket.ts'
import { closeDueTickets } from '../../shared/use-cases/close-due-tickets.ts'
import { createContact, readContact } from '../../shared/use-cases/contacts.ts'
import { mergeTickets, undoMerge } from '../../shared/use-cases/merge-tickets.ts'
import { receiveMail } from '../../shared/use-cases/receive-mail.ts'
import { receiveStoredMail } from '../../shared/use-cases/receive-stored-mail.ts'
import { releaseFromQuarantine } from '../../shared/use-cases/release-mail.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { sendDueMail } from '../../shared/use-cases/send-due-mail.ts'
import { sendMail } from '../../shared/use-cases/send-mail.ts'
import { changeSettings } from '../../shared/use-cases/settings.ts'
import { splitTicket } from '../../shared/use-cases/split-ticket.ts'
import { admin } from '../support/desk.ts'
import { withoutRetries } from './brittle.ts'
import {
  bounceOf,
  mail,
  mailsTo,
  numberOf,
  openScene,
  rowsOf,
  type Scene,
  store,
  ticketByMail,
  ticketNumbers,
  tokenFor,
} from './given.ts'

// A sweep is some hundred runs of its flow, however fast the machine.
vi.setConfig({ testTimeout: 180_000 })

let test: Scene
let brittle: Desk
beforeAll(async () => {
  test = await openScene()
  await test.desk.secrets.signingKey()
  brittle = withoutRetries(test.desk)
})
afterAll(() => test.close())

interface Flow<Given> {
  /** What is there before the step; every time anew. */
  given: () => Promise<Given>
  step: (desk: Desk, given: Given) => Promise<unknown>
  /** What SQS or the sweep does about a step that broke off. */
  again: (desk: Desk, given: Given) => Promise<unknown>
  /** Everything that must be the same in the end, without ids and times. */
  state: (given: Given) => Promise<unknown>
}

const kinds: FaultKind[] = ['error', 'throttle', 'conflict', 'crash-before', 'crash-after']
const services = ['dynamodb', 's3', 'ses'] as const

/** Each fault at each AWS call of a flow, one at a time; answers how many there were. */
async function sweep<Given>(flow: Flow<Given>): Promise<number> {
  const calm = await flow.given()
  test.usage.reset()
  await flow.step(brittle, calm)
  const { dynamodb, s3, ses } = test.usage.report()
  const calls = { dynamodb: dynamodb.calls, s3: s3.calls, ses: ses.calls }
  const expected = await flow.state(calm)
  let tried = 0
  for (const service of services) {
    for (let nth = 1; nth <= calls[service]; nth += 1) {
      for (const kind of kinds) {
        const given = await flow.given()
        test.faults.arm({ service, kind, nth })
        await flow.step(brittle, given).catch(() => undefined)
        test.faults.clear()
        await flow.again(brittle, given)
        const state = await flow.state(given)
        expect(state, `${kind} at call ${nth} of ${service}`).toEqual(expected)
        tried += 1
      }
    }
  }
  return tried
}

/** What a ticket is to its people: header, timeline and queued mails. */
function toldOf(rows: readonly Item[]) {
  const header = rows.find(({ sk }) => sk === 'HEAD')
  return {
    header: header && [header.status, header.version, header.subject, header.lastReplyBy, header.watchers],
    entries: rows
      .filter(({ sk }) => sk.startsWith('E#'))
      .map(({ kind, visibility, text, change }) => ({ kind, visibility, text, change })),
    mails: rows
      .filter(({ sk }) => sk.startsWith('OUT#'))
      .map(({ event, to, state }) => ({ event, to, state })),
  }
}

/** Whoever tries again learns by this code that it was done. */
function unless(code: ErrorCode): (error: unknown) => void {
  return error => {
    if (!(error instanceof DeskError) || error.code !== code) throw error
  }
}

async function outcomeOf({ mailKey }: Receipt) {
  const row = await readInbound(test.desk.table, mailKey)
  if (row === undefined) throw new Error('A mail without an outcome')
  return row
}

describe('whatever single fault strikes, the end is the same as without it', () => {
  it('for a new mail: one ticket, one acknowledgement, one outcome', async () => {
    const tried = await sweep({
      given: async () => {
        const raw = mail({ cc: 'ben@northwind.example', subject: 'Swept' })
        return { receipt: await store(test, raw), before: await ticketNumbers(test) }
      },
      step: (desk, { receipt }) => receiveMail(desk, receipt),
      again: (desk, { receipt }) => receiveMail(desk, receipt),
      state: async ({ receipt, before }) => {
        const { outcome, reason, ...row } = await outcomeOf(receipt)
        const made = (await ticketNumbers(test)).length - before.length
        return { outcome, reason, made, ticket: toldOf(await rowsOf(test, row.ticketNumber ?? 0)) }
      },
    })
    expect(tried).toBeGreaterThanOrEqual(20)
  })

  it('for a reply by token: one entry, one outcome, the watcher told once', async () => {
    const tried = await sweep({
      given: async () => {
        const { number } = await ticketByMail(test, { cc: 'ben@northwind.example', subject: 'Swept' })
        const recipients = [await tokenFor(test, number, 'anna@northwind.example')]
        return { receipt: await store(test, mail({ subject: 'x', body: 'More.' }), { recipients }), number }
      },
      step: (desk, { receipt }) => receiveMail(desk, receipt),
      again: (desk, { receipt }) => receiveMail(desk, receipt),
      state: async ({ receipt, number }) => {
        const row = await outcomeOf(receipt)
        expect(numberOf(row)).toBe(number)
        return { outcome: row.outcome, ticket: toldOf(await rowsOf(test, number)) }
      },
    })
    expect(tried).toBeGreaterThanOrEqual(15)
  })

  it('for a mail that is held: one line in quarantine', async () => {
    await sweep({
      given: () => store(test, mail({ from: `eve-${randomUUID()}@elsewhere.example` })),
      step: receiveMail,
      again: receiveMail,
      state: async receipt => {
        const { outcome, reason, preview } = await outcomeOf(receipt)
        return { outcome, reason, preview }
      },
    })
  })

  /** A mail in quarantine, from nobody the desk knows. */
  const held = async () => {
    const from = `eve-${randomUUID()}@elsewhere.example`
    const receipt = await store(test, mail({ from: `Eve <${from}>`, body: 'Let me in.' }))
    await receiveMail(test.desk, receipt)
    return { receipt, from }
  }
  const ownerOf = async (address: string) => (await readEmailOwner(test.desk.table, address))?.ownerClientId

  it('for a release as a reply that registers the sender: one entry, one contact, one line out', async () => {
    const release = (desk: Desk, { receipt, number }: { receipt: Receipt; number: number }) =>
      releaseFromQuarantine(desk, admin, receipt.mailKey, { as: 'reply', number, registerSender: true })
    const tried = await sweep({
      given: async () => ({
        ...(await held()),
        number: (await ticketByMail(test, { subject: 'Swept' })).number,
      }),
      step: release,
      again: async (desk, given) => {
        await release(desk, given).catch(unless('quarantine.settled'))
      },
      state: async ({ receipt, from, number }) => {
        const { settled, version } = await outcomeOf(receipt)
        const isContact = (await ownerOf(from)) === test.northwind.id
        return { settled, version, isContact, ticket: toldOf(await rowsOf(test, number)) }
      },
    })
    expect(tried).toBeGreaterThanOrEqual(30)
  })

  it('for a replay: decided anew once, whatever broke off', async () => {
    const replay = (desk: Desk, { receipt }: { receipt: Receipt }) => {
      const { mailKey, receivedAt: storedAt } = receipt
      return receiveStoredMail(desk, { mailKey, storedAt, askedBy: { kind: 'agent', name: 'Alex' } })
    }
    const tried = await sweep({
      given: async () => {
        const given = await held()
        await createContact(test.desk, admin, test.acme.id, { name: 'Eve', email: given.from })
        return { ...given, before: await ticketNumbers(test) }
      },
      step: replay,
      again: replay,
      state: async ({ receipt, before }) => {
        const { outcome, reason, version, ticketNumber } = await outcomeOf(receipt)
        const made = (await ticketNumbers(test)).length - before.length
        const told = JSON.stringify(toldOf(await rowsOf(test, ticketNumber ?? 0)))
        return { outcome, reason, version, made, ticket: told.replaceAll(/eve-[\w-]+@/g, 'eve@') }
      },
    })
    expect(tried).toBeGreaterThanOrEqual(25)
  })

  it('for a block from quarantine: blocked, and out, or neither', async () => {
    const block = (desk: Desk, { receipt }: { receipt: Receipt }) =>
      blockFromQuarantine(desk, admin, receipt.mailKey, 'address')
    const tried = await sweep({
      given: held,
      step: block,
      again: async (desk, given) => {
        await block(desk, given).catch(unless('quarantine.settled'))
      },
      state: async ({ receipt, from }) => {
        const sender = await readBlockedSender(test.desk.table, blockedSenderIdOf(from))
        return { settled: (await outcomeOf(receipt)).settled, scope: sender?.scope }
      },
    })
    expect(tried).toBeGreaterThanOrEqual(15)
  })

  it('for an agent’s reply that resolves: one entry, one activity, each mail queued once', async () => {
    const write = (desk: Desk, number: number) =>
      replyToTicket(desk, admin, {
        number,
        visibility: 'public',
        bodyText: 'Done.',
        status: 'resolved',
        ifVersion: 1,
      })
    const tried = await sweep({
      given: async () => (await ticketByMail(test, { subject: 'Swept' })).number,
      step: write,
      again: async (desk, number) => {
        // Whoever tries again with the version they saw learns that it was done.
        await write(desk, number).catch(unless('version.stale'))
      },
      state: async number => toldOf(await rowsOf(test, number)),
    })
    expect(tried).toBeGreaterThanOrEqual(15)
  })

  it('for a bounce: one note, the contact marked, the status as it was', async () => {
    await sweep({
      given: async () => {
        const client = { clientId: test.northwind.id, email: `b-${randomUUID()}@northwind.example` }
        const contact = await createContact(test.desk, admin, client.clientId, {
          name: 'B',
          email: client.email,
        })
        const { number } = await ticketByMail(test, { from: client.email, subject: 'Swept' })
        const messageId = `${randomUUID()}@email.amazonses.com`
        await test.desk.table.commit([rememberSent(messageId, { ticketNumber: number, at: test.desk.now() })])
        const receipt = await store(test, bounceOf(client.email, messageId), { envelopeFrom: '' })
        return { receipt, number, contact }
      },
      step: (desk, { receipt }) => receiveMail(desk, receipt),
      again: (desk, { receipt }) => receiveMail(desk, receipt),
      state: async ({ receipt, number, contact }) => {
        const { header, entries } = toldOf(await rowsOf(test, number))
        const { version, undeliverableAt } = await readContact(test.desk, admin, contact.id)
        const isMarked = undeliverableAt !== undefined
        const kinds = entries.map(({ kind, visibility }) => `${visibility} ${kind}`)
        return { outcome: (await outcomeOf(receipt)).outcome, header, kinds, version, isMarked }
      },
    })
  })

  it('for a merge and for taking it back: both tickets change once, or neither', async () => {
    const pair = async () => {
      const source = await ticketByMail(test, { from: 'ben@northwind.example', subject: 'Swept' })
      const target = await ticketByMail(test, { subject: 'Swept' })
      return { number: source.number, into: target.number }
    }
    const state = async ({ number, into }: { number: number; into: number }) => {
      const told = [toldOf(await rowsOf(test, number)), toldOf(await rowsOf(test, into))]
      return JSON.stringify(told).replaceAll(/TCK-\d+/g, 'TCK-n')
    }
    const merged = await sweep({
      given: pair,
      step: (desk, given) => mergeTickets(desk, admin, { ...given, ifVersion: 1 }),
      again: async (desk, given) => {
        await mergeTickets(desk, admin, { ...given, ifVersion: 1 }).catch(unless('version.stale'))
      },
      state,
    })
    const undone = await sweep({
      given: async () => {
        const given = await pair()
        await mergeTickets(test.desk, admin, given)
        return given
      },
      step: (desk, { number }) => undoMerge(desk, admin, number),
      again: async (desk, { number }) => {
        await undoMerge(desk, admin, number).catch(unless('ticket.not-merged'))
      },
      state,
    })
    expect(Math.min(merged, undone)).toBeGreaterThanOrEqual(15)
  })

  it('for a split: each word in one place', async () => {
    const tried = await sweep({
      given: async () => {
        const { number } = await ticketByMail(test, { subject: 'Swept' })
        const reply = { number, visibility: 'public' as const, bodyText: 'Apart.' }
        return { number, entry: (await replyToTicket(test.desk, admin, reply)).entry }
      },
      step: (desk, { number, entry }) =>
        splitTicket(desk, admin, { number, entryIds: [entry.id], ifVersion: 2 }),
      again: async (desk, { number, entry }) => {
        await splitTicket(desk, admin, { number, entryIds: [entry.id], ifVersion: 2 }).catch(
          unless('version.stale'),
        )
      },
      state: async ({ number }) => {
        const rows = await rowsOf(test, number)
        const [made] = (rows.find(({ sk }) => sk === 'HEAD')?.splitInto ?? []) as number[]
        const told = [toldOf(rows), toldOf(await rowsOf(test, made ?? 0))]
        return JSON.stringify(told).replaceAll(/TCK-\d+/g, 'TCK-n')
      },
    })
    expect(tried).toBeGreaterThanOrEqual(20)
  })

  it('for the auto-close: closed once, its people told once', async () => {
    await changeSettings(test.desk, admin, { autoCloseHours: 1 })
    const tried = await sweep({
      given: async () => {
        const { number } = await ticketByMail(test, { subject: 'Swept' })
        await resolveTicket(test.desk, admin, number)
        test.clock.moveTo(new Date(test.clock.now().getTime() + 70 * 60_000))
        return number
      },
      step: desk => closeDueTickets(desk),
      again: desk => closeDueTickets(desk),
      state: async number => toldOf(await rowsOf(test, number)),
    })
    expect(tried).toBeGreaterThanOrEqual(25)
  })

  it('for a mail out: sent and marked; doubled only when the fault fell between SES’s yes and our mark', async () => {
    let calls = 0
    const given = async () => {
      const from = `swept-${randomUUID()}@northwind.example`
      const { number } = await ticketByMail(test, { from })
      const row = (await rowsOf(test, number)).find(({ sk }) => sk.startsWith('OUT#'))
      if (row === undefined) throw new Error('No mail queued')
      return { row: { pk: row.pk, sk: row.sk }, number, from }
    }
    const state = async ({ number, from }: Awaited<ReturnType<typeof given>>) => {
      const { mails } = toldOf(await rowsOf(test, number))
      return { states: mails.map(each => each.state), sent: mailsTo(test, from).length }
    }
    const calm = await given()
    test.usage.reset()
    await sendMail(brittle, calm.row)
    const counted = test.usage.report().dynamodb.calls
    expect(await state(calm)).toEqual({ states: ['sent'], sent: 1 })
    for (const service of ['dynamodb', 'ses'] as const) {
      for (let nth = 1; nth <= (service === 'ses' ? 1 : counted); nth += 1) {
        for (const kind of kinds) {
          const one = await given()
          test.faults.arm({ service, kind, nth })
          await sendMail(brittle, one.row).catch(() => undefined)
          test.faults.clear()
          test.clock.moveTo(new Date(test.clock.now().getTime() + 4 * 60_000))
          await sendDueMail(brittle)
          const isAfterYes =
            service === 'ses' ? kind === 'crash-after' : nth === counted && kind !== 'conflict'
          const { states, sent } = await state(one)
          const where = `${kind} at call ${nth} of ${service}`
          if (service === 'ses' && kind === 'conflict') expect(states, where).toEqual(['failed'])
          else {
            expect(states, where).toEqual(['sent'])
            if (isAfterYes) expect([1, 2], where).toContain(sent)
            else expect(sent, where).toBe(1)
          }
          calls += 1
        }
      }
    }
    expect(calls).toBeGreaterThanOrEqual(25)
  })
})
