import * as fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../../shared/domain/actor.ts'
import { secondsAfter } from '../../shared/domain/instants.ts'
import { keys } from '../../shared/store/keys.ts'
import { changeTicket } from '../../shared/use-cases/change-ticket.ts'
import { listDrafts, readDraft, saveDraft } from '../../shared/use-cases/drafts.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { readTicket } from '../../shared/use-cases/read-ticket.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { sendDueMail } from '../../shared/use-cases/send-due-mail.ts'
import { sendOrWait } from '../../shared/use-cases/send-held-mail.ts'
import { undoReply } from '../../shared/use-cases/undo-reply.ts'
import { admin } from '../support/desk.ts'
import { entriesOf, mail, mailsTo, openScene, rowsOf, type Scene, tokenFor } from './given.ts'
import { uploaded } from './uploaded.ts'

let scene: Scene
let number = 0
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())
beforeEach(async () => {
  const { desk, anna, northwind } = scene
  const watchers = [{ email: 'ben@northwind.example', name: 'Ben Ode' }]
  const opened = { clientId: northwind.id, contactId: anna.id, subject: 'Scanner', watchers }
  number = (await openTicket(desk, admin, { ...opened, descriptionText: 'It jams.' })).number
  await scene.sendMails()
})

const held = (more: object = {}) =>
  replyToTicket(scene.desk, admin, {
    number,
    visibility: 'public',
    bodyText: 'On its way.',
    holdSeconds: 10,
    ...more,
  })
const undo = (entryId: string, by: Actor = admin) => undoReply(scene.desk, by, { number, entryId })
const outboxRows = async () => (await rowsOf(scene, number)).filter(({ itemType }) => itemType === 'outbox')
const heldRows = async () => (await outboxRows()).filter(({ heldUntil }) => heldUntil !== undefined)
const advance = (seconds: number) =>
  scene.clock.moveTo(new Date(secondsAfter(scene.clock.now().toISOString(), seconds)))
const repliesTo = (address: string) =>
  mailsTo(scene, address).filter(
    ({ subject, text }) => subject.includes(`TCK-${number}`) && /On its way/.test(text),
  )

describe('a held reply', () => {
  it('is on the timeline at once, and no mail of it leaves before its time', async () => {
    const { entry } = await held({ status: 'resolved' })
    expect((await entriesOf(scene, number)).map(({ id }) => id)).toContain(entry.id)
    await scene.sendMails()
    await sendDueMail(scene.desk)
    expect(repliesTo('anna@northwind.example')).toEqual([])
    expect((await heldRows()).map(({ state }) => state)).toEqual(Array(4).fill('waiting'))
    expect(scene.heldMails.all().length).toBeGreaterThanOrEqual(4)
    advance(11)
    await sendDueMail(scene.desk)
    expect(repliesTo('anna@northwind.example')).toHaveLength(1)
    expect(repliesTo('ben@northwind.example')).toHaveLength(1)
  })

  it('is looked at again by a message that comes when its time has come, and not before', async () => {
    await held()
    const before = scene.heldMails.all().length
    await scene.sendMails()
    const messages = scene.heldMails.all().slice(before)
    expect(messages.map(({ body }) => JSON.parse(body))).toEqual(
      (await heldRows()).map(({ pk, sk }) => ({ pk, sk })),
    )
    for (const { asleepUntil = 0, sentAt } of messages) {
      expect(asleepUntil - sentAt).toBeGreaterThanOrEqual(9_000)
      expect(asleepUntil - sentAt).toBeLessThanOrEqual(11_000)
    }
  })

  it('is sent once however often it is looked at', async () => {
    await held()
    advance(10)
    const [row] = await heldRows()
    const key = { pk: row?.pk ?? '', sk: row?.sk ?? '' }
    await Promise.all([sendOrWait(scene.desk, key), sendOrWait(scene.desk, key), sendDueMail(scene.desk)])
    await sendDueMail(scene.desk)
    expect(repliesTo('anna@northwind.example')).toHaveLength(1)
  })
})

describe('taking a reply back', () => {
  it('takes back everything that it did, and gives its words and files back', async () => {
    const before = await readTicket(scene.desk, admin, number)
    const rows = (await rowsOf(scene, number)).filter(({ sk }) => sk !== 'HEAD')
    const file = await uploaded(scene)
    const { entry } = await held({
      status: 'working',
      minutesWorked: 25,
      attachmentIds: [file],
      recipients: [{ email: 'lead@northwind.example', name: 'Lea', watch: true }],
    })
    const draft = await undo(entry.id)
    const { updatedAt, version, ...after } = await readTicket(scene.desk, admin, number)
    expect(after).toEqual(Object.fromEntries(Object.entries(before).filter(([name]) => name in after)))
    expect(Object.keys(after)).toHaveLength(Object.keys(before).length - 2)
    expect(version).toBe(before.version + 2)
    expect((await rowsOf(scene, number)).filter(({ sk }) => sk !== 'HEAD')).toEqual(rows)
    expect(draft).toMatchObject({
      visibility: 'public',
      publicText: 'On its way.',
      internalText: '',
      status: 'working',
      minutesWorked: 25,
      recipients: [{ email: 'lead@northwind.example', name: 'Lea', watch: true }],
      files: [{ id: file, name: 'report.txt' }],
    })
    expect(await readDraft(scene.desk, admin, number)).toEqual(draft)
    advance(60)
    await scene.sendMails()
    await sendDueMail(scene.desk)
    expect(repliesTo('anna@northwind.example')).toEqual([])
    // The file is free again.
    const again = await held({ holdSeconds: 0, attachmentIds: [file] })
    expect(again.entry.attachments).toMatchObject([{ id: file }])
  })

  it('erases a long body from the files', async () => {
    const { entry } = await held({ bodyText: `${'long '.repeat(4_000)}end` })
    const key = `bodies/${number}/${entry.id}.json`
    expect(await scene.desk.files.storedAt(key)).toBeDefined()
    const { publicText } = await undo(entry.id)
    expect(publicText).toHaveLength(20_003)
    expect(await scene.desk.files.storedAt(key)).toBeUndefined()
  })

  it('puts the words before what was begun since, and leaves the other text alone', async () => {
    const { entry } = await held()
    const begun = { visibility: 'public', publicText: 'And more.', internalText: 'Ask Kim.' } as const
    await saveDraft(scene.desk, admin, { number, ...begun })
    expect(await undo(entry.id)).toMatchObject({
      publicText: 'On its way.\n\nAnd more.',
      internalText: 'Ask Kim.',
    })
  })

  it('is told of in the feed, as the reply was', async () => {
    await scene.publish()
    const { entry } = await held()
    await undo(entry.id)
    await scene.publish()
    const { items } = await scene.desk.table.query({
      partition: { name: 'pk', value: keys.feedBatch(1).pk },
      newestFirst: true,
      limit: 3,
    })
    const types = items.flatMap(({ events }) => events as { type: string; entry?: { id: string } }[])
    const told = types.filter(event => event.entry?.id === entry.id).map(({ type }) => type)
    expect(told.toSorted()).toEqual(['ticket.replied', 'ticket.reply-undone'])
  })

  it.each([
    ['when its time is over', 'undo.too-late', async () => advance(10)],
    [
      'when the ticket was changed since',
      'undo.overtaken',
      () => changeTicket(scene.desk, admin, { number, changes: { priority: 'high' } }),
    ],
    [
      'when the client answered since',
      'undo.overtaken',
      async () =>
        scene.deliver(mail({ subject: `Re: [TCK-${number}] Scanner`, body: 'Thanks.' }), {
          recipients: [await tokenFor(scene, number, 'anna@northwind.example')],
        }),
    ],
    [
      'when one of its mails is with somebody who sends',
      'undo.too-late',
      async () => {
        const [row] = await heldRows()
        const key = { pk: row?.pk ?? '', sk: row?.sk ?? '' }
        // A sender whose clock is ahead.
        const later = secondsAfter(scene.desk.now(), 11)
        await sendOrWait({ ...scene.desk, now: () => later }, key)
      },
    ],
  ])('is refused %s, and nothing is changed', async (_when, code, meanwhile) => {
    const { entry } = await held()
    await meanwhile()
    const [ticket, rows] = [await readTicket(scene.desk, admin, number), await outboxRows()]
    await expect(undo(entry.id)).rejects.toMatchObject({ code })
    expect(await readTicket(scene.desk, admin, number)).toEqual(ticket)
    expect(await outboxRows()).toEqual(rows)
    expect((await readDraft(scene.desk, admin, number)).version).toBe(0)
  })

  it('is for its writer alone, for what can be taken back, and once', async () => {
    const { dana } = scene
    const other: Actor = { kind: 'agent', ...dana, role: 'technician' }
    const { entry } = await held()
    await expect(undo(entry.id, other)).rejects.toMatchObject({ code: 'entry.not-yours' })
    await undo(entry.id)
    await expect(undo(entry.id)).rejects.toMatchObject({ code: 'resource.missing' })
    const gone = await held({ holdSeconds: 0 })
    await expect(undo(gone.entry.id)).rejects.toMatchObject({ code: 'undo.too-late' })
    await expect(undo('01NOTHING')).rejects.toMatchObject({ code: 'resource.missing' })
  })

  it('is not offered for a reply that closes the ticket', async () => {
    await held({ holdSeconds: 0, status: 'resolved' })
    const version = (await readTicket(scene.desk, admin, number)).version
    await expect(held({ status: 'closed' })).rejects.toMatchObject({
      code: 'request.invalid',
      issues: [{ pointer: '/holdSeconds' }],
    })
    expect((await readTicket(scene.desk, admin, number)).version).toBe(version)
  })

  it('or the mails: whatever happens at once, each mail was sent or the reply was taken back, never both', async () => {
    const deeds = ['undo', 'undo again', 'send', 'sweep', 'answer'] as const
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.shuffledSubarray([...deeds], { minLength: 2 }),
        async (s, chosen) => {
          const { desk, anna, northwind } = scene
          const opened = {
            clientId: northwind.id,
            contactId: anna.id,
            subject: 'Race',
            descriptionText: 'Go.',
          }
          number = (await openTicket(desk, admin, opened)).number
          await scene.sendMails()
          const { entry } = await held()
          const key = (await heldRows()).map(({ pk, sk }) => ({ pk, sk }))[0] ?? { pk: '', sk: '' }
          const inTurn =
            <A extends unknown[], R>(call: (...given: A) => Promise<R>) =>
            async (...given: A): Promise<R> => {
              await s.schedule(Promise.resolve())
              return await call(...given)
            }
          const table = {
            get: inTurn(desk.table.get.bind(desk.table)),
            getMany: inTurn(desk.table.getMany.bind(desk.table)),
            query: inTurn(desk.table.query.bind(desk.table)),
            commit: inTurn(desk.table.commit.bind(desk.table)),
            increment: desk.table.increment.bind(desk.table),
          }
          const now = desk.now()
          // The sender's clock says that the time has come, the writer's that it has not.
          const [early, late] = [
            { ...desk, table, now: () => now },
            { ...desk, table, now: () => secondsAfter(now, 11) },
          ]
          const act: Record<(typeof deeds)[number], () => Promise<unknown>> = {
            undo: () => undoReply(early, admin, { number, entryId: entry.id }),
            'undo again': () => undoReply(early, admin, { number, entryId: entry.id }),
            send: () => sendOrWait(late, key),
            sweep: () => sendOrWait(late, key),
            answer: () => changeTicket(early, admin, { number, changes: { priority: 'high' } }),
          }
          const done = Promise.allSettled(chosen.map(deed => act[deed]()))
          await s.waitFor(done)
          const sent = repliesTo('anna@northwind.example').length
          const isThere = (await entriesOf(scene, number)).some(({ id }) => id === entry.id)
          const undone = (await done).filter(
            ({ status }, index) => status === 'fulfilled' && chosen[index]?.startsWith('undo'),
          ).length
          expect({ undone, isThere }).toEqual({ undone: isThere ? 0 : 1, isThere })
          expect(sent).toBeLessThanOrEqual(isThere ? 1 : 0)
          if (chosen.some(deed => deed === 'send' || deed === 'sweep') && isThere) expect(sent).toBe(1)
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('recipients of one reply', () => {
  const lead = { email: 'lead@northwind.example', name: 'Lea' }

  it('are mailed in the place of contact and watchers, and seen by each other', async () => {
    const { entry } = await held({
      holdSeconds: 0,
      recipients: [lead, { email: 'anna@northwind.example', name: '' }],
    })
    await scene.sendMails()
    expect(entry.recipients?.map(({ email }) => email)).toEqual([lead.email, 'anna@northwind.example'])
    expect(repliesTo('ben@northwind.example')).toEqual([])
    const [sent] = repliesTo(lead.email)
    expect([...(sent?.to ?? []), ...(sent?.cc ?? [])].join(' ')).toContain('anna@northwind.example')
    expect([...(sent?.to ?? []), ...(sent?.cc ?? [])].join(' ')).not.toContain('ben@northwind.example')
    expect((await readTicket(scene.desk, admin, number)).watchers).toHaveLength(1)
  })

  it('are watchers from then on where the writer says so, and that is recorded', async () => {
    await held({ holdSeconds: 0, recipients: [{ ...lead, watch: true }] })
    expect((await readTicket(scene.desk, admin, number)).watchers).toContainEqual(lead)
    const changes = (await entriesOf(scene, number)).flatMap(({ change }) => change ?? [])
    expect(changes.at(-1)).toMatchObject({ field: 'watchers' })
  })

  it('may answer by the address that their mail names', async () => {
    await held({ holdSeconds: 0, recipients: [lead] })
    const answer = await scene.deliver(mail({ from: 'Lea <lead@northwind.example>', subject: 'Re: it' }), {
      recipients: [await tokenFor(scene, number, lead.email)],
    })
    expect(answer).toMatchObject({ outcome: 'reply', ticketNumber: number })
  })

  it('may be nobody at all', async () => {
    const rows = (await outboxRows()).length
    await held({ holdSeconds: 0, recipients: [] })
    expect(await outboxRows()).toHaveLength(rows)
  })

  it.each([
    ['the desk itself', { recipients: [{ email: 'support@desk.example', name: '' }] }, '/recipients/0'],
    [
      'a token address',
      { recipients: [lead, { email: 'support+t1.x@desk.example', name: '' }] },
      '/recipients/1',
    ],
    [
      'who takes no mail',
      { recipients: [{ email: 'no-reply@northwind.example', name: '' }] },
      '/recipients/0',
    ],
    ['of a note', { visibility: 'internal', recipients: [lead] }, '/recipients'],
  ])('are refused: %s', async (_what, input, pointer) => {
    const { version } = await readTicket(scene.desk, admin, number)
    await expect(held(input)).rejects.toMatchObject({ code: 'request.invalid', issues: [{ pointer }] })
    expect((await readTicket(scene.desk, admin, number)).version).toBe(version)
  })
})

describe('a draft', () => {
  const words = { visibility: 'public', publicText: 'Dear', internalText: 'Kim?' } as const

  it('is its writer’s alone, and theirs to list', async () => {
    const other: Actor = { kind: 'key', id: 'key_other', name: 'Other', scopes: ['*'] }
    const draft = await saveDraft(scene.desk, admin, { number, ...words })
    expect(await readDraft(scene.desk, admin, number)).toEqual(draft)
    expect((await readDraft(scene.desk, other, number)).version).toBe(0)
    const { drafts } = await listDrafts(scene.desk, admin, { limit: 100 })
    expect(drafts.map(({ ticket }) => ticket.number)).toContain(number)
    expect((await listDrafts(scene.desk, other, { limit: 100 })).drafts).toEqual([])
  })

  it('is not written over by who saw an older one, nor by who saw none', async () => {
    const first = await saveDraft(scene.desk, admin, { number, ...words, ifVersion: 0 })
    const second = await saveDraft(scene.desk, admin, {
      number,
      ...words,
      publicText: 'Two',
      ifVersion: first.version,
    })
    for (const ifVersion of [0, first.version]) {
      const late = saveDraft(scene.desk, admin, { number, ...words, publicText: 'Late', ifVersion })
      await expect(late).rejects.toMatchObject({ code: 'version.stale' })
    }
    expect(await readDraft(scene.desk, admin, number)).toEqual(second)
  })

  it('goes with the reply, in one step, but for the words of the other kind', async () => {
    const draft = await saveDraft(scene.desk, admin, { number, ...words, minutesWorked: 5 })
    await held({ holdSeconds: 0, fromDraft: true })
    const left = await readDraft(scene.desk, admin, number)
    expect(left).toMatchObject({ visibility: 'internal', publicText: '', internalText: 'Kim?' })
    expect(left.minutesWorked).toBeUndefined()
    // A tab that still has it does not bring it back.
    const late = saveDraft(scene.desk, admin, { number, ...words, ifVersion: draft.version })
    await expect(late).rejects.toMatchObject({ code: 'version.stale' })
    await held({ holdSeconds: 0, visibility: 'internal', fromDraft: true })
    expect((await readDraft(scene.desk, admin, number)).version).toBe(0)
  })

  it('stays when the reply is refused', async () => {
    const draft = await saveDraft(scene.desk, admin, { number, ...words })
    await expect(held({ fromDraft: true, ifVersion: 99 })).rejects.toMatchObject({ code: 'version.stale' })
    expect(await readDraft(scene.desk, admin, number)).toEqual(draft)
  })

  it('with nothing in it is none', async () => {
    const { version } = await saveDraft(scene.desk, admin, { number, ...words })
    const empty = { visibility: 'public', publicText: ' ', internalText: '' } as const
    expect((await saveDraft(scene.desk, admin, { number, ...empty, ifVersion: version })).version).toBe(0)
    expect(await saveDraft(scene.desk, admin, { number, ...empty, ifVersion: 0 })).toMatchObject({
      version: 0,
    })
    expect(
      (await listDrafts(scene.desk, admin, { limit: 100 })).drafts.map(each => each.ticket.number),
    ).not.toContain(number)
  })

  it('takes no file that is another’s, and no more than fits', async () => {
    const other: Actor = { kind: 'key', id: 'key_other', name: 'Other', scopes: ['*'] }
    const file = await uploaded(scene, { by: other })
    await expect(
      saveDraft(scene.desk, admin, { number, ...words, attachmentIds: [file] }),
    ).rejects.toMatchObject({
      code: 'request.invalid',
      issues: [{ pointer: '/attachmentIds/0' }],
    })
    const long = { ...words, publicText: '界'.repeat(100_000), internalText: '界'.repeat(10) }
    await expect(saveDraft(scene.desk, admin, { number, ...long })).rejects.toMatchObject({
      code: 'draft.too-large',
    })
    expect((await readDraft(scene.desk, admin, number)).version).toBe(0)
  })
})
