import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deleteFromQuarantine, listQuarantine } from '../../shared/use-cases/quarantine.ts'
import { reconcileMail } from '../../shared/use-cases/reconcile-mail.ts'
import { admin } from '../support/desk.ts'
import { mail, openScene, type Scene, store } from './given.ts'

let test: Scene
beforeAll(async () => {
  test = await openScene()
})
afterAll(() => test.close())

function later(minutes: number): void {
  test.clock.moveTo(new Date(test.clock.now().getTime() + minutes * 60_000))
}

async function heldKeys(): Promise<string[]> {
  const { mails } = await listQuarantine(test.desk, admin, { limit: 100 })
  return mails.map(({ mailKey }) => mailKey)
}

describe('the reconciler', () => {
  it('queues what has no outcome, and nothing else; it ends in quarantine, once', async () => {
    await test.deliver(mail())
    await test.desk.rawMail.write('AMAZON_SES_SETUP_NOTIFICATION', Buffer.from('Hello'), 'text/plain')
    const { mailKey } = await store(test, mail())
    expect(await reconcileMail(test.desk)).toMatchObject({ found: 0 })
    later(16)
    expect(await reconcileMail(test.desk)).toMatchObject({ listed: 3, found: 1, finished: 1 })
    // Twice in the queue is once in the quarantine.
    expect(await reconcileMail(test.desk)).toMatchObject({ found: 1 })
    expect(await test.lookAgain()).toMatchObject([{ reason: 'no-receipt' }, { reason: 'no-receipt' }])
    expect(await heldKeys()).toEqual([mailKey])
    expect(await reconcileMail(test.desk)).toMatchObject({ found: 0 })
    await deleteFromQuarantine(test.desk, admin, mailKey)
    expect(await reconcileMail(test.desk)).toMatchObject({ found: 0 })
  })

  it('leaves alone what earlier runs have looked at', async () => {
    await store(test, mail())
    later(8 * 24 * 60)
    expect(await reconcileMail(test.desk)).toMatchObject({ found: 0 })
  })

  it('goes on where it had to stop, and begins anew at the end', async () => {
    const raw = Buffer.from(mail())
    const keys = Array.from({ length: 1_205 }, (_, index) => `bulk${String(index).padStart(6, '0')}`)
    for (let first = 0; first < keys.length; first += 50) {
      const some = keys.slice(first, first + 50)
      await Promise.all(some.map(key => test.desk.rawMail.write(key, raw, 'message/rfc822')))
    }
    later(20)
    const once = await reconcileMail(test.desk, () => false)
    expect(once).toMatchObject({ listed: 1_000, finished: 0 })
    const rest = await reconcileMail(test.desk, () => false)
    expect(rest).toMatchObject({ finished: 1 })
    expect(once.found + rest.found).toBe(keys.length)
    expect(await reconcileMail(test.desk, () => false)).toMatchObject({ listed: 1_000, finished: 0 })
  })

  it('queues it again after any fault: nothing is skipped', async () => {
    const fresh = await openScene()
    const { mailKey } = await store(fresh, mail())
    fresh.clock.moveTo(new Date(fresh.clock.now().getTime() + 20 * 60_000))
    for (const service of ['s3', 'dynamodb', 'sqs'] as const) {
      fresh.faults.arm({ service, kind: 'error', probability: 1 })
      await reconcileMail(fresh.desk).catch(() => undefined)
      fresh.faults.clear()
    }
    await reconcileMail(fresh.desk)
    const outcomes = await fresh.lookAgain()
    expect(new Set(outcomes.map(each => each?.mailKey))).toEqual(new Set([mailKey]))
    await fresh.close()
  })
})
