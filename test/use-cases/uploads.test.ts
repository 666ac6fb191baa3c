import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FaultKind } from '../../infra/local/faults.ts'
import type { Actor } from '../../shared/domain/actor.ts'
import {
  pendingBytesMax,
  pendingUploadsMax,
  uploadBytesMax,
  uploadsPerEntryMax,
} from '../../shared/domain/attachment.ts'
import { DeskError } from '../../shared/domain/errors.ts'
import { type Ticket, watchersMax } from '../../shared/domain/ticket.ts'
import type { Desk } from '../../shared/runtime/desk.ts'
import { keys } from '../../shared/store/keys.ts'
import { readPendingUploads } from '../../shared/store/uploads.ts'
import { changeTicket } from '../../shared/use-cases/change-ticket.ts'
import { openTicket } from '../../shared/use-cases/open-ticket.ts'
import { prepareUpload } from '../../shared/use-cases/prepare-upload.ts'
import { attachmentLink } from '../../shared/use-cases/read-attachment.ts'
import { readOriginal } from '../../shared/use-cases/read-mail.ts'
import { redactAttachment } from '../../shared/use-cases/redact-attachment.ts'
import { replyToTicket } from '../../shared/use-cases/reply-to-ticket.ts'
import { splitTicket } from '../../shared/use-cases/split-ticket.ts'
import { sweepUploads } from '../../shared/use-cases/sweep-uploads.ts'
import { findUploads, keepUploads } from '../../shared/use-cases/take-uploads.ts'
import { admin } from '../support/desk.ts'
import { everything } from '../support/everything.ts'
import { interrupted, withoutRetries } from './brittle.ts'
import { entriesOf, mail, numberOf, openScene, rowsOf, type Scene, ticketByMail } from './given.ts'
import { uploaded } from './uploaded.ts'

let test: Scene
let s3: S3Client
beforeAll(async () => {
  test = await openScene()
  s3 = new S3Client({ forcePathStyle: true })
})
afterAll(() => test.close())

/** Every version and delete marker below a prefix, by key. */
async function versionsBelow(Prefix: string, bucket = test.desk.config.filesBucket): Promise<string[]> {
  const command = new ListObjectVersionsCommand({ Bucket: bucket, Prefix })
  const page = await s3.send(command)
  return [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key = '' }) => Key)
}

const advance = (hours: number) => test.clock.moveTo(new Date(test.clock.now().getTime() + hours * 3_600_000))
const rowOf = (id: string) => test.desk.table.get(keys.upload(id))
const keysOf = async (id: string) =>
  (await Promise.all([versionsBelow(`uploads/${id}`), versionsBelow(`attachments/${id}`)])).flat()
const replyWith = (desk: Desk, number: number, attachmentIds: string[], by: Actor = admin) =>
  replyToTicket(desk, by, { number, visibility: 'public', bodyText: 'See the file.', attachmentIds })

describe('the sweep', () => {
  it('deletes an upload that no entry took in 24 hours, every byte and the row', async () => {
    const id = await uploaded(test)
    const { number } = await ticketByMail(test)
    advance(23)
    expect(await sweepUploads(test.desk)).toEqual({ deleted: 0, tidied: 0, skipped: 0 })
    advance(1.5)
    await expect(replyWith(test.desk, number, [id])).rejects.toMatchObject({ code: 'request.invalid' })
    await expect(attachmentLink(test.desk, admin, id)).rejects.toMatchObject({ code: 'resource.missing' })
    advance(1)
    expect(await keysOf(id)).toEqual([`uploads/${id}`])
    expect(await sweepUploads(test.desk)).toMatchObject({ deleted: 1 })
    expect(await keysOf(id)).toEqual([])
    expect(await rowOf(id)).toBeUndefined()
    expect(await sweepUploads(test.desk)).toEqual({ deleted: 0, tidied: 0, skipped: 0 })
  })

  it('leaves of a used upload the copy that its entry lists, and nothing beside it', async () => {
    const id = await uploaded(test)
    const { number } = await ticketByMail(test)
    // An entry that was never written left a copy behind.
    await test.desk.files.write(
      `attachments/${id}/01JDCV0000000000000000000A`,
      Buffer.from('x'),
      'text/plain',
    )
    const { entry } = await replyWith(test.desk, number, [id])
    expect(await keysOf(id)).toHaveLength(3)
    advance(26)
    expect(await sweepUploads(test.desk)).toMatchObject({ tidied: 1 })
    expect(await keysOf(id)).toEqual([`attachments/${id}/${entry.id}`])
    expect(await rowOf(id)).toMatchObject({ state: 'used', ticketNumber: number, entryId: entry.id })
    expect(Object.keys((await rowOf(id)) ?? {})).not.toContain('expiresAtSeconds')
    expect(await sweepUploads(test.desk)).toEqual({ deleted: 0, tidied: 0, skipped: 0 })
    expect(await textOf(id)).toBe('Some words.')
  })

  it('that is faster than an entry which found the upload leaves the entry unwritten', async () => {
    const id = await uploaded(test)
    const { number } = await ticketByMail(test)
    const found = test.desk.now()
    const meanwhile = async () => {
      advance(26)
      expect(await sweepUploads(test.desk)).toMatchObject({ deleted: 1 })
    }
    const late = { ...interrupted(test.desk, meanwhile), now: () => found }
    await expect(replyWith(late, number, [id])).rejects.toMatchObject({ code: 'attachment.used' })
    expect((await entriesOf(test, number)).flatMap(({ attachments }) => attachments)).toEqual([])
  })

  it('that finds an entry was faster leaves the entry its file', async () => {
    const id = await uploaded(test)
    const { number } = await ticketByMail(test)
    const late = { ...test.desk, now: () => found }
    const found = test.desk.now()
    advance(26)
    const meanwhile = async () => {
      if ((await rowOf(id))?.state === 'pending') await replyWith(late, number, [id])
    }
    expect(await sweepUploads(interrupted(test.desk, meanwhile))).toMatchObject({ deleted: 0, tidied: 1 })
    expect(await textOf(id)).toBe('Some words.')
    expect(await keysOf(id)).toHaveLength(1)
  })

  it('at the same time as an entry leaves either its file or a refusal, never half', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await uploaded(test)
      const { number } = await ticketByMail(test)
      const found = test.desk.now()
      const late = { ...test.desk, now: () => found }
      advance(26)
      const [taken] = await Promise.allSettled([replyWith(late, number, [id]), sweepUploads(test.desk)])
      const listed = (await entriesOf(test, number)).flatMap(({ attachments }) => attachments)
      expect(listed).toHaveLength(taken.status === 'fulfilled' ? 1 : 0)
      if (taken.status === 'fulfilled') expect(await textOf(id)).toBe('Some words.')
      else expect(taken.reason).toBeInstanceOf(DeskError)
    }
  })

  it('goes on where it broke off', async () => {
    const ids = [await uploaded(test), await uploaded(test)]
    advance(26)
    const answers = [true, false]
    expect(await sweepUploads(test.desk, () => answers.shift() ?? false)).toMatchObject({ deleted: 1 })
    await sweepUploads(test.desk)
    expect(await Promise.all(ids.map(rowOf))).toEqual([undefined, undefined])
  })

  it('ends what a sweep that crashed began, whatever call it crashed at', async () => {
    for (const kind of ['crash-before', 'crash-after'] as const) {
      for (const service of ['dynamodb', 's3'] as const) {
        for (let nth = 1; nth <= 5; nth += 1) {
          const id = await uploaded(test)
          advance(26)
          test.faults.arm({ service, kind, nth })
          await sweepUploads(withoutRetries(test.desk)).catch(() => undefined)
          test.faults.clear()
          await sweepUploads(test.desk)
          expect([kind, service, nth, await keysOf(id), await rowOf(id)]).toEqual([
            kind,
            service,
            nth,
            [],
            undefined,
          ])
        }
      }
    }
  })
})

it('a fault at any call of a reply with a file leaves the file used once, or to be used again', async () => {
  const kinds: FaultKind[] = ['error', 'throttle', 'conflict', 'crash-before', 'crash-after']
  const { number } = await ticketByMail(test)
  for (const service of ['dynamodb', 's3'] as const) {
    for (const kind of kinds) {
      for (let nth = 1; nth <= 4; nth += 1) {
        const id = await uploaded(test)
        const listing = async () =>
          (await entriesOf(test, number)).filter(({ attachments }) =>
            attachments.some(each => each.id === id),
          )
        test.faults.arm({ service, kind, nth })
        const first = await replyWith(withoutRetries(test.desk), number, [id]).catch(() => undefined)
        test.faults.clear()
        if (first === undefined && (await listing()).length === 0) {
          expect(await rowOf(id)).toMatchObject({ state: 'pending' })
          await replyWith(test.desk, number, [id])
        }
        expect(await listing(), `${kind} at call ${nth} of ${service}`).toHaveLength(1)
        expect(await textOf(id)).toBe('Some words.')
      }
    }
  }
})

it('the widest reply, with all its files and mails, still is one transaction', async () => {
  const { number } = await ticketByMail(test)
  const watchers = Array.from({ length: watchersMax }, (_, index) => ({
    email: `w${index}@northwind.example`,
    name: '',
  }))
  await changeTicket(test.desk, admin, { number, changes: { watchers } })
  const ids: string[] = []
  for (let count = 0; count < uploadsPerEntryMax; count += 1) ids.push(await uploaded(test))
  const { entry } = await replyToTicket(test.desk, admin, {
    number,
    visibility: 'public',
    bodyText: 'All of it.',
    status: 'resolved',
    attachmentIds: ids,
  })
  expect(entry.attachments).toHaveLength(uploadsPerEntryMax)
})

it('what another key uploaded for its clients is no file of a ticket of others', async () => {
  const key: Actor = { kind: 'key', id: 'key_a', name: 'A', scopes: ['*'], clientIds: [test.northwind.id] }
  const id = await uploaded(test, { by: key })
  // The key was let see more since: the upload is for the clients it was for then.
  const wider: Actor = { ...key, clientIds: [test.northwind.id, test.acme.id] }
  const opening = { clientId: test.acme.id, subject: 'x', descriptionText: 'y', attachmentIds: [id] }
  await expect(openTicket(test.desk, wider, opening)).rejects.toMatchObject({ code: 'request.invalid' })
  const { number } = await openTicket(test.desk, wider, { ...opening, clientId: test.northwind.id })
  expect((await entriesOf(test, number))[0]?.attachments).toMatchObject([{ id }])
})

it('bytes that were replaced after they were looked at are not taken', async () => {
  const id = await uploaded(test)
  const [looked] = await findUploads(test.desk, admin, [id])
  if (looked === undefined) throw new Error('Not found')
  const place = { ticketNumber: 1, entryId: '01JDCV0000000000000000000A' }
  await test.desk.files.write(`uploads/${id}`, Buffer.from('other words'), 'text/plain')
  await expect(keepUploads(test.desk, [looked], place)).rejects.toMatchObject({ code: 'write.conflict' })
})

describe('redaction', () => {
  it('deletes every version of an upload, where it arrived and where it was taken', async () => {
    const id = await uploaded(test)
    const { number } = await ticketByMail(test)
    const { entry } = await replyWith(test.desk, number, [id])
    await test.desk.files.write(`attachments/${id}/${entry.id}`, Buffer.from('again'), 'text/plain')
    expect(await keysOf(id)).toHaveLength(3)
    await redactAttachment(test.desk, admin, id)
    expect(await keysOf(id)).toEqual([])
    expect(await rowOf(id)).toMatchObject({ state: 'used', name: '' })
  })

  it('of a mail’s attachment deletes the raw mail with it, and no other attachment', async () => {
    const raw = mail({ body: '' }).replace(
      /Content-Type: .*\r\n\r\n/,
      'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=cut\r\n\r\n',
    )
    const part = (name: string) =>
      `--cut\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=${name}\r\n\r\nBytes of ${name}\r\n`
    const parts = Array.from({ length: 12 }, (_, index) => part(`f${index}.txt`)).join('')
    const filed = await test.deliver(
      `${raw}--cut\r\nContent-Type: text/plain\r\n\r\nHi\r\n${parts}--cut--\r\n`,
    )
    const number = numberOf(filed)
    const [entry] = await entriesOf(test, number)
    const [, second, ...others] = entry?.attachments ?? []
    const { mailBucket } = test.desk.config
    expect(await versionsBelow(filed.mailKey, mailBucket)).toHaveLength(1)
    const redacted = await redactAttachment(test.desk, admin, second?.id ?? '')
    expect(redacted.attachments[1]).toEqual({
      id: second?.id,
      name: '',
      contentType: 'text/plain',
      bytes: second?.bytes,
      redacted: true,
    })
    expect(await versionsBelow(filed.mailKey, mailBucket)).toEqual([])
    await expect(readOriginal(test.desk, admin, filed.mailKey)).rejects.toMatchObject({
      code: 'resource.missing',
    })
    expect(await test.desk.files.read(`attachments/${second?.id}`)).toBeUndefined()
    for (const { id } of others) expect(await test.desk.files.read(`attachments/${id}`)).toBeDefined()
    expect(JSON.stringify(await rowsOf(test, number))).not.toContain('f1.txt')
  })

  it('asked for twice at once is done once', async () => {
    const id = await uploaded(test)
    const { number } = await ticketByMail(test)
    const { ticket } = await replyWith(test.desk, number, [id])
    await Promise.all([1, 2, 3].map(() => redactAttachment(test.desk, admin, id)))
    const activities = (await entriesOf(test, number)).filter(({ change }) => change?.field === 'entry')
    expect(activities).toHaveLength(1)
    expect(activities[0]).toMatchObject({ visibility: 'internal', by: { name: admin.name } })
    const [header] = (await rowsOf(test, number)).filter(({ sk }) => sk === 'HEAD')
    expect(header?.version).toBe(ticket.version + 1)
  })

  it('broken off after the bytes went is ended by asking again', async () => {
    for (const kind of ['crash-before', 'crash-after'] as const) {
      const id = await uploaded(test)
      const { number } = await ticketByMail(test)
      await replyWith(test.desk, number, [id])
      test.faults.arm({ service: 'dynamodb', operation: 'TransactWriteItems', kind, nth: 1 })
      const broken = redactAttachment(withoutRetries(test.desk), admin, id)
      await expect(broken).rejects.toThrow()
      test.faults.clear()
      expect((await redactAttachment(test.desk, admin, id)).attachments).toMatchObject([{ redacted: true }])
      expect(await keysOf(id)).toEqual([])
    }
  })

  it('finds the file where a split took its entry, also while it does', async () => {
    const [id, raced] = [await uploaded(test), await uploaded(test)]
    const { number } = await ticketByMail(test)
    const { entry } = await replyWith(test.desk, number, [id])
    const split = await splitTicket(test.desk, admin, { number, entryIds: [entry.id] })
    await redactAttachment(test.desk, admin, id)
    expect((await entriesOf(test, split.number))[0]?.attachments).toMatchObject([{ id, redacted: true }])
    const { entry: another } = await replyWith(test.desk, number, [raced])
    const input = { number, entryIds: [another.id] }
    const splits: Ticket[] = []
    const meanwhile = async () => {
      if (splits.length === 0) splits.push(await splitTicket(test.desk, admin, input))
    }
    await redactAttachment(interrupted(test.desk, meanwhile), admin, raced)
    const [moved] = await entriesOf(test, splits[0]?.number ?? 0)
    expect(moved?.attachments).toMatchObject([{ id: raced, name: '', redacted: true }])
    expect(JSON.stringify(await rowsOf(test, number))).not.toContain('report.txt')
  })

  it('is for who may write', async () => {
    const id = await uploaded(test)
    const { number } = await ticketByMail(test)
    await replyWith(test.desk, number, [id])
    const agent = (more: Pick<Extract<Actor, { kind: 'agent' }>, 'role' | 'clientIds'>): Actor => ({
      kind: 'agent',
      id: 'agt_x',
      name: 'X',
      email: 'x@desk.example',
      ...more,
    })
    const reader = agent({ role: 'read-only' })
    await expect(redactAttachment(test.desk, reader, id)).rejects.toMatchObject({ code: 'resource.missing' })
    const elsewhere = agent({ role: 'technician', clientIds: [test.acme.id] })
    await expect(redactAttachment(test.desk, elsewhere, id)).rejects.toMatchObject({
      code: 'resource.missing',
    })
    expect(await textOf(id)).toBe('Some words.')
  })
})

/** The bytes that the entry of an upload lists. */
async function textOf(id: string): Promise<string | undefined> {
  const row = await rowOf(id)
  const content = await test.desk.files.read(`attachments/${id}/${row?.entryId}`)
  return content && Buffer.from(content).toString()
}

describe('files that wait for an entry', () => {
  const announce = (actor: Actor, size = 10) =>
    prepareUpload(test.desk, actor, { name: 'a.txt', type: 'text/plain', size })
  const somebody = (id: string): Actor => ({ kind: 'key', id, name: 'Script', scopes: ['*'] })

  it(`are at most ${pendingUploadsMax} of one actor’s, whatever others have; one that is used makes room`, async () => {
    const actor = somebody('key_many')
    for (let count = 1; count < pendingUploadsMax; count += 1) await announce(actor)
    const id = await uploaded(test, { by: actor })
    const before = await everything()
    await expect(announce(actor)).rejects.toMatchObject({ code: 'attachment.too-many-pending' })
    expect((await everything()) === before).toBe(true)
    await announce(somebody('key_other'))
    const { number } = await ticketByMail(test)
    await replyToTicket(test.desk, actor, {
      ...{ number, visibility: 'internal', bodyText: 'See the file.' },
      attachmentIds: [id],
    })
    await announce(actor)
    await expect(announce(actor)).rejects.toMatchObject({ code: 'attachment.too-many-pending' })
  })

  it('are at most 1 GB, until their time is over', async () => {
    const actor = somebody('key_large')
    for (let bytes = 0; bytes < pendingBytesMax; bytes += uploadBytesMax)
      await announce(actor, uploadBytesMax)
    await expect(announce(actor, 1)).rejects.toMatchObject({ code: 'attachment.too-many-pending' })
    advance(25)
    await announce(actor, 1)
    advance(2)
    await sweepUploads(test.desk)
    const now = '2000-01-01T00:00:00.000Z'
    const left = await readPendingUploads(test.desk.table, { uploader: 'key_large', now, limit: 100 })
    expect(left.map(({ bytes }) => bytes)).toEqual([1])
  })
})
